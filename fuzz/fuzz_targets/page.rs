//! Any bytes as a saved page, the text of one, and Markdown.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rashomon_fuzz::read;
use rashomon_page::{Hints, carriers, read_html, read_text};

fuzz_target!(|bytes: &[u8]| {
    let hints = Hints::default();
    read("x", || read_html("x", bytes, &hints));
    read("x", || read_text("x", bytes, &hints));
    read("x", || carriers::read_markdown("x", bytes, &hints));
});
