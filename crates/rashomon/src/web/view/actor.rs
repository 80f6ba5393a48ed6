//! An actor across all that is kept: what it does, what is done to it, what it says, where it stands.

use rashomon_store::{Query, Store, StoryHead, Wanted};

use super::parties::Same;
use super::quote::{Quote, flat, href, lang, outlet};
use crate::human::date;
use crate::web::WebError;
use crate::wire::Points;
use crate::wire::comparison::StoryLine;
use crate::wire::reading::ReadingLine;

/// Sentences of each kind.
const SENTENCES: usize = 20;
/// Reports that are looked at for them.
const REPORTS: usize = 40;
/// Stories that are shown.
const STORIES: usize = 20;
/// Characters of a name.
const LONGEST_NAME: usize = 200;

/// An actor.
#[derive(Clone, Debug, Default)]
pub struct ActorView {
    /// The name that stands for it.
    pub name: String,
    /// Its other names, as the user said.
    pub names: Vec<String>,
    /// What it says.
    pub says: Vec<Dated>,
    /// What it does.
    pub does: Vec<Dated>,
    /// What is done to it.
    pub done_to: Vec<Dated>,
    /// Where it stands, by issue.
    pub positions: Vec<(String, Vec<Stance>)>,
    /// Stories that it is in.
    pub stories: Vec<StoryHead>,
}

/// A sentence, and when its report was published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dated {
    /// The sentence.
    pub quote: Quote,
    /// In words.
    pub date: String,
}

/// Where it stands at a date.
#[derive(Clone, Debug, Default)]
pub struct Stance {
    /// `for`, `against` or `mixed`.
    pub stance: String,
    /// When, in words.
    pub date: String,
    /// Where it is said.
    pub href: String,
}

impl ActorView {
    /// What is kept of somebody of this name.
    ///
    /// # Errors
    /// If the name is none, or the store cannot be read.
    pub fn of(store: &Store, name: &str) -> Result<Self, WebError> {
        let name = flat(name);
        if !name.chars().any(char::is_alphanumeric) || name.chars().count() > LONGEST_NAME {
            return Err(WebError::Ask("a name is wanted".to_owned()));
        }
        let same = Same(store.actors_same()?);
        let names: Vec<String> = same.names(&name).into_iter().map(str::to_owned).collect();
        let mut view = Self { name: names[0].clone(), names: names[1..].to_vec(), ..Self::default() };
        for name in &names {
            view.says.extend(sentences(store, "said-by", name)?);
            view.does.extend(sentences(store, "who", name)?);
            view.done_to.extend(sentences(store, "to", name)?);
            let wanted = Wanted { actor: Some(name.clone()), limit: STORIES, ..Wanted::default() };
            for story in store.stories(&wanted)? {
                if view.stories.iter().all(|s| s.id != story.id) {
                    view.stories.push(story);
                }
            }
        }
        for list in [&mut view.says, &mut view.does, &mut view.done_to] {
            list.truncate(SENTENCES);
        }
        view.stories.truncate(STORIES);
        for story in &view.stories {
            let Some(told) = store.told(story.no)? else { continue };
            let told: StoryLine<'_> = serde_json::from_slice(&told)?;
            for p in told.positions.iter().filter(|p| names.iter().any(|n| *n == p.actor)) {
                let stances = p.stances.iter().map(|s| Stance {
                    stance: s.stance.clone().into_owned(),
                    date: s.date.as_deref().map(date).unwrap_or_default(),
                    href: href(&s.report, (s.start, s.end)),
                });
                // A stand that is held is told once.
                let mut turns: Vec<Stance> = stances.collect();
                turns.dedup_by(|next, before| next.stance == before.stance);
                view.positions.push((p.issue.clone().into_owned(), turns));
            }
        }
        Ok(view)
    }

    /// Whether nothing at all is kept of it.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.says.is_empty() && self.does.is_empty() && self.done_to.is_empty() && self.stories.is_empty()
    }
}

/// Whether a sentence is one in which somebody of this name speaks, acts or is acted upon: the index holds the words of all names of a
/// statement together, those of whoever passed a word on as well.
fn is_theirs(line: &ReadingLine<'_>, (start, end): Points, field: &str, name: &str) -> bool {
    let words: Vec<String> = name.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let called = |id: &str| {
        let actor = line.actors.iter().find(|a| a.id == id).filter(|a| !a.anonymous);
        actor.is_some_and(|a| words.iter().all(|w| a.name.to_lowercase().split_whitespace().any(|x| x == w)))
    };
    let within = |s: &Points| s.0 < end && start < s.1;
    match field {
        "said-by" => (line.attributions.iter())
            .filter(|a| a.content.iter().chain(&a.cue).any(within))
            .any(|a| a.source_actor.as_deref().is_some_and(called)),
        _ => (line.events.iter())
            .filter(|e| within(&(e.start, e.end)))
            .any(|e| if field == "who" { &e.actors } else { &e.recipients }.iter().any(|a| called(a))),
    }
}

/// Sentences in which the name stands in a field; those of reports that hold most of them first.
fn sentences(store: &Store, field: &str, name: &str) -> Result<Vec<Dated>, WebError> {
    let query = Query::parse(&format!("{field}:\"{}\"", name.replace('"', " ")))?;
    let mut out = Vec::new();
    for hit in store.search(&query, 0, REPORTS)?.hits {
        if out.len() >= SENTENCES {
            break;
        }
        let line: ReadingLine<'_> = serde_json::from_slice(&store.reading(&hit.head)?)?;
        let text: Vec<char> = line.text.chars().collect();
        for &(start, end) in hit.statements.iter().filter(|s| is_theirs(&line, **s, field, name)).take(3) {
            let words: String = text.get(start as usize..end as usize).unwrap_or_default().iter().collect();
            let paragraph = line.paragraphs.iter().position(|p| p.0 <= start && start < p.1);
            let quote = Quote {
                text: flat(&words),
                href: href(&hit.head.id, (start, end)),
                outlet: outlet(&hit.head),
                place: paragraph.map_or_else(String::new, |p| format!("¶{}", p + 1)),
                lang: lang(line.language.as_deref()),
                ..Quote::default()
            };
            let dated = Dated { quote, date: hit.head.published.as_deref().map(date).unwrap_or_default() };
            // A copy is told beside what it copies.
            match out.iter_mut().find(|o: &&mut Dated| o.quote.text == dated.quote.text) {
                Some(o) if o.quote.href != dated.quote.href => {
                    o.quote.also.push((format!("{} {}", dated.quote.outlet, dated.quote.place), dated.quote.href));
                }
                Some(_) => {}
                None => out.push(dated),
            }
        }
    }
    Ok(out)
}
