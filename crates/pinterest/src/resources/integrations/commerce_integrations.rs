//! The integrations of commerce platforms.

use pinterest_client::types::NewIntegrationMetadata;

use crate::requests::CommerceIntegrationsCreate;
use crate::{Call, Client};

/// A handle for the integrations of commerce platforms, created by
/// [`Client::commerce_integrations`].
///
/// This is a beta feature that apps must ask Pinterest for.
#[derive(Clone, Debug)]
pub struct CommerceIntegrations {
    pub(super) client: Client,
}

impl CommerceIntegrations {
    /// Connects a business on a commerce platform with a merchant, an ad account and a tag at
    /// Pinterest.
    ///
    #[doc = pinterest_client::facts!(CommerceIntegrationsCreate)]
    ///
    /// # Examples
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
    pub fn create(
        &self,
        integration: impl Into<NewIntegrationMetadata>,
    ) -> Call<CommerceIntegrationsCreate> {
        self.client
            .call(CommerceIntegrationsCreate::new(integration))
    }
}
