//! Templates of reports.

use pinterest_client::types::{AdAccountId, ReportTemplateId};

use crate::requests::{ReportTemplatesList, TemplateReportsCreate};
use crate::resources::AdAccountHandle;
use crate::{Call, Client, List};

/// A handle for the report templates of an ad account, created by
/// [`AdAccountHandle::report_templates`].
#[derive(Clone, Debug)]
pub struct ReportTemplates {
    client: Client,
    ad_account: AdAccountId,
}

impl ReportTemplates {
    pub(super) fn new(account: &AdAccountHandle) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Lists the templates, wherever they were made.
    ///
    #[doc = pinterest_client::facts!(ReportTemplatesList)]
    pub fn list(&self) -> List<ReportTemplatesList> {
        self.client.list(ReportTemplatesList::new(&self.ad_account))
    }
}

/// A handle for a report template of an ad account, created by
/// [`AdAccountHandle::report_template`].
#[derive(Clone, Debug)]
pub struct ReportTemplateHandle {
    client: Client,
    ad_account: AdAccountId,
    id: ReportTemplateId,
}

impl ReportTemplateHandle {
    pub(super) fn new(account: &AdAccountHandle, id: ReportTemplateId) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
            id,
        }
    }

    /// Returns the id of the template.
    #[must_use]
    pub fn id(&self) -> &ReportTemplateId {
        &self.id
    }

    /// Requests a report with the settings of the template, which is made in the background.
    ///
    /// [`start`](Call::start) returns the job to wait for; otherwise, the response has the token for
    /// [`Reports::get`](super::Reports::get).
    ///
    #[doc = pinterest_client::facts!(TemplateReportsCreate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::{Date, DateRange};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let account = client.ad_account("549755885175");
    /// let days = DateRange::ending(Date::new(2026, 1, 31)?, 31)?;
    /// let report = account
    ///     .report_template("4131425364")
    ///     .request_report()
    ///     .with(|request| request.start_date(days.start()).end_date(days.end()))
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn request_report(&self) -> Call<TemplateReportsCreate> {
        self.client
            .call(TemplateReportsCreate::new(&self.ad_account, &self.id))
    }
}
