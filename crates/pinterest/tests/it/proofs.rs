//! What must hold whatever fails: nothing is lost, nothing is done twice.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use pinterest::types::BrandAccountUpdate;
use pinterest::{Backoff, ErrorKind};
use pinterest_test_support::{Fault, Plan, Response, Server, failures, paged_list};

use crate::clients::Clients;

/// Many attempts, since a fifth of them fails; waits that no test notices.
fn persistent() -> Backoff {
    let short = Duration::from_millis(1);
    Backoff::default()
        .with_base(short)
        .with_cap(short)
        .with_max_attempts(20)
}

/// After these the server may have acted, or has, and the client does not learn of it; a read is
/// sent again.
fn ambiguous_faults() -> Vec<Fault> {
    let mut faults = vec![
        Fault::ResetBeforeReading,
        Fault::ClosedBeforeReading,
        Fault::ResetWithoutResponse,
        Fault::ClosedWithoutResponse,
        Fault::CutInHead,
        Fault::CutInBody,
        Fault::CutInChunk,
        Fault::Garbage,
        Fault::Lengths(&["100000"]),
        Fault::Lengths(&["73", "74"]),
        Fault::Response(Response::html(502)),
        Fault::Response(failures::failed(500)),
        Fault::Response(failures::failed(503)),
        Fault::Response(failures::failed(504)),
        Fault::Response(failures::unavailable()),
        Fault::Response(failures::transient()),
    ];
    if cfg!(feature = "gzip") {
        faults.push(Fault::CutGzip);
    }
    faults
}

/// After these the server has acted, and nothing is sent again.
fn unreadable() -> Vec<Fault> {
    let mut faults = vec![
        Fault::Lengths(&["1"]),
        Fault::Response(Response::html(200)),
        Fault::Response(Response::new(200, "")),
    ];
    if cfg!(feature = "gzip") {
        faults.push(Fault::GarbledGzip);
    }
    faults
}

/// After these the server definitely did not act.
fn rejections() -> Vec<Fault> {
    let now =
        Response::json(429, r#"{"code": 8, "message": "Slow down"}"#).header("Retry-After", "0");
    let by_message = r#"{"code": 1, "message": "Too fast. Retry after 0 seconds."}"#;
    vec![
        Fault::Response(now.header("X-RateLimit-Reset", "0")),
        Fault::Response(Response::json(400, by_message)),
    ]
}

const DONE: &str = r#"{"brand_account_id": "6660"}"#;

const SEED: u64 = 0x5EED_2026;

fn a_fifth_of(faults: Vec<Fault>, seed: u64) -> Plan {
    Plan::Random {
        seed,
        chance: 0.2,
        faults,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_thousand_items_come_once_and_in_order_although_every_fifth_request_fails() {
    const ITEMS: usize = 100_000;
    const PAGE: usize = 100;
    let faults = [ambiguous_faults(), rejections()].concat();
    for prefetch in [false, true] {
        let next = |page: usize| (page + 1 < ITEMS / PAGE).then_some(page + 1);
        let plan = a_fifth_of(faults.clone(), SEED + u64::from(prefetch));
        let server = Server::with_faults(plan, paged_list(PAGE, next));
        let client = server
            .client_builder()
            .with_retry_policy(persistent())
            .build()
            .unwrap();
        let list = client
            .business("7290")
            .invites()
            .list()
            .with_prefetch(prefetch);
        let mut items = list.items();
        let mut expected = 0;
        while let Some(invite) = items.try_next().await.unwrap() {
            expected += 1;
            assert_eq!(
                invite.id.unwrap().as_str(),
                expected.to_string(),
                "{server:?}"
            );
        }
        assert_eq!(expected, ITEMS, "{server:?}");
        let pages = server.requests().len();
        assert!(
            pages > ITEMS / PAGE * 11 / 10,
            "{pages} requests: too few faults to prove anything"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_calls_that_act_are_seen_at_most_once_each() {
    const CALLS: usize = 10_000;
    let faults = [ambiguous_faults(), unreadable(), rejections()].concat();
    let server = Server::with_faults(a_fifth_of(faults, SEED), |_| Response::ok(DONE));
    let client = server
        .client_builder()
        .with_retry_policy(persistent())
        .build()
        .unwrap();
    let calls = stream::iter(1..=CALLS).map(|number| {
        let accounts = client.business(number.to_string()).brand_accounts();
        let update = BrandAccountUpdate::new();
        tokio::spawn(async move { (number, accounts.update("6660", update).await) })
    });
    let outcomes: Vec<_> = calls.buffer_unordered(32).try_collect().await.unwrap();

    let mut acted: HashMap<usize, usize> = HashMap::new();
    for request in server.acted() {
        *acted.entry(request.path_number().unwrap()).or_default() += 1;
    }
    assert!(acted.values().all(|count| *count == 1), "{server:?}");
    let failed = outcomes
        .iter()
        .filter(|(_, outcome)| outcome.is_err())
        .count();
    assert!(
        (CALLS / 10..CALLS / 4).contains(&failed),
        "{failed} failed under {server:?}"
    );
    for (number, outcome) in outcomes {
        match outcome {
            Ok(_) => assert!(
                acted.contains_key(&number),
                "{number} was not done: {server:?}"
            ),
            // Rejections are overcome, so that only what is ambiguous is left.
            Err(error) => assert_ne!(error.kind(), ErrorKind::RateLimited, "{error:?}"),
        }
    }
}
