//! Names that no two reports of a run share.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// The names given so far, by their hashes: of an archive of millions the names themselves would take much room.
#[derive(Default)]
pub(super) struct Names(HashMap<u64, u32>);

fn hash(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

impl Names {
    /// The name itself the first time, later with a number that makes another of it.
    pub(super) fn unique(&mut self, name: String) -> String {
        let key = hash(&name);
        let Some(mut n) = self.0.get(&key).copied() else {
            self.0.insert(key, 1);
            return name;
        };
        loop {
            n += 1;
            let other = format!("{name}-{n}");
            // A file may be called "page-2" itself.
            if let std::collections::hash_map::Entry::Vacant(free) = self.0.entry(hash(&other)) {
                free.insert(1);
                self.0.insert(key, n);
                return other;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_given_twice() {
        let mut names = Names::default();
        let given = ["page", "page-2", "page", "page", "page-2", "note"].map(|n| names.unique(n.into()));
        assert_eq!(given, ["page", "page-2", "page-3", "page-4", "page-2-2", "note"]);
    }
}
