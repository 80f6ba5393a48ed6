//! What each rule makes of certainty, as numbers, and how two of them come together.

/// What is told and negated. Less than what is told outright: "did not attack" may deny the manner or the place alone.
pub(super) const NEGATED: f32 = 2.2;
/// What a source says, seen by the outlet that passes it on.
pub(super) const SAID: f32 = 2.5;
/// What is believed, expected or seems so.
pub(super) const BELIEVED: f32 = 1.7;
/// What is wanted or planned.
pub(super) const WANTED: f32 = 1.2;
/// What is asked of another: nothing says that he will.
pub(super) const ASKED: f32 = 0.0;
/// What the writer says that he or the reader will, can or should do: nobody has done it, and it is open whether he will.
pub(super) const UNDONE: f32 = -0.95;
/// What he says that he or the reader wants, needs or is asked to do: likely not done.
pub(super) const UNDONE_BELOW: f32 = -0.5;
/// What the writer says of his and the reader's habits and opinions beside the point of his sentence.
pub(super) const IN_PASSING: f32 = 1.9;
/// A noun tells of an event without a tense.
pub(super) const NOUN: f32 = 2.7;
/// A noun that only qualifies another: "election law" holds no election.
pub(super) const QUALIFIER: f32 = 2.2;
/// So does a participle or gerund: "closing the gate".
pub(super) const GERUND: f32 = 2.6;
/// What only comes along with what is to be, and a bare form that nothing carries.
pub(super) const BARE: f32 = 1.5;
/// "had to leave": mostly did.
pub(super) const HAD_TO: f32 = 2.0;

/// "will": newspapers say so of what is decided or certain to come.
pub(super) const WILL: f32 = 1.95;
/// "would" that is no "will" put into the past: it hangs on something.
pub(super) const WOULD: f32 = 1.25;
/// "can", "is able to".
pub(super) const CAN: f32 = 1.2;
/// "may", "might", "could".
pub(super) const MAY: f32 = 1.0;
/// "should", "must", "has to".
pub(super) const DUE: f32 = 0.9;
/// "will not", "cannot", "would not": surer than their opposites.
pub(super) const WILL_NOT: f32 = 2.0;
/// What hangs on a condition.
pub(super) const CONDITIONED: f32 = 0.9;
/// What is ordered.
pub(super) const ORDERED: f32 = 0.5;
/// "allegedly", "reportedly", "probably".
pub(super) const HEDGED: f32 = 1.5;
/// "possible", "planned", "would-be".
pub(super) const MERELY_POSSIBLE: f32 = 0.7;
/// "would have sent": it was not.
pub(super) const COUNTERFACT: f32 = -1.2;
/// "almost sank": it did not.
pub(super) const ALMOST: f32 = -1.5;
/// "to open a school", "plans a school": what something is done for mostly comes about.
pub(super) const PURPOSE: f32 = 1.4;
/// "a plan to", "easy to": an infinitive under a word of no class.
pub(super) const INFINITIVE: f32 = 1.2;
/// "whenever they meet", "anyone who asks": nobody in particular, no particular time.
pub(super) const GENERIC: f32 = 1.0;

/// A value in a context: certainty is that of the less certain, the sign is the product.
pub(super) fn combine(own: f32, context: f32) -> f32 {
    let sign = if (own < 0.0) == (context < 0.0) { 1.0 } else { -1.0 };
    sign * own.abs().min(context.abs())
}

#[cfg(test)]
mod tests {
    use super::combine;

    #[test]
    fn certainty_is_that_of_the_less_certain_and_signs_multiply() {
        for (own, context, both) in [
            (3.0, 3.0, 3.0),
            (3.0, 2.2, 2.2),
            (0.9, 3.0, 0.9),
            (-3.0, 3.0, -3.0),
            // "denied that it had not": what is denied is a negation
            (-3.0, -2.0, 2.0),
            (3.0, -2.6, -2.6),
            (3.0, 0.0, 0.0),
        ] {
            assert_eq!(combine(own, context), both, "{own} in {context}");
            assert_eq!(combine(context, own), both, "{context} in {own}");
        }
    }
}
