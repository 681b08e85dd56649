//! The handle that everything below an ad account starts at, whatever domain it belongs to.

use pinterest_client::types::AdAccountId;

use crate::Client;

/// An ad account; made by [`Client::ad_account`].
#[derive(Clone, Debug)]
pub struct AdAccountHandle {
    pub(crate) client: Client,
    pub(crate) id: AdAccountId,
}

impl Client {
    /// An ad account, by its id. Nothing is sent.
    #[must_use]
    pub fn ad_account(&self, id: impl Into<AdAccountId>) -> AdAccountHandle {
        AdAccountHandle {
            client: self.clone(),
            id: id.into(),
        }
    }
}

impl AdAccountHandle {
    /// The id of the ad account.
    #[must_use]
    pub fn id(&self) -> &AdAccountId {
        &self.id
    }
}
