//! Compressed bodies.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;

/// Compresses a body.
pub fn packed(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

/// Decompresses the first member of a body, or the first bytes of it up to this number, and says
/// whether bytes follow it. `None` if it is not valid up to there.
pub fn unpacked(body: &[u8], most: usize) -> Option<(Vec<u8>, bool)> {
    let mut unpacked = Vec::new();
    let mut decoder = GzDecoder::new(body).take(most as u64);
    decoder.read_to_end(&mut unpacked).ok()?;
    let is_followed = !decoder.into_inner().into_inner().is_empty();
    Some((unpacked, is_followed))
}
