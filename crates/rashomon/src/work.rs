//! Many documents on all threads, results in order: a bounded number is held, and a panic is one document's error.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rashomon_page::carriers::Item;
use rashomon_text::Document;
use rayon::iter::{IndexedParallelIterator as _, IntoParallelIterator as _, ParallelIterator as _};

use crate::input::InputError;

/// Documents that are read together, at most, for each thread.
const BATCH_DOCUMENTS: usize = 64;
/// Bytes of text that are held at once for each thread, unless one document alone is longer.
const BATCH_BYTES: usize = 1 << 20;

/// Why there is no result for a document.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// It could not be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The program failed on it, which is a fault of the program.
    #[error("{0}: internal error on this document; please report it")]
    Panic(String),
}

/// Applies `work` to all documents over the threads of the pool and hands results to `done` in order of input.
///
/// Holds a bounded number of documents. A panic while one document is worked on becomes that document's error and
/// leaves the others alone.
///
/// # Errors
/// The first error of `done`.
pub fn each_document<T: Send>(
    documents: impl Iterator<Item = Result<Document, InputError>>,
    work: impl Fn(&Document) -> T + Sync,
    done: impl FnMut(Result<T, Trouble>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    each(documents, |d| (d.id.clone(), d.text.len()), |d| work(&d), done)
}

/// As [`each_document`], for items that are still to be read, which `work` does.
///
/// # Errors
/// The first error of `done`.
pub fn each_item<T: Send>(
    items: impl Iterator<Item = Result<Item, InputError>>,
    work: impl Fn(Item) -> T + Sync,
    done: impl FnMut(Result<T, Trouble>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    each(items, |i| (i.id.clone(), i.expected_text()), work, done)
}

/// As [`each_document`], for anything that has a name and a size.
///
/// # Errors
/// The first error of `done`.
pub fn each<D: Send, T: Send>(
    documents: impl Iterator<Item = Result<D, InputError>>,
    measure: impl Fn(&D) -> (String, usize) + Sync,
    work: impl Fn(D) -> T + Sync,
    mut done: impl FnMut(Result<T, Trouble>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let threads = rayon::current_num_threads();
    let mut documents = documents.peekable();
    while documents.peek().is_some() {
        let mut batch = Vec::new();
        let mut bytes = 0;
        while batch.len() < BATCH_DOCUMENTS * threads
            && bytes < BATCH_BYTES * threads
            && let Some(next) = documents.next()
        {
            bytes += next.as_ref().map_or(0, |d| measure(d).1);
            batch.push(next);
        }
        let one = |document: Result<D, InputError>| {
            let d = document?;
            let (name, _) = measure(&d);
            catch_unwind(AssertUnwindSafe(|| work(d))).map_err(|_| Trouble::Panic(name))
        };
        let results: Vec<Result<T, Trouble>> = batch.into_par_iter().with_max_len(4).map(one).collect();
        results.into_iter().try_for_each(&mut done)?;
    }
    Ok(())
}

/// An error with its causes.
pub(crate) fn error_text(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |e| e.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
