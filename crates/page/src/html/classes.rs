//! What the names of an element say of its part on the page, by the words of `data/classes.tsv`.

use std::ops::BitOr;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A set of roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Roles(u16);

impl Roles {
    pub(crate) const NONE: Self = Self(0);
    /// Speaks of something else than the article.
    pub(crate) const DROP: Self = Self(1);
    /// What readers wrote, what a visitor is to consent to, posts shown within the text.
    pub(crate) const NEVER: Self = Self(1 << 1);
    /// To be left out where it is short or mostly links.
    pub(crate) const WEAK: Self = Self(1 << 2);
    /// Who, when, where on the site.
    pub(crate) const META: Self = Self(1 << 3);
    /// Words to a picture, film or table.
    pub(crate) const CAPTION: Self = Self(1 << 4);
    /// Holds the article's text.
    pub(crate) const BODY: Self = Self(1 << 5);
    /// The sentence above the text that sums it up.
    pub(crate) const LEAD: Self = Self(1 << 6);
    /// One entry of a running report.
    pub(crate) const LIVE: Self = Self(1 << 7);
    /// Stands where the rest is for subscribers only.
    pub(crate) const WALL: Self = Self(1 << 8);
    /// A word that takes the next one's role away.
    const UNLESS: Self = Self(1 << 9);
    /// Speaks of other articles or of other parts of the site.
    pub(crate) const OTHER: Self = Self(1 << 11);
    /// Not to be seen on the page.
    pub(crate) const HIDDEN: Self = Self(1 << 10);

    /// Whether one of these is among them.
    pub(crate) fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Those of these that are among them.
    pub(crate) fn only(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Without these.
    pub(crate) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

impl BitOr for Roles {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

static WORDS: LazyLock<FxHashMap<String, Roles>> = LazyLock::new(|| words(include_str!("../../data/classes.tsv")));

fn words(file: &str) -> FxHashMap<String, Roles> {
    let mut out = FxHashMap::default();
    for line in file.lines().filter(|l| !l.starts_with('#')) {
        let Some((role, list)) = line.split_once('\t') else { continue };
        let role = match role {
            "drop" => Roles::DROP,
            "other" => Roles::DROP | Roles::OTHER,
            "never" => Roles::NEVER,
            "weak" => Roles::WEAK,
            "meta" => Roles::META,
            "caption" => Roles::CAPTION,
            "body" => Roles::BODY,
            "lead" => Roles::LEAD,
            "live" => Roles::LIVE,
            "wall" => Roles::WALL,
            _ => Roles::UNLESS,
        };
        for word in list.split_whitespace() {
            let entry: &mut Roles = out.entry(word.replace('-', "")).or_default();
            *entry = *entry | role;
        }
    }
    out
}

/// Longer attributes are written by scripts, not by people.
const LONGEST: usize = 400;

/// Remembers what the names said that a page repeats.
#[derive(Default)]
pub(crate) struct Names<'a> {
    known: FxHashMap<&'a str, Roles>,
}

impl<'a> Names<'a> {
    /// The roles that a `class`, `id` or `role` attribute names.
    pub(crate) fn roles(&mut self, attribute: &'a str) -> Roles {
        if attribute.is_empty() || attribute.len() > LONGEST {
            return Roles::NONE;
        }
        *self.known.entry(attribute).or_insert_with(|| said(attribute))
    }
}

fn said(attribute: &str) -> Roles {
    let table = &*WORDS;
    let mut all = Roles::NONE;
    let mut key = String::new();
    for token in attribute.split_ascii_whitespace() {
        let words = split(token);
        let mut at = 0;
        while at < words.len() {
            // The longest match wins: "article-body" is the body, whatever "article" may say.
            let hit = (1..=3.min(words.len() - at)).rev().find_map(|n| {
                key.clear();
                words[at..at + n].iter().for_each(|w| key.extend(w.chars().map(|c| c.to_ascii_lowercase())));
                table.get(key.as_str()).map(|r| (n, *r))
            });
            match hit {
                // Takes away what the next word would say.
                Some((n, roles)) if roles.any(Roles::UNLESS) => at += n + 1,
                Some((n, roles)) => {
                    all = all | roles;
                    at += n;
                }
                None => at += 1,
            }
        }
    }
    all
}

/// Words of a token: cut at what is no letter or digit and before a capital that follows a small letter.
fn split(token: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut small = false;
    for (i, c) in token.char_indices() {
        if !c.is_alphanumeric() {
            if start < i {
                out.push(&token[start..i]);
            }
            start = i + c.len_utf8();
            small = false;
        } else {
            if small && c.is_uppercase() {
                out.push(&token[start..i]);
                start = i;
            }
            small = c.is_lowercase();
        }
    }
    if start < token.len() {
        out.push(&token[start..]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_however_they_are_joined() {
        for (names, role) in [
            ("RelatedPosts_list__x1", Roles::DROP),
            ("c-related-posts", Roles::DROP),
            ("article-body__text", Roles::BODY),
            ("story_body", Roles::BODY),
            ("wp-caption-text", Roles::CAPTION),
            ("standfirst", Roles::LEAD),
            ("commentList", Roles::NEVER),
        ] {
            assert!(said(names).any(role), "{names}");
        }
    }

    #[test]
    fn what_a_page_lacks_or_holds_besides_is_no_role() {
        assert_eq!(said("has-sidebar no-comments"), Roles::NONE);
        assert_eq!(said("shareholder download headline"), Roles::NONE);
    }
}
