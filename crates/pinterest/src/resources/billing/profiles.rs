//! Payment methods.

use pinterest_client::types::AdAccountId;

use crate::Client;
use crate::paging::List;
use crate::requests::BillingProfilesGetQuery;
use crate::resources::AdAccount;

/// Payment methods with which an ad account is billed; made by [`AdAccount::billing_profiles`].
///
/// Pinterest opens this to selected apps only.
#[derive(Clone, Debug)]
pub struct BillingProfiles {
    client: Client,
    ad_account: AdAccountId,
}

impl BillingProfiles {
    pub(super) fn new(account: &AdAccount) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Lists all payment methods, the active ones and the others (`billing_profiles/get`). Scopes: `ads:read` and
    /// `billing:read`. Not in the sandbox.
    pub fn list(&self) -> List<BillingProfilesGetQuery> {
        let query = BillingProfilesGetQuery::new(&self.ad_account, false);
        List::new(&self.client, query)
    }

    /// Lists the active payment methods only (`billing_profiles/get`). Scopes: `ads:read` and `billing:read`. Not in the
    /// sandbox.
    pub fn list_active(&self) -> List<BillingProfilesGetQuery> {
        let query = BillingProfilesGetQuery::new(&self.ad_account, true);
        List::new(&self.client, query)
    }
}
