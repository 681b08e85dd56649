//! The limits that a limiter starts with.

use std::collections::BTreeMap;
use std::time::Duration;

use pinterest_client::operation::{PublishedLimits, RateLimitCategory, RateLimitWindow};

/// How long a request waits for its turn unless [`RateLimits::with_max_wait`] says otherwise: 2 minutes.
const DEFAULT_MAX_WAIT: Duration = Duration::from_secs(120);

/// How many requests are sent in how much time, and how long a request waits for its turn.
///
/// The numbers that Pinterest publishes are where a [`RateLimiter`](super::RateLimiter) starts; the limits that the server
/// states with its answers replace them. The default is [`standard`](Self::standard).
///
/// ```
/// use std::time::Duration;
/// use pinterest::RateLimits;
/// use pinterest::operation::{RateLimitCategory, RateLimitWindow};
///
/// // An app with trial access, that leaves half of what may be read a day to another program.
/// let limits = RateLimits::trial()
///     .with_windows(RateLimitCategory::OrgRead, [RateLimitWindow::new(500, 86_400)])
///     .with_max_wait(Duration::from_secs(10));
/// # assert_ne!(limits, RateLimits::standard());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct RateLimits {
    access: Access,
    windows: BTreeMap<RateLimitCategory, Vec<RateLimitWindow>>,
    universal: Option<Vec<RateLimitWindow>>,
    max_wait: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Standard,
    Trial,
    Unlimited,
}

/// What a gate starts with.
pub(super) struct Start {
    pub(super) windows: Vec<RateLimitWindow>,
    /// Set by the user of the library: headers do not replace them.
    pub(super) fixed: bool,
}

impl Default for RateLimits {
    /// As [`standard`](Self::standard).
    fn default() -> Self {
        Self::standard()
    }
}

impl RateLimits {
    /// What is published for apps with standard access, e.g. 100 requests a second in all and 1,000 a minute that read
    /// Pins and boards.
    pub fn standard() -> Self {
        Self::of(Access::Standard)
    }

    /// What is published for apps with trial access: 1,000 requests a day in all, less for some categories.
    pub fn trial() -> Self {
        Self::of(Access::Trial)
    }

    /// No limits: requests are sent at once, and what the server says about its limits is not regarded. When it refuses
    /// one, that is an error of the call. Categories that are given [windows](Self::with_windows) are limited all the same.
    pub fn unlimited() -> Self {
        Self::of(Access::Unlimited)
    }

    fn of(access: Access) -> Self {
        Self {
            access,
            windows: BTreeMap::new(),
            universal: None,
            max_wait: DEFAULT_MAX_WAIT,
        }
    }

    /// Sets the windows of one category in place of the published ones; a request is sent when every window has room.
    ///
    /// Windows that are set are kept: those that the server states are regarded beside them, and never loosen them. So this
    /// is the way to use only a part of a quota. For [`RateLimitCategory::AdsConversions`] they hold for each ad account.
    /// No windows means that nothing is known until the server states its limits.
    ///
    /// A window of 0 seconds is ignored, and one of 0 requests counts as one of 1.
    pub fn with_windows(
        mut self,
        category: RateLimitCategory,
        windows: impl IntoIterator<Item = RateLimitWindow>,
    ) -> Self {
        self.windows.insert(category, usable(windows));
        self
    }

    /// Like [`with_windows`](Self::with_windows), for the limit that requests of all categories together count against.
    pub fn with_universal(mut self, windows: impl IntoIterator<Item = RateLimitWindow>) -> Self {
        self.universal = Some(usable(windows));
        self
    }

    /// How long a request waits for its turn at most, 2 minutes by default. A request that would have to wait longer ends in
    /// an error of [`ErrorKind::RateLimited`](crate::ErrorKind::RateLimited), at once when that is known from the start. The
    /// deadline of the call ends the wait as well; the timeout of one attempt begins only after it.
    pub fn with_max_wait(mut self, max_wait: Duration) -> Self {
        self.max_wait = max_wait;
        self
    }

    pub(super) fn max_wait(&self) -> Duration {
        self.max_wait
    }

    /// Whether [`category`](Self::category) has anything, without making it.
    pub(super) fn limits_category(&self, category: RateLimitCategory) -> bool {
        self.access != Access::Unlimited || self.windows.contains_key(&category)
    }

    /// Whether [`universal`](Self::universal) has anything.
    pub(super) fn limits_all(&self) -> bool {
        self.access != Access::Unlimited || self.universal.is_some()
    }

    /// `None` when requests of the category do not wait for it.
    pub(super) fn category(&self, category: RateLimitCategory) -> Option<Start> {
        self.start(self.windows.get(&category), category.published())
    }

    /// `None` when requests do not wait for each other across categories.
    pub(super) fn universal(&self) -> Option<Start> {
        self.start(self.universal.as_ref(), RateLimitCategory::UNIVERSAL)
    }

    fn start(
        &self,
        set: Option<&Vec<RateLimitWindow>>,
        published: &PublishedLimits,
    ) -> Option<Start> {
        if let Some(windows) = set {
            let windows = windows.clone();
            return Some(Start {
                windows,
                fixed: true,
            });
        }
        let window = match self.access {
            Access::Standard => published.standard,
            Access::Trial => published.trial,
            Access::Unlimited => return None,
        };
        Some(Start {
            windows: window.into_iter().collect(),
            fixed: false,
        })
    }
}

fn usable(windows: impl IntoIterator<Item = RateLimitWindow>) -> Vec<RateLimitWindow> {
    windows
        .into_iter()
        .filter(|window| window.seconds > 0)
        .map(|window| RateLimitWindow::new(window.requests.max(1), window.seconds))
        .collect()
}
