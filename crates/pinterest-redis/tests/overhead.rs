//! What a permit of a shared quota costs a call, where reservations are batched. It is measured alone,
//! since other tests would slow one of the two sides.

#[path = "it/server.rs"]
#[expect(dead_code, reason = "the other tests need more of it")]
mod server;

use std::time::{Duration, Instant};

use pinterest::operation::{RateLimitCategory, RateLimitWindow};
use pinterest::{Client, RateLimits};
use pinterest_fake::Fake;
use pinterest_redis::{Fallback, Redis, RedisQuota};
use server::Server;

const ROUNDS: usize = 80;
const CALLS: u32 = 25;

async fn round(client: &Client) -> Duration {
    let start = Instant::now();
    for _ in 0..CALLS {
        client.boards().list().send().await.unwrap();
    }
    start.elapsed() / CALLS
}

/// The time that a quarter of the rounds did not reach: the others were disturbed.
fn typical(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 4]
}

#[tokio::test]
#[expect(clippy::print_stderr, reason = "people read it")]
async fn a_busy_process_asks_once_for_many_requests_and_is_hardly_slower() {
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
    let builder = || fake.client_builder().with_rate_limits(limits.clone());
    let redis = Redis::open(&server.url()).unwrap();
    let quota = RedisQuota::new(&redis, Fallback::Fail);
    let clients = [
        builder().build().unwrap(),
        builder().with_shared_quota(quota).build().unwrap(),
    ];
    let mut times = [Vec::new(), Vec::new()];
    // Alternately, so that whatever else the machine does slows both.
    for number in 0..ROUNDS {
        for index in [number % 2, 1 - number % 2] {
            times[index].push(round(&clients[index]).await);
        }
    }
    let info = server.command(&["INFO", "commandstats"]).await;
    let info: String = redis::from_redis_value(info).unwrap();
    let scripts = info
        .lines()
        .find_map(|line| line.strip_prefix("cmdstat_evalsha:calls="));
    let scripts: usize = scripts.unwrap().split(',').next().unwrap().parse().unwrap();
    let [own, shared] = times.map(typical);
    eprintln!(
        "a call takes {own:?} with a limiter of its own, {shared:?} with a shared quota; {scripts} scripts for {} calls",
        ROUNDS * CALLS as usize
    );
    assert!(scripts * 10 < ROUNDS * CALLS as usize, "{scripts}");
    assert!(shared < own.mul_f64(1.05), "{shared:?} instead of {own:?}");
}
