//! Writing a picture: elements with classes, every text escaped.

use std::fmt::{self, Display, Write as _};

use super::text::{address, clean, told as shown};

/// A number of pixels, to a tenth: what is finer nobody sees, and it costs bytes.
#[derive(Clone, Copy)]
pub(super) struct Px(pub f64);

impl Display for Px {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.0 * 10.0).round() as i64;
        let (whole, rest) = (tenths.abs() / 10, tenths.abs() % 10);
        let sign = if tenths < 0 { "-" } else { "" };
        if rest == 0 { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{rest}") }
    }
}

/// Text as it may stand between tags and within quotation marks.
pub(super) struct Escaped<'a>(pub &'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
            f.write_str(&rest[..at])?;
            f.write_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                _ => "&#39;",
            })?;
            rest = &rest[at + 1..];
        }
        f.write_str(rest)
    }
}

/// Which end of a text its place is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A picture that is being drawn.
pub(super) struct Svg {
    body: String,
}

impl Svg {
    pub fn new() -> Self {
        Self { body: String::with_capacity(4096) }
    }

    /// The whole picture, named by its title and told in a sentence. It is `broad` if it is wider than was asked for.
    pub fn finish(self, prefix: &str, (width, height): (f64, f64), broad: bool, title: &str, told: &str) -> String {
        let (title, told) = (shown(title), shown(told));
        let id: String = prefix.chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
        let (w, h) = (Px(width), Px(height));
        let class = if broad { "pic pic-broad" } else { "pic" };
        // A group and not an image: readers of screens do not go into images, and the links are within.
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{class}\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" \
             role=\"group\" aria-labelledby=\"{id}-title {id}-desc\"><title id=\"{id}-title\">{}</title>\
             <desc id=\"{id}-desc\">{}</desc>{}</svg>",
            Escaped(&title),
            Escaped(&told),
            self.body
        )
    }

    /// What `inside` draws, as a link; without one where the address is none that may be followed. `told` is what the
    /// picture may have shortened.
    pub fn link(&mut self, link: &str, told: &str, inside: impl FnOnce(&mut Self)) {
        let told = shown(told);
        match address(link) {
            Some(link) => _ = write!(self.body, "<a class=\"pic-link\" href=\"{}\">", Escaped(link)),
            None => self.body.push_str("<g>"),
        }
        if !told.is_empty() {
            _ = write!(self.body, "<title>{}</title>", Escaped(&told));
        }
        inside(self);
        self.body.push_str(if address(link).is_some() { "</a>" } else { "</g>" });
    }

    /// What helps the eye only, and would be noise when read aloud.
    pub fn unspoken(&mut self, inside: impl FnOnce(&mut Self)) {
        self.body.push_str("<g aria-hidden=\"true\">");
        inside(self);
        self.body.push_str("</g>");
    }

    /// A part of the picture with a view of its own, cut at its edges.
    pub fn window(&mut self, x: f64, y: f64, width: f64, height: f64, inside: impl FnOnce(&mut Self)) {
        let (x, y, w, h) = (Px(x), Px(y), Px(width), Px(height));
        _ = write!(self.body, "<svg x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\">");
        inside(self);
        self.body.push_str("</svg>");
    }

    pub fn text(&mut self, class: &str, x: f64, y: f64, anchor: Anchor, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let text = clean(text);
        _ = write!(
            self.body,
            "<text class=\"{class}\" x=\"{}\" y=\"{}\"{anchor}>{}</text>",
            Px(x),
            Px(y),
            Escaped(&text)
        );
    }

    pub fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let ((x, y), (x2, y2)) = (from, to);
        _ = write!(self.body, "<path class=\"{class}\" d=\"M{} {}L{} {}\"/>", Px(x), Px(y), Px(x2), Px(y2));
    }

    pub fn path(&mut self, class: &str, d: &str) {
        _ = write!(self.body, "<path class=\"{class}\" d=\"{d}\"/>");
    }

    /// A path with a width of its own, where the width says a number.
    pub fn stroke(&mut self, class: &str, width: f64, d: &str) {
        _ = write!(self.body, "<path class=\"{class}\" stroke-width=\"{}\" d=\"{d}\"/>", Px(width));
    }

    pub fn rect(&mut self, class: &str, x: f64, y: f64, width: f64, height: f64) {
        let (x, y, w, h) = (Px(x), Px(y), Px(width), Px(height));
        _ = write!(self.body, "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"/>");
    }

    pub fn circle(&mut self, class: &str, x: f64, y: f64, r: f64) {
        _ = write!(self.body, "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>", Px(x), Px(y), Px(r));
    }

    /// A closed shape around a middle, its corners in units of `r`.
    pub fn polygon(&mut self, class: &str, x: f64, y: f64, r: f64, corners: &[(f64, f64)]) {
        _ = write!(self.body, "<path class=\"{class}\" d=\"");
        for (n, (dx, dy)) in corners.iter().enumerate() {
            _ = write!(self.body, "{}{} {}", if n == 0 { "M" } else { "L" }, Px(x + dx * r), Px(y + dy * r));
        }
        self.body.push_str("Z\"/>");
    }

    pub fn square(&mut self, class: &str, x: f64, y: f64, r: f64) {
        self.rect(class, x - r, y - r, 2.0 * r, 2.0 * r);
    }

    pub fn diamond(&mut self, class: &str, x: f64, y: f64, r: f64) {
        self.polygon(class, x, y, r * 1.25, &[(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)]);
    }

    pub fn triangle(&mut self, class: &str, x: f64, y: f64, r: f64) {
        self.polygon(class, x, y, r * 1.2, &[(0.0, -1.0), (1.0, 0.8), (-1.0, 0.8)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let written: Vec<String> = [0.0, 1.0, -0.04, -0.25, 12.349].map(|n| Px(n).to_string()).into();
        assert_eq!(written, ["0", "1", "0", "-0.3", "12.3"]);
    }

    #[test]
    fn what_is_no_address_is_no_link() {
        let mut svg = Svg::new();
        svg.link("javascript:alert(1)", "told", |s| s.text("pic-label", 0.0, 0.0, Anchor::Start, "<b>"));
        let whole = svg.finish("p q\"", (10.0, 10.0), false, "a & b", "");
        assert!(!whole.contains("javascript") && !whole.contains("<b>") && whole.contains("a &amp; b"), "{whole}");
        assert!(whole.contains("id=\"pq-title\""), "{whole}");
    }
}
