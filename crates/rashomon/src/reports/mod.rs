//! Reports from files of every kind, folders, patterns, lists, addresses and standard input, one after the other.
//!
//! What comes out are items, not read yet: taking carriers apart is quick and goes on in one thread, reading pages is slow and is
//! done by all ([`crate::commands::each`]). Nothing is opened before its turn, and of an archive one record is held at a time.

mod address;
mod gauge;
mod names;
mod open;
mod source;
mod walk;
mod zip;

use std::collections::VecDeque;
use std::path::PathBuf;

use rashomon_page::Hints;
use rashomon_page::carriers::Item;

use crate::fetch::{Access, Fetcher};
use crate::input::InputError;
pub use gauge::Gauge;
use names::Names;
use open::{Given, Opened};
pub use source::Source;
use walk::Walk;

/// Reads reports from sources. Ids are made unique within the run: of two files `page.html` the second is `page-2`.
pub struct Reports {
    sources: VecDeque<Source>,
    list: Option<source::List>,
    walk: Option<Walk>,
    open: Option<Opened>,
    fetcher: Fetcher,
    gauge: Option<Gauge>,
    hints: Hints,
    names: Names,
}

impl Reports {
    /// From these files and folders; from standard input if there are none. Nothing is fetched.
    #[must_use]
    pub fn new(paths: &[PathBuf]) -> Self {
        let given = if paths.is_empty() { vec![Source::Stdin] } else { paths.iter().map(Source::of).collect() };
        Self::from_sources(given, Hints::default(), Access { offline: true, ..Access::default() })
    }

    /// From these sources; `hints` hold for every page and text, and go before what it says of itself.
    /// Addresses are fetched as `access` allows.
    #[must_use]
    pub fn from_sources(sources: Vec<Source>, hints: Hints, access: Access) -> Self {
        let (sources, names, fetcher) = (sources.into(), Names::default(), Fetcher::new(access));
        Self { sources, list: None, walk: None, open: None, fetcher, gauge: None, hints, names }
    }

    /// Counts what is taken from files, and measures meanwhile what there is.
    pub fn gauge(&mut self) -> Gauge {
        let (gauge, sources) = (Gauge::default(), Vec::from(self.sources.clone()));
        self.count_by(&gauge);
        let measured = gauge.clone();
        // A folder of many files takes a while; the first reports need not wait for it.
        std::thread::spawn(move || measured.measure(&sources));
        gauge
    }

    fn count_by(&mut self, gauge: &Gauge) {
        self.gauge = Some(gauge.clone());
    }

    /// Opens what is next in turn. `None` when all is done.
    fn turn(&mut self) -> Option<Result<Opened, InputError>> {
        loop {
            if let Some(walk) = &mut self.walk {
                match walk.next() {
                    Some(Ok((path, found))) => {
                        let given = if found { Given::Found } else { Given::Named };
                        return Some(open::file(&path, given, &self.hints, self.gauge.as_ref()));
                    }
                    Some(Err(e)) => return Some(Err(e)),
                    None => self.walk = None,
                }
            }
            let source = match self.list.as_mut().map(Iterator::next) {
                Some(Some(Ok(source))) => source,
                Some(Some(Err(e))) => return Some(Err(e)),
                Some(None) => {
                    self.list = None;
                    continue;
                }
                None => self.sources.pop_front()?,
            };
            match source {
                Source::Stdin => return Some(open::stdin(&self.hints)),
                Source::File(path) if path.is_dir() => self.walk = Some(Walk::folder(&path)),
                Source::File(path) => {
                    return Some(open::file(&path, Given::Named, &self.hints, self.gauge.as_ref()));
                }
                Source::Pattern(pattern) => match Walk::pattern(&pattern) {
                    Ok(walk) => self.walk = Some(walk),
                    Err(e) => return Some(Err(e)),
                },
                Source::List(path) => match source::List::open(&path) {
                    Ok(list) => self.list = Some(list),
                    Err(e) => return Some(Err(e)),
                },
                Source::Url(url) => return Some(address::open(&mut self.fetcher, &url, &self.hints)),
            }
        }
    }
}

impl Iterator for Reports {
    type Item = Result<Item, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(open) = &mut self.open {
                match open.next() {
                    Some(Ok(mut item)) => {
                        item.id = self.names.unique(item.id);
                        if let Some(gauge) = &self.gauge {
                            gauge.hand_out();
                        }
                        return Some(Ok(item));
                    }
                    Some(Err(e)) => return Some(Err(e)),
                    None => self.open = None,
                }
            }
            match self.turn()? {
                Ok(Opened::Feeds(urls)) => {
                    urls.into_iter().rev().for_each(|url| self.sources.push_front(Source::Url(url)));
                }
                Ok(open) => self.open = Some(open),
                Err(e) => return Some(Err(e)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(paths: &[PathBuf]) -> Vec<String> {
        Reports::new(paths).map(|r| r.map_or_else(|e| format!("error: {e}"), |i| i.id)).collect()
    }

    #[test]
    fn folders_are_walked_and_ids_made_unique() {
        let dir = tempfile::tempdir().expect("a folder");
        for sub in ["a", "b"] {
            std::fs::create_dir(dir.path().join(sub)).expect("made");
            std::fs::write(dir.path().join(sub).join("page.txt"), "One line of text that says something.")
                .expect("written");
        }
        std::fs::write(dir.path().join("a/ignored.png"), "x").expect("written");
        std::fs::write(dir.path().join("b/saved"), "<html><p>One line of text that says something.").expect("written");
        std::fs::write(dir.path().join("b/README"), "A text without an ending is not taken from a folder.")
            .expect("written");
        assert_eq!(ids(&[dir.path().to_path_buf()]), ["page", "page-2", "saved"]);
        assert_eq!(ids(&[dir.path().join("b/README")]), ["README"]);
    }

    #[test]
    fn what_is_missing_is_named() {
        let e = Reports::new(&[PathBuf::from("/nowhere/page.html")]).next().expect("one").expect_err("missing");
        assert!(e.to_string().contains("page.html"));
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_in_a_circle_end() {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(dir.path().join("a")).expect("made");
        std::fs::write(dir.path().join("a/page.txt"), "One line of text that says something.").expect("written");
        std::os::unix::fs::symlink(dir.path(), dir.path().join("a/up")).expect("linked");
        std::os::unix::fs::symlink("self.html", dir.path().join("self.html")).expect("linked");
        let found = ids(&[dir.path().to_path_buf()]);
        assert_eq!(found[0], "page");
        assert!(found.len() == 2 && found[1].contains("self.html"), "{found:?}");
    }

    #[test]
    fn patterns_find_files_in_order_and_say_when_there_are_none() {
        let dir = tempfile::tempdir().expect("a folder");
        for name in ["b/two.html", "a/one.html", "a/deep/three.html", "a/note.txt"] {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, "<html><p>A line.").expect("written");
        }
        let of = |pattern: &str| ids(&[dir.path().join(pattern)]);
        assert_eq!(of("*/*.html"), ["one", "two"]);
        assert_eq!(of("**/*.html"), ["three", "one", "two"]);
        assert_eq!(of("a/[no]*.{html,txt}"), ["note", "one"]);
        // A folder that matches is walked.
        assert_eq!(of("b*"), ["two"]);
        assert!(of("*.pdf")[0].ends_with("*.pdf: nothing matches"));
        assert!(of("x[")[0].starts_with("error: "));
        // What is called so is no pattern.
        std::fs::write(dir.path().join("page[1].html"), "<html><p>A line.").expect("written");
        assert_eq!(of("page[1].html"), ["page[1]"]);
    }

    #[test]
    fn nothing_is_fetched_unless_it_is_allowed() {
        let e =
            Reports::new(&["https://harbourpost.example/ferry".into()]).next().expect("one").expect_err("not fetched");
        assert!(matches!(e, InputError::Fetch { source: crate::fetch::FetchError::Offline, .. }), "{e}");
    }

    #[test]
    fn lists_name_sources_one_a_line() {
        let dir = tempfile::tempdir().expect("a folder");
        for name in ["one.txt", "two.txt"] {
            std::fs::write(dir.path().join(name), "A line.").expect("written");
        }
        let list = dir.path().join("list");
        let at = dir.path().display();
        std::fs::write(&list, format!("{at}/two.txt\r\n\n{at}/gone.txt\n{at}/o*.txt")).expect("written");
        let found: Vec<String> = Reports::from_sources(vec![Source::List(list)], Hints::default(), Access::default())
            .map(|r| r.map_or_else(|_| "error".to_owned(), |i| i.id))
            .collect();
        assert_eq!(found, ["two", "error", "one"]);
    }
}
