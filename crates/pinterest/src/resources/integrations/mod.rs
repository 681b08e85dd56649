//! Integrations: what connects businesses on partner platforms with Pinterest, and the logs of such integrations.
//!
//! Everything starts at a handle: [`Client::integrations`] and [`Client::integration`] for what the user of the token
//! has, [`Client::commerce_integrations`] and [`Client::commerce_integration`] for the connections that a platform makes.

mod commerce_integration;
mod commerce_integrations;
mod integration;

pub use commerce_integration::CommerceIntegration;
pub use commerce_integrations::CommerceIntegrations;
pub use integration::Integration;

use pinterest_client::operation;
use pinterest_client::types::{
    ExternalBusinessId, IntegrationId, IntegrationLog, IntegrationLogsRequest,
    IntegrationLogsResponse,
};

use crate::batch::{BatchOutcome, Positional};
use crate::paging::List;
use crate::requests::IntegrationsGetListQuery;
use crate::{Client, Error};

/// The integrations of the user of the token; made by [`Client::integrations`].
///
/// A beta feature that apps must ask Pinterest for.
#[derive(Clone, Debug)]
pub struct Integrations {
    client: Client,
}

impl Client {
    /// The integrations of the user of the token, and the logs of integrations.
    #[must_use]
    pub fn integrations(&self) -> Integrations {
        Integrations {
            client: self.clone(),
        }
    }

    /// An integration, by its id.
    #[must_use]
    pub fn integration(&self, id: impl Into<IntegrationId>) -> Integration {
        Integration {
            client: self.clone(),
            id: id.into(),
        }
    }

    /// The integrations of commerce platforms, to be created.
    #[must_use]
    pub fn commerce_integrations(&self) -> CommerceIntegrations {
        CommerceIntegrations {
            client: self.clone(),
        }
    }

    /// The integration of a business on a commerce platform, by the id that the platform has for the business.
    #[must_use]
    pub fn commerce_integration(
        &self,
        external_business_id: impl Into<ExternalBusinessId>,
    ) -> CommerceIntegration {
        CommerceIntegration {
            client: self.clone(),
            external_business_id: external_business_id.into(),
        }
    }
}

impl Integrations {
    /// Lists the integrations, the partners' tokens included (`integrations/get_list`). Scope: `ads:read`. Not in the
    /// sandbox.
    ///
    /// ```no_run
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let mut integrations = client.integrations().list().items();
    /// while let Some(integration) = integrations.try_next().await? {
    ///     println!("{}: {:?}", integration.id, integration.external_business_id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> List<IntegrationsGetListQuery> {
        List::new(&self.client, IntegrationsGetListQuery::new())
    }

    /// Hands log entries of an integration to Pinterest (`integrations_logs/post`, 250 a request). Scope: `ads:write`.
    ///
    /// The entries of a request are taken all together or not at all. Take secrets out of their URLs and headers first.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn send_logs(
        &self,
        logs: impl IntoIterator<Item = IntegrationLog>,
    ) -> Result<BatchOutcome<IntegrationLog, ()>, Error> {
        Positional::of(&operation::INTEGRATIONS_LOGS_POST)
            .in_field("logs")
            .send_whole::<_, IntegrationLogsResponse, _>(
                &self.client,
                logs,
                |logs| IntegrationLogsRequest::new(logs),
                |api, body| async move { api.integrations_logs_post(&body).await },
            )
            .await
    }
}
