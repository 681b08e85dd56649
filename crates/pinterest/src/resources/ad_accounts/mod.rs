//! Ad accounts: reading and creating them, their analytics and reports.
//!
//! [`Client::ad_accounts`] lists and creates them; everything that belongs to one starts at
//! [`Client::ad_account`]. A report takes a while: `request(…).start()` returns a
//! [`Job`](crate::jobs::Job), which is awaited for the file. Without it, `request` responds with a
//! token, with which `get` gets the progress of the report and where to download it.

mod account;
mod accounts;
mod conversion_product_reports;
mod mmm_reports;
mod report_templates;
mod reports;

pub use accounts::AdAccounts;
pub use conversion_product_reports::ConversionProductReports;
pub use mmm_reports::MmmReports;
pub use report_templates::{ReportTemplateHandle, ReportTemplates};
pub use reports::Reports;

use pinterest_client::types::ReportTemplateId;

use crate::Client;
use crate::resources::AdAccountHandle;

impl Client {
    /// Returns the handle for the ad accounts that the user of the token can work with.
    #[must_use]
    pub fn ad_accounts(&self) -> AdAccounts {
        AdAccounts::new(self)
    }
}

impl AdAccountHandle {
    /// Returns the handle for reports on ads and what came of them.
    #[must_use]
    pub fn reports(&self) -> Reports {
        Reports::new(self)
    }

    /// Returns the handle for reports for marketing mix modeling.
    #[must_use]
    pub fn mmm_reports(&self) -> MmmReports {
        MmmReports::new(self)
    }

    /// Returns the handle for reports on converted products by brand, category or stock keeping
    /// unit.
    #[must_use]
    pub fn conversion_product_reports(&self) -> ConversionProductReports {
        ConversionProductReports::new(self)
    }

    /// Returns the handle for templates that reports can be made from.
    #[must_use]
    pub fn report_templates(&self) -> ReportTemplates {
        ReportTemplates::new(self)
    }

    /// Returns the handle for a template that reports can be made from, by its id.
    #[must_use]
    pub fn report_template(&self, id: impl Into<ReportTemplateId>) -> ReportTemplateHandle {
        ReportTemplateHandle::new(self, id.into())
    }
}
