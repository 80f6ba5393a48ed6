//! Reads all saved pages below the given folders on one thread and prints how many there were and how long it took.
//! usage: pages FOLDER…

use std::path::PathBuf;
use std::time::Instant;

use rashomon_page::{Hints, read_html};

#[expect(clippy::print_stdout, reason = "its only output")]
fn main() -> std::io::Result<()> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for folder in std::env::args_os().skip(1) {
        for entry in std::fs::read_dir(folder)? {
            paths.push(entry?.path());
        }
    }
    paths.retain(|p| p.extension().is_some_and(|e| e == "html"));
    paths.sort();
    let pages: Vec<Vec<u8>> = paths.iter().map(std::fs::read).collect::<Result<_, _>>()?;
    let start = Instant::now();
    let found = pages.iter().filter(|p| !read_html("page", p, &Hints::default()).text.is_empty()).count();
    println!("{} {found} {}", pages.len(), start.elapsed().as_secs_f64());
    Ok(())
}
