//! Bookmarks: finding the next one early, and noticing when one comes again.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};

/// The bookmark in the body of a page, found without decoding the items. `Err` when the body is not such a page.
pub(super) fn find(body: &[u8]) -> Result<Option<String>, ()> {
    let mut found = None;
    let outcome =
        serde_json::Deserializer::from_slice(body).deserialize_map(Search { found: &mut found });
    // The search stops with an error as soon as it has the bookmark.
    match (found, outcome) {
        (Some(bookmark), _) => Ok(bookmark.filter(|bookmark| !bookmark.is_empty())),
        (None, Ok(())) => Ok(None),
        (None, Err(_)) => Err(()),
    }
}

struct Search<'a> {
    found: &'a mut Option<Option<String>>,
}

impl<'de> Visitor<'de> for Search<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a page")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(is_bookmark) = entries.next_key_seed(IsBookmark)? {
            if is_bookmark {
                *self.found = Some(entries.next_value()?);
                return Err(A::Error::custom("found"));
            }
            entries.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// Compares a key without copying it.
struct IsBookmark;

impl<'de> serde::de::DeserializeSeed<'de> for IsBookmark {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for IsBookmark {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<bool, E> {
        Ok(key == "bookmark")
    }
}

/// The bookmarks that a walk through a list has followed, as 64-bit hashes: eight bytes a page, and one chance in
/// more than a hundred billion of mistaking a new bookmark for an old one in a list of ten thousand pages.
#[derive(Default)]
pub(super) struct Followed {
    hashes: HashSet<u64>,
    hasher: RandomState,
}

impl Followed {
    /// Whether it was followed before.
    pub(super) fn contains(&self, bookmark: &str) -> bool {
        self.hashes.contains(&self.hasher.hash_one(bookmark))
    }

    /// Notes a bookmark; `false` when it was followed before.
    pub(super) fn insert(&mut self, bookmark: &str) -> bool {
        self.hashes.insert(self.hasher.hash_one(bookmark))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bookmark_is_found_wherever_it_stands() {
        let found = |body: &str| find(body.as_bytes());
        assert_eq!(
            found(r#"{"bookmark": "a\"b", "items": [1"#),
            Ok(Some("a\"b".to_owned()))
        );
        assert_eq!(
            found(r#"{"items": [{"bookmark": "no"}], "bookmark": "yes"}"#),
            Ok(Some("yes".to_owned()))
        );
        assert_eq!(found(r#"{"items": [], "bookmark": null}"#), Ok(None));
        assert_eq!(found(r#"{"items": []}"#), Ok(None));
        assert_eq!(found(r#"{"items": [], "bookmark": ""}"#), Ok(None));
    }

    #[test]
    fn what_is_not_a_page_has_no_bookmark() {
        for body in ["", "[]", "<html>", r#"{"items": [}"#, r#"{"bookmark": 7}"#] {
            assert_eq!(find(body.as_bytes()), Err(()), "{body}");
        }
    }

    #[test]
    fn a_bookmark_is_new_once() {
        let mut followed = Followed::default();
        assert!(followed.insert("a") && followed.insert("b"));
        assert!(!followed.insert("a"));
    }
}
