//! The handle that everything below an ad account starts at, whatever domain it belongs to.

use pinterest_client::types::AdAccountId;

use crate::Client;

/// A handle for an ad account, created by [`Client::ad_account`].
#[derive(Clone, Debug)]
pub struct AdAccountHandle {
    pub(crate) client: Client,
    pub(crate) id: AdAccountId,
}

impl Client {
    /// Returns the handle for an ad account, by its id.
    #[must_use]
    pub fn ad_account(&self, id: impl Into<AdAccountId>) -> AdAccountHandle {
        AdAccountHandle {
            client: self.clone(),
            id: id.into(),
        }
    }
}

impl AdAccountHandle {
    /// Returns the id of the ad account.
    #[must_use]
    pub fn id(&self) -> &AdAccountId {
        &self.id
    }
}
