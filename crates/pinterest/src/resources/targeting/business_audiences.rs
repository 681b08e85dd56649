//! The audiences that a business has received.

use pinterest_client::types::{AudienceId, BusinessId};

use super::BusinessAudience;
use crate::Client;
use crate::paging::List;
use crate::requests::SharedAudiencesForBusinessListQuery;

/// The audiences that a business has received; made by [`Client::business_audiences`].
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

    /// Lists the audiences that others have shared with the business (`shared_audiences_for_business/list`). Scope:
    /// `biz_access:read`. Not in the sandbox.
    pub fn list(&self) -> List<SharedAudiencesForBusinessListQuery> {
        let query = SharedAudiencesForBusinessListQuery::new(&self.business);
        List::new(&self.client, query)
    }

    /// An audience that the business has received or owns, by its id. Nothing is sent.
    #[must_use]
    pub fn audience(&self, id: impl Into<AudienceId>) -> BusinessAudience {
        BusinessAudience {
            client: self.client.clone(),
            business: self.business.clone(),
            id: id.into(),
        }
    }
}
