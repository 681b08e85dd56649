//! Requests to delete conversion data.

use pinterest_client::types::{
    self, AdAccountId, ConversionDeletionRequestId, ConversionDeletionTargets,
    NewConversionDeletionRequest,
};

use crate::paging::List;
use crate::requests::ConversionDeletionRequestListQuery;
use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// Requests to delete the conversion data of certain people; made by [`AdAccount::conversion_deletion_requests`].
#[derive(Clone, Debug)]
pub struct ConversionDeletionRequests {
    client: Client,
    ad_account: AdAccountId,
}

impl ConversionDeletionRequests {
    pub(super) fn new(account: &AdAccount) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Lists the requests, with the state of each (`conversion_deletion_request/list`). Scope: `ads:read`. Not in the
    /// sandbox.
    pub fn list(&self) -> List<ConversionDeletionRequestListQuery> {
        let query = ConversionDeletionRequestListQuery::new(&self.ad_account);
        List::new(&self.client, query)
    }

    /// Asks for the deletion of the conversion data of people, by e-mail address or by click id
    /// (`conversion_deletion_request/create`). Scope: `ads:write`. Not in the sandbox.
    ///
    /// The data is deleted later; [`ConversionDeletionRequest::get`] says how far it is.
    ///
    /// # Errors
    ///
    /// When a field goes against a limit, or the call fails.
    ///
    /// ```no_run
    /// use pinterest::types::ConversionDeletionUserEmails;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let requests = client.ad_account("549755885175").conversion_deletion_requests();
    /// let request = requests.create(ConversionDeletionUserEmails::new(["ada@example.com".into()])).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create(
        &self,
        targets: impl Into<ConversionDeletionTargets>,
    ) -> Result<types::ConversionDeletionRequest, Error> {
        let body = NewConversionDeletionRequest::new(targets);
        call!(
            self.client,
            CONVERSION_DELETION_REQUEST_CREATE,
            api.conversion_deletion_request_create(&self.ad_account, &body)
        )
    }
}

/// A request to delete conversion data; made by [`AdAccount::conversion_deletion_request`].
#[derive(Clone, Debug)]
pub struct ConversionDeletionRequest {
    client: Client,
    ad_account: AdAccountId,
    id: ConversionDeletionRequestId,
}

impl ConversionDeletionRequest {
    pub(super) fn new(account: &AdAccount, id: ConversionDeletionRequestId) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
            id,
        }
    }

    /// The id of the request.
    #[must_use]
    pub fn id(&self) -> &ConversionDeletionRequestId {
        &self.id
    }

    /// Gets the request, which says how far it is (`conversion_deletion_request/get`). Scope: `ads:read`. Not in the
    /// sandbox.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn get(&self) -> Result<types::ConversionDeletionRequest, Error> {
        call!(
            self.client,
            CONVERSION_DELETION_REQUEST_GET,
            api.conversion_deletion_request_get(&self.ad_account, &self.id)
        )
    }

    /// Withdraws the request (`conversion_deletion_request/delete`). Scope: `ads:write`. Not in the sandbox.
    ///
    /// Returns the request as it is then, where the service sends it.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn delete(&self) -> Result<Option<types::ConversionDeletionRequest>, Error> {
        call!(
            self.client,
            CONVERSION_DELETION_REQUEST_DELETE,
            api.conversion_deletion_request_delete(&self.ad_account, &self.id)
        )
    }
}
