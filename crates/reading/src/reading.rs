//! What was understood of one report.

use rashomon_text::Span;
use rashomon_times::Timex;

/// Index of an actor in [`Reading::actors`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorId(pub u32);

/// Index of an attribution in [`Reading::attributions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttributionId(pub u32);

/// Index of an event in [`Reading::events`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u32);

/// All that was understood of one report. Every part holds spans of the report's text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Who is spoken of.
    pub actors: Vec<Actor>,
    /// On whose word something is said.
    pub attributions: Vec<Attribution>,
    /// What is said to have happened, or not.
    pub events: Vec<Event>,
    /// Time expressions.
    pub times: Vec<Timex>,
    /// What looks odd, in words for the user.
    pub warnings: Vec<String>,
}

impl Reading {
    /// The actor.
    #[must_use]
    pub fn actor(&self, id: ActorId) -> &Actor {
        &self.actors[id.0 as usize]
    }

    /// The attribution.
    #[must_use]
    pub fn attribution(&self, id: AttributionId) -> &Attribution {
        &self.attributions[id.0 as usize]
    }

    /// The event.
    #[must_use]
    pub fn event(&self, id: EventId) -> &Event {
        &self.events[id.0 as usize]
    }
}

/// The line of a table that a reading rests on, so that a wrong one can be mended there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Because {
    /// The table: "plover.tsv", or the path of a user's own.
    pub table: &'static str,
    /// Its line, from 1.
    pub line: u32,
    /// The pattern or the line itself.
    pub entry: &'static str,
}

/// A person, organisation, state or group: the same one across its mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The fullest name ("Vladimir Putin"), or the description where no name is given ("a US official").
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-3 of the state it belongs to.
    pub country: Option<String>,
    /// The state or body it belongs to, where the text names one that the tables do not know by a code.
    pub of: Option<ActorId>,
    /// Office or calling ("president").
    pub role: Option<String>,
    /// Whether it has a name, rather than a description.
    pub named: bool,
    /// Whether it speaks without a name.
    pub anonymous: bool,
    /// Where it is mentioned, in order.
    pub mentions: Vec<Mention>,
}

/// One mention of an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where.
    pub span: Span,
    /// The token that heads it.
    pub head: u32,
    /// By what kind of words.
    pub kind: MentionKind,
}

/// By what kind of words an actor is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MentionKind {
    /// "Vladimir Putin", "Moscow".
    Name,
    /// "the Russian president".
    Nominal,
    /// "he".
    Pronoun,
    /// "Russian" in "Russian forces".
    Adjective,
}

/// Kinds of actors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActorKind {
    /// One person, or persons by calling.
    Person,
    /// A state, or the government that acts for it.
    State,
    /// A part of a government.
    Government,
    /// Armed forces of a state.
    Military,
    /// Police.
    Police,
    /// Rebels, militias, terrorist groups.
    ArmedGroup,
    /// Any other body.
    Organisation,
    /// A newspaper, agency or station.
    Outlet,
    /// A nation or people.
    People,
    /// A town or region, where it is spoken of as if it acted.
    Place,
}

impl ActorKind {
    /// The word for it in output and data files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::State => "state",
            Self::Government => "government",
            Self::Military => "military",
            Self::Police => "police",
            Self::ArmedGroup => "armed_group",
            Self::Organisation => "organisation",
            Self::Outlet => "outlet",
            Self::People => "people",
            Self::Place => "place",
        }
    }

    /// The kind that data files call so.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "person" => Self::Person,
            "state" => Self::State,
            "government" => Self::Government,
            "military" => Self::Military,
            "police" => Self::Police,
            "armed_group" => Self::ArmedGroup,
            "organisation" | "group" => Self::Organisation,
            "outlet" => Self::Outlet,
            "people" => Self::People,
            "place" => Self::Place,
            _ => return None,
        })
    }
}

/// Source, cue and content: on whose word something is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// Who says it; empty where the text names nobody ("is reported to").
    pub source: Vec<Span>,
    /// The words that say that it is said.
    pub cue: Vec<Span>,
    /// What is said.
    pub content: Vec<Span>,
    /// Whether in the source's own words.
    pub kind: QuoteKind,
    /// The actor behind `source`.
    pub source_actor: Option<ActorId>,
    /// Whether the source speaks without a name.
    pub anonymous: bool,
    /// The outlet to which the word was given ("told Reuters").
    pub via: Option<ActorId>,
    /// The attribution that this one stands in.
    pub within: Option<AttributionId>,
    /// Whether the source says that the content is so. "Condemned the arrest" takes the arrest for granted and
    /// leaves it on the word of whoever reports the condemnation.
    pub vouches: bool,
    /// The token of the cue that carries it.
    pub cue_token: Option<u32>,
}

/// Whether a source is quoted word for word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteKind {
    /// All of the content stands between quotation marks.
    Direct,
    /// None of it does.
    Indirect,
    /// Some of it does.
    Mixed,
}

impl QuoteKind {
    /// The word for it in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
        }
    }
}

/// A predicate with its participants.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The predicate.
    pub span: Span,
    /// The token that heads it.
    pub head: u32,
    /// Its lemma, with the particle ("turn down").
    pub lemma: String,
    /// PLOVER type, where it is a political event.
    pub kind: Option<Plover>,
    /// The line of `plover.tsv` that gave the type.
    pub because: Option<Because>,
    /// The rule of grammar that made another type of it.
    pub recast: Option<&'static str>,
    /// What is promised or threatened where `kind` is so by tense only: "will release" is AGREE, and intends RETREAT.
    pub intends: Option<Plover>,
    /// PLOVER mode.
    pub mode: Option<&'static str>,
    /// Who did it.
    pub actors: Vec<ActorId>,
    /// To whom.
    pub recipients: Vec<ActorId>,
    /// The words for `actors`, those that are no actor included.
    pub actor_spans: Vec<Span>,
    /// The words for `recipients`, those that are no actor included.
    pub recipient_spans: Vec<Span>,
    /// The event that this one is about: what is agreed, refused, asked for, denied.
    pub about: Option<EventId>,
    /// Where.
    pub place: Option<String>,
    /// When, as a TIMEX3 value.
    pub time: Option<String>,
    /// How many of what.
    pub quantities: Vec<Quantity>,
    /// −3 certainly not … +3 certainly, as the text puts it.
    pub factuality: f32,
    /// On whose word; `None`: the outlet's own.
    pub holder: Option<AttributionId>,
    /// The clause that tells it.
    pub clause: Span,
    /// Whether the predicate is a noun.
    pub nominal: bool,
    /// Whether the predicate itself is negated ("did not", "no").
    pub negated: bool,
}

/// A number and what it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The words.
    pub span: Span,
    /// The number.
    pub value: f64,
    /// What is counted: the lemma of the noun, or of the event that befell the counted ("killed").
    pub of: String,
    /// How it is bounded.
    pub bound: Bound,
    /// The unit ("kilometre", "dollar", "%"), where the counted is a measure.
    pub unit: Option<String>,
}

/// How a number is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Just so many.
    Exact,
    /// About so many.
    About,
    /// So many or more.
    AtLeast,
    /// So many or fewer.
    AtMost,
}

macro_rules! plover {
    ($($variant:ident $text:literal,)*) => {
        /// The 16 event types of PLOVER.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Plover {
            $(#[doc = concat!("`", $text, "`")] $variant,)*
        }

        impl Plover {
            /// As the codebook writes it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The type that the codebook writes so.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

plover! {
    Agree "AGREE",
    Consult "CONSULT",
    Support "SUPPORT",
    Concede "CONCEDE",
    Cooperate "COOPERATE",
    Aid "AID",
    Retreat "RETREAT",
    Request "REQUEST",
    Reject "REJECT",
    Accuse "ACCUSE",
    Threaten "THREATEN",
    Protest "PROTEST",
    Sanction "SANCTION",
    Mobilize "MOBILIZE",
    Coerce "COERCE",
    Assault "ASSAULT",
}

impl Plover {
    /// Whether the two sides do it together, so that actor and recipient may change places.
    #[must_use]
    pub fn is_mutual(self) -> bool {
        matches!(self, Self::Agree | Self::Consult | Self::Cooperate)
    }
}
