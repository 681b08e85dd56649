//! Groups that the assets of a business are sorted into.

use pinterest_client::operation;
use pinterest_client::types::{
    AssetGroup, AssetGroupException, AssetGroupId, AssetGroupType, AssetGroupUpdate, BusinessId,
    CreateAssetGroupRequest, DeleteAssetGroupsRequest, DeleteAssetGroupsResponse,
    UpdateAssetGroupsRequest, UpdateAssetGroupsResponse,
};

use super::{BusinessHandle, keys, plain};
use crate::batch::{Batch, ItemError, One, Reply, Shape, results};
use crate::requests::{AssetGroupsCreate, AssetGroupsDelete, AssetGroupsUpdate};
use crate::{Call, Client};

/// A handle for the asset groups of a business, created by [`BusinessHandle::asset_groups`].
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
    /// Creates a group with a name, a description, and the categories that people sort it by.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        description: impl Into<String>,
        types: impl IntoIterator<Item = impl Into<AssetGroupType>>,
    ) -> Self {
        Self {
            name: name.into(),
            description: description.into(),
            types: types.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<NewAssetGroup> for CreateAssetGroupRequest {
    fn from(group: NewAssetGroup) -> Self {
        Self::new(group.name, group.description, group.types)
    }
}

impl AssetGroups {
    pub(super) fn new(business: &BusinessHandle) -> Self {
        Self {
            client: business.client.clone(),
            business: business.id.clone(),
        }
    }

    /// Creates a group.
    ///
    /// The response has no group when the service reports success without saying which one it
    /// created.
    ///
    #[doc = pinterest_client::facts!(AssetGroupsCreate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::business_access::NewAssetGroup;
    /// use pinterest::types::AssetGroupType;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let groups = client.business("729090764583391194").asset_groups();
    /// let types = [AssetGroupType::LocationOrLanguage];
    /// let group = NewAssetGroup::new("Canada", "Our stores in Canada", types);
    /// let group = groups.create(group).await?.asset_group;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(&self, group: impl Into<CreateAssetGroupRequest>) -> Call<AssetGroupsCreate> {
        self.client
            .call(AssetGroupsCreate::new(&self.business, group))
    }

    /// Changes the fields of a group that the update sets.
    ///
    #[doc = pinterest_client::facts!(cost of AssetGroupsUpdate)]
    pub fn update(
        &self,
        update: impl Into<AssetGroupUpdate>,
    ) -> Call<One<AssetGroupsUpdate, AssetGroup>> {
        Batch::one(&self.client, self.no_updates(), update, &updates())
    }

    /// Changes the fields of groups that the updates set.
    ///
    #[doc = pinterest_client::facts!(cost of AssetGroupsUpdate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::types::{AssetGroupUpdate, AssetId};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let groups = client.business("729090764583391194").asset_groups();
    /// let assets = [AssetId::from("549755885175")];
    /// let update = AssetGroupUpdate::new("666791336903426391").assets_to_add(assets);
    /// let outcome = groups.update_all([update]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_all(
        &self,
        updates: impl IntoIterator<Item = impl Into<AssetGroupUpdate>>,
    ) -> Batch<AssetGroupsUpdate, AssetGroupUpdate, AssetGroup> {
        Batch::new(&self.client, self.no_updates(), updates, self::updates())
    }

    /// Deletes a group; its assets stay.
    ///
    #[doc = pinterest_client::facts!(cost of AssetGroupsDelete)]
    pub fn delete(
        &self,
        group: impl Into<AssetGroupId>,
    ) -> Call<One<AssetGroupsDelete, AssetGroupId>> {
        Batch::one(&self.client, self.no_deletions(), group, &deletions())
    }

    /// Deletes groups; their assets stay.
    ///
    #[doc = pinterest_client::facts!(cost of AssetGroupsDelete)]
    pub fn delete_all(
        &self,
        groups: impl IntoIterator<Item = impl Into<AssetGroupId>>,
    ) -> Batch<AssetGroupsDelete, AssetGroupId, AssetGroupId> {
        Batch::new(&self.client, self.no_deletions(), groups, deletions())
    }

    fn no_updates(&self) -> AssetGroupsUpdate {
        AssetGroupsUpdate::new(&self.business, UpdateAssetGroupsRequest::new())
    }

    fn no_deletions(&self) -> AssetGroupsDelete {
        let body = DeleteAssetGroupsRequest::new(Vec::<AssetGroupId>::new());
        AssetGroupsDelete::new(&self.business, body)
    }
}

#[inline]
fn updates() -> Shape<AssetGroupsUpdate, AssetGroupUpdate, AssetGroup> {
    let fill = |request: &mut AssetGroupsUpdate, updates: Vec<AssetGroupUpdate>| {
        request.set_body(UpdateAssetGroupsRequest::new().asset_groups_to_update(updates));
    };
    let read = results::whole(|response: UpdateAssetGroupsResponse| {
        let updated = response.updated_asset_groups.into_iter().flatten();
        let updated = updated.map(|group| Reply::success(keys(Some(&group.id)), group));
        failures(response.exceptions).chain(updated).collect()
    });
    Shape::in_field(
        &operation::ASSET_GROUP_UPDATE,
        "asset_groups_to_update",
        fill,
        read,
    )
    .keyed_by(|update| keys(Some(&update.asset_group_id)))
}

#[inline]
fn deletions() -> Shape<AssetGroupsDelete, AssetGroupId, AssetGroupId> {
    let fill = |request: &mut AssetGroupsDelete, groups: Vec<AssetGroupId>| {
        request.set_body(DeleteAssetGroupsRequest::new(groups));
    };
    let read = results::whole(|response: DeleteAssetGroupsResponse| {
        let deleted = response.deleted_asset_groups.into_iter().flatten();
        let deleted = deleted.map(|group| Reply::success(keys(Some(&group)), group));
        failures(response.exceptions).chain(deleted).collect()
    });
    Shape::in_field(
        &operation::ASSET_GROUP_DELETE,
        "asset_groups_to_delete",
        fill,
        read,
    )
    .keyed_by(|group| keys(Some(group)))
}

fn failures<V>(exceptions: Option<Vec<AssetGroupException>>) -> impl Iterator<Item = Reply<V>> {
    exceptions.into_iter().flatten().map(|exception| {
        let error = ItemError::new(exception.code, plain(exception.message));
        Reply::failure(keys(exception.asset_group_id.as_ref()), error)
    })
}
