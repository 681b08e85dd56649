//! Batches: every input has one state, whatever the service responds and whenever a request fails.

mod access;
mod functions;
mod groups;
mod invites;
mod rejections;
mod requests;
mod shown;

use pinterest::{BatchOutcome, Client, Error, ItemError, ItemState};
use pinterest_test_support::{Response, Server};
use shown::Shown;

use crate::clients::Clients;

/// Runs a batch of one request against a server that responds with this JSON, and compares what
/// became of every input, one line each. Results that belong to no input follow.
async fn assert_outcome<I: Shown, T: Shown, F>(
    call: impl Fn(Client) -> F,
    response: &str,
    expected: &[&str],
) where
    F: IntoFuture<Output = Result<BatchOutcome<I, T>, Error>>,
{
    let server = Server::with_responses([Response::ok(response)]);
    let outcome = call(server.client()).await.unwrap();
    assert_eq!(lines(&outcome), expected, "response: {response}");
    assert_eq!(server.requests().len(), 1);
    assert!(outcome.error().is_none());
}

/// Like comparing [`lines`], for so many inputs that a difference would be hard to find.
#[track_caller]
fn assert_lines<I: Shown, T: Shown>(
    outcome: &BatchOutcome<I, T>,
    expected: impl IntoIterator<Item = String>,
) {
    let (lines, expected) = (lines(outcome), expected.into_iter().collect::<Vec<_>>());
    assert_eq!(lines.len(), expected.len());
    for (line, expected) in lines.iter().zip(expected) {
        assert_eq!(*line, expected);
    }
}

fn lines<I: Shown, T: Shown>(outcome: &BatchOutcome<I, T>) -> Vec<String> {
    assert_consistent(outcome);
    let item_lines = outcome.items().iter().map(|item| {
        let state = match &item.state {
            ItemState::Succeeded(value) => format!("done {}", value.shown()),
            ItemState::Failed {
                error,
                partial: None,
                ..
            } => failure(error),
            ItemState::Failed {
                error,
                partial: Some(value),
                ..
            } => format!("{}, yet done {}", failure(error), value.shown()),
            ItemState::Unconfirmed => "unconfirmed".to_owned(),
            ItemState::NotDone => "not done".to_owned(),
            _ => unreachable!("a new state"),
        };
        format!("{}: {state}", item.input.shown())
    });
    let unmatched_lines = outcome.unmatched().iter().map(|result| match result {
        Ok(value) => format!("nobody: done {}", value.shown()),
        Err(error) => format!("nobody: {}", failure(error)),
    });
    item_lines.chain(unmatched_lines).collect()
}

fn failure(error: &ItemError) -> String {
    let message = error.message.as_deref().unwrap_or("-");
    match error.code {
        Some(code) => format!("failed {code} {message}"),
        None => format!("failed - {message}"),
    }
}

/// The ways to look at an outcome agree with each other.
fn assert_consistent<I: Shown, T: Shown>(outcome: &BatchOutcome<I, T>) {
    let state = |wanted: fn(&ItemState<T>) -> bool| -> Vec<String> {
        let items = outcome.items().iter().filter(|item| wanted(&item.state));
        items.map(|item| item.input.shown()).collect()
    };
    let successes: Vec<String> = outcome
        .successes()
        .map(|(input, _)| input.shown())
        .collect();
    assert_eq!(
        successes,
        state(|state| matches!(state, ItemState::Succeeded(_)))
    );
    let failures: Vec<String> = outcome
        .failures()
        .map(|failure| failure.input.shown())
        .collect();
    assert_eq!(
        failures,
        state(|state| matches!(state, ItemState::Failed { .. }))
    );
    let unconfirmed: Vec<String> = outcome.unconfirmed().map(Shown::shown).collect();
    assert_eq!(
        unconfirmed,
        state(|state| matches!(state, ItemState::Unconfirmed))
    );
    let not_done: Vec<String> = outcome.not_done().map(Shown::shown).collect();
    assert_eq!(not_done, state(|state| matches!(state, ItemState::NotDone)));
    assert_eq!(
        outcome.is_complete(),
        successes.len() == outcome.items().len()
    );
}
