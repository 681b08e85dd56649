//! One integration of the user of the token.

use pinterest_client::types::IntegrationId;

use crate::requests::IntegrationsGet;
use crate::{Call, Client};

/// An integration of the user of the token; made by [`Client::integration`].
///
/// This is a beta feature that apps must ask Pinterest for.
#[derive(Clone, Debug)]
pub struct IntegrationHandle {
    pub(super) client: Client,
    pub(super) id: IntegrationId,
}

impl IntegrationHandle {
    /// The id of the integration.
    #[must_use]
    pub fn id(&self) -> &IntegrationId {
        &self.id
    }

    /// Gets the integration, the partner's tokens included.
    pub fn get(&self) -> Call<IntegrationsGet> {
        self.client.call(IntegrationsGet::new(&self.id))
    }
}
