//! Limiters that take their requests from a quota of several processes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::*;
use crate::rate_limit::{QuotaKey, Reservation, ReserveFuture, SharedQuota, Stated, StatedUsage};

/// How long reservations last.
const HOLD: Duration = Duration::from_secs(1);

/// A quota that does not change by itself.
#[derive(Debug, Default)]
struct Quota(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// What is left, by category; whatever is missing has plenty.
    left: HashMap<Option<RateLimitCategory>, u32>,
    /// What was wanted, and of which category.
    asked: Vec<(Option<RateLimitCategory>, u32)>,
    given_back: Vec<(Option<RateLimitCategory>, u32)>,
    stated: Vec<Stated>,
    fails: bool,
}

impl Quota {
    fn with(left: &[(Option<RateLimitCategory>, u32)]) -> Arc<Self> {
        let quota = Self::default();
        lock(&quota.0).left.extend(left.iter().copied());
        Arc::new(quota)
    }
}

/// What the limiter has of it.
#[derive(Debug)]
struct Handle(Arc<Quota>);

impl SharedQuota for Handle {
    fn reserve<'a>(
        &'a self,
        quota: &'a QuotaKey,
        windows: &'a [RateLimitWindow],
        wanted: u32,
    ) -> ReserveFuture<'a> {
        assert!(!windows.is_empty() && wanted > 0);
        let mut state = lock(&self.0.0);
        state.asked.push((quota.category, wanted));
        let mark = state.asked.len().try_into().unwrap();
        let fails = state.fails;
        let outcome = match state.left.get_mut(&quota.category) {
            _ if fails => Err(Error::rate_limited("the store is down", HOLD)),
            Some(0) => Ok(Reservation::none(seconds(7))),
            Some(left) => {
                let granted = wanted.min(*left);
                *left -= granted;
                Ok(Reservation::granted(granted, HOLD, mark))
            }
            None => Ok(Reservation::granted(wanted, HOLD, mark)),
        };
        Box::pin(async { outcome })
    }

    fn give_back(&self, quota: &QuotaKey, _: &Reservation, unused: u32) {
        let mut state = lock(&self.0.0);
        state.given_back.push((quota.category, unused));
        if let Some(left) = state.left.get_mut(&quota.category) {
            *left += unused;
        }
    }

    fn report(&self, _: &QuotaKey, stated: &Stated) {
        lock(&self.0.0).stated.push(*stated);
    }
}

fn limiter(quota: &Arc<Quota>) -> RateLimiter {
    let wide = [RateLimitWindow::new(100_000, 60)];
    let limits = RateLimits::unlimited()
        .with_windows(READ, wide)
        .with_windows(WRITE, wide)
        .with_universal(wide);
    RateLimiter::new(limits).with_shared_quota(Arc::new(Handle(Arc::clone(quota))))
}

#[tokio::test(start_paused = true)]
async fn a_busy_process_reserves_twice_as_many_each_time() {
    let quota = Quota::with(&[]);
    let limiter = limiter(&quota);
    for _ in 0..100 {
        respond(acquire_now(&limiter, READ).await.unwrap(), 200, &[]);
    }
    let asked = lock(&quota.0).asked.clone();
    let reads: Vec<u32> = asked
        .iter()
        .filter(|it| it.0 == Some(READ))
        .map(|it| it.1)
        .collect();
    assert_eq!(reads, [1, 2, 4, 8, 16, 32, 64]);
    assert_eq!(asked.len(), 2 * reads.len());
}

#[tokio::test(start_paused = true)]
async fn an_idle_process_reserves_one_and_gives_back_what_it_does_not_use() {
    let quota = Quota::with(&[]);
    let limiter = limiter(&quota);
    for _ in 0..5 {
        respond(acquire_now(&limiter, READ).await.unwrap(), 200, &[]);
    }
    tokio::time::sleep(2 * HOLD).await;
    // Of 1 + 2 + 4, 5 were used.
    assert_eq!(lock(&quota.0).given_back, [(Some(READ), 2), (None, 2)]);
    for _ in 0..4 {
        respond(acquire_now(&limiter, READ).await.unwrap(), 200, &[]);
        tokio::time::sleep(2 * HOLD).await;
    }
    let asked = lock(&quota.0).asked.clone();
    assert_eq!(asked.last().unwrap().1, 1, "{asked:?}");
}

#[tokio::test(start_paused = true)]
async fn a_request_waits_for_as_long_as_the_store_says_and_fails_before_if_it_may_not() {
    let quota = Quota::with(&[(Some(READ), 0)]);
    let limiter = limiter(&quota);
    let wait = rejected(acquire_now(&limiter, READ).await);
    assert!(wait >= seconds(7) && wait < seconds(8), "{wait:?}");
    let there = Arc::clone(&quota);
    tokio::spawn(async move {
        tokio::time::sleep(seconds(3)).await;
        lock(&there.0).left.insert(Some(READ), 5);
    });
    let start = Instant::now();
    let mut permit = acquire(&limiter, READ).await.unwrap();
    assert!(start.elapsed() >= seconds(7) && permit.has_waited());
    assert_eq!(permit.slots().count(), 2);
    // Nothing was reserved of the universal limit before.
    assert_eq!(lock(&quota.0).asked.last().unwrap().0, None);
}

#[tokio::test(start_paused = true)]
async fn while_the_universal_limit_is_waited_for_nothing_is_held_of_the_category() {
    let quota = Quota::with(&[(Some(READ), 1), (None, 0)]);
    let limiter = limiter(&quota);
    let waiting = tokio::spawn({
        let limiter = limiter.clone();
        async move { acquire(&limiter, READ).await.map(drop) }
    });
    tokio::time::sleep(seconds(2)).await;
    assert_eq!(lock(&quota.0).left[&Some(READ)], 1, "it was put back");
    lock(&quota.0).left.insert(None, 1);
    waiting.await.unwrap().unwrap();
    assert_eq!(lock(&quota.0).left[&Some(READ)], 0);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_was_not_sent_is_put_back() {
    let quota = Quota::with(&[(Some(READ), 1), (None, 1)]);
    let limiter = limiter(&quota);
    acquire_now(&limiter, READ).await.unwrap().unsent();
    let permit = acquire_now(&limiter, READ).await.unwrap();
    rejected(acquire_now(&limiter, READ).await);
    // One that failed counts as sent.
    drop(permit);
    rejected(acquire_now(&limiter, READ).await);
}

#[tokio::test(start_paused = true)]
async fn the_store_decides_what_happens_when_it_fails() {
    let quota = Quota::with(&[]);
    lock(&quota.0).fails = true;
    let limiter = limiter(&quota);
    let error = acquire(&limiter, READ).await.unwrap_err();
    assert!(error.to_string().contains("the store is down"), "{error}");
    lock(&quota.0).fails = false;
    drop(acquire_now(&limiter, READ).await.unwrap());
}

#[tokio::test(start_paused = true)]
async fn those_who_wait_are_served_in_their_order() {
    let quota = Quota::with(&[(Some(READ), 0)]);
    let limiter = limiter(&quota);
    let order = Arc::<Mutex<Vec<u32>>>::default();
    let mut waiting = Vec::new();
    for number in 0..20 {
        let (limiter, order) = (limiter.clone(), Arc::clone(&order));
        waiting.push(tokio::spawn(async move {
            drop(acquire(&limiter, READ).await.unwrap());
            lock(&order).push(number);
        }));
        tokio::task::yield_now().await;
    }
    lock(&quota.0).left.insert(Some(READ), 20);
    for one in waiting {
        one.await.unwrap();
    }
    assert_eq!(*lock(&order), (0..20).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn what_responses_say_goes_to_the_store_and_not_into_the_own_count() {
    let quota = Quota::with(&[]);
    let limits = RateLimits::standard();
    let handle = Arc::new(Handle(Arc::clone(&quota)));
    let limiter = RateLimiter::new(limits).with_shared_quota(handle);
    let permit = acquire_now(&limiter, READ).await.unwrap();
    tokio::time::advance(millis(80)).await;
    respond_with_limits(permit, "1000, 100;w=1, 1000;w=60", "100", "30");
    let minute = RateLimitWindow::new(1_000, 60);
    let stated = lock(&quota.0).stated.clone();
    assert_eq!(stated.len(), 2);
    assert_eq!(
        stated[0].usage,
        Some(StatedUsage::new(minute, 900, seconds(30)))
    );
    assert_eq!((stated[1].usage, stated[1].took), (None, millis(80)));
    assert_eq!(windows(&limiter.quota(READ)), [(1_000, 60, 999)]);
    let permit = acquire_now(&limiter, READ).await.unwrap();
    respond(permit, 429, &[("retry-after", "9")]);
    assert_eq!(lock(&quota.0).stated[2].pause, Some(seconds(60)));
}

#[tokio::test(start_paused = true)]
async fn clients_of_other_users_share_the_quota_and_nothing_else() {
    let quota = Quota::with(&[(Some(READ), 2)]);
    let limiter = limiter(&quota);
    drop(acquire_now(&limiter, READ).await.unwrap());
    drop(acquire_now(&limiter.anew(), READ).await.unwrap());
    rejected(acquire_now(&limiter, READ).await);
}
