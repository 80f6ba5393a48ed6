//! Adding from beginning to end: what is found is looked up, read, kept, placed, and compared.
//!
//! Whoever adds says by [`Listener`] what is done with the news of it: the command prints, the desk in the browser shows.

use std::time::{Duration, Instant};

use rashomon_lang::Model;
use rashomon_page::carriers::Item;
use rashomon_store::{Added, Store};

use super::keep::{Found, Kept, Read, keep};
use super::now;
use super::placing::Placer;
use super::telling::{Recent, tell_all};
use crate::input::InputError;
use crate::pipeline::Settings;
use crate::work::{each, error_text};

/// Reports that are kept in one transaction, at most: what is waited for is confirmed soon.
const TOGETHER: usize = 64;
/// Nor is anything that was read kept back for longer than this.
const SOON: Duration = Duration::from_secs(1);

/// How many came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Not there before.
    pub new: usize,
    /// Other versions of what was there.
    pub versions: usize,
    /// There already.
    pub same: usize,
    /// Could not be read.
    pub failed: usize,
}

/// What is going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Reports are read and kept.
    Reading,
    /// Reports are put into stories.
    Placing,
    /// Stories that changed are compared.
    Comparing,
}

impl Phase {
    /// "placing".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Placing => "placing",
            Self::Comparing => "comparing",
        }
    }
}

/// Who is told how adding goes on. A report is told as kept once it is on the disk.
pub trait Listener: Sync {
    /// Something else begins.
    fn phase(&self, phase: Phase);
    /// One more is done, on any thread.
    fn step(&self);
    /// A report is kept.
    ///
    /// # Errors
    /// If nobody can be told any more; adding then ends.
    fn kept(&self, kept: &Kept) -> std::io::Result<()>;
    /// What is called so was there before it was read, under this id.
    ///
    /// # Errors
    /// As above.
    fn known(&self, name: &str, id: &str) -> std::io::Result<()>;
    /// Something could not be read.
    fn failed(&self, why: &str);
}

/// Keeps reports, says so when they are on the disk, and brings the stories up to date.
pub struct Adding<'a> {
    store: &'a mut Store,
    /// To look up what is there while the writer is busy.
    known: Store,
    model: &'a Model,
    settings: Settings,
    recent: Recent,
    counted: Counted,
}

/// What is to be done with an item.
enum Next {
    Known(String, String),
    Found(Box<Found>),
}

enum Done {
    Known(String, String),
    Read(Box<Read>),
}

impl<'a> Adding<'a> {
    /// To this store, which is open to write.
    ///
    /// # Errors
    /// If it cannot be opened a second time, to read.
    pub fn new(store: &'a mut Store, model: &'a Model, settings: Settings) -> anyhow::Result<Self> {
        let known = Store::open(store.path())?;
        Ok(Self { store, known, model, settings, recent: Recent::default(), counted: Counted::default() })
    }

    /// How many came to what so far.
    #[must_use]
    pub fn counted(&self) -> Counted {
        self.counted
    }

    /// Keeps all of these.
    ///
    /// # Errors
    /// If the store cannot be written, or the listener is gone.
    pub fn take(
        &mut self,
        reports: impl Iterator<Item = Result<Item, InputError>>,
        listener: &impl Listener,
    ) -> anyhow::Result<()> {
        let Self { store, known, model, settings, recent, counted } = self;
        let mut waiting: Vec<Read> = Vec::new();
        let mut last = Instant::now();
        let next = |item: Result<Item, InputError>| {
            item.map(|item| {
                let found = Found::of(item);
                match known.found(&found.digest) {
                    // What a page says now may be what it said before it was changed.
                    Ok(Some(id)) if found.fetched() && known.head(&id).is_ok_and(|head| !head.latest) => {
                        Next::Found(Box::new(found))
                    }
                    Ok(Some(id)) => Next::Known(found.name().to_owned(), id),
                    // If it cannot be looked up it is read, and keeping it shows what is wrong.
                    _ => Next::Found(Box::new(found)),
                }
            })
        };
        let measure = |n: &Next| match n {
            Next::Known(name, _) => (name.clone(), 0),
            Next::Found(f) => (f.name().to_owned(), f.expected_text()),
        };
        let work = |n: Next| {
            let done = match n {
                Next::Known(name, id) => Done::Known(name, id),
                Next::Found(f) => Done::Read(Box::new(f.read(model, *settings))),
            };
            listener.step();
            done
        };
        let mut flush = |waiting: &mut Vec<Read>, counted: &mut Counted| -> anyhow::Result<()> {
            for kept in keep(store, std::mem::take(waiting), now())? {
                match &kept.added {
                    Added::New(_) => counted.new += 1,
                    Added::Version { .. } => counted.versions += 1,
                    Added::Same(_) => counted.same += 1,
                }
                listener.kept(&kept)?;
                recent.hold(kept.case);
            }
            Ok(())
        };
        each(reports.map(next), measure, work, |result| {
            match result {
                Ok(Done::Known(name, id)) => {
                    counted.same += 1;
                    listener.known(&name, &id)?;
                }
                Ok(Done::Read(read)) => waiting.push(*read),
                Err(e) => {
                    listener.failed(&error_text(&e));
                    counted.failed += 1;
                }
            }
            if waiting.len() >= TOGETHER || (!waiting.is_empty() && last.elapsed() >= SOON) {
                flush(&mut waiting, counted)?;
                last = Instant::now();
            }
            Ok(())
        })?;
        flush(&mut waiting, counted)
    }

    /// Places what is in no story, and compares the stories that changed.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn settle(&mut self, listener: &impl Listener) -> anyhow::Result<()> {
        if !self.store.unplaced(1)?.is_empty() {
            listener.phase(Phase::Placing);
            Placer::load(self.store)?.place_all(self.store, now(), || listener.step())?;
        }
        listener.phase(Phase::Comparing);
        tell_all(self.store, self.model, self.settings, &mut self.recent, now(), || listener.step())
    }
}
