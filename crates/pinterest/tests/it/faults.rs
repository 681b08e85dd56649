//! What calls make of servers and networks that fail.

mod bookmarks;
mod endless;
mod good_responses;
#[cfg(all(feature = "http2", feature = "rustls"))]
mod http2;
mod mutations;
mod resuming;
mod table;
#[cfg(all(feature = "http2", feature = "rustls"))]
mod tls;

use pinterest::requests::InvitesList;
use pinterest::types::{BrandAccountUpdate, InvitePage};
use pinterest::{Client, Error, List, Page};

/// A response that is good for [`change`] and [`list`] both.
const GOOD: &str = r#"{"brand_account_id": "6660", "items": [{"id": "5341"}], "bookmark": null}"#;

const CHANGE: &str = "brand_accounts/update";

/// A call that changes something, made of one request.
async fn change(client: &Client) -> Result<String, Error> {
    let accounts = client.business("7009").brand_accounts();
    let changed = accounts.update("6660", BrandAccountUpdate::new()).await?;
    Ok(changed.brand_account_id.to_string())
}

fn invites(client: &Client) -> List<InvitesList> {
    client.business("7290").invites().list()
}

const LIST: &str = "get/invites";

/// A call that changes nothing, made of one request.
async fn list(client: &Client) -> Result<Page<InvitePage>, Error> {
    invites(client).send().await
}
