//! Brand accounts: child businesses of a business hierarchy.

use pinterest_client::types::{
    BrandAccountId, BrandAccountUpdate, BusinessHierarchyId, NewBrandAccount,
};

use crate::transport::call;
use crate::{Client, Error};

/// The brand accounts of a business hierarchy; made by [`Business::brand_accounts`](super::Business::brand_accounts) or
/// [`BrandAccounts::of`].
#[derive(Clone, Debug)]
pub struct BrandAccounts {
    client: Client,
    hierarchy: BusinessHierarchyId,
}

impl BrandAccounts {
    /// The brand accounts below a node of a hierarchy.
    #[must_use]
    pub fn of(client: &Client, hierarchy: impl Into<BusinessHierarchyId>) -> Self {
        Self {
            client: client.clone(),
            hierarchy: hierarchy.into(),
        }
    }

    /// Creates a brand account and returns its id (`brand_accounts/create`). Scopes: `biz_access:read` and
    /// `biz_access:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an argument goes against a limit, or the call fails.
    ///
    /// ```no_run
    /// use pinterest::types::{Country, NewBrandAccount};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let account = NewBrandAccount::new("Canada Stores", "canada_stores", Country::Ca).about("Our stores in Canada");
    /// let id = client.business("729090764583391194").brand_accounts().create(account).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create(&self, account: NewBrandAccount) -> Result<BrandAccountId, Error> {
        let created = call!(
            self.client,
            BRAND_ACCOUNTS_CREATE,
            api.brand_accounts_create(&self.hierarchy, &account)
        )?;
        Ok(created.brand_account_id)
    }

    /// Changes the fields of a brand account that `update` sets (`brand_accounts/update`). Scopes: `biz_access:read` and
    /// `biz_access:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an argument goes against a limit, or the call fails: status 404 when there is no such account, 409 when it
    /// is not a brand account.
    pub async fn update(
        &self,
        account: impl Into<BrandAccountId>,
        update: BrandAccountUpdate,
    ) -> Result<BrandAccountId, Error> {
        let account = account.into();
        let updated = call!(
            self.client,
            BRAND_ACCOUNTS_UPDATE,
            api.brand_accounts_update(&self.hierarchy, &account, &update)
        )?;
        Ok(updated.brand_account_id)
    }
}
