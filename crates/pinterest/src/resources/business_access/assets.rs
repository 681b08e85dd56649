//! What a business may use, and who else may.

use pinterest_client::operation::{self, Operation};
use pinterest_client::types::{
    AssetGroupId, AssetId, AssetUserPage, BusinessAssetPage, BusinessAssetTypeFilter, BusinessId,
    PermissionFilter,
};

use super::Business;
use crate::paging::{Cursor, List, filled, sealed};
use crate::transport::{Api, Generated};
use crate::{Client, LimitViolation};

/// The assets of a business; made by [`Business::assets`].
#[derive(Clone, Debug)]
pub struct Assets {
    client: Client,
    business: BusinessId,
}

impl Assets {
    pub(super) fn new(business: &Business) -> Self {
        Self {
            client: business.client.clone(),
            business: business.id.clone(),
        }
    }

    /// Lists the assets that the business owns or may use (`business_assets/get`). Scope: `biz_access:read`. Not in the
    /// sandbox.
    pub fn list(&self) -> List<AssetsQuery> {
        let query = AssetsQuery {
            business: self.business.clone(),
            asset_group_id: None,
            asset_type: None,
            child_asset_id: None,
            permissions: None,
            start_index: None,
        };
        List::new(&self.client, query)
    }

    /// Lists the members who may use an asset (`business_asset_members/get`). Scope: `biz_access:read`. Not in the
    /// sandbox.
    pub fn members(&self, asset: impl Into<AssetId>) -> List<AssetMembersQuery> {
        let query = AssetMembersQuery {
            business: self.business.clone(),
            asset: asset.into(),
            fetch_system_users: None,
            start_index: None,
        };
        List::new(&self.client, query)
    }

    /// Lists the partners who may use an asset (`business_asset_partners/get`). Empty for an asset of a partner: it
    /// cannot be passed on. Scope: `biz_access:read`. Not in the sandbox.
    pub fn partners(&self, asset: impl Into<AssetId>) -> List<AssetPartnersQuery> {
        let query = AssetPartnersQuery {
            business: self.business.clone(),
            asset: asset.into(),
            start_index: None,
        };
        List::new(&self.client, query)
    }
}

/// The filters of [`Assets::list`].
#[derive(Clone, Debug)]
pub struct AssetsQuery {
    business: BusinessId,
    asset_group_id: Option<AssetGroupId>,
    asset_type: Option<BusinessAssetTypeFilter>,
    child_asset_id: Option<AssetId>,
    permissions: Option<Vec<PermissionFilter>>,
    start_index: Option<u32>,
}

impl List<AssetsQuery> {
    /// Only assets in this group.
    pub fn asset_group_id(self, group: impl Into<AssetGroupId>) -> Self {
        self.with_query(|query| query.asset_group_id = Some(group.into()))
    }

    /// Only assets of this type. Default: ad accounts.
    pub fn asset_type(self, asset_type: BusinessAssetTypeFilter) -> Self {
        self.with_query(|query| query.asset_type = Some(asset_type))
    }

    /// Only asset groups that have this asset.
    pub fn child_asset_id(self, asset: impl Into<AssetId>) -> Self {
        self.with_query(|query| query.child_asset_id = Some(asset.into()))
    }

    /// Only assets on which the business has at least one of these permissions.
    pub fn permissions(self, permissions: impl IntoIterator<Item = PermissionFilter>) -> Self {
        self.with_query(|query| query.permissions = Some(permissions.into_iter().collect()))
    }

    /// How many assets to skip at the beginning of the list. Default: 0.
    pub fn start_index(self, start_index: u32) -> Self {
        self.with_query(|query| query.start_index = Some(start_index))
    }
}

impl sealed::Fetch for AssetsQuery {
    type Page = BusinessAssetPage;
    const OPERATION: &'static Operation = &operation::BUSINESS_ASSETS_GET;

    fn check(&self) -> Result<(), LimitViolation> {
        filled("permissions", self.permissions.as_deref())
    }

    async fn request<'a>(&'a self, api: &'a Api, cursor: Cursor<'a>) -> Generated<Self::Page> {
        api.business_assets_get(
            &self.business,
            self.asset_group_id.as_ref(),
            self.asset_type.as_ref(),
            cursor.bookmark,
            self.child_asset_id.as_ref(),
            cursor.page_size,
            self.permissions.as_ref(),
            crate::paging::index(self.start_index),
        )
        .await
    }
}

/// The filters of [`Assets::members`].
#[derive(Clone, Debug)]
pub struct AssetMembersQuery {
    business: BusinessId,
    asset: AssetId,
    fetch_system_users: Option<bool>,
    start_index: Option<u32>,
}

impl List<AssetMembersQuery> {
    /// System users instead of people. Default: `false`.
    pub fn fetch_system_users(self, fetch_system_users: bool) -> Self {
        self.with_query(|query| query.fetch_system_users = Some(fetch_system_users))
    }

    /// How many members to skip at the beginning of the list. Default: 0.
    pub fn start_index(self, start_index: u32) -> Self {
        self.with_query(|query| query.start_index = Some(start_index))
    }
}

impl sealed::Fetch for AssetMembersQuery {
    type Page = AssetUserPage;
    const OPERATION: &'static Operation = &operation::BUSINESS_ASSET_MEMBERS_GET;

    async fn request<'a>(&'a self, api: &'a Api, cursor: Cursor<'a>) -> Generated<Self::Page> {
        api.business_asset_members_get(
            &self.business,
            &self.asset,
            cursor.bookmark,
            self.fetch_system_users,
            cursor.page_size,
            crate::paging::index(self.start_index),
        )
        .await
    }
}

/// The filters of [`Assets::partners`].
#[derive(Clone, Debug)]
pub struct AssetPartnersQuery {
    business: BusinessId,
    asset: AssetId,
    start_index: Option<u32>,
}

impl List<AssetPartnersQuery> {
    /// How many partners to skip at the beginning of the list. Default: 0.
    pub fn start_index(self, start_index: u32) -> Self {
        self.with_query(|query| query.start_index = Some(start_index))
    }
}

impl sealed::Fetch for AssetPartnersQuery {
    type Page = AssetUserPage;
    const OPERATION: &'static Operation = &operation::BUSINESS_ASSET_PARTNERS_GET;

    async fn request<'a>(&'a self, api: &'a Api, cursor: Cursor<'a>) -> Generated<Self::Page> {
        let start_index = crate::paging::index(self.start_index);
        api.business_asset_partners_get(
            &self.business,
            &self.asset,
            cursor.bookmark,
            cursor.page_size,
            start_index,
        )
        .await
    }
}
