//! The two hash functions of the weights, and the ids of strings.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Names whose id is a small number. A token "agent" has that number as its id too, so the table is needed for
/// the embeddings of ordinary words.
static SYMBOLS: LazyLock<FxHashMap<&'static str, u64>> = LazyLock::new(|| {
    include_str!("../data/symbols.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('\t'))
        .filter_map(|(name, id)| Some((name, id.parse().ok()?)))
        .collect()
});

/// The id of a string: 0 for the empty one, a small number for reserved names, else its hash.
pub(crate) fn string_id(s: &str) -> u64 {
    if s.is_empty() {
        return 0;
    }
    match SYMBOLS.get(s) {
        Some(&id) => id,
        None => murmur64a(s.as_bytes(), 1),
    }
}

/// MurmurHash64A.
pub(crate) fn murmur64a(data: &[u8], seed: u64) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    const R: u32 = 47;
    let mut h = seed ^ (data.len() as u64).wrapping_mul(M);
    let (words, tail) = data.as_chunks::<8>();
    for word in words {
        let mut k = u64::from_le_bytes(*word).wrapping_mul(M);
        k ^= k >> R;
        h ^= k.wrapping_mul(M);
        h = h.wrapping_mul(M);
    }
    if !tail.is_empty() {
        for (i, &b) in tail.iter().enumerate() {
            h ^= u64::from(b) << (8 * i);
        }
        h = h.wrapping_mul(M);
    }
    h ^= h >> R;
    h = h.wrapping_mul(M);
    h ^ (h >> R)
}

/// The four keys of an id in a hashed embedding table: MurmurHash3 x64 128 of the one word.
pub(crate) fn embed_keys(id: u64, seed: u32) -> [u32; 4] {
    let seed = u64::from(seed);
    let mut h1 = id.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    h1 ^= seed ^ 8;
    let mut h2 = seed ^ 8;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = mix(h1);
    h2 = mix(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    [h1 as u32, (h1 >> 32) as u32, h2 as u32, (h2 >> 32) as u32]
}

fn mix(mut h: u64) -> u64 {
    h ^= h >> 33;
    h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^= h >> 33;
    h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_the_string_store() {
        // Printed by spaCy's StringStore.
        assert_eq!(string_id(""), 0);
        assert_eq!(string_id("punct"), 445);
        assert_eq!(string_id("coffee"), 3197928453018144401);
        assert_eq!(string_id("noun"), 16833663260455505849);
        assert_eq!(string_id("verb"), 6360137228241296794);
    }
}
