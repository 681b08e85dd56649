//! Partnerships of businesses. Each is in the table twice: as either side sees it.

use serde_json::{Value, json};

use super::asset_permissions::{self, Side};
use super::businesses::{administered, missing, object, seeded, summary as user_summary};
use super::members::{ids, is_in, start_index, with_assets};
use crate::authorization::MAIN_ACCOUNT;
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{State, text};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("get/business_partners", list),
    ("delete_business_partners", delete),
];

/// Partnerships by `business/partner/type`, the type as that business sees it.
const TABLE: &str = "partners";

/// Six businesses use assets of the business, and it uses assets of four.
pub(super) fn seed(state: &mut State) {
    let now = state.clock.now().milliseconds();
    for (index, partner) in seeded(state, "business").iter().take(10).enumerate() {
        let since = now - (300 - 20 * index as i64) * 86_400_000;
        match index < 6 {
            true => add(state, MAIN_ACCOUNT, partner, MAIN_ACCOUNT, since),
            false => add(state, partner, MAIN_ACCOUNT, partner, since),
        }
    }
}

/// Lets `user` use assets of `owner`; `by` is the side that started it.
pub(super) fn add(state: &mut State, owner: &str, user: &str, by: &str, at: i64) {
    for (business, partner, kind) in [(owner, user, "INTERNAL"), (user, owner, "EXTERNAL")] {
        let key = format!("{business}/{partner}/{kind}");
        if state.row(TABLE, &key).is_some() {
            continue;
        }
        let row = json!({
            "id": partner, "user": user_summary(state, partner), "business_roles": ["PARTNER"],
            "created_time": at, "created_by_user": user_summary(state, by),
            "created_by_business": user_summary(state, by),
            "is_shared_partner": kind == "EXTERNAL", "_business": business, "_type": kind, "_key": key,
        });
        state.table(TABLE).insert(key, object(row));
    }
}

/// Tells whether the business has that partner, in the given direction or in any.
pub(super) fn has(state: &State, business: &str, partner: &str, kind: Option<&str>) -> bool {
    let kinds = ["INTERNAL", "EXTERNAL"].into_iter();
    kinds
        .filter(|of| kind.is_none_or(|kind| kind == *of))
        .any(|of| {
            state
                .row(TABLE, &format!("{business}/{partner}/{of}"))
                .is_some()
        })
}

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let kind = call.query_text("partner_type");
    let ids = ids(call, "partner_ids");
    let mut rows: Vec<Value> = call
        .state
        .rows(TABLE)
        .filter(|(_, row)| text(row, "_business") == business)
        .filter(|(_, row)| kind.is_none_or(|kind| text(row, "_type") == kind))
        .filter(|(_, row)| ids.as_ref().is_none_or(|ids| is_in(ids, row)))
        .map(|(_, row)| {
            let partner = text(row, "id").to_owned();
            let mut row = row.clone();
            match text(&row, "_type") {
                "INTERNAL" => with_assets(call, &mut row, &business, Side::Partner, &partner),
                _ => with_assets(call, &mut row, &partner, Side::Partner, &business),
            }
            Value::Object(row)
        })
        .collect();
    if call.query_flag("sort_ascending") == Some(false) {
        rows.reverse();
    }
    call.page(rows.into_iter().skip(start_index(call)))
}

fn delete(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let kind = call.body_text("partner_type").map(str::to_owned);
    let partners = call.body_list("partner_ids");
    for partner in partners.iter().filter_map(Value::as_str) {
        if !has(call.state, &business, partner, kind.as_deref()) {
            return Err(missing("Partner", partner));
        }
    }
    for partner in partners.iter().filter_map(Value::as_str) {
        for (of, other) in [("INTERNAL", "EXTERNAL"), ("EXTERNAL", "INTERNAL")] {
            if kind.as_deref().is_some_and(|kind| kind != of) {
                continue;
            }
            let table = call.state.table(TABLE);
            table.remove(&format!("{business}/{partner}/{of}"));
            table.remove(&format!("{partner}/{business}/{other}"));
            let (owner, user) = match of {
                "INTERNAL" => (business.as_str(), partner),
                _ => (partner, business.as_str()),
            };
            asset_permissions::revoke_all(call.state, owner, Side::Partner, user);
        }
    }
    Ok(call.reply(json!({"deleted_partners": partners})))
}
