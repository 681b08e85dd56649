//! Requests to partners for access to their assets.

use serde_json::{Map, Value, json};

use super::{NewInvite, TABLE, administered, asset_permissions, missing, partners};
use crate::call::Call;
use crate::exchange::{Failure, Reply};

/// Asks partners for permissions: a request each, which they answer like invites.
pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let (mut invites, mut exceptions) = (Map::new(), Vec::new());
    for given in call.body_list("asset_requests") {
        let partner = given["partner_id"].as_str().unwrap_or_default();
        match request_one(call, &business, partner, &given["asset_id_to_permissions"]) {
            Ok(id) => drop(invites.insert(partner.to_owned(), json!(id))),
            Err(failure) => {
                exceptions.push(json!({"code": failure.code, "messages": [failure.message]}));
            }
        }
    }
    let exceptions = Some(exceptions).filter(|exceptions| !exceptions.is_empty());
    Ok(call.reply(json!({"invites": invites, "exceptions": exceptions})))
}

fn request_one(
    call: &mut Call<'_>,
    business: &str,
    partner: &str,
    wanted: &Value,
) -> Result<String, Failure> {
    if !partners::has(call.state, business, partner, None) {
        return Err(missing("Partner", partner));
    }
    for (asset, _) in asset_permissions::checked(call.state, partner, wanted)? {
        if !["AD_ACCOUNT", "PROFILE"].contains(&asset.kind) {
            let message = format!("Asset {} is no ad account and no profile.", asset.id);
            return Err(Failure::new(400, 400, message));
        }
    }
    let by = call.caller.account.clone();
    let new = NewInvite {
        business,
        by: &by,
        kind: "PARTNER_REQUEST",
        role: "PARTNER",
        recipient: partner,
        address: None,
        at: call.now.milliseconds(),
    };
    let id = new.insert(call.state);
    if let Some(row) = call.state.table(TABLE).get_mut(&id) {
        row.insert("_permissions".to_owned(), wanted.clone());
        row.insert("_access_request".to_owned(), json!(true));
    }
    Ok(id)
}
