//! Errors: what a program can ask them, what a person reads, and what neither must see by accident.

mod answers;
mod canaries;
mod connections;
mod outcomes;
mod undecodable;

use pinterest::types::{BrandAccountId, BrandAccountUpdate};
use pinterest::{Client, Error};
use pinterest_test_support::{Response, Server};

use crate::clients::Clients;

/// One call that is good for failing: a single request with a JSON answer, of the operation `brand_accounts/update`.
async fn update(client: &Client) -> Result<BrandAccountId, Error> {
    let accounts = client.business("7009").brand_accounts();
    accounts.update("6660", BrandAccountUpdate::new()).await
}

/// The error of a call that is answered like this.
async fn error_of(answer: Response) -> Error {
    errors_of([answer]).await.remove(0)
}

/// The error of each of several calls, which are answered like this.
async fn errors_of(answers: impl IntoIterator<Item = Response>) -> Vec<Error> {
    let server = Server::start();
    let client = server.client();
    let mut errors = Vec::new();
    for answer in answers {
        server.respond_all([answer]);
        errors.push(update(&client).await.unwrap_err());
        assert_eq!(server.take_requests().len(), 1, "one call is one request");
    }
    errors
}
