//! What calls make of servers and networks that fail.

mod bookmarks;
mod good_answers;
mod mutations;
mod resuming;
mod server;
mod table;

use pinterest::requests::GetInvitesQuery;
use pinterest::types::{BrandAccountUpdate, InvitePage};
use pinterest::{Client, ClientBuilder, Environment, Error, List, Page, RateLimits};

use super::fault_server::FaultServer;

/// An answer that is good for [`change`] and [`list`] both.
const GOOD: &str = r#"{"brand_account_id": "6660", "items": [{"id": "5341"}], "bookmark": null}"#;

/// Every client of these tests is set up here.
pub(crate) fn client_builder(server: &FaultServer) -> ClientBuilder {
    Client::builder()
        .without_retries()
        .with_rate_limits(RateLimits::unlimited())
        .with_access_token("pina_CANARYTOKEN0123456789")
        .with_environment(Environment::Custom(server.url()))
}

fn client(server: &FaultServer) -> Client {
    client_builder(server).build().unwrap()
}

const CHANGE: &str = "brand_accounts/update";

/// A call that changes something, made of one request.
async fn change(client: &Client) -> Result<String, Error> {
    let accounts = client.business("7009").brand_accounts();
    let changed = accounts.update("6660", BrandAccountUpdate::new()).await?;
    Ok(changed.to_string())
}

fn invites(client: &Client) -> List<GetInvitesQuery> {
    client.business("7290").invites().list()
}

const LIST: &str = "get/invites";

/// A call that changes nothing, made of one request.
async fn list(client: &Client) -> Result<Page<InvitePage>, Error> {
    invites(client).send().await
}
