//! The invites of the built-in data.

use serde_json::json;

use super::{LIFETIME, NewInvite, TABLE, is, set_status};
use crate::authorization::MAIN_ACCOUNT;
use crate::clock::Now;
use crate::families::asset_permissions::Asset;
use crate::families::businesses::{email, seeded};
use crate::state::{State, text};

const DAY: i64 = 86_400_000;

/// 300 invites: 200 to people, 60 to businesses, 40 that the business has received.
pub(in crate::families) fn seed(state: &mut State) {
    let now = state.clock.now();
    let people = seeded(state, "person");
    let businesses = seeded(state, "business");
    // Members and partners that are there already are not invited again.
    let (people, others) = (
        people.get(24..).unwrap_or_default(),
        businesses.get(10..).unwrap_or_default(),
    );
    if people.is_empty() || others.is_empty() {
        return;
    }
    for index in 0..200 {
        let person = people.get(index / 2).filter(|_| index % 2 == 0);
        let address = match person {
            Some(person) => email(state, person),
            None => format!("applicant{index}@example.com"),
        };
        let invite = NewInvite {
            business: MAIN_ACCOUNT,
            by: MAIN_ACCOUNT,
            kind: "MEMBER_INVITE",
            role: if index % 8 == 0 {
                "BIZ_ADMIN"
            } else {
                "EMPLOYEE"
            },
            recipient: person.map_or("", String::as_str),
            address: Some(&address),
            at: sent_at(now, index),
        };
        let id = invite.insert(state);
        settle(state, &id, index, now);
    }
    for index in 0..60 {
        let invite = NewInvite {
            business: MAIN_ACCOUNT,
            by: MAIN_ACCOUNT,
            kind: ["PARTNER_INVITE", "PARTNER_REQUEST"][index % 2],
            role: "PARTNER",
            recipient: &others[index / 2 % others.len()],
            address: None,
            // One of a kind at a time can be pending.
            at: match index / 2 < others.len() {
                true => sent_at(now, index),
                false => now.milliseconds() - 2 * LIFETIME,
            },
        };
        let id = invite.insert(state);
        settle(state, &id, index, now);
    }
    for index in 0..40 {
        let kinds = ["MEMBER_INVITE", "PARTNER_INVITE", "PARTNER_REQUEST"];
        let kind = kinds[index % 3];
        let business = &others[index % (others.len() - 2).max(1)];
        let invite = NewInvite {
            business,
            by: business,
            kind,
            role: if kind == "MEMBER_INVITE" {
                "EMPLOYEE"
            } else {
                "PARTNER"
            },
            recipient: MAIN_ACCOUNT,
            address: None,
            at: match index < others.len() - 2 {
                true => now.milliseconds() - (index as i64 + 1) * DAY / 2,
                false => now.milliseconds() - 2 * LIFETIME,
            },
        };
        let id = invite.insert(state);
        if index >= others.len() - 2 {
            settle(state, &id, index, now);
        }
    }
}

/// Every fifth is older than invites live.
fn sent_at(now: Now, index: usize) -> i64 {
    let days = match index % 5 {
        4 => 31 + index as i64 % 40,
        _ => 1 + index as i64 % 25,
    };
    now.milliseconds() - days * DAY
}

/// Some are cancelled or declined.
fn settle(state: &mut State, id: &str, index: usize, now: Now) {
    let status = match index % 10 {
        3 => "CANCELLED",
        7 => "DECLINED",
        _ => return,
    };
    if let Some(row) = state.table(TABLE).get_mut(id) {
        set_status(row, status, now);
    }
}

/// Every fourth invite to people brings permissions on an ad account.
pub(in crate::families) fn seed_permissions(state: &mut State, ad_accounts: &[Asset]) {
    let Some(asset) = ad_accounts.first() else {
        return;
    };
    let rows = state.table(TABLE).iter_mut().map(|(_, row)| row);
    let sent =
        rows.filter(|row| text(row, "_business") == MAIN_ACCOUNT && is(row, "MEMBER_INVITE"));
    for row in sent.step_by(4) {
        let permissions = json!({asset.id.as_str(): ["ANALYST"]});
        row.insert("_permissions".to_owned(), permissions);
    }
}
