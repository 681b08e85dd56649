//! Integrations: what connects businesses on partner platforms with Pinterest, and the logs of such
//! integrations.
//!
//! Everything starts at a handle: [`Client::integrations`] and [`Client::integration`] for what the
//! user of the token has, [`Client::commerce_integrations`] and
//! [`Client::commerce_integration`] for the connections that a platform makes.

mod commerce_integration;
mod commerce_integrations;
mod integration;

pub use commerce_integration::CommerceIntegrationHandle;
pub use commerce_integrations::CommerceIntegrations;
pub use integration::IntegrationHandle;

use pinterest_client::operation;
use pinterest_client::types::{
    ExternalBusinessId, IntegrationId, IntegrationLog, IntegrationLogsRequest,
};

use crate::batch::{Batch, One, Shape, results};
use crate::requests::{IntegrationLogsSend, IntegrationsList};
use crate::{Call, Client, List};

/// A handle for the integrations of the user of the token, created by [`Client::integrations`].
///
/// This is a beta feature that apps must ask Pinterest for.
#[derive(Clone, Debug)]
pub struct Integrations {
    client: Client,
}

impl Client {
    /// Returns the handle for the integrations of the user of the token, and the logs of
    /// integrations.
    #[must_use]
    pub fn integrations(&self) -> Integrations {
        Integrations {
            client: self.clone(),
        }
    }

    /// Returns the handle for an integration, by its id.
    #[must_use]
    pub fn integration(&self, id: impl Into<IntegrationId>) -> IntegrationHandle {
        IntegrationHandle {
            client: self.clone(),
            id: id.into(),
        }
    }

    /// Returns the handle for the integrations of commerce platforms.
    #[must_use]
    pub fn commerce_integrations(&self) -> CommerceIntegrations {
        CommerceIntegrations {
            client: self.clone(),
        }
    }

    /// Returns the handle for the integration of a business on a commerce platform, by the id that
    /// the platform has for the business.
    #[must_use]
    pub fn commerce_integration(
        &self,
        external_business_id: impl Into<ExternalBusinessId>,
    ) -> CommerceIntegrationHandle {
        CommerceIntegrationHandle {
            client: self.clone(),
            external_business_id: external_business_id.into(),
        }
    }
}

impl Integrations {
    /// Lists the integrations, the partners' tokens included.
    ///
    #[doc = pinterest_client::facts!(IntegrationsList)]
    ///
    /// # Examples
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
    pub fn list(&self) -> List<IntegrationsList> {
        self.client.list(IntegrationsList::new())
    }

    /// Hands a log entry of an integration to Pinterest.
    ///
    /// Take secrets out of its URLs and headers first.
    ///
    #[doc = pinterest_client::facts!(cost of IntegrationLogsSend)]
    pub fn send_log(&self, log: impl Into<IntegrationLog>) -> Call<One<IntegrationLogsSend, ()>> {
        Batch::one(&self.client, no_logs(), log, &logs())
    }

    /// Hands log entries of an integration to Pinterest.
    ///
    /// The entries of a request are taken all together or not at all. Take secrets out of their
    /// URLs and headers first.
    ///
    #[doc = pinterest_client::facts!(cost of IntegrationLogsSend)]
    pub fn send_logs(
        &self,
        logs: impl IntoIterator<Item = impl Into<IntegrationLog>>,
    ) -> Batch<IntegrationLogsSend, IntegrationLog, ()> {
        Batch::new(&self.client, no_logs(), logs, self::logs())
    }
}

fn no_logs() -> IntegrationLogsSend {
    IntegrationLogsSend::new(IntegrationLogsRequest::new(Vec::<IntegrationLog>::new()))
}

#[inline]
fn logs() -> Shape<IntegrationLogsSend, IntegrationLog, ()> {
    let fill = |request: &mut IntegrationLogsSend, logs: Vec<IntegrationLog>| {
        request.set_body(IntegrationLogsRequest::new(logs));
    };
    let read = results::all_or_nothing();
    Shape::in_field(&operation::INTEGRATIONS_LOGS_POST, "logs", fill, read)
}
