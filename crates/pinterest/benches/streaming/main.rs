//! Streams invites from a server on loopback, and compares with a loop that is written by hand.
//!
//! `cargo bench -p pinterest` runs everything and prints ratios; timings of one run are comparable,
//! those of two runs are not.

#![allow(missing_docs, clippy::print_stdout, clippy::expect_used)] // A program: it prints, and stops when it cannot go on.

mod derived;
mod server;

use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use pinterest::{Client, ClientBuilder, Environment, RateLimits};
use pinterest_test_support::Server;
use server::Listing;

const TOKEN: &str = "pina_benchmark";
const BUSINESS: &str = "729090764583391194";
const PAGE_SIZE: u32 = 250;
const ROUNDS: usize = 15;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(items) = arguments
        .iter()
        .position(|argument| argument == "--memory-of")
    {
        let items = arguments
            .get(items + 1)
            .and_then(|items| items.parse().ok())
            .expect("a number of items");
        return print_peak_memory(items);
    }
    throughput(50_000);
    small_calls(4_000);
    overlap(40, Duration::from_millis(20));
    memory(50_000, 2_000_000);
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
}

fn builder(server: &Server) -> ClientBuilder {
    Client::builder()
        .with_access_token(TOKEN)
        .with_environment(Environment::Custom(server.url()))
}

fn client(server: &Server) -> Client {
    builder(server).build().expect("a client")
}

/// Without retries and rate limits.
fn bare_client(server: &Server) -> Client {
    let bare = builder(server)
        .without_retries()
        .with_rate_limits(RateLimits::unlimited());
    bare.build().expect("a client")
}

/// What people write without this library.
async fn by_hand(http: &reqwest::Client, url: &str, page_size: u32) -> usize {
    let mut bookmark: Option<String> = None;
    let mut count = 0;
    loop {
        let mut page = reqwest::Url::parse(url).expect("a URL");
        page.query_pairs_mut()
            .append_pair("page_size", &page_size.to_string());
        if let Some(bookmark) = &bookmark {
            page.query_pairs_mut().append_pair("bookmark", bookmark);
        }
        let body = http
            .get(page)
            .bearer_auth(TOKEN)
            .send()
            .await
            .expect("a response")
            .bytes()
            .await
            .expect("a body");
        let page: derived::Page = serde_json::from_slice(&body).expect("a page");
        for invite in page.items {
            std::hint::black_box(&invite);
            count += 1;
        }
        match page.bookmark {
            Some(next) => bookmark = Some(next),
            None => return count,
        }
    }
}

async fn streamed(client: &Client, page_size: u32, prefetch: bool) -> usize {
    let mut invites = client
        .business(BUSINESS)
        .invites()
        .list()
        .page_size(page_size)
        .with_prefetch(prefetch)
        .items();
    let mut count = 0;
    while let Some(invite) = invites.try_next().await.expect("an invite") {
        std::hint::black_box(&invite);
        count += 1;
    }
    count
}

/// How long each of these takes in each round. The first round warms up and does not count. Each
/// round runs all of them, so that noise hits all alike.
fn times(server: &Server, items: usize, page_size: u32, ways: &[Way]) -> Vec<Duration> {
    let (client, bare) = (client(server), bare_client(server));
    let url = format!("{}businesses/{BUSINESS}/invites", server.url());
    let http = reqwest::Client::new();
    let runtime = runtime();
    let mut times = vec![Vec::new(); ways.len()];
    for round in 0..=ROUNDS {
        for (way, times) in ways.iter().copied().zip(&mut times) {
            let start = Instant::now();
            // Spawned, as in a server: the main thread of a runtime is not one of its workers.
            let (client, bare) = (client.clone(), bare.clone());
            let (http, url) = (http.clone(), url.clone());
            let task = runtime.spawn(async move {
                match way {
                    Way::Bare => streamed(&bare, page_size, false).await,
                    Way::ByHand => by_hand(&http, &url, page_size).await,
                    Way::Stream => streamed(&client, page_size, false).await,
                    Way::Prefetch => streamed(&client, page_size, true).await,
                }
            });
            assert_eq!(runtime.block_on(task).expect("no panic"), items);
            if round > 0 {
                times.push(start.elapsed());
            }
        }
    }
    times.into_iter().map(median).collect()
}

#[derive(Clone, Copy)]
enum Way {
    ByHand,
    /// Without retries and rate limits.
    Bare,
    Stream,
    Prefetch,
}

/// 1. Streaming without and with prefetch, against the loop by hand: what credentials, rate limits,
///    validation, retries and spans cost where most of the time goes into pages.
fn throughput(items: usize) {
    let server = server::start(Listing {
        items,
        page_size: PAGE_SIZE as usize,
        delay: Duration::ZERO,
    });
    let times = times(
        &server,
        items,
        PAGE_SIZE,
        &[Way::ByHand, Way::Bare, Way::Stream, Way::Prefetch],
    );
    let (by_hand, bare, sequential, prefetch) = (times[0], times[1], times[2], times[3]);
    println!("1. {items} invites, {PAGE_SIZE} a page, median of {ROUNDS} rounds");
    println!("   by hand              {by_hand:>10.1?}");
    println!(
        "   without limits, retries {bare:>7.1?}   throughput {:.2} of by hand",
        ratio(by_hand, bare)
    );
    println!(
        "   stream               {sequential:>10.1?}   throughput {:.2} of by hand, {:.2} of that without (wanted: at least 0.95)",
        ratio(by_hand, sequential),
        ratio(bare, sequential)
    );
    println!(
        "   stream with prefetch {prefetch:>10.1?}   throughput {:.2} of by hand (wanted: at least 1.20)",
        ratio(by_hand, prefetch)
    );
}

/// The same where the call is all there is: pages of one item.
fn small_calls(calls: usize) {
    let server = server::start(Listing {
        items: calls,
        page_size: 1,
        delay: Duration::ZERO,
    });
    let times = times(&server, calls, 1, &[Way::ByHand, Way::Bare, Way::Stream]);
    let (by_hand, bare, stream) = (times[0], times[1], times[2]);
    let calls = u32::try_from(calls).unwrap_or(u32::MAX);
    println!("   {calls} pages of one invite, median of {ROUNDS} rounds");
    println!("   by hand              {:>10.1?} a call", by_hand / calls);
    println!(
        "   without limits, retries {:>7.1?} a call   throughput {:.2} of by hand",
        bare / calls,
        ratio(by_hand, bare)
    );
    println!(
        "   stream               {:>10.1?} a call   throughput {:.2} of by hand, {:.2} of that without",
        stream / calls,
        ratio(by_hand, stream),
        ratio(bare, stream)
    );
}

/// 2. A slow server and a slow caller.
fn overlap(pages: usize, delay: Duration) {
    let items = pages * PAGE_SIZE as usize;
    let server = server::start(Listing {
        items,
        page_size: PAGE_SIZE as usize,
        delay,
    });
    let client = client(&server);
    let time = |prefetch: bool| {
        runtime().block_on(async {
            let start = Instant::now();
            let mut list = client
                .business(BUSINESS)
                .invites()
                .list()
                .page_size(PAGE_SIZE)
                .with_prefetch(prefetch)
                .pages();
            let mut count = 0;
            while let Some(page) = list.try_next().await.expect("a page") {
                count += page.len();
                tokio::time::sleep(delay).await;
            }
            assert_eq!(count, items);
            start.elapsed()
        })
    };
    let (sequential, prefetch) = (time(false), time(true));
    println!("2. {pages} pages, {delay:?} server time and {delay:?} caller work a page");
    println!("   sequential           {sequential:>10.1?}");
    println!(
        "   prefetch             {prefetch:>10.1?}   time {:.2} of sequential (wanted: at most 0.60)",
        ratio(prefetch, sequential)
    );
}

/// 3. Peak memory, each in a process of its own.
fn memory(few: usize, many: usize) {
    println!("3. peak resident memory of a process with server and client");
    let (Some(small), Some(large)) = (peak_memory_of(few), peak_memory_of(many)) else {
        println!("   not measured: this system has no /proc/self/status");
        return;
    };
    println!("   {few:>9} items      {small:>10} kB");
    println!(
        "   {many:>9} items      {large:>10} kB   {:.2} of the former (wanted: at most 1.20)",
        large as f64 / small as f64
    );
}

fn peak_memory_of(items: usize) -> Option<u64> {
    let program = std::env::current_exe().expect("the path of this program");
    let output = std::process::Command::new(program)
        .args(["--memory-of", &items.to_string()])
        .output()
        .expect("this program runs");
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}

fn print_peak_memory(items: usize) {
    let server = server::start(Listing {
        items,
        page_size: PAGE_SIZE as usize,
        delay: Duration::ZERO,
    });
    let client = client(&server);
    let runtime = runtime();
    let task = runtime.spawn(async move { streamed(&client, PAGE_SIZE, true).await });
    assert_eq!(runtime.block_on(task).expect("no panic"), items);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    println!(
        "{}",
        peak.and_then(|peak| peak.split_whitespace().next())
            .unwrap_or_default()
    );
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn ratio(numerator: Duration, denominator: Duration) -> f64 {
    numerator.as_secs_f64() / denominator.as_secs_f64()
}
