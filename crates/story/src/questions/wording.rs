//! Questions as a person would ask them.

use rashomon_lang::{Dep, Tag};

use crate::propositions::of_event;
use crate::story::Case;
use crate::tellings::{Telling, Told};

/// "Did Calder Lines pay a ransom?", "Was the stationmaster drunk?"
pub(super) fn whether(case: &Case, t: &Telling) -> String {
    ask(case, t, "", true)
}

/// "When did the dam give way?"
pub(super) fn when(case: &Case, t: &Telling) -> String {
    ask(case, t, "When ", false)
}

/// "Where did the balloon come down?"
pub(super) fn place(case: &Case, t: &Telling) -> String {
    ask(case, t, "Where ", false)
}

/// "Who was behind the fire?"
pub(super) fn who(case: &Case, t: &Telling) -> String {
    match &t.subject {
        Some(s) if t.lemma == "be" => format!("Who was behind {}?", uncapitalised(&s.name, s.named)),
        _ => {
            let phrase = of_event(case, t.event).phrase;
            format!("Who was it: {phrase}?")
        }
    }
}

/// The question, with all that belongs to the predicate or only with what it is done to.
fn ask(case: &Case, t: &Telling, word: &str, whole: bool) -> String {
    let a = &case.analysis;
    let text = &case.report.text;
    let p = of_event(case, t.event);
    let subject = t.subject.as_ref().map(|s| uncapitalised(&s.name, s.named)).filter(|s| !s.is_empty());
    let cut = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
    // "The next round is scheduled for Friday": asked is when it is.
    if let Some(event) = p.subject.as_ref().filter(|_| t.subject.is_none() && t.told == Told::Planned) {
        return capitalised(&format!("{word}is {}?", uncapitalised(event, false)));
    }
    let Some(subject) = subject.filter(|_| !p.nominal) else {
        return if p.nominal {
            capitalised(&format!("{word}was there {}?", p.phrase))
        } else {
            capitalised(&format!("{word}did it happen: {}?", p.phrase))
        };
    };
    let plural =
        t.subject.as_ref().and_then(|s| s.head).is_some_and(|h| matches!(a.token(h).tag, Tag::Nns | Tag::Nnps));
    let was = if plural { "were" } else { "was" };
    if let Some(rest) = p.phrase.strip_prefix("be ") {
        let participle = a.children(t.head).any(|c| a.token(c).dep == Dep::Auxpass);
        let rest = if !whole && participle { a.token(t.head).span.of(text).to_lowercase() } else { rest.to_owned() };
        return capitalised(&format!("{word}{was} {subject} {rest}?"));
    }
    let object = t.object.as_ref().map(|o| format!(" {}", o.name)).unwrap_or_default();
    let does = if whole { p.phrase.clone() } else { format!("{}{object}", t.lemma) };
    let verb = if t.told == Told::Planned { "will" } else { "did" };
    capitalised(&cut(&format!("{word}{verb} {subject} {does}?")))
}

/// "The dam" within a sentence; names stay as they are.
fn uncapitalised(name: &str, named: bool) -> String {
    let article = [
        "The ", "A ", "An ", "This ", "That ", "These ", "Those ", "Some ", "All ", "Its ", "Their ", "His ", "Her ",
        "Our ", "No ",
    ];
    if named && !article.iter().any(|w| name.starts_with(w)) {
        return name.to_owned();
    }
    let mut chars = name.chars();
    let common = article.iter().any(|w| name.starts_with(w)) || !named;
    match chars.next().filter(|_| common) {
        Some(c) => c.to_lowercase().collect::<String>() + chars.as_str(),
        None => name.to_owned(),
    }
}

fn capitalised(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().collect::<String>() + chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_small_within_a_sentence_and_names_stay() {
        assert_eq!(uncapitalised("The dam", false), "the dam");
        assert_eq!(uncapitalised("Officers", false), "officers");
        assert_eq!(uncapitalised("Calder Lines", true), "Calder Lines");
        assert_eq!(uncapitalised("The Tarn council", true), "the Tarn council");
        assert_eq!(capitalised("when was it?"), "When was it?");
    }
}
