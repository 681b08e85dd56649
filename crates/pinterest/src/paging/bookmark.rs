//! Bookmarks: reading the next one, and noticing when one is repeated.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use pinterest_client::json::RawJson;

/// What a page says about the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    Bookmark(String),
    End,
    /// There is a bookmark, but it cannot be read.
    Unreadable,
}

/// What the body of a page says about the next page. A number is taken as its text.
pub(super) fn next(page: RawJson<'_>) -> Next {
    let Some(bookmark) = page.get("bookmark").filter(|bookmark| !bookmark.is_null()) else {
        return Next::End;
    };
    match (bookmark.text(), bookmark.number()) {
        (Some(text), _) if text.is_empty() => Next::End,
        (Some(text), _) => Next::Bookmark(text.into_owned()),
        (None, Some(number)) => Next::Bookmark(number.to_owned()),
        (None, None) => Next::Unreadable,
    }
}

/// The bookmarks that were followed in a list, as 64-bit hashes: eight bytes a page, and one chance
/// in more than a hundred billion of mistaking a new bookmark for an old one in a list of ten
/// thousand pages.
#[derive(Default)]
pub(super) struct Followed {
    hashes: HashSet<u64>,
    hasher: RandomState,
}

impl Followed {
    /// Notes a bookmark; `false` when it was followed before.
    pub(super) fn insert(&mut self, bookmark: &str) -> bool {
        self.hashes.insert(self.hasher.hash_one(bookmark))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_next(body: &str, expected: Next) {
        let page = RawJson::new(body.as_bytes());
        assert_eq!(next(page), expected, "{body}");
    }

    #[test]
    fn the_bookmark_of_the_page_is_read_and_no_other() {
        let bookmark = |text: &str| Next::Bookmark(text.to_owned());
        assert_next(r#"{"bookmark": "a\"b", "items": [1]}"#, bookmark("a\"b"));
        assert_next(
            r#"{"items": [{"bookmark": "no"}], "bookmark": "yes"}"#,
            bookmark("yes"),
        );
        assert_next(r#"{"bookmark": "a", "bookmark": "b"}"#, bookmark("b"));
        for end in [r#"{"bookmark": null}"#, "{}", r#"{"bookmark": ""}"#] {
            assert_next(end, Next::End);
        }
    }

    #[test]
    fn a_bookmark_of_another_type_never_ends_a_list_silently() {
        assert_next(r#"{"bookmark": 7}"#, Next::Bookmark("7".to_owned()));
        for unreadable in [r#"{"bookmark": ["a"]}"#, r#"{"bookmark": false}"#] {
            assert_next(unreadable, Next::Unreadable);
        }
    }

    #[test]
    fn a_bookmark_is_new_once() {
        let mut followed = Followed::default();
        assert!(followed.insert("a") && followed.insert("b"));
        assert!(!followed.insert("a"));
    }
}
