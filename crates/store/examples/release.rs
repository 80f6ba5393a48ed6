//! Writes the tiny store that a format is released with: `cargo run -p rashomon-store --example release -- FILE`, once for each
//! format, into `tests/stores`, where every later program must read it.

use std::path::PathBuf;

#[path = "../tests/common/mod.rs"]
mod common;

use common::{add, open, report};
use rashomon_store::{NewCorrection, report_id};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let to = PathBuf::from(std::env::args().nth(1).ok_or("which file?")?);
    let dir = tempfile::tempdir()?;
    let mut store = open(&dir.path().join("a.rashomon"));
    add(&mut store, &report(1, "The quay of Askvik was shut."))?;
    add(&mut store, &report(2, "The quay of Brenmouth was shut."))?;
    add(&mut store, &report(2, "The quay of Brenmouth was opened again."))?;
    let moved = report_id(&report(1, "The quay of Askvik was shut."));
    store.write(|w| {
        w.correct(&NewCorrection::Moved { report: &moved, to: None }, 1_940_000_000_000)?;
        w.correct(&NewCorrection::SameActor { name: "Ilse Okoro", is: "I. Okoro" }, 1_940_000_000_001)
    })?;
    store.backup(&to, |_, _| {})?;
    Ok(())
}
