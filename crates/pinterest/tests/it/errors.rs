//! Errors: what a program can ask them, what a person reads, and what neither must see by accident.

mod canaries;
mod connections;
mod outcomes;
mod responses;
mod undecodable;

use pinterest::types::{BrandAccount, BrandAccountUpdate};
use pinterest::{Client, Error};
use pinterest_test_support::{Response, Server};

use crate::clients::Clients;

/// One call that is good for failing: a single request with a JSON response, of the operation
/// `brand_accounts/update`.
async fn update(client: &Client) -> Result<BrandAccount, Error> {
    let accounts = client.business("7009").brand_accounts();
    accounts.update("6660", BrandAccountUpdate::new()).await
}

/// The error of a call with this response.
async fn error_of(response: Response) -> Error {
    errors_of([response]).await.remove(0)
}

/// The error of each of several calls with these responses.
async fn errors_of(responses: impl IntoIterator<Item = Response>) -> Vec<Error> {
    let server = Server::start();
    let client = server.client();
    let mut errors = Vec::new();
    for response in responses {
        server.respond_all([response]);
        errors.push(update(&client).await.unwrap_err());
        assert_eq!(server.take_requests().len(), 1, "one call is one request");
    }
    errors
}
