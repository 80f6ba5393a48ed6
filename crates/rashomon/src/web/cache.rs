//! Pages that were drawn a moment ago, and are still what would be drawn now.

use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;

use super::guard::marks::{Drawn, Packed};

/// Bytes of pages that are held, packed: some five thousand stories.
const HELD: usize = 64 << 20;

/// Pages by what they show, each with a stamp of what it was drawn from.
pub struct Pages(Mutex<Held>);

struct Held {
    pages: LruCache<String, (String, Arc<Packed>)>,
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
        let page = held.pages.get(name).filter(|(s, _)| s == stamp).map(|(_, page)| Arc::clone(page))?;
        // Others need not wait while it is unpacked.
        drop(held);
        page.unpack().map(Arc::new)
    }

    /// Holds a page; those that nobody asked for for longest make room.
    pub fn put(&self, name: &str, stamp: String, page: &Drawn) {
        let page = Arc::new(page.pack());
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.bytes += page.size();
        if let Some((_, (_, old))) = held.pages.push(name.to_owned(), (stamp, page)) {
            held.bytes -= old.size();
        }
        while held.bytes > HELD
            && let Some((_, (_, old))) = held.pages.pop_lru()
        {
            held.bytes -= old.size();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_held_until_what_it_shows_has_changed_or_room_is_needed() {
        let pages = Pages::default();
        // What does not repeat itself cannot be packed.
        let page = |seed: u32, n: u32| {
            let mut x = seed;
            let next = move |_| {
                x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                char::from(b' ' + (x >> 24) as u8 % 90)
            };
            Drawn::new((0..n).map(next).collect())
        };
        pages.put("a", "1".into(), &page(1, 10));
        assert!(pages.get("a", "1").is_some() && pages.get("a", "2").is_none() && pages.get("b", "1").is_none());
        pages.put("a", "2".into(), &page(2, 20));
        assert!(pages.get("a", "1").is_none());
        assert_eq!(pages.get("a", "2").as_deref(), Some(&page(2, 20)));
        for n in 0..12 {
            pages.put(&format!("large {n}"), "1".into(), &page(n, 8 << 20));
        }
        assert!(pages.get("a", "2").is_none() && pages.get("large 11", "1").is_some());
        let held = pages.0.lock().expect("held");
        assert!(held.bytes <= HELD && held.bytes > HELD / 2, "{}", held.bytes);
        assert_eq!(held.bytes, held.pages.iter().map(|(_, (_, p))| p.size()).sum::<usize>());
    }
}
