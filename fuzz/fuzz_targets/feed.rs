//! Any bytes as a feed and as a list of feeds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rashomon_fuzz::items;
use rashomon_page::{Hints, carriers};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(feed) = carriers::feed("x", bytes, &Hints::default()) {
        items(feed.items);
    }
    let feeds = carriers::subscriptions(bytes).unwrap_or_default();
    assert!(feeds.iter().all(|f| !f.url.is_empty()));
});
