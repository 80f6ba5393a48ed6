//! Any bytes as a mail, as a page saved as one mail, and as one saved by Safari.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rashomon_fuzz::items;
use rashomon_page::{Hints, carriers};

fuzz_target!(|bytes: &[u8]| {
    let hints = Hints::default();
    items(carriers::mail("x", bytes, &hints).unwrap_or_default());
    items(carriers::saved_page("x", bytes, &hints).unwrap_or_default());
    items(carriers::webarchive("x", bytes, &hints).unwrap_or_default());
});
