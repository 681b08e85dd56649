//! The permissions of members and partners on the assets of a business.

mod assets;
mod groups;
mod lists;

use serde_json::{Value, json};

use super::businesses::{administered, field, missing, object, seeded};
use super::{members, partners};
use crate::authorization::MAIN_ACCOUNT;
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) use assets::{Asset, find, of_owner, suits};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("business_assets/get", lists::of_business),
    ("business_asset_members/get", lists::members_of_asset),
    ("business_asset_partners/get", lists::partners_of_asset),
    ("business_member_assets/get", lists::of_member),
    ("business_partner_asset_access/get", lists::of_partner),
    ("business_members_asset_access/update", update_members),
    ("business_members_asset_access/delete", delete_members),
    ("update_partner_asset_access_handler_impl", update_partners),
    ("delete_partner_asset_access_handler_impl", delete_partners),
    ("asset_group/create", groups::create),
    ("asset_group/update", groups::update),
    ("asset_group/delete", groups::delete),
];

/// Permissions by `owner/side/user/asset`, where the owner is the business that has granted them.
const TABLE: &str = "asset_permissions";

/// Whether permissions are those of a member or of a partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Member,
    Partner,
}

impl Side {
    fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Partner => "partner",
        }
    }

    fn key(self, owner: &str, user: &str, asset: &str) -> String {
        format!("{owner}/{}/{user}/{asset}", self.name())
    }
}

/// Members and partners can use ad accounts and profiles; some pending invites bring permissions.
pub(super) fn seed(state: &mut State) {
    let profiles = of_owner(state, MAIN_ACCOUNT, "PROFILE");
    let ad_accounts = of_owner(state, MAIN_ACCOUNT, "AD_ACCOUNT");
    let people = seeded(state, "person");
    for (index, member) in people.iter().take(24).enumerate() {
        if let Some(profile) = profiles.first().filter(|_| index % 3 == 0) {
            let permissions = json!(["PROFILE_PUBLISHER"]);
            grant(
                state,
                MAIN_ACCOUNT,
                Side::Member,
                member,
                profile,
                permissions,
            );
        }
        if let Some(asset) = ad_accounts.get(index % ad_accounts.len().max(1)) {
            let permissions = match index % 4 {
                0 => json!(["ADMIN"]),
                1 => json!(["CAMPAIGN_MANAGER", "ANALYST"]),
                2 => json!(["ANALYST"]),
                _ => json!(["AUDIENCE_MANAGER", "ANALYST"]),
            };
            grant(
                state,
                MAIN_ACCOUNT,
                Side::Member,
                member,
                asset,
                permissions,
            );
        }
    }
    for (index, partner) in seeded(state, "business").iter().take(10).enumerate() {
        if index < 6 {
            let asset = ad_accounts.get(index % ad_accounts.len().max(1));
            if let Some(asset) = asset.or(profiles.first()) {
                let permissions = match asset.kind {
                    "PROFILE" => json!(["PROFILE_PUBLISHER"]),
                    _ => json!(["CAMPAIGN_MANAGER", "ANALYST"]),
                };
                grant(
                    state,
                    MAIN_ACCOUNT,
                    Side::Partner,
                    partner,
                    asset,
                    permissions,
                );
            }
        } else if let Some(asset) = of_owner(state, partner, "PROFILE").first() {
            let permissions = json!(["PROFILE_PUBLISHER"]);
            grant(
                state,
                partner,
                Side::Partner,
                MAIN_ACCOUNT,
                asset,
                permissions,
            );
        }
    }
    groups::seed(state, ad_accounts.first());
    super::invites::seed_permissions(state, &ad_accounts);
}

/// Gives permissions, which replace those that the user had on the asset.
pub(super) fn grant(
    state: &mut State,
    owner: &str,
    side: Side,
    user: &str,
    asset: &Asset,
    permissions: Value,
) {
    let user_field = format!("{}_id", side.name());
    let row = json!({
        "asset_id": asset.id, "asset_type": asset.kind, user_field: user,
        "permissions": permissions, "_owner": owner, "_side": side.name(), "_user": user,
    });
    let key = side.key(owner, user, &asset.id);
    state.table(TABLE).insert(key, object(row));
    share(state, &asset.id);
}

/// Ad accounts name those who can use them in `_shared_with`.
fn share(state: &mut State, asset: &str) {
    let rows = state.rows(TABLE).map(|(_, row)| row);
    let users: Vec<Value> = rows
        .filter(|row| text(row, "asset_id") == asset)
        .map(|row| field(row, "_user").clone())
        .collect();
    if let Some(row) = state.table("ad_accounts").get_mut(asset) {
        row.insert("_shared_with".to_owned(), json!(users));
    }
}

/// Takes the permissions that are under a key.
fn revoke(state: &mut State, key: &str) -> Option<Row> {
    let row = state.table(TABLE).remove(key)?;
    share(state, text(&row, "asset_id"));
    Some(row)
}

/// Takes all permissions of a user that the owner has granted.
pub(super) fn revoke_all(state: &mut State, owner: &str, side: Side, user: &str) {
    let granted = granted(state, owner, side, user);
    let keys: Vec<String> = granted
        .map(|row| side.key(owner, user, text(row, "asset_id")))
        .collect();
    for key in keys {
        revoke(state, &key);
    }
}

/// What the owner has granted to a user.
fn granted<'s>(
    state: &'s State,
    owner: &str,
    side: Side,
    user: &str,
) -> impl Iterator<Item = &'s Row> {
    let rows = state.rows(TABLE).map(|(_, row)| row);
    let (owner, user) = (owner.to_owned(), user.to_owned());
    rows.filter(move |row| {
        text(row, "_owner") == owner
            && text(row, "_side") == side.name()
            && text(row, "_user") == user
    })
}

/// An `AssetsSummary` of what the owner has granted to a user.
pub(super) fn summary(state: &State, owner: &str, side: Side, user: &str) -> Value {
    let rows = granted(state, owner, side, user);
    summary_of(rows.map(|row| {
        let (id, kind) = (text(row, "asset_id"), text(row, "asset_type"));
        (
            id.to_owned(),
            kind.to_owned(),
            field(row, "permissions").clone(),
        )
    }))
}

/// An `AssetsSummary` of ids, types and permissions.
pub(super) fn summary_of(assets: impl Iterator<Item = (String, String, Value)>) -> Value {
    let (mut ad_accounts, mut profiles) = (Vec::new(), Vec::new());
    for (id, kind, permissions) in assets {
        let entry = json!({"id": id, "permissions": permissions});
        match kind.as_str() {
            "AD_ACCOUNT" => ad_accounts.push(entry),
            "PROFILE" => profiles.push(entry),
            _ => {}
        }
    }
    json!({"ad_accounts": ad_accounts, "profiles": profiles})
}

/// Checks `asset_id_to_permissions`: each asset has to belong to the owner, each permission has to
/// suit it.
pub(super) fn checked(
    state: &State,
    owner: &str,
    wanted: &Value,
) -> Result<Vec<(Asset, Value)>, Failure> {
    let mut found = Vec::new();
    for (id, permissions) in wanted.as_object().into_iter().flatten() {
        let asset = find(state, id).filter(|asset| asset.owner == owner);
        let asset = asset.ok_or_else(|| missing("Asset", id))?;
        suits(&asset, permissions)?;
        found.push((asset, permissions.clone()));
    }
    Ok(found)
}

/// A pair that cannot be set has an empty outcome.
fn update_members(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let mut first = None;
    let (mut items, mut any) = (Vec::new(), false);
    for access in call.body_list("accesses") {
        match set_member(call, &business, &access) {
            Ok(response) => {
                any = true;
                items.push(json!({"response": response}));
            }
            Err(failure) => {
                first.get_or_insert(failure);
                items.push(json!({}));
            }
        }
    }
    match first.filter(|_| !any) {
        Some(failure) => Err(failure),
        None => Ok(call.reply(json!({"items": items}))),
    }
}

fn set_member(call: &mut Call<'_>, business: &str, access: &Value) -> Result<Value, Failure> {
    let member = access["member_id"].as_str().unwrap_or_default();
    let key = format!("{business}/{member}");
    if call.state.row(members::TABLE, &key).is_none() {
        return Err(missing("Member", member));
    }
    let asset = usable(call.state, business, access)?;
    let permissions = access["permissions"].clone();
    suits(&asset, &permissions)?;
    let given = permissions.clone();
    grant(call.state, business, Side::Member, member, &asset, given);
    Ok(json!({"asset_id": asset.id, "member_id": member, "permissions": permissions}))
}

/// The asset of a pair, which is the business's own or one that a partner shares with it.
fn usable(state: &State, business: &str, access: &Value) -> Result<Asset, Failure> {
    let id = access["asset_id"].as_str().unwrap_or_default();
    let asset = find(state, id).filter(|asset| {
        let shared = Side::Partner.key(&asset.owner, business, id);
        asset.owner == business || state.row(TABLE, &shared).is_some()
    });
    asset.ok_or_else(|| missing("Asset", id))
}

fn delete_members(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let mut items = Vec::new();
    for access in call.body_list("accesses") {
        let asset = access["asset_id"].as_str().unwrap_or_default();
        let member = access["member_id"].as_str().unwrap_or_default();
        let key = Side::Member.key(&business, member, asset);
        if revoke(call.state, &key).is_some() {
            items.push(json!({"asset_id": asset, "member_id": member}));
        }
    }
    Ok(call.reply(json!({"items": items})))
}

/// A pair that cannot be set stays out of the response.
fn update_partners(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let mut first = None;
    let mut items = Vec::new();
    for access in call.body_list("accesses") {
        match set_partner(call, &business, &access) {
            Ok(item) => items.push(item),
            Err(failure) => drop(first.get_or_insert(failure)),
        }
    }
    match first.filter(|_| items.is_empty()) {
        Some(failure) => Err(failure),
        None => Ok(call.reply(json!({"items": items}))),
    }
}

fn set_partner(call: &mut Call<'_>, business: &str, access: &Value) -> Result<Value, Failure> {
    let partner = access["partner_id"].as_str().unwrap_or_default();
    if !partners::has(call.state, business, partner, Some("INTERNAL")) {
        return Err(missing("Partner", partner));
    }
    let id = access["asset_id"].as_str().unwrap_or_default();
    let asset = find(call.state, id).filter(|asset| asset.owner == business);
    let asset = asset.ok_or_else(|| missing("Asset", id))?;
    let permissions = access["permissions"].clone();
    suits(&asset, &permissions)?;
    let given = permissions.clone();
    grant(call.state, business, Side::Partner, partner, &asset, given);
    Ok(json!({
        "asset_id": asset.id, "asset_type": asset.kind, "partner_id": partner,
        "permissions": permissions,
    }))
}

fn delete_partners(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let mut items = Vec::new();
    for access in call.body_list("accesses") {
        let partner = access["partner_id"].as_str().unwrap_or_default();
        let asset = access["asset_id"].as_str().unwrap_or_default();
        let is_external = access["partner_type"] == "EXTERNAL";
        let key = match is_external {
            true => Side::Partner.key(partner, &business, asset),
            false => Side::Partner.key(&business, partner, asset),
        };
        if let Some(row) = revoke(call.state, &key) {
            items.push(json!({
                "asset_id": asset, "asset_type": field(&row, "asset_type"), "partner_id": partner,
                "is_shared_partner": is_external, "permissions": field(&row, "permissions"),
            }));
        }
    }
    Ok(call.reply(json!({"items": items})))
}
