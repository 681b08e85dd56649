//! Parameters in paths.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Everything but what RFC 3986 calls unreserved.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Returns the text as one segment of a path, percent-encoded.
///
/// progenitor's own function leaves the backslash as it is, which URLs take for a slash: an id
/// could then lead to another path. No encoding helps against the segments `.` and `..`; the crate
/// `pinterest` rejects them.
#[must_use]
pub fn encode_path(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// The text that one segment of a path stands for, the inverse of [`encode_path`].
///
/// What is not percent-encoded stays as it is. Bytes that are not UTF-8 become U+FFFD.
#[must_use]
pub fn decode_path(segment: &str) -> Cow<'_, str> {
    percent_decode_str(segment).decode_utf8_lossy()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_end_a_segment_is_encoded() {
        assert_eq!(encode_path("729090764583391194"), "729090764583391194");
        assert_eq!(encode_path(r"9\..\1"), "9%5C..%5C1");
        assert_eq!(
            encode_path("a/b?c#d e%2F;ü"),
            "a%2Fb%3Fc%23d%20e%252F%3B%C3%BC"
        );
    }

    #[test]
    fn a_segment_is_decoded_to_its_text() {
        for text in ["", "7290", "..", "a/b?c#d e%2F;ü"] {
            assert_eq!(decode_path(&encode_path(text)), text);
        }
        assert_eq!(decode_path("%2e%2E"), "..");
        assert_eq!(decode_path("100%+%zz"), "100%+%zz");
        assert_eq!(decode_path("%ff"), "\u{fffd}");
    }
}
