//! Ids in the paths of mocks.

/// Returns a regular expression for a path segment that is `text`, encoded as the client does.
pub(crate) fn pattern(text: &str) -> String {
    regex::escape(&pinterest_client::encode_path(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_regular_expressions_and_paths_stand_for_themselves() {
        assert_eq!(pattern("1.2"), r"1\.2");
        assert_eq!(pattern("a/b ü(+"), r"a%2Fb%20%C3%BC%28%2B");
    }
}
