//! The integration of one business on a commerce platform.

use pinterest_client::types::{ExternalBusinessId, IntegrationMetadata, IntegrationMetadataUpdate};

use crate::transport::call;
use crate::{Client, Error};

/// The integration of a business on a commerce platform; made by [`Client::commerce_integration`].
///
/// A beta feature that apps must ask Pinterest for.
#[derive(Clone, Debug)]
pub struct CommerceIntegration {
    pub(super) client: Client,
    pub(super) external_business_id: ExternalBusinessId,
}

impl CommerceIntegration {
    /// The id that the platform has for the business.
    #[must_use]
    pub fn id(&self) -> &ExternalBusinessId {
        &self.external_business_id
    }

    /// Gets the integration (`integrations_commerce/get`). Scope: `ads:read`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When the call fails: status 404 when there is no such integration, 409 when it belongs to somebody else.
    pub async fn get(&self) -> Result<IntegrationMetadata, Error> {
        call!(
            self.client,
            INTEGRATIONS_COMMERCE_GET,
            api.integrations_commerce_get(&self.external_business_id)
        )
    }

    /// Changes the fields that `update` sets (`integrations_commerce/patch`). Scope: `ads:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an argument goes against a limit, or the call fails.
    pub async fn update(
        &self,
        update: IntegrationMetadataUpdate,
    ) -> Result<IntegrationMetadata, Error> {
        call!(
            self.client,
            INTEGRATIONS_COMMERCE_PATCH,
            api.integrations_commerce_patch(&self.external_business_id, &update)
        )
    }

    /// Removes the connection between the business and Pinterest (`integrations_commerce/del`). Scope: `ads:write`. Not
    /// in the sandbox.
    ///
    /// Returns what the integration was, where the service says so.
    ///
    /// # Errors
    ///
    /// When the call fails.
    pub async fn delete(&self) -> Result<Option<IntegrationMetadata>, Error> {
        call!(
            self.client,
            INTEGRATIONS_COMMERCE_DEL,
            api.integrations_commerce_del(&self.external_business_id)
        )
    }
}
