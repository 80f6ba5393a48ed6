//! `rashomon export`: stories in the forms that other programs read.

use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rashomon_page::Hints;
use rashomon_store::Wanted;
use rashomon_story::{Case, Story};

use crate::cli::{Global, Outcome};
use crate::commands::ReadingArgs;
use crate::commands::affairs::Affairs;
use crate::desk::StoreArgs;
use crate::desk::telling::cases;
use crate::export::{Format, Told};
use crate::models::Models;
use crate::output::{Progress, remark};
use crate::wire::comparison::DisputeLine;
use crate::wire::{ReadingLine, StoryLine};

/// Arguments of `rashomon export`.
#[derive(clap::Args, Debug)]
pub struct ExportArgs {
    /// Pages, texts, PDFs, mails, feeds, documents (.jsonl), archives, folders, or - for standard input [default: -]
    pub files: Vec<PathBuf>,
    /// What to write
    #[arg(long, value_name = "FORMAT")]
    pub format: Format,
    /// File to write, which is replaced only when all is written [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Write the stories that are kept in the store, instead of reading files
    #[arg(long, conflicts_with_all = ["files", "files_from"])]
    pub kept: bool,
    /// With --kept: only this story, by its id or the beginning of it; may be given more than once
    #[arg(long, value_name = "ID", requires = "kept")]
    pub story: Vec<String>,
    /// Which store
    #[command(flatten)]
    pub store: StoreArgs,
    /// How to read
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// Reads all reports, brings them together, and writes what comparing them showed.
///
/// # Errors
/// If there are no weights, or the output cannot be written.
pub fn run(args: &ExportArgs, global: &Global) -> anyhow::Result<Outcome> {
    let format = args.format;
    anyhow::ensure!(
        !format.is_binary() || args.out.is_some() || !io::stdout().is_terminal(),
        "this format is not for a terminal: name a file with --out, or lead the output elsewhere"
    );
    if args.kept {
        return kept(args, global);
    }
    let model = Models::new(global)?.open(args.reading.model.into())?;
    let settings = args.reading.settings()?;
    let mut target = Target::open(args.out.as_deref())?;
    let mut writer = format.writer()?;
    let mut reports = args.reading.reports(&args.files, Hints::default(), global);
    let mut progress = Progress::new(global.quiet, "reading", &mut reports, false);
    let affairs = Affairs::gathered(&model, settings, reports, &progress)?;
    if args.out.is_none() {
        progress.say_and_print("comparing");
    } else {
        progress.say("comparing");
    }
    let outcome = affairs.outcome();
    affairs.each(|k, cases, story, _| {
        progress.step();
        Ok(writer.add(&told(k, cases, story, format), &mut target)?)
    })?;
    writer.finish(&mut target)?;
    target.done()?;
    progress.done();
    if !global.quiet {
        writer.left_out().iter().for_each(|left| progress.remark(left));
    }
    Ok(outcome)
}

/// Writes stories of the store. What is kept of them is what would be printed; only grammar has to be made anew.
fn kept(args: &ExportArgs, global: &Global) -> anyhow::Result<Outcome> {
    let (store, format) = (args.store.open()?, args.format);
    let stories = if args.story.is_empty() {
        let mut all = store.stories(&Wanted { limit: i64::MAX as usize, ..Wanted::default() })?;
        // The order of listing changes with every report that comes.
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    } else {
        args.story.iter().map(|id| store.story(id)).collect::<Result<_, _>>()?
    };
    let model = format.needs_grammar().then(|| Models::new(global)?.open(args.reading.model.into())).transpose()?;
    let settings = args.reading.settings()?;
    let mut target = Target::open(args.out.as_deref())?;
    let mut writer = format.writer()?;
    let mut any = false;
    for head in stories {
        // One whose reports are not compared yet has nothing to tell.
        let Some(told) = store.told(head.no)? else { continue };
        let mut story: StoryLine<'_> = serde_json::from_slice(&told)?;
        let heads = story.reports.iter().map(|id| store.head(id)).collect::<Result<Vec<_>, _>>()?;
        let lines = heads.iter().map(|h| store.reading(h)).collect::<Result<Vec<_>, _>>()?;
        let reports = lines.iter().map(|l| serde_json::from_slice(l)).collect::<Result<Vec<ReadingLine<'_>>, _>>()?;
        // What an outlet changed in its own report rests on a version that is not among the reports of the story.
        let here = |d: &DisputeLine<'_>| {
            d.sides.iter().flat_map(|s| &s.statements).all(|s| heads.iter().any(|h| h.id == s.report))
        };
        story.disputes.retain(here);
        let cases = match &model {
            Some(model) => Some(cases(&store, &heads, model, settings)?),
            None => None,
        };
        writer.add(&Told { story, reports, cases: cases.as_deref() }, &mut target)?;
        any = true;
    }
    writer.finish(&mut target)?;
    target.done()?;
    if !global.quiet {
        writer.left_out().iter().for_each(remark);
    }
    Ok(if any { Outcome::Done } else { Outcome::No })
}

fn told<'a>(k: usize, cases: &'a [Case], story: &'a Story, format: Format) -> Told<'a> {
    let line = |&r: &usize| ReadingLine::new(&cases[r].report, &cases[r].analysis, &cases[r].reading, false);
    Told {
        story: StoryLine::new(cases, k, story, None),
        reports: story.reports.iter().map(line).collect(),
        cases: format.needs_grammar().then_some(cases),
    }
}

/// Where an export goes. Bytes are passed on as they are: no format is made for a terminal.
enum Target<'a> {
    Stdout(BufWriter<io::Stdout>),
    /// Written beside the file that it becomes.
    File {
        file: BufWriter<tempfile::NamedTempFile>,
        path: &'a Path,
    },
}

impl<'a> Target<'a> {
    fn open(path: Option<&'a Path>) -> anyhow::Result<Self> {
        let Some(path) = path else { return Ok(Self::Stdout(BufWriter::with_capacity(1 << 16, io::stdout()))) };
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut beside = tempfile::Builder::new();
        beside.prefix(".rashomon-export");
        // A temporary file is its owner's alone; an export is for whom the user's mask lets read files.
        #[cfg(unix)]
        beside.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = beside.tempfile_in(folder);
        let file = file.with_context(|| format!("cannot write into {}", folder.display()))?;
        Ok(Self::File { file: BufWriter::with_capacity(1 << 16, file), path })
    }

    fn done(self) -> anyhow::Result<()> {
        match self {
            Self::Stdout(mut out) => out.flush()?,
            Self::File { file, path } => {
                let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.persist(path).with_context(|| format!("cannot write {}", path.display()))?;
            }
        }
        Ok(())
    }
}

impl Write for Target<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::File { file, .. } => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::File { file, .. } => file.flush(),
        }
    }
}
