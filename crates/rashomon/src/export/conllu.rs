//! The grammar of reports, as `rashomon parse --format conllu` prints that of texts.

use std::io::Write;

use crate::wire::conllu;

use super::{Export, ExportError, Told};

/// CoNLL-U: a report is a document.
pub struct Conllu;

impl Export for Conllu {
    fn add(&mut self, told: &Told<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
        for case in told.cases.ok_or(ExportError::NoGrammar("conllu"))? {
            out.write_all(conllu(&case.report.id, &case.report.text, &case.analysis).as_bytes())?;
        }
        Ok(())
    }

    fn finish(&mut self, _: &mut dyn Write) -> Result<(), ExportError> {
        Ok(())
    }
}
