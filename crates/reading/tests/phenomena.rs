//! What a reading must find, phenomenon by phenomenon, in the annotated texts of `fixtures/`.
//!
//! ```text
//! == what the case shows
//! @ 2024-05-20                        (when it was published; may be left out)
//! | The text, one paragraph a line.
//! > A paragraph that the page sets off as quoted.
//! says     cue=said source=Turkey content=[Varnia had shelled the port]
//! event    shelled type=ASSAULT actor=Varnia factuality=yes holder=Turkey
//! actor    Varnia kind=state mentions=[the country]
//! number   24 of=killed bound=exactly
//! warning  [in office]
//! no       event=signed               (also `says`, of a cue or alone, and `warning`)
//! ```
//!
//! Words of the text stand as they are, in brackets where they are several; `port#2` is the second such word, several
//! are joined by `+`, `-` is none. Only what is written is looked at, and all of it must hold.
//! `actor` and `recipient` of an event are names of actors, `actor_words` and `recipient_words` words of the text.

#![expect(clippy::print_stderr, reason = "tests say when they are skipped")]

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use rashomon_reading::{ActorId, Attribution, Bound, Event, Plover, Reading};
use rashomon_text::Span;

/// A line of expectations: what it is of, the word it is found by, and what must hold.
struct Line {
    number: usize,
    kind: String,
    fields: Vec<(String, Vec<String>)>,
}

struct Case {
    file: String,
    title: String,
    published: Option<String>,
    text: String,
    /// Paragraphs that are set off as quoted.
    quoted: Vec<usize>,
    lines: Vec<Line>,
}

/// The words of a line: split at white space outside brackets.
fn split(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut depth = 0;
    for c in line.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            c if c.is_whitespace() && depth == 0 => {
                out.push(String::new());
                continue;
            }
            _ => {}
        }
        out.last_mut().expect("one word at least").push(c);
    }
    out.retain(|w| !w.is_empty());
    out
}

/// The members of `[a b]+c`, without their brackets.
fn members(value: &str) -> Vec<String> {
    if value == "-" {
        return Vec::new();
    }
    let mut out = vec![String::new()];
    let mut depth = 0;
    for c in value.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            '+' if depth == 0 => out.push(String::new()),
            c => out.last_mut().expect("one member at least").push(c),
        }
    }
    out
}

fn cases(file: &str, notation: &str) -> Vec<Case> {
    let mut out: Vec<Case> = Vec::new();
    for (n, line) in notation.lines().enumerate() {
        let at = format!("{file}:{}", n + 1);
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(title) = line.strip_prefix("== ") {
            out.push(Case {
                file: file.to_owned(),
                title: title.to_owned(),
                published: None,
                text: String::new(),
                quoted: Vec::new(),
                lines: Vec::new(),
            });
            continue;
        }
        let case = out.last_mut().unwrap_or_else(|| panic!("{at}: a case begins with =="));
        if let Some(date) = line.strip_prefix("@ ") {
            case.published = Some(date.to_owned());
        } else if let Some(text) = line.strip_prefix("| ").or_else(|| line.strip_prefix("> ")) {
            if line.starts_with('>') {
                let before = if case.text.is_empty() { 0 } else { case.text.matches("\n\n").count() + 1 };
                case.quoted.push(before);
            }
            if !case.text.is_empty() {
                case.text.push_str("\n\n");
            }
            case.text.push_str(text);
        } else {
            let mut words = split(line).into_iter();
            let kind = words.next().expect("a line has a word");
            let fields = words
                .map(|w| match w.split_once('=') {
                    Some((key, value)) if !key.starts_with('[') => (key.to_owned(), members(value)),
                    _ => ("at".to_owned(), members(&w)),
                })
                .collect();
            case.lines.push(Line { number: n + 1, kind, fields });
        }
    }
    for c in &out {
        assert!(!c.text.is_empty() && !c.lines.is_empty(), "{file}: nothing is asked of “{}”", c.title);
    }
    out
}

/// Where the words stand: whole words, the nth time where `#n` is written.
fn find(text: &str, words: &str) -> Result<Span, String> {
    let (words, nth) = match words.rsplit_once('#') {
        Some((w, n)) if n.parse::<usize>().is_ok() => (w, n.parse::<usize>().expect("a number")),
        _ => (words, 1),
    };
    let whole = |&(at, _): &(usize, &str)| {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let before = letter(text[..at].chars().next_back()) && letter(words.chars().next());
        let after = letter(text[at + words.len()..].chars().next()) && letter(words.chars().next_back());
        !before && !after
    };
    text.match_indices(words)
        .filter(whole)
        .nth(nth - 1)
        .map(|(at, w)| Span::new(at, at + w.len()))
        .ok_or_else(|| format!("the text has no “{words}”"))
}

/// Positions of letters and digits: quotation marks, commas and spaces at the edges are nobody's.
fn letters(text: &str, spans: &[Span]) -> BTreeSet<usize> {
    spans
        .iter()
        .flat_map(|s| s.of(text).char_indices().map(move |(i, c)| (s.start as usize + i, c)))
        .filter(|(_, c)| c.is_alphanumeric())
        .map(|(i, _)| i)
        .collect()
}

fn shown(text: &str, spans: &[Span]) -> String {
    let parts: Vec<String> = spans.iter().map(|s| format!("[{}]", s.of(text))).collect();
    if parts.is_empty() { "-".to_owned() } else { parts.join("+") }
}

fn same_words(text: &str, found: &[Span], wanted: &[String]) -> Result<(), String> {
    let wanted: Vec<Span> = wanted.iter().map(|w| find(text, w)).collect::<Result<_, _>>()?;
    if letters(text, found) == letters(text, &wanted) { Ok(()) } else { Err(shown(text, found)) }
}

fn same<T: AsRef<str>>(found: impl IntoIterator<Item = T>, wanted: &[String]) -> Result<(), String> {
    let found: BTreeSet<String> = found.into_iter().map(|f| f.as_ref().to_owned()).collect();
    if found == wanted.iter().cloned().collect() {
        return Ok(());
    }
    let found: Vec<String> = found.iter().map(|f| format!("[{f}]")).collect();
    Err(if found.is_empty() { "-".to_owned() } else { found.join("+") })
}

/// Certainty in words.
fn certainty(f: f32) -> &'static str {
    match f {
        f if f >= 2.0 => "yes",
        f if f >= 1.3 => "likely",
        f if f > -1.0 => "open",
        f if f > -2.0 => "unlikely",
        _ => "no",
    }
}

fn bound(b: Bound) -> &'static str {
    match b {
        Bound::Exact => "exactly",
        Bound::About => "about",
        Bound::AtLeast => "at-least",
        Bound::AtMost => "at-most",
    }
}

struct Checked<'a> {
    text: &'a str,
    reading: &'a Reading,
}

impl Checked<'_> {
    fn holds(&self, line: &Line) -> Result<(), String> {
        match line.kind.as_str() {
            "says" => self.says(line),
            "event" => self.event(line),
            "actor" => self.actor(line),
            "number" => self.number(line),
            "warning" => {
                let words = line.at()?;
                let all = &self.reading.warnings;
                all.iter().any(|w| w.contains(words)).then_some(()).ok_or_else(|| format!("warnings: {all:?}"))
            }
            "no" => self.absent(line),
            other => Err(format!("“{other}” is no kind of line")),
        }
    }

    fn names<'s>(&'s self, ids: &'s [ActorId]) -> impl Iterator<Item = &'s str> {
        ids.iter().map(|&a| self.reading.actor(a).name.as_str())
    }

    fn says(&self, line: &Line) -> Result<(), String> {
        let key = if line.has("cue") { "cue" } else { "content" };
        let wanted = find(self.text, line.first(key)?)?;
        let parts = |w: &Attribution| if key == "cue" { w.cue.clone() } else { w.content.clone() };
        let Some(w) = self.reading.attributions.iter().find(|w| parts(w).iter().any(|s| s.contains(wanted))) else {
            return Err(format!("no attribution has that {key}; there are: {}", self.attributions()));
        };
        line.each(|name, values| match name {
            "cue" => same_words(self.text, &w.cue, values),
            "source" => same_words(self.text, &w.source, values),
            "content" => same_words(self.text, &w.content, values),
            "kind" => same([w.kind.as_str()], values),
            "actor" => same(self.names(w.source_actor.as_slice()), values),
            "via" => same(self.names(w.via.as_slice()), values),
            "anonymous" => same([if w.anonymous { "yes" } else { "no" }], values),
            "within" => {
                let outer = w.within.map(|o| self.reading.attribution(o));
                same_words(self.text, outer.map_or(&[], |o| &o.cue), values)
            }
            _ => Err("not a field of `says`".to_owned()),
        })
    }

    fn attributions(&self) -> String {
        let one = |w: &Attribution| {
            format!(
                "cue={} source={} content={}",
                shown(self.text, &w.cue),
                shown(self.text, &w.source),
                shown(self.text, &w.content)
            )
        };
        self.reading.attributions.iter().map(one).collect::<Vec<_>>().join("; ")
    }

    fn find_event(&self, words: &str) -> Result<Option<&Event>, String> {
        let at = find(self.text, words)?;
        Ok(self.reading.events.iter().find(|e| e.span.contains(at)))
    }

    fn event(&self, line: &Line) -> Result<(), String> {
        let words = line.at()?;
        let Some(e) = self.find_event(words)? else {
            let all: Vec<Span> = self.reading.events.iter().map(|e| e.span).collect();
            return Err(format!("no event there; there are: {}", shown(self.text, &all)));
        };
        line.each(|name, values| match name {
            "at" => Ok(()),
            "type" => same(e.kind.map(Plover::as_str), values),
            "intends" => same(e.intends.map(Plover::as_str), values),
            "mode" => same(e.mode, values),
            "actor" => same(self.names(&e.actors), values),
            "recipient" => same(self.names(&e.recipients), values),
            "actor_words" => same_words(self.text, &e.actor_spans, values),
            "recipient_words" => same_words(self.text, &e.recipient_spans, values),
            "factuality" => same([certainty(e.factuality)], values).map_err(|f| format!("{f} ({})", e.factuality)),
            "place" => same(e.place.as_deref(), values),
            "time" => same(e.time.as_deref(), values),
            "about" => {
                let of = e.about.map(|a| self.reading.event(a).span);
                same_words(self.text, of.as_slice(), values)
            }
            "holder" => {
                let of = e.holder.map(|h| self.reading.attribution(h));
                same_words(self.text, of.map_or(&[], |w| &w.source), values)
            }
            _ => Err("not a field of `event`".to_owned()),
        })
    }

    fn actor(&self, line: &Line) -> Result<(), String> {
        let name = line.at()?;
        let Some(a) = self.reading.actors.iter().find(|a| a.name == *name) else {
            let all: Vec<&str> = self.reading.actors.iter().map(|a| a.name.as_str()).collect();
            return Err(format!("no such actor; there are: {all:?}"));
        };
        line.each(|name, values| match name {
            "at" => Ok(()),
            "kind" => same([a.kind.as_str()], values),
            "country" => same(a.country.as_deref(), values),
            "role" => same(a.role.as_deref(), values),
            "of" => same(self.names(a.of.as_slice()), values),
            "named" => same([if a.named { "yes" } else { "no" }], values),
            // These among others: a mention is found by the words it covers.
            "mentions" => {
                let all: Vec<Span> = a.mentions.iter().map(|m| m.span).collect();
                for v in values {
                    let at = find(self.text, v)?;
                    if !all.iter().any(|s| s.contains(at) && s.len() <= at.len() + 4) {
                        return Err(shown(self.text, &all));
                    }
                }
                Ok(())
            }
            _ => Err("not a field of `actor`".to_owned()),
        })
    }

    fn number(&self, line: &Line) -> Result<(), String> {
        let at = find(self.text, line.at()?)?;
        let all: Vec<_> = self.reading.events.iter().flat_map(|e| &e.quantities).collect();
        let Some(q) = all.iter().find(|q| q.span.overlaps(at)) else {
            let spans: Vec<Span> = all.iter().map(|q| q.span).collect();
            return Err(format!("no number there; there are: {}", shown(self.text, &spans)));
        };
        line.each(|name, values| match name {
            "at" => Ok(()),
            "value" => same([q.value.to_string()], values),
            "of" => same([&q.of], values),
            "unit" => same(q.unit.as_deref(), values),
            "bound" => same([bound(q.bound)], values),
            _ => Err("not a field of `number`".to_owned()),
        })
    }

    fn absent(&self, line: &Line) -> Result<(), String> {
        for (name, values) in &line.fields {
            match name.as_str() {
                "event" => {
                    for v in values {
                        if self.find_event(v)?.is_some() {
                            return Err(format!("“{v}” is an event"));
                        }
                    }
                }
                "says" => {
                    for v in values {
                        let at = find(self.text, v)?;
                        if self.reading.attributions.iter().any(|w| w.cue.iter().any(|c| c.overlaps(at))) {
                            return Err(self.attributions());
                        }
                    }
                }
                "at" if values == &["says"] && !self.reading.attributions.is_empty() => {
                    return Err(self.attributions());
                }
                "at" if values == &["warning"] && !self.reading.warnings.is_empty() => {
                    return Err(format!("{:?}", self.reading.warnings));
                }
                "at" if values == &["says"] || values == &["warning"] => {}
                _ => return Err(format!("“no” cannot tell of {name} {values:?}")),
            }
        }
        Ok(())
    }
}

impl Line {
    fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(n, _)| n == name)
    }

    fn first(&self, name: &str) -> Result<&String, String> {
        let found = self.fields.iter().find(|(n, _)| n == name).and_then(|(_, v)| v.first());
        found.ok_or_else(|| format!("the line says no {name}"))
    }

    fn at(&self) -> Result<&String, String> {
        self.first("at")
    }

    /// Runs `check` on each field; what it returns as an error is what was found in place of what was wanted.
    fn each(&self, check: impl Fn(&str, &[String]) -> Result<(), String>) -> Result<(), String> {
        let wrong: Vec<String> = self
            .fields
            .iter()
            .filter_map(|(name, values)| {
                let found = check(name, values).err()?;
                let wanted = if values.is_empty() { "-".to_owned() } else { format!("[{}]", values.join("]+[")) };
                Some(format!("{name}: wanted {wanted}, found {found}"))
            })
            .collect();
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
    }
}

#[test]
fn readings_are_as_annotated() {
    let Some(model) = common::model() else { return };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut files: Vec<_> = std::fs::read_dir(&folder).expect("fixtures").map(|f| f.expect("a file").path()).collect();
    files.sort();
    let mut faults = Vec::new();
    let mut asked = 0;
    for file in files {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        for case in cases(&name, &std::fs::read_to_string(&file).expect("readable")) {
            asked += 1;
            let (report, _, reading) = common::read(model, &case.text, case.published.as_deref(), &case.quoted);
            let checked = Checked { text: &report.text, reading: &reading };
            for line in &case.lines {
                if let Err(e) = checked.holds(line) {
                    let at = line.fields.first().map(|(_, v)| v.join("+")).unwrap_or_default();
                    faults.push(format!(
                        "{}:{} {}\n    | {}\n    {} {at}: {e}\n",
                        case.file,
                        line.number,
                        case.title,
                        case.text.replace("\n\n", "\n    | "),
                        line.kind
                    ));
                }
            }
        }
    }
    assert!(asked > 0, "no cases in {}", folder.display());
    assert!(faults.is_empty(), "{} expectations of {asked} cases do not hold:\n\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_notation_is_read() {
    let read = cases("x.txt", "# a remark\n== one\n@ 2024-05-20\n| A b.\n| C d.\nevent b type=- actor=[A one]+C#2\n");
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].text, "A b.\n\nC d.");
    assert_eq!(read[0].published.as_deref(), Some("2024-05-20"));
    let line = &read[0].lines[0];
    assert_eq!((line.number, line.kind.as_str()), (6, "event"));
    assert_eq!(line.at().map(String::as_str), Ok("b"));
    assert_eq!(line.fields[1], ("type".to_owned(), vec![]));
    assert_eq!(line.fields[2], ("actor".to_owned(), vec!["A one".to_owned(), "C#2".to_owned()]));
    assert_eq!(find("port, the port", "port#2"), Ok(Span::new(10, 14)));
    assert!(find("reported", "port").is_err());
    assert!(same_words("“No,” he said", &[Span::new(0, 9)], &["No".to_owned()]).is_ok());
    assert!(same_words("“No,” he said", &[Span::new(0, 9)], &["he".to_owned()]).is_err());
}
