//! In what language a text is: by its frequent words where these are known, else by its letters.

use std::sync::LazyLock;

/// Too few words to tell.
const FEWEST: usize = 8;
/// A page's own word on its language counts unless its text is at least this long, in bytes, and says otherwise.
const SURE: usize = 200;
/// More text than this is not looked at.
const MOST: usize = 6000;

/// The language of a page as BCP 47, from what the page says and from its text.
///
/// Templates say "en" on pages in any language, so a text of some length goes before the label.
pub(crate) fn settle(declared: Option<String>, text: &str) -> Option<String> {
    let found = of_text(text);
    let primary = |tag: &str| tag.split('-').next().unwrap_or("").to_owned();
    match (declared, found) {
        (Some(d), Some(f)) if text.len() >= SURE && primary(&d) != f && !same_letters(&primary(&d), f) => {
            Some(f.to_owned())
        }
        (Some(d), _) => Some(d),
        (None, f) => f.map(str::to_owned),
    }
}

/// Languages too close to be told apart by their letters; the page knows better.
fn same_letters(a: &str, b: &str) -> bool {
    const CLOSE: &[&[&str]] = &[
        &["no", "nb", "nn", "da", "sv"],
        &["hr", "sr", "bs", "sl", "mk", "bg"],
        &["cs", "sk"],
        &["id", "ms", "jv"],
        &["es", "pt", "gl", "ca"],
        &["ru", "uk", "be", "bg"],
        &["nl", "af", "fy"],
        &["fa", "ur", "ar"],
        &["hi", "mr", "ne"],
        &["tr", "az", "tk"],
        &["de", "lb", "als", "nds"],
    ];
    CLOSE.iter().any(|c| c.contains(&a) && c.contains(&b))
}

/// The language of a text, if that is clear.
pub(crate) fn of_text(text: &str) -> Option<&'static str> {
    let mut end = text.len().min(MOST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).take(400).map(str::to_lowercase).collect();
    let spaced = words.len() >= FEWEST;
    let frequent = spaced.then(|| by_frequent_words(&words)).flatten();
    if frequent == Some("en") {
        return frequent;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    // Among languages of one foreign alphabet the likeliest will do: it is not English in any case.
    // Nobody prints the news in Latin or Esperanto; lists of names look like them.
    let printed = |i: &whatlang::Info| !matches!(i.lang(), whatlang::Lang::Lat | whatlang::Lang::Epo);
    let clear = |i: &whatlang::Info| printed(i) && (i.is_reliable() || i.script() != whatlang::Script::Latin);
    let found = whatlang::detect(text).filter(|i| clear(i) && letters >= 3 * FEWEST);
    found.and_then(|i| code(i.lang().code())).filter(|&c| c != "en" || spaced).or(frequent)
}

/// The language whose frequent words the text uses most.
fn by_frequent_words(words: &[String]) -> Option<&'static str> {
    let counts = include_str!("../data/stopwords.tsv").lines().filter(|l| !l.starts_with('#')).filter_map(|l| {
        let (language, list) = l.split_once('\t')?;
        Some((words.iter().filter(|w| list.split(' ').any(|x| x == *w)).count(), language))
    });
    let (n, language) = counts.max_by_key(|&(n, l)| (n, l == "en"))?;
    (n * 10 >= words.len()).then_some(language)
}

static CODES: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    include_str!("../data/languages.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('\t'))
        .collect()
});

/// The code of BCP 47 for one of ISO 639-3.
fn code(three: &str) -> Option<&'static str> {
    CODES.iter().find(|c| c.0 == three).map(|c| c.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_by_their_small_words() {
        assert_eq!(of_text("The mayor of the town said that it was closed by the storm on the hill."), Some("en"));
        assert_eq!(of_text("Der Bürgermeister und die Stadt haben das Amt mit dem Land nicht im Griff."), Some("de"));
        assert_eq!(of_text("Hm."), None);
    }

    #[test]
    fn languages_by_their_letters() {
        for (text, want) in [
            (
                "Паром затонул у входа в гавань рано утром в пятницу, сообщила береговая охрана. Все, кто был на борту, спасены, и их вывезли на берег рыбаки.",
                "ru",
            ),
            ("Το πλοίο βυθίστηκε έξω από το λιμάνι νωρίς το πρωί της Παρασκευής, είπε το λιμενικό.", "el"),
            ("غرقت العبارة قبالة الميناء في وقت مبكر من صباح يوم الجمعة، حسبما قال خفر السواحل.", "ar"),
            ("フェリーは金曜日の早朝、港の沖で沈没したと沿岸警備隊が発表した。乗客は全員救助された。", "ja"),
            ("Lautta upposi sataman edustalla varhain perjantaiaamuna, rannikkovartiosto kertoi lehdelle.", "fi"),
            ("A komp péntek kora reggel elsüllyedt a kikötő előtt, közölte a parti őrség az újsággal.", "hu"),
        ] {
            assert_eq!(of_text(text), Some(want), "{text}");
        }
    }

    #[test]
    fn the_text_goes_before_a_label_that_is_wrong() {
        let german =
            "Die Fähre sank am frühen Morgen vor dem Hafen, und die Küstenwache brachte alle Menschen an Land. "
                .repeat(3);
        assert_eq!(settle(Some("en-GB".into()), &german).as_deref(), Some("de"));
        assert_eq!(settle(Some("en-GB".into()), &german[..60]).as_deref(), Some("en-GB"));
        let english =
            "The ferry sank off the harbour early in the morning, and all on board were saved by the coast guard. "
                .repeat(3);
        assert_eq!(settle(Some("de".into()), &english).as_deref(), Some("en"));
        assert_eq!(settle(Some("en-GB".into()), &english).as_deref(), Some("en-GB"));
        assert_eq!(settle(None, "Hm."), None);
    }

    #[test]
    fn every_language_of_the_library_has_a_code() {
        let without: Vec<&str> = whatlang::Lang::all().iter().map(|l| l.code()).filter(|c| code(c).is_none()).collect();
        assert!(without.is_empty(), "{without:?}");
    }
}
