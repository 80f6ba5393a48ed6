//! Writes expressions into their text, as TimeML does.

use std::fmt::Write;

use crate::timex::Timex;

/// The text with its expressions marked as `TIMEX3` elements; the rest escaped for XML.
///
/// ```
/// use rashomon_text::PartialDate;
/// use rashomon_times::{Anchor, find, timeml};
///
/// let text = "Rain & fog until late July.";
/// let times = find(text, &Anchor::on(PartialDate::day(2018, 6, 1)), None);
/// assert_eq!(
///     timeml(text, &times),
///     r#"Rain &amp; fog until <TIMEX3 tid="t1" type="DATE" value="2018-07" mod="END">late July</TIMEX3>."#,
/// );
/// ```
#[must_use]
pub fn timeml(text: &str, times: &[Timex]) -> String {
    let mut out = String::with_capacity(text.len() + times.len() * 64);
    let mut at = 0;
    for (i, t) in times.iter().enumerate() {
        let range = t.span.range();
        escape(&mut out, &text[at..range.start]);
        let _ = write!(out, r#"<TIMEX3 tid="t{}" type="{}" value="{}""#, i + 1, t.kind.as_str(), t.value);
        if let Some(m) = t.modifier {
            let _ = write!(out, r#" mod="{}""#, m.as_str());
        }
        out.push('>');
        escape(&mut out, &text[range.clone()]);
        out.push_str("</TIMEX3>");
        at = range.end;
    }
    escape(&mut out, &text[at..]);
    out
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}
