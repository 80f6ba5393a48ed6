//! Streams of gzip members, as archives are kept: each record compressed by itself, so that one that is damaged costs only
//! itself.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

/// What a member begins with (RFC 1952): two bytes of magic, the method (deflate), and flags of which three bits are not in use.
fn is_member(head: &[u8]) -> bool {
    head.len() >= 4 && head[..3] == [0x1f, 0x8b, 8] && head[3] & 0xe0 == 0
}

/// Packed bytes that are kept of a member while it is read. A damaged one may be taken to go on into the next, which is looked
/// for again from where it began. Pages stay far below; of larger members the search goes on where the damage shows.
const KEPT: usize = 1 << 20;

/// The bytes of all members, one after the other.
///
/// Where a member is damaged, one read fails with [`io::ErrorKind::InvalidData`], and the next goes on with the member after it.
pub struct Members<R: BufRead> {
    state: State<R>,
    /// Whether what does not belong to a member was told of already.
    told: bool,
}

enum State<R: BufRead> {
    Within(Box<GzDecoder<Packed<R>>>),
    Between(Packed<R>),
    /// Only while one state becomes another.
    Gone,
}

impl<R: BufRead> Members<R> {
    /// The members of this stream.
    pub fn new(from: R) -> Self {
        Self { state: State::Between(Packed { from, kept: Vec::new(), at: 0 }), told: false }
    }

    /// Goes to where the next member begins; `false` at the end.
    fn open(&mut self, mut from: Packed<R>) -> io::Result<bool> {
        let sought = seek(&mut from);
        let there = matches!(sought, Ok((true, _)));
        self.state = if there {
            from.mark();
            State::Within(Box::new(GzDecoder::new(from)))
        } else {
            State::Between(from)
        };
        let (_, skipped) = sought?;
        // Padding of zeros after a member is usual on tapes; anything else there was a member.
        if skipped && !std::mem::replace(&mut self.told, true) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "bytes that belong to no member"));
        }
        Ok(there)
    }
}

/// Consumes up to the next member: whether there is one, and whether anything but zeros was before it.
fn seek(from: &mut impl BufRead) -> io::Result<(bool, bool)> {
    let mut skipped = false;
    loop {
        let held = match from.fill_buf() {
            Ok(held) => held,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        if held.is_empty() {
            return Ok((false, skipped));
        }
        // A head that lies across two buffers is tried; if it is none, that shows at once.
        let begins = |rest: &[u8]| is_member(rest) || rest.len() < 4 && rest[0] == 0x1f;
        let at = (0..held.len()).find(|&i| held[i] == 0x1f && begins(&held[i..]));
        let passed = at.unwrap_or(held.len());
        skipped |= held[..passed].iter().any(|&b| b != 0);
        from.consume(passed);
        if at.is_some() {
            return Ok((true, skipped));
        }
    }
}

/// The packed stream, which can go back to the beginning of the member that is being read.
struct Packed<R> {
    from: R,
    kept: Vec<u8>,
    at: usize,
}

impl<R: BufRead> Packed<R> {
    /// A member begins here.
    fn mark(&mut self) {
        self.kept.drain(..self.at);
        self.at = 0;
    }

    /// Back to one past where the member began, if all of it was kept.
    fn back(&mut self) {
        if self.kept.len() < KEPT {
            self.at = self.kept.len().min(1);
        }
    }
}

impl<R: BufRead> Read for Packed<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let held = self.fill_buf()?;
        let n = held.len().min(buf.len());
        buf[..n].copy_from_slice(&held[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Packed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.kept.len() { Ok(&self.kept[self.at..]) } else { self.from.fill_buf() }
    }

    fn consume(&mut self, n: usize) {
        if self.at < self.kept.len() {
            self.at += n;
            return;
        }
        if self.kept.len() < KEPT
            && let Ok(held) = self.from.fill_buf()
        {
            self.kept.extend_from_slice(&held[..n.min(held.len())]);
            self.at = self.kept.len();
        }
        self.from.consume(n);
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if buf.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, State::Gone) {
                State::Within(mut member) => match member.read(buf) {
                    // This member has ended; the next may be empty as well, so this is a loop.
                    Ok(0) => {
                        self.told = false;
                        self.state = State::Between(member.into_inner());
                    }
                    Ok(n) => {
                        self.state = State::Within(member);
                        return Ok(n);
                    }
                    Err(e) if e.kind() == io::ErrorKind::Interrupted => self.state = State::Within(member),
                    Err(e) => {
                        let mut from = member.into_inner();
                        from.back();
                        self.state = State::Between(from);
                        if !std::mem::replace(&mut self.told, true) {
                            return Err(io::Error::new(io::ErrorKind::InvalidData, e));
                        }
                    }
                },
                State::Between(from) => {
                    if !self.open(from)? {
                        return Ok(0);
                    }
                }
                State::Gone => return Ok(0),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Write as _};

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn member(text: &str) -> Vec<u8> {
        let mut gz = GzEncoder::new(Vec::new(), Compression::default());
        gz.write_all(text.as_bytes()).expect("written");
        gz.finish().expect("written")
    }

    /// All that can be read, and how often it failed.
    fn read(bytes: &[u8], capacity: usize) -> (String, usize) {
        let mut from = Members::new(BufReader::with_capacity(capacity, bytes));
        let (mut out, mut failed, mut buf) = (Vec::new(), 0, [0; 100]);
        loop {
            match from.read(&mut buf) {
                Ok(0) => return (String::from_utf8_lossy(&out).into_owned(), failed),
                Ok(n) => out.extend_from_slice(&buf[..n]),
                Err(_) => failed += 1,
            }
            assert!(failed < 1000, "it fails for ever");
        }
    }

    #[test]
    fn members_follow_each_other_and_empty_ones_do_not_end_it() {
        let all = [member("one "), member(""), vec![0; 10], member("two")].concat();
        for capacity in [4, 7, 1 << 16] {
            assert_eq!(read(&all, capacity), ("one two".into(), 0), "{capacity}");
        }
    }

    #[test]
    fn a_damaged_member_costs_only_itself() {
        let mut bad = member(&"the second record of some length ".repeat(20));
        let n = bad.len();
        bad[n / 2..n - 10].fill(0xff);
        let all = [member("one "), bad, member("three")].concat();
        for capacity in [5, 1 << 16] {
            let (text, failed) = read(&all, capacity);
            assert!(text.starts_with("one ") && text.ends_with("three") && failed == 1, "{text} {failed}");
        }
        // Cut off in the middle, it fails once and ends.
        let cut = &member("one two three four five six")[..20];
        assert_eq!(read(cut, 64).1, 1);
        assert_eq!(read(&[member("one"), b"not a member".to_vec(), member("two")].concat(), 64), ("onetwo".into(), 1));
    }
}
