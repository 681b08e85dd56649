//! Responses that are almost as described. Whatever is wrong with them is told as what it is, and
//! shows nobody.

mod bodies;
mod mutate;

use std::error::Error as StdError;
use std::sync::Arc;

use pinterest::{Client, Error, ErrorKind};
use pinterest_test_support::{Random, Response, Server};

use crate::clients::Clients;
use bodies::{BODIES, Findings};
use mutate::{Mutated, mutated};

const EMAIL: &str = "Canary.Person+tag@canary-mail.example";
const TOKEN: &str = "pina_CANARYTOKEN0123456789";
/// Nobody can tell that it is one, so that only what shows no values does not show it.
const NAME: &str = "Lovelace";

const CASES: usize = 6000;
const SEED: u64 = 0x5eed;

/// The response to one call; its number says everything about it.
struct Case {
    number: usize,
    status: u16,
    response: Mutated,
}

impl Case {
    fn nth(number: usize) -> Self {
        let mut random = Random::nth(SEED, number as u64);
        let body = BODIES[number % BODIES.len()].json;
        let body = body
            .replace("EMAIL", EMAIL)
            .replace("TOKEN", TOKEN)
            .replace("NAME", NAME);
        Self {
            number,
            status: *random.pick(&[200, 200, 200, 200, 200, 200, 400, 500]),
            response: mutated(&body, &mut random),
        }
    }

    /// Calls the operation that has this response, of the business with the number of the case.
    async fn run(self, client: &Client) -> bool {
        let body = &BODIES[self.number % BODIES.len()];
        let findings = (body.call)(client.clone(), self.number.to_string()).await;
        for error in &findings.errors {
            self.check(error, body.operation);
        }
        self.check_shown(&findings.shown);
        self.check_outcome(&findings);
        !findings.errors.is_empty()
    }

    #[track_caller]
    fn check_outcome(&self, findings: &Findings) {
        let failed = findings.errors.iter().any(|e| e.kind() == ErrorKind::Api);
        assert_eq!(failed, self.status != 200, "{self}");
    }

    #[track_caller]
    fn check(&self, error: &Error, operation: &str) {
        let what = format!("{error:?}\n{self}");
        assert_eq!(error.operation(), Some(operation), "{what}");
        assert_eq!(error.status(), Some(self.status), "{what}");
        let path = error.json_path();
        match (self.status, error.kind()) {
            (200, kind @ (ErrorKind::Decode | ErrorKind::Accepted)) => {
                let reads = operation.starts_with("get/") || operation.ends_with("/get");
                assert_eq!(kind == ErrorKind::Decode, reads, "{what}");
                self.check_values(error);
                let is_json = !error.to_string().contains("it is not JSON");
                assert!(is_json || path.is_none(), "{what}");
                let body_is_json = error.raw_json().is_some() || self.response.body.is_empty();
                assert_eq!(body_is_json, is_json, "{what}");
                assert_eq!(error.raw_body(), Some(&*self.response.body), "{what}");
            }
            (200, ErrorKind::Item) => {
                self.check_values(error);
                let start = format!("items[{}]", error.item_index().unwrap());
                assert!(path.unwrap().starts_with(&start), "{what}");
            }
            (400 | 500, ErrorKind::Api) => {
                assert_eq!(error.raw_body(), Some(&*self.response.body), "{what}");
            }
            _ => panic!("another kind was expected: {what}"),
        }
        self.check_shown(&shown(error));
    }

    /// Of JSON that is not as described no value is shown.
    #[track_caller]
    fn check_values(&self, error: &Error) {
        let is_tree = matches!(self.response.body[..], [b'{' | b'[', ..]);
        if self.response.strings_are_whole && is_tree {
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains(NAME), "{shown}\n{self}");
        }
    }

    /// Nothing at all of an address or a token is shown where they are whole. Where a mutation has
    /// gone through one, what still looks like one is not.
    #[track_caller]
    fn check_shown(&self, shown: &str) {
        let lower = shown.to_lowercase();
        let traces: &[&str] = match self.response.strings_are_whole {
            true => &["canary", "@", "pina_"],
            false => &["@", "pina_"],
        };
        for trace in traces {
            assert!(
                !lower.contains(trace),
                "{trace:?} is shown: {shown}\n{self}"
            );
        }
    }
}

impl std::fmt::Display for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let body = String::from_utf8_lossy(&self.response.body);
        write!(
            f,
            "case {} of seed {SEED}, status {}: {body}",
            self.number, self.status
        )
    }
}

/// Everything that an error shows without being asked for it.
fn shown(error: &Error) -> String {
    let mut shown = format!("{error} {error:?} {error:#?} {:?}", error.excerpt());
    let mut source = error.source();
    while let Some(inner) = source {
        shown += &format!(" {inner} {inner:?}");
        source = inner.source();
    }
    shown
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mutated_responses_are_good_or_typed_errors_that_show_nobody() {
    const TASKS: usize = 4;
    let server = Server::with_handler(|request| {
        let case = Case::nth(request.path_number().unwrap());
        Response::json(case.status, case.response.body)
    });
    let client = Arc::new(server.client());
    let tasks = (0..TASKS).map(|first| {
        let client = Arc::clone(&client);
        tokio::spawn(async move {
            let mut failures = 0;
            for number in (first..CASES).step_by(TASKS) {
                failures += usize::from(Case::nth(number).run(&client).await);
            }
            failures
        })
    });
    let mut failures = 0;
    for task in tasks.collect::<Vec<_>>() {
        failures += task.await.unwrap();
    }
    assert_eq!(server.requests().len(), CASES);
    // Otherwise the mutations are too tame or too wild to find something.
    assert!(
        (CASES / 4..CASES * 9 / 10).contains(&failures),
        "{failures} calls have failed"
    );
}
