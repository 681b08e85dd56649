//! What a business can give permissions on.

use serde_json::Value;

use crate::exchange::Failure;
use crate::state::{Row, State, text};

/// The tables that hold assets, by the type of the asset.
const TABLES: [(&str, &str); 6] = [
    ("AD_ACCOUNT", "ad_accounts"),
    ("PROFILE", "profiles"),
    ("ASSET_GROUP", "asset_groups"),
    ("CATALOG", "catalogs"),
    ("PINNER_LIST", "customer_lists"),
    ("CONVERSION_TAG", "conversion_tags"),
];

/// An asset.
#[derive(Clone, Debug)]
pub(in crate::families) struct Asset {
    pub(in crate::families) id: String,
    /// Its `AssetType`.
    pub(in crate::families) kind: &'static str,
    /// The business that it belongs to.
    pub(in crate::families) owner: String,
    pub(in crate::families) name: String,
    /// `ACTIVE` where its type has no states.
    pub(in crate::families) status: String,
}

/// Returns the asset of that id.
pub(in crate::families) fn find(state: &State, id: &str) -> Option<Asset> {
    TABLES
        .iter()
        .find_map(|(kind, table)| Some(asset(state, kind, id, state.row(table, id)?)))
}

/// Returns the assets of a type that a business owns.
pub(in crate::families) fn of_owner(state: &State, business: &str, kind: &str) -> Vec<Asset> {
    let table = TABLES.iter().find(|(of, _)| *of == kind);
    let Some((kind, table)) = table else {
        return Vec::new();
    };
    let rows = state.rows(table);
    rows.map(|(id, row)| asset(state, kind, id, row))
        .filter(|asset| asset.owner == business)
        .collect()
}

fn asset(state: &State, kind: &'static str, id: &str, row: &Row) -> Asset {
    let names = ["name", "asset_group_name"];
    let name = names.iter().map(|name| text(row, name));
    let status = text(row, "status");
    Asset {
        id: id.to_owned(),
        kind,
        owner: owner(state, row),
        name: name.filter(|name| !name.is_empty()).collect(),
        status: if status.is_empty() { "ACTIVE" } else { status }.to_owned(),
    }
}

/// The account that a row belongs to, by way of its ad account if it has one.
fn owner(state: &State, row: &Row) -> String {
    let own = text(row, "_owner");
    if !own.is_empty() {
        return own.to_owned();
    }
    let fields = ["ad_account_id", "_ad_account"].into_iter();
    let ad_account = fields
        .map(|field| text(row, field))
        .find(|id| !id.is_empty());
    let ad_account = ad_account.and_then(|id| state.row("ad_accounts", id));
    ad_account.map_or("", |row| text(row, "_owner")).to_owned()
}

/// Checks that every permission exists on assets of that type.
pub(in crate::families) fn suits(asset: &Asset, permissions: &Value) -> Result<(), Failure> {
    let suiting: &[&str] = match asset.kind {
        "PROFILE" => &["ADMIN", "ANALYST", "PROFILE_PUBLISHER"],
        "CATALOG" => &["ADMIN", "CATALOGS_MANAGER", "CATALOGS_VIEWER"],
        "PINNER_LIST" => &["ADMIN", "AUDIENCE_MANAGER", "BIZ_PINNER_LIST_SHARER"],
        "ASSET_GROUP" => return Ok(()),
        _ => &[
            "ADMIN",
            "ANALYST",
            "FINANCE_MANAGER",
            "FINANCE_EDIT",
            "FINANCE_VIEW",
            "AUDIENCE_MANAGER",
            "CAMPAIGN_MANAGER",
            "CATALOGS_MANAGER",
            "CATALOGS_VIEWER",
        ],
    };
    let mut given = permissions.as_array().into_iter().flatten();
    let unsuited = given.find(|permission| !suiting.iter().any(|name| *permission == name));
    match unsuited.and_then(Value::as_str) {
        Some(name) => Err(Failure::new(
            400,
            400,
            format!(
                "The permission {name} does not exist on assets of the type {}.",
                asset.kind
            ),
        )),
        None => Ok(()),
    }
}
