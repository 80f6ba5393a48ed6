//! From the files of a spaCy model directory to the one file of [`crate::store`].
//!
//! Nothing is computed but the order of the numbers: weights are laid out as [`crate::kernel`] walks them, look-up
//! tables as sorted hashes. The same files give the same bytes.

use std::collections::BTreeMap;

use rmpv::ValueRef;

use crate::error::ConvertError;
use crate::hash::{murmur64a, string_id};
use crate::kernel::{PANEL, pack_linear, pack_maxout};
use crate::labels::{Dep, EntityLabel, Pos, Tag};
use crate::store::{StoreWriter, WireWriter};

/// The files of a model by name, as found in a directory or a wheel; other files may be among them.
pub type ModelFiles = BTreeMap<String, Vec<u8>>;

/// Converts the files of an English spaCy 3.8 pipeline (`en_core_web_sm`, `en_core_web_md`) into the format that
/// [`crate::Model::from_bytes`] opens.
///
/// Names may have any leading folders; the pipeline is found by its `tok2vec/model`.
///
/// # Errors
/// If a file is missing or holds another kind of model.
pub fn convert(files: &ModelFiles) -> Result<Vec<u8>, ConvertError> {
    let prefix = files
        .keys()
        .filter_map(|n| n.strip_suffix("tok2vec/model"))
        .min_by_key(|p| p.len())
        .ok_or(ConvertError::NoModel)?;
    let dir = Dir { files, prefix };
    let mut out = StoreWriter::default();
    meta(&dir, &mut out)?;
    tokenizer(&dir, &mut out)?;
    norms(&dir, &mut out)?;
    vectors(&dir, &mut out)?;
    tok2vec(&dir.nodes("tok2vec/model")?, "t", &mut out)?;
    let ner = dir.nodes("ner/model")?;
    tok2vec(&ner, "n", &mut out)?;
    tagger(&dir, &mut out)?;
    head(&dir, "parser", "p", &dir.nodes("parser/model")?, &mut out)?;
    head(&dir, "ner", "e", &ner, &mut out)?;
    ruler(&dir, &mut out)?;
    lemmas(&dir, &mut out)?;
    let bytes = out.finish();
    // What cannot be opened must not reach a cache.
    crate::Model::from_bytes(bytes.clone())?;
    Ok(bytes)
}

struct Dir<'a> {
    files: &'a ModelFiles,
    prefix: &'a str,
}

impl<'a> Dir<'a> {
    fn file(&self, name: &str) -> Result<&'a [u8], ConvertError> {
        let full = format!("{}{name}", self.prefix);
        self.files.get(&full).map(Vec::as_slice).ok_or(ConvertError::NoFile(full))
    }

    fn msgpack(&self, name: &str) -> Result<ValueRef<'a>, ConvertError> {
        rmpv::decode::read_value_ref(&mut self.file(name)?).map_err(|e| bad(name, e))
    }

    fn json(&self, name: &str) -> Result<serde_json::Value, ConvertError> {
        serde_json::from_slice(self.file(name)?).map_err(|e| bad(name, e))
    }

    fn nodes(&self, name: &'static str) -> Result<Nodes<'a>, ConvertError> {
        let v = self.msgpack(name)?;
        let list = |key| match get(&v, key) {
            Some(ValueRef::Array(a)) => Ok(a.clone()),
            _ => Err(bad(name, format!("no list {key}"))),
        };
        Ok(Nodes { name, nodes: list("nodes")?, attrs: list("attrs")?, params: list("params")? })
    }
}

fn bad(file: &str, what: impl ToString) -> ConvertError {
    ConvertError::Unreadable { file: file.to_owned(), what: what.to_string() }
}

/// The value under a text key (kept as text or bytes).
fn get<'v, 'a>(v: &'v ValueRef<'a>, key: &str) -> Option<&'v ValueRef<'a>> {
    let ValueRef::Map(m) = v else { return None };
    m.iter().find(|(k, _)| text(k) == Some(key)).map(|(_, v)| v)
}

fn text<'a>(v: &ValueRef<'a>) -> Option<&'a str> {
    match v {
        ValueRef::String(s) => s.into_str(),
        ValueRef::Binary(b) => std::str::from_utf8(b).ok(),
        _ => None,
    }
}

/// The layers of a component, in the order of the file.
struct Nodes<'a> {
    name: &'static str,
    nodes: Vec<ValueRef<'a>>,
    attrs: Vec<ValueRef<'a>>,
    params: Vec<ValueRef<'a>>,
}

/// A tensor.
struct Tensor {
    shape: Vec<usize>,
    data: Vec<f32>,
}

impl Nodes<'_> {
    /// Indices of the layers called `layer`.
    fn all(&self, layer: &str) -> Vec<usize> {
        (0..self.nodes.len()).filter(|&i| get(&self.nodes[i], "name").and_then(text) == Some(layer)).collect()
    }

    fn tensor(&self, node: usize, key: &str) -> Result<Tensor, ConvertError> {
        let fail = |what: &str| bad(self.name, format!("layer {node}, {key}: {what}"));
        let v = self.params.get(node).and_then(|p| get(p, key)).ok_or_else(|| fail("missing"))?;
        if get(v, "type").and_then(text) != Some("<f4") {
            return Err(fail("not an array of 32-bit floats"));
        }
        let Some(ValueRef::Array(shape)) = get(v, "shape") else { return Err(fail("no shape")) };
        let shape: Vec<usize> = shape.iter().filter_map(|s| s.as_u64()).map(|s| s as usize).collect();
        let Some(ValueRef::Binary(data)) = get(v, "data") else { return Err(fail("no data")) };
        let data = floats(data);
        if shape.iter().product::<usize>() != data.len() {
            return Err(fail("shape and data differ"));
        }
        Ok(Tensor { shape, data })
    }

    fn of_shape(&self, node: usize, key: &str, shape: &[usize]) -> Result<Vec<f32>, ConvertError> {
        let t = self.tensor(node, key)?;
        if t.shape != shape {
            return Err(bad(self.name, format!("layer {node}, {key}: shape {:?}, expected {shape:?}", t.shape)));
        }
        Ok(t.data)
    }

    fn attr(&self, node: usize, key: &str) -> Option<u64> {
        let ValueRef::Binary(b) = get(self.attrs.get(node)?, key)? else { return None };
        rmpv::decode::read_value_ref(&mut &b[..]).ok()?.as_u64()
    }
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect()
}

fn meta(dir: &Dir<'_>, out: &mut StoreWriter) -> Result<(), ConvertError> {
    let meta = dir.json("meta.json")?;
    let get = |k: &str| meta.get(k).and_then(|v| v.as_str()).unwrap_or("").to_owned();
    let mut w = WireWriter::default();
    w.str(&format!("{}_{}", get("lang"), get("name")));
    w.str(&get("version"));
    out.bytes("meta", w.0);
    Ok(())
}

fn tokenizer(dir: &Dir<'_>, out: &mut StoreWriter) -> Result<(), ConvertError> {
    const FILE: &str = "tokenizer";
    let v = dir.msgpack(FILE)?;
    let mut w = WireWriter::default();
    for key in ["prefix_search", "suffix_search", "infix_finditer", "url_match"] {
        w.str(get(&v, key).and_then(text).ok_or_else(|| bad(FILE, format!("no text {key}")))?);
    }
    let Some(ValueRef::Map(exceptions)) = get(&v, "exceptions") else { return Err(bad(FILE, "no exceptions")) };
    if !matches!(get(&v, "token_match"), None | Some(ValueRef::Nil)) {
        return Err(bad(FILE, "a token_match rule, which no known model has"));
    }
    w.u32(exceptions.len());
    for (chunk, pieces) in exceptions {
        let (Some(chunk), ValueRef::Array(pieces)) = (text(chunk), pieces) else { return Err(bad(FILE, "exception")) };
        w.str(chunk);
        w.u32(pieces.len());
        for piece in pieces {
            let ValueRef::Map(attrs) = piece else { return Err(bad(FILE, "piece of an exception")) };
            let attr = |id: u64| attrs.iter().find(|(k, _)| k.as_u64() == Some(id)).and_then(|(_, v)| text(v));
            // 65 is the number of ORTH, 67 that of NORM.
            w.str(attr(65).ok_or_else(|| bad(FILE, "piece of an exception without text"))?);
            w.str(attr(67).unwrap_or(""));
        }
    }
    out.bytes("tokenizer", w.0);
    Ok(())
}

fn norms(dir: &Dir<'_>, out: &mut StoreWriter) -> Result<(), ConvertError> {
    const FILE: &str = "vocab/lookups.bin";
    let v = dir.msgpack(FILE)?;
    let Some(ValueRef::Map(table)) = get(&v, "lexeme_norm") else { return Err(bad(FILE, "no table lexeme_norm")) };
    let mut rows = table
        .iter()
        .map(|(k, v)| Some((k.as_u64()?, string_id(text(v)?))))
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| bad(FILE, "a row of lexeme_norm is no string"))?;
    rows.sort_unstable();
    out.u64s("norm.keys", &rows.iter().map(|r| r.0).collect::<Vec<_>>());
    out.u64s("norm.values", &rows.iter().map(|r| r.1).collect::<Vec<_>>());
    Ok(())
}

fn vectors(dir: &Dir<'_>, out: &mut StoreWriter) -> Result<(), ConvertError> {
    const FILE: &str = "vocab/vectors";
    let npy = dir.file(FILE)?;
    let head = npy.get(10..).filter(|_| npy.starts_with(b"\x93NUMPY\x01")).ok_or_else(|| bad(FILE, "not .npy"))?;
    let len = usize::from(u16::from_le_bytes([npy[8], npy[9]]));
    let (head, data) = head.split_at_checked(len).ok_or_else(|| bad(FILE, "cut off"))?;
    let head = String::from_utf8_lossy(head);
    if !head.contains("'<f4'") || !head.contains("'fortran_order': False") {
        return Err(bad(FILE, "not 32-bit floats, row by row"));
    }
    let shape: Vec<usize> = head
        .split_once("'shape': (")
        .and_then(|(_, s)| s.split_once(')'))
        .map(|(s, _)| s.split(',').filter_map(|n| n.trim().parse().ok()).collect())
        .unwrap_or_default();
    let [rows, width] = shape[..] else { return Err(bad(FILE, "not a table")) };
    if data.len() != rows * width * 4 {
        return Err(bad(FILE, "shape and data differ"));
    }
    out.bytes("vec.data", data.to_vec());
    out.u32s("vec.shape", &[rows as u32, width as u32]);
    const KEYS: &str = "vocab/key2row";
    let ValueRef::Map(map) = dir.msgpack(KEYS)? else { return Err(bad(KEYS, "not a map")) };
    let mut keys = map
        .iter()
        .map(|(k, v)| Some((k.as_u64()?, u32::try_from(v.as_u64()?).ok().filter(|&r| (r as usize) < rows)?)))
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| bad(KEYS, "a row outside the table"))?;
    keys.sort_unstable();
    out.u32s("vec.buckets", &buckets(keys.iter().map(|k| k.0)));
    out.u64s("vec.keys", &keys.iter().map(|k| k.0).collect::<Vec<_>>());
    out.u32s("vec.rows", &keys.iter().map(|k| k.1).collect::<Vec<_>>());
    Ok(())
}

/// Where keys with the same upper 16 bits begin, in a sorted list; one more at the end.
fn buckets(keys: impl Iterator<Item = u64>) -> Vec<u32> {
    let mut starts = vec![0u32; (1 << 16) + 1];
    for k in keys {
        starts[(k >> 48) as usize + 1] += 1;
    }
    for i in 1..starts.len() {
        starts[i] += starts[i - 1];
    }
    starts
}

/// Embedding tables, embed stage and the four convolutions, under names that begin with `p`.
fn tok2vec(nodes: &Nodes<'_>, p: &str, out: &mut StoreWriter) -> Result<(), ConvertError> {
    let mut tables: Vec<(u64, usize)> = Vec::new();
    for node in nodes.all("hashembed") {
        tables.push((nodes.attr(node, "column").ok_or_else(|| bad(nodes.name, "a table without column"))?, node));
    }
    tables.sort_unstable();
    let mut info = Vec::new();
    let mut data = Vec::new();
    for &(_, node) in &tables {
        let t = nodes.tensor(node, "E")?;
        if t.shape.len() != 2 || t.shape[1] != 96 {
            return Err(bad(nodes.name, format!("embedding table of shape {:?}", t.shape)));
        }
        let seed = nodes.attr(node, "seed").ok_or_else(|| bad(nodes.name, "a table without seed"))?;
        info.extend([seed as u32, t.shape[0] as u32]);
        data.extend(t.data);
    }
    out.u32s(&format!("{p}.tables"), &info);
    out.f32s(&format!("{p}.embed"), &data);
    let mut width = 96 * tables.len();
    let mut projection = Vec::new();
    if let Some(&node) = nodes.all("static_vectors").first() {
        let t = nodes.tensor(node, "W")?;
        if t.shape.len() != 2 || t.shape[0] != 96 {
            return Err(bad(nodes.name, format!("static vectors of shape {:?}", t.shape)));
        }
        projection = pack_linear(&t.data, 96, t.shape[1]);
        width += 96;
    }
    out.f32s(&format!("{p}.static"), &projection);
    let (maxouts, norms) = (nodes.all("maxout"), nodes.all("layernorm"));
    if maxouts.len() != 5 || norms.len() != 5 {
        return Err(bad(nodes.name, "not an embed stage and four convolutions"));
    }
    let (mut w, mut b, mut g) = (Vec::new(), Vec::new(), Vec::new());
    for (i, (&m, &n)) in maxouts.iter().zip(&norms).enumerate() {
        let inputs = if i == 0 { width } else { 288 };
        let (mw, mb) =
            pack_maxout(&nodes.of_shape(m, "W", &[96, 3, inputs])?, &nodes.of_shape(m, "b", &[96, 3])?, inputs);
        w.extend(mw);
        b.extend(mb);
        g.extend(nodes.of_shape(n, "G", &[96])?);
        g.extend(nodes.of_shape(n, "b", &[96])?);
    }
    out.f32s(&format!("{p}.maxout.w"), &w);
    out.f32s(&format!("{p}.maxout.b"), &b);
    out.f32s(&format!("{p}.norm"), &g);
    Ok(())
}

/// A bias, padded to whole panels.
fn padded(mut b: Vec<f32>) -> Vec<f32> {
    b.resize(b.len().next_multiple_of(PANEL), 0.0);
    b
}

fn tagger(dir: &Dir<'_>, out: &mut StoreWriter) -> Result<(), ConvertError> {
    const FILE: &str = "tagger/cfg";
    let cfg = dir.json(FILE)?;
    let labels: Vec<&str> =
        cfg.get("labels").and_then(|l| l.as_array()).into_iter().flatten().filter_map(|l| l.as_str()).collect();
    let mut tags = Vec::new();
    for l in &labels {
        tags.push(Tag::from_label(l).ok_or_else(|| bad(FILE, format!("unknown tag {l:?}")))? as u8);
    }
    let nodes = dir.nodes("tagger/model")?;
    let &[node] = &nodes.all("softmax")[..] else { return Err(bad(nodes.name, "not one output layer")) };
    out.f32s("tag.w", &pack_linear(&nodes.of_shape(node, "W", &[tags.len(), 96])?, tags.len(), 96));
    out.f32s("tag.b", &padded(nodes.of_shape(node, "b", &[tags.len()])?));
    out.bytes("tag.labels", tags);
    Ok(())
}

/// The state classifier of a transition system: `features` rows of 64 pairs, then one score an action.
fn head(dir: &Dir<'_>, folder: &str, p: &str, nodes: &Nodes<'_>, out: &mut StoreWriter) -> Result<(), ConvertError> {
    let actions = actions(dir, folder)?;
    let linears = nodes.all("linear");
    let upper = linears.iter().copied().find(|&i| i == 3);
    let lower = linears.iter().copied().find(|&i| i != 3);
    let (Some(upper), Some(lower), &[affine]) = (upper, lower, &nodes.all("precomputable_affine")[..]) else {
        return Err(bad(nodes.name, "not a state classifier"));
    };
    out.f32s(&format!("{p}.lower.w"), &pack_linear(&nodes.of_shape(lower, "W", &[64, 96])?, 64, 96));
    out.f32s(&format!("{p}.lower.b"), &padded(nodes.of_shape(lower, "b", &[64])?));
    let w = nodes.tensor(affine, "W")?;
    let &[features, 64, 2, 64] = &w.shape[..] else {
        return Err(bad(nodes.name, format!("precomputed layer of shape {:?}", w.shape)));
    };
    // [feature][output][piece] becomes [feature][piece][output], so that the maximum is taken over whole vectors.
    let rearranged = |data: &[f32], width: usize| -> Vec<f32> {
        let mut v = Vec::with_capacity(data.len());
        for block in data.chunks_exact(128 * width) {
            for piece in 0..2 {
                for o in 0..64 {
                    v.extend_from_slice(&block[(o * 2 + piece) * width..][..width]);
                }
            }
        }
        v
    };
    out.f32s(&format!("{p}.affine.w"), &pack_linear(&rearranged(&w.data, 64), features * 128, 64));
    out.f32s(&format!("{p}.affine.b"), &rearranged(&nodes.of_shape(affine, "b", &[64, 2])?, 1));
    out.f32s(&format!("{p}.affine.pad"), &rearranged(&nodes.of_shape(affine, "pad", &[1, features, 64, 2])?, 1));
    let n = actions.len();
    let w = nodes.of_shape(upper, "W", &[n, 64])?;
    let wide = n.next_multiple_of(16);
    let mut by_input = vec![0.0; 64 * wide];
    for a in 0..n {
        for i in 0..64 {
            by_input[i * wide + a] = w[a * 64 + i];
        }
    }
    out.f32s(&format!("{p}.upper.w"), &by_input);
    let mut b = nodes.of_shape(upper, "b", &[n])?;
    b.resize(wide, 0.0);
    out.f32s(&format!("{p}.upper.b"), &b);
    let mut w = WireWriter::default();
    w.u32(n);
    for (action, label) in actions {
        w.u32(action);
        w.str(&label);
    }
    out.bytes(&format!("{p}.actions"), w.0);
    Ok(())
}

/// Moves and labels in the order of the output layer: by move, then falling frequency, then falling label.
fn actions(dir: &Dir<'_>, folder: &str) -> Result<Vec<(usize, String)>, ConvertError> {
    let file = format!("{folder}/moves");
    let v = dir.msgpack(&file)?;
    let moves = get(&v, "moves").and_then(text).ok_or_else(|| bad(&file, "no moves"))?;
    let moves: BTreeMap<String, BTreeMap<String, i64>> = serde_json::from_str(moves).map_err(|e| bad(&file, e))?;
    let mut moves: Vec<(usize, _)> = moves
        .into_iter()
        .map(|(k, v)| Ok((k.parse().map_err(|e| bad(&file, e))?, v)))
        .collect::<Result<_, ConvertError>>()?;
    moves.sort_unstable_by_key(|m| m.0);
    let mut out = Vec::new();
    for (m, labels) in moves {
        let mut labels: Vec<(i64, String)> = labels.into_iter().map(|(l, f)| (f, l)).collect();
        labels.sort_unstable_by(|a, b| b.cmp(a));
        for (_, label) in labels {
            let known = match folder {
                "ner" => label.is_empty() || EntityLabel::from_label(&label).is_some(),
                _ => label.is_empty() || label.split("||").all(|l| Dep::from_label(l).is_some()),
            };
            if !known {
                return Err(bad(&file, format!("unknown label {label:?}")));
            }
            out.push((m, label));
        }
    }
    Ok(out)
}

fn ruler(dir: &Dir<'_>, out: &mut StoreWriter) -> Result<(), ConvertError> {
    const FILE: &str = "attribute_ruler/patterns";
    let fail = |what: &str| bad(FILE, what);
    let ValueRef::Array(rules) = dir.msgpack(FILE)? else { return Err(fail("not a list")) };
    let mut w = WireWriter::default();
    w.u32(rules.len());
    for rule in &rules {
        let (Some(ValueRef::Array(patterns)), Some(ValueRef::Map(attrs)), Some(index)) =
            (get(rule, "patterns"), get(rule, "attrs"), get(rule, "index").and_then(|v| v.as_u64()))
        else {
            return Err(fail("not a rule"));
        };
        w.u32(index as usize);
        w.u32(attrs.len());
        for (k, v) in attrs {
            let (Some(k), Some(v)) = (text(k), text(v)) else { return Err(fail("attributes")) };
            let known = match k {
                "TAG" => Tag::from_label(v).is_some(),
                "POS" => Pos::from_label(v).is_some(),
                "DEP" => Dep::from_label(v).is_some(),
                "MORPH" | "LEMMA" => true,
                _ => false,
            };
            if !known {
                return Err(fail(&format!("unknown attribute {k}={v}")));
            }
            w.str(k);
            w.str(v);
        }
        w.u32(patterns.len());
        for pattern in patterns {
            let ValueRef::Array(tokens) = pattern else { return Err(fail("not a pattern")) };
            w.u32(tokens.len());
            for token in tokens {
                let ValueRef::Map(tests) = token else { return Err(fail("not a token of a pattern")) };
                w.u32(tests.len());
                for (attr, test) in tests {
                    w.str(
                        text(attr)
                            .filter(|a| matches!(*a, "TAG" | "LOWER" | "DEP" | "IS_SPACE"))
                            .ok_or_else(|| fail("unknown test"))?,
                    );
                    match test {
                        ValueRef::Boolean(b) => {
                            w.str("IN");
                            w.u32(1);
                            w.str(if *b { "True" } else { "False" });
                        }
                        ValueRef::Map(m) => {
                            let [(op, value)] = &m[..] else { return Err(fail("more than one operator")) };
                            let op = text(op)
                                .filter(|o| matches!(*o, "IN" | "NOT_IN" | "REGEX"))
                                .ok_or_else(|| fail("unknown operator"))?;
                            w.str(op);
                            let one = [value.clone()];
                            let values: &[ValueRef<'_>] = match value {
                                ValueRef::Array(a) => a,
                                _ => &one,
                            };
                            w.u32(values.len());
                            for v in values {
                                w.str(text(v).ok_or_else(|| fail("value of an operator"))?);
                            }
                        }
                        v => {
                            w.str("IN");
                            w.u32(1);
                            w.str(text(v).ok_or_else(|| fail("value of a test"))?);
                        }
                    }
                }
            }
        }
    }
    out.bytes("ruler", w.0);
    Ok(())
}

fn lemmas(dir: &Dir<'_>, out: &mut StoreWriter) -> Result<(), ConvertError> {
    const FILE: &str = "lemmatizer/lookups/lookups.bin";
    let fail = |what: &str| bad(FILE, what);
    let v = dir.msgpack(FILE)?;
    let table = |name: &str| match get(&v, name) {
        Some(ValueRef::Map(m)) => Ok(m),
        _ => Err(fail(&format!("no table {name}"))),
    };
    let (rules, exceptions, index) = (table("lemma_rules")?, table("lemma_exc")?, table("lemma_index")?);
    let find = |m: &[(ValueRef<'_>, ValueRef<'_>)], id: u64| m.iter().position(|(k, _)| k.as_u64() == Some(id));
    let mut w = WireWriter::default();
    let mut forms: Vec<u64> = Vec::new();
    for pos in Pos::ALL {
        let id = string_id(&pos.as_str().to_lowercase());
        match find(rules, id).map(|i| &rules[i].1) {
            None => w.u32(0),
            Some(ValueRef::Array(list)) => {
                w.u32(list.len());
                for pair in list {
                    let ValueRef::Array(pair) = pair else { return Err(fail("a rule")) };
                    let [Some(old), Some(new)] = [pair.first().and_then(text), pair.get(1).and_then(text)] else {
                        return Err(fail("a rule"));
                    };
                    w.str(old);
                    w.str(new);
                }
            }
            Some(_) => return Err(fail("rules are no list")),
        }
        match find(exceptions, id).map(|i| &exceptions[i].1) {
            None => w.u32(0),
            Some(ValueRef::Map(map)) => {
                w.u32(map.len());
                for (form, lemmas) in map {
                    let (Some(form), ValueRef::Array(lemmas)) = (text(form), lemmas) else {
                        return Err(fail("an exception"));
                    };
                    w.str(form);
                    w.u32(lemmas.len());
                    for l in lemmas {
                        w.str(text(l).ok_or_else(|| fail("an exception"))?);
                    }
                }
            }
            Some(_) => return Err(fail("exceptions are no map")),
        }
        let start = forms.len();
        match find(index, id).map(|i| &index[i].1) {
            None => {}
            Some(ValueRef::Array(list)) => {
                for form in list {
                    forms.push(murmur64a(text(form).ok_or_else(|| fail("a form"))?.as_bytes(), 1));
                }
            }
            Some(_) => return Err(fail("the index is no list")),
        }
        forms[start..].sort_unstable();
        w.u64(start as u64);
        w.u64(forms.len() as u64);
    }
    out.bytes("lemma.rules", w.0);
    out.u64s("lemma.forms", &forms);
    Ok(())
}
