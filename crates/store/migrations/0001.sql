-- The first format.

-- Bytes as they were found, each once, packed with zstd.
CREATE TABLE original (
  no     INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE,            -- of kind and bytes
  kind   TEXT NOT NULL,                   -- what they are: html, text, pdf, …
  length INTEGER NOT NULL,                -- of the bytes
  bytes  BLOB NOT NULL
);

-- One row a version of a report. What is looked up often stands here, what is large in `body`.
CREATE TABLE report (
  no        INTEGER PRIMARY KEY,
  id        TEXT NOT NULL UNIQUE,         -- made of its content
  address   TEXT NOT NULL,                -- what all its versions share: a URL, a path, or the id itself
  version   INTEGER NOT NULL,             -- 1, 2, … of this address
  latest    INTEGER NOT NULL,             -- 1 for the newest of this address
  name      TEXT NOT NULL,                -- what it was called where it came from
  title     TEXT,
  outlet    TEXT,
  url       TEXT,
  language  TEXT,
  published TEXT,                         -- ISO 8601, as far as it is known
  day       INTEGER,                      -- of publication, from 1 January 1970
  written   INTEGER,                      -- seconds since 1970: when it was changed or published, as it says
  added     INTEGER NOT NULL,             -- milliseconds since 1970, UTC
  original  INTEGER REFERENCES original,
  story     INTEGER REFERENCES story      -- NULL until it is placed
);
CREATE INDEX report_address ON report (address, version);
CREATE INDEX report_story ON report (story);
CREATE INDEX report_original ON report (original);

-- What was found so before need not be read again.
CREATE TABLE found (
  digest BLOB PRIMARY KEY,                -- of the bytes, and of what was said of them
  report INTEGER NOT NULL REFERENCES report
) WITHOUT ROWID;

CREATE TABLE body (
  report  INTEGER PRIMARY KEY REFERENCES report,
  kept    BLOB NOT NULL,                  -- the report, JSON, zstd
  reading BLOB NOT NULL,                  -- the line of `rashomon read --format jsonl`, zstd
  profile BLOB NOT NULL                   -- what it is grouped by
);

-- What a report says, as far as it can be searched by field.
CREATE TABLE statement (
  no         INTEGER PRIMARY KEY,
  report     INTEGER NOT NULL REFERENCES report,
  start      INTEGER NOT NULL,            -- of the sentence, code points of the report's text
  end        INTEGER NOT NULL,
  day        INTEGER,                     -- when it is said to be, from 1 January 1970
  factuality REAL NOT NULL
);
CREATE INDEX statement_report ON statement (report);

-- Words alone, no text: the text is in `body`.
CREATE VIRTUAL TABLE report_words USING fts5 (
  title, text, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE statement_words USING fts5 (
  who, recipient, said_by, type, place, content='', contentless_delete=1, detail=column,
  tokenize="unicode61 remove_diacritics 2"
);

CREATE TABLE story (
  no       INTEGER PRIMARY KEY,
  id       TEXT NOT NULL UNIQUE,          -- s and the id of the report it began with
  title    TEXT NOT NULL DEFAULT '',
  first    TEXT,                          -- first and last day of publication
  last     TEXT,
  reports  INTEGER NOT NULL DEFAULT 0,    -- newest versions only
  sources  INTEGER NOT NULL DEFAULT 0,    -- independent ones
  disputes INTEGER NOT NULL DEFAULT 0,    -- open ones
  looked_at INTEGER NOT NULL DEFAULT 0,   -- reports when it was last grouped anew
  changed  INTEGER NOT NULL,              -- milliseconds since 1970
  stale    INTEGER NOT NULL DEFAULT 1,    -- 1 until the reports it has are compared
  into_no  INTEGER REFERENCES story,      -- the story it turned out to be part of
  told     BLOB                           -- the story as `rashomon compare --format json` prints it, zstd
);
CREATE INDEX story_stale ON story (stale) WHERE stale = 1;
CREATE INDEX story_changed ON story (changed);

-- A dispute from its first appearance on. `told` is what it last looked like.
CREATE TABLE dispute (
  no       INTEGER PRIMARY KEY,
  id       TEXT NOT NULL UNIQUE,
  story    INTEGER NOT NULL REFERENCES story,
  kind     TEXT NOT NULL,
  status   TEXT NOT NULL,                 -- dispute, revision, reversal
  question TEXT NOT NULL,
  open     INTEGER NOT NULL,
  appeared INTEGER NOT NULL,
  evidence TEXT NOT NULL,                 -- report, start and end of each statement, JSON
  told     BLOB NOT NULL
);
CREATE INDEX dispute_story ON dispute (story);

CREATE TABLE dispute_history (
  no      INTEGER PRIMARY KEY,
  dispute INTEGER NOT NULL REFERENCES dispute,
  at      INTEGER NOT NULL,
  what    TEXT NOT NULL,                  -- appeared, changed, settled, reopened
  status  TEXT NOT NULL,                  -- what it was from then on
  by      TEXT                            -- id of the report that brought it about, where one did
);
CREATE INDEX dispute_history_dispute ON dispute_history (dispute);
CREATE INDEX dispute_history_at ON dispute_history (at);

-- What `rashomon watch` knows of a source between two looks.
CREATE TABLE watched (
  source   TEXT PRIMARY KEY,
  looked   INTEGER,
  next     INTEGER,
  failures INTEGER NOT NULL DEFAULT 0,
  trouble  TEXT
) WITHOUT ROWID;
