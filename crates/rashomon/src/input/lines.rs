//! Documents as they are given, one JSON object each.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

use rashomon_text::Document;

use super::InputError;

/// A line longer than this is no document.
const LONGEST_LINE: u64 = 64 << 20;

/// Reads documents from `.jsonl` and `.txt` files and, for `-`, from standard input, where lines that are JSON
/// objects are documents and anything else is one text.
pub struct Documents {
    files: std::vec::IntoIter<PathBuf>,
    open: Option<Lines>,
}

/// A stream of JSON lines.
pub struct Lines {
    name: String,
    from: Box<dyn BufRead + Send>,
    line: usize,
}

impl Documents {
    /// From these files; from standard input if there are none.
    #[must_use]
    pub fn new(files: &[PathBuf]) -> Self {
        let files = if files.is_empty() { vec![PathBuf::from("-")] } else { files.to_vec() };
        Self { files: files.into_iter(), open: None }
    }

    fn open_file(&mut self, path: &Path) -> Result<Option<Document>, InputError> {
        let name = path.display().to_string();
        let failed = |source| InputError::Io { name: name.clone(), source };
        if path == Path::new("-") {
            let mut from = BufReader::with_capacity(1 << 16, io::stdin());
            let held = from.fill_buf().map_err(failed)?;
            if held.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'{') {
                self.open = Some(Lines::new(name, Box::new(from)));
                return Ok(None);
            }
            let mut bytes = Vec::new();
            from.read_to_end(&mut bytes).map_err(failed)?;
            return Ok(Some(Document { id: "-".to_owned(), text: text(bytes), ..Document::default() }));
        }
        match path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase).as_deref() {
            Some("jsonl" | "ndjson") => {
                let file = File::open(path).map_err(failed)?;
                self.open = Some(Lines::new(name, Box::new(BufReader::with_capacity(1 << 16, file))));
                Ok(None)
            }
            Some("txt") => {
                let bytes = std::fs::read(path).map_err(failed)?;
                let id = path.file_stem().map_or_else(|| name.clone(), |s| s.to_string_lossy().into_owned());
                Ok(Some(Document { id, text: text(bytes), ..Document::default() }))
            }
            _ => Err(InputError::Kind { name }),
        }
    }
}

/// Text as it is; bytes that are no UTF-8 become replacement characters.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned())
}

impl Iterator for Documents {
    type Item = Result<Document, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(lines) = &mut self.open {
                match lines.next() {
                    Some(item) => return Some(item),
                    None => self.open = None,
                }
            }
            let path = self.files.next()?;
            match self.open_file(&path) {
                Ok(Some(document)) => return Some(Ok(document)),
                Ok(None) => {}
                Err(e) => return Some(Err(e)),
            }
        }
    }
}

impl Lines {
    /// The lines of a stream, which has this name in messages.
    #[must_use]
    pub fn new(name: String, from: Box<dyn BufRead + Send>) -> Self {
        Self { name, from, line: 0 }
    }

    fn wrong(&self, what: String) -> InputError {
        InputError::Line { name: self.name.clone(), line: self.line, what }
    }

    /// Passes over the rest of a line.
    fn skip(&mut self) -> io::Result<()> {
        loop {
            let held = self.from.fill_buf()?;
            let end = held.iter().position(|&b| b == b'\n');
            let passed = end.map_or(held.len(), |at| at + 1);
            let over = end.is_some() || held.is_empty();
            self.from.consume(passed);
            if over {
                return Ok(());
            }
        }
    }
}

impl Iterator for Lines {
    type Item = Result<Document, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            self.line += 1;
            match self.from.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut bytes) {
                Ok(0) => return None,
                Ok(_) if bytes.iter().all(u8::is_ascii_whitespace) => {}
                Ok(n) if n as u64 == LONGEST_LINE && bytes.last() != Some(&b'\n') => {
                    let long = self.wrong(format!("longer than {} MB", LONGEST_LINE >> 20));
                    return Some(Err(match self.skip() {
                        Ok(()) => long,
                        Err(source) => self.failed(source),
                    }));
                }
                Ok(_) => return Some(document(&bytes, None).map_err(|what| self.wrong(what))),
                Err(source) => return Some(Err(self.failed(source))),
            }
        }
    }
}

impl Lines {
    fn failed(&mut self, source: io::Error) -> InputError {
        // A stream that fails once would fail for ever.
        self.from = Box::new(io::empty());
        InputError::Io { name: self.name.clone(), source }
    }
}

/// A JSON object as a document; `id` is its name for want of one.
pub(crate) fn document(object: &[u8], id: Option<&str>) -> Result<Document, String> {
    #[derive(serde::Deserialize)]
    struct Row {
        #[serde(default)]
        id: serde_json::Value,
        text: String,
        title: Option<String>,
        published: Option<String>,
        outlet: Option<String>,
        url: Option<String>,
    }
    let row: Row = serde_json::from_slice(object).map_err(|e| format!("not a document: {e}"))?;
    let id = match row.id {
        serde_json::Value::String(s) => s,
        serde_json::Value::Number(n) => n.to_string(),
        serde_json::Value::Null => id.ok_or("not a document: it has no \"id\"")?.to_owned(),
        _ => return Err("not a document: \"id\" is neither text nor a number".to_owned()),
    };
    Ok(Document { id, text: row.text, title: row.title, published: row.published, outlet: row.outlet, url: row.url })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_line_does_not_stop_the_rest() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("a.jsonl");
        std::fs::write(&file, "{\"id\":\"a\",\"text\":\"x\"}\n\n{\"id\":1}\n{\"id\":2,\"text\":\"y\"}")
            .expect("written");
        let plain = dir.path().join("note.txt");
        std::fs::write(&plain, b"na\xffve").expect("written");
        let all: Vec<_> = Documents::new(&[file, dir.path().join("none.txt"), plain]).collect();
        let ids: Vec<_> = all.iter().map(|d| d.as_ref().map(|d| d.id.as_str()).map_err(ToString::to_string)).collect();
        assert_eq!(ids.len(), 5);
        assert_eq!((&ids[0], &ids[2], &ids[4]), (&Ok("a"), &Ok("2"), &Ok("note")));
        assert!(ids[1].as_ref().is_err_and(|e| e.contains("line 3")) && ids[3].is_err());
        assert_eq!(all[4].as_ref().expect("read").text, "na\u{fffd}ve");
    }

    #[test]
    fn a_line_without_end_is_passed_over() {
        let long = "x".repeat(LONGEST_LINE as usize + 10);
        let stream = format!("{long}\n{{\"id\":\"a\",\"text\":\"x\"}}\n{}", "y".repeat(50 << 20));
        let all: Vec<_> = Lines::new("s".into(), Box::new(io::Cursor::new(stream))).collect();
        assert_eq!(all.len(), 3);
        assert!(all[0].as_ref().is_err_and(|e| e.to_string().contains("line 1: longer than 64 MB")));
        assert_eq!(all[1].as_ref().map(|d| d.id.as_str()).ok(), Some("a"));
        // Long, but not beyond all measure: it is looked at, and is no document.
        assert!(all[2].as_ref().is_err_and(|e| e.to_string().contains("line 3: not a document")));
    }
}
