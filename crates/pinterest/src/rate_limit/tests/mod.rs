//! The behavior of a limiter, on simulated time.

mod accounting;
mod adapting;
mod fuzz;
#[cfg(target_os = "linux")]
mod memory;
mod pruning;
mod queue;
mod rejections;
mod resets;
mod server;
mod shared;
mod sharing;
mod throughput;

use std::time::Duration;

use http::HeaderMap;
use pinterest_client::operation::{RateLimitCategory, RateLimitWindow};
use tokio::time::Instant;

use super::{Permit, QuotaOwner, QuotaStatus, RateLimiter, RateLimits};
use crate::lock::lock;
use crate::{Error, ErrorKind};

const READ: RateLimitCategory = RateLimitCategory::OrgRead;
const WRITE: RateLimitCategory = RateLimitCategory::OrgWrite;
const EVENTS: RateLimitCategory = RateLimitCategory::AdsConversions;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// Creates a limiter with these windows for reads, and no other limits.
fn reading(windows: &[(u32, u32)]) -> RateLimiter {
    let windows = windows
        .iter()
        .map(|(requests, seconds)| RateLimitWindow::new(*requests, *seconds));
    RateLimiter::new(RateLimits::unlimited().with_windows(READ, windows))
}

/// Waits a day if need be.
async fn acquire(limiter: &RateLimiter, category: RateLimitCategory) -> Result<Permit, Error> {
    let deadline = Instant::now() + seconds(86_400);
    limiter
        .acquire(&QuotaOwner::default(), category, None, deadline)
        .await
}

/// Does not wait.
async fn acquire_now(limiter: &RateLimiter, category: RateLimitCategory) -> Result<Permit, Error> {
    limiter
        .acquire(&QuotaOwner::default(), category, None, Instant::now())
        .await
}

/// Returns how many requests can be sent without waiting; each gets a response at once.
async fn burst(limiter: &RateLimiter, category: RateLimitCategory) -> usize {
    let mut sent = 0;
    while let Ok(permit) = acquire_now(limiter, category).await {
        respond(permit, 200, &[]);
        sent += 1;
    }
    sent
}

fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
    let mut map = HeaderMap::new();
    for (name, value) in lines {
        map.append(*name, value.parse().unwrap());
    }
    map
}

fn respond(permit: Permit, status: u16, lines: &[(&'static str, &str)]) {
    permit.responded(&headers(lines), status == 429, None);
}

fn respond_with_limits(permit: Permit, limit: &str, remaining: &str, reset: &str) {
    let lines = [
        ("x-ratelimit-limit", limit),
        ("x-ratelimit-remaining", remaining),
        ("x-ratelimit-reset", reset),
    ];
    respond(permit, 200, &lines);
}

/// Returns count, seconds and what is left of each window.
fn windows(status: &QuotaStatus) -> Vec<(u32, u64, u32)> {
    let windows = status.windows.iter();
    windows
        .map(|window| (window.requests, window.per.as_secs(), window.remaining))
        .collect()
}

fn universal(limiter: &RateLimiter) -> QuotaStatus {
    let mut quotas = limiter.quotas().into_iter();
    quotas.find(|quota| quota.category.is_none()).unwrap()
}

/// Asserts that the request was not sent, and returns the wait that the error states.
fn rejected(result: Result<Permit, Error>) -> Duration {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert!(
        error.server_did_not_act() && error.to_string().contains("nothing was sent"),
        "{error}"
    );
    error.retry_after().unwrap()
}
