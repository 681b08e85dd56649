//! Lead ads: the forms that people leave their contact details in, webhooks that receive the leads,
//! and exports of them.
//!
//! Everything starts at an ad account, [`Client::ad_account`](crate::Client::ad_account):
//! [`AdAccountHandle::lead_forms`], [`AdAccountHandle::lead_ads_subscriptions`] and
//! [`AdAccountHandle::leads_exports`]. What the webhook of a subscription receives is encrypted;
//! [`LeadReceiver`] decrypts it.

mod lead_ads_subscription;
mod lead_ads_subscriptions;
mod lead_form;
mod lead_forms;
mod leads_exports;

pub use lead_ads_subscription::LeadAdsSubscriptionHandle;
pub use lead_ads_subscriptions::LeadAdsSubscriptions;
pub use lead_form::LeadFormHandle;
pub use lead_forms::LeadForms;
pub use leads_exports::LeadsExports;

pub use crate::lead_webhook::{
    Lead, LeadAnswer, LeadDelivery, LeadDeliveryError, LeadEnvelope, LeadError, LeadErrorKind,
    LeadKey, LeadKeyError, LeadReceiver,
};

use pinterest_client::types::{LeadFormId, LeadSubscriptionId};

use super::AdAccountHandle;

impl AdAccountHandle {
    /// Returns the handle for the lead forms of the ad account.
    #[must_use]
    pub fn lead_forms(&self) -> LeadForms {
        LeadForms::new(self)
    }

    /// Returns the handle for a lead form, by its id.
    #[must_use]
    pub fn lead_form(&self, id: impl Into<LeadFormId>) -> LeadFormHandle {
        LeadFormHandle::new(self, id.into())
    }

    /// Returns the handle for the webhooks that receive the leads of the ad account.
    #[must_use]
    pub fn lead_ads_subscriptions(&self) -> LeadAdsSubscriptions {
        LeadAdsSubscriptions::new(self)
    }

    /// Returns the handle for a webhook that receives leads, by the id of its subscription.
    #[must_use]
    pub fn lead_ads_subscription(
        &self,
        id: impl Into<LeadSubscriptionId>,
    ) -> LeadAdsSubscriptionHandle {
        LeadAdsSubscriptionHandle::new(self, id.into())
    }

    /// Returns the handle for jobs that collect leads for download.
    #[must_use]
    pub fn leads_exports(&self) -> LeadsExports {
        LeadsExports::new(self)
    }
}
