//! Tables of calls.

use std::fmt::{Debug, Display};
use std::pin::Pin;

use serde::Serialize;
use serde_json::Value;

use crate::{Request, Response, Server};

type BoxFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// A function of a test that is called with a client, or with a client and arguments, and has a
/// name.
pub struct BoxedCall<I, O> {
    /// Names the call in messages.
    pub name: String,
    run: Box<dyn Fn(I) -> BoxFuture<O>>,
}

impl<I, O> BoxedCall<I, O> {
    /// Boxes a closure that returns something that can be awaited.
    pub fn new<F>(name: impl Into<String>, run: impl Fn(I) -> F + 'static) -> Self
    where
        F: IntoFuture<Output = O> + 'static,
        F::IntoFuture: 'static,
    {
        Self {
            name: name.into(),
            run: Box::new(move |input| Box::pin(run(input).into_future())),
        }
    }

    /// Makes the call.
    pub async fn run(&self, input: I) -> O {
        (self.run)(input).await
    }
}

impl<I, O> Debug for BoxedCall<I, O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

/// What a call returns: a value as `{:?}` shows it, or the message of an error.
pub type Outcome = Result<String, String>;

/// One call of a client `C`: the request that it sends, the response to it, and what the call
/// returns.
#[derive(Debug)]
pub struct Row<C> {
    call: BoxedCall<C, Outcome>,
    operation: Option<&'static str>,
    line: String,
    body: Option<String>,
    response: Response,
    outcome: Expected,
}

#[derive(Debug)]
enum Expected {
    /// Any value, but no error.
    Value,
    /// The value as the row shows it.
    Shown(String),
    /// The value as JSON.
    Json(String),
    /// A part of the message.
    Error(String),
    /// Whatever the row itself asserts on.
    Anything,
}

impl<C> Row<C> {
    /// Makes a row for a call that sends this request, written as `GET /path?query`. The value that
    /// the call returns is shown with `{:?}`.
    ///
    /// The order of different parameters in the query does not count. Unless said otherwise, the
    /// request has no body, the response is an empty JSON object, and the call returns any value.
    pub fn new<F, T, E>(line: impl Into<String>, call: impl Fn(C) -> F + 'static) -> Self
    where
        F: IntoFuture<Output = Result<T, E>> + 'static,
        F::IntoFuture: 'static,
        T: Debug,
        E: Display,
    {
        Self::with(line, call, Expected::Value, |outcome| match outcome {
            Ok(value) => Ok(format!("{value:?}")),
            Err(error) => Err(error.to_string()),
        })
    }

    /// Makes a row for a call whose value is shown as JSON.
    pub fn json<F, T, E>(line: impl Into<String>, call: impl Fn(C) -> F + 'static) -> Self
    where
        F: IntoFuture<Output = Result<T, E>> + 'static,
        F::IntoFuture: 'static,
        T: Serialize,
        E: Display,
    {
        Self::with(line, call, Expected::Value, |outcome| match outcome {
            Ok(value) => Ok(serde_json::to_string(&value).unwrap()),
            Err(error) => Err(error.to_string()),
        })
    }

    /// Makes a row for a call whose outcome is given to a closure, which asserts what it likes.
    pub fn checked<F, T, E>(
        line: impl Into<String>,
        call: impl Fn(C) -> F + 'static,
        check: impl Fn(Result<T, E>) + Clone + 'static,
    ) -> Self
    where
        F: IntoFuture<Output = Result<T, E>> + 'static,
        F::IntoFuture: 'static,
    {
        Self::with(line, call, Expected::Anything, move |outcome| {
            check(outcome);
            Ok(String::new())
        })
    }

    fn with<F, T, E>(
        line: impl Into<String>,
        call: impl Fn(C) -> F + 'static,
        outcome: Expected,
        show: impl Fn(Result<T, E>) -> Outcome + Clone + 'static,
    ) -> Self
    where
        F: IntoFuture<Output = Result<T, E>> + 'static,
        F::IntoFuture: 'static,
    {
        let call = move |client| {
            let (call, show) = (call(client).into_future(), show.clone());
            async move { show(call.await) }
        };
        let line = line.into();
        Self {
            call: BoxedCall::new(line.as_str(), call),
            operation: None,
            line,
            body: None,
            response: Response::ok("{}"),
            outcome,
        }
    }

    /// Names the row in messages, in place of its request.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.call.name = name.to_owned();
        self
    }

    /// Says which operation is called, for tests that look for operations without a row.
    #[must_use]
    pub fn operation(mut self, id: &'static str) -> Self {
        self.operation = Some(id);
        self
    }

    /// Expects this body: JSON, which is compared by value, or text where the request says that it
    /// is not JSON.
    #[must_use]
    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Responds with this JSON, and status 200 unless said otherwise.
    #[must_use]
    pub fn responds(mut self, json: impl AsRef<[u8]>) -> Self {
        self.response = Response::json(self.response.status(), json);
        self
    }

    /// Responds with this status.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.response.status = status;
        self
    }

    /// Responds with this.
    #[must_use]
    pub fn response(mut self, response: Response) -> Self {
        self.response = response;
        self
    }

    /// Expects a value that is shown so.
    #[must_use]
    pub fn returns(mut self, value: impl Into<String>) -> Self {
        self.outcome = Expected::Shown(value.into());
        self
    }

    /// Expects a value that is this JSON; nothing is what JSON calls `null`.
    #[must_use]
    pub fn returns_json(mut self, value: impl Into<String>) -> Self {
        self.outcome = Expected::Json(value.into());
        self
    }

    /// Expects an error whose message contains this.
    #[must_use]
    pub fn fails(mut self, message: impl Into<String>) -> Self {
        self.outcome = Expected::Error(message.into());
        self
    }

    /// Returns the name.
    pub fn name(&self) -> &str {
        &self.call.name
    }

    /// Returns the id of the operation, if it was given.
    pub fn operation_id(&self) -> Option<&'static str> {
        self.operation
    }

    /// Returns path and query of the request that is expected.
    pub fn target(&self) -> &str {
        let target = self.line.split_once(' ').map(|(_, target)| target);
        target.expect("the line is a method and a target")
    }

    /// Whether the request is expected to have a body.
    pub fn has_body(&self) -> bool {
        self.body.is_some()
    }

    /// Makes the call against the server, whose journal is emptied.
    pub async fn run(&self, server: &Server, client: C) -> Run {
        server.respond(self.response.clone());
        let outcome = self.call.run(client).await;
        Run {
            requests: server.take_requests(),
            outcome,
        }
    }

    /// Returns what differs from the row, if something does.
    pub fn difference(&self, run: &Run) -> Option<String> {
        let [request] = &run.requests[..] else {
            return Some(format!("one request was expected, not {:#?}", run.requests));
        };
        let line = format!("{} {}", request.method(), request.target());
        if canonical(&line) != canonical(&self.line) {
            return Some(format!("{line} was sent, not {}", self.line));
        }
        self.difference_of_body(request)
            .or_else(|| self.difference_of_outcome(&run.outcome))
    }

    fn difference_of_body(&self, request: &Request) -> Option<String> {
        let (found, expected) = (request.text(), self.body.as_deref().unwrap_or_default());
        let is_json = request.header("content-type") == ["application/json"];
        let is_same =
            found == expected || is_json && self.body.is_some() && same_json(found, expected);
        (!is_same).then(|| format!("the body is {found}, not {expected}"))
    }

    fn difference_of_outcome(&self, outcome: &Outcome) -> Option<String> {
        let expected = match (&self.outcome, outcome) {
            (Expected::Anything, _) | (Expected::Value, Ok(_)) => return None,
            (Expected::Shown(expected), Ok(value)) if value == expected => return None,
            (Expected::Json(expected), Ok(value)) if same_json(value, expected) => return None,
            (Expected::Error(part), Err(message)) if message.contains(part.as_str()) => {
                return None;
            }
            (expected, _) => expected,
        };
        Some(format!("{outcome:?} was returned, not {expected:?}"))
    }
}

fn same_json(found: &str, expected: &str) -> bool {
    let parsed = |text: &str| -> Value {
        let text = if text.is_empty() { "null" } else { text };
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
    };
    parsed(found) == parsed(expected)
}

/// The result of a row.
#[derive(Clone, Debug)]
pub struct Run {
    /// All requests that were sent; there should be one.
    pub requests: Vec<Request>,
    /// The outcome of the call.
    pub outcome: Outcome,
}

/// Makes every call of a table, and panics with all rows that differ.
pub async fn check<C: Clone>(server: &Server, client: &C, rows: &[Row<C>]) {
    let mut differences = Vec::new();
    for row in rows {
        let run = row.run(server, client.clone()).await;
        if let Some(difference) = row.difference(&run) {
            differences.push(format!("{}: {difference}", row.name()));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Returns the line with its parameters in the order of their names; one that is repeated keeps its
/// own order.
fn canonical(line: &str) -> (&str, Vec<&str>) {
    let Some((start, query)) = line.split_once('?') else {
        return (line, Vec::new());
    };
    let mut parameters: Vec<&str> = query.split('&').collect();
    parameters.sort_by_key(|parameter| parameter.split('=').next());
    (start, parameters)
}
