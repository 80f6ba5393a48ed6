//! Who speaks to whom: a newspaper tells of third persons, a letter or a review of "I" and "you".

use rashomon_lang::Pos;
use rashomon_text::Span;

use crate::parsed::Parsed;
use crate::quotes::{self, Quotation};

/// Where a text speaks in the first or second person with nobody quoted.
pub(super) struct Register {
    quotations: Vec<Quotation>,
    /// For each sentence, the first such word outside quotation marks.
    addressed: Vec<Option<usize>>,
}

impl Register {
    pub fn of(p: Parsed<'_>) -> Self {
        let mut at = 0;
        let lines = p.text.split_inclusive('\n').map(|line| {
            let from = at;
            at += line.len();
            Span::new(from, at)
        });
        let quotations = quotes::find(p.text, lines);
        let addressed =
            p.a.sentences()
                .map(|mut s| s.find(|&t| is_participant(p, t) && !is_quoted(&quotations, p.a.token(t).span)))
                .collect();
        Self { quotations, addressed }
    }

    /// The word by which sentence number `n` speaks of its writer or reader.
    pub fn addressed(&self, n: usize) -> Option<usize> {
        self.addressed[n]
    }

    /// Whether the writer says what stands at token `i`, and says it of himself or to the reader.
    pub fn is_personal(&self, p: Parsed<'_>, i: usize) -> bool {
        self.addressed[p.a.sentence_of(i)].is_some() && !is_quoted(&self.quotations, p.a.token(i).span)
    }
}

/// "I", "we", "your": one of those who speak or are spoken to.
fn is_participant(p: Parsed<'_>, t: usize) -> bool {
    p.pos(t) == Pos::Pron && {
        let morph = p.a.morph(t);
        morph.contains("Person=1") || morph.contains("Person=2")
    }
}

fn is_quoted(quotations: &[Quotation], span: Span) -> bool {
    let k = quotations.partition_point(|q| q.outer.end <= span.start);
    quotations.get(k).is_some_and(|q| q.outer.overlaps(span))
}
