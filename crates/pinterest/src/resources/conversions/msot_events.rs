//! Conversions that others have attributed.

use pinterest_client::types::{AdAccountId, NewMsotEvent};

use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// Conversions that the advertiser's measurement source of truth (MSOT) has attributed to ads; made by
/// [`AdAccount::msot_events`].
///
/// Pinterest opens this to selected apps only.
#[derive(Clone, Debug)]
pub struct MsotEvents {
    client: Client,
    ad_account: AdAccountId,
}

impl MsotEvents {
    pub(super) fn new(account: &AdAccount) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Reports one conversion (`msot_events/create`). It does not show up in Pinterest's reports. Scope: `msot:write`. Not
    /// in the sandbox.
    ///
    /// # Errors
    ///
    /// When a field goes against a limit, or the call fails.
    pub async fn create(&self, event: NewMsotEvent) -> Result<(), Error> {
        call!(
            self.client,
            MSOT_EVENTS_CREATE,
            api.msot_events_create(&self.ad_account, &event)
        )
    }
}
