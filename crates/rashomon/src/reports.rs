//! Reports from files, folders and standard input, one after the other.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rashomon_page::{Hints, Report};

use crate::input::{Documents, InputError};

/// A page or text larger than this is no article; reading it would only hold up the rest.
const LARGEST_FILE: u64 = 64 << 20;

/// Reads reports from `.html`, `.htm`, `.txt` and `.jsonl` files, from folders that hold such files, and for `-` from
/// standard input. Ids are made unique within the run: of two files `page.html` the second is `page-2`.
pub struct Reports {
    paths: std::vec::IntoIter<PathBuf>,
    documents: Option<Documents>,
    hints: Hints,
    seen: HashMap<String, u32>,
}

impl Reports {
    /// From these files and folders; from standard input if there are none.
    #[must_use]
    pub fn new(paths: &[PathBuf]) -> Self {
        Self::with_hints(paths, Hints::default())
    }

    /// As [`Reports::new`]; `hints` hold for every page and text, and go before what it says of itself.
    #[must_use]
    pub fn with_hints(paths: &[PathBuf], hints: Hints) -> Self {
        let mut all = Vec::new();
        for p in paths {
            if p.is_dir() { folder(p, &mut all) } else { all.push(p.clone()) }
        }
        if paths.is_empty() {
            all.push(PathBuf::from("-"));
        }
        Self { paths: all.into_iter(), documents: None, hints, seen: HashMap::new() }
    }

    fn unique(&mut self, mut report: Report) -> Report {
        let n = self.seen.entry(report.id.clone()).and_modify(|n| *n += 1).or_insert(1);
        if *n > 1 {
            report.id = format!("{}-{n}", report.id);
        }
        report
    }
}

/// What kind of file a path names, by its ending.
fn ending(path: &Path) -> String {
    path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase()
}

/// The readable files below a folder, in order of their names.
fn folder(dir: &Path, out: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(dir) else {
        // Let the reading of it say what is wrong.
        out.push(dir.to_path_buf());
        return;
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    for p in paths {
        if p.is_dir() && !p.is_symlink() {
            folder(&p, out);
        } else if matches!(ending(&p).as_str(), "html" | "htm" | "xhtml" | "txt" | "jsonl" | "ndjson") {
            out.push(p);
        }
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, InputError> {
    let name = path.display().to_string();
    let failed = |source| InputError::Io { name: name.clone(), source };
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if size > LARGEST_FILE {
        return Err(InputError::Large { name, limit: LARGEST_FILE >> 20 });
    }
    std::fs::read(path).map_err(failed)
}

impl Iterator for Reports {
    type Item = Result<Report, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(documents) = &mut self.documents {
                match documents.next() {
                    Some(Ok(d)) => {
                        let page = d.id == "-" && looks_like_html(&d.text);
                        let report = if page {
                            rashomon_page::read_html("-", d.text.as_bytes(), &self.hints)
                        } else if d.id == "-" {
                            rashomon_page::read_text("-", d.text.as_bytes(), &self.hints)
                        } else {
                            rashomon_page::read_document(d)
                        };
                        return Some(Ok(self.unique(report)));
                    }
                    Some(Err(e)) => return Some(Err(e)),
                    None => self.documents = None,
                }
            }
            let path = self.paths.next()?;
            let id =
                || path.file_stem().map_or_else(|| path.display().to_string(), |s| s.to_string_lossy().into_owned());
            let report = match ending(&path).as_str() {
                "html" | "htm" | "xhtml" => bytes(&path).map(|b| rashomon_page::read_html(&id(), &b, &self.hints)),
                "txt" => bytes(&path).map(|b| rashomon_page::read_text(&id(), &b, &self.hints)),
                _ => {
                    self.documents = Some(Documents::new(std::slice::from_ref(&path)));
                    continue;
                }
            };
            return Some(report.map(|r| self.unique(r)));
        }
    }
}

fn looks_like_html(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(200).collect::<String>().to_ascii_lowercase();
    head.starts_with("<!doctype")
        || head.starts_with("<html")
        || head.starts_with("<?xml")
        || (head.starts_with('<') && head.contains("<head"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_walked_and_ids_made_unique() {
        let dir = tempfile::tempdir().expect("a folder");
        for sub in ["a", "b"] {
            std::fs::create_dir(dir.path().join(sub)).expect("made");
            std::fs::write(dir.path().join(sub).join("page.txt"), "One line of text that says something.")
                .expect("written");
        }
        std::fs::write(dir.path().join("a/ignored.png"), "x").expect("written");
        let ids: Vec<String> = Reports::new(&[dir.path().to_path_buf()]).map(|r| r.expect("read").id).collect();
        assert_eq!(ids, ["page", "page-2"]);
    }

    #[test]
    fn what_is_missing_is_named() {
        let e = Reports::new(&[PathBuf::from("/nowhere/page.html")]).next().expect("one").expect_err("missing");
        assert!(e.to_string().contains("page.html"));
    }
}
