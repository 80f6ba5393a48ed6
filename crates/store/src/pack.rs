//! What is large is packed; profiles are written as they lie in memory.

use rashomon_story::{Profile, ProfileParts};

/// Level 1 packs pages to a fifth, and takes less time than writing them.
const LEVEL: i32 = 1;
/// What comes out of a blob at most: a report with its reading is far smaller, and a damaged length must not take all memory.
const LARGEST: usize = 1 << 30;

/// Packs one blob after the other without setting up anew for each.
pub(crate) struct Packer(zstd::bulk::Compressor<'static>);

impl Packer {
    pub(crate) fn new() -> std::io::Result<Self> {
        zstd::bulk::Compressor::new(LEVEL).map(Self)
    }

    pub(crate) fn pack(&mut self, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
        self.0.compress(bytes)
    }
}

/// What was packed. `None` if the blob is damaged.
pub(crate) fn unpack(bytes: &[u8]) -> Option<Vec<u8>> {
    let length = zstd::bulk::Decompressor::upper_bound(bytes)?;
    (length <= LARGEST).then(|| zstd::bulk::decompress(bytes, length).ok()).flatten()
}

/// The report and the reading of a row of `body`. `None` if they are damaged.
pub(crate) fn body(kept: &[u8], reading: &[u8], split: Option<i64>) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut kept = unpack(kept)?;
    let Some(split) = split else { return Some((kept, unpack(reading)?)) };
    let split = usize::try_from(split).ok().filter(|&s| s <= kept.len())?;
    let reading = kept.split_off(split);
    Some((kept, reading))
}

/// The order of the parts below.
const PROFILE: u8 = 1;

/// A profile as bytes, little-endian.
pub(crate) fn profile_bytes(profile: Profile) -> Vec<u8> {
    let p = profile.into_parts();
    let mut out = Vec::with_capacity(64 + p.words.len() * 9 + 4 * (p.own_shingles.len() + p.quoted_shingles.len()));
    out.push(PROFILE);
    out.push(u8::from(p.unread) | u8::from(p.day.is_some()) << 1 | u8::from(p.outlet.is_some()) << 2);
    for n in [p.key.0, p.key.1, p.outlet.unwrap_or(0)] {
        out.extend(n.to_le_bytes());
    }
    out.extend(p.day.unwrap_or(0).to_le_bytes());
    for n in [p.words.len(), p.own_shingles.len(), p.quoted_shingles.len(), p.rests_on.len()] {
        out.extend((n as u32).to_le_bytes());
    }
    p.words.iter().for_each(|n| out.extend(n.to_le_bytes()));
    out.extend(&p.counts);
    p.own_shingles.iter().chain(&p.quoted_shingles).for_each(|n| out.extend(n.to_le_bytes()));
    p.rests_on.iter().for_each(|n| out.extend(n.to_le_bytes()));
    out
}

/// The profile that the bytes are of. `None` if they are damaged.
pub(crate) fn profile(bytes: &[u8]) -> Option<Profile> {
    let mut rest = bytes;
    let [PROFILE, flags] = *take(&mut rest, 2)? else { return None };
    let key = (u64_of(&mut rest)?, u64_of(&mut rest)?);
    let outlet = u64_of(&mut rest)?;
    let day = u32_of(&mut rest)? as i32;
    let mut lengths = [0; 4];
    for n in &mut lengths {
        *n = u32_of(&mut rest)? as usize;
    }
    let [words, own, quoted, rests_on] = lengths;
    // Lengths are checked before anything is set aside for them.
    let long = |n: usize, each: usize| n.checked_mul(each);
    let all =
        long(words, 9)?.checked_add(long(own, 4)?)?.checked_add(long(quoted, 4)?)?.checked_add(long(rests_on, 8)?)?;
    if all != rest.len() {
        return None;
    }
    let parts = ProfileParts {
        key,
        words: (0..words).map(|_| u64_of(&mut rest)).collect::<Option<_>>()?,
        counts: take(&mut rest, words)?.into(),
        own_shingles: (0..own).map(|_| u32_of(&mut rest)).collect::<Option<_>>()?,
        quoted_shingles: (0..quoted).map(|_| u32_of(&mut rest)).collect::<Option<_>>()?,
        day: (flags & 2 != 0).then_some(day),
        outlet: (flags & 4 != 0).then_some(outlet),
        unread: flags & 1 != 0,
        rests_on: (0..rests_on).map(|_| u64_of(&mut rest)).collect::<Option<_>>()?,
    };
    Profile::from_parts(parts)
}

fn take<'a>(rest: &mut &'a [u8], n: usize) -> Option<&'a [u8]> {
    rest.split_off(..n)
}

fn u64_of(rest: &mut &[u8]) -> Option<u64> {
    Some(u64::from_le_bytes(take(rest, 8)?.try_into().ok()?))
}

fn u32_of(rest: &mut &[u8]) -> Option<u32> {
    Some(u32::from_le_bytes(take(rest, 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_parts() -> impl Strategy<Value = ProfileParts> {
        let words = proptest::collection::btree_map(any::<u64>(), any::<u8>(), 0..40);
        let shingles = || proptest::collection::btree_set(any::<u32>(), 0..40);
        let rests_on = proptest::collection::vec(any::<u64>(), 0..4);
        (any::<(u64, u64)>(), words, shingles(), shingles(), any::<(Option<i32>, Option<u64>, bool)>(), rests_on)
            .prop_map(|(key, words, own, quoted, (day, outlet, unread), rests_on)| ProfileParts {
                key,
                counts: words.values().copied().collect(),
                words: words.into_keys().collect(),
                own_shingles: own.into_iter().collect(),
                quoted_shingles: quoted.into_iter().collect(),
                day,
                outlet,
                unread,
                rests_on,
            })
    }

    proptest! {
        #[test]
        fn a_profile_comes_back_as_it_was(parts in any_parts()) {
            let bytes = profile_bytes(Profile::from_parts(parts.clone()).expect("in order"));
            prop_assert_eq!(profile(&bytes).map(Profile::into_parts), Some(parts));
        }

        #[test]
        fn a_damaged_profile_is_none_and_no_panic(parts in any_parts(), cut in any::<usize>(), flip in any::<(usize, u8)>()) {
            let mut bytes = profile_bytes(Profile::from_parts(parts).expect("in order"));
            prop_assert!(profile(&bytes[..cut % bytes.len()]).is_none());
            let at = flip.0 % bytes.len();
            bytes[at] ^= flip.1;
            let _ = profile(&bytes);
        }
    }

    #[test]
    fn what_was_packed_is_unpacked_and_damage_is_seen() {
        let mut packer = Packer::new().expect("made");
        let text = "The quay was shut. ".repeat(50);
        let packed = packer.pack(text.as_bytes()).expect("packed");
        assert!(packed.len() < text.len() / 5);
        assert_eq!(unpack(&packed).as_deref(), Some(text.as_bytes()));
        assert_eq!(unpack(&packer.pack(b"").expect("packed")).as_deref(), Some(&b""[..]));
        assert_eq!(unpack(&packed[..packed.len() / 2]), None);
        assert_eq!(unpack(b"no frame at all"), None);
    }
}
