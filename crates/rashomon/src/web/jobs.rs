//! What is being added: one thing after the other, on a thread of its own, with its progress for whoever looks.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rashomon_page::Hints;
use rashomon_page::carriers::Item;
use rashomon_store::{Added, Store};
use tempfile::TempDir;
use tokio::sync::watch;

use super::WebError;
use super::guard::keys::{hex, random};
use crate::desk::Engine;
use crate::desk::adding::{Adding, Counted, Listener, Phase};
use crate::desk::keep::Kept;
use crate::fetch::Access;
use crate::input::InputError;
use crate::reports::{Reports, Source};

/// Jobs that wait.
const WAITING: usize = 20;
/// Jobs that are remembered.
const REMEMBERED: usize = 50;
/// Reports, and troubles, of one job that are told one by one.
const TOLD: usize = 500;
/// Between two tries to become the writer.
const PAUSE: Duration = Duration::from_millis(100);

/// What is to be done.
pub enum Task {
    /// Files that were handed over.
    Files(TempDir, Vec<PathBuf>),
    /// Reports that were handed over.
    Items(Vec<Item>),
    /// An address.
    Address(String),
    /// Stories that the user changed are compared anew.
    Settle,
}

/// Something that is being added, or was.
pub struct Job {
    /// Its name.
    pub id: String,
    /// What it is, for a person.
    pub label: String,
    state: Mutex<State>,
    /// Counts changes.
    changed: watch::Sender<u64>,
}

/// How far it is.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// What is going on.
    pub step: Step,
    /// How many are done of what is going on.
    pub done: usize,
    /// How many came to what.
    pub counted: Counted,
    /// What was kept, the last first.
    pub kept: VecDeque<KeptReport>,
    /// What could not be read, or looks odd.
    pub troubles: Vec<String>,
}

/// What is going on with a job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// Others come first.
    #[default]
    Waiting,
    /// Another process writes to the store: who.
    WaitingFor(String),
    /// Being done.
    Doing(Phase),
    /// Done.
    Done,
    /// It failed, for this reason.
    Failed(String),
}

/// A report that was kept.
#[derive(Clone, Debug)]
pub struct KeptReport {
    /// Its id.
    pub id: String,
    /// Headline, or what it was called.
    pub title: String,
    /// `new`, `version` or `same`.
    pub added: &'static str,
}

impl Step {
    /// In words.
    #[must_use]
    pub fn say(&self) -> String {
        match self {
            Self::Waiting => "waiting for its turn".to_owned(),
            Self::WaitingFor(by) => format!("waiting for {by}, which writes to the store"),
            Self::Doing(phase) => phase.as_str().to_owned(),
            Self::Done => "done".to_owned(),
            Self::Failed(why) => format!("failed: {why}"),
        }
    }

    /// Whether nothing more will happen.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Done | Self::Failed(_))
    }
}

impl Job {
    fn new(label: String) -> std::io::Result<Self> {
        let id = hex(&random::<8>()?);
        Ok(Self { id, label, state: Mutex::default(), changed: watch::Sender::new(0) })
    }

    fn state_mut(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far it is.
    #[must_use]
    pub fn state(&self) -> State {
        self.state_mut().clone()
    }

    /// Is told of every change.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state_mut());
        self.changed.send_modify(|n| *n += 1);
    }
}

/// A job listens to how adding goes on.
struct Watching<'j> {
    job: &'j Job,
    /// Where what was handed over lies: of no use to whoever reads the message.
    folder: String,
    stopping: &'j watch::Receiver<bool>,
}

impl Listener for Watching<'_> {
    fn phase(&self, phase: Phase) {
        self.job.change(|s| (s.step, s.done) = (Step::Doing(phase), 0));
    }

    fn step(&self) {
        self.job.change(|s| s.done += 1);
    }

    fn kept(&self, kept: &Kept) -> std::io::Result<()> {
        let added = match &kept.added {
            Added::New(_) => "new",
            Added::Version { .. } => "version",
            Added::Same(_) => "same",
        };
        self.tell(&kept.name, kept.added.id(), kept.title.as_deref(), added);
        for warning in &kept.warnings {
            self.failed(&format!("{}: {warning}", kept.title.as_deref().unwrap_or(&kept.name)));
        }
        self.go_on()
    }

    fn known(&self, name: &str, id: &str) -> std::io::Result<()> {
        self.tell(name, id, None, "same");
        self.go_on()
    }

    fn failed(&self, why: &str) {
        let why = if self.folder.is_empty() { why.to_owned() } else { unfolded(why, &self.folder) };
        self.job.change(|s| {
            if s.troubles.len() < TOLD {
                s.troubles.push(why);
            }
        });
    }
}

impl Watching<'_> {
    fn tell(&self, name: &str, id: &str, title: Option<&str>, added: &'static str) {
        let kept = KeptReport { id: id.to_owned(), title: title.unwrap_or(name).to_owned(), added };
        self.job.change(|s| {
            s.kept.push_front(kept);
            s.kept.truncate(TOLD);
        });
    }

    /// What was begun is finished by whoever adds next.
    fn go_on(&self) -> std::io::Result<()> {
        let stopping = *self.stopping.borrow();
        if stopping { Err(std::io::Error::other("the desk was closed")) } else { Ok(()) }
    }
}

/// A job with what is to be done.
type Waiting = (Arc<Job>, Task);

/// All jobs.
pub struct Jobs {
    all: Mutex<VecDeque<Arc<Job>>>,
    queue: Mutex<Option<SyncSender<Waiting>>>,
    worker: Mutex<Option<JoinHandle<()>>>,
}

impl Jobs {
    /// Starts the thread that does them.
    #[must_use]
    pub fn start(store: PathBuf, engine: Arc<Engine>, access: Access, stopping: watch::Receiver<bool>) -> Self {
        let (queue, waiting) = sync_channel(WAITING);
        let worker = Worker { store, engine, access, stopping };
        let thread = std::thread::spawn(move || worker.work(&waiting));
        Self { all: Mutex::default(), queue: Mutex::new(Some(queue)), worker: Mutex::new(Some(thread)) }
    }

    /// Has something done in its turn.
    ///
    /// # Errors
    /// If too much is waiting.
    pub fn add(&self, label: String, task: Task) -> Result<Arc<Job>, WebError> {
        let job = Arc::new(Job::new(label)?);
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = queue.as_ref().ok_or_else(|| WebError::Busy("the desk is being closed".to_owned()))?;
        match queue.try_send((Arc::clone(&job), task)) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => {
                return Err(WebError::Busy(format!("{WAITING} things are waiting to be added; try again later")));
            }
            Err(TrySendError::Disconnected(_)) => return Err(WebError::Fault),
        }
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.push_front(Arc::clone(&job));
        all.truncate(REMEMBERED);
        Ok(job)
    }

    /// The job of this name.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<Arc<Job>> {
        self.all().into_iter().find(|j| j.id == id)
    }

    /// All that are remembered, the last first.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Job>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Takes no more, and waits until what is being done has come to an end.
    pub fn finish(&self) {
        drop(self.queue.lock().unwrap_or_else(PoisonError::into_inner).take());
        let worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(worker) = worker {
            // What it panicked over was told as that job's failure.
            let _ = worker.join();
        }
    }
}

struct Worker {
    store: PathBuf,
    engine: Arc<Engine>,
    access: Access,
    stopping: watch::Receiver<bool>,
}

impl Worker {
    fn work(&self, waiting: &Receiver<Waiting>) {
        while let Ok((job, task)) = waiting.recv() {
            // What was not begun is not said to be done.
            if self.stopping() {
                job.change(|s| s.step = Step::Failed("the desk was closed before its turn; add it again".to_owned()));
                continue;
            }
            let done = catch_unwind(AssertUnwindSafe(|| self.one(&job, task)));
            let step = match done {
                Ok(Ok(())) => Step::Done,
                Ok(Err(e)) => Step::Failed(format!("{e:#}")),
                Err(_) => Step::Failed("internal error; please report it, with what was added".to_owned()),
            };
            job.change(|s| s.step = step);
        }
    }

    fn stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    fn one(&self, job: &Job, task: Task) -> anyhow::Result<()> {
        let model = self.engine.model()?;
        let mut store = Store::open_to_write(&self.store, &mut |by| {
            job.change(|s| s.step = Step::WaitingFor(by.to_owned()));
            std::thread::sleep(PAUSE);
            !self.stopping()
        })?;
        let folder = match &task {
            Task::Files(folder, _) => folder.path().display().to_string(),
            _ => String::new(),
        };
        let listener = Watching { job, folder, stopping: &self.stopping };
        let mut adding = Adding::new(&mut store, &model, self.engine.settings())?;
        listener.phase(Phase::Reading);
        // The folder of what was handed over goes when all of it was read.
        let mut _folder = None;
        let taken = match task {
            Task::Files(folder, files) => {
                _folder = Some(folder);
                let sources = files.into_iter().map(Source::File).collect();
                let nothing = Access { offline: true, ..Access::default() };
                let reports = Reports::from_sources(sources, Hints::default(), nothing);
                adding.take(self.until_closed(reports.map(unpathed)), &listener)
            }
            Task::Items(items) => adding.take(self.until_closed(items.into_iter().map(Ok)), &listener),
            Task::Address(url) => {
                let reports = Reports::from_sources(vec![Source::Url(url)], Hints::default(), self.access.clone());
                adding.take(self.until_closed(reports), &listener)
            }
            Task::Settle => Ok(()),
        };
        let counted = adding.counted();
        job.change(|s| s.counted = counted);
        taken?;
        // What is kept is placed and compared by whoever adds next.
        if self.stopping() {
            anyhow::bail!("the desk was closed; what is kept goes into stories with the next that is added");
        }
        adding.settle(&listener)
    }

    fn until_closed<I: Iterator>(&self, items: I) -> impl Iterator<Item = I::Item> {
        items.take_while(|_| !self.stopping())
    }
}

/// A message without the folder in which a file lay, and the number of its own folder there.
fn unfolded(why: &str, folder: &str) -> String {
    let mut out = String::new();
    let mut parts = why.split(folder);
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let part = part.trim_start_matches('/');
        out.push_str(part.split_once('/').filter(|p| p.0.bytes().all(|b| b.is_ascii_digit())).map_or(part, |p| p.1));
    }
    out
}

/// Where a file lay that was handed over says nothing: the next time it lies elsewhere.
fn unpathed(item: Result<Item, InputError>) -> Result<Item, InputError> {
    item.map(|mut item| {
        item.hints.envelope.file = None;
        item
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_the_file_and_not_where_it_lay() {
        assert_eq!(unfolded("/tmp/.x/0/a.zip: broken", "/tmp/.x"), "a.zip: broken");
        assert_eq!(unfolded("a, /tmp/.x/12/b.pdf", "/tmp/.x"), "a, b.pdf");
        assert_eq!(unfolded("nothing of it", "/tmp/.x"), "nothing of it");
    }
}
