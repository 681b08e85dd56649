//! Responses as the service sends them, and their calls. EMAIL, TOKEN and NAME stand for what must
//! not be shown.

use std::future::Future;
use std::pin::Pin;

use pinterest::business_access::{AssetGrants, AssetRequest, NewAssetGroup};
use pinterest::types::{
    AssetGroupType, AssetGroupUpdate, BrandAccountUpdate, MemberRole, Permission,
};
use pinterest::{BatchOutcome, Client, Error, ListPage, Page};

pub(super) struct Body {
    pub(super) operation: &'static str,
    pub(super) json: &'static str,
    pub(super) call: fn(Client, String) -> Call,
}

type Call = Pin<Box<dyn Future<Output = Findings> + Send>>;

/// What a call came to.
#[derive(Default)]
pub(super) struct Findings {
    /// Those of single items included.
    pub(super) errors: Vec<Error>,
    /// What is shown besides.
    pub(super) shown: String,
}

impl Findings {
    fn of_value<T>(outcome: Result<T, Error>) -> Self {
        Self {
            errors: outcome.err().into_iter().collect(),
            shown: String::new(),
        }
    }

    fn of_page<P: ListPage>(outcome: Result<Page<P>, Error>) -> Self {
        match outcome {
            Ok(page) => Self {
                shown: format!("{:?}", page.set_aside()),
                errors: page.into_iter().filter_map(Result::err).collect(),
            },
            Err(error) => Self::of_value::<()>(Err(error)),
        }
    }

    /// An error is the first request's, as there is no other; it is in the outcome when the server
    /// may have acted.
    fn of_batch<I, T>(outcome: Result<BatchOutcome<I, T>, Error>) -> Self {
        match outcome {
            Ok(mut outcome) => {
                let failures = outcome.failures().map(|failure| failure.error);
                let failures = failures.chain(
                    outcome
                        .unmatched()
                        .iter()
                        .filter_map(|result| result.as_ref().err()),
                );
                let shown: String = failures.map(|error| format!("{error} {error:?}")).collect();
                Self {
                    shown: format!("{shown} {outcome:?} {outcome:#?} {:?}", outcome.set_aside()),
                    errors: outcome.take_error().into_iter().collect(),
                }
            }
            Err(error) => Self::of_value::<()>(Err(error)),
        }
    }
}

pub(super) const BODIES: [Body; 11] = [
    Body {
        operation: "get/invites",
        json: r#"{"items": [
            {"id": "5341", "assets_summary": null, "business_roles": ["EMPLOYEE"], "created_time": 1767225600000,
             "created_by_user": {"id": "71", "email": "EMAIL", "username": "NAME"},
             "invite_data": {"invite_expiration": 1769817600000, "invite_status": "PENDING", "invite_type": "MEMBER_INVITE"},
             "is_received_invite": false, "user": {"id": null, "email": "EMAIL"}},
            {"id": "5342", "user": {"email": "EMAIL", "note": "TOKEN"}}, null
        ], "bookmark": "Y2JVSG81\"TOKEN"}"#,
        call: |client, id| {
            Box::pin(
                async move { Findings::of_page(client.business(id).invites().list().send().await) },
            )
        },
    },
    Body {
        operation: "get/business_members",
        json: r#"{"bookmark": null, "items": [
            {"assets_summary": {"ad_accounts": [{"id": "5491", "permissions": ["ADMIN"]}], "profiles": []},
             "business_roles": ["BIZ_ADMIN"], "created_by_business": {"id": "7290", "username": "lakeside"},
             "created_by_user": null, "created_time": 1767225600000, "id": "1401", "is_shared_partner": false,
             "user": {"email": "EMAIL", "id": "1401", "username": "NAME", "full_name": "TOKEN"}},
            {"id": "1402", "business_roles": ["EMPLOYEE", "AUDITOR"], "user": {"email": "EMAIL"}}
        ]}"#,
        call: |client, id| {
            Box::pin(
                async move { Findings::of_page(client.business(id).members().list().send().await) },
            )
        },
    },
    Body {
        operation: "business_member_assets/get",
        json: r#"{"items": [
            {"asset_id": "5", "asset_type": "AD_ACCOUNT", "permissions": ["ADMIN"], "ad_account_name": "NAME"},
            {"asset_id": "6", "asset_type": "PROFILE", "permissions": []}
        ], "bookmark": "A", "total_data_count": 41, "total_data_count_by_status": {"ACTIVE": 40, "ARCHIVED": 1}}"#,
        call: |client, id| {
            Box::pin(async move {
                Findings::of_page(client.business(id).members().assets("17").send().await)
            })
        },
    },
    Body {
        operation: "create_membership_or_partnership_invites",
        json: r#"{"items": [
            {"exception": null, "invite": {"id": "1", "user": {"email": "EMAIL", "id": "71"}}},
            {"exception": {"code": 30, "message": "There is no EMAIL", "users_or_partner_ids": ["EMAIL"]}},
            {"invite": {"id": "3", "user": {"username": "NAME", "note": "TOKEN"}, "invite_data": {"invite_status": "PENDING"}}}
        ]}"#,
        call: |client, id| {
            Box::pin(async move {
                let members = ["ada@example.com", "grace", "hedy@example.com"];
                let invites = client.business(id).invites();
                Findings::of_batch(invites.invite_members(members, MemberRole::Employee).await)
            })
        },
    },
    Body {
        operation: "cancel_invites_or_requests",
        json: r#"{"items": [
            {"invite": {"id": "5341", "user": {"username": "ada"}}, "exception": null},
            {"invite": null, "exception": {"code": 2, "invite_id": "5342", "message": "Too late for EMAIL with TOKEN"}}
        ]}"#,
        call: |client, id| {
            Box::pin(async move {
                Findings::of_batch(
                    client
                        .business(id)
                        .invites()
                        .cancel_all(["5341", "5342"])
                        .await,
                )
            })
        },
    },
    Body {
        operation: "asset_access_requests/create",
        json: r#"{
            "exceptions": [{"code": 403, "messages": ["Invalid asset id: 5492", "Ask EMAIL"]}, {"messages": ["TOKEN"]}],
            "invites": {"8091": "1", "8092": "2"}
        }"#,
        call: |client, id| {
            Box::pin(async move {
                let request = |partner, asset| {
                    AssetRequest::new(partner, AssetGrants::new(asset, Permission::Admin))
                };
                let requests = [request("8091", "5491"), request("8092", "5492")];
                Findings::of_batch(client.business(id).invites().request_assets(requests).await)
            })
        },
    },
    Body {
        operation: "asset_group/create",
        json: r#"{"asset_group": {
            "ad_accounts_ids": ["5491"], "asset_group_description": null, "asset_group_name": "NAME of EMAIL",
            "asset_group_types": ["BRAND"], "catalogs_ids": [], "created_by": {"id": "71", "email": "EMAIL"},
            "created_time": 1767225600000, "id": "6661", "owner": {"id": "7290"}, "profiles_ids": [],
            "updated_time": null
        }, "token": "TOKEN"}"#,
        call: |client, id| {
            Box::pin(async move {
                let group = NewAssetGroup::new("Lake", "All stores", [AssetGroupType::Brand]);
                Findings::of_value(client.business(id).asset_groups().create(group).await)
            })
        },
    },
    Body {
        operation: "asset_group/update",
        json: r#"{"exceptions": [{"asset_group_id": "6661", "code": 1, "message": "Not of EMAIL"}], "updated_asset_groups": [{
            "ad_accounts_ids": ["5491"], "asset_group_description": "TOKEN", "asset_group_name": "NAME",
            "asset_group_types": ["BRAND"], "catalogs_ids": [], "created_by": {"id": "71", "email": "EMAIL"},
            "created_time": 1767225600000, "id": "6662", "owner": {"id": "7290"}, "profiles_ids": ["81"],
            "updated_time": 1767225600001
        }]}"#,
        call: |client, id| {
            Box::pin(async move {
                let updates = ["6661", "6662"].map(AssetGroupUpdate::new);
                Findings::of_batch(client.business(id).asset_groups().update_all(updates).await)
            })
        },
    },
    Body {
        operation: "asset_group/delete",
        json: r#"{"deleted_asset_groups": ["6662"],
            "exceptions": [{"asset_group_id": "6661", "code": 50, "message": "Gone, says EMAIL of TOKEN"}]}"#,
        call: |client, id| {
            Box::pin(async move {
                Findings::of_batch(
                    client
                        .business(id)
                        .asset_groups()
                        .delete_all(["6661", "6662"])
                        .await,
                )
            })
        },
    },
    Body {
        operation: "update/business_memberships",
        json: r#"{"items": [
            {"business_role": "BIZ_ADMIN", "member_id": "1401"},
            {"business_role": "EMPLOYEE", "member_id": "1402", "by": "EMAIL", "with": "TOKEN"}
        ]}"#,
        call: |client, id| {
            Box::pin(async move {
                let roles = [
                    ("1401", MemberRole::BizAdmin),
                    ("1402", MemberRole::Employee),
                ];
                Findings::of_batch(client.business(id).members().update_roles(roles).await)
            })
        },
    },
    Body {
        operation: "brand_accounts/update",
        json: r#"{"brand_account_id": "6660", "contact": ["EMAIL", "NAME"], "code": 1, "message": "Hello EMAIL, here is TOKEN"}"#,
        call: |client, id| {
            Box::pin(async move {
                let accounts = client.business(id).brand_accounts();
                Findings::of_value(accounts.update("6660", BrandAccountUpdate::new()).await)
            })
        },
    },
];
