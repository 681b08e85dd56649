//! Groups that the assets of a business are sorted into.

use pinterest_client::operation::{self, Operation};
use pinterest_client::types::{
    AssetGroup, AssetGroupException, AssetGroupId, AssetGroupType, AssetGroupUpdate, BusinessId,
    CreateAssetGroupRequest, DeleteAssetGroupsRequest, DeleteAssetGroupsResponse,
    UpdateAssetGroupsRequest, UpdateAssetGroupsResponse,
};

use super::{Business, limit, plain};
use crate::batch::{self, Batch, BatchOutcome, ItemError, Keyed, Reply};
use crate::transport::{Api, Generated, call};
use crate::{Client, Error};

/// The asset groups of a business; made by [`Business::asset_groups`].
///
/// To list them, use [`Assets::list`](super::Assets::list) with the asset type `AssetGroup`.
#[derive(Clone, Debug)]
pub struct AssetGroups {
    client: Client,
    business: BusinessId,
}

/// An asset group to be created.
#[derive(Clone, Debug)]
pub struct NewAssetGroup {
    name: String,
    description: String,
    types: Vec<AssetGroupType>,
}

impl NewAssetGroup {
    /// A group with a name, a description, and the categories that people sort it by.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        description: impl Into<String>,
        types: impl IntoIterator<Item = AssetGroupType>,
    ) -> Self {
        Self {
            name: name.into(),
            description: description.into(),
            types: types.into_iter().collect(),
        }
    }
}

impl AssetGroups {
    pub(super) fn new(business: &Business) -> Self {
        Self {
            client: business.client.clone(),
            business: business.id.clone(),
        }
    }

    /// Creates a group (`asset_group/create`). Scopes: `biz_access:read` and `biz_access:write`. Not in the sandbox.
    ///
    /// Returns `None` when the service reports success without saying which group it made.
    ///
    /// # Errors
    ///
    /// When the call fails.
    pub async fn create(&self, group: NewAssetGroup) -> Result<Option<AssetGroup>, Error> {
        let body = CreateAssetGroupRequest::new(group.name, group.description, group.types);
        let created = call!(
            self.client,
            ASSET_GROUP_CREATE,
            api.asset_group_create(&self.business, &body)
        )?;
        Ok(created.asset_group)
    }

    /// Changes the fields of groups that the updates set (`asset_group/update`, all in one request). Scopes:
    /// `biz_access:read` and `biz_access:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the request did certainly not take effect.
    ///
    /// ```no_run
    /// use pinterest::types::{AssetGroupUpdate, AssetId};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let groups = client.business("729090764583391194").asset_groups();
    /// let update = AssetGroupUpdate::new("666791336903426391").assets_to_add([AssetId::from("549755885175")]);
    /// let outcome = groups.update([update]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn update(
        &self,
        updates: impl IntoIterator<Item = AssetGroupUpdate>,
    ) -> Result<BatchOutcome<AssetGroupUpdate, AssetGroup>, Error> {
        batch::run(
            &self.client,
            &UpdateGroups {
                business: self.business.clone(),
            },
            updates,
        )
        .await
    }

    /// Deletes groups; their assets stay (`asset_group/delete`, 50 a request). Scopes: `biz_access:read` and
    /// `biz_access:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn delete<G: Into<AssetGroupId>>(
        &self,
        groups: impl IntoIterator<Item = G>,
    ) -> Result<BatchOutcome<AssetGroupId, AssetGroupId>, Error> {
        let batch = DeleteGroups {
            business: self.business.clone(),
        };
        batch::run(&self.client, &batch, groups.into_iter().map(Into::into)).await
    }
}

impl Keyed for AssetGroupUpdate {
    fn keys(&self) -> Vec<String> {
        self.asset_group_id.keys()
    }
}

fn refusals<T>(exceptions: Option<Vec<AssetGroupException>>) -> impl Iterator<Item = Reply<T>> {
    exceptions.into_iter().flatten().map(|exception| {
        let keys = exception
            .asset_group_id
            .iter()
            .flat_map(Keyed::keys)
            .collect();
        Reply::failure(
            keys,
            ItemError::new(exception.code, plain(exception.message)),
        )
    })
}

struct UpdateGroups {
    business: BusinessId,
}

impl Batch for UpdateGroups {
    type Input = AssetGroupUpdate;
    type Body = UpdateAssetGroupsRequest;
    type Answer = UpdateAssetGroupsResponse;
    type Value = AssetGroup;
    const OPERATION: &'static Operation = &operation::ASSET_GROUP_UPDATE;

    fn limit(&self) -> Option<usize> {
        limit(Self::OPERATION, "asset_groups_to_update")
    }

    fn body(&self, updates: &[AssetGroupUpdate]) -> UpdateAssetGroupsRequest {
        UpdateAssetGroupsRequest::new().asset_groups_to_update(updates)
    }

    async fn request<'a>(&'a self, api: &'a Api, body: &'a Self::Body) -> Generated<Self::Answer> {
        api.asset_group_update(&self.business, body).await
    }

    fn replies(&self, answer: UpdateAssetGroupsResponse) -> Vec<Reply<AssetGroup>> {
        let updated = answer.updated_asset_groups.into_iter().flatten();
        let updated = updated.map(|group| Reply::success(group.id.keys(), group));
        refusals(answer.exceptions).chain(updated).collect()
    }
}

struct DeleteGroups {
    business: BusinessId,
}

impl Batch for DeleteGroups {
    type Input = AssetGroupId;
    type Body = DeleteAssetGroupsRequest;
    type Answer = DeleteAssetGroupsResponse;
    type Value = AssetGroupId;
    const OPERATION: &'static Operation = &operation::ASSET_GROUP_DELETE;

    fn limit(&self) -> Option<usize> {
        limit(Self::OPERATION, "asset_groups_to_delete")
    }

    fn body(&self, groups: &[AssetGroupId]) -> DeleteAssetGroupsRequest {
        DeleteAssetGroupsRequest::new(groups)
    }

    async fn request<'a>(&'a self, api: &'a Api, body: &'a Self::Body) -> Generated<Self::Answer> {
        api.asset_group_delete(&self.business, body).await
    }

    fn replies(&self, answer: DeleteAssetGroupsResponse) -> Vec<Reply<AssetGroupId>> {
        let deleted = answer.deleted_asset_groups.into_iter().flatten();
        let deleted = deleted.map(|group| Reply::success(group.keys(), group));
        refusals(answer.exceptions).chain(deleted).collect()
    }
}
