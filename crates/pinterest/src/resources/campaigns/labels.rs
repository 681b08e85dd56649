//! Labels that campaigns are marked with.

use pinterest_client::operation;
use pinterest_client::types::{
    AdAccountId, CreateLabelsRequest, EntityId, EntityLabel, Label, LabelEntitiesRequest, LabelId,
    LabelUpdate, NewLabel, UpdateLabelsRequest,
};

use super::label_results;
use crate::batch::{Batch, One, Shape};
use crate::requests::{LabelsApply, LabelsCreate, LabelsList, LabelsRemove, LabelsUpdate};
use crate::resources::AdAccountHandle;
use crate::{Call, Client, List};

/// A handle for the labels of an ad account, in closed beta, created by
/// [`AdAccountHandle::labels`].
///
/// # Examples
///
/// ```no_run
/// use pinterest::types::{LabelType, NewLabel};
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let account = client.ad_account("549755885175");
/// let label = account.labels().create(NewLabel::new(LabelType::Custom, "Autumn")).await?;
/// account.label(&label.id).apply("626735565838").await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Labels {
    client: Client,
    ad_account: AdAccountId,
}

impl Labels {
    pub(super) fn new(ad_account: &AdAccountHandle) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the labels.
    ///
    /// Without a filter these are the active ones.
    ///
    #[doc = pinterest_client::facts!(LabelsList)]
    pub fn list(&self) -> List<LabelsList> {
        self.client.list(LabelsList::new(&self.ad_account))
    }

    /// Creates a label.
    ///
    #[doc = pinterest_client::facts!(cost of LabelsCreate)]
    pub fn create(&self, label: impl Into<NewLabel>) -> Call<One<LabelsCreate, Label>> {
        Batch::one(&self.client, self.creation(), label, &creations())
    }

    /// Creates labels.
    ///
    #[doc = pinterest_client::facts!(cost of LabelsCreate)]
    pub fn create_all(
        &self,
        labels: impl IntoIterator<Item = impl Into<NewLabel>>,
    ) -> Batch<LabelsCreate, NewLabel, Label> {
        Batch::new(&self.client, self.creation(), labels, creations())
    }

    /// Changes the text or the status of a label.
    ///
    #[doc = pinterest_client::facts!(cost of LabelsUpdate)]
    pub fn update(&self, update: impl Into<LabelUpdate>) -> Call<One<LabelsUpdate, Label>> {
        Batch::one(&self.client, changes(&self.ad_account), update, &updates())
    }

    /// Changes the text or the status of labels.
    ///
    #[doc = pinterest_client::facts!(cost of LabelsUpdate)]
    pub fn update_all(
        &self,
        updates: impl IntoIterator<Item = impl Into<LabelUpdate>>,
    ) -> Batch<LabelsUpdate, LabelUpdate, Label> {
        let request = changes(&self.ad_account);
        Batch::new(&self.client, request, updates, self::updates())
    }

    fn creation(&self) -> LabelsCreate {
        let body = CreateLabelsRequest::new(Vec::<NewLabel>::new());
        LabelsCreate::new(&self.ad_account, body)
    }
}

fn changes(ad_account: &AdAccountId) -> LabelsUpdate {
    let body = UpdateLabelsRequest::new(Vec::<LabelUpdate>::new());
    LabelsUpdate::new(ad_account, body)
}

#[inline]
fn creations() -> Shape<LabelsCreate, NewLabel, Label> {
    let fill = |request: &mut LabelsCreate, labels: Vec<NewLabel>| {
        request.set_body(CreateLabelsRequest::new(labels));
    };
    let read = label_results::created();
    Shape::in_field(&operation::LABELS_CREATE, "labels", fill, read)
        .keyed_by(label_results::keys_of_new)
}

#[inline]
fn updates() -> Shape<LabelsUpdate, LabelUpdate, Label> {
    let fill = |request: &mut LabelsUpdate, updates: Vec<LabelUpdate>| {
        request.set_body(UpdateLabelsRequest::new(updates));
    };
    let read = label_results::updated();
    Shape::in_field(&operation::LABELS_UPDATE, "labels", fill, read)
        .keyed_by(|update: &LabelUpdate| vec![update.id.to_string()])
}

/// A handle for a label, created by [`AdAccountHandle::label`].
#[derive(Clone, Debug)]
pub struct LabelHandle {
    client: Client,
    ad_account: AdAccountId,
    id: LabelId,
}

impl LabelHandle {
    pub(super) fn new(ad_account: &AdAccountHandle, id: LabelId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// Returns the id of the label.
    #[must_use]
    pub fn id(&self) -> &LabelId {
        &self.id
    }

    /// Changes the text or the status of the label, as `change` sets them.
    ///
    #[doc = pinterest_client::facts!(cost of LabelsUpdate)]
    pub fn update(
        &self,
        change: impl FnOnce(LabelUpdate) -> LabelUpdate,
    ) -> Call<One<LabelsUpdate, Label>> {
        let update = change(LabelUpdate::new(&self.id));
        Batch::one(&self.client, changes(&self.ad_account), update, &updates())
    }

    /// Puts the label on an entity.
    ///
    #[doc = pinterest_client::facts!(cost of LabelsApply)]
    pub fn apply(&self, entity: impl Into<EntityId>) -> Call<One<LabelsApply, EntityLabel>> {
        Batch::one(&self.client, self.application(), entity, &applications())
    }

    /// Puts the label on entities.
    ///
    #[doc = pinterest_client::facts!(cost of LabelsApply)]
    pub fn apply_all(
        &self,
        entities: impl IntoIterator<Item = impl Into<EntityId>>,
    ) -> Batch<LabelsApply, EntityId, EntityLabel> {
        Batch::new(&self.client, self.application(), entities, applications())
    }

    /// Takes the label off an entity.
    ///
    #[doc = pinterest_client::facts!(cost of LabelsRemove)]
    pub fn remove(&self, entity: impl Into<EntityId>) -> Call<One<LabelsRemove, EntityLabel>> {
        Batch::one(&self.client, self.removal(), entity, &removals())
    }

    /// Takes the label off entities.
    ///
    #[doc = pinterest_client::facts!(cost of LabelsRemove)]
    pub fn remove_all(
        &self,
        entities: impl IntoIterator<Item = impl Into<EntityId>>,
    ) -> Batch<LabelsRemove, EntityId, EntityLabel> {
        Batch::new(&self.client, self.removal(), entities, removals())
    }

    fn application(&self) -> LabelsApply {
        let body = LabelEntitiesRequest::new(Vec::<EntityId>::new());
        LabelsApply::new(&self.ad_account, &self.id, body)
    }

    fn removal(&self) -> LabelsRemove {
        let body = LabelEntitiesRequest::new(Vec::<EntityId>::new());
        LabelsRemove::new(&self.ad_account, &self.id, body)
    }
}

#[inline]
fn applications() -> Shape<LabelsApply, EntityId, EntityLabel> {
    let fill = |request: &mut LabelsApply, entities: Vec<EntityId>| {
        request.set_body(LabelEntitiesRequest::new(entities));
    };
    let read = label_results::of_entities();
    Shape::in_field(&operation::LABELS_APPLY, "entity_ids", fill, read)
        .keyed_by(|entity: &EntityId| vec![entity.to_string()])
}

#[inline]
fn removals() -> Shape<LabelsRemove, EntityId, EntityLabel> {
    let fill = |request: &mut LabelsRemove, entities: Vec<EntityId>| {
        request.set_body(LabelEntitiesRequest::new(entities));
    };
    let read = label_results::of_entities();
    Shape::in_field(&operation::LABELS_REMOVE, "entity_ids", fill, read)
        .keyed_by(|entity: &EntityId| vec![entity.to_string()])
}
