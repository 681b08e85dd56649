//! The ad accounts of a user.

use pinterest_client::types::NewAdAccount;

use crate::requests::{AdAccountsCreate, AdAccountsList};
use crate::{Call, Client, List};

/// A handle for the ad accounts that the user of the token can work with, created by
/// [`Client::ad_accounts`].
///
/// # Examples
///
/// ```no_run
/// use futures_util::TryStreamExt;
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let accounts = client.ad_accounts().list();
/// let mut own = accounts.with(|list| list.include_shared_accounts(false)).items();
/// while let Some(account) = own.try_next().await? {
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

    /// Lists the ad accounts.
    ///
    #[doc = pinterest_client::facts!(AdAccountsList)]
    pub fn list(&self) -> List<AdAccountsList> {
        self.client.list(AdAccountsList::new())
    }

    /// Opens an ad account.
    ///
    #[doc = pinterest_client::facts!(AdAccountsCreate)]
    pub fn create(&self, account: impl Into<NewAdAccount>) -> Call<AdAccountsCreate> {
        self.client.call(AdAccountsCreate::new(account))
    }
}
