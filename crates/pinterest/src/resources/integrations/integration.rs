//! One integration of the user of the token.

use pinterest_client::types::IntegrationId;

use crate::requests::IntegrationsGet;
use crate::{Call, Client};

/// A handle for an integration of the user of the token, created by [`Client::integration`].
///
/// This is a beta feature that apps must ask Pinterest for.
#[derive(Clone, Debug)]
pub struct IntegrationHandle {
    pub(super) client: Client,
    pub(super) id: IntegrationId,
}

impl IntegrationHandle {
    /// Returns the id of the integration.
    #[must_use]
    pub fn id(&self) -> &IntegrationId {
        &self.id
    }

    /// Gets the integration, the partner's tokens included.
    ///
    #[doc = pinterest_client::facts!(IntegrationsGet)]
    pub fn get(&self) -> Call<IntegrationsGet> {
        self.client.call(IntegrationsGet::new(&self.id))
    }
}
