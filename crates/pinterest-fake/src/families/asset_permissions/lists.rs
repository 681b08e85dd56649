//! Lists of assets, and of those who can use one.

use serde_json::{Value, json};

use super::super::businesses::{administered, field, missing, summary as user_summary};
use super::super::members::{self, start_index};
use super::super::partners;
use super::{Asset, Side, TABLE, find, granted, groups, of_owner};
use crate::call::Call;
use crate::exchange::{Failure, Reply, ReplyBody};
use crate::state::{State, text};

/// An asset with the permissions on it.
type Access = (Asset, Value);

pub(super) fn of_business(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let kind = asset_type(call);
    let own = of_owner(call.state, &business, &kind);
    let mut found: Vec<Access> = own.into_iter().map(|a| (a, json!(["OWNER"]))).collect();
    let shared = call.state.rows(TABLE).map(|(_, row)| row);
    found.extend(
        shared
            .filter(|row| text(row, "_side") == "partner" && text(row, "_user") == business)
            .filter_map(|row| Some((find(call.state, text(row, "asset_id"))?, row)))
            .filter(|(asset, _)| asset.kind == kind)
            .map(|(asset, row)| (asset, field(row, "permissions").clone())),
    );
    let permissions = call.query_texts("permissions");
    let group = call.query_text("asset_group_id");
    let child = call.query_text("child_asset_id");
    found.retain(|(asset, has)| {
        let is_permitted =
            permissions.is_empty() || permissions.iter().any(|name| contains(has, name));
        let is_in_group = group.is_none_or(|group| {
            let groups = groups::holding(call.state, &business, &asset.id);
            groups.iter().any(|of| of == group)
        });
        let holds_child = child.is_none_or(|child| {
            let groups = groups::holding(call.state, &business, child);
            groups.contains(&asset.id)
        });
        is_permitted && is_in_group && holds_child
    });
    let items = found.iter().map(|(asset, permissions)| {
        let mut item = item(call.state, asset, permissions);
        if let Some(catalog) = call.state.row("catalogs", &asset.id) {
            item["catalog_info"] = json!({
                "id": asset.id, "name": catalog.get("name"),
                "catalog_type": catalog.get("catalog_type"),
            });
        }
        item
    });
    call.page(items.skip(start_index(call)))
}

fn contains(permissions: &Value, name: &str) -> bool {
    let mut permissions = permissions.as_array().into_iter().flatten();
    permissions.any(|has| has == name)
}

fn asset_type(call: &Call<'_>) -> String {
    let kind = call.query_text("asset_type");
    kind.unwrap_or("AD_ACCOUNT").to_owned()
}

fn item(state: &State, asset: &Asset, permissions: &Value) -> Value {
    let mut item = json!({
        "asset_id": asset.id, "asset_type": asset.kind, "permissions": permissions,
        "_key": asset.id,
    });
    if let Some(group) = state.row(groups::TABLE, &asset.id) {
        item["asset_group_info"] = Value::Object(group.clone());
    }
    item
}

pub(super) fn members_of_asset(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let system_users = call.query_flag("fetch_system_users").unwrap_or(false);
    users_of_asset(call, "member", |state, user| {
        members::is_system_user(state, user) == system_users
    })
}

pub(super) fn partners_of_asset(call: &mut Call<'_>) -> Result<Reply, Failure> {
    users_of_asset(call, "partner", |_, _| true)
}

fn users_of_asset(
    call: &mut Call<'_>,
    side: &str,
    is_wanted: impl Fn(&State, &str) -> bool,
) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let access = json!({"asset_id": call.path("asset_id")});
    let asset = super::usable(call.state, &business, &access)?;
    let users: Vec<Value> = call
        .state
        .rows(TABLE)
        .filter(|(_, row)| text(row, "_owner") == business && text(row, "_side") == side)
        .filter(|(_, row)| text(row, "asset_id") == asset.id)
        .filter(|(_, row)| is_wanted(call.state, text(row, "_user")))
        .map(|(_, row)| {
            let user = text(row, "_user");
            json!({
                "permissions": field(row, "permissions"), "user": user_summary(call.state, user),
                "_key": user,
            })
        })
        .collect();
    call.page(users.into_iter().skip(start_index(call)))
}

pub(super) fn of_member(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let member = call.path("member_id");
    let key = format!("{business}/{member}");
    if call.state.row(members::TABLE, &key).is_none() {
        return Err(missing("Member", &member));
    }
    let kind = asset_type(call);
    let mut found = direct(call.state, &business, Side::Member, &member, &kind);
    if call.query_text("asset_permission_type") == Some("AGGREGATED_PERMISSION") {
        add_from_groups(call.state, &business, &member, &kind, &mut found);
    }
    let statuses = call.query_texts("ad_account_statuses");
    if kind == "AD_ACCOUNT" && !statuses.is_empty() {
        found.retain(|(asset, _)| statuses.contains(&asset.status));
    }
    search_and_sort(call, &mut found);
    let items = found
        .iter()
        .map(|(asset, permissions)| item(call.state, asset, permissions));
    let mut reply = call.page(items.skip(start_index(call)))?;
    if let ReplyBody::Json(body) = &mut reply.body {
        body["total_data_count"] = json!(found.len());
        if kind == "AD_ACCOUNT" {
            let count = |status: &str| found.iter().filter(|(a, _)| a.status == status).count();
            body["total_data_count_by_status"] = json!({
                "ACTIVE": count("ACTIVE"), "PAUSED": count("PAUSED"),
                "ARCHIVED": count("ARCHIVED"),
            });
        }
    }
    Ok(reply)
}

fn direct(state: &State, owner: &str, side: Side, user: &str, kind: &str) -> Vec<Access> {
    granted(state, owner, side, user)
        .filter(|row| text(row, "asset_type") == kind)
        .filter_map(|row| {
            let asset = find(state, text(row, "asset_id"))?;
            Some((asset, field(row, "permissions").clone()))
        })
        .collect()
}

/// Permissions on a group hold on what is in it.
fn add_from_groups(
    state: &State,
    business: &str,
    member: &str,
    kind: &str,
    found: &mut Vec<Access>,
) {
    let of_groups = direct(state, business, Side::Member, member, "ASSET_GROUP");
    for asset in of_owner(state, business, kind) {
        let holding = groups::holding(state, business, &asset.id);
        for (group, permissions) in &of_groups {
            if !holding.contains(&group.id) {
                continue;
            }
            match found.iter_mut().find(|(known, _)| known.id == asset.id) {
                Some((_, known)) => {
                    if let (Some(known), Some(more)) =
                        (known.as_array_mut(), permissions.as_array())
                    {
                        more.iter().for_each(|permission| {
                            if !known.contains(permission) {
                                known.push(permission.clone());
                            }
                        });
                    }
                }
                None => found.push((asset.clone(), permissions.clone())),
            }
        }
    }
}

fn search_and_sort(call: &Call<'_>, found: &mut Vec<Access>) {
    let owner_name = |asset: &Asset| {
        let owner = user_summary(call.state, &asset.owner);
        owner["username"]
            .as_str()
            .unwrap_or_default()
            .to_lowercase()
    };
    if let Some(wanted) = call.query_text("search_value").map(str::to_lowercase) {
        let by = call.query_text("search_by").unwrap_or("NAME_OR_ID");
        found.retain(|(asset, _)| {
            let by_name = || asset.name.to_lowercase().contains(&wanted);
            let by_id = || asset.id.contains(&wanted);
            let by_owner = || owner_name(asset).contains(&wanted);
            match by {
                "NAME" => by_name(),
                "ID" => by_id(),
                "OWNER_NAME" => by_owner(),
                "NAME_OR_OWNER" => by_name() || by_owner(),
                _ => by_name() || by_id(),
            }
        });
    }
    match call.query_text("sort_by") {
        Some("NAME") => found.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name)),
        Some("ID") => found.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id)),
        Some("PERMISSIONS") => found.sort_by_key(|(_, permissions)| permissions.to_string()),
        _ => {}
    }
    if call.query_flag("sort_ascending") == Some(false) {
        found.reverse();
    }
}

pub(super) fn of_partner(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let partner = call.path("partner_id");
    let direction = call.query_text("partner_type").unwrap_or("INTERNAL");
    if !partners::has(call.state, &business, &partner, None) {
        return Err(missing("Partner", &partner));
    }
    let (owner, user) = match direction {
        "INTERNAL" => (&business, &partner),
        _ => (&partner, &business),
    };
    let kind = asset_type(call);
    let mut found = direct(call.state, owner, Side::Partner, user, &kind);
    search_and_sort(call, &mut found);
    let items = found
        .iter()
        .map(|(asset, permissions)| item(call.state, asset, permissions));
    call.page(items.skip(start_index(call)))
}
