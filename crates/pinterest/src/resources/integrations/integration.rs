//! One integration of the user of the token.

use pinterest_client::types::{IntegrationId, IntegrationRecord};

use crate::transport::call;
use crate::{Client, Error};

/// An integration of the user of the token; made by [`Client::integration`].
///
/// A beta feature that apps must ask Pinterest for.
#[derive(Clone, Debug)]
pub struct Integration {
    pub(super) client: Client,
    pub(super) id: IntegrationId,
}

impl Integration {
    /// The id of the integration.
    #[must_use]
    pub fn id(&self) -> &IntegrationId {
        &self.id
    }

    /// Gets the integration, the partner's tokens included (`integrations/get_by_id`). Scope: `ads:read`. Not in the
    /// sandbox.
    ///
    /// # Errors
    ///
    /// When the id goes against a limit, or the call fails.
    pub async fn get(&self) -> Result<IntegrationRecord, Error> {
        call!(
            self.client,
            INTEGRATIONS_GET_BY_ID,
            api.integrations_get_by_id(&self.id)
        )
    }
}
