//! Accepting and declining.

use serde_json::{Value, json};

use super::{
    TABLE, asset_permissions, brief, email, exception, field, is, is_admin, members, missing,
    must_be_pending, partners, set_status,
};
use crate::call::Call;
use crate::exchange::{Failure, Reply};
use crate::families::asset_permissions::{Asset, Side};
use crate::state::{Row, State, text};

pub(super) fn respond(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let mut items = Vec::new();
    for answer in call.body_list("invites") {
        let id = answer["invite_id"].as_str().unwrap_or_default();
        items.push(match answer_one(call, id, &answer["action"]) {
            Ok(invite) => json!({"invite": invite, "exception": null}),
            Err(failure) => {
                json!({"invite": null, "exception": exception(&failure, Some(id), None)})
            }
        });
    }
    Ok(call.reply(json!({"items": items})))
}

fn answer_one(call: &mut Call<'_>, id: &str, action: &Value) -> Result<Value, Failure> {
    let account = call.caller.account.clone();
    let row = call.state.row(TABLE, id);
    let row = row.filter(|row| is_for(call.state, row, &account));
    let mut row = row.cloned().ok_or_else(|| missing("Invite", id))?;
    must_be_pending(&row, id, call.now)?;
    if text(&row, "_recipient").is_empty() {
        row.insert("_recipient".to_owned(), json!(account));
    }
    let status = match action["accept_invite"] == true {
        true => {
            let granted = &action["asset_id_to_permissions"];
            accept(call.state, &row, granted, call.now.milliseconds())?;
            "ACCEPTED"
        }
        false => "DECLINED",
    };
    set_status(&mut row, status, call.now);
    let invite = brief(call.state, &row, true, call.now);
    call.state.table(TABLE).insert(id, row);
    Ok(invite)
}

/// Tells whether an account may answer: the addressee, or who runs the business that is addressed.
fn is_for(state: &State, row: &Row, account: &str) -> bool {
    match text(row, "_recipient") {
        "" => {
            let email = email(state, account);
            !email.is_empty() && email.eq_ignore_ascii_case(text(row, "_address"))
        }
        recipient if recipient == account => true,
        recipient => !is(row, "MEMBER_INVITE") && is_admin(state, account, recipient),
    }
}

/// Makes the relationship, with the permissions that the invite brings and those that are granted
/// along with the acceptance. Nothing is changed if one of them is not possible.
fn accept(state: &mut State, row: &Row, granted: &Value, at: i64) -> Result<(), Failure> {
    let (sender, recipient) = (text(row, "_business"), text(row, "_recipient"));
    let offered = row.get("_permissions").unwrap_or(&Value::Null);
    let of_recipient = asset_permissions::checked(state, recipient, granted)?;
    if is(row, "PARTNER_REQUEST") {
        let given = match granted.is_null() {
            true => asset_permissions::checked(state, recipient, offered)?,
            false => of_recipient,
        };
        partners::add(state, recipient, sender, sender, at);
        grant_all(state, recipient, Side::Partner, sender, given);
        return Ok(());
    }
    let of_sender = asset_permissions::checked(state, sender, offered)?;
    if is(row, "PARTNER_INVITE") {
        partners::add(state, sender, recipient, sender, at);
        grant_all(state, sender, Side::Partner, recipient, of_sender);
        if !of_recipient.is_empty() {
            partners::add(state, recipient, sender, sender, at);
            grant_all(state, recipient, Side::Partner, sender, of_recipient);
        }
        return Ok(());
    }
    let role = field(row, "business_roles")[0]
        .as_str()
        .unwrap_or("EMPLOYEE");
    members::add(state, sender, recipient, role, text(row, "_by"), at);
    grant_all(state, sender, Side::Member, recipient, of_sender);
    Ok(())
}

fn grant_all(state: &mut State, owner: &str, side: Side, user: &str, granted: Vec<(Asset, Value)>) {
    for (asset, permissions) in granted {
        asset_permissions::grant(state, owner, side, user, &asset, permissions);
    }
}
