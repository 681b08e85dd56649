//! Calls of behaviors without sockets, with the scopes that a test wants.

use serde_json::{Map, Value, json};

use crate::authorization::{Caller, MAIN_ACCOUNT};
use crate::call::Call;
use crate::clock::Clock;
use crate::description::description;
use crate::exchange::{Failure, Reply};
use crate::state::State;

/// A state with the built-in data.
pub(super) fn seeded() -> State {
    let clock = Clock::default();
    let mut state = State::new(clock, String::new(), String::new(), 1);
    super::seed(&mut state);
    state
}

/// Calls an operation as the main account, with path parameters and a body.
pub(super) fn call(
    state: &mut State,
    operation: &str,
    scopes: &[&str],
    path: &[(&str, &str)],
    body: Value,
) -> Result<Reply, Failure> {
    run(state, operation, scopes, values(path), Map::new(), body)
}

/// Calls an operation as the main account, with query parameters.
pub(super) fn query(
    state: &mut State,
    operation: &str,
    scopes: &[&str],
    query: &[(&str, &str)],
) -> Result<Reply, Failure> {
    run(
        state,
        operation,
        scopes,
        Map::new(),
        values(query),
        Value::Null,
    )
}

fn values(pairs: &[(&str, &str)]) -> Map<String, Value> {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| ((*name).to_owned(), json!(value)))
        .collect()
}

fn run(
    state: &mut State,
    operation: &str,
    scopes: &[&str],
    path: Map<String, Value>,
    query: Map<String, Value>,
    body: Value,
) -> Result<Reply, Failure> {
    let mut call = Call {
        operation: description().operation(operation).unwrap(),
        path,
        query,
        body,
        caller: Caller {
            account: MAIN_ACCOUNT.to_owned(),
            scopes: Some(scopes.iter().map(|scope| (*scope).to_owned()).collect()),
            ..Caller::default()
        },
        now: state.clock.now(),
        state,
    };
    super::behavior(operation).unwrap()(&mut call)
}
