//! Where reports wait between the first reading, which groups them, and the second, which compares those of one story.
//!
//! A few reports are kept as they were read. Of more only the reports themselves are kept, in a temporary file, and are read
//! again when their turn comes: reading is a pure function, and what was understood of a hundred thousand reports would not
//! fit into memory.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};

use rashomon_page::Report;
use rashomon_story::Case;

use rashomon_store::Kept;

/// Text that is kept as it was read, in bytes: what was understood of it takes about a hundred times as much.
const HELD: usize = 4 << 20;

/// Reports in order of input, each to be taken once.
#[derive(Default)]
pub struct Shelf {
    places: Vec<Place>,
    held: usize,
    file: Option<BufWriter<File>>,
    written: u64,
}

enum Place {
    Case(Box<Case>),
    File { at: u64, length: usize },
    Taken,
}

/// What is taken from a shelf.
pub enum Taken {
    /// A report as it was read.
    Case(Box<Case>),
    /// A report that is to be read again.
    Report(Box<Report>),
}

impl Shelf {
    /// Puts one more report on the shelf.
    ///
    /// # Errors
    /// If the temporary file cannot be written.
    pub fn put(&mut self, case: Case) -> io::Result<()> {
        if self.held < HELD {
            self.held += case.report.text.len();
            self.places.push(Place::Case(Box::new(case)));
            return Ok(());
        }
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(BufWriter::with_capacity(1 << 16, tempfile::tempfile()?)),
        };
        let line = serde_json::to_vec(&Kept::from(&case.report))?;
        file.write_all(&line)?;
        self.places.push(Place::File { at: self.written, length: line.len() });
        self.written += line.len() as u64;
        Ok(())
    }

    /// How many reports were put there.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there was none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Takes the report of this number.
    ///
    /// # Errors
    /// If the temporary file cannot be read, or the report was taken before.
    pub fn take(&mut self, n: usize) -> io::Result<Taken> {
        match std::mem::replace(&mut self.places[n], Place::Taken) {
            Place::Case(case) => Ok(Taken::Case(case)),
            Place::File { at, length } => {
                let Some(writer) = &mut self.file else { return Err(io::ErrorKind::NotFound.into()) };
                writer.flush()?;
                let file = writer.get_mut();
                file.seek(SeekFrom::Start(at))?;
                let mut line = vec![0; length];
                file.read_exact(&mut line)?;
                let kept: Kept = serde_json::from_slice(&line)?;
                Ok(Taken::Report(Box::new(kept.into())))
            }
            Place::Taken => Err(io::Error::other("taken twice")),
        }
    }
}

#[cfg(test)]
mod tests {
    use rashomon_lang::Analysis;
    use rashomon_reading::Reading;

    use super::*;

    #[test]
    fn what_is_too_much_to_hold_comes_back_from_the_file() {
        let mut shelf = Shelf::default();
        for n in 0..6 {
            let report = Report { id: n.to_string(), text: "word ".repeat(HELD / 12), ..Report::default() };
            shelf.put(Case { report, analysis: Analysis::default(), reading: Reading::default() }).expect("put");
        }
        let mut again = 0;
        for n in [5, 0, 3, 1, 2, 4] {
            let report = match shelf.take(n).expect("taken") {
                Taken::Case(case) => case.report,
                Taken::Report(report) => {
                    again += 1;
                    *report
                }
            };
            assert_eq!((report.id, report.text.len()), (n.to_string(), HELD / 12 * 5));
        }
        assert_eq!(again, 3);
        assert!(shelf.take(0).is_err());
    }
}
