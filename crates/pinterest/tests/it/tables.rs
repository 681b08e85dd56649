//! Tables of calls of the client.

#![allow(dead_code)] // Not every set of features has a domain that uses all of it.

use std::fmt::Debug;

use pinterest::{Client, Date, DateRange, Error};
use pinterest_test_support::{self as support, Server};
use serde::Serialize;

use crate::clients::Clients;

pub(crate) type Row = support::Row<Client>;

/// The date that this text is.
pub(crate) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// The days from one date to another.
pub(crate) fn days(start: &str, end: &str) -> DateRange {
    DateRange::new(date(start), date(end)).unwrap()
}

/// A call: the request that it sends, the body of the response, and the value that it returns, as
/// `{:?}` shows it.
pub(crate) fn row<F, T>(
    line: &'static str,
    response: impl AsRef<[u8]>,
    value: &'static str,
    call: impl Fn(Client) -> F + 'static,
) -> Row
where
    F: IntoFuture<Output = Result<T, Error>> + 'static,
    F::IntoFuture: 'static,
    T: Debug,
{
    Row::new(line, call).responds(response).returns(value)
}

/// A call that returns its response as it came.
pub(crate) fn json_row<F, T>(
    line: &'static str,
    response: &'static str,
    call: impl Fn(Client) -> F + 'static,
) -> Row
where
    F: IntoFuture<Output = Result<T, Error>> + 'static,
    F::IntoFuture: 'static,
    T: Serialize,
{
    Row::json(line, call)
        .responds(response)
        .returns_json(response)
}

/// Makes every call of a table.
pub(crate) async fn check(rows: Vec<Row>) {
    let server = Server::start();
    support::check(&server, &server.client(), &rows).await;
}
