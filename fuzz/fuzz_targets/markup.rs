//! Pages put together from tags, names, stamps and data.
#![no_main]

use arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use rashomon_fuzz::{markup, read};
use rashomon_page::{Hints, read_html};

fuzz_target!(|bytes: &[u8]| {
    let Ok(page) = markup::page(&mut Unstructured::new(bytes)) else { return };
    read("x", || read_html("x", page.as_bytes(), &Hints::default()));
});
