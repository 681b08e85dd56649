//! What to do about errors, by what they mean; and requests that this version does not know.
//!
//! It talks to a mock of the API on loopback, which has an error for every call.

#![allow(clippy::print_stdout)] // A program for the terminal.

mod mock;
#[cfg(test)]
mod tests;

use pinterest::{Client, Error, Method};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = mock::Server::start().await;
    let client = server.client();
    let trends = raw_request(&client).await?;
    println!("A raw request responds with JSON: {}", trends["items"]);
    for error in errors(&client).await {
        println!("{error}\n  -> {}", what_to_do(&error));
    }
    Ok(())
}

async fn errors(client: &Client) -> Vec<Error> {
    let calls = [
        client.pin("813744226420795884").get().await.err(),
        client.catalogs().feeds().list().await.err(),
        client.user_account().get().await.err(),
        client.operation("campaign/list").await.err(),
        client.boards().list().await.err(),
    ];
    calls.into_iter().flatten().collect()
}

fn what_to_do(error: &Error) -> String {
    if error.is_not_found() {
        "forget the id: the object was deleted, or this user may not see it".to_owned()
    } else if error.is_rate_limited() {
        let wait = error.retry_after().unwrap_or_default();
        format!("send it again after {wait:?}")
    } else if error.is_conflict() {
        let state = error.api_message().unwrap_or_default();
        format!("change the state first: {state}")
    } else if error.is_unauthorized() {
        "let the user authorize the app again".to_owned()
    } else if error.is_invalid_request() {
        "correct the program; the same request would fail again".to_owned()
    } else if error.is_transient() {
        "send it again later; the retries of the library are used up".to_owned()
    } else {
        format!("report it with the request id {:?}", error.request_id())
    }
}

/// The same credentials, rate limits, retries and errors apply as to every other call.
async fn raw_request(client: &Client) -> Result<serde_json::Value, Error> {
    let request = client.request(Method::GET, "/trends/of_tomorrow");
    request.query("page_size", "2").await
}
