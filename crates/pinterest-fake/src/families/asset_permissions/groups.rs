//! Asset groups.

use serde_json::{Value, json};

use super::super::businesses::{administered, missing, summary as user_summary};
use super::{Asset, TABLE as PERMISSIONS, find};
use crate::authorization::MAIN_ACCOUNT;
use crate::call::Call;
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

/// Asset groups by id; `_owner` is their business.
pub(super) const TABLE: &str = "asset_groups";
const SCHEMA: &str = "AssetGroup";

/// The lists of a group, by the type of asset that they hold.
const LISTS: [(&str, &str); 3] = [
    ("AD_ACCOUNT", "ad_accounts_ids"),
    ("PROFILE", "profiles_ids"),
    ("CATALOG", "catalogs_ids"),
];

/// The business has two groups; the first has an ad account.
pub(super) fn seed(state: &mut State, ad_account: Option<&Asset>) {
    let at = state.clock.now().milliseconds() - 90 * 86_400_000;
    let ids: Vec<&String> = ad_account.iter().map(|asset| &asset.id).collect();
    for (name, kind, ids) in [
        ("Flagship stores", "LOCATION_OR_LANGUAGE", json!(ids)),
        ("Kitchen line", "PRODUCT_LINE", json!([])),
    ] {
        let given = json!({
            "asset_group_name": name, "asset_group_description": format!("Assets of: {name}"),
            "asset_group_types": [kind],
        });
        let mut group = new(state, MAIN_ACCOUNT, MAIN_ACCOUNT, given, at);
        group["ad_accounts_ids"] = ids;
        insert(state, group);
    }
}

fn new(state: &mut State, business: &str, by: &str, mut given: Value, at: i64) -> Value {
    given["id"] = json!(state.new_id());
    given["owner"] = user_summary(state, business);
    given["created_by"] = user_summary(state, by);
    given["created_time"] = json!(at);
    given["updated_time"] = json!(at);
    given["_owner"] = json!(business);
    for (_, list) in LISTS {
        given[list] = json!([]);
    }
    given
}

fn insert(state: &mut State, group: Value) -> Row {
    let id = group["id"].as_str().unwrap_or_default().to_owned();
    let row = state.new_row(SCHEMA, group);
    state.table(TABLE).insert(id, row.clone());
    row
}

pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let mut given = call.body.clone();
    if let Some(given) = given.as_object_mut() {
        given.remove("asset_group");
    }
    let (by, at) = (call.caller.account.clone(), call.now.milliseconds());
    let group = new(call.state, &business, &by, given, at);
    let group = insert(call.state, group);
    Ok(call.reply(json!({"asset_group": group})))
}

/// A group of which one change is not possible stays as it is.
pub(super) fn update(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let (mut updated, mut exceptions) = (Vec::new(), Vec::new());
    for change in call.body_list("asset_groups_to_update") {
        let id = change["asset_group_id"].as_str().unwrap_or_default();
        match changed(call, &business, id, &change) {
            Ok(group) => updated.push(insert(call.state, group)),
            Err(failure) => exceptions.push(exception(id, &failure)),
        }
    }
    let exceptions = Some(exceptions).filter(|exceptions| !exceptions.is_empty());
    Ok(call.reply(json!({"updated_asset_groups": updated, "exceptions": exceptions})))
}

fn changed(
    call: &mut Call<'_>,
    business: &str,
    id: &str,
    change: &Value,
) -> Result<Value, Failure> {
    let group = call.state.row(TABLE, id);
    let group = group.filter(|group| text(group, "_owner") == business);
    let group = group.ok_or_else(|| missing("Asset group", id))?.clone();
    let mut changes = json!({});
    for (from, to) in [
        ("name", "asset_group_name"),
        ("description", "asset_group_description"),
        ("asset_group_types", "asset_group_types"),
    ] {
        if let Some(value) = change.get(from) {
            changes[to] = value.clone();
        }
    }
    let mut group = Value::Object(call.state.update_row(SCHEMA, group, &changes));
    for (field, adds) in [("assets_to_add", true), ("assets_to_remove", false)] {
        for asset in change[field].as_array().into_iter().flatten() {
            let id = asset.as_str().unwrap_or_default();
            let found = find(call.state, id).filter(|found| found.owner == business);
            let found = found.ok_or_else(|| missing("Asset", id))?;
            let list = LISTS.iter().find(|(kind, _)| *kind == found.kind);
            let (_, list) = list.ok_or_else(|| {
                let message = format!("Assets of the type {} have no groups.", found.kind);
                Failure::new(400, 400, message)
            })?;
            if let Some(ids) = group[*list].as_array_mut() {
                ids.retain(|known| known != asset);
                if adds {
                    ids.push(asset.clone());
                }
            }
        }
    }
    group["updated_time"] = json!(call.now.milliseconds());
    Ok(group)
}

pub(super) fn delete(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let (mut deleted, mut exceptions) = (Vec::new(), Vec::new());
    for id in call.body_list("asset_groups_to_delete") {
        let key = id.as_str().unwrap_or_default();
        let group = call.state.row(TABLE, key);
        if group.is_none_or(|group| text(group, "_owner") != business) {
            exceptions.push(exception(key, &missing("Asset group", key)));
            continue;
        }
        call.state.table(TABLE).remove(key);
        let permissions = call.state.table(PERMISSIONS);
        permissions.retain(|row| text(row, "asset_id") != key);
        deleted.push(id);
    }
    let exceptions = Some(exceptions).filter(|exceptions| !exceptions.is_empty());
    Ok(call.reply(json!({"deleted_asset_groups": deleted, "exceptions": exceptions})))
}

fn exception(id: &str, failure: &Failure) -> Value {
    json!({"asset_group_id": id, "code": failure.code, "message": failure.message})
}

/// The groups of a business that hold an asset.
pub(super) fn holding(state: &State, business: &str, asset: &str) -> Vec<String> {
    let rows = state.rows(TABLE);
    rows.filter(|(_, group)| text(group, "_owner") == business)
        .filter(|(_, group)| {
            LISTS.iter().any(|(_, list)| {
                let ids = group.get(*list).and_then(Value::as_array);
                ids.is_some_and(|ids| ids.iter().any(|id| id == asset))
            })
        })
        .map(|(id, _)| id.clone())
        .collect()
}
