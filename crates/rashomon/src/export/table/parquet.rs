//! The table as Parquet.

use std::io::Write;
use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Float64Builder, Int32Builder, ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use super::{COLUMNS, Cell, Column, Kind, rows};
use crate::export::{Export, ExportError, Told};

/// Rows that are brought into columns at a time.
const ROWS: usize = 8192;
/// Rows of a group, which is what is held before it is written.
const GROUP: usize = 8 * ROWS;

/// Parquet in groups of rows, each written when it is full.
pub struct Parquet {
    schema: Arc<Schema>,
    columns: Vec<Builder>,
    waiting: usize,
    /// `None` once all is written.
    writer: Option<ArrowWriter<Vec<u8>>>,
}

enum Builder {
    Text(StringBuilder),
    Number(Int32Builder),
    Decimal(Float64Builder),
    Flag(BooleanBuilder),
    Texts(ListBuilder<StringBuilder>),
}

fn element() -> Field {
    Field::new("element", DataType::Utf8, false)
}

fn field(column: &Column) -> Field {
    let kind = match column.kind {
        Kind::Text => DataType::Utf8,
        Kind::Number => DataType::Int32,
        Kind::Decimal => DataType::Float64,
        Kind::Flag => DataType::Boolean,
        Kind::Texts => DataType::List(Arc::new(element())),
    };
    Field::new(column.name, kind, column.nullable)
}

impl Builder {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(StringBuilder::new()),
            Kind::Number => Self::Number(Int32Builder::new()),
            Kind::Decimal => Self::Decimal(Float64Builder::new()),
            Kind::Flag => Self::Flag(BooleanBuilder::new()),
            Kind::Texts => Self::Texts(ListBuilder::new(StringBuilder::new()).with_field(element())),
        }
    }

    /// A cell of another kind than the column's is as none, which the schema then refuses where there must be one.
    fn add(&mut self, cell: Cell<'_>) {
        match (self, cell) {
            (Self::Text(b), Cell::Text(t)) => b.append_value(t),
            (Self::Text(b), _) => b.append_null(),
            (Self::Number(b), Cell::Number(n)) => b.append_option(i32::try_from(n).ok()),
            (Self::Number(b), _) => b.append_null(),
            (Self::Decimal(b), Cell::Decimal(x)) => b.append_value(x),
            (Self::Decimal(b), _) => b.append_null(),
            (Self::Flag(b), Cell::Flag(yes)) => b.append_value(yes),
            (Self::Flag(b), _) => b.append_null(),
            (Self::Texts(b), Cell::Texts(texts)) => b.append_value(texts.iter().map(Some)),
            (Self::Texts(b), _) => b.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(b) => Arc::new(b.finish()),
            Self::Number(b) => Arc::new(b.finish()),
            Self::Decimal(b) => Arc::new(b.finish()),
            Self::Flag(b) => Arc::new(b.finish()),
            Self::Texts(b) => Arc::new(b.finish()),
        }
    }
}

impl Parquet {
    /// # Errors
    /// If the schema is none of Parquet's.
    pub fn new() -> Result<Self, ExportError> {
        let schema = Arc::new(Schema::new(COLUMNS.iter().map(field).collect::<Vec<_>>()));
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("rashomon ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_max_row_group_row_count(Some(GROUP))
            .build();
        let writer = ArrowWriter::try_new(Vec::new(), schema.clone(), Some(properties))?;
        let columns = COLUMNS.iter().map(|c| Builder::new(c.kind)).collect();
        Ok(Self { schema, columns, waiting: 0, writer: Some(writer) })
    }

    /// Brings the rows that wait into columns, and writes what is done.
    fn write(&mut self, out: &mut dyn Write) -> Result<(), ExportError> {
        let Some(writer) = &mut self.writer else { return Ok(()) };
        if self.waiting > 0 {
            let columns = self.columns.iter_mut().map(Builder::finish).collect();
            writer.write(&RecordBatch::try_new(self.schema.clone(), columns)?)?;
            self.waiting = 0;
        }
        // The writer counts what it has written by itself.
        Ok(out.write_all(&std::mem::take(writer.inner_mut()))?)
    }
}

impl Export for Parquet {
    fn add(&mut self, told: &Told<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
        rows(told, |row| {
            for (builder, column) in self.columns.iter_mut().zip(&COLUMNS) {
                builder.add((column.cell)(row));
            }
            self.waiting += 1;
            if self.waiting == ROWS { self.write(out) } else { Ok(()) }
        })
    }

    fn finish(&mut self, out: &mut dyn Write) -> Result<(), ExportError> {
        self.write(out)?;
        if let Some(writer) = self.writer.take() {
            out.write_all(&writer.into_inner()?)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use arrow_array::Array as _;
    use arrow_array::cast::AsArray as _;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    use super::*;
    use crate::export::{Format, testing};

    fn batches(stories: &[Told<'_>]) -> Vec<RecordBatch> {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), testing::bytes(Format::Parquet, stories)).expect("written");
        let reader = ParquetRecordBatchReaderBuilder::try_new(file.reopen().expect("open")).expect("Parquet");
        reader.build().expect("a reader").map(|b| b.expect("rows")).collect()
    }

    #[test]
    fn rows_are_read_back() {
        let read = batches(&[testing::quay()]);
        let rows = &read[0];
        assert_eq!(rows.num_rows(), 3);
        let column = |name: &str| rows.column_by_name(name).expect("a column");
        assert_eq!(column("words").as_string::<i32>().value(0), "closed");
        assert_eq!(column("actors").as_list::<i32>().value(0).as_string::<i32>().value(0), "mayor");
        assert!(column("mode").is_null(0));
    }

    #[test]
    fn many_stories_make_groups_and_lose_no_row() {
        let story = testing::quay();
        let many = vec![story; GROUP / 3 + 10];
        assert_eq!(batches(&many).iter().map(RecordBatch::num_rows).sum::<usize>(), many.len() * 3);
    }

    #[test]
    fn no_story_is_a_table_without_rows() {
        assert_eq!(batches(&[]).iter().map(RecordBatch::num_rows).sum::<usize>(), 0);
    }
}
