//! Records of PLOVER, as `rashomon read --format plover` prints them.

use std::io::Write;

use crate::wire::records;

use super::{Export, ExportError, Told};

/// One record a line.
pub struct Plover;

impl Export for Plover {
    fn add(&mut self, told: &Told<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
        for case in told.cases.ok_or(ExportError::NoGrammar("plover"))? {
            for record in records(&case.report, &case.analysis, &case.reading) {
                let mut line = serde_json::to_vec(&record)?;
                line.push(b'\n');
                out.write_all(&line)?;
            }
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
    use crate::export::testing;

    #[test]
    fn without_grammar_it_says_so() {
        let error = Plover.add(&testing::quay(), &mut Vec::new()).expect_err("no grammar").to_string();
        assert!(error.starts_with("plover needs the grammar"), "{error}");
    }
}
