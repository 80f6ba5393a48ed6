//! Stretches of time that a text names by both their ends: "from 3 to 5 May", "1939–45".

use crate::lexicon::LEXICON;
use crate::timex::{TimeType, Timex};

/// The pairs of expressions of `times` that are the two ends of one stretch, as places in `times`.
///
/// `times` are the expressions of `text` as [`find`](crate::find) gives them.
///
/// ```
/// use rashomon_text::PartialDate;
/// use rashomon_times::{Anchor, find, ranges};
///
/// let text = "It was shut from Monday to Wednesday, and again between May and July 2017.";
/// let times = find(text, &Anchor::on(PartialDate::day(2018, 8, 17)), None);
/// let ends: Vec<_> = ranges(text, &times).map(|(a, b)| (&*times[a].value, &*times[b].value)).collect();
/// assert_eq!(ends, [("2018-08-13", "2018-08-15"), ("2017-05", "2017-07")]);
/// ```
pub fn ranges<'a>(text: &'a str, times: &'a [Timex]) -> impl Iterator<Item = (usize, usize)> + 'a {
    times.windows(2).enumerate().filter_map(move |(i, pair)| {
        let [a, b] = pair else { return None };
        let dated = |t: &Timex| matches!(t.kind, TimeType::Date | TimeType::Time) && !t.value.ends_with("_REF");
        let between = text.get(a.span.end as usize..b.span.start as usize)?;
        let before = text[..a.span.start as usize].trim_end().rsplit(char::is_whitespace).next()?;
        (dated(a) && dated(b) && joins(before, between)).then_some((i, i + 1))
    })
}

/// Whether `joint` makes what stands on its sides the ends of a stretch; `before` is the word before the first.
fn joins(before: &str, joint: &str) -> bool {
    let joint = joint.trim();
    if matches!(joint, "-" | "–" | "—" | "‐" | "‑") {
        return true;
    }
    let lower = joint.to_ascii_lowercase();
    let lead = before.to_ascii_lowercase();
    let word = LEXICON.word(&lower);
    word.stretches || LEXICON.word(&lead).pairs && word.glue == Some(crate::lexicon::Glue::And)
}
