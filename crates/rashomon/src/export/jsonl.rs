//! All that is known, as the lines that `read` and `compare` print.

use std::io::Write;

use serde::Serialize;

use crate::wire::{ReadingLine, StoryLine};

use super::{Export, ExportError, Told};

/// JSON lines: the reports of a story, then the story.
pub struct Jsonl;

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line<'t> {
    Report(&'t ReadingLine<'t>),
    Story(&'t StoryLine<'t>),
}

impl Export for Jsonl {
    fn add(&mut self, told: &Told<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
        for line in told.reports.iter().map(Line::Report).chain([Line::Story(&told.story)]) {
            let mut line = serde_json::to_vec(&line)?;
            line.push(b'\n');
            out.write_all(&line)?;
        }
        Ok(())
    }

    fn finish(&mut self, _: &mut dyn Write) -> Result<(), ExportError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Format, testing};

    #[test]
    fn lines_are_read_back() {
        let lines = testing::written(Format::Jsonl, &[testing::quay()]);
        let kinds: Vec<serde_json::Value> = lines.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
        assert_eq!(
            kinds.iter().map(|k| k["kind"].as_str()).collect::<Vec<_>>(),
            [Some("report"), Some("report"), Some("story")]
        );
        let story: StoryLine<'_> = serde_json::from_str(lines.lines().last().expect("a line")).expect("a story");
        assert_eq!(story.reports, ["askvik", "brenmouth"]);
    }
}
