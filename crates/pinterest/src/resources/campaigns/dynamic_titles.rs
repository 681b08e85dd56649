//! Titles of the ads of an ad group that are uploaded as a CSV file.

use pinterest_client::Sensitive;
use pinterest_client::types::{
    AdAccountId, AdGroupId, DynamicTitlesRequestId, DynamicTitlesStatus, DynamicTitlesUpload,
    ProcessDynamicTitlesRequest, ProcessDynamicTitlesResponse,
};

use super::AdGroup;
use crate::transport::call;
use crate::{Client, Error};

/// The dynamic titles of an ad group; made by [`AdGroup::dynamic_titles`].
///
/// Create an [`upload`](Self::create_upload), send the file to its URL, then have it [`processed`](Self::process).
#[derive(Clone, Debug)]
pub struct DynamicTitles {
    client: Client,
    ad_account: AdAccountId,
    ad_group: AdGroupId,
}

impl DynamicTitles {
    pub(super) fn new(ad_group: &AdGroup) -> Self {
        Self {
            client: ad_group.client.clone(),
            ad_account: ad_group.ad_account.clone(),
            ad_group: ad_group.id.clone(),
        }
    }

    /// Creates an upload: a URL to send a CSV file to, and the id to process it with
    /// (`ad_groups_dynamic_titles/get_upload_url`). Scope: `ads:read`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn create_upload(&self) -> Result<DynamicTitlesUpload, Error> {
        call!(
            self.client,
            AD_GROUPS_DYNAMIC_TITLES_GET_UPLOAD_URL,
            api.ad_groups_dynamic_titles_get_upload_url(&self.ad_account, &self.ad_group)
        )
    }

    /// Processes the file that was uploaded (`ad_groups_dynamic_titles/process_csv`). Scope: `ads:write`. Not in the
    /// sandbox.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn process(
        &self,
        request_id: impl Into<DynamicTitlesRequestId>,
    ) -> Result<ProcessDynamicTitlesResponse, Error> {
        let body = ProcessDynamicTitlesRequest::new(request_id);
        call!(
            self.client,
            AD_GROUPS_DYNAMIC_TITLES_PROCESS_CSV,
            api.ad_groups_dynamic_titles_process_csv(&self.ad_account, &self.ad_group, &body)
        )
    }

    /// Gets whether the titles are ready, and how many were made and reviewed (`ad_groups_dynamic_titles/get_status`).
    /// Scope: `ads:read`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn status(&self) -> Result<DynamicTitlesStatus, Error> {
        call!(
            self.client,
            AD_GROUPS_DYNAMIC_TITLES_GET_STATUS,
            api.ad_groups_dynamic_titles_get_status(&self.ad_account, &self.ad_group)
        )
    }

    /// Gets a URL to download the titles from as a CSV file (`ad_groups_dynamic_titles/download_csv`). Scope:
    /// `ads:read`. Not in the sandbox.
    ///
    /// Returns `None` when the service reports success without a URL.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn download_url(&self) -> Result<Option<Sensitive>, Error> {
        let download = call!(
            self.client,
            AD_GROUPS_DYNAMIC_TITLES_DOWNLOAD_CSV,
            api.ad_groups_dynamic_titles_download_csv(&self.ad_account, &self.ad_group)
        )?;
        Ok(download.download_url)
    }
}
