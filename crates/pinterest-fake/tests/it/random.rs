//! Random requests, made from the documents of `spec/`: those that are valid get a described status,
//! and those with one fault are rejected with the fault named.

pub(crate) mod ids;
pub(crate) mod requests;
mod rules;
mod values;

use std::collections::BTreeMap;

use pinterest_test_support::spec::spec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::api::{Api, Response};
use ids::Ids;
use requests::{Random, Sent};

/// The time by the fake's clock: 2026-11-28T12:00:00Z.
pub(crate) const NOW: u64 = 1_795_867_200;

/// How many requests each property is tried with.
const CASES: u32 = 10_000;

/// Operations whose requests need what no description states: a form with app id and secret.
const BY_FORM: [&str; 2] = ["oauth/token", "token/revoke"];

#[test]
fn ten_thousand_valid_requests_get_a_described_status() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let api = runtime.block_on(start());
    let ids = runtime.block_on(Ids::of(&api));
    let mut statuses: BTreeMap<u16, u32> = BTreeMap::new();
    let statuses_of_cases = std::cell::RefCell::new(&mut statuses);
    runner()
        .run(&any::<u64>(), |seed| {
            let mut random = Random::new(seed, &ids);
            let request = random.valid(operation(seed));
            let response = runtime.block_on(request.send(&api));
            *statuses_of_cases
                .borrow_mut()
                .entry(response.status)
                .or_default() += 1;
            prop_assert!(
                is_described(&request, &response),
                "{request:?}\n{}",
                response.body
            );
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
    // If everything were rejected for the ids alone, nothing would have been tried.
    let successes: u32 = statuses.range(200..300).map(|(_, count)| count).sum();
    assert!(successes > CASES / 3, "{statuses:?}");
}

#[test]
fn ten_thousand_requests_with_one_fault_are_rejected_and_the_fault_is_named() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let api = runtime.block_on(start());
    let ids = runtime.block_on(Ids::of(&api));
    runner()
        .run(&any::<u64>(), |seed| {
            let mut random = Random::new(seed, &ids);
            let Some((request, name)) = random.faulty(operation(seed)) else {
                return Ok(());
            };
            let response = runtime.block_on(request.send(&api));
            prop_assert_eq!(
                response.status,
                400,
                "{} {:#?}\n{:#?}",
                name,
                request,
                response
            );
            prop_assert!(
                response.body.contains(&name),
                "{}: {:#?}\n{:#?}",
                name,
                request,
                response
            );
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

pub(crate) async fn start() -> Api {
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(NOW);
    Api::of(pinterest_fake::Fake::builder().with_time(time)).await
}

fn runner() -> TestRunner {
    TestRunner::new_with_rng(
        Config {
            cases: CASES,
            failure_persistence: None,
            ..Config::default()
        },
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    )
}

pub(crate) fn operation(seed: u64) -> &'static pinterest_test_support::spec::Operation {
    let operations: Vec<_> = spec()
        .operations
        .iter()
        .filter(|operation| !BY_FORM.contains(&operation.id.as_str()))
        .collect();
    operations[usize::try_from(seed % operations.len() as u64).unwrap()]
}

/// A success that is described, or a rejection for what the fake holds and not for its form.
pub(crate) fn is_described(request: &Sent, response: &Response) -> bool {
    match response.status {
        200..300 => request
            .operation
            .successes
            .iter()
            .any(|(status, _)| *status == response.status),
        400 => !response.body.contains("Invalid request: "),
        // Catalogs of another account; a token that is not accepted has another code.
        401 => response.json()["code"] == 29,
        403 | 404 | 409 | 422 => true,
        _ => false,
    }
}
