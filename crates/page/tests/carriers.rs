//! Carriers of reports, whole and damaged at random: nothing makes them fail, and every span stays within its text.

use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use rashomon_page::carriers::{self, Compression, Item, Kind, Records};
use rashomon_page::{Hints, Report};

const PAGE: &str =
    "<html><body><p>The ferry sank off the harbour early on Friday, and all on board were saved.</p></body></html>";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(bytes).expect("written");
    gz.finish().expect("written")
}

/// One small carrier of each kind.
fn whole() -> Vec<Vec<u8>> {
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{PAGE}\r\n0\r\n\r\n",
        PAGE.len()
    );
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://x.example/\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n",
        answer.len()
    );
    let part = format!(
        "--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPGh0bWw+PHA+VGhlIGZlcnJ5IHNhbmsu\r\n--b\r\nContent-Type: text/plain\r\n\r\n{PAGE}\r\n"
    );
    let pdf = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n\
        3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F << /Type /Font /Subtype /Type1 >> >> >> >>\nendobj\n\
        4 0 obj\n<< /Length 44 >>\nstream\nBT /F 11 Tf 60 700 Td (The ferry sank.) Tj ET\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n";
    vec![
        record.clone().into_bytes(),
        [gzip(record.as_bytes()), gzip(record.as_bytes())].concat(),
        zstd::encode_all(record.as_bytes(), 1).expect("packed"),
        format!("From: Ada Lund <ada@x.example>\r\nSubject: Ferry\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{part}--b--\r\n").into_bytes(),
        b"<rss version='2.0'><channel><title>T</title><item><title>F</title><description>The ferry &amp; the quay.</description></item></channel></rss>".to_vec(),
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'><div><p>The ferry.</p></div></content></entry></feed>".to_vec(),
        b"{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"T\",\"items\":[{\"id\":\"1\",\"content_text\":\"The ferry.\"}]}".to_vec(),
        b"<opml><body><outline xmlUrl='https://x.example/'/></body></opml>".to_vec(),
        b"<plist><dict><key>WebMainResource</key><dict><key>WebResourceData</key><data>PHA+</data></dict></dict></plist>".to_vec(),
        b"---\ntitle: F\ndate: 2018-08-17\n---\n# F\n\nThe *ferry* sank.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n".to_vec(),
        pdf.as_bytes().to_vec(),
    ]
}

fn sound(r: &Report) -> bool {
    let mut end = 0;
    r.paragraphs.iter().all(|p| {
        let fine = p.span.start >= end && r.text.get(p.span.range()).is_some_and(|s| !s.is_empty());
        end = p.span.end;
        fine
    }) && r.dateline.as_ref().is_none_or(|d| r.text.get(d.span.range()).is_some())
}

/// Everything that can be done with these bytes.
fn all(bytes: &[u8]) -> bool {
    let hints = Hints::default();
    let mut items: Vec<Item> = Vec::new();
    items.extend(carriers::feed("f", bytes, &hints).map(|f| f.items).unwrap_or_default());
    items.extend(carriers::mail("m", bytes, &hints).unwrap_or_default());
    items.extend(carriers::saved_page("s", bytes, &hints).unwrap_or_default());
    items.extend(carriers::webarchive("w", bytes, &hints).unwrap_or_default());
    let _ = carriers::subscriptions(bytes);
    let _ = Kind::of(bytes, "");
    for compression in [Compression::None, Compression::Gzip, Compression::Zstd] {
        let records = Records::new(Box::new(Cursor::new(bytes.to_vec())), compression, hints.clone());
        // A fault is told once for each record, and there are no more of them than bytes.
        let read: Vec<_> = records.take(bytes.len() + 2).collect();
        assert!(read.len() <= bytes.len() + 1, "an archive without end");
        items.extend(read.into_iter().flatten());
    }
    let own = [carriers::read_pdf("p", bytes, &hints), carriers::read_markdown("t", bytes, &hints)];
    own.into_iter().chain(items.into_iter().map(Item::read)).all(|r| sound(&r))
}

#[test]
fn each_whole_one_is_read() {
    let kinds = [
        Kind::Warc,
        Kind::Gzip,
        Kind::Zstd,
        Kind::Mail,
        Kind::Feed,
        Kind::Feed,
        Kind::Feed,
        Kind::Opml,
        Kind::Webarchive,
    ];
    for (bytes, kind) in whole().iter().zip(kinds) {
        assert_eq!(Kind::of(bytes, ""), Some(kind), "{}", String::from_utf8_lossy(bytes));
    }
    assert!(whole().iter().all(|b| all(b)));
    assert!(carriers::read_pdf("p", &whole()[10], &Hints::default()).text.contains("The ferry sank."));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn damage_is_survived(n in 0usize..11, cut in 0.0f64..1.0, flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6), tail in prop::collection::vec(any::<u8>(), 0..40)) {
        let mut bytes = whole().swap_remove(n);
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        // Half of them are cut as well.
        if cut < 0.5 {
            bytes.truncate((bytes.len() as f64 * cut * 2.0) as usize);
        }
        bytes.extend(tail);
        prop_assert!(all(&bytes));
    }
}
