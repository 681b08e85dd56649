//! Previews of ads, to be opened in a browser.

use pinterest_client::operation;
use pinterest_client::types::{
    AdAccountId, AdGroupId, AdPreviewRequest, CampaignAdPreview, CampaignAdPreviewDeletion,
    CampaignAdPreviewDeletionStatus, NewCampaignAdPreview,
};

use crate::batch::{Batch, One, Reply, Shape, results};
use crate::requests::{
    AdPreviewsCreate, CampaignAdPreviewsCreate, CampaignAdPreviewsDelete, CampaignAdPreviewsList,
};
use crate::resources::AdAccountHandle;
use crate::{Call, Client};

/// A handle for previews of single ads, whether they exist or not, created by
/// [`AdAccountHandle::ad_previews`].
#[derive(Clone, Debug)]
pub struct AdPreviews {
    client: Client,
    ad_account: AdAccountId,
}

impl AdPreviews {
    pub(super) fn new(ad_account: &AdAccountHandle) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Creates a preview from a Pin, an image or a product group.
    ///
    /// The response has the URL of the preview, which works for 7 days, also in an iframe.
    ///
    #[doc = pinterest_client::facts!(AdPreviewsCreate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::types::AdPreviewFromPin;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let previews = client.ad_account("549755885175").ad_previews();
    /// let preview = previews.create(AdPreviewFromPin::new("394205773611545468")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(&self, preview: impl Into<AdPreviewRequest>) -> Call<AdPreviewsCreate> {
        self.client
            .call(AdPreviewsCreate::new(&self.ad_account, preview))
    }
}

/// A handle for previews of the ads of ad groups, created by
/// [`AdAccountHandle::campaign_ad_previews`].
#[derive(Clone, Debug)]
pub struct CampaignAdPreviews {
    client: Client,
    ad_account: AdAccountId,
}

impl CampaignAdPreviews {
    pub(super) fn new(ad_account: &AdAccountHandle) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the previews that ad groups have, all in one response.
    ///
    #[doc = pinterest_client::facts!(CampaignAdPreviewsList)]
    pub fn list(
        &self,
        ad_groups: impl IntoIterator<Item = impl Into<AdGroupId>>,
    ) -> Call<CampaignAdPreviewsList> {
        self.client
            .call(CampaignAdPreviewsList::new(&self.ad_account, ad_groups))
    }

    /// Creates a preview for an ad group.
    ///
    #[doc = pinterest_client::facts!(cost of CampaignAdPreviewsCreate)]
    pub fn create(
        &self,
        ad_group: impl Into<AdGroupId>,
    ) -> Call<One<CampaignAdPreviewsCreate, CampaignAdPreview>> {
        Batch::one(&self.client, self.creation(), ad_group, &creations())
    }

    /// Creates a preview for each ad group.
    ///
    #[doc = pinterest_client::facts!(cost of CampaignAdPreviewsCreate)]
    pub fn create_all(
        &self,
        ad_groups: impl IntoIterator<Item = impl Into<AdGroupId>>,
    ) -> Batch<CampaignAdPreviewsCreate, AdGroupId, CampaignAdPreview> {
        Batch::new(&self.client, self.creation(), ad_groups, creations())
    }

    /// Deletes the preview of an ad group.
    ///
    #[doc = pinterest_client::facts!(cost of CampaignAdPreviewsDelete)]
    pub fn delete(
        &self,
        ad_group: impl Into<AdGroupId>,
    ) -> Call<One<CampaignAdPreviewsDelete, ()>> {
        Batch::one(&self.client, self.deletion(), ad_group, &deletions())
    }

    /// Deletes the previews of ad groups.
    ///
    #[doc = pinterest_client::facts!(cost of CampaignAdPreviewsDelete)]
    pub fn delete_all(
        &self,
        ad_groups: impl IntoIterator<Item = impl Into<AdGroupId>>,
    ) -> Batch<CampaignAdPreviewsDelete, AdGroupId, ()> {
        Batch::new(&self.client, self.deletion(), ad_groups, deletions())
    }

    fn creation(&self) -> CampaignAdPreviewsCreate {
        CampaignAdPreviewsCreate::new(&self.ad_account, Vec::<NewCampaignAdPreview>::new())
    }

    fn deletion(&self) -> CampaignAdPreviewsDelete {
        CampaignAdPreviewsDelete::new(&self.ad_account, Vec::<AdGroupId>::new())
    }
}

#[inline]
fn creations() -> Shape<CampaignAdPreviewsCreate, AdGroupId, CampaignAdPreview> {
    let fill = |request: &mut CampaignAdPreviewsCreate, ad_groups: Vec<AdGroupId>| {
        let previews = ad_groups.into_iter().map(NewCampaignAdPreview::new);
        request.set_body(previews.collect());
    };
    let read = results::standard_keyed(None, "ad_group_id");
    Shape::in_body(&operation::CAMPAIGN_AD_PREVIEW_CREATE, fill, read)
        .keyed_by(|ad_group: &AdGroupId| vec![ad_group.to_string()])
}

#[inline]
fn deletions() -> Shape<CampaignAdPreviewsDelete, AdGroupId, ()> {
    let operation = &operation::CAMPAIGN_AD_PREVIEW_DELETE;
    let fill = CampaignAdPreviewsDelete::set_ad_group_ids;
    let read = results::or_no_body(results::typed(None, deleted));
    Shape::in_query(operation, "ad_group_ids", fill, read)
}

/// A status of a form that is not known confirms nothing.
fn deleted(deletion: CampaignAdPreviewDeletion) -> Reply<()> {
    match deletion.status {
        CampaignAdPreviewDeletionStatus::NoContentStatus(_) => Reply::success(Vec::new(), ()),
        CampaignAdPreviewDeletionStatus::Error(error) => {
            Reply::failure(Vec::new(), results::item_error(*error))
        }
        _ => Reply::unreadable(),
    }
}
