//! What to do about errors, by what they mean; and requests that this version does not know.
//! It talks to a fake of the API on loopback, which has an error for every call.
#![allow(clippy::print_stdout)] // A program for the terminal.
#[cfg(test)]
mod tests;
use pinterest::{Client, Error, Method};
use pinterest_fake::{Fake, Fault};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fake = Fake::start().await?;
    let client = fake.client()?;
    println!("{}", raw_request(&client).await?["items"][0]["name"]);
    for error in errors(&fake, &client).await {
        println!("{error}\n  -> {}", what_to_do(&error));
    }
    Ok(())
}

async fn errors(fake: &Fake, client: &Client) -> Vec<Error> {
    let no_catalog = json!({"code": 4182, "message": "The user has no catalog."});
    fake.inject(Fault::on("feeds/list").status(409).json(no_catalog));
    fake.inject(Fault::on("user_account/get").status(401));
    let too_many = Fault::on("boards/list").status(429);
    fake.inject(too_many.header("retry-after", "3600"));
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
        format!("wait {:?}, then send it again", error.retry_after())
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
    let request = client.request(Method::GET, "/boards");
    request.query("page_size", "2").await
}
