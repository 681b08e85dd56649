//! The fault server does what its plan says.

use pinterest::ErrorKind;

use super::{CHANGE, GOOD, LIST, change, client, list};
use crate::fault_server::{Answer, Fault, FaultServer, Plan, Request, refusals};

fn random(seed: u64) -> Plan {
    Plan::Random {
        seed,
        chance: 0.2,
        faults: vec![Fault::Garbage, Fault::Answered(refusals::failed(500))],
    }
}

fn faults(plan: &Plan) -> Vec<String> {
    let fault = |number| format!("{:?}", plan.fault(number));
    (0..1000).map(fault).collect()
}

#[test]
fn a_seed_decides_about_each_request_by_its_number() {
    assert_eq!(faults(&random(7)), faults(&random(7)));
    assert_ne!(faults(&random(7)), faults(&random(8)));
    let good = faults(&random(7))
        .iter()
        .filter(|fault| *fault == "None")
        .count();
    assert!((750..850).contains(&good), "{good} of 1000 are good");
}

#[tokio::test]
async fn good_answers_keep_the_connection_open() {
    let server = FaultServer::start(Plan::Good, |_| Answer::ok(GOOD));
    let client = client(&server);
    for _ in 0..3 {
        change(&client).await.unwrap();
        list(&client).await.unwrap();
    }
    assert_eq!((server.connections(), server.requests().len()), (1, 6));
    let numbers: Vec<u64> = server.requests().iter().map(|r| r.number).collect();
    assert_eq!(numbers, [0, 1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn connections_are_refused_until_the_server_opens() {
    let mut server = FaultServer::refusing(Plan::Good, |_| Answer::ok(GOOD));
    let client = client(&server);
    for (error, operation) in [
        (change(&client).await.unwrap_err(), CHANGE),
        (list(&client).await.unwrap_err(), LIST),
    ] {
        assert_eq!((error.kind(), error.status()), (ErrorKind::Connect, None));
        assert_eq!(error.operation(), Some(operation));
    }
    server.open();
    change(&client).await.unwrap();
}

#[tokio::test]
async fn the_server_knows_what_it_has_acted_on() {
    let faults = [
        Fault::ResetUnread,
        Fault::Answered(refusals::rate_limited_by_code()),
        Fault::Answered(refusals::failed_in_passing()),
        Fault::ClosedUnanswered,
        Fault::CutInBody,
    ];
    let failing = faults.len();
    let server = FaultServer::start(Plan::First(faults.into()), |_| Answer::ok(GOOD));
    let client = client(&server);
    for _ in 0..failing {
        change(&client).await.unwrap_err();
    }
    change(&client).await.unwrap();
    let numbers =
        |requests: Vec<_>| -> Vec<u64> { requests.iter().map(|r: &Request| r.number).collect() };
    assert_eq!(numbers(server.requests()), [1, 2, 3, 4, 5]);
    assert_eq!(numbers(server.acted()), [2, 3, 4, 5]);
    let request = &server.requests()[0];
    assert_eq!((&*request.method, &*request.body), ("PATCH", "{}"));
    assert_eq!(request.headers["accept"], "application/json");
}
