//! PDFs with a layer of text: press releases, statements, printed pages.
//!
//! `content` runs the drawing of each page and keeps what is shown where; `layout` makes lines and paragraphs of it.

mod content;
mod fonts;
mod layout;

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Document, LoadOptions, Object};
use rashomon_text::PartialDate;

use crate::date::{DayFirst, in_text, plausible, stamp};
use crate::html::tidy::tidy;
use crate::language;
use crate::report::{Dated, ParagraphKind, Report};
use crate::text::squeeze;
use crate::{Hints, compose};

/// Larger files are books of pictures.
const LARGEST: usize = 32 << 20;
/// Pages beyond are left out: no report is a book.
const MOST_PAGES: usize = 300;
/// One packed stream may become so large. The drawing of a page of text takes some ten kilobytes.
const LARGEST_STREAM: usize = 16 << 20;
/// All packed tables of objects of a file together. They are unpacked before anything is known of what they hold.
const LARGEST_TABLES: usize = 96 << 20;
/// All drawings of a file together, those of forms as often as they are drawn: some seconds of work.
const MOST_DRAWING: usize = 64 << 20;
/// Bytes of text that are read.
const MOST_TEXT: usize = 2 << 20;

/// Reads the text of a PDF. One without a layer of text, as scanners make them, says so.
#[must_use]
pub fn read(id: &str, bytes: &[u8], hints: &Hints) -> Report {
    let mut report = Report { id: id.into(), ..Report::default() };
    match catch_unwind(AssertUnwindSafe(|| shown(bytes))) {
        Ok(Ok(shown)) => fill(&mut report, shown),
        Ok(Err(why)) => report.problems.push(why),
        Err(_) => report.problems.push("the PDF could not be parsed".into()),
    }
    hints.apply(&mut report);
    compose::weigh(&mut report, std::iter::empty());
    report
}

/// What was taken from a file.
#[derive(Default)]
struct Shown {
    pages: Vec<Vec<content::Run>>,
    left_out: usize,
    title: Option<String>,
    author: Option<String>,
    created: Option<PartialDate>,
}

fn shown(bytes: &[u8]) -> Result<Shown, String> {
    if bytes.len() > LARGEST {
        return Err(format!("a PDF of more than {} MB; not read", LARGEST >> 20));
    }
    if tables(bytes) > LARGEST_TABLES {
        return Err("a PDF whose tables unpack to more than any text needs; not read".into());
    }
    let document = Document::load_mem_with_options(bytes, LoadOptions::with_max_decompressed_size(LARGEST_STREAM))
        .map_err(|e| format!("not a PDF that can be read: {}", squeeze(&e.to_string())))?;
    if document.is_encrypted() {
        return Err("the PDF asks for a password".into());
    }
    let mut shown = Shown::default();
    if let Ok(info) = document.trailer.get_deref(b"Info", &document).and_then(Object::as_dict) {
        let text = |key: &[u8]| {
            let o = info.get_deref(key, &document).ok()?;
            lopdf::decode_text_string(o).ok().map(|s| squeeze(&s)).filter(|s| !s.is_empty())
        };
        shown.title = text(b"Title").filter(|t| t.contains(' ') && !t.to_lowercase().starts_with("microsoft word"));
        shown.author = text(b"Author").filter(|a| a.contains(' '));
        // D:20180817103000+02'00'
        shown.created = text(b"CreationDate")
            .and_then(|d| stamp(d.trim_start_matches("D:").get(..8)?).map(|s| s.date))
            .filter(|&d| plausible(d));
    }
    let mut left = content::Budget { text: MOST_TEXT, drawing: MOST_DRAWING };
    for (n, page) in document.page_iter().enumerate() {
        if n >= MOST_PAGES || left.text == 0 || left.drawing == 0 {
            shown.left_out += 1;
            continue;
        }
        shown.pages.push(content::runs(&document, page, &mut left));
    }
    Ok(shown)
}

/// What the packed tables of objects unpack to, as far as the limit.
fn tables(bytes: &[u8]) -> usize {
    let mut sum = 0;
    let mut rest = bytes;
    while let Some(at) = rest.windows(7).position(|w| w == b"/ObjStm") {
        rest = &rest[at + 7..];
        let Some(at) = rest.windows(6).take(4096).position(|w| w == b"stream") else { continue };
        let packed = rest[at + 6..].trim_ascii_start();
        let mut from = flate2::bufread::ZlibDecoder::new(packed);
        let limited = std::io::Read::take(&mut from, (LARGEST_TABLES - sum) as u64 + 1);
        sum += count(limited);
        if sum > LARGEST_TABLES {
            break;
        }
    }
    sum
}

fn count(mut from: impl std::io::Read) -> usize {
    let (mut n, mut buf) = (0, [0; 1 << 14]);
    while let Ok(k @ 1..) = from.read(&mut buf) {
        n += k;
    }
    n
}

fn fill(report: &mut Report, shown: Shown) {
    if shown.left_out > 0 {
        let read = shown.pages.len();
        report.problems.push(format!("only the first {read} of {} pages were read", read + shown.left_out));
    }
    if shown.pages.iter().all(|p| p.iter().all(|r| r.text.trim().is_empty())) {
        report.problems.push("a PDF without a layer of text, as scanners make them; nothing can be read".into());
    }
    let text = layout::text(&shown.pages);
    report.title = text.title.clone().or(shown.title);
    report.byline = shown.author.into_iter().collect();
    report.other_dates.extend(shown.created.map(|date| Dated::new(date, "pdf CreationDate")));
    // The short lines above the text say when it was given out.
    let head = text.blocks.iter().take_while(|b| b.kind != ParagraphKind::Body || b.text.len() < 120);
    let days = head.filter(|b| b.text.len() < 120).flat_map(|b| in_text(&b.text, DayFirst::Unknown));
    let day = days.map(|(d, _)| d).find(|&d| d.day.is_some() && plausible(d));
    report.published = day.map(|date| Dated::new(date, "visible text"));
    let titles: Vec<String> = report.title.iter().cloned().collect();
    compose::paragraphs(report, &tidy(text.blocks, &titles));
    report.language = language::of_text(&report.text).map(str::to_owned);
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    /// A PDF with these pages, each as the operators that draw it.
    fn pdf(pages: &[&str], pack: bool) -> Vec<u8> {
        let mut out = b"%PDF-1.5\n".to_vec();
        let mut at = Vec::new();
        let mut object = |out: &mut Vec<u8>, body: &[u8]| {
            at.push(out.len());
            let n = at.len();
            out.extend(format!("{n} 0 obj\n").bytes().chain(body.iter().copied()).chain(*b"\nendobj\n"));
        };
        let kids: String = (0..pages.len()).map(|n| format!("{} 0 R ", 5 + 2 * n)).collect();
        object(&mut out, b"<< /Type /Catalog /Pages 2 0 R >>");
        object(&mut out, format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()).as_bytes());
        object(&mut out, b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
        object(&mut out, b"<< /Title (Notice of the harbour) /Author (Ada Lund) /CreationDate (D:20180818100000Z) >>");
        for (n, page) in pages.iter().enumerate() {
            let body = format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
                6 + 2 * n
            );
            object(&mut out, body.as_bytes());
            let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
            packed.write_all(page.as_bytes()).expect("packed");
            let (filter, data) = if pack {
                ("/Filter /FlateDecode", packed.finish().expect("packed"))
            } else {
                ("", page.as_bytes().to_vec())
            };
            let mut body = format!("<< /Length {} {filter} >>\nstream\n", data.len()).into_bytes();
            body.extend(data);
            body.extend(b"\nendstream");
            object(&mut out, &body);
        }
        let start = out.len();
        out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", at.len() + 1).bytes());
        for a in &at {
            out.extend(format!("{a:010} 00000 n \n").bytes());
        }
        out.extend(
            format!("trailer\n<< /Size {} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n%%EOF", at.len() + 1).bytes(),
        );
        out
    }

    /// The operators that show these lines, one under the other from `top` on, each `step` below the one before.
    fn lines(top: u32, step: u32, lines: &[&str]) -> String {
        let shown: String = lines.iter().map(|l| format!("({l}) Tj 0 -{step} Td ")).collect();
        format!("BT /F1 11 Tf 60 {top} Td {shown} ET ")
    }

    fn page() -> String {
        let head = "BT /F1 22 Tf 60 780 Td (Ferry Solveig sinks) Tj ET BT /F1 9 Tf 60 750 Td (Harbour office, 17 August 2018) Tj ET ";
        let first = lines(
            700,
            14,
            &[
                "The ferry Solveig sank off the harbour early on Friday morning, the coast guard said, after it had",
                "taken in water for more than three hours. All of the forty people on board were brought to the har-",
                "bour by fishing boats.",
            ],
        );
        let second = lines(
            644,
            14,
            &[
                "A spokesman said that the owner had been warned. The ferry was built in 1961 and had been in the yard",
                "twice since the spring; the yard had found nothing that would have kept it from going out again.",
            ],
        );
        format!("{head}{first}{second}BT /F1 8 Tf 290 30 Td (1) Tj ET")
    }

    #[test]
    fn lines_become_paragraphs_and_hyphens_go() {
        for pack in [false, true] {
            let r = read("p", &pdf(&[&page()], pack), &Hints::default());
            assert_eq!(r.title.as_deref(), Some("Ferry Solveig sinks"), "{r:#?}");
            let p: Vec<&str> = r.paragraphs.iter().map(|p| p.span.of(&r.text)).collect();
            assert_eq!(p.len(), 2, "{p:#?}");
            assert!(
                p[0].starts_with("The ferry Solveig") && p[0].ends_with("brought to the harbour by fishing boats."),
                "{p:#?}"
            );
            assert!(p[1].starts_with("A spokesman") && p[1].ends_with("again."));
            assert_eq!(r.published.map(|d| d.date.to_string()).as_deref(), Some("2018-08-17"));
            assert_eq!((r.byline, r.other_dates[0].basis.as_str()), (vec!["Ada Lund".to_owned()], "pdf CreationDate"));
            assert!(r.problems.is_empty(), "{:?}", r.problems);
        }
    }

    #[test]
    fn a_scan_says_that_it_is_one() {
        let r = read("p", &pdf(&["q 100 0 0 100 0 0 cm Q", "0 0 m 10 10 l S"], true), &Hints::default());
        assert!(r.text.is_empty() && r.problems[0].contains("without a layer of text"), "{:?}", r.problems);
    }

    #[test]
    fn running_heads_and_page_numbers_are_no_text() {
        let pages: Vec<String> = (1..=4)
            .map(|n| {
                let text = format!("Part {n} of the report says that the ferry was old and that the yard had been told of it by the owner,");
                let head = format!("BT /F1 8 Tf 60 820 Td (Report of the harbour office {n}) Tj ET ");
                head + &lines(700, 14, &[&text, "who had bought it the year before and had it painted, but not mended, in the spring of that year."])
                    + &format!("BT /F1 8 Tf 290 30 Td (Page {n} of 4) Tj ET")
            })
            .collect();
        let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
        let r = read("p", &pdf(&pages, true), &Hints::default());
        assert_eq!(r.text.matches("harbour office").count() + r.text.matches("of 4").count(), 0, "{}", r.text);
        assert_eq!(r.text.matches("says that the ferry").count(), 4);
    }

    #[test]
    fn words_are_parted_where_there_is_room() {
        let kerned = "BT /F1 11 Tf 60 700 Td [(The fer) 20 (ry) -300 (sank on Fri) -15 (day.)] TJ 135 0 Td (All) Tj 18 0 Td (lived.) Tj ET";
        let r = read("p", &pdf(&[kerned], false), &Hints::default());
        assert!(r.text.starts_with("The ferry sank on Friday. "), "{}", r.text);
        assert!(r.text.ends_with("All lived."), "{}", r.text);
    }

    #[test]
    fn hostile_files_are_survived() {
        let whole = pdf(&[&page()], true);
        // Cut off and flipped everywhere.
        for n in (0..whole.len()).step_by(37) {
            let _ = read("p", &whole[..n], &Hints::default());
            let mut bad = whole.clone();
            bad[n] ^= 0x55;
            let _ = read("p", &bad, &Hints::default());
        }
        // A page that draws itself, for ever.
        let own = String::from_utf8(pdf(&["/X Do"], false)).expect("text");
        let own = own.replace("/Font << /F1 3 0 R >>", "/XObject << /X 5 0 R >>");
        let _ = read("p", own.as_bytes(), &Hints::default());
        // Forms that draw forms, each many times.
        let forms = pdf(&[&"/X Do ".repeat(1000), &"/X Do ".repeat(1000)], false);
        let forms = String::from_utf8(forms).expect("text").replace("/Font << /F1 3 0 R >>", "/XObject << /X 6 0 R >>");
        let forms = forms.replacen("/Length 6000", "/Subtype /Form /Length 6000", 1);
        let _ = read("p", forms.as_bytes(), &Hints::default());
        // A drawing that unpacks to far more than any page needs.
        let bomb = "q Q ".repeat(8 << 20);
        let r = read("p", &pdf(&[&bomb], true), &Hints::default());
        assert!(r.text.is_empty());
        for text in [&b"%PDF-1.7"[..], b"%PDF-1.7\ntrailer << /Root 1 0 R >>", b""] {
            assert!(!read("p", text, &Hints::default()).problems.is_empty());
        }
        let nested =
            pdf(&[&format!("{} (x) Tj", "[".repeat(100_000)), &"q ".repeat(100_000), &"BT ".repeat(100_000)], true);
        let _ = read("p", &nested, &Hints::default());
    }
}
