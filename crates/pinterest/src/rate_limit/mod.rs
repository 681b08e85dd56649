//! Delays requests until the rate limits of the server have room for them.
//!
//! A request passes two gates: that of its category, then the universal one. A gate (`gate.rs`) has
//! a queue (`queue.rs`) and windows (`window.rs`): so many requests in so much time. A request
//! occupies a window until it is released (`releases.rs`). The limits that the server states in its
//! responses (`report.rs`) are divided between the gates (`share.rs`) and change their windows
//! (`state.rs`). Where several processes share a quota, a request that has passed both gates also
//! takes one that was reserved for this process (`shared.rs`, `stock.rs`).

mod gate;
mod gates;
mod limits;
mod mark;
mod owner;
mod queue;
mod releases;
mod report;
mod share;
mod shared;
mod state;
mod status;
mod stock;
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
pub use shared::{QuotaKey, Reservation, ReserveFuture, SharedQuota, Stated, StatedUsage};
pub use status::{QuotaStatus, QuotaWindow};

use crate::Error;
use crate::lock::lock;
use gate::{Gate, Reason, Slot, TooLong};
use gates::{Gates, Path};
use queue::Lane;
use report::{Report, Usage};
use share::Shares;
use window::later;

/// Delays requests so that they stay within the rate limits of the server.
///
/// The requests of a category are sent in the order of their arrival. Where several categories wait
/// for the universal limit, they take turns, so that many requests of one do not hold up another.
/// Requests wait [2 minutes](RateLimits::with_max_wait) at most. The limits start as
/// [configured](RateLimits) and become those that the server states in its responses.
///
/// A limiter is cheap to clone, and clones share their state: use the same one for all clients of
/// an app and user. [`QuotaOwner`] separates the quotas of several users.
///
/// # Examples
///
/// ```
/// use pinterest::operation::RateLimitCategory;
/// use pinterest::{RateLimiter, RateLimits};
///
/// let limiter = RateLimiter::new(RateLimits::standard());
/// let quota = limiter.quota(RateLimitCategory::OrgRead);
/// assert_eq!(quota.windows[0].remaining, 1_000);
/// assert_eq!(quota.retry_after, None); // a request is sent at once
/// ```
///
/// # Counting
///
/// The server counts a request at some time between its sending and its response. The limiter
/// counts it from its sending until one window after its response. While nobody else uses the
/// quota, that is never less than the count of the server, whether its windows slide or start at
/// fixed times. Requests that were not sent do not count.
///
/// The limiter learns two things from the headers of responses:
///
/// - The use of the quota by others: the requests that the server counts beyond those of this
///   limiter. The exact number is unknown while requests are in flight, so the highest possible one
///   is assumed.
/// - The requests that the server no longer counts. When little is left, the reset says when the
///   others are forgotten, so that windows that start at fixed times are used up. After such a
///   reset, requests are sent one by one until one is accepted.
///
/// # Rejections
///
/// A rejection, or another response that asks to wait ([`Error::retry_after`] says where), pauses
/// its category for the time that it states: for an hour at most, unless a window is longer than
/// that. A time of more than a day counts as none. A rejection that states no time pauses the
/// category for the shortest window, a minute at most. Afterwards, requests are sent one by one
/// until one is accepted. One that takes longer than a few seconds
/// lets the next pass.
///
/// # Quotas that are counted apart
///
/// Limits that Pinterest counts by ad account (conversion events) are kept for each ad account.
/// Their requests do not count against the universal limit: with its 100 requests per second, the
/// published 120,000 per minute could not be reached. This is an inference of this library.
///
/// Conversion events that are sent with a conversion token are unlimited. They pass the limiter by:
/// they do not wait, count against no quota, and teach it nothing. A rejection of such a request
/// delays its own retry only. Events that are only tested (`test=true`) are limited all the same.
///
/// Programs that use one quota without a shared limiter know of each other only from the responses
/// of the server, which leads to a few rejections. [`RateLimits::with_windows`] gives each of them
/// a part of the quota; with a [`SharedQuota`] they are counted together.
#[derive(Clone)]
pub struct RateLimiter(Arc<Shared>);

struct Shared {
    limits: RateLimits,
    gates: Mutex<Gates>,
    quota: Option<Arc<dyn SharedQuota>>,
}

/// The permission to send a request.
///
/// Dropped without [`responded`](Self::responded) or [`unsent`](Self::unsent), the request failed
/// or was cancelled, and counts as sent.
#[derive(Debug)]
#[must_use]
pub(crate) struct Permit {
    category: RateLimitCategory,
    of_category: Option<Slot>,
    universal: Option<Slot>,
    has_waited: bool,
}

impl Default for RateLimiter {
    /// Creates a limiter that starts with [`RateLimits::standard`].
    fn default() -> Self {
        Self::new(RateLimits::default())
    }
}

impl RateLimiter {
    /// Creates a limiter that starts with `limits`, all of them unused.
    #[must_use]
    pub fn new(limits: RateLimits) -> Self {
        Self::with_quota(limits, None)
    }

    fn with_quota(limits: RateLimits, quota: Option<Arc<dyn SharedQuota>>) -> Self {
        let gates = Mutex::new(Gates::new(quota.clone()));
        Self(Arc::new(Shared {
            limits,
            gates,
            quota,
        }))
    }

    /// Creates a limiter that starts as this one did, and shares with it only the quota that it
    /// shares with other processes.
    pub(crate) fn anew(&self) -> Self {
        Self::with_quota(self.0.limits.clone(), self.0.quota.clone())
    }

    /// Creates a limiter that starts as this one did, with a quota of several processes.
    pub(crate) fn with_shared_quota(&self, quota: Arc<dyn SharedQuota>) -> Self {
        Self::with_quota(self.0.limits.clone(), Some(quota))
    }

    /// Returns what is left of every quota in use.
    ///
    /// They are sorted by owner, then by category with the universal limit first, then by ad
    /// account. Quotas that were not used for as long as their windows may be absent.
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

    /// Returns what is left of a category for the default owner.
    ///
    /// Before the first request, that is what the limiter starts with. The universal limit does not
    /// count here. For a category that is counted by ad account, neither do the accounts.
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

    /// Waits until a request may be sent, in the order of arrival, until `deadline` or the
    /// configured maximum wait.
    ///
    /// `ad_account` matters where Pinterest counts by ad account. A request without a category
    /// counts against the universal limit only. Dropping the future leaves the queue and uses no
    /// quota.
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

        let mut permit = Permit::unlimited(category);
        if let Some(gate) = gate.filter(|_| is_counted) {
            let (slot, waited) = pass(&gate, cap, Some(category), None).await?;
            permit.of_category = Some(slot);
            permit.has_waited = waited;
        }
        if let Some(gate) = universal {
            let lane = is_counted.then_some(category);
            let (slot, waited) = pass(&gate, cap, None, lane).await?;
            permit.universal = Some(slot);
            permit.has_waited |= waited;
            if let Some(slot) = permit.of_category.as_mut().filter(|_| waited) {
                slot.renew_mark();
            }
        }
        if self.0.quota.is_some() {
            permit.reserve(cap).await?;
        }
        permit.slots().for_each(Slot::send);
        Ok(permit)
    }
}

/// Waits for one gate, whose `category` is `None` for the universal limit. The flag is whether
/// there was a wait.
async fn pass(
    gate: &Arc<Gate>,
    cap: Instant,
    category: Option<RateLimitCategory>,
    lane: Lane,
) -> Result<(Slot, bool), Error> {
    let start = Instant::now();
    let limit = category.map_or("universal", RateLimitCategory::as_str);
    let begin = |reason: Reason, shortest: Duration| {
        tracing::debug!(
            category = limit,
            expected_wait_ms = in_millis(shortest),
            %reason,
            "waiting for the rate limit"
        );
    };
    let outcome = gate.acquire(cap, lane, begin).await;
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
    /// Whether the request had to wait.
    pub(crate) fn has_waited(&self) -> bool {
        self.has_waited
    }

    fn slots(&mut self) -> impl Iterator<Item = &mut Slot> {
        self.of_category.iter_mut().chain(&mut self.universal)
    }

    /// The permission of a request that no limit applies to.
    pub(crate) fn unlimited(category: RateLimitCategory) -> Self {
        Self {
            category,
            of_category: None,
            universal: None,
            has_waited: false,
        }
    }

    /// Records that the request was not sent, and so uses no quota.
    pub(crate) fn unsent(self) {
        let slots = self.of_category.into_iter().chain(self.universal);
        slots.for_each(Slot::take_back);
    }

    /// Records the response.
    ///
    /// `rejected` is whether the server rejected the request for its rate limits. `retry_after` is
    /// the wait that the response asks for, in a header or in the body. Either pauses the category.
    pub(crate) fn responded(
        self,
        headers: &HeaderMap,
        rejected: bool,
        retry_after: Option<Duration>,
    ) {
        let now = Instant::now();
        let report = Report::from_headers(headers);
        let pause = (rejected || retry_after.is_some()).then(|| {
            let is_wrong = |wait: &Duration| report.as_ref().is_some_and(|it| it.denies(*wait));
            retry_after.filter(|wait| !is_wrong(wait))
        });
        let stated_usage = report.as_ref().and_then(|report| report.usage);
        let is_shared = self.of_category.as_ref().or(self.universal.as_ref());
        // One process would take the others for strangers.
        let mut usage = stated_usage.filter(|_| !is_shared.is_some_and(Slot::is_shared));
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
            let of_this =
                |usage: &Usage| stated.as_ref().is_some_and(|it| it.contains(&usage.window));
            let mut said = Stated {
                usage: stated_usage.filter(of_this).map(Usage::stated),
                pause: None,
                took: slot.age(now),
            };
            let gate = slot.gate();
            slot.finish(now, |state, mark| {
                if let Some(stated) = &stated {
                    forgotten = forgotten.or(state.learn(stated, &mut usage, mark, now));
                }
                if let Some(forgotten) = &forgotten {
                    state.forget(forgotten);
                }
                match pause {
                    None => state.accepted(mark),
                    Some(advice) if is_category => said.pause = Some(state.block(advice, now)),
                    Some(_) => {}
                }
            });
            gate.report(&said);
        }
    }
}

impl TooLong {
    /// Converts to the error of the call. `category` is `None` for the universal limit.
    fn error(self, category: Option<RateLimitCategory>) -> Error {
        let name = category.map_or("all categories together", RateLimitCategory::as_str);
        let reason = match self.reason() {
            Reason::Window(window) => format!(
                "the rate limit of {name}, {} requests in {} s, is used up",
                window.requests, window.seconds
            ),
            Reason::Blocked => {
                format!("the server asked to wait before more requests of {name}")
            }
            Reason::Others => format!(
                "requests of {name} are sent one by one until the server accepts one, and other \
                 requests were first"
            ),
        };
        let when = match self.reason() {
            Reason::Others => "this request waited for the maximum time".to_owned(),
            Reason::Window(_) | Reason::Blocked => format!(
                "this request could be sent in {} s, which is longer than it may wait",
                self.wait.as_millis().div_ceil(1000)
            ),
        };
        Error::rate_limited(format!("{reason}; {when}; nothing was sent"), self.wait)
    }
}
