//! The operations that list something.

use pinterest::types::{
    AssetPermissionType, AssetSearchBy, AssetSortBy, BusinessAssetTypeFilter, EntityStatusFilter,
    InviteStatusFilter, InviteType, MemberAssetTypeFilter, MemberRole, PartnerAssetTypeFilter,
    PartnerType, PermissionFilter,
};

use crate::tables::Row;

const EMPTY_PAGE: &str = r#"{"items": [], "bookmark": null}"#;

/// A cursor with what a query string has to encode, and how it is encoded.
const BOOKMARK: &str = "a+b/=&é%2B";

/// Every row: first a call with everything set, then one with what is required.
pub(super) fn rows() -> Vec<Row> {
    let mut rows = relationships();
    rows.extend(assets());
    rows
}

fn relationships() -> Vec<Row> {
    vec![
        Row::new(
            "GET /businesses/employers?assets_summary=false&bookmark=a%2Bb%2F%3D%26%C3%A9%252B\
             &page_size=1",
            |client| {
                let list = client
                    .employers()
                    .list()
                    .with(|list| list.assets_summary(false));
                list.bookmark(BOOKMARK).page_size(1).send()
            },
        )
        .operation("get/business_employers")
        .responds(EMPTY_PAGE),
        Row::new("GET /businesses/employers", |client| {
            client.employers().list().send()
        })
        .operation("get/business_employers")
        .responds(EMPTY_PAGE),
        Row::new(
            "GET /businesses/7290/invites?is_member=false&invite_status=PENDING\
             &invite_status=EXPIRED&invite_type=PARTNER_REQUEST\
             &bookmark=a%2Bb%2F%3D%26%C3%A9%252B&page_size=250",
            |client| {
                let list = client.business("7290").invites().list();
                let statuses = [InviteStatusFilter::Pending, InviteStatusFilter::Expired];
                list.with(|list| list.is_member(false).invite_status(statuses))
                    .with(|list| list.invite_type(InviteType::PartnerRequest))
                    .bookmark(BOOKMARK)
                    .page_size(250)
                    .send()
            },
        )
        .operation("get/invites")
        .responds(EMPTY_PAGE),
        Row::new("GET /businesses/7290/invites", |client| {
            client.business("7290").invites().list().send()
        })
        .operation("get/invites")
        .responds(EMPTY_PAGE),
        Row::new(
            "GET /businesses/7290/members?fetch_system_users=true&assets_summary=true\
             &business_roles=EMPLOYEE&business_roles=BIZ_ADMIN\
             &member_ids=140000000000001%2C140000000000002&start_index=0\
             &bookmark=a%2Bb%2F%3D%26%C3%A9%252B&page_size=25",
            |client| {
                let list = client.business("7290").members().list();
                let roles = [MemberRole::Employee, MemberRole::BizAdmin];
                list.with(|list| list.fetch_system_users(true).assets_summary(true))
                    .with(|list| list.business_roles(roles))
                    .with(|list| list.member_ids("140000000000001,140000000000002"))
                    .with(|list| list.start_index(0))
                    .bookmark(BOOKMARK)
                    .page_size(25)
                    .send()
            },
        )
        .operation("get/business_members")
        .responds(EMPTY_PAGE),
        Row::new("GET /businesses/7290/members", |client| {
            client.business("7290").members().list().send()
        })
        .operation("get/business_members")
        .responds(EMPTY_PAGE),
        Row::new(
            "GET /businesses/7290/partners?assets_summary=true&partner_type=EXTERNAL\
             &partner_ids=8091%2C8092&start_index=7&sort_ascending=false\
             &bookmark=a%2Bb%2F%3D%26%C3%A9%252B&page_size=25",
            |client| {
                let list = client.business("7290").partners().list();
                list.with(|list| {
                    list.assets_summary(true)
                        .partner_type(PartnerType::External)
                })
                .with(|list| list.partner_ids("8091,8092").start_index(7))
                .with(|list| list.sort_ascending(false))
                .bookmark(BOOKMARK)
                .page_size(25)
                .send()
            },
        )
        .operation("get/business_partners")
        .responds(EMPTY_PAGE),
        Row::new("GET /businesses/7290/partners", |client| {
            client.business("7290").partners().list().send()
        })
        .operation("get/business_partners")
        .responds(EMPTY_PAGE),
    ]
}

fn assets() -> Vec<Row> {
    vec![
        Row::new(
            "GET /businesses/7290/assets?permissions=OWNER&permissions=CATALOGS_VIEWER\
             &child_asset_id=5497&asset_group_id=6660&asset_type=ASSET_GROUP&start_index=100\
             &bookmark=a%2Bb%2F%3D%26%C3%A9%252B&page_size=25",
            |client| {
                let list = client.business("7290").assets().list();
                let permissions = [PermissionFilter::Owner, PermissionFilter::CatalogsViewer];
                list.with(|list| list.permissions(permissions))
                    .with(|list| list.child_asset_id("5497").asset_group_id("6660"))
                    .with(|list| list.asset_type(BusinessAssetTypeFilter::AssetGroup))
                    .with(|list| list.start_index(100))
                    .bookmark(BOOKMARK)
                    .page_size(25)
                    .send()
            },
        )
        .operation("business_assets/get")
        .responds(EMPTY_PAGE),
        Row::new("GET /businesses/7290/assets", |client| {
            client.business("7290").assets().list().send()
        })
        .operation("business_assets/get")
        .responds(EMPTY_PAGE),
        Row::new(
            "GET /businesses/7290/assets/5497/members?start_index=1&fetch_system_users=false\
             &bookmark=a%2Bb%2F%3D%26%C3%A9%252B&page_size=25",
            |client| {
                let list = client.business("7290").assets().members("5497");
                list.with(|list| list.start_index(1).fetch_system_users(false))
                    .bookmark(BOOKMARK)
                    .page_size(25)
                    .send()
            },
        )
        .operation("business_asset_members/get")
        .responds(EMPTY_PAGE),
        Row::new("GET /businesses/7290/assets/5497/members", |client| {
            client.business("7290").assets().members("5497").send()
        })
        .operation("business_asset_members/get")
        .responds(EMPTY_PAGE),
        Row::new(
            "GET /businesses/7290/assets/5497/partners?start_index=1\
             &bookmark=a%2Bb%2F%3D%26%C3%A9%252B&page_size=25",
            |client| {
                let list = client.business("7290").assets().partners("5497");
                list.with(|list| list.start_index(1))
                    .bookmark(BOOKMARK)
                    .page_size(25)
                    .send()
            },
        )
        .operation("business_asset_partners/get")
        .responds(EMPTY_PAGE),
        Row::new("GET /businesses/7290/assets/5497/partners", |client| {
            client.business("7290").assets().partners("5497").send()
        })
        .operation("business_asset_partners/get")
        .responds(EMPTY_PAGE),
        Row::new(
            "GET /businesses/7290/members/1401/assets?asset_type=CONVERSION_TAG&start_index=3\
             &sort_by=PERMISSIONS&sort_ascending=false&search_by=NAME_OR_OWNER\
             &search_value=50%25+off+%26+more&asset_permission_type=DIRECT_PERMISSION\
             &ad_account_statuses=PAUSED&ad_account_statuses=ACTIVE\
             &bookmark=a%2Bb%2F%3D%26%C3%A9%252B&page_size=25",
            |client| {
                let list = client.business("7290").members().assets("1401");
                let statuses = [EntityStatusFilter::Paused, EntityStatusFilter::Active];
                list.with(|list| list.asset_type(MemberAssetTypeFilter::ConversionTag))
                    .with(|list| list.start_index(3))
                    .with(|list| list.sort_by(AssetSortBy::Permissions).sort_ascending(false))
                    .with(|list| list.search_by(AssetSearchBy::NameOrOwner))
                    .with(|list| list.search_value("50% off & more"))
                    .with(|list| list.asset_permission_type(AssetPermissionType::DirectPermission))
                    .with(|list| list.ad_account_statuses(statuses))
                    .bookmark(BOOKMARK)
                    .page_size(25)
                    .send()
            },
        )
        .operation("business_member_assets/get")
        .responds(r#"{"items": [], "total_data_count": 0}"#),
        Row::new("GET /businesses/7290/members/1401/assets", |client| {
            client.business("7290").members().assets("1401").send()
        })
        .operation("business_member_assets/get")
        .responds(r#"{"items": [], "total_data_count": 0}"#),
        Row::new(
            "GET /businesses/7290/partners/8091/assets?partner_type=INTERNAL\
             &asset_type=PINNER_LIST&start_index=3&sort_by=NAME&sort_ascending=true\
             &search_by=ID&search_value=5497&bookmark=a%2Bb%2F%3D%26%C3%A9%252B&page_size=25",
            |client| {
                let list = client.business("7290").partners().assets("8091");
                list.with(|list| list.partner_type(PartnerType::Internal))
                    .with(|list| list.asset_type(PartnerAssetTypeFilter::PinnerList))
                    .with(|list| list.start_index(3))
                    .with(|list| list.sort_by(AssetSortBy::Name).sort_ascending(true))
                    .with(|list| list.search_by(AssetSearchBy::Id).search_value("5497"))
                    .bookmark(BOOKMARK)
                    .page_size(25)
                    .send()
            },
        )
        .operation("business_partner_asset_access/get")
        .responds(EMPTY_PAGE),
        Row::new("GET /businesses/7290/partners/8091/assets", |client| {
            client.business("7290").partners().assets("8091").send()
        })
        .operation("business_partner_asset_access/get")
        .responds(EMPTY_PAGE),
    ]
}
