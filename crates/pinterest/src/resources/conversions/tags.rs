//! Conversion tags.

use pinterest_client::types::{AdAccountId, ConversionTagId, NewConversionTag};

use crate::requests::{
    ConversionTagsCreate, ConversionTagsGet, ConversionTagsList, OcpmEligibleConversionTagsList,
    PageVisitConversionTagsList,
};
use crate::resources::AdAccountHandle;
use crate::{Call, Client, List};

/// A handle for conversion tags (Pinterest tags) of an ad account, created by
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
    ///
    #[doc = pinterest_client::facts!(ConversionTagsList)]
    pub fn list(&self) -> Call<ConversionTagsList> {
        self.client.call(ConversionTagsList::new(&self.ad_account))
    }

    /// Creates a tag.
    ///
    #[doc = pinterest_client::facts!(ConversionTagsCreate)]
    pub fn create(&self, tag: impl Into<NewConversionTag>) -> Call<ConversionTagsCreate> {
        self.client
            .call(ConversionTagsCreate::new(&self.ad_account, tag))
    }

    /// Lists the events of the tags that bids can be optimized for (oCPM), in groups.
    ///
    #[doc = pinterest_client::facts!(OcpmEligibleConversionTagsList)]
    pub fn ocpm_eligible(&self) -> Call<OcpmEligibleConversionTagsList> {
        self.client
            .call(OcpmEligibleConversionTagsList::new(&self.ad_account))
    }

    /// Lists the page visit events of the tags.
    ///
    #[doc = pinterest_client::facts!(PageVisitConversionTagsList)]
    pub fn page_visits(&self) -> List<PageVisitConversionTagsList> {
        self.client
            .list(PageVisitConversionTagsList::new(&self.ad_account))
    }
}

/// A handle for a conversion tag of an ad account, created by [`AdAccountHandle::conversion_tag`].
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

    /// Returns the id of the tag.
    #[must_use]
    pub fn id(&self) -> &ConversionTagId {
        &self.id
    }

    /// Gets the tag, with its code and its settings.
    ///
    #[doc = pinterest_client::facts!(ConversionTagsGet)]
    pub fn get(&self) -> Call<ConversionTagsGet> {
        self.client
            .call(ConversionTagsGet::new(&self.ad_account, &self.id))
    }
}
