//! Jobs that collect leads for download.

use pinterest_client::types::{
    AdAccountId, CreateLeadsExportRequest, CreateLeadsExportResponse, LeadsExport, LeadsExportId,
};

use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// Jobs that collect leads for download; made by [`AdAccount::leads_exports`].
///
/// A beta feature of the service that not every app may use. Leads can be exported for 30 days after they came in.
#[derive(Clone, Debug)]
pub struct LeadsExports {
    client: Client,
    ad_account: AdAccountId,
}

impl LeadsExports {
    pub(super) fn new(ad_account: &AdAccount) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Starts an export, to be asked for by its id with [`get`](Self::get) (`leads_export/create`). Scope:
    /// `ads:write`. Not in the sandbox.
    ///
    /// The answer has the id of the export.
    ///
    /// # Errors
    ///
    /// When an argument goes against a limit, or the call fails.
    ///
    /// ```no_run
    /// use pinterest::types::CreateLeadsExportRequest;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let exports = client.ad_account("549755885175").leads_exports();
    /// let (first_day, last_day) = ("2026-03-01", "2026-03-14");
    /// let request = CreateLeadsExportRequest::new("687201361754", first_day, last_day);
    /// if let Some(id) = exports.request(request).await?.leads_export_id {
    ///     println!("{:?}", exports.get(id).await?.export_status);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn request(
        &self,
        request: CreateLeadsExportRequest,
    ) -> Result<CreateLeadsExportResponse, Error> {
        call!(
            self.client,
            LEADS_EXPORT_CREATE,
            api.leads_export_create(&self.ad_account, &request)
        )
    }

    /// Gets how far an export is and, once it is finished, where the leads are (`leads_export/get`). Scope: `ads:read`.
    /// Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn get(&self, id: impl Into<LeadsExportId>) -> Result<LeadsExport, Error> {
        let id = id.into();
        call!(
            self.client,
            LEADS_EXPORT_GET,
            api.leads_export_get(&self.ad_account, &id)
        )
    }
}
