//! A table of calls: what each sends, and what it makes of the answer.

use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;

use pinterest::{Client, Error};
use pinterest_test_support::{Response, Server};

use crate::clients::Clients;

/// What a call comes to, as text.
type Outcome = Pin<Box<dyn Future<Output = Result<String, Error>>>>;

/// One call against a server that answers it once.
pub(super) struct Row {
    run: Box<dyn Fn(Client) -> Outcome>,
    sent: &'static str,
    body: &'static str,
    answer: &'static str,
    came_back: &'static str,
}

/// `run` makes the call, and returns what is to be looked at in the value that came back.
pub(super) fn row<F, T>(
    sent: &'static str,
    answer: &'static str,
    came_back: &'static str,
    run: impl Fn(Client) -> F + 'static,
) -> Row
where
    F: Future<Output = Result<T, Error>> + 'static,
    T: Debug,
{
    Row {
        run: Box::new(move |client| {
            let outcome = run(client);
            Box::pin(async move { outcome.await.map(|value| format!("{value:?}")) })
        }),
        sent,
        body: "",
        answer,
        came_back,
    }
}

impl Row {
    /// The JSON body that the call sends.
    pub(super) fn body(mut self, body: &'static str) -> Self {
        self.body = body;
        self
    }
}

/// Makes every call of the table.
pub(super) async fn check(rows: Vec<Row>) {
    let server = Server::start();
    let client = server.client();
    for row in rows {
        server.respond_all([Response::ok(row.answer)]);
        let value = (row.run)(client.clone()).await;
        let requests = server.take_requests();
        assert_eq!(requests.len(), 1, "{}: {value:?}", row.sent);
        let sent = format!("{} {}", requests[0].method(), requests[0].target());
        assert_eq!(sent, row.sent);
        if row.body.is_empty() {
            assert_eq!(requests[0].text(), "", "{}", row.sent);
        } else {
            let expected: serde_json::Value = serde_json::from_str(row.body).unwrap();
            assert_eq!(requests[0].json(), expected, "{}", row.sent);
        }
        assert_eq!(value.unwrap(), row.came_back, "{}", row.sent);
    }
}
