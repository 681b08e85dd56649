//! A mock of the operations that the example uses: raw JSON, as the service would send it.

#[path = "../journal.rs"]
mod journal;

use pinterest_httpmock::httpmock::Method;
use pinterest_httpmock::scenario::Pages;

use journal::{Journal, Received};

pub(crate) const BUSINESS: &str = "729090764583391194";

/// 90 people and 50 partners, a line each.
pub(crate) fn wanted() -> String {
    let people = (1..=90).map(person);
    let lines: Vec<String> = people.chain((1..=50).map(partner)).collect();
    lines.join("\n")
}

fn person(number: u32) -> String {
    format!("person{number}@example.com")
}

fn partner(number: u32) -> String {
    format!("8099444516436{number:03}")
}

/// Of those who are wanted, 8 people and 7 partners are there, and 2 people and 3 partners have a
/// pending invite.
pub(crate) async fn start() -> Journal {
    let journal = Journal::start().await;
    let business = format!("/businesses/{BUSINESS}");
    let member = |number| {
        format!(
            r#"{{"id": "14094373768441{number:04}", "business_roles": ["EMPLOYEE"], "created_time": 1646767577816,
                "user": {{"id": "14094373768441{number:04}", "username": null, "email": "{email}"}}}}"#,
            email = person(number),
        )
    };
    // One of them is not as described.
    let members = (1..=8).map(member).chain(["[]".to_owned()]);
    let partners = (1..=7).map(|number| {
        format!(
            r#"{{"id": "{id}", "business_roles": ["PARTNER"], "is_shared_partner": false,
                "user": {{"id": "{id}", "username": "partner_{number}", "email": null}}}}"#,
            id = partner(number),
        )
    });
    Pages::of(members)
        .page_size(5)
        .serve(journal.server(), &format!("{business}/members"));
    Pages::of(partners)
        .page_size(5)
        .serve(journal.server(), &format!("{business}/partners"));
    let people = [9, 10].map(|number| invite(&format!(r#""email": "{}""#, person(number))));
    let others = [8, 9, 10].map(|number| invite(&format!(r#""id": "{}""#, partner(number))));
    let invites = format!("{business}/invites");
    for (is_member, pages) in [("true", Pages::of(people)), ("false", Pages::of(others))] {
        journal.server().mock(|when, then| {
            when.method(Method::GET)
                .path(&invites)
                .query_param("is_member", is_member)
                .query_param("invite_status", "PENDING");
            pages.respond(then);
        });
    }
    journal.on(Method::POST, &invites, respond);
    journal
}

fn invite(user: &str) -> String {
    format!(
        r#"{{"id": "5349280584552211000", "is_received_invite": false, "user": {{{user}}},
            "invite_data": {{"invite_status": "PENDING", "sent_at": 1646767577816}}}}"#
    )
}

/// The service takes 1 to 50 invites of one kind. It knows neither person 17 nor partner 33.
fn respond(request: &Received) -> (u16, String) {
    let (members, partners) = (&request.body["members"], &request.body["partners"]);
    let names = members.as_array().or(partners.as_array());
    let names: Vec<&str> = names
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str())
        .collect();
    if !(1..=50).contains(&names.len()) {
        let error = r#"{"code": 1, "message": "The number of invites is not accepted."}"#;
        return (400, error.to_owned());
    }
    let key = if members.is_array() { "email" } else { "id" };
    let items = names.into_iter().map(|name| {
        if [person(17), partner(33)].iter().any(|unknown| unknown == name) {
            return format!(
                r#"{{"invite": null, "exception": {{"code": 404, "message": "There is no such user.",
                    "users_or_partner_ids": ["{name}"]}}}}"#
            );
        }
        format!(
            r#"{{"invite": {{"id": "5349280584552212001", "user": {{"{key}": "{name}"}}}}, "exception": null}}"#
        )
    });
    let items: Vec<String> = items.collect();
    (200, format!(r#"{{"items": [{}]}}"#, items.join(", ")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn those_who_are_missing_are_invited() {
        let server = start().await;
        let business = server.client().business(BUSINESS);
        crate::sync(&business, &wanted()).await.unwrap();

        let received = server.received();
        let bodies: Vec<_> = received.iter().map(|request| &request.body).collect();
        let member_invites = |people: std::ops::RangeInclusive<u32>| {
            json!({"invite_type": "MEMBER_INVITE", "business_role": "EMPLOYEE",
                "members": people.map(person).collect::<Vec<_>>()})
        };
        let partners: Vec<_> = (11..=50).map(partner).collect();
        let partner_invites = json!({"invite_type": "PARTNER_INVITE", "business_role": "PARTNER",
            "partners": partners});
        let expected = [
            &member_invites(11..=60),
            &member_invites(61..=90),
            &partner_invites,
        ];
        assert_eq!(bodies, expected);
    }
}
