//! Writes the tiny store that a format is released with: `cargo run -p rashomon-store --example release -- FILE`, once for each
//! format, into `tests/stores`, where every later program must read it.

use std::path::PathBuf;

#[path = "../tests/common/mod.rs"]
mod common;

use common::{add, open, report};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let to = PathBuf::from(std::env::args().nth(1).ok_or("which file?")?);
    let dir = tempfile::tempdir()?;
    let mut store = open(&dir.path().join("a.rashomon"));
    add(&mut store, &report(1, "The quay of Askvik was shut."))?;
    add(&mut store, &report(2, "The quay of Brenmouth was shut."))?;
    add(&mut store, &report(2, "The quay of Brenmouth was opened again."))?;
    store.backup(&to, |_, _| {})?;
    Ok(())
}
