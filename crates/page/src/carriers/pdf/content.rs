//! What a page shows, and where: runs the operators that draw it (ISO 32000-1, 9.4).

use std::collections::HashMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::fonts::Font;

/// The drawing of one page, or of one form on it. A page of text takes some ten kilobytes, a map some megabytes.
const LARGEST_DRAWING: usize = 4 << 20;
/// Forms within forms.
const DEEPEST: usize = 6;
/// Forms that one page draws.
const MOST_FORMS: usize = 500;

/// A piece of text on a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub text: String,
    /// Where it begins and ends, in points from the left.
    pub from: f64,
    pub to: f64,
    /// The line it stands on, in points from the foot.
    pub line: f64,
    pub size: f64,
}

type Matrix = [f64; 6];
const UNIT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// `a`, then `b`.
fn times(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// What holds until it is changed.
#[derive(Clone)]
struct State<'f> {
    at: Matrix,
    font: Option<&'f Font<'f>>,
    size: f64,
    leading: f64,
    between: f64,
    between_words: f64,
    stretch: f64,
    rise: f64,
}

/// What may still be taken from a file: each page draws little, and forms may be drawn again and again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    /// Bytes of text.
    pub text: usize,
    /// Bytes of drawings and of maps of letters.
    pub drawing: usize,
}

/// All text of a page, as far as the budget goes.
pub(super) fn runs(document: &Document, page: ObjectId, budget: &mut Budget) -> Vec<Run> {
    let Ok((own, others)) = document.get_page_resources(page) else { return Vec::new() };
    let resources: Vec<&Dictionary> =
        own.into_iter().chain(others.into_iter().filter_map(|id| document.get_dictionary(id).ok())).collect();
    let Ok(drawing) = document.get_page_content_with_limit(page, LARGEST_DRAWING) else { return Vec::new() };
    let mut runner = Runner { document, runs: Vec::new(), left: *budget, forms: 0 };
    runner.draw(&drawing, &resources, UNIT, 0);
    *budget = runner.left;
    runner.runs
}

struct Runner<'a> {
    document: &'a Document,
    runs: Vec<Run>,
    left: Budget,
    forms: usize,
}

impl<'a> Runner<'a> {
    fn draw(&mut self, drawing: &[u8], resources: &[&'a Dictionary], at: Matrix, depth: usize) {
        if drawing.len() > self.left.drawing {
            self.left.drawing = 0;
            return;
        }
        self.left.drawing -= drawing.len();
        let Ok(content) = Content::decode(drawing) else { return };
        let document = self.document;
        let dictionaries = |key: &[u8]| {
            let all = resources.iter().filter_map(|r| r.get_deref(key, document).ok().and_then(|o| o.as_dict().ok()));
            all.collect::<Vec<_>>()
        };
        let font_of = |(name, o): (&Vec<u8>, &'a Object)| {
            let font = document.dereference(o).ok().and_then(|(_, o)| o.as_dict().ok())?;
            let mut plain = font.clone();
            plain.remove(b"Encoding");
            Some((name.clone(), font, plain))
        };
        let listed: Vec<_> = dictionaries(b"Font").into_iter().flat_map(|d| d.iter().filter_map(font_of)).collect();
        let mut fonts: HashMap<&[u8], Font<'_>> = HashMap::new();
        for (name, font, plain) in &listed {
            // A map of letters unpacks to some ten times its size.
            let map = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream).map_or(0, |m| m.content.len());
            self.left.drawing = self.left.drawing.saturating_sub(1000 + 8 * map);
            if self.left.drawing > 0 {
                fonts.entry(name).or_insert_with(|| Font::new(document, font, plain));
            }
        }
        let forms = dictionaries(b"XObject");
        let mut state = State {
            at,
            font: None,
            size: 0.0,
            leading: 0.0,
            between: 0.0,
            between_words: 0.0,
            stretch: 1.0,
            rise: 0.0,
        };
        let mut kept: Vec<State<'_>> = Vec::new();
        let (mut text, mut line) = (UNIT, UNIT);
        for operation in &content.operations {
            if self.left.text == 0 {
                return;
            }
            let o = &operation.operands;
            let n = |i: usize| o.get(i).and_then(|o| o.as_float().ok()).map_or(0.0, f64::from);
            match operation.operator.as_str() {
                "q" if kept.len() < 200 => kept.push(state.clone()),
                "Q" => state = kept.pop().unwrap_or(state),
                "cm" => state.at = times([n(0), n(1), n(2), n(3), n(4), n(5)], state.at),
                "BT" => (text, line) = (UNIT, UNIT),
                "Tf" => {
                    state.font = o.first().and_then(|o| o.as_name().ok()).and_then(|name| fonts.get(name));
                    state.size = n(1);
                }
                "TL" => state.leading = n(0),
                "Tc" => state.between = n(0),
                "Tw" => state.between_words = n(0),
                "Tz" => state.stretch = n(0) / 100.0,
                "Ts" => state.rise = n(0),
                "Tm" => {
                    line = [n(0), n(1), n(2), n(3), n(4), n(5)];
                    text = line;
                }
                operator @ ("Td" | "TD") => {
                    if operator == "TD" {
                        state.leading = -n(1);
                    }
                    line = times([1.0, 0.0, 0.0, 1.0, n(0), n(1)], line);
                    text = line;
                }
                "T*" => {
                    line = times([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], line);
                    text = line;
                }
                operator @ ("Tj" | "'" | "\"") => {
                    if operator != "Tj" {
                        line = times([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], line);
                        text = line;
                    }
                    if operator == "\"" {
                        (state.between_words, state.between) = (n(0), n(1));
                    }
                    if let Some(Ok(string)) = o.last().map(Object::as_str) {
                        self.show(&state, &mut text, string);
                    }
                }
                "TJ" => {
                    for piece in o.first().and_then(|o| o.as_array().ok()).into_iter().flatten() {
                        if let Ok(string) = piece.as_str() {
                            self.show(&state, &mut text, string);
                        } else if let Ok(by) = piece.as_float() {
                            let by = -f64::from(by) / 1000.0 * state.size * state.stretch;
                            text = times([1.0, 0.0, 0.0, 1.0, by, 0.0], text);
                        }
                    }
                }
                "Do" if depth < DEEPEST && self.forms < MOST_FORMS => {
                    let name = o.first().and_then(|o| o.as_name().ok()).unwrap_or_default();
                    let form = forms.iter().find_map(|d| d.get_deref(name, document).ok()?.as_stream().ok());
                    let Some(form) = form else { continue };
                    if !form.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|s| s == b"Form") {
                        continue;
                    }
                    self.forms += 1;
                    let Ok(drawing) = form.decompressed_content_with_limit(LARGEST_DRAWING) else { continue };
                    let own = form.dict.get_deref(b"Resources", document).and_then(Object::as_dict).ok();
                    let own: Vec<&Dictionary> = own.map_or_else(|| resources.to_vec(), |d| vec![d]);
                    let mut matrix = UNIT;
                    if let Ok(given) = form.dict.get_deref(b"Matrix", document).and_then(Object::as_array) {
                        for (m, g) in matrix.iter_mut().zip(given) {
                            *m = g.as_float().map_or(*m, f64::from);
                        }
                    }
                    self.draw(&drawing, &own, times(matrix, state.at), depth + 1);
                }
                _ => {}
            }
        }
    }

    /// Shows a string and moves on by its width.
    fn show(&mut self, state: &State<'_>, at: &mut Matrix, string: &[u8]) {
        let Some(font) = state.font else { return };
        let (text, width, letters, spaces) = font.show(string);
        let wide = (width / 1000.0 * state.size + letters as f64 * state.between + spaces as f64 * state.between_words)
            * state.stretch;
        let from = times([1.0, 0.0, 0.0, 1.0, 0.0, state.rise], times(*at, state.at));
        *at = times([1.0, 0.0, 0.0, 1.0, wide, 0.0], *at);
        let to = times(*at, state.at);
        // Text that runs up the side is no part of the lines.
        if from[1].abs() > from[0].abs() || text.is_empty() {
            return;
        }
        let size = state.size.abs() * (from[2] * from[2] + from[3] * from[3]).sqrt();
        if [from[4], from[5], to[4], size].iter().all(|v| v.is_finite()) {
            self.left.text = self.left.text.saturating_sub(text.len());
            self.runs.push(Run { text, from: from[4], to: to[4], line: from[5], size });
        }
    }
}
