//! Payment methods.

use pinterest_client::types::AdAccountId;

use crate::requests::BillingProfilesList;
use crate::resources::AdAccountHandle;
use crate::{Client, List};

/// A handle for payment methods with which an ad account is billed, created by
/// [`AdAccountHandle::billing_profiles`].
///
/// Pinterest opens this to selected apps only.
#[derive(Clone, Debug)]
pub struct BillingProfiles {
    client: Client,
    ad_account: AdAccountId,
}

impl BillingProfiles {
    pub(super) fn new(account: &AdAccountHandle) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Lists all payment methods, active and inactive.
    ///
    #[doc = pinterest_client::facts!(BillingProfilesList)]
    pub fn list(&self) -> List<BillingProfilesList> {
        let request = BillingProfilesList::new(&self.ad_account, false);
        self.client.list(request)
    }

    /// Lists the active payment methods.
    ///
    #[doc = pinterest_client::facts!(BillingProfilesList)]
    pub fn list_active(&self) -> List<BillingProfilesList> {
        let request = BillingProfilesList::new(&self.ad_account, true);
        self.client.list(request)
    }
}
