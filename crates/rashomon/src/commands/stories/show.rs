//! `rashomon stories show`.

use std::io::Write as _;

use anyhow::Context as _;
use rashomon_story::{Profile, compare_affair, gather_one};
use serde::Serialize;
use serde_json::value::RawValue;

use super::Format;
use crate::cli::{Global, Outcome};
use crate::commands::ReadingArgs;
use crate::desk::StoreArgs;
use crate::desk::telling::cases;
use crate::human::{self, Dossiers};
use crate::models::Models;

/// Arguments of `rashomon stories show`.
#[derive(clap::Args, Clone, Debug)]
pub struct ShowArgs {
    /// Ids of stories, or their beginnings
    #[arg(required = true)]
    pub ids: Vec<String>,
    /// Say why reports are one story, copies or one source, why events are one, and why something is a dispute
    #[arg(long)]
    pub explain: bool,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// Which store
    #[command(flatten)]
    pub store: StoreArgs,
    /// How to read
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// A dispute with what became of it.
#[derive(Serialize)]
pub(crate) struct HistoryLine {
    pub id: String,
    pub kind: String,
    pub status: String,
    pub question: String,
    pub open: bool,
    pub appeared: String,
    pub history: Vec<StepLine>,
}

#[derive(Serialize)]
pub(crate) struct StepLine {
    pub at: String,
    pub what: String,
    pub status: String,
    pub by: Option<String>,
}

impl From<rashomon_store::KeptDispute> for HistoryLine {
    fn from(d: rashomon_store::KeptDispute) -> Self {
        let moment = |at| jiff::Timestamp::from_millisecond(at).map(|t| t.to_string()).unwrap_or_default();
        let step = |s: rashomon_store::Step| StepLine { at: moment(s.at), what: s.what, status: s.status, by: s.by };
        Self {
            id: d.id,
            kind: d.kind,
            status: d.status,
            question: d.question,
            open: d.open,
            appeared: moment(d.appeared),
            history: d.history.into_iter().map(step).collect(),
        }
    }
}

#[derive(Serialize)]
struct Shown {
    stories: Vec<ShownLine>,
}

#[derive(Serialize)]
struct ShownLine {
    /// As `rashomon compare --format json` prints it.
    story: Box<RawValue>,
    disputes: Vec<HistoryLine>,
}

/// Shows the stories.
///
/// # Errors
/// If there is no store, no such story, or standard output cannot be written.
pub fn run(args: &ShowArgs, global: &Global) -> anyhow::Result<Outcome> {
    let store = args.store.open()?;
    let mut out = std::io::BufWriter::new(anstream::stdout());
    let mut all = Vec::new();
    for id in &args.ids {
        let head = store.story(id)?;
        if args.format == Format::Human {
            // What a person reads is made from the reports anew: it says more than what is kept for programs.
            let model = Models::new(global)?.open(args.reading.model.into())?;
            let settings = args.reading.settings()?;
            let reports = store.reports_of(head.no)?;
            let mut cases = cases(&store, &reports, &model, settings)?;
            cases.iter_mut().for_each(|c| c.report.id = human::short(&c.report.id).to_owned());
            let profiles: Vec<Profile> = cases.iter().map(Profile::of).collect();
            let gathered = gather_one(&profiles);
            let mut dossiers = Dossiers::new(args.explain);
            if let Some(affair) = gathered.affairs.first() {
                let story = compare_affair(&cases, affair, &gathered, &model);
                out.write_all(dossiers.add(&cases, &story, &gathered).as_bytes())?;
            }
            out.write_all(dossiers.end().as_bytes())?;
            out.write_all(human::history(&store.disputes(head.no)?).as_bytes())?;
            continue;
        }
        let told =
            store.told(head.no)?.context("its reports are not compared yet; `rashomon add` goes on with that")?;
        let disputes = store.disputes(head.no)?.into_iter().map(Into::into).collect();
        all.push(ShownLine { story: serde_json::from_slice(&told)?, disputes });
    }
    match args.format {
        Format::Human => {}
        Format::Json => {
            serde_json::to_writer(&mut out, &Shown { stories: all })?;
            out.write_all(b"\n")?;
        }
        Format::Jsonl => {
            for line in &all {
                serde_json::to_writer(&mut out, line)?;
                out.write_all(b"\n")?;
            }
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}
