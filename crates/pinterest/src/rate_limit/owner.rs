//! The owner of a quota.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// The user whose quota a call counts against.
///
/// Pinterest counts requests per user and app. A client that acts for one user does not need this:
/// the default owner is that user. When the calls of one [`RateLimiter`](super::RateLimiter) use
/// the tokens of several users, each user needs its own label, so that they do not wait for each
/// other.
///
/// The user of this library chooses the label. It is in `Debug` output, and in memory while its
/// quota is in use: it must not be a secret such as a token, and should not be personal.
///
/// # Examples
///
/// ```
/// use pinterest::QuotaOwner;
///
/// assert_eq!(QuotaOwner::from("customer 17").label(), "customer 17");
/// assert_eq!(QuotaOwner::default().label(), "");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QuotaOwner(Label);

/// The text of a label, which is cheap to clone.
#[derive(Clone)]
enum Label {
    Static(&'static str),
    Shared(Arc<str>),
}

impl QuotaOwner {
    /// Returns the label, which is empty for the default owner.
    #[must_use]
    pub fn label(&self) -> &str {
        self.0.text()
    }
}

impl Label {
    fn text(&self) -> &str {
        match self {
            Self::Static(text) => text,
            Self::Shared(text) => text,
        }
    }
}

// Labels with the same text are equal, whatever their variants.
impl PartialEq for Label {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for Label {}

impl std::hash::Hash for Label {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.text().hash(state);
    }
}

impl PartialOrd for Label {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Label {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text().cmp(other.text())
    }
}

impl Default for QuotaOwner {
    /// Returns the owner for clients with one user.
    fn default() -> Self {
        Self(Label::Static(""))
    }
}

impl From<&str> for QuotaOwner {
    fn from(label: &str) -> Self {
        Self(Label::Shared(label.into()))
    }
}

impl From<String> for QuotaOwner {
    fn from(label: String) -> Self {
        Self(Label::Shared(label.into()))
    }
}

impl From<Arc<str>> for QuotaOwner {
    fn from(label: Arc<str>) -> Self {
        Self(Label::Shared(label))
    }
}

impl From<Cow<'_, str>> for QuotaOwner {
    fn from(label: Cow<'_, str>) -> Self {
        Self(Label::Shared(label.into()))
    }
}

impl fmt::Debug for QuotaOwner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("QuotaOwner").field(&self.label()).finish()
    }
}
