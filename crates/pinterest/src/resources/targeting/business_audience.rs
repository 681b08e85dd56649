//! Sharing an audience that a business has received or owns.

use pinterest_client::types::{
    AdAccountAudienceShare, AdAccountAudienceShareUpdate, AdAccountId, AudienceId,
    AudienceShareOperation, BusinessAudienceShare, BusinessAudienceShareUpdate, BusinessId,
    SharedAudienceAccountType,
};

use crate::paging::List;
use crate::requests::BusinessAccountAudiencesSharedAccountsListQuery;
use crate::transport::call;
use crate::{Client, Error};

/// An audience that a business has received or owns; made by
/// [`BusinessAudiences::audience`](super::BusinessAudiences::audience).
///
/// One of its own can be shared within the whole business hierarchy, a received one with ad accounts that the business
/// owns. Pinterest lets selected apps only share and revoke.
#[derive(Clone, Debug)]
pub struct BusinessAudience {
    pub(super) client: Client,
    pub(super) business: BusinessId,
    pub(super) id: AudienceId,
}

impl BusinessAudience {
    /// The id of the audience.
    #[must_use]
    pub fn id(&self) -> &AudienceId {
        &self.id
    }

    /// Lists the ad accounts or the businesses that have access to the audience
    /// (`business_account_audiences_shared_accounts/list`). Scope: `biz_access:read`. Not in the sandbox.
    ///
    /// Of a received audience only the business's own ad accounts are listed.
    pub fn recipients(
        &self,
        account_type: SharedAudienceAccountType,
    ) -> List<BusinessAccountAudiencesSharedAccountsListQuery> {
        let query = BusinessAccountAudiencesSharedAccountsListQuery::new(
            &self.business,
            &self.id,
            account_type,
        );
        List::new(&self.client, query)
    }

    /// Shares the audience with ad accounts (`update_business_to_ad_account_shared_audience`). Scope: `biz_access:write`.
    /// Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let audience = client.business_audiences("729090764583391194").audience("2542620905475");
    /// audience.share_with_ad_accounts(["549755885175"]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn share_with_ad_accounts<R: Into<AdAccountId>>(
        &self,
        recipients: impl IntoIterator<Item = R>,
    ) -> Result<AdAccountAudienceShare, Error> {
        self.change_ad_accounts(AudienceShareOperation::Share, recipients)
            .await
    }

    /// Takes the audience back from ad accounts (`update_business_to_ad_account_shared_audience`). Scope:
    /// `biz_access:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn revoke_from_ad_accounts<R: Into<AdAccountId>>(
        &self,
        recipients: impl IntoIterator<Item = R>,
    ) -> Result<AdAccountAudienceShare, Error> {
        self.change_ad_accounts(AudienceShareOperation::Revoke, recipients)
            .await
    }

    /// Shares an audience that the business owns with other businesses
    /// (`update_business_to_business_shared_audience`). Scope: `biz_access:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn share_with_businesses<R: Into<BusinessId>>(
        &self,
        recipients: impl IntoIterator<Item = R>,
    ) -> Result<BusinessAudienceShare, Error> {
        self.change_businesses(AudienceShareOperation::Share, recipients)
            .await
    }

    /// Takes an audience that the business owns back from other businesses
    /// (`update_business_to_business_shared_audience`). Scope: `biz_access:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn revoke_from_businesses<R: Into<BusinessId>>(
        &self,
        recipients: impl IntoIterator<Item = R>,
    ) -> Result<BusinessAudienceShare, Error> {
        self.change_businesses(AudienceShareOperation::Revoke, recipients)
            .await
    }

    async fn change_ad_accounts<R: Into<AdAccountId>>(
        &self,
        operation: AudienceShareOperation,
        recipients: impl IntoIterator<Item = R>,
    ) -> Result<AdAccountAudienceShare, Error> {
        let recipients: Vec<_> = recipients.into_iter().map(Into::into).collect();
        let update = AdAccountAudienceShareUpdate::new(&self.id, operation, recipients);
        call!(
            self.client,
            UPDATE_BUSINESS_TO_AD_ACCOUNT_SHARED_AUDIENCE,
            api.update_business_to_ad_account_shared_audience(&self.business, &update)
        )
    }

    async fn change_businesses<R: Into<BusinessId>>(
        &self,
        operation: AudienceShareOperation,
        recipients: impl IntoIterator<Item = R>,
    ) -> Result<BusinessAudienceShare, Error> {
        let recipients: Vec<_> = recipients.into_iter().map(Into::into).collect();
        let update = BusinessAudienceShareUpdate::new(&self.id, operation, recipients);
        call!(
            self.client,
            UPDATE_BUSINESS_TO_BUSINESS_SHARED_AUDIENCE,
            api.update_business_to_business_shared_audience(&self.business, &update)
        )
    }
}
