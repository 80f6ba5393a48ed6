//! Any bytes as a web archive, plain and packed; and what is packed in a sound way around any bytes.
#![no_main]

use std::io::{Cursor, Write as _};

use flate2::{Compression as Level, write::GzEncoder};
use libfuzzer_sys::fuzz_target;
use rashomon_fuzz::items;
use rashomon_page::Hints;
use rashomon_page::carriers::{Compression, Kind, Records};

fuzz_target!(|bytes: &[u8]| {
    let _ = Kind::of(bytes, "");
    for compression in [Compression::None, Compression::Gzip, Compression::Zstd] {
        records(bytes.to_vec(), compression);
    }
    // As archives are packed: each record by itself. Where one ends is for the bytes to say.
    let mut gzip = Vec::new();
    let mut zstd = Vec::new();
    for part in parts(bytes) {
        let mut member = GzEncoder::new(Vec::new(), Level::fast());
        member.write_all(part).expect("memory takes all");
        gzip.extend(member.finish().expect("memory takes all"));
        zstd.extend(zstd::encode_all(part, 1).expect("memory takes all"));
    }
    records(gzip, Compression::Gzip);
    records(zstd, Compression::Zstd);
});

/// Cut before each line that a record begins with.
fn parts(bytes: &[u8]) -> Vec<&[u8]> {
    let mut starts: Vec<usize> = bytes.windows(6).enumerate().filter(|w| w.1 == b"\nWARC/").map(|w| w.0 + 1).collect();
    starts.truncate(100);
    starts.push(bytes.len());
    let mut from = 0;
    starts.into_iter().map(|to| &bytes[std::mem::replace(&mut from, to)..to]).collect()
}

fn records(bytes: Vec<u8>, compression: Compression) {
    let most = bytes.len() + 2;
    let all = Records::new(Box::new(Cursor::new(bytes)), compression, Hints::default());
    // A fault is told once for each record, and each takes some bytes.
    let read: Vec<_> = all.take(most).collect();
    assert!(read.len() < most, "an archive without end");
    items(read.into_iter().flatten());
}
