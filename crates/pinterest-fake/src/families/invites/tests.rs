//! Two accounts: one invites, the other responds.

use serde_json::{Map, Value, json};

use super::super::businesses::{email, seeded};
use crate::authorization::{Caller, MAIN_ACCOUNT};
use crate::call::Call;
use crate::clock::Clock;
use crate::description::description;
use crate::exchange::{Failure, ReplyBody};
use crate::state::State;

fn state() -> State {
    let mut state = State::new(Clock::default(), String::new(), String::new(), 1);
    crate::families::seed(&mut state);
    state
}

/// Calls an operation as an account, for a business if it is about one.
fn call(
    state: &mut State,
    account: &str,
    operation: &str,
    business: &str,
    body: Value,
) -> Result<Value, Failure> {
    let path = [("business_id".to_owned(), json!(business))];
    let mut call = Call {
        operation: description().operation(operation).unwrap(),
        path: path.into_iter().collect(),
        query: Map::new(),
        body,
        caller: Caller {
            account: account.to_owned(),
            ..Caller::default()
        },
        now: state.clock.now(),
        state,
    };
    match crate::families::behavior(operation).unwrap()(&mut call)?.body {
        ReplyBody::Json(value) => Ok(value),
        other => panic!("no JSON: {other:?}"),
    }
}

fn invite(state: &mut State, kind: &str, role: &str, field: &str, name: &str) -> Value {
    let body = json!({"invite_type": kind, "business_role": role, field: [name]});
    let create = "create_membership_or_partnership_invites";
    let created = call(state, MAIN_ACCOUNT, create, MAIN_ACCOUNT, body).unwrap();
    created["items"][0]["invite"]["id"].clone()
}

fn accept(state: &mut State, account: &str, invite: &Value) -> Value {
    let body = json!({
        "invites": [{"invite_id": invite, "action": {"accept_invite": true}}],
    });
    let outcome = call(state, account, "respond_business_access_invites", "", body).unwrap();
    outcome["items"][0].clone()
}

fn attach(state: &mut State, invite: &Value, kind: &str, asset: &str) {
    let body = json!({"invites": [{
        "invite_id": invite, "invite_type": kind,
        "asset_id_to_permissions": {asset: ["PROFILE_PUBLISHER"]},
    }]});
    let attached = call(
        state,
        MAIN_ACCOUNT,
        "create_asset_invites",
        MAIN_ACCOUNT,
        body,
    )
    .unwrap();
    assert!(attached["items"][0]["invite"].is_object(), "{attached}");
}

const PROFILE: &str = "630000000000000001";

#[test]
fn an_invite_is_for_its_addressee_only() {
    let mut state = state();
    state.table(super::TABLE).retain(|_| false);
    let person = seeded(&state, "person").pop().unwrap();
    let address = email(&state, &person);
    let id = invite(
        &mut state,
        "MEMBER_INVITE",
        "BIZ_ADMIN",
        "members",
        &address,
    );
    attach(&mut state, &id, "MEMBER_INVITE", PROFILE);
    let other = seeded(&state, "person")[0].clone();
    for account in [MAIN_ACCOUNT, other.as_str()] {
        assert_eq!(accept(&mut state, account, &id)["exception"]["code"], 404);
    }
    let list = "get/business_members";
    assert!(call(&mut state, &person, list, MAIN_ACCOUNT, Value::Null).is_err());
    let accepted = accept(&mut state, &person, &id);
    assert_eq!(
        accepted["invite"]["invite_data"]["invite_status"],
        "ACCEPTED"
    );
    // The member runs the business now, and has the permissions of the invite.
    let members = call(&mut state, &person, list, MAIN_ACCOUNT, Value::Null).unwrap();
    assert_eq!(members["items"].as_array().unwrap().len(), 25);
    let key = format!("{MAIN_ACCOUNT}/member/{person}/{PROFILE}");
    let row = state.row("asset_permissions", &key).unwrap();
    assert_eq!(row["permissions"], json!(["PROFILE_PUBLISHER"]));
}

#[test]
fn an_accepted_partner_invite_is_a_partnership_on_both_sides() {
    let mut state = state();
    state.table(super::TABLE).retain(|_| false);
    let partner = seeded(&state, "business").pop().unwrap();
    let id = invite(
        &mut state,
        "PARTNER_INVITE",
        "PARTNER",
        "partners",
        &partner,
    );
    attach(&mut state, &id, "PARTNER_INVITE", PROFILE);
    accept(&mut state, &partner, &id);
    let list = "get/business_partners";
    let of_partner = call(&mut state, &partner, list, &partner, Value::Null).unwrap();
    assert_eq!(of_partner["items"][0]["id"], MAIN_ACCOUNT);
    assert_eq!(of_partner["items"][0]["is_shared_partner"], true);
    let key = format!("{MAIN_ACCOUNT}/partner/{partner}/{PROFILE}");
    assert!(state.row("asset_permissions", &key).is_some());
    let body = json!({"partner_ids": [MAIN_ACCOUNT]});
    call(
        &mut state,
        &partner,
        "delete_business_partners",
        &partner,
        body,
    )
    .unwrap();
    let of_partner = call(&mut state, &partner, list, &partner, Value::Null).unwrap();
    assert_eq!(of_partner["items"], json!([]));
    assert!(state.row("asset_permissions", &key).is_none());
}
