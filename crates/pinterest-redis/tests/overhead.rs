//! What a permit of a shared quota costs a call, where reservations are batched.
//!
//! The time in the store is measured, and not the difference between two series of calls: that is
//! smaller than what a busy machine adds to either.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A failed unwrap fails the test.

#[path = "it/server.rs"]
#[expect(dead_code, reason = "the other tests need more of it")]
mod server;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pinterest::operation::{RateLimitCategory, RateLimitWindow};
use pinterest::{QuotaKey, RateLimits, Reservation, ReserveFuture, SharedQuota, Stated};
use pinterest_fake::Fake;
use pinterest_redis::{Fallback, Redis, RedisQuota};
use server::Server;

const CALLS: u32 = 2_000;

/// A quota that measures for how long calls are in it.
#[derive(Debug)]
struct Timed {
    quota: RedisQuota,
    spent: Arc<Mutex<Duration>>,
}

impl Timed {
    fn add(&self, since: Instant) {
        *self.spent.lock().unwrap() += since.elapsed();
    }
}

impl SharedQuota for Timed {
    fn reserve<'a>(
        &'a self,
        quota: &'a QuotaKey,
        windows: &'a [RateLimitWindow],
        wanted: u32,
    ) -> ReserveFuture<'a> {
        Box::pin(async move {
            let start = Instant::now();
            let reservation = self.quota.reserve(quota, windows, wanted).await;
            self.add(start);
            reservation
        })
    }

    fn give_back(&self, quota: &QuotaKey, reservation: &Reservation, unused: u32) {
        let start = Instant::now();
        self.quota.give_back(quota, reservation, unused);
        self.add(start);
    }

    fn report(&self, quota: &QuotaKey, stated: &Stated) {
        let start = Instant::now();
        self.quota.report(quota, stated);
        self.add(start);
    }
}

#[tokio::test]
#[expect(clippy::print_stderr, reason = "people read it")]
async fn a_busy_process_asks_once_for_many_requests() {
    let Some(server) = Server::start() else {
        return;
    };
    let fake = Fake::builder()
        .with_journal_capacity(1)
        .start()
        .await
        .unwrap();
    let wide = [RateLimitWindow::new(1_000_000, 60)];
    let limits = RateLimits::standard()
        .with_windows(RateLimitCategory::OrgRead, wide)
        .with_universal(wide);
    let redis = Redis::open(&server.url()).unwrap();
    let spent = Arc::<Mutex<Duration>>::default();
    let quota = Timed {
        quota: RedisQuota::new(&redis, Fallback::Fail),
        spent: Arc::clone(&spent),
    };
    let builder = fake.client_builder().with_rate_limits(limits);
    let client = builder.with_shared_quota(quota).build().unwrap();
    let start = Instant::now();
    for _ in 0..CALLS {
        client.boards().list().send().await.unwrap();
    }
    let (total, spent) = (start.elapsed(), *spent.lock().unwrap());
    let info = server.command(&["INFO", "commandstats"]).await;
    let info: String = redis::from_redis_value(&info).unwrap();
    let scripts = info
        .lines()
        .find_map(|line| line.strip_prefix("cmdstat_evalsha:calls="));
    let scripts: u32 = scripts.unwrap().split(',').next().unwrap().parse().unwrap();
    eprintln!(
        "{CALLS} calls took {total:?}, {spent:?} of it in the shared quota, with {scripts} scripts"
    );
    assert!(scripts * 10 < CALLS, "{scripts}");
    assert!(spent * 20 < total, "{spent:?} of {total:?}");
}
