//! Pages that were drawn a moment ago, and are still what would be drawn now.

use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;

use super::guard::marks::Drawn;

/// Bytes of pages that are held.
const HELD: usize = 64 << 20;

/// Pages by what they show, each with a stamp of what it was drawn from.
pub struct Pages(Mutex<Held>);

struct Held {
    pages: LruCache<String, (String, Arc<Drawn>)>,
    bytes: usize,
}

impl Default for Pages {
    fn default() -> Self {
        Self(Mutex::new(Held { pages: LruCache::unbounded(), bytes: 0 }))
    }
}

impl Pages {
    /// The page of this name, if it was drawn from what is there now.
    #[must_use]
    pub fn get(&self, name: &str, stamp: &str) -> Option<Arc<Drawn>> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.pages.get(name).filter(|(s, _)| s == stamp).map(|(_, page)| Arc::clone(page))
    }

    /// Holds a page; those that nobody asked for for longest make room.
    pub fn put(&self, name: &str, stamp: String, page: Arc<Drawn>) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.bytes += page.length;
        if let Some((_, (_, old))) = held.pages.push(name.to_owned(), (stamp, page)) {
            held.bytes -= old.length;
        }
        while held.bytes > HELD
            && let Some((_, (_, old))) = held.pages.pop_lru()
        {
            held.bytes -= old.length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_held_until_what_it_shows_has_changed_or_room_is_needed() {
        let pages = Pages::default();
        let page = |n: usize| Arc::new(Drawn::new("x".repeat(n)));
        pages.put("a", "1".into(), page(10));
        assert!(pages.get("a", "1").is_some() && pages.get("a", "2").is_none() && pages.get("b", "1").is_none());
        pages.put("a", "2".into(), page(20));
        assert!(pages.get("a", "1").is_none() && pages.get("a", "2").is_some());
        pages.put("b", "1".into(), page(HELD - 10));
        assert!(pages.get("a", "2").is_none() && pages.get("b", "1").is_some());
        let held = pages.0.lock().expect("held");
        assert_eq!(held.bytes, HELD - 10);
    }
}
