//! Pages are drawn once for all browsers; what differs from one answer to the next is filled in where a page holds marks.

use std::sync::LazyLock;

use super::keys::{hex, random};

/// What stands for the nonce and for the `csrf` value in a page that is drawn. Nobody can guess them, so no text of a report holds one.
pub struct Marks {
    /// For the nonce of scripts and styles.
    pub nonce: String,
    /// For the value of the field `csrf`.
    pub csrf: String,
}

/// The marks of this process.
pub static MARKS: LazyLock<Marks> = LazyLock::new(|| {
    let chance = hex(&random::<16>().unwrap_or_default());
    Marks { nonce: format!("nonce{chance}"), csrf: format!("csrf{chance}") }
});

/// A page that is drawn, with the places of its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    page: Vec<u8>,
    /// Where each mark begins, in order.
    marks: Vec<(usize, Mark)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Nonce,
    Csrf,
}

impl Mark {
    fn text(self) -> &'static str {
        match self {
            Self::Nonce => &MARKS.nonce,
            Self::Csrf => &MARKS.csrf,
        }
    }
}

impl Drawn {
    /// Of a page with marks in it.
    #[must_use]
    pub fn new(page: String) -> Self {
        let mut marks: Vec<(usize, Mark)> = [Mark::Nonce, Mark::Csrf]
            .into_iter()
            .flat_map(|mark| page.match_indices(mark.text()).map(move |(at, _)| (at, mark)))
            .collect();
        marks.sort_unstable_by_key(|m| m.0);
        Self { page: page.into_bytes(), marks }
    }

    /// The page for one answer.
    #[must_use]
    pub fn fill(&self, nonce: &str, csrf: &str) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.page.len() + 256);
        let mut at = 0;
        for &(begins, mark) in &self.marks {
            out.extend_from_slice(&self.page[at..begins]);
            out.extend_from_slice(match mark {
                Mark::Nonce => nonce.as_bytes(),
                Mark::Csrf => csrf.as_bytes(),
            });
            at = begins + mark.text().len();
        }
        out.extend_from_slice(&self.page[at..]);
        out
    }

    /// The page packed, for as long as nobody asks for it.
    #[must_use]
    pub fn pack(&self) -> Packed {
        // A page is markup that repeats itself: the fastest level packs it to an eighth.
        let packed = zstd::bulk::compress(&self.page, 1).unwrap_or_default();
        Packed { packed, length: self.page.len(), marks: self.marks.clone() }
    }
}

/// A page that is drawn, in little room.
#[derive(Clone, Debug)]
pub struct Packed {
    packed: Vec<u8>,
    length: usize,
    marks: Vec<(usize, Mark)>,
}

impl Packed {
    /// Bytes that it takes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.packed.len() + self.marks.len() * size_of::<(usize, Mark)>()
    }

    /// The page.
    #[must_use]
    pub fn unpack(&self) -> Option<Drawn> {
        let page = zstd::bulk::decompress(&self.packed, self.length).ok()?;
        (page.len() == self.length).then(|| Drawn { page, marks: self.marks.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_filled_in_and_nothing_else_is() {
        let page = format!("<script nonce=\"{}\"></script> “é” {} nonce csrf {}", MARKS.nonce, MARKS.csrf, MARKS.csrf);
        let drawn = Drawn::new(page);
        assert_eq!(drawn.fill("N", "C"), "<script nonce=\"N\"></script> “é” C nonce csrf C".as_bytes());
        assert_eq!(Drawn::new(String::new()).fill("N", "C"), b"");
        let packed = drawn.pack();
        assert_eq!(packed.unpack(), Some(drawn));
    }
}
