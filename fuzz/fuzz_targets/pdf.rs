//! Any bytes as a PDF.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rashomon_fuzz::read;
use rashomon_page::{Hints, carriers};

fuzz_target!(
    // Panics of the library are caught and told by the reader; only what gets past it is a finding.
    init: std::panic::set_hook(Box::new(|panic| eprintln!("{panic}"))),
    |bytes: &[u8]| {
        read("x", || carriers::read_pdf("x", bytes, &Hints::default()));
    }
);
