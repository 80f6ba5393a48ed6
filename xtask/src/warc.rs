//! A web archive of invented pages, for measuring and for trying things out.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::{Context as _, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;

/// Words of which everything is said.
const WHO: &[&str] = &["The mayor", "A spokeswoman", "The harbour office", "The union", "The coast guard", "A witness"];
const SAID: &[&str] = &["said", "told reporters", "announced", "insisted", "warned", "confirmed"];
const TOWNS: &[&str] = &["Askvik", "Brenmouth", "Ostrand", "Tulla", "Port Sevin", "Kelmar", "Lasva", "Tarn"];
const THINGS: &[&str] = &["bridge", "ferry", "quay", "school", "market", "railway", "dam", "tower"];
const DONE: &[&str] =
    &["would be closed", "had been repaired", "was to be sold", "had been damaged", "would reopen", "was unsafe"];
const WHEN: &[&str] =
    &["on Monday", "last week", "in the spring", "before the storm", "at the weekend", "within a year"];

/// Writes `n` pages as responses of web servers, one member of gzip a record if the file's name ends so.
///
/// # Errors
/// If the file cannot be written.
pub fn write(n: usize, file: &Path) -> anyhow::Result<()> {
    ensure!(n > 0, "one page at least");
    let out = File::create(file).with_context(|| format!("cannot write {}", file.display()))?;
    let mut out = BufWriter::with_capacity(1 << 18, out);
    let packed = file.extension().is_some_and(|e| e == "gz");
    for n in 0..n {
        let record = record(n);
        if packed {
            let mut member = GzEncoder::new(&mut out, Compression::fast());
            member.write_all(&record)?;
            member.finish()?;
        } else {
            out.write_all(&record)?;
        }
    }
    out.flush().map_err(io::Error::into)
}

/// One page as a record. Each is another, and each is always the same.
fn record(n: usize) -> Vec<u8> {
    let mut dice = Dice(n as u64 + 1);
    let town = dice.of(TOWNS);
    let thing = dice.of(THINGS);
    let paragraphs: String = (0..6)
        .map(|_| {
            let sentences: String = (0..3)
                .map(|_| {
                    let number = 2 + dice.roll(900);
                    format!(
                        "{} {} that the {} of {} {} {}, and that {number} people would have to wait. ",
                        dice.of(WHO),
                        dice.of(SAID),
                        dice.of(THINGS),
                        dice.of(TOWNS),
                        dice.of(DONE),
                        dice.of(WHEN)
                    )
                })
                .collect();
            format!("<p>{sentences}</p>\n")
        })
        .collect();
    let menu: String = (0..120)
        .map(|k| format!("<li class=\"item\"><a href=\"/section/{k}\" title=\"Section {k}\">Section {k}</a></li>\n"))
        .collect();
    let title = format!("The {thing} of {town}, part {n}");
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title} | Quay News</title>\
         <meta property=\"og:site_name\" content=\"Quay News\"><meta property=\"article:published_time\" content=\"2031-{:02}-{:02}\"></head>\n\
         <body><nav><ul>{menu}</ul></nav><article><h1>{title}</h1>\n{paragraphs}</article><footer>Imprint</footer></body></html>\n",
        1 + n % 12,
        1 + n % 28
    );
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{page}",
        page.len()
    );
    format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{n:012}>\r\n\
         WARC-Date: 2031-12-31T10:00:00Z\r\nWARC-Target-URI: https://quaynews.example/{n}\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n",
        answer.len()
    )
    .into_bytes()
}

/// Numbers that look like chance (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides as u64) as usize
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.roll(words.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_right_and_pages_differ() {
        let text = String::from_utf8(record(7)).expect("text");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head");
        let length: usize = head.rsplit("Content-Length: ").next().and_then(|l| l.parse().ok()).expect("a length");
        assert_eq!(body.len(), length + 4);
        assert_eq!(record(7), record(7));
        assert_ne!(record(7), record(8));
    }
}
