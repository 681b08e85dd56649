//! Sharing an audience of an ad account with other ad accounts and with businesses.

use pinterest_client::types::{
    AdAccountAudienceShareUpdate, AdAccountId, AudienceShareOperation, BusinessAudienceShareUpdate,
    BusinessId, SharedAudienceAccountType,
};

use super::AudienceHandle;
use crate::requests::{
    AudiencesShareWithAdAccounts, AudiencesShareWithBusinesses, SharedAudienceAccountsList,
};
use crate::{Call, List};

/// Sharing. Recipients belong to the business hierarchy of the ad account's owner. Pinterest lets
/// selected apps only share and revoke.
impl AudienceHandle {
    /// Lists the ad accounts or the businesses that the audience is shared with.
    ///
    #[doc = pinterest_client::facts!(SharedAudienceAccountsList)]
    pub fn recipients(
        &self,
        account_type: SharedAudienceAccountType,
    ) -> List<SharedAudienceAccountsList> {
        self.client.list(SharedAudienceAccountsList::new(
            &self.ad_account,
            &self.id,
            account_type,
        ))
    }

    /// Shares the audience with other ad accounts.
    ///
    #[doc = pinterest_client::facts!(AudiencesShareWithAdAccounts)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let audience = client.ad_account("549755885175").audience("2542620905475");
    /// audience.share_with_ad_accounts(["549755885176"]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn share_with_ad_accounts(
        &self,
        recipients: impl IntoIterator<Item = impl Into<AdAccountId>>,
    ) -> Call<AudiencesShareWithAdAccounts> {
        self.change_ad_accounts(AudienceShareOperation::Share, recipients)
    }

    /// Revokes the access of other ad accounts to the audience.
    ///
    #[doc = pinterest_client::facts!(AudiencesShareWithAdAccounts)]
    pub fn revoke_from_ad_accounts(
        &self,
        recipients: impl IntoIterator<Item = impl Into<AdAccountId>>,
    ) -> Call<AudiencesShareWithAdAccounts> {
        self.change_ad_accounts(AudienceShareOperation::Revoke, recipients)
    }

    /// Shares the audience with businesses.
    ///
    #[doc = pinterest_client::facts!(AudiencesShareWithBusinesses)]
    pub fn share_with_businesses(
        &self,
        recipients: impl IntoIterator<Item = impl Into<BusinessId>>,
    ) -> Call<AudiencesShareWithBusinesses> {
        self.change_businesses(AudienceShareOperation::Share, recipients)
    }

    /// Revokes the access of businesses to the audience.
    ///
    #[doc = pinterest_client::facts!(AudiencesShareWithBusinesses)]
    pub fn revoke_from_businesses(
        &self,
        recipients: impl IntoIterator<Item = impl Into<BusinessId>>,
    ) -> Call<AudiencesShareWithBusinesses> {
        self.change_businesses(AudienceShareOperation::Revoke, recipients)
    }

    fn change_ad_accounts(
        &self,
        operation: AudienceShareOperation,
        recipients: impl IntoIterator<Item = impl Into<AdAccountId>>,
    ) -> Call<AudiencesShareWithAdAccounts> {
        let update = AdAccountAudienceShareUpdate::new(&self.id, recipients, operation);
        let request = AudiencesShareWithAdAccounts::new(&self.ad_account, update);
        self.client.call(request)
    }

    fn change_businesses(
        &self,
        operation: AudienceShareOperation,
        recipients: impl IntoIterator<Item = impl Into<BusinessId>>,
    ) -> Call<AudiencesShareWithBusinesses> {
        let update = BusinessAudienceShareUpdate::new(&self.id, recipients, operation);
        let request = AudiencesShareWithBusinesses::new(&self.ad_account, update);
        self.client.call(request)
    }
}
