//! Web archives (WARC 1.0 and 1.1, ISO 28500), as streams of any length.
//!
//! Records are taken one by one, and no more than one is held. A record that is broken is counted and passed over, up to the
//! next that begins as records do.

use std::io::{self, BufRead as _, BufReader, Read, Seek, SeekFrom};

use fastwarc::stream_io::traits::IntoWarcReader as _;
use fastwarc::stream_io::zstd::ZstdReader;
use fastwarc::warc::header::WarcHeader;
use fastwarc::warc::record::WarcRecord;
use rashomon_text::PartialDate;

use super::{Content, Item, Kind, Members, http, identify};
use crate::Hints;
use crate::date::plausible;
use crate::report::Dated;

/// A record larger than this is a film or a disk image. Pages that are read stay below, see [`http`].
const LARGEST: u64 = 32 << 20;
/// Bytes of a record that tell whether it is a page.
const HEAD: usize = 16 << 10;
/// Headers of one record; more is a record whose headers do not end.
const LARGEST_HEADER: usize = 64 << 10;
/// Read at a time.
const BUFFER: usize = 256 << 10;

/// How an archive is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// Not.
    None,
    /// gzip, as one member or one a record.
    Gzip,
    /// Zstandard, with a dictionary of its own or without.
    Zstd,
}

/// Why a record could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Broken {
    /// Something that is no record stands where one should begin, as after a wrong length.
    NoRecord,
    /// Its headers do not end, or it has no length.
    Headers,
    /// It is shorter than it says.
    CutOff,
    /// Its bytes cannot be unpacked.
    Damaged,
    /// It is larger than any page.
    Large,
}

impl Broken {
    /// In words for the user, after a count.
    #[must_use]
    pub fn what(self) -> &'static str {
        match self {
            Self::NoRecord => "what should be a record is none",
            Self::Headers => "record without proper headers",
            Self::CutOff => "record is cut off",
            Self::Damaged => "record cannot be unpacked",
            Self::Large => "record is larger than 32 MB",
        }
    }
}

/// A record of an archive with its whole content.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// `response`, `resource`, `conversion`, …
    pub kind: String,
    /// What was asked for.
    pub address: String,
    /// When it was archived, as the archive says.
    pub date: String,
    /// `application/http; msgtype=response`, `text/plain`, …
    pub content_type: String,
    /// Why the archive did not keep all of it.
    pub truncated: Option<String>,
    /// Its content.
    pub content: Vec<u8>,
}

/// Gives the records of an archive. The one implementation goes by the crate `fastwarc`.
pub trait Warc: Send {
    /// The next record that is `wanted` by its headers and the first bytes of its content; `None` at the end.
    fn record(&mut self, wanted: &dyn Fn(&Record) -> bool) -> Option<Result<Record, Broken>>;
}

/// The reports of an archive.
pub struct Records {
    archive: Box<dyn Warc>,
    hints: Hints,
}

impl Records {
    /// Of what this stream holds.
    ///
    /// ```
    /// use rashomon_page::{Hints, carriers::{Compression, Records}};
    /// let page = "<html><body><p>The ferry sank off the harbour early on Friday, and all on board were saved.</p></body></html>";
    /// let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    /// let archive = format!("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://harbourpost.example/ferry\r\n\
    ///     WARC-Date: 2031-03-04T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n\
    ///     Content-Length: {}\r\n\r\n{answer}\r\n\r\n", answer.len());
    /// let stream = Box::new(std::io::Cursor::new(archive));
    /// let mut records = Records::new(stream, Compression::None, Hints::default());
    /// let report = records.next().unwrap().unwrap().read();
    /// assert_eq!(report.url.as_deref(), Some("https://harbourpost.example/ferry"));
    /// assert!(report.published.is_none()); // that it was archived says nothing of when it was published
    /// assert_eq!(report.other_dates[0].basis, "archive stamp");
    /// ```
    #[must_use]
    pub fn new(from: Box<dyn Read + Send>, compression: Compression, hints: Hints) -> Self {
        Self { archive: Box::new(Fast::new(from, compression)), hints }
    }
}

impl Iterator for Records {
    type Item = Result<Item, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = match self.archive.record(&|r| page(r).is_some())? {
            Ok(record) => record,
            Err(broken) => return Some(Err(broken)),
        };
        Some(Ok(item(record, &self.hints)))
    }
}

/// What a record is read as; `None` for requests, metadata, pictures and all else that is no page.
fn page(record: &Record) -> Option<Kind> {
    let path = record.address.split(['?', '#']).next().unwrap_or_default();
    if path.ends_with("/robots.txt") {
        return None;
    }
    let (kind, _) = http::content_type(&record.content_type);
    match record.kind.as_str() {
        "response" if kind == "application/http" || kind.is_empty() => {
            let head = http::head(&record.content)?;
            (200..300).contains(&head.status).then(|| http::readable(&head.kind, head.body)).flatten()
        }
        "response" | "resource" => http::readable(&kind, &record.content),
        // What an archive made of a page: its text (WET).
        "conversion" if kind == "text/plain" => Some(Kind::Text),
        _ => None,
    }
}

fn item(record: Record, hints: &Hints) -> Item {
    let kind = page(&record);
    let answer = http::head(&record.content).filter(|_| record.kind == "response");
    let payload = answer.as_ref().map_or(&record.content[..], |head| head.body);
    let id = identify(&record.address, payload);
    let is_answer = answer.is_some();
    let mut hints = hints.clone();
    if hints.url.is_none() && record.address.contains("://") {
        hints.url = Some(record.address);
    }
    let stamp = PartialDate::parse(&record.date).filter(|&d| plausible(d));
    hints.envelope.stamps.extend(stamp.map(|date| Dated::new(date, "archive stamp")));
    if let Some(why) = record.truncated {
        hints.envelope.problems.push(format!("the archive kept only the beginning of it ({why})"));
    }
    let content = match kind {
        _ if is_answer => Content::Http(record.content),
        Some(Kind::Text) => Content::Text(record.content),
        Some(Kind::Markdown) => Content::Markdown(record.content),
        Some(Kind::Pdf) => Content::Pdf(record.content),
        _ => Content::Html(record.content),
    };
    Item { id, content, hints }
}

/// Records by `fastwarc`, which finds headers; what is wrong with them and with lengths is judged here.
struct Fast {
    record: WarcRecord,
    compression: Compression,
    /// Bytes of the content of the record before that are not read yet.
    left: u64,
    /// A record whose headers were read while looking for one.
    found: Option<(Record, Option<u64>)>,
    /// Whether a fault was told already that explains why no record stands here.
    told: bool,
    /// After an error that no further reading mends.
    over: bool,
}

impl Fast {
    fn new(from: Box<dyn Read + Send>, compression: Compression) -> Self {
        let from = Forward { from, at: 0 };
        let reader = match compression {
            Compression::None => BufReader::with_capacity(BUFFER, from).into_warc_reader(),
            Compression::Gzip => {
                let members = Members::new(BufReader::with_capacity(BUFFER, from));
                BufReader::with_capacity(BUFFER, Forward { from: members, at: 0 }).into_warc_reader()
            }
            Compression::Zstd => ZstdReader::new(from).into_warc_reader(),
        };
        let mut record = WarcRecord::new();
        record.attach_reader(reader);
        Self { record, compression, left: 0, found: None, told: false, over: false }
    }

    /// Passes over what is left of a record, and over empty lines. `None` at the end; else whether a record begins here.
    fn advance(&mut self) -> io::Result<Option<bool>> {
        // Of an information record without a length the parser makes one that holds its content.
        if self.record.is_frozen()
            && let Some(reader) = self.record.detach_reader()
        {
            self.record.attach_reader(reader);
        }
        let Some(reader) = self.record.reader_mut() else { return Ok(None) };
        reader.reset_limit();
        loop {
            let held = reader.fill_buf()?;
            if held.is_empty() {
                // A body that ends before its length does.
                return if self.left > 0 { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(None) };
            }
            let passed = match usize::try_from(self.left).unwrap_or(usize::MAX).min(held.len()) {
                0 => held.iter().take_while(|b| b.is_ascii_whitespace()).count(),
                body => {
                    self.left -= body as u64;
                    body
                }
            };
            if passed == 0 {
                return Ok(Some(held.starts_with(&b"WARC/"[..held.len().min(5)])));
            }
            reader.consume(passed);
        }
    }

    /// The headers of the next record and its length. `None` at the end.
    fn headers(&mut self) -> Option<Result<(Record, Option<u64>), Broken>> {
        let here = match self.advance() {
            Ok(here) => here?,
            Err(e) => return Some(Err(self.broken(&e))),
        };
        // Lenient: line ends without a carriage return, and lines that are none, up to the next record.
        let there = match self.record.parse_warc_headers_with_opts(true, LARGEST_HEADER) {
            Ok(n) => n > 0,
            Err(e) => return Some(Err(self.broken(&e))),
        };
        let lost = !here && !std::mem::take(&mut self.told);
        if !there {
            self.over = true;
            return lost.then_some(Err(Broken::NoRecord));
        }
        let header = |name: WarcHeader| self.record.headers().get(name.as_str()).map(|v| v.trim().to_owned());
        let record = Record {
            kind: header(WarcHeader::WarcType).unwrap_or_default().to_ascii_lowercase(),
            address: header(WarcHeader::WarcTargetUri)
                .map(|u| u.trim_start_matches('<').trim_end_matches('>').to_owned())
                .unwrap_or_default(),
            date: header(WarcHeader::WarcDate).unwrap_or_default(),
            content_type: header(WarcHeader::ContentType).unwrap_or_default(),
            truncated: header(WarcHeader::WarcTruncated).filter(|t| !t.is_empty()),
            content: Vec::new(),
        };
        let length = header(WarcHeader::ContentLength).and_then(|l| l.parse().ok());
        if lost {
            self.found = Some((record, length));
            return Some(Err(Broken::NoRecord));
        }
        Some(Ok((record, length)))
    }

    /// Adds up to `most` bytes of the content.
    fn read(&mut self, into: &mut Vec<u8>, most: u64) -> io::Result<()> {
        let Some(reader) = self.record.reader_mut() else { return Ok(()) };
        reader.reset_limit();
        let mut most = most.min(self.left);
        while most > 0 {
            let held = reader.fill_buf()?;
            if held.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let n = usize::try_from(most).unwrap_or(usize::MAX).min(held.len());
            into.extend_from_slice(&held[..n]);
            reader.consume(n);
            most -= n as u64;
            self.left -= n as u64;
        }
        Ok(())
    }

    /// What an error of the stream means. One member of gzip may be damaged and the next whole; all else is the end.
    fn broken(&mut self, e: &io::Error) -> Broken {
        self.left = 0;
        self.told = true;
        match (e.kind(), self.compression) {
            (io::ErrorKind::InvalidData, Compression::None) => Broken::Headers,
            (io::ErrorKind::InvalidData, Compression::Gzip) => Broken::Damaged,
            (io::ErrorKind::UnexpectedEof, _) => {
                self.over = true;
                Broken::CutOff
            }
            _ => {
                self.over = true;
                Broken::Damaged
            }
        }
    }
}

impl Warc for Fast {
    fn record(&mut self, wanted: &dyn Fn(&Record) -> bool) -> Option<Result<Record, Broken>> {
        while !self.over {
            let (mut record, length) = match self.found.take() {
                Some(found) => found,
                None => match self.headers()? {
                    Ok(read) => read,
                    Err(broken) => return Some(Err(broken)),
                },
            };
            let Some(length) = length else {
                // An information record may be without.
                if record.kind == "warcinfo" {
                    self.told = true;
                    continue;
                }
                self.told = true;
                return Some(Err(Broken::Headers));
            };
            self.left = length;
            if let Err(e) = self.read(&mut record.content, HEAD as u64) {
                return Some(Err(self.broken(&e)));
            }
            if !wanted(&record) {
                continue;
            }
            if length > LARGEST {
                return Some(Err(Broken::Large));
            }
            record.content.reserve_exact(usize::try_from(self.left).unwrap_or(0));
            if let Err(e) = self.read(&mut record.content, length) {
                return Some(Err(self.broken(&e)));
            }
            return Some(Ok(record));
        }
        None
    }
}

/// A stream that tells how far it is, and can go nowhere else.
struct Forward<R> {
    from: R,
    at: u64,
}

impl<R: Read> Read for Forward<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.from.read(buf)?;
        self.at += n as u64;
        Ok(n)
    }
}

impl<R: Read> Seek for Forward<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match to {
            SeekFrom::Current(0) => Ok(self.at),
            _ => Err(io::ErrorKind::Unsupported.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use flate2::write::GzEncoder;

    use super::*;

    fn record(kind: &str, address: &str, content_type: &str, content: &[u8]) -> Vec<u8> {
        let head = format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2031-03-04T10:00:00Z\r\n\
             Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
            content.len()
        );
        [head.as_bytes(), content, b"\r\n\r\n"].concat()
    }

    fn answer(n: usize, kind: &str) -> Vec<u8> {
        let page = format!(
            "<html><body><p>Ferry {n} left the harbour on Friday morning with forty people on board.</p></body></html>"
        );
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n{page}");
        record("response", &format!("https://x.example/{n}"), "application/http; msgtype=response", answer.as_bytes())
    }

    fn page(n: usize) -> Vec<u8> {
        answer(n, "text/html")
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut gz = GzEncoder::new(Vec::new(), flate2::Compression::default());
        gz.write_all(bytes).expect("written");
        gz.finish().expect("written")
    }

    /// The last part of each address, and each fault.
    fn read(bytes: Vec<u8>, compression: Compression) -> Vec<String> {
        let records = Records::new(Box::new(Cursor::new(bytes)), compression, Hints::default());
        let told = |r: Result<Item, Broken>| match r {
            Ok(item) => item.hints.url.unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned(),
            Err(broken) => format!("{broken:?}"),
        };
        records.take(10_000).map(told).collect()
    }

    #[test]
    fn pages_are_taken_and_all_else_is_passed_over() {
        let info = record("warcinfo", "", "application/warc-fields", b"software: x\r\n");
        let request =
            record("request", "https://x.example/1", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n");
        let gone = record(
            "response",
            "https://x.example/9",
            "application/http",
            b"HTTP/1.1 404 Gone\r\nContent-Type: text/html\r\n\r\nno",
        );
        let revisit = record("revisit", "https://x.example/1", "application/http", b"HTTP/1.1 200 OK\r\n\r\n");
        let wet = record("conversion", "https://x.example/3", "text/plain", b"The ferry left.");
        let saved = record("resource", "https://x.example/4", "text/html", b"<html><p>The ferry left.");
        let robots = record("resource", "https://x.example/robots.txt", "text/plain", b"Disallow: /");
        let all = [info, request, page(1), gone, revisit, answer(2, "image/png"), wet, saved, robots, page(5)];
        let plain = all.concat();
        let want = ["1", "3", "4", "5"];
        assert_eq!(read(plain.clone(), Compression::None), want);
        assert_eq!(read(gzip(&plain), Compression::Gzip), want);
        assert_eq!(read(all.iter().flat_map(|r| gzip(r)).collect(), Compression::Gzip), want);
        assert_eq!(read(zstd::encode_all(&plain[..], 1).expect("packed"), Compression::Zstd), want);
        assert_eq!(
            read(all.iter().flat_map(|r| zstd::encode_all(&r[..], 1).expect("packed")).collect(), Compression::Zstd),
            want
        );
        // Line ends without a carriage return.
        let unix = String::from_utf8(page(7)).expect("text").replacen("\r\n", "\n", 6).replacen("\r\n\r\n", "\n\n", 1);
        assert_eq!(
            read([unix.into_bytes(), page(8)].concat(), Compression::None).last().map(String::as_str),
            Some("8")
        );
    }

    #[test]
    fn a_damaged_member_costs_only_itself() {
        // Long enough to be packed by letters of its own: there damage shows at once.
        let words: String = (0..9000u32).map(|n| format!("{:x} ", n.wrapping_mul(2_654_435_761))).collect();
        let mut bad = gzip(&record("resource", "https://x.example/2", "text/html", words.as_bytes()));
        let n = bad.len();
        bad[n / 2..n - 12].fill(0xff);
        let all = [gzip(&page(1)), bad, gzip(&page(3))].concat();
        // What its letters still seem to spell may be taken for the page itself.
        let told = read(all, Compression::Gzip);
        assert!(told == ["1", "Damaged", "3"] || told == ["1", "2", "Damaged", "3"], "{told:?}");
        let whole = [gzip(&page(1)), gzip(&page(2))].concat();
        assert_eq!(read(whole[..whole.len() - 30].to_vec(), Compression::Gzip), ["1", "Damaged"]);
    }

    #[test]
    fn wrong_lengths_are_counted_and_the_next_record_is_found() {
        let with = |length: &str| {
            let text = String::from_utf8(page(2)).expect("text");
            let at = text.find("Content-Length: ").expect("a length");
            let end = at + text[at..].find("\r\n").expect("a line end");
            format!("{}{length}{}", &text[..at], &text[end..]).into_bytes()
        };
        let around = |bad: Vec<u8>| read([page(1), bad, page(3), page(4)].concat(), Compression::None);
        assert_eq!(around(with("Content-Length: 70")), ["1", "2", "NoRecord", "3", "4"]);
        assert_eq!(around(with("Content-Length: -1")), ["1", "Headers", "3", "4"]);
        assert_eq!(around(with("X: y")), ["1", "Headers", "3", "4"]);
        assert_eq!(around(with("Content-Length: 99999999999")), ["1", "CutOff"]);
        assert_eq!(around(with("Content-Length: 20000000")), ["1", "CutOff"]);
        assert_eq!(around(with(&format!("Content-Length: {}", u64::MAX))), ["1", "CutOff"]);
        let film = record("resource", "https://x.example/film", "text/html", &vec![b'x'; LARGEST as usize + 1]);
        assert_eq!(around(film), ["1", "Large", "3", "4"]);
        assert_eq!(
            around(with(&format!("X: {}\r\nContent-Length: 0", "y".repeat(100_000)))),
            ["1", "Headers", "3", "4"]
        );
        assert_eq!(around(b"no record at all\r\n".to_vec()), ["1", "NoRecord", "3", "4"]);
        assert_eq!(read(page(1)[..200].to_vec(), Compression::None), ["CutOff"]);
        assert_eq!(read(b"WARC/1.0\r\n".to_vec(), Compression::None), ["Headers"]);
        assert_eq!(read(Vec::new(), Compression::None), Vec::<String>::new());
        assert_eq!(read(b"\x1f\x8b\x08 no gzip".to_vec(), Compression::Gzip), ["Damaged"]);
        assert_eq!(read(b"\x28\xb5\x2f\xfd no zstd".to_vec(), Compression::Zstd), ["Damaged"]);
    }

    #[test]
    fn bombs_pass_through_without_being_held() {
        // Some gigabytes of spaces in one record that is no page, packed twice over to some kilobytes.
        let spaces = vec![b' '; 1 << 20];
        let mut gz = GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let head = format!("WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: {}\r\n\r\n", 64 << 20);
        gz.write_all(head.as_bytes()).expect("written");
        for _ in 0..64 {
            gz.write_all(&spaces).expect("written");
        }
        gz.write_all(b"\r\n\r\n").expect("written");
        let bomb = gz.finish().expect("written");
        assert_eq!(read([bomb, gzip(&page(1))].concat(), Compression::Gzip), ["1"]);
        // An archive packed within an archive is no page.
        let inner = record("resource", "https://x.example/a.warc.gz", "application/warc", &gzip(&page(2)));
        assert_eq!(read([gzip(&inner), gzip(&page(1))].concat(), Compression::Gzip), ["1"]);
    }

    #[test]
    fn ids_stay_the_same_wherever_a_page_is_kept() {
        let id = |bytes: Vec<u8>| {
            let mut all = Records::new(Box::new(Cursor::new(bytes)), Compression::None, Hints::default());
            all.next().expect("one").expect("a page").id
        };
        assert_eq!(id(page(1)), id([record("request", "x", "application/http", b"GET"), page(1), page(2)].concat()));
        assert_ne!(id(page(1)), id(page(2)));
    }
}
