//! Previews of ads, to be opened in a browser.

use pinterest_client::operation;
use pinterest_client::types::{
    self, AdAccountId, AdGroupId, AdPreview, AdPreviewRequest, CampaignAdPreview,
    CampaignAdPreviewDeletion, CampaignAdPreviewDeletionStatus, CampaignAdPreviewResult,
    CampaignAdPreviewResultData, NewCampaignAdPreview,
};

use super::AdAccount;
use crate::batch::{BatchOutcome, ItemError, Positional, Reply};
use crate::paging::not_empty;
use crate::transport::call;
use crate::{Client, Error};

/// Previews of single ads, whether they exist or not; made by [`AdAccount::ad_previews`].
#[derive(Clone, Debug)]
pub struct AdPreviews {
    client: Client,
    ad_account: AdAccountId,
}

impl AdPreviews {
    pub(super) fn new(ad_account: &AdAccount) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Creates a preview from a Pin, an image or a product group (`ad_previews/create`). Scope: `ads:write`.
    ///
    /// The answer has the URL of the preview, which works for 7 days, also in an iframe.
    ///
    /// # Errors
    ///
    /// When the request goes against a limit, or the call fails.
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
    pub async fn create(&self, preview: impl Into<AdPreviewRequest>) -> Result<AdPreview, Error> {
        let body = preview.into();
        call!(
            self.client,
            AD_PREVIEWS_CREATE,
            api.ad_previews_create(&self.ad_account, &body)
        )
    }
}

/// Previews of the ads of ad groups; made by [`AdAccount::campaign_ad_previews`].
#[derive(Clone, Debug)]
pub struct CampaignAdPreviews {
    client: Client,
    ad_account: AdAccountId,
}

impl CampaignAdPreviews {
    pub(super) fn new(ad_account: &AdAccount) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the previews that up to 250 ad groups have (`campaign_ad_preview/read`). Scope: `ads:read`.
    ///
    /// # Errors
    ///
    /// When there is no id, the ids go against a limit, or the call fails.
    pub async fn list(
        &self,
        ad_groups: impl IntoIterator<Item = impl Into<AdGroupId>>,
    ) -> Result<Vec<CampaignAdPreview>, Error> {
        let ad_groups: Vec<AdGroupId> = ad_groups.into_iter().map(Into::into).collect();
        not_empty("ad_group_ids", &ad_groups).map_err(|violation| {
            Error::limit_violation(violation).with_operation(&operation::CAMPAIGN_AD_PREVIEW_READ)
        })?;
        call!(
            self.client,
            CAMPAIGN_AD_PREVIEW_READ,
            api.campaign_ad_preview_read(&self.ad_account, &ad_groups)
        )
    }

    /// Creates a preview for each ad group (`campaign_ad_preview/create`, all in one request). Scope: `ads:write`.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the request did certainly not take effect.
    pub async fn create(
        &self,
        ad_groups: impl IntoIterator<Item = impl Into<AdGroupId>>,
    ) -> Result<BatchOutcome<AdGroupId, CampaignAdPreview>, Error> {
        let ad_account = &self.ad_account;
        Positional::of(&operation::CAMPAIGN_AD_PREVIEW_CREATE)
            .keyed_by(|ad_group: &AdGroupId| vec![ad_group.to_string()])
            .send(
                &self.client,
                ad_groups,
                |ad_groups| -> Vec<_> { ad_groups.iter().map(NewCampaignAdPreview::new).collect() },
                |api, body| async move { api.campaign_ad_preview_create(ad_account, &body).await },
                |answer: Vec<CampaignAdPreviewResult>| answer.into_iter().map(created).collect(),
            )
            .await
    }

    /// Deletes the previews of ad groups (`campaign_ad_preview/delete`, 250 a request). Scope: `ads:write`.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn delete(
        &self,
        ad_groups: impl IntoIterator<Item = impl Into<AdGroupId>>,
    ) -> Result<BatchOutcome<AdGroupId, ()>, Error> {
        let ad_account = &self.ad_account;
        Positional::of(&operation::CAMPAIGN_AD_PREVIEW_DELETE)
            .in_query("ad_group_ids")
            .send(
                &self.client,
                ad_groups,
                <[AdGroupId]>::to_vec,
                |api, body| async move {
                    let answer = api.campaign_ad_preview_delete(ad_account, &body).await?;
                    answer.map(|deletions| one_each(deletions, body.len()))
                },
                |answer: Vec<Deletion>| answer.into_iter().map(deleted).collect(),
            )
            .await
    }
}

/// What became of the preview of an ad group; `None` when it was deleted without a word.
type Deletion = Option<CampaignAdPreviewDeletion>;

/// An answer without a body (status 204) is a success of all.
fn one_each(deletions: Option<Vec<CampaignAdPreviewDeletion>>, count: usize) -> Vec<Deletion> {
    match deletions {
        Some(deletions) => deletions.into_iter().map(Some).collect(),
        None => vec![None; count],
    }
}

fn deleted(deletion: Deletion) -> Reply<()> {
    use CampaignAdPreviewDeletionStatus as Status;
    match deletion.map(|deletion| deletion.status) {
        None | Some(Status::NoContentStatus(_)) => Reply::of(Some(()), []),
        Some(Status::Error(error)) => Reply::of(None, [item_error(*error)]),
        Some(_) => Reply::of(None, []),
    }
}

fn created(result: CampaignAdPreviewResult) -> Reply<CampaignAdPreview> {
    use CampaignAdPreviewResultData as Data;
    match result.data {
        Data::CampaignAdPreview(preview) => {
            Reply::success(vec![preview.ad_group_id.to_string()], *preview)
        }
        Data::CampaignAdPreviewFailure(failure) => {
            Reply::of(None, [item_error(failure.exceptions)])
        }
        _ => Reply::of(None, []),
    }
}

fn item_error(error: types::Error) -> ItemError {
    ItemError::of(error.code, error.message)
}
