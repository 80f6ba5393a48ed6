//! What looks like a time and is none, where the grammar of the sentence is known.

use rashomon_lang::{Analysis, EntityLabel, Tag};
use rashomon_text::Span;

use crate::found::{Found, When};

/// Whether names or tags speak against the expression: "May said", "the Sunday Times".
pub(crate) fn refuses(analysis: &Analysis, f: &Found, span: Span) -> bool {
    let tokens = analysis.tokens();
    let first = tokens.partition_point(|t| t.span.end <= span.start);
    let Some(t) = tokens.get(first) else { return false };
    let month = f.is_bare_month();
    if month && !matches!(t.tag, Tag::Nnp | Tag::Nnps | Tag::Nn | Tag::Cd | Tag::Jj | Tag::In | Tag::Dt) {
        return true;
    }
    let named = analysis.entities().iter().find(|e| e.first as usize <= first && first < e.last as usize);
    let Some(e) = named else { return false };
    let whole = analysis.span(e.first as usize..e.last as usize);
    let person = e.label == EntityLabel::Person;
    let inside = whole.contains(span) && whole != span;
    let name = matches!(e.label, EntityLabel::Org | EntityLabel::Fac | EntityLabel::Product | EntityLabel::WorkOfArt);
    let money = matches!(e.label, EntityLabel::Money | EntityLabel::Percent | EntityLabel::Quantity)
        && matches!(f.when, When::Calendar { month: 0, .. });
    let bare =
        matches!(f.when, When::Weekday { .. } | When::Season { .. } | When::Holiday { .. } | When::Day(_)) || month;
    // "This Week", "60 Minutes": a programme's name is written with capitals throughout.
    let called = name
        && matches!(f.when, When::Period { .. } | When::Length { .. })
        && tokens[e.first as usize..e.last as usize]
            .iter()
            .all(|t| matches!(t.tag, Tag::Nnp | Tag::Nnps | Tag::Cd | Tag::Dt));
    called || money || person && (month || bare) || name && inside && bare
}
