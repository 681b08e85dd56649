//! Changes of several things at once: what became of each, and the exit code of all.

use std::fmt::Display;

use pinterest::{Batch, BatchItem, BatchOutcome, Call, CallRequest, Error, ItemState, Request};
use serde::Serialize;
use serde_json::{Value, json};

use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::output::Column;

const COLUMNS: &[Column] = &[
    Column::new("INPUT", "input"),
    Column::new("STATE", "state"),
    Column::new("ERROR", "error"),
];

/// How many inputs are in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) succeeded: u64,
    pub(crate) failed: u64,
    pub(crate) unconfirmed: u64,
    pub(crate) not_done: u64,
}

/// Sends a batch and prints the result of each input, which `label` names.
pub(crate) async fn run<R, I, V>(
    context: &Context,
    batch: Batch<R, I, V>,
    label: impl Fn(&I) -> String,
) -> Result<(), Failure>
where
    R: Request,
    I: Clone + Send + Sync + 'static,
    V: Clone + Serialize + Send + 'static,
{
    context.show(|| batch.http_request())?;
    let mut outcome = batch.await?;
    let error = outcome.take_error();
    let mut tally = Tally::default();
    tally.add(&outcome);
    let rows = outcome.into_items().into_iter();
    let rows = rows.map(|item| row(item, &label));
    context.output.values(COLUMNS, rows).await?;
    tally.result(error)
}

/// Sends a call for each input, in order, and prints the result of each. An error that is not about
/// its input alone ends the command; inputs after it are not processed.
pub(crate) async fn run_each<R: CallRequest>(
    context: &Context,
    calls: impl IntoIterator<Item = (String, Call<R>)>,
) -> Result<(), Failure> {
    let (mut tally, mut rows, mut end) = (Tally::default(), Vec::new(), None);
    for (input, call) in calls {
        if end.is_some() {
            tally.not_done += 1;
            rows.push(json!({"input": input, "state": "not_done"}));
            continue;
        }
        context.show(|| call.http_request())?;
        let Err(error) = call.response().await else {
            tally.succeeded += 1;
            rows.push(json!({"input": input, "state": "succeeded"}));
            continue;
        };
        let state = match error.may_have_acted() {
            true => {
                tally.unconfirmed += 1;
                "unconfirmed"
            }
            false => {
                tally.failed += 1;
                "failed"
            }
        };
        let (text, code) = (error.to_string(), error.code());
        rows.push(json!({"input": input, "state": state, "error": text, "code": code}));
        if Failure::exit_of(&error) != Exit::Rejected {
            end = Some(error);
        }
    }
    context.output.values(COLUMNS, rows).await?;
    tally.result(end)
}

fn row<I, V: Serialize>(item: BatchItem<I, V>, label: impl Fn(&I) -> String) -> Value {
    let mut row = json!({"input": label(&item.input), "state": state(&item.state)});
    let result = match item.state {
        ItemState::Succeeded(value) => Some(value),
        ItemState::Failed { error, partial, .. } => {
            row["error"] = error.to_string().into();
            row["code"] = error.code.into();
            partial
        }
        _ => None,
    };
    // Values of the API always are JSON.
    row["result"] = result.map_or(Value::Null, |value| {
        serde_json::to_value(value).unwrap_or_default()
    });
    row
}

/// A number of things.
pub(crate) fn counted<N: Display + From<u8> + PartialEq>(count: N, thing: &str) -> String {
    match count == N::from(1) {
        true => format!("1 {thing}"),
        false => format!("{count} {thing}s"),
    }
}

/// One word for the state of an input.
pub(crate) fn state<V>(state: &ItemState<V>) -> &'static str {
    match state {
        ItemState::Succeeded(_) => "succeeded",
        ItemState::Failed { .. } => "failed",
        ItemState::NotDone => "not_done",
        _ => "unconfirmed",
    }
}

impl Tally {
    /// Counts the inputs of an outcome.
    pub(crate) fn add<I, V>(&mut self, outcome: &BatchOutcome<I, V>) {
        for item in outcome.items() {
            let count = match &item.state {
                ItemState::Succeeded(_) => &mut self.succeeded,
                ItemState::Failed { .. } => &mut self.failed,
                ItemState::NotDone => &mut self.not_done,
                _ => &mut self.unconfirmed,
            };
            *count += 1;
        }
    }

    /// Exit code 0 if every input succeeded, 3 if some did, that of the error or 6 if none did.
    pub(crate) fn result(self, error: Option<Error>) -> Result<(), Failure> {
        let others = self.failed + self.unconfirmed + self.not_done;
        let message = self.to_string();
        match (self.succeeded, error) {
            (_, None) if others == 0 => Ok(()),
            (0, Some(error)) if self.unconfirmed == 0 => Err(error.into()),
            (0, None) if self.unconfirmed == 0 => Err(Failure::with_exit(Exit::Rejected, message)),
            (_, None) => Err(Failure::with_exit(Exit::Partial, message)),
            (_, Some(error)) => Err(Failure::with_exit(
                Exit::Partial,
                format!("{message}: {error}"),
            )),
        }
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let all = self.succeeded + self.failed + self.unconfirmed + self.not_done;
        write!(f, "{} of {all} succeeded", self.succeeded)?;
        let others = [
            (self.failed, "failed"),
            (self.unconfirmed, "unconfirmed"),
            (self.not_done, "not processed"),
        ];
        for (count, what) in others.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, ", {count} {what}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exit(tally: Tally) -> Option<Exit> {
        tally.result(None).err().map(|failure| failure.exit())
    }

    #[test]
    fn the_exit_code_says_whether_all_some_or_none_succeeded() {
        let all = Tally {
            succeeded: 2,
            ..Tally::default()
        };
        let some = Tally { failed: 1, ..all };
        let none = Tally {
            succeeded: 0,
            ..some
        };
        let unknown = Tally {
            succeeded: 0,
            failed: 0,
            unconfirmed: 2,
            not_done: 0,
        };
        assert_eq!(exit(Tally::default()), None);
        assert_eq!(exit(all), None);
        assert_eq!(exit(some), Some(Exit::Partial));
        assert_eq!(exit(none), Some(Exit::Rejected));
        assert_eq!(exit(unknown), Some(Exit::Partial));
    }

    #[test]
    fn a_tally_names_what_is_there() {
        let tally = Tally {
            succeeded: 3,
            failed: 1,
            unconfirmed: 0,
            not_done: 2,
        };
        assert_eq!(
            tally.to_string(),
            "3 of 6 succeeded, 1 failed, 2 not processed"
        );
    }
}
