//! Conversion tags.

use std::collections::BTreeMap;

use pinterest_client::types::{
    self, AdAccountId, ConversionTagEvent, ConversionTagId, NewConversionTag,
};

use crate::paging::List;
use crate::requests::{ConversionTagsListQuery, PageVisitConversionTagsGetQuery};
use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Call, Client, Error};

/// Conversion tags (Pinterest tags) of an ad account; made by [`AdAccount::conversion_tags`].
#[derive(Clone, Debug)]
pub struct ConversionTags {
    client: Client,
    ad_account: AdAccountId,
}

impl ConversionTags {
    pub(super) fn new(account: &AdAccount) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Lists the tags, all in one answer (`conversion_tags/list`). Scope: `ads:read`. Not in the sandbox.
    pub fn list(&self) -> Call<ConversionTagsListQuery> {
        Call::new(&self.client, ConversionTagsListQuery::new(&self.ad_account))
    }

    /// Creates a tag (`conversion_tags/create`). Scope: `ads:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When a field goes against a limit, or the call fails.
    pub async fn create(&self, tag: NewConversionTag) -> Result<types::ConversionTag, Error> {
        call!(
            self.client,
            CONVERSION_TAGS_CREATE,
            api.conversion_tags_create(&self.ad_account, &tag)
        )
    }

    /// Lists the events of the tags that bids can be optimized for (oCPM), in groups
    /// (`ocpm_eligible_conversion_tags/get`). Scope: `ads:read`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When the id goes against a limit, or the call fails.
    pub async fn ocpm_eligible(&self) -> Result<BTreeMap<String, Vec<ConversionTagEvent>>, Error> {
        call!(
            self.client,
            OCPM_ELIGIBLE_CONVERSION_TAGS_GET,
            api.ocpm_eligible_conversion_tags_get(&self.ad_account)
        )
    }

    /// Lists the page visit events of the tags (`page_visit_conversion_tags/get`). Scope: `ads:read`. Not in the sandbox.
    pub fn page_visits(&self) -> List<PageVisitConversionTagsGetQuery> {
        let query = PageVisitConversionTagsGetQuery::new(&self.ad_account);
        List::new(&self.client, query)
    }
}

/// A conversion tag of an ad account; made by [`AdAccount::conversion_tag`].
#[derive(Clone, Debug)]
pub struct ConversionTag {
    client: Client,
    ad_account: AdAccountId,
    id: ConversionTagId,
}

impl ConversionTag {
    pub(super) fn new(account: &AdAccount, id: ConversionTagId) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
            id,
        }
    }

    /// The id of the tag.
    #[must_use]
    pub fn id(&self) -> &ConversionTagId {
        &self.id
    }

    /// Gets the tag, with its code and its settings (`conversion_tags/get`). Scope: `ads:read`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn get(&self) -> Result<types::ConversionTag, Error> {
        call!(
            self.client,
            CONVERSION_TAGS_GET,
            api.conversion_tags_get(&self.ad_account, &self.id)
        )
    }
}
