//! Reports on converted products.

use pinterest_client::types::{AdAccountId, NewConversionProductReport, ReportToken};

use crate::requests::{ConversionProductReportsCreate, ConversionProductReportsGet};
use crate::resources::AdAccountHandle;
use crate::{Call, Client};

/// A handle for reports on converted products by brand, category or stock keeping unit, created by
/// [`AdAccountHandle::conversion_product_reports`].
///
/// Pinterest opens them to selected advertisers only.
#[derive(Clone, Debug)]
pub struct ConversionProductReports {
    client: Client,
    ad_account: AdAccountId,
}

impl ConversionProductReports {
    pub(super) fn new(account: &AdAccountHandle) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Requests a report, which is made in the background.
    ///
    /// [`start`](Call::start) returns the job to wait for; otherwise, the response has the token for
    /// [`get`](Self::get).
    ///
    #[doc = pinterest_client::facts!(ConversionProductReportsCreate)]
    pub fn request(
        &self,
        report: impl Into<NewConversionProductReport>,
    ) -> Call<ConversionProductReportsCreate> {
        let request = ConversionProductReportsCreate::new(&self.ad_account, report);
        self.client.call(request)
    }

    /// Gets the progress of a report and, once it is finished, where to download it.
    ///
    #[doc = pinterest_client::facts!(ConversionProductReportsGet)]
    pub fn get(&self, token: impl Into<ReportToken>) -> Call<ConversionProductReportsGet> {
        self.client
            .call(ConversionProductReportsGet::new(&self.ad_account, token))
    }
}
