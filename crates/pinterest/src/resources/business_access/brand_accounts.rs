//! Brand accounts: child businesses of a business hierarchy.

use pinterest_client::types::{
    BrandAccountId, BrandAccountUpdate, BusinessHierarchyId, NewBrandAccount,
};

use crate::requests::{BrandAccountsCreate, BrandAccountsUpdate};
use crate::{Call, Client};

/// A handle for the brand accounts of a business hierarchy, created by
/// [`BusinessHandle::brand_accounts`](super::BusinessHandle::brand_accounts) or
/// [`BrandAccounts::of`].
#[derive(Clone, Debug)]
pub struct BrandAccounts {
    client: Client,
    hierarchy: BusinessHierarchyId,
}

impl BrandAccounts {
    /// Returns the handle for the brand accounts below a node of a hierarchy.
    #[must_use]
    pub fn of(client: &Client, hierarchy: impl Into<BusinessHierarchyId>) -> Self {
        Self {
            client: client.clone(),
            hierarchy: hierarchy.into(),
        }
    }

    /// Creates a brand account.
    ///
    #[doc = pinterest_client::facts!(BrandAccountsCreate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::types::{Country, NewBrandAccount};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let account = NewBrandAccount::new("Canada Stores", "canada_stores", Country::Ca)
    ///     .about("Our stores in Canada");
    /// let accounts = client.business("729090764583391194").brand_accounts();
    /// let id = accounts.create(account).await?.brand_account_id;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(&self, account: impl Into<NewBrandAccount>) -> Call<BrandAccountsCreate> {
        self.client
            .call(BrandAccountsCreate::new(&self.hierarchy, account))
    }

    /// Changes the fields of a brand account that `update` sets.
    ///
    /// The call fails with status 404 when there is no such account, and with 409 when it is not a
    /// brand account.
    ///
    #[doc = pinterest_client::facts!(BrandAccountsUpdate)]
    pub fn update(
        &self,
        account: impl Into<BrandAccountId>,
        update: impl Into<BrandAccountUpdate>,
    ) -> Call<BrandAccountsUpdate> {
        self.client
            .call(BrandAccountsUpdate::new(&self.hierarchy, account, update))
    }
}
