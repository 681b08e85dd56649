//! Hashes of text, as lower-case hexadecimal digits.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// The number of hexadecimal digits of a SHA-256 hash.
pub(crate) const SHA256: &[usize] = &[64];

/// The same of MD5, SHA-1 and SHA-256 hashes.
#[cfg(feature = "targeting")]
pub(crate) const ANY: &[usize] = &[32, 40, 64];

/// Returns the SHA-256 hash of the UTF-8 text.
pub(crate) fn sha256(text: &str) -> String {
    digits(&Sha256::digest(text.as_bytes()))
}

/// Returns the SHA-1 hash of the UTF-8 text.
#[cfg(feature = "targeting")]
pub(crate) fn sha1(text: &str) -> String {
    digits(&sha1::Sha1::digest(text.as_bytes()))
}

/// Returns the MD5 hash of the UTF-8 text.
#[cfg(feature = "targeting")]
pub(crate) fn md5(text: &str) -> String {
    digits(&md5::Md5::digest(text.as_bytes()))
}

/// Returns the text in lower case if it consists of hexadecimal digits, and has one of these
/// lengths: then it was hashed before.
pub(crate) fn given_hash(text: &str, lengths: &[usize]) -> Option<String> {
    let text = text.trim();
    let is_hash =
        lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hash.then(|| text.to_ascii_lowercase())
}

fn digits(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a text cannot fail.
        _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    // The expected hashes were computed with sha256sum, sha1sum and md5sum.

    #[test]
    fn sha256_is_that_of_other_programs() {
        assert_eq!(
            sha256("ada@example.com"),
            "b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72"
        );
        assert_eq!(
            sha256("müller"),
            "2dbd218072117713f2d5996a726a9b216ed791ffd0783b6ba4ab6d61b8333192"
        );
        assert_eq!(
            sha256(""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[cfg(feature = "targeting")]
    #[test]
    fn sha1_and_md5_are_those_of_other_programs() {
        assert_eq!(
            sha1("ada@example.com"),
            "3ca93ad87e0bb737e653b66ad67731e86bbc050f"
        );
        assert_eq!(md5("ada@example.com"), "3e3417d7ef77d5932a6734b916515ed5");
    }

    #[test]
    fn a_hash_is_known_by_its_length_and_its_digits() {
        let hash = sha256("ada@example.com");
        let upper = format!(" {} ", hash.to_uppercase());
        assert_eq!(given_hash(&upper, SHA256), Some(hash.clone()));
        assert_eq!(given_hash(&hash[1..], SHA256), None);
        assert_eq!(given_hash(&hash.replace('b', "g"), SHA256), None);
    }
}
