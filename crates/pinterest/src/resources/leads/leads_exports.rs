//! Jobs that collect leads for download.

use pinterest_client::types::{AdAccountId, CreateLeadsExportRequest, LeadsExportId};

use crate::requests::{LeadsExportCreate, LeadsExportGet};
use crate::resources::AdAccountHandle;
use crate::{Call, Client};

/// A handle for jobs that collect leads for download, created by
/// [`AdAccountHandle::leads_exports`].
///
/// This is a beta feature that not every app may use. Leads can be exported for 30 days after they
/// came in.
#[derive(Clone, Debug)]
pub struct LeadsExports {
    client: Client,
    ad_account: AdAccountId,
}

impl LeadsExports {
    pub(super) fn new(ad_account: &AdAccountHandle) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Starts an export.
    ///
    /// [`start`](Call::start) returns the job to wait for; otherwise, the response has the id of the
    /// export, for [`get`](Self::get).
    ///
    #[doc = pinterest_client::facts!(LeadsExportCreate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::types::CreateLeadsExportRequest;
    /// use pinterest::{Date, DateRange};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let exports = client.ad_account("549755885175").leads_exports();
    /// let days = DateRange::ending(Date::new(2026, 3, 14)?, 14)?;
    /// let export = CreateLeadsExportRequest::new("687201361754", days.start(), days.end());
    /// let file = exports.request(export).start().await?.await?;
    /// let mut leads = Vec::new();
    /// file.write_to(&mut leads).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, export: impl Into<CreateLeadsExportRequest>) -> Call<LeadsExportCreate> {
        self.client
            .call(LeadsExportCreate::new(&self.ad_account, export))
    }

    /// Gets how far an export is and, once it is finished, where the leads are.
    ///
    #[doc = pinterest_client::facts!(LeadsExportGet)]
    pub fn get(&self, id: impl Into<LeadsExportId>) -> Call<LeadsExportGet> {
        self.client.call(LeadsExportGet::new(&self.ad_account, id))
    }
}
