//! Many entities of an ad account at once, in jobs that take a while.

use pinterest_client::types::{
    AdAccountId, BulkDownloadRequest, BulkDownloadResponse, BulkRequestId, BulkUpsertRequest,
    BulkUpsertResponse,
};

use super::AdAccount;
use crate::requests::BulkRequestGetQuery;
use crate::transport::call;
use crate::{Call, Client, Error};

/// Bulk downloads and changes of an ad account; made by [`AdAccount::bulk`].
///
/// A request starts a job, whose id the answer has; ask with [`get`](Self::get) how far it is, and where its result is.
///
/// ```no_run
/// use pinterest::types::{BulkDownloadRequest, BulkEntityType};
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let bulk = client.ad_account("549755885175").bulk();
/// let campaigns = BulkDownloadRequest::new().entity_types([BulkEntityType::Campaign]);
/// if let Some(id) = bulk.request_download(campaigns).await?.request_id {
///     let job = bulk.get(id).await?;
///     println!("{}", job.status);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Bulk {
    client: Client,
    ad_account: AdAccountId,
}

impl Bulk {
    pub(super) fn new(ad_account: &AdAccount) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Starts a download of campaigns, ad groups, ads and other entities (`bulk_download/create`). Scope: `ads:read`.
    /// Not in the sandbox.
    ///
    /// The answer has the id of the job.
    ///
    /// # Errors
    ///
    /// When the request goes against a limit, or the call fails.
    pub async fn request_download(
        &self,
        download: BulkDownloadRequest,
    ) -> Result<BulkDownloadResponse, Error> {
        call!(
            self.client,
            BULK_DOWNLOAD_CREATE,
            api.bulk_download_create(&self.ad_account, &download)
        )
    }

    /// Starts to create and to change campaigns, ad groups, ads and other entities (`bulk_upsert/create`). Scope:
    /// `ads:write`. Not in the sandbox.
    ///
    /// The answer has the id of the job.
    ///
    /// # Errors
    ///
    /// When the request goes against a limit, or the call fails.
    pub async fn request_upsert(
        &self,
        entities: BulkUpsertRequest,
    ) -> Result<BulkUpsertResponse, Error> {
        call!(
            self.client,
            BULK_UPSERT_CREATE,
            api.bulk_upsert_create(&self.ad_account, &entities)
        )
    }

    /// Gets the state of a job and, when it has ended, the URL of its result (`bulk_request/get`). Scope: `ads:read`.
    /// Not in the sandbox.
    pub fn get(&self, request: impl Into<BulkRequestId>) -> Call<BulkRequestGetQuery> {
        let query = BulkRequestGetQuery::new(&self.ad_account, request);
        Call::new(&self.client, query)
    }
}
