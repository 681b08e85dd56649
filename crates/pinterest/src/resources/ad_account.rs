//! The handle that everything below an ad account starts at, whatever domain it belongs to.

use pinterest_client::types::AdAccountId;

use crate::Client;

/// An ad account; made by [`Client::ad_account`].
///
/// The functions of its handles borrow the handle while they run. A call that is awaited at once can be written in one
/// go; one that is stored, joined or spawned needs a handle in a variable.
#[derive(Clone, Debug)]
pub struct AdAccount {
    pub(crate) client: Client,
    pub(crate) id: AdAccountId,
}

impl Client {
    /// An ad account, by its id. Nothing is sent.
    #[must_use]
    pub fn ad_account(&self, id: impl Into<AdAccountId>) -> AdAccount {
        AdAccount {
            client: self.clone(),
            id: id.into(),
        }
    }
}

impl AdAccount {
    /// The id of the ad account.
    #[must_use]
    pub fn id(&self) -> &AdAccountId {
        &self.id
    }
}
