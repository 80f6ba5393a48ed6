//! Who says what: a row for each report, a column for each question, in each place the side that the report takes.
//!
//! This one is a table of HTML, since its places are words. Sides are told by shape and by word. The names of the reports
//! stay where they are when the rest is scrolled.

use std::fmt::Write as _;

use super::svg::Escaped;
use super::table::{Cell, Table};

/// What a report answers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Answer<'a> {
    /// Answers of one side are alike; counted from 0.
    pub side: usize,
    /// In a few words.
    pub value: &'a str,
    /// Where the evidence is.
    pub link: &'a str,
}

/// A report's row.
#[derive(Clone, Debug, Default)]
pub struct Report<'a> {
    /// The outlet.
    pub name: &'a str,
    /// The report's page.
    pub link: &'a str,
    /// In order of the questions; `None` where it is silent.
    pub answers: Vec<Option<Answer<'a>>>,
}

/// A question's column.
#[derive(Clone, Copy, Debug, Default)]
pub struct Question<'a> {
    /// As it is asked.
    pub text: &'a str,
    /// Where there is more of it.
    pub link: &'a str,
}

/// Who says what.
#[derive(Clone, Debug, Default)]
pub struct Matrix<'a> {
    /// What the table is of, in a few words.
    pub title: &'a str,
    /// In order of columns.
    pub questions: Vec<Question<'a>>,
    /// In order of rows.
    pub reports: Vec<Report<'a>>,
}

/// A place that is not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// A small picture, by the side; safe as it is.
    pub marker: &'static str,
    /// "side 1".
    pub side: String,
    /// What is answered.
    pub value: Cell,
}

/// The table as a template prints it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// What the table is of.
    pub caption: String,
    /// The heads of the columns, after that of the reports.
    pub questions: Vec<Cell>,
    /// Of each report its name and its places, as many as there are questions.
    pub rows: Vec<(Cell, Vec<Option<Said>>)>,
}

/// A small picture of so many pixels around this shape.
macro_rules! marker {
    ($shape:literal) => {
        concat!(
            "<svg class=\"pic-marker\" width=\"12\" height=\"12\" viewBox=\"0 0 12 12\" aria-hidden=\"true\">",
            $shape,
            "</svg>"
        )
    };
}

/// The marks of the sides; further ones have the last.
const MARKERS: [&str; 6] = [
    marker!("<circle class=\"pic-for\" cx=\"6\" cy=\"6\" r=\"5\"/>"),
    marker!("<rect class=\"pic-against\" x=\"1\" y=\"1\" width=\"10\" height=\"10\"/>"),
    marker!("<path class=\"pic-mixed\" d=\"M6 1L11 10.5H1Z\"/>"),
    marker!("<path class=\"pic-mixed\" d=\"M6 0L12 6L6 12L0 6Z\"/>"),
    marker!("<circle class=\"pic-unknown\" cx=\"6\" cy=\"6\" r=\"4.5\"/>"),
    marker!("<rect class=\"pic-unknown\" x=\"1.5\" y=\"1.5\" width=\"9\" height=\"9\"/>"),
];

/// The table; `None` without reports or questions.
pub fn grid(matrix: &Matrix<'_>) -> Option<Grid> {
    if matrix.reports.is_empty() || matrix.questions.is_empty() {
        return None;
    }
    let said = |a: &Answer<'_>| Said {
        marker: MARKERS[a.side.min(MARKERS.len() - 1)],
        side: format!("side {}", a.side.saturating_add(1)),
        value: Cell::linked(a.value, a.link),
    };
    let row = |r: &Report<'_>| {
        let answers = (0..matrix.questions.len()).map(|n| r.answers.get(n)?.as_ref().map(said));
        (Cell::linked(r.name, r.link), answers.collect())
    };
    Some(Grid {
        caption: Table::new(matrix.title, &[]).caption,
        questions: matrix.questions.iter().map(|q| Cell::linked(q.text, q.link)).collect(),
        rows: matrix.reports.iter().map(row).collect(),
    })
}

impl Grid {
    /// The table as HTML, in a box of its own that scrolls.
    #[must_use]
    pub fn html(&self) -> String {
        let caption = Escaped(&self.caption);
        let mut out = format!(
            "<div class=\"pic-matrix\" role=\"region\" tabindex=\"0\" aria-label=\"{caption}\"><table><caption>{caption}</caption>\
             <thead><tr><th scope=\"col\">Report</th>"
        );
        for q in &self.questions {
            _ = write!(out, "<th scope=\"col\">{}</th>", q.html());
        }
        out.push_str("</tr></thead><tbody>");
        for (report, places) in &self.rows {
            _ = write!(out, "<tr><th scope=\"row\">{}</th>", report.html());
            for place in places {
                match place {
                    Some(s) => {
                        let side = Escaped(&s.side);
                        _ = write!(
                            out,
                            "<td>{}<span class=\"pic-unseen\">{side}: </span>{}</td>",
                            s.marker,
                            s.value.html()
                        );
                    }
                    None => out.push_str("<td><span class=\"pic-unseen\">silent</span></td>"),
                }
            }
            out.push_str("</tr>");
        }
        out.push_str("</tbody></table></div>");
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix() -> Matrix<'static> {
        let answer = |side, value| Some(Answer { side, value, link: "/e" });
        Matrix {
            title: "Who says what",
            questions: vec![
                Question { text: "Does the fleet leave?", link: "/q" },
                Question { text: "<How many?>", link: "" },
            ],
            reports: vec![
                Report { name: "Tarn Courier", link: "/r", answers: vec![answer(0, "yes"), answer(8, "40")] },
                Report { name: "Evening Mail", link: "/r", answers: vec![answer(1, "no")] },
            ],
        }
    }

    #[test]
    fn a_report_that_is_silent_has_an_empty_place() {
        let g = grid(&matrix()).expect("a table");
        assert!(g.rows[1].1[1].is_none() && g.rows.iter().all(|r| r.1.len() == 2));
        assert!(g.html().contains("silent"));
    }

    #[test]
    fn sides_differ_in_shape_and_in_word() {
        let g = grid(&matrix()).expect("a table");
        let first = |row: usize| g.rows[row].1[0].as_ref().expect("an answer");
        assert!(first(0).marker != first(1).marker && first(0).side == "side 1" && first(1).side == "side 2");
        assert_eq!(g.rows[0].1[1].as_ref().expect("an answer").side, "side 9");
    }

    #[test]
    fn questions_are_escaped_and_nothing_is_no_table() {
        assert!(grid(&matrix()).expect("a table").html().contains("&lt;How many?&gt;"));
        assert_eq!(grid(&Matrix::default()), None);
    }
}
