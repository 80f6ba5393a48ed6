//! Fonts of a page: which text a string stands for, and how wide it is.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Encoding, Object};

/// A map from codes to letters may unpack to so much.
const LARGEST_MAP: usize = 1 << 20;
/// Width of a letter where nothing says it, in thousandths of the size.
const USUAL: f64 = 500.0;

/// A font.
pub(super) struct Font<'a> {
    encoding: Option<Encoding<'a>>,
    /// Whether codes are two bytes.
    wide: bool,
    first: u32,
    widths: Vec<f64>,
    /// Widths by code, of fonts with two bytes a code.
    by_code: BTreeMap<u32, f64>,
    usual: f64,
}

impl<'a> Font<'a> {
    /// `plain` is the same font without its encoding: a map to Unicode goes before that (ISO 32000-1, 9.10.2).
    pub(super) fn new(document: &'a Document, font: &'a Dictionary, plain: &'a Dictionary) -> Self {
        let limited = |d: &'a Dictionary| d.get_font_encoding_with_limit(document, LARGEST_MAP).ok();
        let encoding = if font.has(b"ToUnicode") { limited(plain).or_else(|| limited(font)) } else { limited(font) };
        let wide = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|s| s == b"Type0");
        let mut new = Self { encoding, wide, first: 0, widths: Vec::new(), by_code: BTreeMap::new(), usual: USUAL };
        if wide {
            new.of_descendant(document, font)
        } else {
            new.of_simple(document, font)
        }
        new
    }

    fn of_simple(&mut self, document: &Document, font: &Dictionary) {
        let number = |key: &[u8]| font.get_deref(key, document).and_then(Object::as_float).ok();
        self.first = number(b"FirstChar").map_or(0, |n| n.max(0.0) as u32);
        if let Ok(widths) = font.get_deref(b"Widths", document).and_then(Object::as_array) {
            let width = |o| document.dereference(o).ok().and_then(|(_, o)| o.as_float().ok()).map_or(0.0, f64::from);
            self.widths = widths.iter().take(256).map(width).collect();
        }
        // Fonts of Type 3 have a measure of their own, mostly of one a size.
        if self.widths.iter().all(|&w| w.abs() < 5.0) {
            self.widths.clear();
        }
    }

    fn of_descendant(&mut self, document: &Document, font: &Dictionary) {
        let descendant = font
            .get_deref(b"DescendantFonts", document)
            .and_then(Object::as_array)
            .ok()
            .and_then(|a| document.dereference(a.first()?).ok())
            .and_then(|(_, o)| o.as_dict().ok());
        let Some(descendant) = descendant else { return };
        let number = |o: &Object| document.dereference(o).ok().and_then(|(_, o)| o.as_float().ok()).map(f64::from);
        self.usual = descendant.get(b"DW").ok().and_then(number).unwrap_or(1000.0);
        let Ok(table) = descendant.get_deref(b"W", document).and_then(Object::as_array) else { return };
        // `first [w w w]`, or `first last w`.
        let mut rest = table.iter().take(1 << 16);
        while let Some(first) = rest.next().and_then(number) {
            let first = first.max(0.0) as u32;
            let Some(next) = rest.next().and_then(|o| document.dereference(o).ok()) else { break };
            if let Ok(list) = next.1.as_array() {
                self.by_code.extend((first..).zip(list.iter().take(1 << 16).filter_map(number)));
            } else {
                let last = number(next.1).unwrap_or(0.0).max(0.0) as u32;
                let Some(width) = rest.next().and_then(number) else { break };
                self.by_code.extend((first..=last.min(first.saturating_add(1 << 16))).map(|c| (c, width)));
            }
            if self.by_code.len() > 1 << 17 {
                break;
            }
        }
    }

    /// The text of a string, and its width in thousandths of the size, the number of its codes, and that of its spaces.
    pub(super) fn show(&self, string: &[u8]) -> (String, f64, usize, usize) {
        let mut text = String::new();
        if let Some(encoding) = &self.encoding {
            // What cannot be decoded is shown on the page as well, and says nothing here.
            let _ = encoding.write_to_string(string, &mut text);
        }
        text.retain(|c| c == '\t' || !c.is_control() && c != '\u{fffd}');
        let width = |code: u32| match self.wide {
            true => self.by_code.get(&code).copied().unwrap_or(self.usual),
            false => {
                let known = code.checked_sub(self.first).and_then(|n| self.widths.get(n as usize)).copied();
                known.unwrap_or_else(|| usual(code))
            }
        };
        if self.wide {
            let codes = string.chunks(2).map(|c| c.iter().fold(0, |n, &b| n << 8 | u32::from(b)));
            (text, codes.map(width).sum(), string.len().div_ceil(2), 0)
        } else {
            let spaces = string.iter().filter(|&&b| b == b' ').count();
            (text, string.iter().map(|&b| width(b.into())).sum(), string.len(), spaces)
        }
    }
}

/// Widths of the fonts that every reader has, roughly, by code.
fn usual(code: u32) -> f64 {
    match u8::try_from(code).unwrap_or(b'n') {
        b'i' | b'j' | b'l' | b'\'' | b'|' => 222.0,
        b' ' | b'f' | b't' | b'I' | b'.' | b',' | b':' | b';' | b'!' | b'/' | b'-' | b'(' | b')' | b'[' | b']' => 278.0,
        b'r' => 333.0,
        b'm' | b'M' | b'W' => 833.0,
        b'w' => 722.0,
        b'A'..=b'Z' => 667.0,
        b'c' | b'k' | b's' | b'v' | b'x' | b'y' | b'z' => 500.0,
        _ => 556.0,
    }
}
