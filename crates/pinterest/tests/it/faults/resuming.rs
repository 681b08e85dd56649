//! Lists that fail again and again, and are resumed each time.

use futures_util::StreamExt;
use pinterest::Position;
use pinterest_test_support::{Fault, Plan, Response, Server, failures, ids_on, paged_list};

use super::invites;
use crate::clients::Clients;

const PAGES: usize = 40;
const PAGE_SIZE: usize = 25;

/// What fails at once.
fn faults() -> Vec<Fault> {
    vec![
        Fault::ResetBeforeReading,
        Fault::ClosedBeforeReading,
        Fault::ResetWithoutResponse,
        Fault::ClosedWithoutResponse,
        Fault::CutInHead,
        Fault::CutInBody,
        Fault::CutInChunk,
        Fault::Lengths(&["-1"]),
        Fault::Lengths(&["20"]),
        Fault::Garbage,
        Fault::GarbledGzip,
        Fault::CutGzip,
        Fault::Announced(&[103]),
        Fault::ContentType(None),
        Fault::Padded(1000),
        Fault::Followed("{}"),
        Fault::Response(Response::html(200)),
        Fault::Response(Response::html(502)),
        Fault::Response(Response::new(204, "")),
        Fault::Response(Response::redirect(302, "http://127.0.0.1:9/")),
        Fault::Response(failures::rate_limited_by_headers()),
        Fault::Response(failures::unavailable()),
    ]
}

/// Every page comes once and in order, however often the list has to be resumed.
async fn check(seed: u64, prefetch: bool) {
    let plan = Plan::Random {
        seed,
        chance: 0.4,
        faults: faults(),
    };
    let next = |page| (page + 1 < PAGES).then_some(page + 1);
    let server = Server::with_faults(plan, paged_list(PAGE_SIZE, next));
    let client = server.client();
    let (mut seen, mut failures, mut position) = (Vec::new(), 0, Position::Start);
    while !position.is_finished() {
        let list = invites(&client).with_prefetch(prefetch);
        let mut pages = list.resume_from(&position).pages();
        while let Some(page) = pages.next().await {
            match page {
                Ok(page) => seen.extend(
                    page.items()
                        .map(|item| item.id.clone().unwrap().to_string()),
                ),
                Err(error) => {
                    assert_eq!(error.bookmark(), pages.position().bookmark(), "{error:?}");
                    failures += 1;
                }
            }
        }
        position = pages.position().clone();
    }
    let expected = (0..PAGES).flat_map(|page| ids_on(page, PAGE_SIZE));
    let expected: Vec<String> = expected.map(|id| id.to_string()).collect();
    assert_eq!(seen, expected);
    assert!(failures > 5, "{failures} failures");
}

#[tokio::test]
async fn a_list_that_is_resumed_after_every_failure_loses_nothing() {
    for seed in 0..5 {
        check(seed, false).await;
        check(seed, true).await;
    }
}
