//! How far a run is, in bytes of the files that it was given.
//!
//! Reports are taken from files ahead of their reading, so each item remembers how far the files were when it was handed out: that far
//! the run is once the item is read.

use std::collections::VecDeque;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::source::Source;
use super::walk::Walk;

/// Bytes taken from files, and of how many.
#[derive(Clone, Debug, Default)]
pub struct Gauge(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    taken: AtomicU64,
    /// 0 as long as it is not known.
    total: AtomicU64,
    /// What had been taken when each item was handed out that is not done yet.
    handed: Mutex<VecDeque<u64>>,
}

impl Gauge {
    /// Measures what is to come. Where that would mean to read lists or to fetch, it stays unknown.
    pub(super) fn measure(&self, sources: &[Source]) {
        if let Some(total) = sources.iter().map(bytes).sum::<Option<u64>>() {
            self.0.total.store(total, Ordering::Relaxed);
        }
    }

    /// An item is handed out.
    pub(super) fn hand_out(&self) {
        let mut handed = self.0.handed.lock().unwrap_or_else(PoisonError::into_inner);
        handed.push_back(self.0.taken.load(Ordering::Relaxed));
    }

    /// One more item is done: how far the run is, and of how much, where both are known.
    #[must_use]
    pub fn done(&self) -> Option<(u64, u64)> {
        let at = self.0.handed.lock().unwrap_or_else(PoisonError::into_inner).pop_front()?;
        let total = self.0.total.load(Ordering::Relaxed);
        (total > 0).then_some((at.min(total), total))
    }
}

/// Bytes of a source, as far as the file system tells.
fn bytes(source: &Source) -> Option<u64> {
    let walked = |walk: Walk| walk.flatten().map(|(path, _)| path.metadata().map_or(0, |m| m.len())).sum();
    match source {
        Source::File(path) if path.is_dir() => Some(walked(Walk::folder(path))),
        // What is missing is told when its turn comes; a pipe has no length.
        Source::File(path) => match path.metadata() {
            Ok(m) => m.is_file().then_some(m.len()),
            Err(_) => Some(0),
        },
        Source::Pattern(pattern) => Some(Walk::pattern(pattern).map_or(0, walked)),
        Source::Stdin | Source::List(_) | Source::Url(_) => None,
    }
}

/// A file whose bytes are counted as they are read. What is never read of it is done with when it is closed.
pub(super) struct Counted<R> {
    from: R,
    left: u64,
    gauge: Gauge,
}

impl<R> Counted<R> {
    pub(super) fn new(from: R, length: u64, gauge: &Gauge) -> Self {
        Self { from, left: length, gauge: gauge.clone() }
    }

    fn count(&mut self, n: u64) {
        let n = n.min(self.left);
        self.left -= n;
        self.gauge.0.taken.fetch_add(n, Ordering::Relaxed);
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.from.read(buf)?;
        self.count(n as u64);
        Ok(n)
    }
}

impl<R: Seek> Seek for Counted<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.from.seek(to)
    }
}

impl<R> Drop for Counted<R> {
    fn drop(&mut self) {
        self.count(self.left);
    }
}

#[cfg(test)]
mod tests {
    use rashomon_page::Hints;

    use crate::fetch::Access;
    use crate::reports::Reports;

    use super::*;

    #[test]
    fn each_item_tells_how_far_the_files_were_when_it_was_taken() {
        let dir = tempfile::tempdir().expect("a folder");
        let lines: String =
            (0..20_000).map(|n| format!("{{\"id\": \"{n}\", \"text\": \"The ferry sank.\"}}\n")).collect();
        std::fs::write(dir.path().join("a.jsonl"), &lines).expect("written");
        std::fs::write(dir.path().join("b.png"), vec![b'x'; 100_000]).expect("written");
        std::fs::write(dir.path().join("c.txt"), "The ferry sank off the harbour.").expect("written");
        let mut reports = Reports::from_sources(vec![Source::of(dir.path())], Hints::default(), Access::default());
        let gauge = Gauge::default();
        reports.count_by(&gauge);
        gauge.measure(&[Source::of(dir.path())]);
        assert_eq!(reports.by_ref().count(), 20_001);
        let far: Vec<(u64, u64)> = std::iter::from_fn(|| gauge.done()).collect();
        let total = lines.len() as u64 + 100_000 + 31;
        assert_eq!((far.len(), far[0].1, far[20_000]), (20_001, total, (total, total)));
        let half = far[10_000].0.abs_diff(lines.len() as u64 / 2);
        assert!(half < 200_000 && far.is_sorted(), "{half}");
    }
}
