//! The rate limits that a limiter starts with.

use std::collections::BTreeMap;
use std::time::Duration;

use pinterest_client::operation::{PublishedLimits, RateLimitCategory, RateLimitWindow};

/// The default of [`RateLimits::with_max_wait`]: 2 minutes.
const DEFAULT_MAX_WAIT: Duration = Duration::from_secs(120);

/// The rate limits that a client starts with, and how long a request waits for them.
///
/// A [`RateLimiter`](super::RateLimiter) starts with the limits that Pinterest publishes. The
/// limits that the server states in its responses replace them. The default is
/// [`standard`](Self::standard).
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use pinterest::RateLimits;
/// use pinterest::operation::{RateLimitCategory, RateLimitWindow};
///
/// // An app with trial access that leaves half of its daily reads to another program.
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

/// The initial windows of a gate.
pub(super) struct Start {
    pub(super) windows: Vec<RateLimitWindow>,
    /// Set by the user of the library: headers do not replace them.
    pub(super) fixed: bool,
}

impl Default for RateLimits {
    /// Returns [`standard`](Self::standard).
    fn default() -> Self {
        Self::standard()
    }
}

impl RateLimits {
    /// Returns the published limits of apps with standard access, such as 100 requests per second
    /// in all and 1,000 per minute that read Pins and boards.
    pub fn standard() -> Self {
        Self::of(Access::Standard)
    }

    /// Returns the published limits of apps with trial access: 1,000 requests per day in all, and
    /// less for some categories.
    pub fn trial() -> Self {
        Self::of(Access::Trial)
    }

    /// Returns no limits: requests are sent at once, and the limits that the server states are
    /// ignored.
    ///
    /// A call that the server rejects for its limits fails. Categories with
    /// [windows](Self::with_windows) are still limited.
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

    /// Sets the windows of one category in place of the published ones. A request is sent when
    /// every window has room.
    ///
    /// These windows stay: the windows that the server states apply in addition, and never loosen
    /// them. This is the way to use only a part of a quota. For
    /// [`RateLimitCategory::AdsConversions`] they apply to each ad account. Without windows,
    /// nothing is limited until the server states its limits.
    ///
    /// A window of 0 seconds is ignored. A window of 0 requests counts as one of 1 request.
    pub fn with_windows(
        mut self,
        category: RateLimitCategory,
        windows: impl IntoIterator<Item = RateLimitWindow>,
    ) -> Self {
        self.windows.insert(category, usable(windows));
        self
    }

    /// Sets the windows of the universal limit, which requests of all categories count against; see
    /// [`with_windows`](Self::with_windows).
    pub fn with_universal(mut self, windows: impl IntoIterator<Item = RateLimitWindow>) -> Self {
        self.universal = Some(usable(windows));
        self
    }

    /// Sets the maximum wait of a request for the limits. Default: 2 minutes.
    ///
    /// A request that would have to wait longer fails with
    /// [`ErrorKind::RateLimited`](crate::ErrorKind::RateLimited), at once if that is known from the
    /// start. The deadline of the call ends the wait as well. The timeout of an attempt begins
    /// after the wait.
    pub fn with_max_wait(mut self, max_wait: Duration) -> Self {
        self.max_wait = max_wait;
        self
    }

    pub(super) fn max_wait(&self) -> Duration {
        self.max_wait
    }

    /// Whether [`category`](Self::category) returns limits.
    pub(super) fn limits_category(&self, category: RateLimitCategory) -> bool {
        self.access != Access::Unlimited || self.windows.contains_key(&category)
    }

    /// Whether [`universal`](Self::universal) returns limits.
    pub(super) fn limits_all(&self) -> bool {
        self.access != Access::Unlimited || self.universal.is_some()
    }

    /// Returns the limits of a category; `None` when its requests do not wait.
    pub(super) fn category(&self, category: RateLimitCategory) -> Option<Start> {
        self.start(self.windows.get(&category), category.published())
    }

    /// Returns the universal limit; `None` when categories do not share one.
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
