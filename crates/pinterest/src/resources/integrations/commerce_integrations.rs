//! The integrations of commerce platforms.

use pinterest_client::types::{IntegrationMetadata, NewIntegrationMetadata};

use crate::transport::call;
use crate::{Client, Error};

/// The integrations of commerce platforms; made by [`Client::commerce_integrations`].
///
/// A beta feature that apps must ask Pinterest for.
#[derive(Clone, Debug)]
pub struct CommerceIntegrations {
    pub(super) client: Client,
}

impl CommerceIntegrations {
    /// Connects a business on a commerce platform with a merchant, an ad account and a tag at Pinterest
    /// (`integrations_commerce/post`). Scope: `ads:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an argument goes against a limit, or the call fails.
    ///
    /// ```no_run
    /// use pinterest::types::NewIntegrationMetadata;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let shop = NewIntegrationMetadata::new()
    ///     .external_business_id("shop-8000")
    ///     .connected_merchant_id("1122334455")
    ///     .connected_advertiser_id("549755885175");
    /// let integration = client.commerce_integrations().create(shop).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create(
        &self,
        integration: NewIntegrationMetadata,
    ) -> Result<IntegrationMetadata, Error> {
        call!(
            self.client,
            INTEGRATIONS_COMMERCE_POST,
            api.integrations_commerce_post(&integration)
        )
    }
}
