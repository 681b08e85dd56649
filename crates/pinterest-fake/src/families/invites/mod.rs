//! Invites and requests of businesses: sent, given permissions, answered, cancelled, expired.

mod requests;
mod respond;
mod seed;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use super::asset_permissions;
use super::businesses::{
    administered, email, field, find_account, is_admin, is_business, missing, object,
    summary as user_summary,
};
use super::{members, partners};
use crate::call::{Behavior, Call};
use crate::clock::Now;
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

pub(super) use seed::{seed, seed_permissions};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("get/invites", list),
    ("create_membership_or_partnership_invites", create),
    ("create_asset_invites", attach),
    ("cancel_invites_or_requests", cancel),
    ("respond_business_access_invites", respond::respond),
    ("asset_access_requests/create", requests::create),
];

/// Invites by id. `_business` is the sender, `_recipient` the account it is for, empty as long as
/// nobody has the address; `_permissions` are those that acceptance brings.
const TABLE: &str = "invites";

/// How long an invite can be accepted, in milliseconds.
const LIFETIME: i64 = 30 * 86_400_000;

/// How many pending invites a business may have.
const MAX_PENDING: usize = 500;

fn is(row: &Row, kind: &str) -> bool {
    field(row, "invite_data")["invite_type"] == kind
}

/// Where the invite stands: what nobody has answered in time is expired.
fn status(row: &Row, now: Now) -> &str {
    let data = field(row, "invite_data");
    let status = data["invite_status"].as_str().unwrap_or_default();
    let expires_at = data["invite_expiration"].as_i64().unwrap_or(i64::MAX);
    match status {
        "PENDING" if expires_at <= now.milliseconds() => "EXPIRED",
        other => other,
    }
}

/// The invite as a business sees it.
fn seen_by(state: &State, row: &Row, business: &str, now: Now) -> Value {
    let mut invite = row.clone();
    invite.insert(
        "is_received_invite".to_owned(),
        json!(text(row, "_business") != business),
    );
    invite.insert("user".to_owned(), recipient(state, row));
    let mut data = field(row, "invite_data").clone();
    data["invite_status"] = json!(status(row, now));
    invite.insert("invite_data".to_owned(), data);
    let permissions = row.get("_permissions").and_then(Value::as_object);
    let assets = permissions.into_iter().flatten().filter_map(|(id, given)| {
        let asset = asset_permissions::find(state, id)?;
        Some((asset.id, asset.kind.to_owned(), given.clone()))
    });
    let assets = asset_permissions::summary_of(assets);
    invite.insert("assets_summary".to_owned(), assets);
    Value::Object(invite)
}

/// Who the invite is for. An address that was used to invite somebody stays visible.
fn recipient(state: &State, row: &Row) -> Value {
    let address = row.get("_address").filter(|address| address.is_string());
    match text(row, "_recipient") {
        "" => json!({"id": null, "username": null, "email": address}),
        account => {
            let mut user = user_summary(state, account);
            if let Some(address) = address {
                user["email"] = address.clone();
            }
            user
        }
    }
}

/// A `CreatedInvite` or `AnsweredInvite`.
fn brief(state: &State, row: &Row, is_received: bool, now: Now) -> Value {
    let mut data = field(row, "invite_data").clone();
    data["invite_status"] = json!(status(row, now));
    json!({
        "id": field(row, "id"), "invite_data": data, "is_received_invite": is_received,
        "user": recipient(state, row),
    })
}

/// An `InviteException`.
fn exception(failure: &Failure, invite: Option<&str>, users: Option<&str>) -> Value {
    json!({
        "code": failure.code, "message": failure.message, "invite_or_request_id": invite,
        "users_or_partner_ids": users.map(|user| [user]),
    })
}

/// Sets the state of an invite.
fn set_status(row: &mut Row, status: &str, now: Now) {
    let data = row.entry("invite_data").or_insert_with(|| json!({}));
    data["invite_status"] = json!(status);
    data["last_updated_time"] = json!(now.milliseconds());
}

/// Adds an invite at a time in milliseconds.
struct NewInvite<'a> {
    business: &'a str,
    by: &'a str,
    kind: &'a str,
    role: &'a str,
    /// Empty if nobody has the address.
    recipient: &'a str,
    address: Option<&'a str>,
    at: i64,
}

impl NewInvite<'_> {
    fn insert(self, state: &mut State) -> String {
        let id = state.new_id();
        let row = json!({
            "id": id, "business_roles": [self.role], "created_time": self.at,
            "created_by_business": user_summary(state, self.business),
            "created_by_user": user_summary(state, self.by),
            "invite_data": {
                "invite_type": self.kind, "invite_status": "PENDING", "sent_at": self.at,
                "last_updated_time": self.at, "invite_expiration": self.at + LIFETIME,
            },
            "_business": self.business, "_by": self.by, "_recipient": self.recipient,
            "_address": self.address, "_permissions": {},
        });
        state.table(TABLE).insert(id.clone(), object(row));
        id
    }
}

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let is_member = call.query_flag("is_member").unwrap_or(true);
    let statuses = call.query_texts("invite_status");
    let kind = call.query_text("invite_type");
    let rows = call.state.rows(TABLE).map(|(_, row)| row).filter(|row| {
        let is_own = text(row, "_business") == business || text(row, "_recipient") == business;
        let status = status(row, call.now);
        is_own
            && is(row, "MEMBER_INVITE") == is_member
            && kind.is_none_or(|kind| is(row, kind))
            && (statuses.is_empty() || statuses.iter().any(|wanted| wanted == status))
    });
    let rows: Vec<Value> = rows
        .map(|row| seen_by(call.state, row, &business, call.now))
        .collect();
    call.page(rows)
}

fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let kind = call.body_text("invite_type").unwrap_or_default().to_owned();
    let role = call
        .body_text("business_role")
        .unwrap_or_default()
        .to_owned();
    let (field, roles): (_, &[&str]) = match kind.as_str() {
        "MEMBER_INVITE" => ("members", &["EMPLOYEE", "BIZ_ADMIN"]),
        _ => ("partners", &["PARTNER"]),
    };
    if call.body.get(field).is_none() {
        let message = format!("'{field}' is required for the invite type {kind}");
        return Err(Failure::invalid(message));
    }
    if !roles.contains(&role.as_str()) {
        let message = format!("'business_role' must be one of {}", roles.join(", "));
        return Err(Failure::invalid(format!(
            "{message} for the invite type {kind}"
        )));
    }
    let mut items = Vec::new();
    for name in call.body_list(field) {
        let name = name.as_str().unwrap_or_default();
        items.push(match invite(call, &business, &kind, &role, name) {
            Ok(invite) => json!({"invite": invite, "exception": null}),
            Err(failure) => {
                json!({"invite": null, "exception": exception(&failure, None, Some(name))})
            }
        });
    }
    Ok(call.reply(json!({"items": items})))
}

/// Invites one person, by username or e-mail address, or one business, by id.
fn invite(
    call: &mut Call<'_>,
    business: &str,
    kind: &str,
    role: &str,
    name: &str,
) -> Result<Value, Failure> {
    let conflict = |message: String| Err(Failure::conflict(409, message));
    let found = find_account(call.state, name);
    let is_address = kind == "MEMBER_INVITE" && name.contains('@');
    let recipient = match (kind, found) {
        ("MEMBER_INVITE", None) if is_address => String::new(),
        ("MEMBER_INVITE", None) => return Err(missing("User", name)),
        ("MEMBER_INVITE", Some(account)) => account,
        (_, Some(account)) if account == name && is_business(call.state, name) => account,
        _ => return Err(missing("Business", name)),
    };
    if recipient == business {
        return conflict("A business cannot invite itself.".to_owned());
    }
    let is_connected = match kind {
        "MEMBER_INVITE" => {
            let key = format!("{business}/{recipient}");
            call.state.row(members::TABLE, &key).is_some()
        }
        "PARTNER_INVITE" => partners::has(call.state, business, &recipient, Some("INTERNAL")),
        _ => partners::has(call.state, business, &recipient, Some("EXTERNAL")),
    };
    if is_connected {
        return conflict(format!("{name} is connected to the business already."));
    }
    let mut pending = 0;
    for (_, row) in call.state.rows(TABLE) {
        if text(row, "_business") != business || status(row, call.now) != "PENDING" {
            continue;
        }
        pending += 1;
        let is_same = match recipient.as_str() {
            "" => text(row, "_address").eq_ignore_ascii_case(name),
            recipient => text(row, "_recipient") == recipient,
        };
        if is_same && is(row, kind) && !row.contains_key("_access_request") {
            return conflict(format!("{name} has a pending invite already."));
        }
    }
    if pending >= MAX_PENDING {
        let message = "You hit the maximum number of pending invites allowed.";
        return Err(Failure::new(403, 403, message));
    }
    let by = call.caller.account.clone();
    let new = NewInvite {
        business,
        by: &by,
        kind,
        role,
        recipient: &recipient,
        address: Some(name).filter(|_| is_address),
        at: call.now.milliseconds(),
    };
    let id = new.insert(call.state);
    created(call, &id)
}

fn created(call: &Call<'_>, id: &str) -> Result<Value, Failure> {
    let row = call.state.row(TABLE, id);
    let row = row.ok_or_else(|| missing("Invite", id))?;
    let mut invite = brief(call.state, row, false, call.now);
    invite["created_by_business_id"] = field(row, "_business").clone();
    invite["created_by_user_id"] = field(row, "_by").clone();
    Ok(invite)
}

/// The invite, if the business has sent it and nobody has answered it.
fn pending_of<'s>(
    state: &'s mut State,
    business: &str,
    id: &str,
    now: Now,
) -> Result<&'s mut Row, Failure> {
    let row = state.table(TABLE).get_mut(id);
    let row = row.filter(|row| text(row, "_business") == business);
    let row = row.ok_or_else(|| missing("Invite", id))?;
    must_be_pending(row, id, now)?;
    Ok(row)
}

fn must_be_pending(row: &Row, id: &str, now: Now) -> Result<(), Failure> {
    match status(row, now) {
        "PENDING" => Ok(()),
        other => Err(Failure::conflict(
            409,
            format!("Invite {id} is not pending, it is {other}."),
        )),
    }
}

fn attach(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let mut items = Vec::new();
    for given in call.body_list("invites") {
        let id = given["invite_id"].as_str().unwrap_or_default();
        items.push(match attach_one(call, &business, id, &given) {
            Ok(invite) => json!({"invite": invite, "exception": null}),
            Err(failure) => {
                json!({"invite": null, "exception": exception(&failure, Some(id), None)})
            }
        });
    }
    Ok(call.reply(json!({"items": items})))
}

fn attach_one(
    call: &mut Call<'_>,
    business: &str,
    id: &str,
    given: &Value,
) -> Result<Value, Failure> {
    let row = pending_of(call.state, business, id, call.now)?;
    let kind = given["invite_type"].as_str().unwrap_or_default();
    if !is(row, kind) {
        let message = format!("Invite {id} is not of the type {kind}.");
        return Err(Failure::new(400, 400, message));
    }
    let owner = match kind {
        "PARTNER_REQUEST" => text(row, "_recipient").to_owned(),
        _ => business.to_owned(),
    };
    let wanted = &given["asset_id_to_permissions"];
    asset_permissions::checked(call.state, &owner, wanted)?;
    let now = call.now;
    let row = pending_of(call.state, business, id, now)?;
    let has = row.entry("_permissions").or_insert_with(|| json!({}));
    for (asset, permissions) in wanted.as_object().into_iter().flatten() {
        has[asset.as_str()] = permissions.clone();
    }
    set_status(row, "PENDING", now);
    created(call, id)
}

fn cancel(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let business = administered(call)?;
    let mut items = Vec::new();
    for id in call.body_list("invite_ids") {
        let id = id.as_str().unwrap_or_default();
        let now = call.now;
        let cancelled = pending_of(call.state, &business, id, now).map(|row| {
            set_status(row, "CANCELLED", now);
            row.clone()
        });
        items.push(match cancelled {
            Ok(row) => {
                let mut invite = brief(call.state, &row, false, now);
                if let Some(user) = invite["user"].as_object_mut() {
                    user.retain(|_, value| !value.is_null());
                }
                json!({"invite": invite, "exception": null})
            }
            Err(failure) => json!({
                "invite": null,
                "exception": {"invite_id": id, "message": failure.message},
            }),
        });
    }
    Ok(call.reply(json!({"items": items})))
}
