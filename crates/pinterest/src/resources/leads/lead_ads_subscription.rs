//! One webhook that receives leads.

use pinterest_client::types::{AdAccountId, LeadSubscriptionId};

use crate::requests::{LeadSubscriptionsDelete, LeadSubscriptionsGet};
use crate::resources::AdAccountHandle;
use crate::{Call, Client};

/// A handle for a webhook that receives leads, created by
/// [`AdAccountHandle::lead_ads_subscription`].
///
/// Only the owner and the admins of the ad account may use it.
#[derive(Clone, Debug)]
pub struct LeadAdsSubscriptionHandle {
    client: Client,
    ad_account: AdAccountId,
    id: LeadSubscriptionId,
}

impl LeadAdsSubscriptionHandle {
    pub(super) fn new(ad_account: &AdAccountHandle, id: LeadSubscriptionId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// Returns the id of the subscription.
    #[must_use]
    pub fn id(&self) -> &LeadSubscriptionId {
        &self.id
    }

    /// Gets the subscription, with the key that decrypts the leads.
    ///
    #[doc = pinterest_client::facts!(LeadSubscriptionsGet)]
    pub fn get(&self) -> Call<LeadSubscriptionsGet> {
        self.client
            .call(LeadSubscriptionsGet::new(&self.ad_account, &self.id))
    }

    /// Deletes the subscription: its webhook receives no more leads.
    ///
    /// Resolves to what the subscription was, where the service says so.
    ///
    #[doc = pinterest_client::facts!(LeadSubscriptionsDelete)]
    pub fn delete(&self) -> Call<LeadSubscriptionsDelete> {
        self.client
            .call(LeadSubscriptionsDelete::new(&self.ad_account, &self.id))
    }
}
