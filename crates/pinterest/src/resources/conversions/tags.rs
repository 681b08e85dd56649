//! Conversion tags.

use pinterest_client::types::{AdAccountId, ConversionTagId, NewConversionTag};

use crate::requests::{
    ConversionTagsCreate, ConversionTagsGet, ConversionTagsList, OcpmEligibleConversionTagsList,
    PageVisitConversionTagsList,
};
use crate::resources::AdAccountHandle;
use crate::{Call, Client, List};

/// Conversion tags (Pinterest tags) of an ad account; made by
/// [`AdAccountHandle::conversion_tags`].
#[derive(Clone, Debug)]
pub struct ConversionTags {
    client: Client,
    ad_account: AdAccountId,
}

impl ConversionTags {
    pub(super) fn new(account: &AdAccountHandle) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Lists the tags, all in one response.
    pub fn list(&self) -> Call<ConversionTagsList> {
        self.client.call(ConversionTagsList::new(&self.ad_account))
    }

    /// Creates a tag.
    pub fn create(&self, tag: impl Into<NewConversionTag>) -> Call<ConversionTagsCreate> {
        self.client
            .call(ConversionTagsCreate::new(&self.ad_account, tag))
    }

    /// Lists the events of the tags that bids can be optimized for (oCPM), in groups.
    pub fn ocpm_eligible(&self) -> Call<OcpmEligibleConversionTagsList> {
        self.client
            .call(OcpmEligibleConversionTagsList::new(&self.ad_account))
    }

    /// Lists the page visit events of the tags.
    pub fn page_visits(&self) -> List<PageVisitConversionTagsList> {
        self.client
            .list(PageVisitConversionTagsList::new(&self.ad_account))
    }
}

/// A conversion tag of an ad account; made by [`AdAccountHandle::conversion_tag`].
#[derive(Clone, Debug)]
pub struct ConversionTagHandle {
    client: Client,
    ad_account: AdAccountId,
    id: ConversionTagId,
}

impl ConversionTagHandle {
    pub(super) fn new(account: &AdAccountHandle, id: ConversionTagId) -> Self {
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

    /// Gets the tag, with its code and its settings.
    pub fn get(&self) -> Call<ConversionTagsGet> {
        self.client
            .call(ConversionTagsGet::new(&self.ad_account, &self.id))
    }
}
