//! One operation in the table: how it is called, and what each call puts on the wire.

use std::future::Future;
use std::pin::Pin;

use pinterest::{Client, Error};

/// What the calls of one operation have in common, as `spec/` says.
pub(super) struct Row {
    pub(super) operation: &'static str,
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    /// What the server answers with: raw JSON, or nothing.
    pub(super) answer: &'static str,
    /// The statuses that the description has for a success.
    pub(super) statuses: &'static [u16],
    pub(super) calls: Vec<Call>,
}

/// One call, and what it sends besides method and path: nothing, unless it is said.
pub(super) struct Call {
    pub(super) name: &'static str,
    run: Box<dyn Fn(Client) -> Outcome>,
    pub(super) query: &'static str,
    pub(super) body: Option<&'static str>,
}

type Outcome = Pin<Box<dyn Future<Output = Result<(), Error>>>>;

/// A row whose operation answers an empty JSON object with status 200.
pub(super) fn row(operation: &'static str, method: &'static str, path: &'static str) -> Row {
    Row {
        operation,
        method,
        path,
        answer: "{}",
        statuses: &[200],
        calls: Vec::new(),
    }
}

impl Row {
    pub(super) fn answered_with(mut self, answer: &'static str) -> Self {
        self.answer = answer;
        self
    }

    /// The description has status 201 beside 200.
    pub(super) fn or_created(mut self) -> Self {
        self.statuses = &[200, 201];
        self
    }

    pub(super) fn call<F, T>(
        mut self,
        name: &'static str,
        run: impl Fn(Client) -> F + 'static,
    ) -> Self
    where
        F: Future<Output = Result<T, Error>> + 'static,
    {
        self.calls.push(Call {
            name,
            run: Box::new(move |client| {
                let outcome = run(client);
                Box::pin(async move { outcome.await.map(drop) })
            }),
            query: "",
            body: None,
        });
        self
    }

    /// The query of the last call. The order counts only within one parameter.
    pub(super) fn sends_query(mut self, query: &'static str) -> Self {
        self.calls.last_mut().unwrap().query = query;
        self
    }

    /// The JSON body of the last call.
    pub(super) fn sends_json(mut self, body: &'static str) -> Self {
        self.calls.last_mut().unwrap().body = Some(body);
        self
    }
}

impl Call {
    pub(super) async fn run(&self, client: Client) -> Result<(), Error> {
        (self.run)(client).await
    }
}
