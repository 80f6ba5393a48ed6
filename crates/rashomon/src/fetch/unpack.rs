//! Bodies as they were before the server packed them. What comes out is counted, so that no bomb gets through.

use std::io::{self, BufReader, Read};

/// Codings upon each other. Servers apply one, broken ones two.
const MOST_CODINGS: usize = 2;
/// Memory that a body in Zstandard may ask for, as a power of two (RFC 9659).
const ZSTD_WINDOW: u32 = 23;

/// What we say we can unpack.
pub(super) const ACCEPTED: &str = "gzip, deflate, br, zstd";

/// Undoes the codings that a head names (`Content-Encoding`).
pub(super) fn unpacked<'a>(from: impl Read + 'a, codings: &str) -> io::Result<Box<dyn Read + 'a>> {
    let mut body: Box<dyn Read + 'a> = Box::new(from);
    let codings: Vec<String> = codings.split(',').map(|c| c.trim().to_ascii_lowercase()).collect();
    let mut codings: Vec<&str> =
        codings.iter().map(String::as_str).filter(|c| !matches!(*c, "" | "identity")).collect();
    if codings.len() > MOST_CODINGS {
        return Err(io::ErrorKind::InvalidData.into());
    }
    while let Some(coding) = codings.pop() {
        let mut packed = BufReader::new(body);
        body = match coding {
            "gzip" | "x-gzip" => Box::new(flate2::bufread::MultiGzDecoder::new(packed)),
            "deflate" => {
                // What servers call so is mostly zlib (RFC 1950), and sometimes not.
                let head = io::BufRead::fill_buf(&mut packed)?;
                let zlib =
                    head.len() >= 2 && head[0] & 0x0f == 8 && (u16::from(head[0]) << 8 | u16::from(head[1])) % 31 == 0;
                if zlib {
                    Box::new(flate2::bufread::ZlibDecoder::new(packed))
                } else {
                    Box::new(flate2::bufread::DeflateDecoder::new(packed))
                }
            }
            "br" => Box::new(brotli_decompressor::Decompressor::new(packed, 1 << 14)),
            "zstd" => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(packed)?;
                decoder.window_log_max(ZSTD_WINDOW)?;
                Box::new(decoder)
            }
            _ => return Err(io::ErrorKind::InvalidData.into()),
        };
    }
    Ok(body)
}
