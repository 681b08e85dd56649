//! One webhook that receives leads.

use pinterest_client::types::{AdAccountId, LeadSubscription, LeadSubscriptionId};

use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// A webhook that receives leads; made by [`AdAccount::lead_ads_subscription`].
///
/// Only the owner and the admins of the ad account may use it.
#[derive(Clone, Debug)]
pub struct LeadAdsSubscription {
    client: Client,
    ad_account: AdAccountId,
    id: LeadSubscriptionId,
}

impl LeadAdsSubscription {
    pub(super) fn new(ad_account: &AdAccount, id: LeadSubscriptionId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// The id of the subscription.
    #[must_use]
    pub fn id(&self) -> &LeadSubscriptionId {
        &self.id
    }

    /// Gets the subscription, with the key that decrypts the leads (`ad_accounts_subscriptions/get_by_id`). Scope:
    /// `ads:read`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn get(&self) -> Result<LeadSubscription, Error> {
        call!(
            self.client,
            AD_ACCOUNTS_SUBSCRIPTIONS_GET_BY_ID,
            api.ad_accounts_subscriptions_get_by_id(&self.ad_account, &self.id)
        )
    }

    /// Ends the subscription: its webhook receives no more leads (`ad_accounts_subscriptions/del_by_id`). Scope:
    /// `ads:write`. Not in the sandbox.
    ///
    /// Returns what the subscription was, where the service says so.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn delete(&self) -> Result<Option<LeadSubscription>, Error> {
        call!(
            self.client,
            AD_ACCOUNTS_SUBSCRIPTIONS_DEL_BY_ID,
            api.ad_accounts_subscriptions_del_by_id(&self.ad_account, &self.id)
        )
    }
}
