//! Templates of reports.

use pinterest_client::types::{AdAccountId, ReportTemplateId};

use crate::paging::List;
use crate::requests::{AnalyticsCreateTemplateReportQuery, TemplatesListQuery};
use crate::resources::AdAccount;
use crate::{Call, Client};

/// The report templates of an ad account; made by [`AdAccount::report_templates`].
#[derive(Clone, Debug)]
pub struct ReportTemplates {
    client: Client,
    ad_account: AdAccountId,
}

impl ReportTemplates {
    pub(super) fn new(account: &AdAccount) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Lists the templates, wherever they were made (`templates/list`). Scope: `ads:read`.
    pub fn list(&self) -> List<TemplatesListQuery> {
        List::new(&self.client, TemplatesListQuery::new(&self.ad_account))
    }
}

/// A report template of an ad account; made by [`AdAccount::report_template`].
#[derive(Clone, Debug)]
pub struct ReportTemplate {
    client: Client,
    ad_account: AdAccountId,
    id: ReportTemplateId,
}

impl ReportTemplate {
    pub(super) fn new(account: &AdAccount, id: ReportTemplateId) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
            id,
        }
    }

    /// The id of the template.
    #[must_use]
    pub fn id(&self) -> &ReportTemplateId {
        &self.id
    }

    /// Asks for a report with the settings of the template, which is made in the background
    /// (`analytics/create_template_report`). Scope: `ads:read`. Not in the sandbox.
    ///
    /// The answer has the token for [`Reports::get`](super::Reports::get).
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let account = client.ad_account("549755885175");
    /// let template = account.report_template("4131425364");
    /// let report = template.request_report().start_date("2026-01-01").end_date("2026-01-31").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn request_report(&self) -> Call<AnalyticsCreateTemplateReportQuery> {
        let query = AnalyticsCreateTemplateReportQuery::new(&self.ad_account, &self.id);
        Call::new(&self.client, query)
    }
}
