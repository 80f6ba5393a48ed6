//! Fills a store with small invented reports, the engine bypassed, and searches it: `cargo xtask bench store`.
//!
//! Prints reports, seconds to add them, bytes of the file, bytes of text, and milliseconds of a search (median, 95th of a hundred).

#![expect(clippy::print_stdout, reason = "an example that is run by hand or by xtask")]

use std::path::PathBuf;
use std::time::Instant;

use rashomon_page::{Dated, Report};
use rashomon_store::{NewReport, NewStatement, Query, Store, found_digest};
use rashomon_story::{Profile, ProfileParts};
use rashomon_text::PartialDate;

/// Reports of one transaction.
const TOGETHER: usize = 1000;
/// Different words; how often each comes falls with its rank, as in any language.
const WORDS: usize = 60_000;
const NAMES: usize = 20_000;
const TYPES: [&str; 6] = ["AGREE", "REJECT", "REQUEST", "ACCUSE", "CONSULT", ""];

/// Numbers that look like chance (xorshift).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 11
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// A rank below `n`, low ones more often: about Zipf's law.
    fn rank(&mut self, n: usize) -> usize {
        let x = self.next() as f64 / (1u64 << 53) as f64;
        ((n as f64).powf(x) - 1.0) as usize
    }
}

/// The word of a rank: syllables, so that words look like words to the index.
fn word(mut n: usize) -> String {
    const SYLLABLES: [&str; 20] = [
        "ba", "re", "to", "li", "ma", "ne", "su", "ki", "do", "fa", "ge", "hi", "jo", "lu", "ni", "pa", "ro", "se",
        "ti", "vu",
    ];
    let mut word = String::new();
    for _ in 0..2 {
        word.push_str(SYLLABLES[n % 20]);
        n /= 20;
    }
    while n > 0 {
        word.push_str(SYLLABLES[n % 20]);
        n /= 20;
    }
    word
}

fn name(n: usize) -> String {
    let mut name = word(n + WORDS);
    name[..1].make_ascii_uppercase();
    name
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let n: usize = args.next().ok_or("how many reports?")?.parse()?;
    let path = PathBuf::from(args.next().ok_or("which file?")?);
    let words: Vec<String> = (0..WORDS).map(word).collect();
    let names: Vec<String> = (0..NAMES).map(name).collect();
    let mut store = Store::open_to_write(&path, &mut |_| false)?;
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    let (mut text_bytes, mut adding) = (0, 0.0);
    for start in (0..n).step_by(TOGETHER) {
        let some: Vec<Invented> =
            (start..n.min(start + TOGETHER)).map(|k| Invented::new(k, &words, &names, &mut chance)).collect();
        text_bytes += some.iter().map(|r| r.report.text.len()).sum::<usize>();
        let began = Instant::now();
        store.write(|writing| {
            for r in &some {
                let statements: Vec<NewStatement<'_>> = r.said.iter().map(Said::as_new).collect();
                writing.add(NewReport {
                    address: r.report.url.as_deref(),
                    found: found_digest("text", r.report.text.as_bytes(), b""),
                    original: Some(("text", r.report.text.as_bytes())),
                    report: &r.report,
                    reading: r.reading.as_bytes(),
                    statements: &statements,
                    profile: Profile::from_parts(r.profile.clone())
                        .ok_or_else(|| rashomon_store::StoreError::Query("a profile out of order".to_owned()))?,
                    added: k_millis(start),
                })?;
            }
            Ok(())
        })?;
        adding += began.elapsed().as_secs_f64();
    }
    drop(store);
    let store = Store::open(&path)?;
    let mut times = Vec::new();
    for k in 0..200 {
        let query = match k % 5 {
            0 => words[chance.rank(WORDS)].clone(),
            1 => format!("{} {}", words[chance.rank(WORDS)], words[chance.rank(WORDS)]),
            2 => format!("who:{}", names[chance.rank(NAMES)]),
            3 => format!("said-by:{} type:{}", names[chance.rank(NAMES)], TYPES[chance.below(5)]),
            _ => format!("{} after:2031-03 before:2031-09", words[chance.rank(WORDS)]),
        };
        let query = Query::parse(&query)?;
        let began = Instant::now();
        store.search(&query, 0, 10)?;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    let bytes = store.counts()?.bytes;
    println!(
        "{n} {adding:.2} {bytes} {text_bytes} {:.2} {:.2} {:.2}",
        times[times.len() / 2],
        times[times.len() * 95 / 100],
        times[times.len() - 1]
    );
    Ok(())
}

fn k_millis(k: usize) -> i64 {
    1_900_000_000_000 + k as i64
}

struct Said {
    span: (u32, u32),
    who: String,
    to: String,
    by: String,
    kind: &'static str,
}

impl Said {
    fn as_new(&self) -> NewStatement<'_> {
        NewStatement {
            start: self.span.0,
            end: self.span.1,
            who: &self.who,
            recipient: &self.to,
            said_by: &self.by,
            kind: self.kind,
            place: "",
            time: "",
            factuality: 2.0,
        }
    }
}

/// A small report as a reading would be of it.
struct Invented {
    report: Report,
    reading: String,
    said: Vec<Said>,
    profile: ProfileParts,
}

impl Invented {
    fn new(k: usize, words: &[String], names: &[String], chance: &mut Chance) -> Self {
        let mut text = String::new();
        let mut said = Vec::new();
        let mut terms: Vec<u64> = Vec::new();
        for _ in 0..4 {
            let (who, to, by) = (chance.rank(NAMES), chance.rank(NAMES), chance.rank(NAMES));
            let start = text.len() as u32;
            text.push_str(&names[who]);
            for _ in 0..12 {
                let w = chance.rank(WORDS);
                terms.push(w as u64 * 7919);
                text.push(' ');
                text.push_str(&words[w]);
            }
            text.push_str(&format!(" {}, {} said. ", names[to], names[by]));
            let kind = TYPES[chance.below(TYPES.len())];
            let span = (start, text.len() as u32 - 1);
            said.push(Said { span, who: names[who].clone(), to: names[to].clone(), by: names[by].clone(), kind });
        }
        terms.sort_unstable();
        terms.dedup();
        let title = format!("{} {} {k}", names[chance.rank(NAMES)], words[chance.rank(WORDS)]);
        let date = PartialDate::day(2031, 1 + (k % 12) as u8, 1 + (k % 28) as u8);
        let report = Report {
            id: format!("r{k}"),
            title: Some(title.clone()),
            outlet: Some(format!("The {} Post", names[k % 50])),
            url: Some(format!("https://{}.example/{k}", words[k % 50])),
            published: Some(Dated::new(date, "meta")),
            text: text.clone(),
            ..Report::default()
        };
        let events: Vec<String> = said
            .iter()
            .map(|s| {
                format!(
                    "{{\"start\":{},\"end\":{},\"type\":\"{}\",\"actors\":[\"{}\"],\"recipients\":[\"{}\"],\"factuality\":2.0}}",
                    s.span.0, s.span.1, s.kind, s.who, s.to
                )
            })
            .collect();
        let reading = format!(
            "{{\"id\":\"r{k}\",\"title\":\"{title}\",\"published\":\"{date}\",\"text\":\"{text}\",\"events\":[{}]}}",
            events.join(",")
        );
        let profile = ProfileParts {
            key: (k as u64, k as u64),
            counts: vec![1; terms.len()].into(),
            own_shingles: terms.iter().map(|&t| t as u32).collect(),
            words: terms.into(),
            ..ProfileParts::default()
        };
        Self { report, reading, said, profile }
    }
}
