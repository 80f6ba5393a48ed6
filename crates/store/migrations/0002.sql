-- The second format: a full store takes in reports faster, a user puts right what was found, and a page may return to an older text.

-- Bytes as they were found, packed with zstd. That they are there already is seen by the first half of `found.digest`: a third
-- index in an order like chance made every report write one page more.
CREATE TABLE original_2 (
  no     INTEGER PRIMARY KEY,
  kind   TEXT NOT NULL,                   -- what they are: html, text, pdf, …
  length INTEGER NOT NULL,                -- of the bytes
  bytes  BLOB NOT NULL
);
INSERT INTO original_2 SELECT no, kind, length, bytes FROM original;
DROP TABLE original;
ALTER TABLE original_2 RENAME TO original;

-- Nothing is looked up by these.
DROP INDEX report_original;
DROP INDEX statement_report;

-- Much of the text stands in the report and in its reading, and is packed once: both are in `kept`, and `reading` is empty.
ALTER TABLE body ADD COLUMN split INTEGER;  -- where the reading begins; NULL where it is packed by itself

-- Parts of the index of words are brought together less often.
INSERT INTO report_words (report_words, rank) VALUES ('automerge', 8);
INSERT INTO statement_words (statement_words, rank) VALUES ('automerge', 8);

-- What a user put right. It is no part of what was read, and what is found anew does not change it.
CREATE TABLE correction (
  no      INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,               -- milliseconds since 1970, UTC
  until   INTEGER,                        -- when it was taken back, or another took its place; NULL while it holds
  kind    TEXT NOT NULL,                  -- moved, dismissed, same
  report  INTEGER REFERENCES report,      -- moved: with all its versions
  origin  INTEGER REFERENCES story,       -- the story it was in, if it was in one
  story   INTEGER REFERENCES story,       -- the story it belongs to
  dispute INTEGER REFERENCES dispute,     -- dismissed
  why     TEXT,
  name    TEXT,                           -- same: another name
  means   TEXT                            -- of whom
);
CREATE INDEX correction_report ON correction (report);
CREATE INDEX correction_dispute ON correction (dispute);

-- 1 for all versions of a report that was moved: it stays in its story.
ALTER TABLE report ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
-- When its page last returned to this version from a later one: milliseconds since 1970, UTC.
ALTER TABLE report ADD COLUMN returned INTEGER;
-- Rises whenever a report comes or goes: by it a comparison sees whether it is still of this story.
ALTER TABLE story ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
