//! Labels that campaigns are marked with.

use pinterest_client::Sensitive;
use pinterest_client::operation;
use pinterest_client::types::{
    self, AdAccountId, CreateLabelsRequest, EntityId, EntityLabel, FailedLabel,
    LabelEntitiesRequest, LabelEntitiesResponse, LabelId, LabelType, LabelUpdate, LabelsResponse,
    NewLabel, UpdateLabelsRequest,
};

use super::AdAccount;
use crate::batch::{BatchOutcome, ItemError, Positional, Reply};
use crate::paging::List;
use crate::requests::LabelsListQuery;
use crate::{Client, Error};

/// The labels of an ad account, in closed beta; made by [`AdAccount::labels`].
///
/// ```no_run
/// use pinterest::types::{LabelType, NewLabel};
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let account = client.ad_account("549755885175");
/// let outcome = account.labels().create([NewLabel::new(LabelType::Custom, "Autumn")]).await?;
/// for (_, label) in outcome.successes() {
///     let applied = account.label(&label.id).apply(["626735565838"]).await?;
///     assert!(applied.is_complete());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Labels {
    client: Client,
    ad_account: AdAccountId,
}

impl Labels {
    pub(super) fn new(ad_account: &AdAccount) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the labels (`labels/list`). Scope: `ads:read`.
    ///
    /// Without a filter these are the active ones.
    pub fn list(&self) -> List<LabelsListQuery> {
        List::new(&self.client, LabelsListQuery::new(&self.ad_account))
    }

    /// Creates labels (`labels/create`, all in one request). Scope: `ads:write`.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the request did certainly not take effect.
    pub async fn create(
        &self,
        labels: impl IntoIterator<Item = NewLabel>,
    ) -> Result<BatchOutcome<NewLabel, types::Label>, Error> {
        let ad_account = &self.ad_account;
        Positional::of(&operation::LABELS_CREATE)
            .in_field("labels")
            .keyed_by(|label: &NewLabel| {
                let with_type = text_key(Some(&label.label_type), &label.value);
                vec![with_type, text_key(None, &label.value)]
            })
            .send(
                &self.client,
                labels,
                |labels: &[_]| CreateLabelsRequest::new(labels),
                |api, body| async move { api.labels_create(ad_account, &body).await },
                |answer: LabelsResponse| {
                    let key =
                        |label: &types::Label| text_key(label.label_type.as_ref(), &label.value);
                    let failed_key = |label: &FailedLabel| {
                        let value = label.value.as_deref()?;
                        Some(text_key(label.label_type.as_ref(), value))
                    };
                    replies(answer, key, failed_key)
                },
            )
            .await
    }

    /// Changes the text or the status of labels (`labels/update`, all in one request). Scope: `ads:write`.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the request did certainly not take effect.
    pub async fn update(
        &self,
        updates: impl IntoIterator<Item = LabelUpdate>,
    ) -> Result<BatchOutcome<LabelUpdate, types::Label>, Error> {
        let ad_account = &self.ad_account;
        Positional::of(&operation::LABELS_UPDATE)
            .in_field("labels")
            .keyed_by(|update: &LabelUpdate| vec![update.id.to_string()])
            .send(
                &self.client,
                updates,
                |updates: &[_]| UpdateLabelsRequest::new(updates),
                |api, body| async move { api.labels_update(ad_account, &body).await },
                |answer: LabelsResponse| {
                    let key = |label: &types::Label| label.id.to_string();
                    let failed_key =
                        |label: &FailedLabel| label.id.as_ref().map(ToString::to_string);
                    replies(answer, key, failed_key)
                },
            )
            .await
    }
}

/// A label; made by [`AdAccount::label`].
#[derive(Clone, Debug)]
pub struct Label {
    client: Client,
    ad_account: AdAccountId,
    id: LabelId,
}

impl Label {
    pub(super) fn new(ad_account: &AdAccount, id: LabelId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// The id of the label.
    #[must_use]
    pub fn id(&self) -> &LabelId {
        &self.id
    }

    /// Puts the label on entities (`labels/apply`, all in one request). Scope: `ads:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the request did certainly not take effect.
    pub async fn apply(
        &self,
        entities: impl IntoIterator<Item = impl Into<EntityId>>,
    ) -> Result<BatchOutcome<EntityId, EntityLabel>, Error> {
        let (ad_account, label) = (&self.ad_account, &self.id);
        Positional::of(&operation::LABELS_APPLY)
            .in_field("entity_ids")
            .keyed_by(|entity: &EntityId| vec![entity.to_string()])
            .send(
                &self.client,
                entities,
                |entities: &[_]| LabelEntitiesRequest::new(entities),
                |api, body| async move { api.labels_apply(ad_account, label, &body).await },
                entity_replies,
            )
            .await
    }

    /// Takes the label off entities (`labels/remove`, all in one request). Scope: `ads:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the request did certainly not take effect.
    pub async fn remove(
        &self,
        entities: impl IntoIterator<Item = impl Into<EntityId>>,
    ) -> Result<BatchOutcome<EntityId, EntityLabel>, Error> {
        let (ad_account, label) = (&self.ad_account, &self.id);
        Positional::of(&operation::LABELS_REMOVE)
            .in_field("entity_ids")
            .keyed_by(|entity: &EntityId| vec![entity.to_string()])
            .send(
                &self.client,
                entities,
                |entities: &[_]| LabelEntitiesRequest::new(entities),
                |api, body| async move { api.labels_remove(ad_account, label, &body).await },
                entity_replies,
            )
            .await
    }
}

/// What a new label is known by: it has no id yet. Two may have the same text when their types differ.
fn text_key(label_type: Option<&LabelType>, value: &str) -> String {
    match label_type {
        Some(label_type) => format!("{label_type}\n{value}"),
        None => value.to_owned(),
    }
}

/// What became of labels, in two lists: first those that worked, then those that did not.
fn replies(
    answer: LabelsResponse,
    key: impl Fn(&types::Label) -> String,
    failed_key: impl Fn(&FailedLabel) -> Option<String>,
) -> Vec<Reply<types::Label>> {
    let done = answer.labels.into_iter().flatten();
    let done = done.map(|label| Reply::success(vec![key(&label)], label));
    let failed = answer.errors.into_iter().flatten().map(|failure| {
        let keys = failure.data.as_ref().and_then(&failed_key);
        Reply::of(None, reasons(failure.error_messages)).keyed(keys.into_iter().collect())
    });
    done.chain(failed).collect()
}

fn entity_replies(answer: LabelEntitiesResponse) -> Vec<Reply<EntityLabel>> {
    let labelled = answer.entities_labels.into_iter().flatten();
    let labelled = labelled.map(|label| Reply::success(vec![label.entity_id.to_string()], label));
    let failed = answer.errors.into_iter().flatten().map(|failure| {
        let keys = failure.data.iter().map(|label| label.entity_id.to_string());
        Reply::of(None, reasons(failure.error_messages)).keyed(keys.collect())
    });
    labelled.chain(failed).collect()
}

/// Why something failed; a failure without a reason is one too.
fn reasons(messages: Option<Vec<Sensitive>>) -> Vec<ItemError> {
    let messages = messages.filter(|messages| !messages.is_empty());
    match messages {
        Some(messages) => {
            let error = |message| ItemError::of(None::<i32>, message);
            messages.into_iter().map(error).collect()
        }
        None => vec![ItemError::new(None, None)],
    }
}
