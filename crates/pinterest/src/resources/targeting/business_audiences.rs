//! The audiences that a business has received.

use pinterest_client::types::{AudienceId, BusinessId};

use super::BusinessAudienceHandle;
use crate::requests::ReceivedAudiencesList;
use crate::{Client, List};

/// A handle for the audiences that a business has received, created by
/// [`Client::business_audiences`].
#[derive(Clone, Debug)]
pub struct BusinessAudiences {
    client: Client,
    business: BusinessId,
}

impl BusinessAudiences {
    pub(super) fn new(client: &Client, business: BusinessId) -> Self {
        Self {
            client: client.clone(),
            business,
        }
    }

    /// Lists the audiences that others have shared with the business.
    ///
    #[doc = pinterest_client::facts!(ReceivedAudiencesList)]
    pub fn list(&self) -> List<ReceivedAudiencesList> {
        self.client.list(ReceivedAudiencesList::new(&self.business))
    }

    /// Returns the handle for an audience that the business has received or owns, by its id.
    #[must_use]
    pub fn audience(&self, id: impl Into<AudienceId>) -> BusinessAudienceHandle {
        BusinessAudienceHandle {
            client: self.client.clone(),
            business: self.business.clone(),
            id: id.into(),
        }
    }
}
