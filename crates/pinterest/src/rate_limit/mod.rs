//! Requests wait here until the limits of the server have room for them.
//!
//! A request passes two gates: that of its category, then the universal one. A gate has windows (so many requests in so
//! much time, `window.rs`, which occupy it until `releases.rs` says) and a queue (`gate.rs`). What the server states with its answers (`report.rs`) is divided
//! between the gates (`share.rs`) and changes their windows (`state.rs`).

mod gate;
mod gates;
mod limits;
mod mark;
mod owner;
mod releases;
mod report;
mod share;
mod state;
mod status;
mod window;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::HeaderMap;
use pinterest_client::operation::RateLimitCategory;
use tokio::time::Instant;

pub use limits::RateLimits;
pub use owner::QuotaOwner;
pub use status::{QuotaStatus, QuotaWindow};

use crate::Error;
use crate::lock::lock;
use gate::{Gate, Reason, Slot, TooLong};
use gates::{Gates, Path};
use report::Report;
use share::Shares;
use window::later;

/// Keeps requests within the limits of the server, so that it need not refuse any.
///
/// Requests wait in the order of their arrival until there is room, [2 minutes](RateLimits::with_max_wait) at the longest.
/// The limits start as [configured](RateLimits) and become what the server states with its answers.
///
/// When the server counts a request is not known, but it is between its sending and its answer. A request therefore counts
/// here from the moment it is sent until one window after its answer: as long as nobody else uses the quota, that is never
/// less than the server's own count, whether its windows slide or begin anew at fixed times. Requests that never left, since
/// there was no connection, do not count. Two things are learnt from the headers of answers, and are as true as those are:
///
/// - What the server counts beyond all of our requests is of others. How much that is exactly cannot be known while requests
///   are under way; the most that it can be is assumed.
/// - What the server no longer counts is forgotten here too, and what it counts when little is left, at its reset. That is
///   how windows that begin anew are used up. After such a reset requests go one by one until one is accepted.
///
/// A refusal, or another answer that asks to wait, pauses its category for as long as it says, but not for longer than an hour
/// unless a window is longer than that, and never for more than a day; without advice for the shortest window, a minute at
/// most. Then, too, requests go one by one until one is accepted, or for a few seconds each when it takes long.
///
/// A limiter is cheap to clone, and clones share what they know: give the same one to every client of an app and user.
/// Quotas of several users are kept apart by [`QuotaOwner`]. Limits of categories that Pinterest counts by ad account
/// (conversion events) are kept for each ad account. Their requests do not count against the universal limit: at 100 a
/// second, the 120,000 a minute that are published could not be reached. That is an inference of this library.
///
/// Programs that use one quota together but share no limiter see each other only by what the server says, which leaves a
/// few refusals; [`RateLimits::with_windows`] gives each of them a part.
///
/// ```
/// use pinterest::operation::RateLimitCategory;
/// use pinterest::{RateLimiter, RateLimits};
///
/// let limiter = RateLimiter::new(RateLimits::standard());
/// let quota = limiter.quota(RateLimitCategory::OrgRead);
/// assert_eq!(quota.windows[0].remaining, 1_000);
/// assert_eq!(quota.retry_after, None); // a request made now is sent at once
/// ```
#[derive(Clone)]
pub struct RateLimiter(Arc<Shared>);

struct Shared {
    limits: RateLimits,
    gates: Mutex<Gates>,
}

/// A request may be sent. Dropped without [`answered`](Self::answered) or [`unsent`](Self::unsent), it failed or was
/// cancelled, and counts as sent.
#[derive(Debug)]
#[must_use]
pub(crate) struct Permit {
    category: RateLimitCategory,
    of_category: Option<Slot>,
    universal: Option<Slot>,
    has_waited: bool,
}

impl Default for RateLimiter {
    /// Starts with [`RateLimits::standard`].
    fn default() -> Self {
        Self::new(RateLimits::default())
    }
}

impl RateLimiter {
    /// A limiter that starts with `limits`, and with all of them left.
    #[must_use]
    pub fn new(limits: RateLimits) -> Self {
        let gates = Mutex::default();
        Self(Arc::new(Shared { limits, gates }))
    }

    /// One that starts as this one did, and shares nothing with it.
    pub(crate) fn anew(&self) -> Self {
        Self::new(self.0.limits.clone())
    }

    /// What is left of every quota in use, sorted by owner, then category with the universal limit first, then ad account.
    /// Quotas that were not used for as long as their windows last may be left out.
    #[must_use]
    pub fn quotas(&self) -> Vec<QuotaStatus> {
        let gates = lock(&self.0.gates).all();
        let now = Instant::now();
        let status = |named: gates::Named| {
            let mut status = QuotaStatus::new(named.owner, named.category);
            status.ad_account = named.ad_account.map(Into::into);
            named.gate.with(now, |state| status.with_state(state, now))
        };
        gates.into_iter().map(status).collect()
    }

    /// What is left of a category for the default owner. Before anything was sent, that is what the limiter starts with.
    /// The universal limit is not regarded; for a category that is counted by ad account, neither are the accounts.
    #[must_use]
    pub fn quota(&self, category: RateLimitCategory) -> QuotaStatus {
        let owner = QuotaOwner::default();
        let gate = lock(&self.0.gates).category(&owner, category);
        let status = QuotaStatus::new(owner, Some(category));
        match (gate, self.0.limits.category(category)) {
            (Some(gate), _) => {
                let now = Instant::now();
                gate.with(now, |state| status.with_state(state, now))
            }
            (None, Some(start)) => status.with_start(&start.windows),
            (None, None) => status,
        }
    }

    /// Waits until a request may be sent, in the order of arrival, until `deadline` or as long as configured at most.
    /// `ad_account` is regarded where Pinterest counts by those. A request without a category counts
    /// against the universal limit only.
    ///
    /// Dropping the future leaves the queue and costs nothing of the quota.
    pub(crate) async fn acquire(
        &self,
        owner: &QuotaOwner,
        category: impl Into<Option<RateLimitCategory>>,
        ad_account: Option<&str>,
        deadline: Instant,
    ) -> Result<Permit, Error> {
        let limits = &self.0.limits;
        let category = category.into();
        let is_counted = category.is_some();
        let category = category.unwrap_or(RateLimitCategory::OrgRead);
        let Path {
            category: gate,
            universal,
        } = lock(&self.0.gates).path(limits, owner, category, ad_account);
        let cap = deadline.min(later(Instant::now(), limits.max_wait()));

        let mut permit = Permit {
            category,
            of_category: None,
            universal: None,
            has_waited: false,
        };
        if let Some(gate) = gate.filter(|_| is_counted) {
            let (slot, waited) = pass(&gate, cap, Some(category)).await?;
            permit.of_category = Some(slot);
            permit.has_waited = waited;
        }
        if let Some(gate) = universal {
            let (slot, waited) = pass(&gate, cap, None).await?;
            permit.universal = Some(slot);
            permit.has_waited |= waited;
            if let Some(slot) = permit.of_category.as_mut().filter(|_| waited) {
                slot.renew_mark();
            }
        }
        permit.slots().for_each(Slot::send);
        Ok(permit)
    }
}

/// Waits for one gate, whose `category` is `None` for the universal limit. The flag says whether there was a wait.
async fn pass(
    gate: &Arc<Gate>,
    cap: Instant,
    category: Option<RateLimitCategory>,
) -> Result<(Slot, bool), Error> {
    let start = Instant::now();
    let outcome = gate.acquire(cap).await;
    let limit = category.map_or("universal", RateLimitCategory::as_str);
    match &outcome {
        Ok((_, None)) => {}
        Ok((_, Some(reason))) => tracing::debug!(
            category = limit,
            wait_ms = in_millis(start.elapsed()),
            %reason,
            "waited for the rate limit"
        ),
        Err(too_long) => tracing::debug!(
            category = limit,
            waited_ms = in_millis(start.elapsed()),
            wait_ms = in_millis(too_long.wait),
            reason = %too_long.reason(),
            "the wait for the rate limit is too long"
        ),
    }
    outcome
        .map(|(slot, reason)| (slot, reason.is_some()))
        .map_err(|too_long| too_long.error(category))
}

fn in_millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

impl fmt::Debug for RateLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimiter")
            .field("limits", &self.0.limits)
            .finish_non_exhaustive()
    }
}

impl Permit {
    /// Whether it was not there at once.
    pub(crate) fn has_waited(&self) -> bool {
        self.has_waited
    }

    fn slots(&mut self) -> impl Iterator<Item = &mut Slot> {
        self.of_category.iter_mut().chain(&mut self.universal)
    }

    /// The request never left: it costs nothing of the quota.
    pub(crate) fn unsent(self) {
        let slots = self.of_category.into_iter().chain(self.universal);
        slots.for_each(Slot::take_back);
    }

    /// The answer has come. `refused` says whether the server refused the request for its limits, `retry_after` is the wait
    /// that it asks for, wherever it stands: with either, the category pauses.
    pub(crate) fn answered(
        self,
        headers: &HeaderMap,
        refused: bool,
        retry_after: Option<Duration>,
    ) {
        let now = Instant::now();
        let report = Report::from_headers(headers);
        let pause = (refused || retry_after.is_some()).then(|| {
            let is_wrong = |wait: &Duration| report.as_ref().is_some_and(|it| it.denies(*wait));
            retry_after.filter(|wait| !is_wrong(wait))
        });
        let mut usage = report.as_ref().and_then(|report| report.usage);
        let shares = report.map(|report| match self.universal {
            Some(_) if self.of_category.is_some() => {
                Shares::divided(&report.windows, self.category)
            }
            _ => Shares::undivided(&report.windows),
        });
        let mut forgotten = None;
        let (of_category, of_all) = shares.map(|it| (it.category, it.universal)).unzip();
        for (slot, stated, is_category) in [
            (self.of_category, of_category, true),
            (self.universal, of_all, false),
        ] {
            let Some(slot) = slot else { continue };
            slot.finish(now, |state, mark| {
                if let Some(stated) = &stated {
                    forgotten = forgotten.or(state.learn(stated, &mut usage, mark, now));
                }
                if let Some(forgotten) = &forgotten {
                    state.forget(forgotten);
                }
                match pause {
                    None => state.accepted(mark),
                    Some(advice) if is_category => state.block(advice, now),
                    Some(_) => {}
                }
            });
        }
    }
}

impl TooLong {
    /// `category` is `None` for the universal limit.
    fn error(self, category: Option<RateLimitCategory>) -> Error {
        let name = category.map_or("all categories together", RateLimitCategory::as_str);
        let reason = match self.reason() {
            Reason::Window(window) => format!(
                "the rate limit of {name}, {} requests in {} s, is used up",
                window.requests, window.seconds
            ),
            Reason::Refusal => {
                format!("the server asked to wait before more requests of {name}")
            }
            Reason::Others => format!(
                "requests of {name} go one by one until the server has accepted one, and others were first"
            ),
        };
        let when = match self.reason() {
            Reason::Others => "this request waited for its turn as long as it may".to_owned(),
            Reason::Window(_) | Reason::Refusal => format!(
                "this request could be sent in {} s, which is longer than it may wait",
                self.wait.as_millis().div_ceil(1000)
            ),
        };
        Error::rate_limited(format!("{reason}; {when}; nothing was sent"), self.wait)
    }
}
