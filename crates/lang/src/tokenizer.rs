//! Text to tokens, by spaCy's algorithm and the rules of the weights.

use rustc_hash::FxHashMap;

use crate::affix::{Affix, Anchor};
use crate::chars::is_space;
use crate::error::LoadError;
use crate::hash::{murmur64a, string_id};
use crate::lexicon::Lexicon;
use crate::store::WireReader;
use crate::url::UrlRule;

/// A token before it is read: where it stands, what word it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RawToken {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Number in the [`Lexicon`].
    pub(crate) word: u32,
    /// Whether one plain space follows.
    pub(crate) space: bool,
}

/// A piece of an exception: its text, and the id of its norm where that is given.
#[derive(Clone, Debug)]
struct Piece {
    text: Box<str>,
    norm: Option<u64>,
}

/// An exception that the affix rules would take apart, as the tokens they make of it.
#[derive(Clone, Debug)]
struct SplitException {
    ids: Box<[u64]>,
}

/// The rules.
#[derive(Debug)]
pub(crate) struct Tokenizer {
    prefix: Affix,
    suffix: Affix,
    infix: Affix,
    url: UrlRule,
    /// By hash of the text.
    exceptions: FxHashMap<u64, Box<[Piece]>>,
    /// Bytes of the longest exception: longer strings need not be hashed to know that they are none.
    longest: usize,
    split: Vec<SplitException>,
    /// Numbers in `split`, by id of the first token.
    split_by_first: FxHashMap<u64, Vec<u32>>,
}

/// What the tokenizer keeps between texts and reuses within one.
#[derive(Debug, Default)]
pub(crate) struct TokenizerCache {
    /// Pieces of chunks already seen: range in `pieces`, by hash of the chunk.
    chunks: FxHashMap<u64, (u32, u32)>,
    pieces: Vec<(u32, u32)>,
    /// Suffixes of the chunk at hand, outermost first, as ranges of bytes.
    suffixes: Vec<(usize, usize)>,
    matches: Vec<(u32, u32)>,
    kept: Vec<(u32, u32)>,
    taken: Vec<bool>,
    rebuilt: Vec<RawToken>,
}

impl TokenizerCache {
    pub(crate) fn clear(&mut self) {
        self.chunks.clear();
        self.pieces.clear();
    }
}

impl Tokenizer {
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, LoadError> {
        let mut r = WireReader::new(bytes, "tokenizer");
        let mut affix = |anchor| Affix::compile(r.str()?, anchor).map_err(LoadError::Rule);
        let (prefix, suffix, infix) = (affix(Anchor::Start)?, affix(Anchor::End)?, affix(Anchor::Nowhere)?);
        let url = UrlRule::compile(r.str()?).ok_or_else(|| LoadError::Rule("web addresses".to_owned()))?;
        let n = r.u32()?;
        let mut exceptions = FxHashMap::default();
        let mut texts = Vec::with_capacity(n);
        for _ in 0..n {
            let text = r.str()?;
            let pieces = (0..r.u32()?)
                .map(|_| {
                    let (text, norm) = (r.str()?, r.str()?);
                    Ok(Piece { text: text.into(), norm: (!norm.is_empty()).then(|| string_id(norm)) })
                })
                .collect::<Result<Box<[Piece]>, LoadError>>()?;
            // Token offsets are sums of the lengths of pieces.
            if pieces.iter().map(|p| p.text.len()).sum::<usize>() != text.len() {
                return Err(LoadError::Rule(format!("exception {text:?}")));
            }
            exceptions.insert(murmur64a(text.as_bytes(), 1), pieces);
            texts.push(text);
        }
        let longest = texts.iter().map(|t| t.len()).max().unwrap_or(0);
        let mut this = Self {
            prefix,
            suffix,
            infix,
            url,
            exceptions,
            longest,
            split: Vec::new(),
            split_by_first: FxHashMap::default(),
        };
        for text in texts {
            let touched = this.prefix.prefix(text) > 0
                || this.suffix.suffix(text) > 0
                || this.infix.find(text, 0).is_some()
                || text.contains(' ');
            if touched && !text.chars().any(is_space) {
                let mut ids = Vec::new();
                this.pieces(text, false, &mut Vec::new(), &mut |s, _| ids.push(string_id(s)));
                if let Some(&first) = ids.first() {
                    this.split_by_first.entry(first).or_default().push(this.split.len() as u32);
                    this.split.push(SplitException { ids: ids.into() });
                }
            }
        }
        Ok(this)
    }

    /// Whether an exception begins with the token `id` once taken apart; for the [`Lexicon`].
    pub(crate) fn split_from(&self, id: u64) -> bool {
        self.split_by_first.contains_key(&id)
    }

    fn exception(&self, s: &str) -> Option<&[Piece]> {
        (s.len() <= self.longest).then(|| self.exceptions.get(&murmur64a(s.as_bytes(), 1))).flatten().map(|p| &**p)
    }

    /// Appends the tokens of `text` to `out`.
    pub(crate) fn run(&self, text: &str, cache: &mut TokenizerCache, lexicon: &mut Lexicon, out: &mut Vec<RawToken>) {
        let mut start = 0;
        let mut at = 0;
        let bytes = text.as_bytes();
        let mut in_space = text.chars().next().is_some_and(is_space);
        while at < bytes.len() {
            let b = bytes[at];
            let (space, len) = if b < 128 {
                (matches!(b, b' ' | 9..=13 | 0x1c..=0x1f), 1)
            } else {
                let c = text[at..].chars().next().unwrap_or('\u{fffd}');
                (is_space(c), c.len_utf8())
            };
            if space != in_space {
                if start < at {
                    self.chunk(text, start, at, cache, lexicon, out);
                }
                if b == b' ' {
                    if let Some(last) = out.last_mut() {
                        last.space = true;
                    }
                    start = at + 1;
                } else {
                    start = at;
                }
                in_space = space;
            }
            at += len;
        }
        if start < at {
            self.chunk(text, start, at, cache, lexicon, out);
        }
        self.apply_exceptions(text, cache, lexicon, out);
    }

    fn chunk(
        &self,
        text: &str,
        start: usize,
        end: usize,
        cache: &mut TokenizerCache,
        lexicon: &mut Lexicon,
        out: &mut Vec<RawToken>,
    ) {
        let chunk = &text[start..end];
        let key = murmur64a(chunk.as_bytes(), 1);
        let (first, last) = match cache.chunks.get(&key) {
            Some(&range) => range,
            None => {
                let first = cache.pieces.len() as u32;
                let TokenizerCache { pieces, suffixes, .. } = cache;
                self.pieces(chunk, true, suffixes, &mut |s, norm| {
                    pieces.push((s.len() as u32, lexicon.word(self, s, norm)));
                });
                let range = (first, cache.pieces.len() as u32);
                cache.chunks.insert(key, range);
                range
            }
        };
        let mut at = start as u32;
        for &(len, word) in &cache.pieces[first as usize..last as usize] {
            out.push(RawToken { start: at, end: at + len, word, space: false });
            at += len;
        }
    }

    /// Takes one chunk apart and hands out the pieces in order.
    fn pieces(
        &self,
        chunk: &str,
        specials: bool,
        suffixes: &mut Vec<(usize, usize)>,
        emit: &mut dyn FnMut(&str, Option<u64>),
    ) {
        let exception = |s: &str| if specials { self.exception(s) } else { None };
        suffixes.clear();
        let (mut a, mut b) = (0, chunk.len());
        let mut last = 0;
        while a < b && b - a != last {
            let s = &chunk[a..b];
            if exception(s).is_some() {
                break;
            }
            last = b - a;
            let pre = self.prefix.prefix(s);
            if pre > 0 && pre < s.len() && exception(&s[pre..]).is_some() {
                emit(&s[..pre], None);
                a += pre;
                break;
            }
            let suf = self.suffix.suffix(&s[pre..]);
            if suf > 0 && suf < s.len() && exception(&s[..s.len() - suf]).is_some() {
                suffixes.push((b - suf, b));
                b -= suf;
                break;
            }
            // A prefix comes before all that is inside, so it can be handed out at once.
            if pre > 0 {
                emit(&s[..pre], None);
                a += pre;
            }
            if suf > 0 {
                suffixes.push((b - suf, b));
                b -= suf;
            }
        }
        let s = &chunk[a..b];
        if s.is_empty() {
        } else if let Some(pieces) = self.exception(s).filter(|_| specials) {
            for p in pieces {
                emit(&p.text, p.norm);
            }
        } else if self.url.matches(s) {
            emit(s, None);
        } else {
            let (mut start, mut at) = (0, 0);
            while let Some((i, j)) = self.infix.find(s, at) {
                at = j;
                // An infix at the very start is none.
                if i == 0 {
                    continue;
                }
                if i > start {
                    emit(&s[start..i], None);
                }
                emit(&s[i..j], None);
                start = j;
            }
            if start < s.len() {
                emit(&s[start..], None);
            }
        }
        while let Some((i, j)) = suffixes.pop() {
            emit(&chunk[i..j], None);
        }
    }

    /// Puts exceptions together again that the affix rules took apart: longest first, then leftmost.
    fn apply_exceptions(
        &self,
        text: &str,
        cache: &mut TokenizerCache,
        lexicon: &mut Lexicon,
        tokens: &mut Vec<RawToken>,
    ) {
        cache.matches.clear();
        for i in 0..tokens.len() {
            if !lexicon.starts_exception(tokens[i].word) {
                continue;
            }
            let Some(candidates) = self.split_by_first.get(&lexicon.id(tokens[i].word)) else { continue };
            for &c in candidates {
                let ids = &self.split[c as usize].ids;
                let found = tokens.get(i..i + ids.len());
                if found.is_some_and(|f| f.iter().zip(ids).all(|(t, &id)| lexicon.id(t.word) == id)) {
                    cache.matches.push((i as u32, (i + ids.len()) as u32));
                }
            }
        }
        if cache.matches.is_empty() {
            return;
        }
        cache.matches.sort_unstable_by_key(|&(a, b)| (std::cmp::Reverse(b - a), a));
        cache.matches.dedup();
        cache.taken.clear();
        cache.taken.resize(tokens.len(), false);
        cache.kept.clear();
        for &(a, b) in &cache.matches {
            if !cache.taken[a as usize] && !cache.taken[b as usize - 1] {
                cache.kept.push((a, b));
            }
            cache.taken[a as usize..b as usize].fill(true);
        }
        cache.kept.sort_unstable();
        cache.rebuilt.clear();
        let mut next = 0;
        for &(a, b) in &cache.kept {
            let (a, b) = (a as usize, b as usize);
            let (start, end) = (tokens[a].start, tokens[b - 1].end);
            // Tokens with a space between them are not the exception, but have kept others from being it.
            let Some(pieces) = self.exception(&text[start as usize..end as usize]) else { continue };
            cache.rebuilt.extend_from_slice(&tokens[next..a]);
            next = b;
            let mut at = start;
            for p in pieces {
                let len = p.text.len() as u32;
                let word = lexicon.word(self, &p.text, p.norm);
                cache.rebuilt.push(RawToken { start: at, end: at + len, word, space: false });
                at += len;
            }
            if let Some(last) = cache.rebuilt.last_mut() {
                last.space = tokens[b - 1].space;
            }
        }
        cache.rebuilt.extend_from_slice(&tokens[next..]);
        std::mem::swap(tokens, &mut cache.rebuilt);
    }
}
