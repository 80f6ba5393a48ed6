//! What the tests of this folder share: real weights, and reading as the command reads.

use std::sync::OnceLock;

use rashomon_lang::{Analysis, AnalysisBuilder, Model, Weights};
use rashomon_page::{ParagraphKind, Report};
use rashomon_reading::Reading;
use rashomon_text::Document;
use rashomon_times::Anchor;

/// The weights, or `None` with a message.
pub fn model() -> Option<&'static Model> {
    static MODEL: OnceLock<Option<Model>> = OnceLock::new();
    MODEL
        .get_or_init(|| {
            let path = Weights::Md.cached()?;
            let Ok(bytes) = std::fs::read(&path) else {
                eprintln!("skipped: no weights {} (run `rashomon setup`)", path.display());
                return None;
            };
            Some(Model::from_bytes(bytes).unwrap_or_else(|e| panic!("{}: {e}", path.display())))
        })
        .as_ref()
}

/// Reads a text as the command does: page, then grammar paragraph by paragraph, then times, then the reading. The
/// paragraphs of these numbers are set off as quoted.
pub fn read(model: &Model, text: &str, published: Option<&str>, quoted: &[usize]) -> (Report, Analysis, Reading) {
    let mut report = rashomon_page::read_document(Document {
        id: "case".to_owned(),
        text: text.to_owned(),
        published: published.map(str::to_owned),
        ..Document::default()
    });
    for &k in quoted {
        report.paragraphs[k].kind = ParagraphKind::Quote;
    }
    let mut whole = AnalysisBuilder::with_capacity(report.text.len() / 4);
    for p in &report.paragraphs {
        let part = p.span.of(&report.text);
        let start = p.span.start as usize + part.len() - part.trim_start().len();
        whole.append(&model.analyse(part.trim()), start);
    }
    let analysis = whole.finish();
    let date = report.published.as_ref().map(|d| d.date);
    let times = rashomon_times::find(&report.text, &Anchor { date }, Some(&analysis));
    let reading = rashomon_reading::read(&report, &analysis, times);
    (report, analysis, reading)
}
