//! Quotas that several processes share.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use pinterest::operation::{RateLimitCategory, RateLimitWindow};
use pinterest::{
    Client, Environment, ErrorKind, QuotaKey, QuotaOwner, RateLimits, SharedQuota, Stated,
    StatedUsage,
};
use pinterest_fake::{Access, Fake};
use pinterest_redis::{Fallback, RedisQuota};

use super::children::{Running, assignment, listen, say};
use super::proxy::{Proxy, Weather};
use super::server::Server;
use super::{redis, tell};

const PROCESSES: usize = 8;

/// How many calls of each process wait at the same time.
const CONCURRENT: usize = 40;

/// Long enough for a second minute's requests, even where other programs keep the machine busy.
const TIME: Duration = Duration::from_secs(85);

/// The requests that the published limits permit in that time: 1,000 at once, as fast as 100 a
/// second allow, and 1,000 a minute later.
const PERMITTED: usize = 2_000;

const MINUTE: RateLimitWindow = RateLimitWindow::new(20, 60);

fn key() -> QuotaKey {
    QuotaKey::new(QuotaOwner::default(), Some(RateLimitCategory::OrgRead))
}

async fn reserve(quota: &RedisQuota, wanted: u32) -> u32 {
    let reserved = quota.reserve(&key(), &[MINUTE], wanted).await;
    reserved.unwrap().requests()
}

#[tokio::test]
#[ignore = "another test starts it in a separate process"]
async fn child_that_calls_until_it_is_told_to_stop() {
    let [redis_url, url] = assignment();
    let client = Client::builder()
        .with_access_token("pina_any")
        .with_environment(Environment::Custom(url.parse().unwrap()))
        .with_shared_quota(RedisQuota::new(&redis(&redis_url), Fallback::Fail))
        .without_retries()
        .build()
        .unwrap();
    say("ready");
    listen();
    let made = Arc::new(AtomicUsize::new(0));
    let other = Arc::<Mutex<Option<String>>>::default();
    let calls = (0..CONCURRENT).map(|_| async {
        loop {
            match client.boards().list().send().await {
                Ok(_) => drop(made.fetch_add(1, Ordering::Relaxed)),
                Err(error) if error.status().is_some_and(|it| it == 429) => {}
                Err(error) => *other.lock().unwrap() = Some(error.to_string()),
            }
        }
    });
    let calls = tokio::time::timeout(TIME, join_all(calls)).await;
    assert!(calls.is_err());
    let other = other.lock().unwrap().take();
    say(format!("{} {other:?}", made.load(Ordering::Relaxed)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_processes_use_the_published_limits_and_are_rarely_rejected() {
    let Some(server) = Server::start() else {
        return;
    };
    let log = Arc::<Mutex<Vec<(Instant, Option<u16>)>>>::default();
    let there = Arc::clone(&log);
    let fake = Fake::builder()
        .with_rate_limits(Access::Standard)
        .with_log(move |entry| {
            there
                .lock()
                .unwrap()
                .push((Instant::now(), Some(entry.status)))
        })
        .start()
        .await
        .unwrap();
    let (redis_url, url) = (server.url(), fake.url());
    let name = "quotas::child_that_calls_until_it_is_told_to_stop";
    let made = tokio::task::spawn_blocking(move || {
        let start = |_| Running::start(name, &[&redis_url, &url]);
        let mut children: Vec<Running> = (0..PROCESSES).map(start).collect();
        for child in &mut children {
            assert_eq!(child.hear().as_deref(), Some("ready"));
        }
        children.iter_mut().for_each(Running::go_on);
        let mut made = Vec::new();
        for child in &mut children {
            let said = child.hear().unwrap();
            let (count, other) = said.split_once(' ').unwrap();
            assert_eq!(other, "None");
            made.push(count.parse::<usize>().unwrap());
        }
        made
    })
    .await
    .unwrap();
    let log = log.lock().unwrap();
    let rejected = log
        .iter()
        .filter(|(_, status)| *status == Some(429))
        .count();
    let accepted: Vec<Instant> = log
        .iter()
        .filter(|(_, s)| *s == Some(200))
        .map(|(at, _)| *at)
        .collect();
    let burst = accepted[900] - accepted[0];
    tell(format!(
        "{} accepted of {PERMITTED}, {rejected} rejected, the first 900 in {burst:?}; by process {made:?}",
        accepted.len()
    ));
    assert!(accepted.len() * 10 >= PERMITTED * 9, "{}", accepted.len());
    assert!(rejected * 200 < accepted.len(), "{rejected}");
    let fair = accepted.len() / PROCESSES;
    assert!(
        made.iter().all(|made| (fair / 2..2 * fair).contains(made)),
        "{made:?}"
    );
}

#[tokio::test]
async fn nobody_takes_all_that_is_left_and_what_is_unused_comes_back() {
    let Some(server) = Server::start() else {
        return;
    };
    let quota = RedisQuota::new(&redis(&server.url()), Fallback::Fail);
    let other = RedisQuota::new(&redis(&server.url()), Fallback::Fail);
    let first = quota.reserve(&key(), &[MINUTE], 100).await.unwrap();
    assert_eq!(first.requests(), 10);
    // The script is loaded with the first call, out of order.
    quota.give_back(&key(), &first, 0);
    for (quota, granted) in [
        (&other, 5),
        (&quota, 3),
        (&other, 1),
        (&quota, 1),
        (&other, 0),
    ] {
        assert_eq!(reserve(quota, 100).await, granted);
    }
    quota.give_back(&key(), &first, 7);
    // It is sent on the same connection as what follows.
    assert_eq!(reserve(&quota, 1).await, 1);
    assert_eq!(reserve(&other, 100).await, 3);
    let another = QuotaKey::new(
        QuotaOwner::from("another"),
        Some(RateLimitCategory::OrgRead),
    );
    let reserved = quota.reserve(&another, &[MINUTE], 1).await.unwrap();
    assert_eq!(reserved.requests(), 1);
}

#[tokio::test]
async fn requests_are_forgotten_one_window_after_their_reservation() {
    let Some(server) = Server::start() else {
        return;
    };
    let quota = RedisQuota::new(&redis(&server.url()), Fallback::Fail);
    let second = [RateLimitWindow::new(1, 1), RateLimitWindow::new(100, 60)];
    let start = Instant::now();
    assert_eq!(
        quota.reserve(&key(), &second, 5).await.unwrap().requests(),
        1
    );
    let mut asked = 0;
    loop {
        asked += 1;
        let reserved = quota.reserve(&key(), &second, 1).await.unwrap();
        if reserved.requests() == 1 {
            break;
        }
        tokio::time::sleep(reserved.time()).await;
    }
    assert!(start.elapsed() > Duration::from_secs(1));
    assert!(asked <= 3, "the wait was stated");
}

#[tokio::test]
async fn what_the_service_counts_beyond_the_fleet_is_left_out() {
    let Some(server) = Server::start() else {
        return;
    };
    let quota = RedisQuota::new(&redis(&server.url()), Fallback::Fail);
    assert_eq!(reserve(&quota, 4).await, 4);
    let mut stated = Stated::default();
    stated.usage = Some(StatedUsage::new(MINUTE, 16, Duration::from_secs(30)));
    quota.report(&key(), &stated);
    // Of the 16, 4 are those of the fleet. 4 are left.
    assert_eq!(reserve(&quota, 100).await, 2);
    assert_eq!(reserve(&quota, 100).await, 1);
    stated.usage = Some(StatedUsage::new(MINUTE, 7, Duration::from_secs(30)));
    quota.report(&key(), &stated);
    assert_eq!(reserve(&quota, 100).await, 7);
}

#[tokio::test]
async fn a_rejection_stops_every_process() {
    let Some(server) = Server::start() else {
        return;
    };
    let quota = RedisQuota::new(&redis(&server.url()), Fallback::Fail);
    let other = RedisQuota::new(&redis(&server.url()), Fallback::Fail);
    let mut stated = Stated::default();
    stated.pause = Some(Duration::from_secs(30));
    quota.report(&key(), &stated);
    assert_eq!(reserve(&quota, 1).await, 0);
    let reserved = other.reserve(&key(), &[MINUTE], 1).await.unwrap();
    assert_eq!(reserved.requests(), 0);
    assert!(reserved.time() > Duration::from_secs(29), "{reserved:?}");
}

fn client(fake: &Fake, quota: RedisQuota) -> Client {
    let limits = RateLimits::standard()
        .with_windows(RateLimitCategory::OrgRead, [RateLimitWindow::new(20, 60)])
        .with_max_wait(Duration::from_millis(200));
    let builder = fake.client_builder().with_rate_limits(limits);
    builder.with_shared_quota(quota).build().unwrap()
}

/// Makes calls until one fails, and returns how many did not.
async fn calls_until_one_fails(client: &Client) -> usize {
    let mut made = 0;
    loop {
        match client.boards().list().send().await {
            Ok(_) => made += 1,
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::RateLimited);
                return made;
            }
        }
    }
}

#[tokio::test]
async fn while_redis_is_down_nothing_is_sent_or_a_part_and_then_it_goes_on() {
    let Some(mut server) = Server::start() else {
        return;
    };
    let fake = Fake::start().await.unwrap();
    let redis = redis(&server.url());
    let failing = client(&fake, RedisQuota::new(&redis, Fallback::Fail));
    let sharing = client(&fake, RedisQuota::new(&redis, Fallback::Share(0.25)));
    failing.boards().list().send().await.unwrap();
    server.kill();
    let sent = fake.requests().count();
    // One request may have been reserved before.
    assert!(calls_until_one_fails(&failing).await <= 1);
    assert!(fake.requests().count() <= sent + 1);
    assert_eq!(calls_until_one_fails(&sharing).await, 5);
    server.start_again();
    let start = Instant::now();
    while failing.boards().list().send().await.is_err() {
        assert!(
            start.elapsed() < Duration::from_secs(10),
            "it does not recover"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(calls_until_one_fails(&sharing).await >= 5);
}

#[tokio::test]
async fn a_redis_without_memory_counts_on() {
    let Some(server) = Server::start() else {
        return;
    };
    server.command(&["CONFIG", "SET", "maxmemory", "1"]).await;
    let quota = RedisQuota::new(&redis(&server.url()), Fallback::Share(0.25));
    let other = RedisQuota::new(&redis(&server.url()), Fallback::Share(0.25));
    assert_eq!(reserve(&quota, 100).await, 10);
    assert_eq!(reserve(&other, 100).await, 5);
}

#[tokio::test]
async fn a_slow_redis_delays_requests_and_loses_none() {
    let Some(server) = Server::start() else {
        return;
    };
    let proxy = Proxy::to(server.port()).await;
    let delay = Duration::from_millis(50);
    proxy.set(Weather {
        delay,
        drops: false,
    });
    let fake = Fake::start().await.unwrap();
    let quota = RedisQuota::new(&redis(&proxy.url()), Fallback::Fail);
    let client = fake
        .client_builder()
        .with_shared_quota(quota)
        .build()
        .unwrap();
    let calls = join_all((0..60).map(|_| client.boards().list().send())).await;
    assert!(calls.iter().all(Result::is_ok));
}
