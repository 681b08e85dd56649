//! Sharing an audience of an ad account with other ad accounts and with businesses.

use pinterest_client::types::{
    AdAccountAudienceShare, AdAccountAudienceShareUpdate, AdAccountId, AudienceShareOperation,
    BusinessAudienceShare, BusinessAudienceShareUpdate, BusinessId, SharedAudienceAccountType,
};

use super::Audience;
use crate::Error;
use crate::paging::List;
use crate::requests::AdAccountsAudiencesSharedAccountsListQuery;
use crate::transport::call;

/// Sharing. Recipients belong to the business hierarchy of the ad account's owner. Pinterest lets selected apps only share
/// and revoke.
impl Audience {
    /// Lists the ad accounts or the businesses that the audience is shared with
    /// (`ad_accounts_audiences_shared_accounts/list`). Scope: `ads:read`. Not in the sandbox.
    pub fn recipients(
        &self,
        account_type: SharedAudienceAccountType,
    ) -> List<AdAccountsAudiencesSharedAccountsListQuery> {
        let query = AdAccountsAudiencesSharedAccountsListQuery::new(
            &self.ad_account,
            &self.id,
            account_type,
        );
        List::new(&self.client, query)
    }

    /// Shares the audience with other ad accounts (`update_ad_account_to_ad_account_shared_audience`). Scope:
    /// `ads:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let audience = client.ad_account("549755885175").audience("2542620905475");
    /// audience.share_with_ad_accounts(["549755885176"]).await?;
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

    /// Takes the audience back from other ad accounts (`update_ad_account_to_ad_account_shared_audience`). Scope:
    /// `ads:write`. Not in the sandbox.
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

    /// Shares the audience with businesses (`update_ad_account_to_business_shared_audience`). Scope: `ads:write`. Not in
    /// the sandbox.
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

    /// Takes the audience back from businesses (`update_ad_account_to_business_shared_audience`). Scope: `ads:write`. Not
    /// in the sandbox.
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
            UPDATE_AD_ACCOUNT_TO_AD_ACCOUNT_SHARED_AUDIENCE,
            api.update_ad_account_to_ad_account_shared_audience(&self.ad_account, &update)
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
            UPDATE_AD_ACCOUNT_TO_BUSINESS_SHARED_AUDIENCE,
            api.update_ad_account_to_business_shared_audience(&self.ad_account, &update)
        )
    }
}
