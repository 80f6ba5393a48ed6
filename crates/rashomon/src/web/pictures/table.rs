//! The table beside a picture, which says the same in words.

use std::fmt::Write as _;

use super::svg::Escaped;
use super::text::{address, told};

/// What stands in one place of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// In words, on one line.
    pub text: String,
    /// Where it leads, if to an address that a page may lead to.
    pub link: Option<String>,
}

impl Cell {
    pub(super) fn new(text: &str) -> Self {
        Self { text: told(text), link: None }
    }

    pub(super) fn linked(text: &str, link: &str) -> Self {
        Self { text: told(text), link: address(link).map(str::to_owned) }
    }
}

/// A table: the first cell of each row names the row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it is a table of.
    pub caption: String,
    /// What each column holds.
    pub columns: Vec<&'static str>,
    /// As many cells in each as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    pub(super) fn new(caption: &str, columns: &[&'static str]) -> Self {
        Self { caption: told(caption), columns: columns.to_vec(), rows: Vec::new() }
    }

    /// The table as HTML, in a box of its own that scrolls where it is wider than the page. Empty without rows.
    #[must_use]
    pub fn html(&self) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let caption = Escaped(&self.caption);
        let mut out = format!(
            "<div class=\"pic-table\" role=\"region\" tabindex=\"0\" aria-label=\"{caption}\"><table><caption>{caption}</caption><thead><tr>"
        );
        for c in &self.columns {
            _ = write!(out, "<th scope=\"col\">{}</th>", Escaped(c));
        }
        out.push_str("</tr></thead><tbody>");
        for row in &self.rows {
            out.push_str("<tr>");
            for (n, cell) in row.iter().enumerate() {
                let (open, close) = if n == 0 { ("<th scope=\"row\">", "</th>") } else { ("<td>", "</td>") };
                out.push_str(open);
                out.push_str(&cell.html());
                out.push_str(close);
            }
            out.push_str("</tr>");
        }
        out.push_str("</tbody></table></div>");
        out
    }
}

impl Cell {
    /// The words, as a link where they lead somewhere.
    #[must_use]
    pub fn html(&self) -> String {
        match &self.link {
            Some(link) => format!("<a href=\"{}\">{}</a>", Escaped(link), Escaped(&self.text)),
            None => Escaped(&self.text).to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_escaped_and_names_its_rows() {
        let mut t = Table::new("Who & when", &["Who", "When"]);
        t.rows.push(vec![Cell::linked("<Ann>", "/a?b&c"), Cell::linked("1 May", "javascript:x")]);
        let html = t.html();
        assert!(html.contains("<th scope=\"row\"><a href=\"/a?b&amp;c\">&lt;Ann&gt;</a></th><td>1 May</td>"), "{html}");
        assert_eq!(Table::new("Nothing", &["Who"]).html(), "");
    }
}
