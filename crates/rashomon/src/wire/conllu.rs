//! CoNLL-U, as `rashomon parse` and `rashomon export` print it.
//!
//! Where a token stands in the text is kept in its last column (`start_char`, `end_char`), in code points: a sentence's own
//! line of text does not say how much lies between it and the next.

use std::fmt::Write as _;

use rashomon_lang::Analysis;
use rashomon_text::CodePoints;

/// Fields of CoNLL-U hold no white space but plain spaces inside, and are never empty.
fn field(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_whitespace() || c.is_control() { '\u{a0}' } else { c }).collect();
    if clean.is_empty() { "_".to_owned() } else { clean }
}

/// The grammar of a text, one document.
#[must_use]
pub fn conllu(id: &str, text: &str, a: &Analysis) -> String {
    let points = CodePoints::new(text);
    let mut out = String::new();
    let one_line = |s: &str| {
        s.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let mut entity = vec!["O".to_owned(); a.len()];
    for e in a.entities() {
        for i in e.first..e.last {
            entity[i as usize] = format!("{}-{}", if i == e.first { "B" } else { "I" }, e.label);
        }
    }
    for (number, sentence) in a.sentences().enumerate() {
        if number == 0 {
            let _ = writeln!(out, "# newdoc id = {}", one_line(id));
        }
        let _ = writeln!(out, "# sent_id = {}-{}", one_line(id), number + 1);
        let _ = writeln!(out, "# text = {}", one_line(a.span(sentence.clone()).of(text)));
        for i in sentence.clone() {
            let t = a.token(i);
            let (head, dep) = match a.parent(i) {
                // Heads are counted from 1 within the sentence.
                Some(h) if sentence.contains(&h) => (h - sentence.start + 1, t.dep.as_str()),
                _ => (0, "root"),
            };
            let (start, end) = points.span(t.span);
            let mut misc = vec![format!("start_char={start}"), format!("end_char={end}")];
            if entity[i] != "O" {
                misc.push(format!("NER={}", entity[i]));
            }
            if !t.space_after {
                misc.push("SpaceAfter=No".to_owned());
            }
            let morph = a.morph(i);
            let _ = writeln!(
                out,
                "{}\t{}\t{}\t{}\t{}\t{}\t{head}\t{dep}\t_\t{}",
                i - sentence.start + 1,
                field(t.span.of(text)),
                field(a.lemma(i)),
                t.pos,
                t.tag,
                if morph.is_empty() { "_" } else { morph },
                misc.join("|"),
            );
        }
        out.push('\n');
    }
    out
}
