//! Requests to delete conversion data.

use pinterest_client::types::{
    AdAccountId, ConversionDeletionRequestId, ConversionDeletionTargets,
    NewConversionDeletionRequest,
};

use crate::requests::{
    ConversionDeletionRequestsCreate, ConversionDeletionRequestsDelete,
    ConversionDeletionRequestsGet, ConversionDeletionRequestsList,
};
use crate::resources::AdAccountHandle;
use crate::{Call, Client, List};

/// A handle for requests to delete the conversion data of certain people, created by
/// [`AdAccountHandle::conversion_deletion_requests`].
#[derive(Clone, Debug)]
pub struct ConversionDeletionRequests {
    client: Client,
    ad_account: AdAccountId,
}

impl ConversionDeletionRequests {
    pub(super) fn new(account: &AdAccountHandle) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Lists the requests, with the status of each.
    ///
    #[doc = pinterest_client::facts!(ConversionDeletionRequestsList)]
    pub fn list(&self) -> List<ConversionDeletionRequestsList> {
        self.client
            .list(ConversionDeletionRequestsList::new(&self.ad_account))
    }

    /// Requests the deletion of the conversion data of people, by e-mail address or by click id.
    ///
    /// The data is deleted later; [`ConversionDeletionRequestHandle::get`] gets the progress.
    ///
    #[doc = pinterest_client::facts!(ConversionDeletionRequestsCreate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::types::ConversionDeletionUserEmails;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let requests = client.ad_account("549755885175").conversion_deletion_requests();
    /// let people = ConversionDeletionUserEmails::new(["ada@example.com"]);
    /// let request = requests.create(people).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(
        &self,
        targets: impl Into<ConversionDeletionTargets>,
    ) -> Call<ConversionDeletionRequestsCreate> {
        let body = NewConversionDeletionRequest::new(targets);
        let request = ConversionDeletionRequestsCreate::new(&self.ad_account, body);
        self.client.call(request)
    }
}

/// A handle for a request to delete conversion data, created by
/// [`AdAccountHandle::conversion_deletion_request`].
#[derive(Clone, Debug)]
pub struct ConversionDeletionRequestHandle {
    client: Client,
    ad_account: AdAccountId,
    id: ConversionDeletionRequestId,
}

impl ConversionDeletionRequestHandle {
    pub(super) fn new(account: &AdAccountHandle, id: ConversionDeletionRequestId) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
            id,
        }
    }

    /// Returns the id of the request.
    #[must_use]
    pub fn id(&self) -> &ConversionDeletionRequestId {
        &self.id
    }

    /// Gets the request with its progress.
    ///
    #[doc = pinterest_client::facts!(ConversionDeletionRequestsGet)]
    pub fn get(&self) -> Call<ConversionDeletionRequestsGet> {
        let request = ConversionDeletionRequestsGet::new(&self.ad_account, &self.id);
        self.client.call(request)
    }

    /// Withdraws the request.
    ///
    /// The call resolves to the request as it is then, where the service sends it.
    ///
    #[doc = pinterest_client::facts!(ConversionDeletionRequestsDelete)]
    pub fn delete(&self) -> Call<ConversionDeletionRequestsDelete> {
        let request = ConversionDeletionRequestsDelete::new(&self.ad_account, &self.id);
        self.client.call(request)
    }
}
