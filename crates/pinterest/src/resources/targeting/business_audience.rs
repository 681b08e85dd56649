//! Sharing an audience that a business has received or owns.

use pinterest_client::types::{
    AdAccountAudienceShareUpdate, AdAccountId, AudienceId, AudienceShareOperation,
    BusinessAudienceShareUpdate, BusinessId, SharedAudienceAccountType,
};

use crate::requests::{
    BusinessAudiencesShareWithAdAccounts, BusinessAudiencesShareWithBusinesses,
    BusinessSharedAudienceAccountsList,
};
use crate::{Call, Client, List};

/// A handle for an audience that a business has received or owns, created by
/// [`BusinessAudiences::audience`](super::BusinessAudiences::audience).
///
/// One of its own can be shared within the whole business hierarchy, a received one with ad
/// accounts that the business owns. Pinterest lets selected apps only share and revoke.
#[derive(Clone, Debug)]
pub struct BusinessAudienceHandle {
    pub(super) client: Client,
    pub(super) business: BusinessId,
    pub(super) id: AudienceId,
}

impl BusinessAudienceHandle {
    /// Returns the id of the audience.
    #[must_use]
    pub fn id(&self) -> &AudienceId {
        &self.id
    }

    /// Lists the ad accounts or the businesses that have access to the audience.
    ///
    /// Of a received audience only the business's own ad accounts are listed.
    ///
    #[doc = pinterest_client::facts!(BusinessSharedAudienceAccountsList)]
    pub fn recipients(
        &self,
        account_type: SharedAudienceAccountType,
    ) -> List<BusinessSharedAudienceAccountsList> {
        self.client.list(BusinessSharedAudienceAccountsList::new(
            &self.business,
            &self.id,
            account_type,
        ))
    }

    /// Shares the audience with ad accounts.
    ///
    #[doc = pinterest_client::facts!(BusinessAudiencesShareWithAdAccounts)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let audiences = client.business_audiences("729090764583391194");
    /// let audience = audiences.audience("2542620905475");
    /// audience.share_with_ad_accounts(["549755885175"]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn share_with_ad_accounts(
        &self,
        recipients: impl IntoIterator<Item = impl Into<AdAccountId>>,
    ) -> Call<BusinessAudiencesShareWithAdAccounts> {
        self.change_ad_accounts(AudienceShareOperation::Share, recipients)
    }

    /// Revokes the access of ad accounts to the audience.
    ///
    #[doc = pinterest_client::facts!(BusinessAudiencesShareWithAdAccounts)]
    pub fn revoke_from_ad_accounts(
        &self,
        recipients: impl IntoIterator<Item = impl Into<AdAccountId>>,
    ) -> Call<BusinessAudiencesShareWithAdAccounts> {
        self.change_ad_accounts(AudienceShareOperation::Revoke, recipients)
    }

    /// Shares an audience that the business owns with other businesses.
    ///
    #[doc = pinterest_client::facts!(BusinessAudiencesShareWithBusinesses)]
    pub fn share_with_businesses(
        &self,
        recipients: impl IntoIterator<Item = impl Into<BusinessId>>,
    ) -> Call<BusinessAudiencesShareWithBusinesses> {
        self.change_businesses(AudienceShareOperation::Share, recipients)
    }

    /// Revokes the access of other businesses to an audience that the business owns.
    ///
    #[doc = pinterest_client::facts!(BusinessAudiencesShareWithBusinesses)]
    pub fn revoke_from_businesses(
        &self,
        recipients: impl IntoIterator<Item = impl Into<BusinessId>>,
    ) -> Call<BusinessAudiencesShareWithBusinesses> {
        self.change_businesses(AudienceShareOperation::Revoke, recipients)
    }

    fn change_ad_accounts(
        &self,
        operation: AudienceShareOperation,
        recipients: impl IntoIterator<Item = impl Into<AdAccountId>>,
    ) -> Call<BusinessAudiencesShareWithAdAccounts> {
        let update = AdAccountAudienceShareUpdate::new(&self.id, recipients, operation);
        let request = BusinessAudiencesShareWithAdAccounts::new(&self.business, update);
        self.client.call(request)
    }

    fn change_businesses(
        &self,
        operation: AudienceShareOperation,
        recipients: impl IntoIterator<Item = impl Into<BusinessId>>,
    ) -> Call<BusinessAudiencesShareWithBusinesses> {
        let update = BusinessAudienceShareUpdate::new(&self.id, recipients, operation);
        let request = BusinessAudiencesShareWithBusinesses::new(&self.business, update);
        self.client.call(request)
    }
}
