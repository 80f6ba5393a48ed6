//! The table as CSV.

use std::io::Write;

use super::{COLUMNS, Cell, rows};
use crate::export::clean;
use crate::export::{Export, ExportError, Told};

/// Between the texts of one cell.
const BETWEEN: &str = "; ";

/// CSV in UTF-8, with a header even where there is no row.
#[derive(Default)]
pub struct Csv {
    begun: bool,
}

impl Csv {
    /// The header goes before all else.
    fn begin(&mut self, writer: &mut csv::Writer<Vec<u8>>) -> Result<(), ExportError> {
        if !std::mem::replace(&mut self.begun, true) {
            writer.write_record(COLUMNS.iter().map(|c| c.name))?;
        }
        Ok(())
    }
}

fn field(cell: Cell<'_>) -> String {
    match cell {
        Cell::Nothing => String::new(),
        Cell::Text(text) => clean::cell(&text).into_owned(),
        Cell::Number(n) => n.to_string(),
        Cell::Decimal(x) => x.to_string(),
        Cell::Flag(yes) => yes.to_string(),
        Cell::Texts(texts) => clean::cell(&texts.join(BETWEEN)).into_owned(),
    }
}

fn take(writer: csv::Writer<Vec<u8>>, out: &mut dyn Write) -> Result<(), ExportError> {
    Ok(out.write_all(&writer.into_inner().map_err(csv::IntoInnerError::into_error)?)?)
}

impl Export for Csv {
    fn add(&mut self, told: &Told<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        self.begin(&mut writer)?;
        rows(told, |row| writer.write_record(COLUMNS.iter().map(|c| field((c.cell)(row)))))?;
        take(writer, out)
    }

    fn finish(&mut self, out: &mut dyn Write) -> Result<(), ExportError> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        self.begin(&mut writer)?;
        take(writer, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Format, testing};

    #[test]
    fn there_is_a_header_without_rows() {
        let text = testing::written(Format::Csv, &[]);
        assert_eq!(text.trim_end(), COLUMNS.iter().map(|c| c.name).collect::<Vec<_>>().join(","));
    }

    #[test]
    fn cells_hold_what_would_break_them() {
        let mut told = testing::quay();
        told.reports[0].outlet = Some("=HYPERLINK(\"x\"),\n\"Post\"\u{0}".into());
        let text = testing::written(Format::Csv, &[told]);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let at = |name: &str| COLUMNS.iter().position(|c| c.name == name).expect("a column");
        let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a row")).collect();
        assert_eq!(rows.len(), 3);
        assert_eq!(&rows[0][at("outlet")], "'=HYPERLINK(\"x\"),\n\"Post\"");
        assert_eq!(&rows[0][at("words")], "closed");
        assert_eq!(&rows[0][at("actors")], "mayor");
        // A number below nought is no formula.
        assert_eq!(&rows[2][at("factuality")], "-3");
    }
}
