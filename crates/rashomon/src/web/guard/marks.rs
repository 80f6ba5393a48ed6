//! Pages are drawn once for all browsers; what differs from one answer to the next is filled in where a page holds marks.

use std::sync::LazyLock;

use axum::body::Bytes;

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

/// A page that is drawn, taken apart at its marks.
#[derive(Clone, Debug)]
pub struct Drawn {
    parts: Vec<Part>,
    /// Bytes of its text.
    pub length: usize,
}

#[derive(Clone, Debug)]
enum Part {
    Text(Bytes),
    Nonce,
    Csrf,
}

impl Drawn {
    /// Of a page with marks in it.
    #[must_use]
    pub fn new(page: String) -> Self {
        let page = Bytes::from(page);
        let text = std::str::from_utf8(&page).unwrap_or_default();
        let mut parts = Vec::new();
        let mut at = 0;
        loop {
            let rest = &text[at..];
            let next = [(&MARKS.nonce, Part::Nonce), (&MARKS.csrf, Part::Csrf)]
                .into_iter()
                .filter_map(|(mark, part)| Some((rest.find(mark.as_str())?, mark.len(), part)))
                .min_by_key(|n| n.0);
            let Some((found, length, part)) = next else { break };
            parts.extend([Part::Text(page.slice(at..at + found)), part]);
            at += found + length;
        }
        parts.push(Part::Text(page.slice(at..)));
        Self { parts, length: page.len() }
    }

    /// The page for one answer.
    #[must_use]
    pub fn fill(&self, nonce: &str, csrf: &str) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.length + 256);
        for part in &self.parts {
            out.extend_from_slice(match part {
                Part::Text(text) => text,
                Part::Nonce => nonce.as_bytes(),
                Part::Csrf => csrf.as_bytes(),
            });
        }
        out
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
    }
}
