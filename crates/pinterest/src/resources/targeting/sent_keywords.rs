//! The keywords of a request, by which results are told apart.

use std::collections::HashMap;

use pinterest_client::types::{MatchType, NewKeyword};

/// The match types that each text was sent with.
pub(super) struct SentKeywords(HashMap<String, Vec<Option<MatchType>>>);

impl SentKeywords {
    pub(super) fn of(keywords: &[NewKeyword]) -> Self {
        let mut sent: HashMap<String, Vec<Option<MatchType>>> = HashMap::new();
        for keyword in keywords {
            let match_types = sent.entry(text(&keyword.value)).or_default();
            if !match_types.contains(&keyword.match_type) {
                match_types.push(keyword.match_type.clone());
            }
        }
        Self(sent)
    }

    /// What tells new keywords apart.
    pub(super) fn key_of_input(keyword: &NewKeyword) -> Vec<String> {
        key(&keyword.value, keyword.match_type.as_ref())
    }

    /// The key of the keyword that a result is about. One without a match type is about the only
    /// keyword of its text; where there are several it could be about any, and has the key of none.
    pub(super) fn key_of(&self, value: &str, match_type: Option<&MatchType>) -> Vec<String> {
        match (match_type, self.0.get(&text(value)).map(Vec::as_slice)) {
            (None, Some([only])) => key(value, only.as_ref()),
            (Some(_), Some([None])) => key(value, None),
            (None, Some([_, _, ..])) => vec![format!("? {}", text(value))],
            _ => key(value, match_type),
        }
    }
}

/// One text may come with several match types.
fn key(value: &str, match_type: Option<&MatchType>) -> Vec<String> {
    let match_type = match_type.map_or("", MatchType::as_str);
    vec![format!("{match_type} {}", text(value))]
}

/// The service writes keywords in lower case, without spaces around them.
fn text(value: &str) -> String {
    value.trim().to_lowercase()
}
