//! Reports on converted products.

use pinterest_client::types::{
    AdAccountId, ConversionProductReport, NewConversionProductReport, ReportToken,
};

use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// Reports on converted products by brand, category or stock keeping unit; made by
/// [`AdAccount::conversion_product_reports`].
///
/// Pinterest opens them to selected advertisers only.
#[derive(Clone, Debug)]
pub struct ConversionProductReports {
    client: Client,
    ad_account: AdAccountId,
}

impl ConversionProductReports {
    pub(super) fn new(account: &AdAccount) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Asks for a report, which is made in the background (`analytics/create_conversion_product_report`). Scope:
    /// `ads:read`. Not in the sandbox.
    ///
    /// The answer has the token for [`get`](Self::get).
    ///
    /// # Errors
    ///
    /// When a field goes against a limit, or the call fails.
    pub async fn request(
        &self,
        report: NewConversionProductReport,
    ) -> Result<ConversionProductReport, Error> {
        call!(
            self.client,
            ANALYTICS_CREATE_CONVERSION_PRODUCT_REPORT,
            api.analytics_create_conversion_product_report(&self.ad_account, &report)
        )
    }

    /// Gets how far a report is and, once it is finished, where to download it
    /// (`analytics/get_conversion_product_report`). Scope: `ads:read`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When the call fails.
    pub async fn get(
        &self,
        token: impl Into<ReportToken>,
    ) -> Result<ConversionProductReport, Error> {
        let token = token.into();
        call!(
            self.client,
            ANALYTICS_GET_CONVERSION_PRODUCT_REPORT,
            api.analytics_get_conversion_product_report(&self.ad_account, &token)
        )
    }
}
