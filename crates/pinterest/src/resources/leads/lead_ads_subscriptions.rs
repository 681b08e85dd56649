//! The webhooks that receive the leads of an ad account.

use pinterest_client::types::{AdAccountId, LeadSubscription, NewLeadSubscription};

use crate::paging::List;
use crate::requests::AdAccountsSubscriptionsGetListQuery;
use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// The webhooks that receive the leads of an ad account; made by [`AdAccount::lead_ads_subscriptions`].
///
/// Only the owner and the admins of the ad account may use them.
#[derive(Clone, Debug)]
pub struct LeadAdsSubscriptions {
    client: Client,
    ad_account: AdAccountId,
}

impl LeadAdsSubscriptions {
    pub(super) fn new(ad_account: &AdAccount) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the subscriptions (`ad_accounts_subscriptions/get_list`). Scope: `ads:read`. Not in the sandbox.
    pub fn list(&self) -> List<AdAccountsSubscriptionsGetListQuery> {
        let query = AdAccountsSubscriptionsGetListQuery::new(&self.ad_account);
        List::new(&self.client, query)
    }

    /// Has new leads sent to a webhook (`ad_accounts_subscriptions/post`). Scope: `ads:write`.
    ///
    /// There is one subscription for each lead form, and one for the whole ad account. The answer has the key that
    /// decrypts the leads.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    ///
    /// ```no_run
    /// use pinterest::types::NewLeadSubscription;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let webhook = NewLeadSubscription::new("https://shop.example/leads").lead_form_id("383791336903426391");
    /// let subscriptions = client.ad_account("549755885175").lead_ads_subscriptions();
    /// let subscription = subscriptions.create(webhook).await?;
    /// let key = subscription.cryptographic_key;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create(
        &self,
        subscription: NewLeadSubscription,
    ) -> Result<LeadSubscription, Error> {
        call!(
            self.client,
            AD_ACCOUNTS_SUBSCRIPTIONS_POST,
            api.ad_accounts_subscriptions_post(&self.ad_account, &subscription)
        )
    }
}
