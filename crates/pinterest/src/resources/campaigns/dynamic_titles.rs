//! Titles of the ads of an ad group that are uploaded as a CSV file.

use pinterest_client::types::{
    AdAccountId, AdGroupId, DynamicTitlesRequestId, ProcessDynamicTitlesRequest,
};

use super::AdGroupHandle;
use crate::requests::{
    DynamicTitlesDownloadGet, DynamicTitlesProcess, DynamicTitlesStatusGet, DynamicTitlesUploadGet,
};
use crate::{Call, Client};

/// A handle for the dynamic titles of an ad group, created by [`AdGroupHandle::dynamic_titles`].
///
/// Create an [upload](Self::create_upload), send the file to its URL, then
/// [process](Self::process) it.
#[derive(Clone, Debug)]
pub struct DynamicTitles {
    client: Client,
    ad_account: AdAccountId,
    ad_group: AdGroupId,
}

impl DynamicTitles {
    pub(super) fn new(ad_group: &AdGroupHandle) -> Self {
        Self {
            client: ad_group.client.clone(),
            ad_account: ad_group.ad_account.clone(),
            ad_group: ad_group.id.clone(),
        }
    }

    /// Creates an upload: a URL to send a CSV file to, and the id to process it with.
    ///
    #[doc = pinterest_client::facts!(DynamicTitlesUploadGet)]
    pub fn create_upload(&self) -> Call<DynamicTitlesUploadGet> {
        let request = DynamicTitlesUploadGet::new(&self.ad_account, &self.ad_group);
        self.client.call(request)
    }

    /// Processes the file that was uploaded.
    ///
    /// [`start`](Call::start) returns the job to wait for.
    ///
    #[doc = pinterest_client::facts!(DynamicTitlesProcess)]
    pub fn process(
        &self,
        request_id: impl Into<DynamicTitlesRequestId>,
    ) -> Call<DynamicTitlesProcess> {
        let body = ProcessDynamicTitlesRequest::new(request_id);
        let (ad_account, ad_group) = (&self.ad_account, &self.ad_group);
        let request = DynamicTitlesProcess::new(ad_account, ad_group, body);
        self.client.call(request)
    }

    /// Gets whether the titles are ready, and how many were made and reviewed.
    ///
    #[doc = pinterest_client::facts!(DynamicTitlesStatusGet)]
    pub fn status(&self) -> Call<DynamicTitlesStatusGet> {
        let request = DynamicTitlesStatusGet::new(&self.ad_account, &self.ad_group);
        self.client.call(request)
    }

    /// Gets a URL to download the titles from as a CSV file.
    ///
    #[doc = pinterest_client::facts!(DynamicTitlesDownloadGet)]
    pub fn download_url(&self) -> Call<DynamicTitlesDownloadGet> {
        let request = DynamicTitlesDownloadGet::new(&self.ad_account, &self.ad_group);
        self.client.call(request)
    }
}
