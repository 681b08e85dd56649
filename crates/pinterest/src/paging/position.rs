//! Where a list is resumed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::error::Error;

const START: &str = "start";
const FINISHED: &str = "finished";
const BOOKMARK: &str = "bookmark:";

/// A position in a list, at which a later run of a program can resume it.
///
/// [`Items::position`](super::Items::position), [`Pages::position`](super::Pages::position) and
/// [`Page::position`](super::Page::position) return it, and
/// [`List::resume_from`](super::List::resume_from) takes it. A new list is at the start, which is
/// also the default. A list that is resumed where it is finished sends nothing.
///
/// A position is saved as text, by `Display` or serde, and read again by `FromStr` or serde. It
/// does not contain the filters of the list: resume a list with the same filters. Pinterest does
/// not publish how long bookmarks are valid.
///
/// # Examples
///
/// ```no_run
/// # #[cfg(feature = "boards")]
/// # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use futures_util::TryStreamExt;
/// use pinterest::Position;
///
/// let position: Position = match std::fs::read_to_string("position") {
///     Ok(saved) => saved.parse()?,
///     Err(_) => Position::Start,
/// };
/// let mut pages = client.boards().list().resume_from(position).pages();
/// while let Some(page) = pages.try_next().await? {
///     for board in page.items() {
///         println!("{:?}", board.name);
///     }
///     std::fs::write("position", pages.position().to_string())?;
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Position {
    /// The first page.
    #[default]
    Start,
    /// The page of this bookmark.
    Bookmark(String),
    /// The end of the list: nothing is left.
    Finished,
}

impl Position {
    /// Returns whether nothing is left of the list.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        matches!(self, Self::Finished)
    }

    /// Returns the bookmark of the page, or `None` at the start and at the end of the list.
    #[must_use]
    pub fn bookmark(&self) -> Option<&str> {
        match self {
            Self::Bookmark(bookmark) => Some(bookmark),
            Self::Start | Self::Finished => None,
        }
    }

    /// The position of the page that is requested with this bookmark, or without one.
    pub(super) fn of_page(bookmark: Option<&str>) -> Self {
        bookmark.map_or(Self::Start, |bookmark| Self::Bookmark(bookmark.to_owned()))
    }
}

impl From<&Position> for Position {
    fn from(position: &Position) -> Self {
        position.clone()
    }
}

/// Writes `start`, `finished`, or `bookmark:` and the bookmark.
impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => f.write_str(START),
            Self::Bookmark(bookmark) => write!(f, "{BOOKMARK}{bookmark}"),
            Self::Finished => f.write_str(FINISHED),
        }
    }
}

impl FromStr for Position {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            START => Ok(Self::Start),
            FINISHED => Ok(Self::Finished),
            _ => text
                .strip_prefix(BOOKMARK)
                .map(|bookmark| Self::Bookmark(bookmark.to_owned()))
                .ok_or_else(|| {
                    Error::invalid_request(
                        "a position in a list is `start`, `finished`, or `bookmark:` and a bookmark",
                    )
                }),
        }
    }
}

/// As text, like `Display`.
impl Serialize for Position {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ErrorKind;

    #[test]
    fn a_position_is_saved_as_text() {
        for (position, text) in [
            (Position::Start, "start"),
            (Position::Bookmark("Y2&a=b".to_owned()), "bookmark:Y2&a=b"),
            (Position::Bookmark("start".to_owned()), "bookmark:start"),
            (Position::Finished, "finished"),
        ] {
            assert_eq!(position.to_string(), text);
            assert_eq!(serde_json::to_value(&position).unwrap(), text);
        }
        assert_eq!(Position::default(), Position::Start);
    }

    #[test]
    fn other_text_is_no_position() {
        for text in ["", "Start", "Y2", "bookmark", "finished\n"] {
            let error = text.parse::<Position>().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{text:?}");
            assert!(serde_json::from_value::<Position>(text.into()).is_err());
        }
        assert!(serde_json::from_str::<Position>("null").is_err());
    }

    proptest! {
        #[test]
        fn a_bookmark_survives_as_it_is(bookmark in any::<String>()) {
            let position = Position::Bookmark(bookmark);
            prop_assert_eq!(&position.to_string().parse::<Position>().unwrap(), &position);
            let json = serde_json::to_string(&position).unwrap();
            prop_assert_eq!(serde_json::from_str::<Position>(&json).unwrap(), position);
        }
    }
}
