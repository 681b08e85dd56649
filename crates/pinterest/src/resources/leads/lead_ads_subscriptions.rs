//! The webhooks that receive the leads of an ad account.

use pinterest_client::types::{AdAccountId, NewLeadSubscription};

use crate::requests::{LeadSubscriptionsCreate, LeadSubscriptionsList};
use crate::resources::AdAccountHandle;
use crate::{Call, Client, List};

/// A handle for the webhooks that receive the leads of an ad account, created by
/// [`AdAccountHandle::lead_ads_subscriptions`].
///
/// Only the owner and the admins of the ad account may use them.
#[derive(Clone, Debug)]
pub struct LeadAdsSubscriptions {
    client: Client,
    ad_account: AdAccountId,
}

impl LeadAdsSubscriptions {
    pub(super) fn new(ad_account: &AdAccountHandle) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the subscriptions.
    ///
    #[doc = pinterest_client::facts!(LeadSubscriptionsList)]
    pub fn list(&self) -> List<LeadSubscriptionsList> {
        self.client
            .list(LeadSubscriptionsList::new(&self.ad_account))
    }

    /// Has new leads sent to a webhook.
    ///
    /// There is one subscription for each lead form, and one for the whole ad account. The response
    /// has the key that decrypts the leads; [`LeadReceiver`](super::LeadReceiver) takes it.
    ///
    #[doc = pinterest_client::facts!(LeadSubscriptionsCreate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::types::NewLeadSubscription;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let webhook = NewLeadSubscription::new("https://shop.example/leads")
    ///     .lead_form_id("383791336903426391");
    /// let subscriptions = client.ad_account("549755885175").lead_ads_subscriptions();
    /// let subscription = subscriptions.create(webhook).await?;
    /// let key = subscription.cryptographic_key;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(
        &self,
        subscription: impl Into<NewLeadSubscription>,
    ) -> Call<LeadSubscriptionsCreate> {
        self.client
            .call(LeadSubscriptionsCreate::new(&self.ad_account, subscription))
    }
}
