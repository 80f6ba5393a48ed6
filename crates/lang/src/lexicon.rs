//! Words seen so far, with all that depends on the word alone.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::chars::{is_space, shape};
use crate::error::LoadError;
use crate::hash::{murmur64a, string_id};
use crate::store::{Section, Store};
use crate::tokenizer::Tokenizer;

/// Norms that the code of spaCy gives, as ids.
static BASE_NORMS: LazyLock<FxHashMap<&'static str, u64>> = LazyLock::new(|| {
    include_str!("../data/norms.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('\t'))
        .map(|(form, norm)| (form, string_id(norm)))
        .collect()
});

/// The tables of the weights that words are looked up in.
#[derive(Debug)]
pub(crate) struct WordTables {
    norm_keys: Section,
    norm_values: Section,
    buckets: Section,
    keys: Section,
    rows: Section,
    vectors: Section,
    /// Floats of a vector; 0 without vectors.
    pub(crate) width: usize,
}

/// Stands for "no row" and "no number".
pub(crate) const NONE: u32 = u32::MAX;

impl WordTables {
    pub(crate) fn read(store: &Store) -> Result<Self, LoadError> {
        let shape = store.u32s(store.section("vec.shape")?);
        let &[rows, width] = shape else { return Err(LoadError::Damaged("vec.shape")) };
        let tables = Self {
            norm_keys: store.section("norm.keys")?,
            norm_values: store.section("norm.values")?,
            buckets: store.section("vec.buckets")?,
            keys: store.section("vec.keys")?,
            rows: store.section("vec.rows")?,
            vectors: store.section("vec.data")?,
            width: width as usize,
        };
        let fits = store.f32s(tables.vectors).len() == rows as usize * tables.width
            && store.u32s(tables.buckets).len() == (1 << 16) + 1
            && store.u64s(tables.keys).len() == store.u32s(tables.rows).len()
            && store.u64s(tables.norm_keys).len() == store.u64s(tables.norm_values).len();
        if fits { Ok(tables) } else { Err(LoadError::Damaged("word tables")) }
    }

    fn norm(&self, store: &Store, text: &str, id: u64, lower: u64) -> u64 {
        match store.u64s(self.norm_keys).binary_search(&id) {
            Ok(at) => store.u64s(self.norm_values)[at],
            Err(_) => BASE_NORMS.get(text).copied().unwrap_or(lower),
        }
    }

    /// Row of the vector of the word with this id, or [`NONE`].
    pub(crate) fn row(&self, store: &Store, id: u64) -> u32 {
        let buckets = store.u32s(self.buckets);
        let bucket = (id >> 48) as usize;
        let (from, to) = (buckets[bucket] as usize, buckets[bucket + 1] as usize);
        let keys = store.u64s(self.keys).get(from..to).unwrap_or(&[]);
        match keys.binary_search(&id) {
            Ok(at) => store.u32s(self.rows)[from + at],
            Err(_) => NONE,
        }
    }

    /// The vector in this row.
    pub(crate) fn vector<'s>(&self, store: &'s Store, row: u32) -> Option<&'s [f32]> {
        if row == NONE || self.width == 0 {
            return None;
        }
        let at = row as usize * self.width;
        store.f32s(self.vectors).get(at..at + self.width)
    }
}

/// One word: a text together with a norm.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    text: (u32, u32),
    lower: (u32, u32),
    /// Id of the text.
    pub(crate) id: u64,
    /// Ids of norm, prefix, suffix and shape.
    pub(crate) features: [u64; 4],
    /// Row of the vector, or [`NONE`].
    pub(crate) row: u32,
    pub(crate) is_space: bool,
    starts_exception: bool,
    /// Rows in the caches of embeddings: shared without and with a space after, entities. [`NONE`] if not yet there.
    pub(crate) embedded: [u32; 3],
}

/// The words of one thread.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    words: Vec<Word>,
    numbers: FxHashMap<(u64, u64), u32>,
    /// Texts and lower-case texts.
    texts: String,
    /// Where shapes are spelt out before they are hashed.
    scratch: String,
}

impl Lexicon {
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// Bytes of text held.
    pub(crate) fn bytes(&self) -> usize {
        self.texts.len()
    }

    pub(crate) fn clear(&mut self) {
        self.words.clear();
        self.numbers.clear();
        self.texts.clear();
        self.texts.shrink_to(1 << 20);
    }

    /// The number of the word `text`, whose norm is `norm` if an exception says so.
    pub(crate) fn word(&mut self, tokenizer: &Tokenizer, text: &str, norm: Option<u64>) -> u32 {
        // As in spaCy, a string is its 64-bit hash. 0 is the id of no norm but the empty one.
        let key = (murmur64a(text.as_bytes(), 1), norm.unwrap_or(0));
        if let Some(&n) = self.numbers.get(&key) {
            return n;
        }
        let n = self.words.len() as u32;
        self.numbers.insert(key, n);
        let id = string_id(text);
        let at = self.texts.len() as u32;
        self.texts.push_str(text);
        let text_range = (at, self.texts.len() as u32);
        let lower_range = if text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
            text_range
        } else {
            self.texts.push_str(&text.to_lowercase());
            (text_range.1, self.texts.len() as u32)
        };
        self.scratch.clear();
        shape(text, &mut self.scratch);
        let first = text.chars().next().map_or(0, char::len_utf8);
        let last = text.char_indices().rev().nth(2).map_or(0, |(i, _)| i);
        self.words.push(Word {
            text: text_range,
            lower: lower_range,
            id,
            features: [
                norm.unwrap_or(0),
                string_id(&text[..first]),
                string_id(&text[last..]),
                string_id(&self.scratch),
            ],
            row: NONE,
            is_space: !text.is_empty() && text.chars().all(is_space),
            starts_exception: tokenizer.split_from(id),
            embedded: [NONE; 3],
        });
        n
    }

    /// Looks up norm and vector. Apart from [`Self::word`], so that the tokenizer needs no tables.
    pub(crate) fn look_up(&mut self, n: u32, store: &Store, tables: &WordTables) {
        let i = n as usize;
        let (id, norm) = (self.words[i].id, self.words[i].features[0]);
        if norm == 0 {
            let lower = string_id(self.lower(n));
            self.words[i].features[0] = tables.norm(store, self.text(n), id, lower);
        }
        self.words[i].row = tables.row(store, id);
    }

    pub(crate) fn get(&self, n: u32) -> &Word {
        &self.words[n as usize]
    }

    pub(crate) fn get_mut(&mut self, n: u32) -> &mut Word {
        &mut self.words[n as usize]
    }

    pub(crate) fn id(&self, n: u32) -> u64 {
        self.words[n as usize].id
    }

    pub(crate) fn starts_exception(&self, n: u32) -> bool {
        self.words[n as usize].starts_exception
    }

    pub(crate) fn text(&self, n: u32) -> &str {
        let (a, b) = self.words[n as usize].text;
        &self.texts[a as usize..b as usize]
    }

    pub(crate) fn lower(&self, n: u32) -> &str {
        let (a, b) = self.words[n as usize].lower;
        &self.texts[a as usize..b as usize]
    }
}
