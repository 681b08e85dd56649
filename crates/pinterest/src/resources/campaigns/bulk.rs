//! Many entities of an ad account at once, in jobs that take a while.

use pinterest_client::types::{AdAccountId, BulkDownloadRequest, BulkRequestId, BulkUpsertRequest};

use crate::requests::{BulkDownloadCreate, BulkRequestGet, BulkUpsertCreate};
use crate::resources::AdAccountHandle;
use crate::{Call, Client};

/// A handle for bulk downloads and changes of an ad account, created by [`AdAccountHandle::bulk`].
///
/// A request starts a job: [`start`](Call::start) returns it, to be awaited for the file with its
/// result. Otherwise, its id is in the response, and [`get`](Self::get) gets its progress.
///
/// # Examples
///
/// ```no_run
/// use pinterest::types::{BulkDownloadRequest, BulkEntityType};
///
/// # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let bulk = client.ad_account("549755885175").bulk();
/// let campaigns = BulkDownloadRequest::new().entity_types([BulkEntityType::Campaign]);
/// let file = bulk.request_download(campaigns).start().await?.await?;
/// let mut entities = Vec::new();
/// file.write_to(&mut entities).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Bulk {
    client: Client,
    ad_account: AdAccountId,
}

impl Bulk {
    pub(super) fn new(ad_account: &AdAccountHandle) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Starts a download of campaigns, ad groups, ads and other entities.
    ///
    /// The response has the id of the job.
    ///
    #[doc = pinterest_client::facts!(BulkDownloadCreate)]
    pub fn request_download(
        &self,
        download: impl Into<BulkDownloadRequest>,
    ) -> Call<BulkDownloadCreate> {
        self.client
            .call(BulkDownloadCreate::new(&self.ad_account, download))
    }

    /// Starts creating and changing campaigns, ad groups, ads and other entities.
    ///
    /// The response has the id of the job.
    ///
    #[doc = pinterest_client::facts!(BulkUpsertCreate)]
    pub fn request_upsert(&self, entities: impl Into<BulkUpsertRequest>) -> Call<BulkUpsertCreate> {
        self.client
            .call(BulkUpsertCreate::new(&self.ad_account, entities))
    }

    /// Gets the status of a job and, when it has ended, the URL of its result.
    ///
    #[doc = pinterest_client::facts!(BulkRequestGet)]
    pub fn get(&self, request: impl Into<BulkRequestId>) -> Call<BulkRequestGet> {
        self.client
            .call(BulkRequestGet::new(&self.ad_account, request))
    }
}
