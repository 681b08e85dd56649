//! Compressed bodies.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

/// Compresses a body.
pub fn packed(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

/// Decompresses a body, or the first bytes of it up to this number; `None` if it is not valid up to
/// there.
///
/// What follows the first member of a compressed body is ignored, as the HTTP library does.
pub fn unpacked(body: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut unpacked = Vec::new();
    let decoder = GzDecoder::new(body);
    let read = decoder.take(most as u64).read_to_end(&mut unpacked);
    read.is_ok().then_some(unpacked)
}
