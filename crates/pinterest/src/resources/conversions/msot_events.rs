//! Conversions that others have attributed.

use pinterest_client::types::{AdAccountId, NewMsotEvent};

use crate::requests::MsotEventsCreate;
use crate::resources::AdAccountHandle;
use crate::{Call, Client};

/// A handle for conversions that the advertiser's measurement source of truth (MSOT) has attributed
/// to ads, created by [`AdAccountHandle::msot_events`].
///
/// Pinterest opens this to selected apps only.
#[derive(Clone, Debug)]
pub struct MsotEvents {
    client: Client,
    ad_account: AdAccountId,
}

impl MsotEvents {
    pub(super) fn new(account: &AdAccountHandle) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Reports a conversion. It does not show up in Pinterest's reports.
    ///
    #[doc = pinterest_client::facts!(MsotEventsCreate)]
    pub fn create(&self, event: impl Into<NewMsotEvent>) -> Call<MsotEventsCreate> {
        self.client
            .call(MsotEventsCreate::new(&self.ad_account, event))
    }
}
