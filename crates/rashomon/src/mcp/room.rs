//! Answers fit an assistant's window: lists end where there is no room left, and say how much was left out.

use schemars::JsonSchema;
use serde::Serialize;

/// Kept for what stands around the lists.
const FRAME: usize = 1200;

/// Something of which there is more than was told.
#[derive(Debug, JsonSchema, Serialize)]
pub struct LeftOut {
    /// What: reports, disputes, quotes, …
    what: &'static str,
    /// How many more there are.
    count: usize,
}

impl LeftOut {
    /// Adds it to the list, if it is any.
    pub fn note(list: &mut Vec<Self>, what: &'static str, count: usize) {
        if count > 0 {
            list.push(Self { what, count });
        }
    }
}

/// Characters of JSON that an answer may still take.
pub struct Room {
    left: usize,
}

impl Room {
    /// Of an answer of so many characters.
    pub fn new(characters: usize) -> Self {
        Self { left: characters.saturating_sub(FRAME) }
    }

    /// Takes a part of it, in hundredths of what is left.
    pub fn part(&mut self, hundredths: usize) -> Self {
        let left = self.left * hundredths / 100;
        self.left -= left;
        Self { left }
    }

    /// Gives back what was not used.
    pub fn give_back(&mut self, part: Self) {
        self.left += part.left;
    }

    /// Whether there is room for this, which is then taken.
    pub fn take(&mut self, item: &impl Serialize) -> bool {
        let needs = size(item);
        let fits = needs <= self.left;
        if fits {
            self.left -= needs;
        }
        fits
    }

    /// Takes items in order as long as they fit. Returns them, and how many of `all` are left out.
    pub fn fill<T: Serialize, E>(
        &mut self,
        all: usize,
        items: impl Iterator<Item = Result<T, E>>,
    ) -> Result<(Vec<T>, usize), E> {
        let mut out = Vec::new();
        for item in items {
            let item = item?;
            if !self.take(&item) {
                break;
            }
            out.push(item);
        }
        let left_out = all.saturating_sub(out.len());
        Ok((out, left_out))
    }
}

/// Characters of something as JSON, with the comma after it.
fn size(item: &impl Serialize) -> usize {
    serde_json::to_string(item).map_or(usize::MAX, |s| s.chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_ends_where_there_is_no_room() {
        let mut room = Room { left: 20 };
        let words = ["quay", "ferry", "harbour", "tide"];
        let (taken, left_out) = room.fill(4, words.iter().map(Ok::<_, ()>)).expect("no item fails");
        // "quay", and "ferry", take 7 and 8 characters; the third would take 10 of the 5 left.
        assert_eq!((taken, left_out), (vec![&"quay", &"ferry"], 2));
        let mut part = room.part(40);
        assert!(!part.take(&"ebb"));
        room.give_back(part);
        assert_eq!(room.left, 5);
    }
}
