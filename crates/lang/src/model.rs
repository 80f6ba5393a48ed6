//! Weights opened, and the pass from text to [`Analysis`].

use std::cell::RefCell;
use std::sync::Arc;

use rashomon_text::Span;
use rustc_hash::FxHashMap;

use crate::analysis::{Analysis, AnalysisBuilder, Entity, NewToken};
use crate::entities::Recogniser;
use crate::error::LoadError;
use crate::hash::string_id;
use crate::kernel::{Kernel, Rows};
use crate::labels::{Dep, Pos, Tag};
use crate::lemma::Lemmatizer;
use crate::lexicon::{Lexicon, WordTables};
use crate::net::{Names, Net, NetScratch, Tok2Vec, WIDTH};
use crate::parser::{Parser, ParserScratch};
use crate::ruler::{Attributes, Ruler, View};
use crate::store::{Section, Store, WireReader};
use crate::tokenizer::{RawToken, Tokenizer, TokenizerCache};

/// Words and embeddings that a thread keeps from text to text, in bytes. Beyond it all is forgotten and looked up
/// again, which costs time and changes nothing.
const MOST_KEPT: usize = 48 << 20;

/// Trained weights, ready for use from any number of threads.
///
/// Cheap to clone: clones share the weights.
#[derive(Clone, Debug)]
pub struct Model {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    store: Store,
    kernel: Kernel,
    name: Box<str>,
    version: Box<str>,
    tokenizer: Tokenizer,
    words: WordTables,
    shared: Tok2Vec,
    entity_net: Tok2Vec,
    tag_w: Section,
    tag_b: Section,
    tags: Vec<Tag>,
    parser: Parser,
    recogniser: Recogniser,
    ruler: Ruler,
    lemmatizer: Lemmatizer,
    /// Tells the scratch of one model from that of another.
    serial: u64,
}

impl Model {
    /// Opens weights written by [`crate::convert()`]: a memory map, a vector, a static slice.
    ///
    /// The bytes are checked (length, checksum) and kept; big tables are used where they lie.
    ///
    /// # Errors
    /// If the bytes are something else, of another version, or damaged: convert the weights again.
    pub fn from_bytes(bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Result<Self, LoadError> {
        static SERIAL: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
        let store = Store::open(Box::new(bytes))?;
        let mut meta = WireReader::new(store.bytes(store.section("meta")?), "meta");
        let (name, version) = (meta.str()?.into(), meta.str()?.into());
        let words = WordTables::read(&store)?;
        let shared = Names {
            tables: "t.tables",
            embed: "t.embed",
            projection: "t.static",
            maxout_w: "t.maxout.w",
            maxout_b: "t.maxout.b",
            norm: "t.norm",
        };
        let entities = Names {
            tables: "n.tables",
            embed: "n.embed",
            projection: "n.static",
            maxout_w: "n.maxout.w",
            maxout_b: "n.maxout.b",
            norm: "n.norm",
        };
        let tags = store
            .bytes(store.section("tag.labels")?)
            .iter()
            .map(|&b| Tag::ALL.get(b as usize).copied().ok_or(LoadError::Damaged("tag.labels")))
            .collect::<Result<Vec<_>, _>>()?;
        let (tag_w, tag_b) = (store.section("tag.w")?, store.section("tag.b")?);
        let wide = store.f32s(tag_b).len();
        if tags.is_empty() || wide < tags.len() || store.f32s(tag_w).len() != wide * WIDTH {
            return Err(LoadError::Damaged("tag.w"));
        }
        let inner = Inner {
            kernel: Kernel::detect(),
            name,
            version,
            tokenizer: Tokenizer::read(store.bytes(store.section("tokenizer")?))?,
            shared: Tok2Vec::read(&store, Net::Shared, &shared, words.width)?,
            entity_net: Tok2Vec::read(&store, Net::Entities, &entities, words.width)?,
            words,
            tag_w,
            tag_b,
            tags,
            parser: Parser::read(&store)?,
            recogniser: Recogniser::read(&store)?,
            ruler: Ruler::read(store.bytes(store.section("ruler")?))?,
            lemmatizer: Lemmatizer::read(&store)?,
            serial: SERIAL.fetch_add(1, std::sync::atomic::Ordering::Relaxed),
            store,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Name of the pipeline that the weights are from, as `en_core_web_md`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// Version of that pipeline, as `3.8.0`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.inner.version
    }

    /// The vector of a word (300 floats in `md`), exactly as written; `None` for a word without one. The small
    /// model has none at all.
    #[must_use]
    pub fn vector(&self, word: &str) -> Option<&[f32]> {
        let Inner { words, store, .. } = &*self.inner;
        words.vector(store, words.row(store, string_id(word)))
    }

    /// Reads one text, whatever it holds. The whole text is one document.
    ///
    /// Keeps words already seen in an [`Analyser`] of the calling thread.
    ///
    /// # Panics
    /// If the text is longer than 4 GiB, which offsets cannot name.
    #[must_use]
    pub fn analyse(&self, text: &str) -> Analysis {
        thread_local! {
            static LAST: RefCell<Option<Analyser>> = const { RefCell::new(None) };
        }
        // Taken out while in use: should reading panic, a half-filled scratch must not be met again.
        let kept = LAST.take().filter(|a| a.model.inner.serial == self.inner.serial);
        let mut analyser = kept.unwrap_or_else(|| Analyser::new(self));
        let done = analyser.analyse(text);
        LAST.set(Some(analyser));
        done
    }
}

/// Reads texts one after the other on one thread; remembers words and reuses its buffers.
///
/// What it has read before never changes a result.
#[derive(Debug)]
pub struct Analyser {
    model: Model,
    cache: TokenizerCache,
    lexicon: Lexicon,
    looked_up: usize,
    net: NetScratch,
    entity_net: NetScratch,
    parser: ParserScratch,
    tokens: Vec<RawToken>,
    words: Vec<(u32, bool)>,
    tags: Vec<Tag>,
    scores: Vec<f32>,
    entities: Vec<Entity>,
    multi: Vec<(u32, u16)>,
    readings: FxHashMap<(u32, Tag, Dep), Reading>,
    /// Lemmas of the readings.
    lemmas: String,
}

/// What the rules make of a word with a tag and a relation.
#[derive(Clone, Copy, Debug)]
struct Reading {
    tag: Tag,
    pos: Pos,
    dep: Dep,
    morph: u16,
    lemma: (u32, u32),
}

impl Analyser {
    /// A new one, with nothing remembered.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        Self {
            model: model.clone(),
            cache: TokenizerCache::default(),
            lexicon: Lexicon::default(),
            looked_up: 0,
            net: NetScratch::default(),
            entity_net: NetScratch::default(),
            parser: ParserScratch::default(),
            tokens: Vec::new(),
            words: Vec::new(),
            tags: Vec::new(),
            scores: Vec::new(),
            entities: Vec::new(),
            multi: Vec::new(),
            readings: FxHashMap::default(),
            lemmas: String::new(),
        }
    }

    /// Reads one text; see [`Model::analyse`].
    ///
    /// # Panics
    /// If the text is longer than 4 GiB, which offsets cannot name.
    pub fn analyse(&mut self, text: &str) -> Analysis {
        let model = self.model.clone();
        let m = &*model.inner;
        assert!(u32::try_from(text.len()).is_ok(), "a text of more than 4 GiB");
        self.forget_if_full();
        self.tokens.clear();
        m.tokenizer.run(text, &mut self.cache, &mut self.lexicon, &mut self.tokens);
        while self.looked_up < self.lexicon.len() {
            self.lexicon.look_up(self.looked_up as u32, &m.store, &m.words);
            self.looked_up += 1;
        }
        self.words.clear();
        self.words.extend(self.tokens.iter().map(|t| (t.word, t.space)));
        self.tag_and_parse(m);
        self.find_entities(m);
        self.assemble(m)
    }

    fn forget_if_full(&mut self) {
        let kept = self.net.bytes() + self.entity_net.bytes() + self.lexicon.bytes() + self.lexicon.len() * 128;
        if kept > MOST_KEPT {
            self.cache.clear();
            self.lexicon.clear();
            self.looked_up = 0;
            self.net.clear();
            self.entity_net.clear();
            self.readings.clear();
            self.lemmas.clear();
        }
    }

    fn tag_and_parse(&mut self, m: &Inner) {
        let n = self.tokens.len();
        let Self { lexicon, net, words, tags, scores, parser, .. } = self;
        m.shared.embed(&m.store, &m.words, m.kernel, lexicon, words.iter().copied(), net);
        m.parser.head.begin(n, &mut parser.rows);
        tags.clear();
        let (w, b) = (m.store.f32s(m.tag_w), m.store.f32s(m.tag_b));
        m.shared.encode(&m.store, m.kernel, lexicon, words, net, |first, rows| {
            m.parser.head.feed(&m.store, m.kernel, first, rows, &mut parser.rows);
            let count = rows.len() / WIDTH;
            scores.resize(scores.len().max(count * b.len()), 0.0);
            m.kernel.linear(Rows { data: rows, stride: WIDTH, width: WIDTH, count }, w, b, scores);
            for row in scores.chunks_exact(b.len()).take(count) {
                let mut best = 0;
                for (i, s) in row[..m.tags.len()].iter().enumerate() {
                    if *s > row[best] {
                        best = i;
                    }
                }
                tags.push(m.tags[best]);
            }
        });
        let is_space = |i: usize| lexicon.get(words[i].0).is_space;
        m.parser.run(&m.store, m.kernel, n, is_space, parser);
    }

    fn find_entities(&mut self, m: &Inner) {
        let n = self.tokens.len();
        let Self { lexicon, entity_net, words, parser, entities, .. } = self;
        // The tree is done, so its rows can be overwritten.
        let ParserScratch { rows, sentence_start, .. } = parser;
        m.entity_net.embed(&m.store, &m.words, m.kernel, lexicon, words.iter().copied(), entity_net);
        m.recogniser.head.begin(n, rows);
        m.entity_net.encode(&m.store, m.kernel, lexicon, words, entity_net, |first, vectors| {
            m.recogniser.head.feed(&m.store, m.kernel, first, vectors, rows);
        });
        let is_space = |i: usize| lexicon.get(words[i].0).is_space;
        m.recogniser.run(&m.store, m.kernel, sentence_start, is_space, rows, entities);
    }

    /// Rules and lemmas, and all put together.
    fn assemble(&mut self, m: &Inner) -> Analysis {
        let n = self.tokens.len();
        self.multi.clear();
        {
            let Self { lexicon, words, tags, parser, multi, .. } = self;
            let view = |i: usize| {
                let &(word, _) = words.get(i)?;
                let is_space = lexicon.get(word).is_space;
                Some(View { lower: lexicon.lower(word), tag: tags[i], dep: parser.deps[i], is_space })
            };
            for i in 0..n {
                m.ruler.find_multi(i, view, |token, rule| multi.push((token as u32, rule)));
            }
        }
        self.multi.sort_unstable();
        let mut builder = AnalysisBuilder::with_morphs(n, &m.ruler.morphs);
        let mut also: Vec<u16> = Vec::new();
        let mut next_multi = 0;
        for i in 0..n {
            also.clear();
            while let Some(&(_, rule)) = self.multi.get(next_multi).filter(|x| x.0 as usize == i) {
                also.push(rule);
                next_multi += 1;
            }
            let reading = self.reading(m, i, &also);
            let token = self.tokens[i];
            let new = NewToken {
                span: Span { start: token.start, end: token.end },
                lower: self.lexicon.lower(token.word),
                lemma: &self.lemmas[reading.lemma.0 as usize..reading.lemma.1 as usize],
                morph: "",
                tag: reading.tag,
                pos: reading.pos,
                dep: reading.dep,
                head: self.parser.heads[i],
                space_after: token.space,
            };
            builder.token_with_morph(new, reading.morph);
        }
        let mut start = 0;
        for i in 1..=n {
            if i == n || self.parser.sentence_start[i] {
                builder.sentence(start..i);
                start = i;
            }
        }
        for &e in &self.entities {
            builder.entity(e);
        }
        builder.finish()
    }

    fn reading(&mut self, m: &Inner, i: usize, also: &[u16]) -> Reading {
        let word = self.words[i].0;
        let (tag, dep) = (self.tags[i], self.parser.deps[i]);
        if also.is_empty()
            && let Some(&r) = self.readings.get(&(word, tag, dep))
        {
            return r;
        }
        let (text, lower) = (self.lexicon.text(word), self.lexicon.lower(word));
        let view = View { lower, tag, dep, is_space: self.lexicon.get(word).is_space };
        let a: Attributes = if also.is_empty() { m.ruler.apply(view) } else { m.ruler.apply_with(view, also) };
        let (pos, morph) = (a.pos.unwrap_or(Pos::X), a.morph.unwrap_or(0));
        let at = self.lemmas.len() as u32;
        match a.lemma {
            Some(l) => self.lemmas.push_str(&m.ruler.lemmas[l as usize]),
            None => m.lemmatizer.lemma(&m.store, text, lower, pos, &m.ruler.morphs[morph as usize], &mut self.lemmas),
        }
        let lemma = (at, self.lemmas.len() as u32);
        let reading = Reading { tag: a.tag.unwrap_or(tag), pos, dep: a.dep.unwrap_or(dep), morph, lemma };
        if also.is_empty() {
            self.readings.insert((word, tag, dep), reading);
        }
        reading
    }
}
