//! Uploads for customer lists.

use pinterest_client::types::{
    AdAccountId, CustomerListId, CustomerListUpload, CustomerListUploadId, CustomerListUploadState,
};
use serde::{Deserialize, Serialize};

use crate::Client;
use crate::jobs::kind::{Reading, sealed};
use crate::jobs::start::NotStarted;
use crate::jobs::{JobKind, JobRequest};
use crate::requests::{CustomerListUploadsGet, CustomerListUploadsRun};

/// The processing of the parts that were uploaded for a customer list.
///
/// It resolves to the upload, with the numbers of valid and invalid records. An upload that is
/// paused or was not run yet counts as running.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CustomerListUploadJob {
    ad_account_id: AdAccountId,
    customer_list_id: CustomerListId,
    customer_list_upload_id: CustomerListUploadId,
}

impl CustomerListUploadJob {
    /// Creates the ids of a job that was started already.
    #[must_use]
    pub fn new(
        ad_account: impl Into<AdAccountId>,
        customer_list: impl Into<CustomerListId>,
        upload: impl Into<CustomerListUploadId>,
    ) -> Self {
        Self {
            ad_account_id: ad_account.into(),
            customer_list_id: customer_list.into(),
            customer_list_upload_id: upload.into(),
        }
    }

    /// Returns the ad account.
    #[must_use]
    pub fn ad_account_id(&self) -> &AdAccountId {
        &self.ad_account_id
    }

    /// Returns the customer list.
    #[must_use]
    pub fn customer_list_id(&self) -> &CustomerListId {
        &self.customer_list_id
    }

    /// Returns the id of the upload.
    #[must_use]
    pub fn customer_list_upload_id(&self) -> &CustomerListUploadId {
        &self.customer_list_upload_id
    }
}

impl sealed::Sealed for CustomerListUploadJob {}

impl JobKind for CustomerListUploadJob {
    const NAME: &'static str = "customer_list_upload";
    type Output = CustomerListUpload;
    type Poll = CustomerListUploadsGet;

    fn poll(&self) -> CustomerListUploadsGet {
        CustomerListUploadsGet::new(
            &self.ad_account_id,
            &self.customer_list_id,
            &self.customer_list_upload_id,
        )
    }

    fn read(&self, _: &Client, response: CustomerListUpload) -> Reading<CustomerListUpload> {
        let status = response.state.as_str();
        match response.state {
            CustomerListUploadState::NotStarted
            | CustomerListUploadState::Running
            | CustomerListUploadState::Paused => Reading::running(status),
            CustomerListUploadState::Succeeded => Reading::Finished(response),
            CustomerListUploadState::Failed => Reading::failed(status, reason(&response)),
            _ => Reading::unknown(status),
        }
    }
}

fn reason(upload: &CustomerListUpload) -> Option<String> {
    let errors = upload.error_counts.as_ref()?.iter();
    let errors = errors.map(|error| {
        let (message, code, count) = (error.message.as_str(), error.error_code, error.count);
        format!("{message} (code {code}, {count} times)")
    });
    Some(errors.collect::<Vec<_>>().join("; "))
}

impl sealed::Sealed for CustomerListUploadsRun {}

impl JobRequest for CustomerListUploadsRun {
    type Job = CustomerListUploadJob;

    fn job(
        &self,
        _: &Client,
        response: &CustomerListUpload,
    ) -> Result<CustomerListUploadJob, NotStarted> {
        Ok(CustomerListUploadJob {
            ad_account_id: response.ad_account_id.clone(),
            customer_list_id: response.customer_list_id.clone(),
            customer_list_upload_id: response.id.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use pinterest_client::ForTest;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_failed_upload_says_why() {
        let upload = CustomerListUpload::for_test(json!({
            "ad_account_id": "5", "customer_list_id": "6", "id": "7", "operation": "ADD",
            "state": "FAILED", "creation_time": 1, "updated_time": 2,
            "error_counts": [{"error_code": 2, "count": 1, "message": "A part is too small"}],
        }));
        assert_eq!(
            reason(&upload).as_deref(),
            Some("A part is too small (code 2, 1 times)")
        );
    }
}
