//! The integration of one business on a commerce platform.

use pinterest_client::types::{ExternalBusinessId, IntegrationMetadataUpdate};

use crate::requests::{
    CommerceIntegrationsDelete, CommerceIntegrationsGet, CommerceIntegrationsUpdate,
};
use crate::{Call, Client};

/// A handle for the integration of a business on a commerce platform, created by
/// [`Client::commerce_integration`].
///
/// This is a beta feature that apps must ask Pinterest for.
#[derive(Clone, Debug)]
pub struct CommerceIntegrationHandle {
    pub(super) client: Client,
    pub(super) external_business_id: ExternalBusinessId,
}

impl CommerceIntegrationHandle {
    /// Returns the id that the platform has for the business.
    #[must_use]
    pub fn id(&self) -> &ExternalBusinessId {
        &self.external_business_id
    }

    /// Gets the integration.
    ///
    /// The call fails with status 404 when there is no such integration, and with 409 when it
    /// belongs to somebody else.
    ///
    #[doc = pinterest_client::facts!(CommerceIntegrationsGet)]
    pub fn get(&self) -> Call<CommerceIntegrationsGet> {
        self.client
            .call(CommerceIntegrationsGet::new(&self.external_business_id))
    }

    /// Changes the fields that `update` sets.
    ///
    #[doc = pinterest_client::facts!(CommerceIntegrationsUpdate)]
    pub fn update(
        &self,
        update: impl Into<IntegrationMetadataUpdate>,
    ) -> Call<CommerceIntegrationsUpdate> {
        let request = CommerceIntegrationsUpdate::new(&self.external_business_id, update);
        self.client.call(request)
    }

    /// Deletes the connection between the business and Pinterest.
    ///
    /// Resolves to what the integration was, where the service says so.
    ///
    #[doc = pinterest_client::facts!(CommerceIntegrationsDelete)]
    pub fn delete(&self) -> Call<CommerceIntegrationsDelete> {
        self.client
            .call(CommerceIntegrationsDelete::new(&self.external_business_id))
    }
}
