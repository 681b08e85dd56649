//! The ad accounts of a user.

use pinterest_client::types;

use crate::paging::List;
use crate::requests::AdAccountsListQuery;
use crate::transport::call;
use crate::{Client, Error};

/// The ad accounts that the user of the token can work with; made by [`Client::ad_accounts`].
///
/// ```no_run
/// use futures_util::TryStreamExt;
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let mut accounts = client.ad_accounts().list().include_shared_accounts(false).items();
/// while let Some(account) = accounts.try_next().await? {
///     println!("{:?}: {:?}", account.id, account.name);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct AdAccounts {
    client: Client,
}

impl AdAccounts {
    pub(super) fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
        }
    }

    /// Lists the ad accounts (`ad_accounts/list`). Scope: `ads:read`.
    pub fn list(&self) -> List<AdAccountsListQuery> {
        List::new(&self.client, AdAccountsListQuery::new())
    }

    /// Opens an ad account (`ad_accounts/create`). Scope: `ads:write`.
    ///
    /// # Errors
    ///
    /// When a field goes against a limit, or the call fails.
    pub async fn create(&self, account: types::NewAdAccount) -> Result<types::AdAccount, Error> {
        call!(
            self.client,
            AD_ACCOUNTS_CREATE,
            api.ad_accounts_create(&account)
        )
    }
}
