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

    /// Lists the payment methods: with `true` the active ones only, with `false` all (`billing_profiles/get`). Scopes:
    /// `ads:read` and `billing:read`. Not in the sandbox.
    pub fn list(&self, is_active: bool) -> List<BillingProfilesGetQuery> {
        let query = BillingProfilesGetQuery::new(&self.ad_account, is_active);
        List::new(&self.client, query)
    }
}
