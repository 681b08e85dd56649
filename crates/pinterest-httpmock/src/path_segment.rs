//! Ids in the paths of mocks.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What the client encodes in a segment of a path.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'/')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// A regular expression for one segment of a path that holds `text`.
pub(crate) fn pattern(text: &str) -> String {
    regex::escape(&utf8_percent_encode(text, ENCODED).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_regular_expressions_and_paths_stand_for_themselves() {
        assert_eq!(pattern("1.2"), r"1\.2");
        assert_eq!(pattern("a/b ü(+"), r"a%2Fb%20%C3%BC\(\+");
    }
}
