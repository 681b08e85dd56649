use serde_json::{Value, json};

use super::*;

/// The addressees of each request that was sent to invite somebody.
fn invited(fake: &Fake) -> Vec<Value> {
    let requests = fake.requests();
    let requests = requests.to("create_membership_or_partnership_invites");
    let addressees = requests.bodies().into_iter().map(|body| {
        let members = body.get("members");
        members.unwrap_or(&body["partners"]).clone()
    });
    addressees.collect()
}

#[tokio::test]
async fn those_who_are_missing_are_invited() {
    let fake = Fake::start().await.unwrap();
    let client = fake.client().unwrap();
    let business = client.business("549755885175");
    let pending = business.invites().list();
    let pending = pending.with(|list| list.invite_status([Pending]));
    let pending: Vec<_> = pending.items().try_collect().await.unwrap();
    let users = pending.into_iter().filter_map(|invite| invite.user?.email);
    let there = users.map(|email| email.to_string());
    let partners: Vec<_> = business
        .partners()
        .list()
        .items()
        .try_collect()
        .await
        .unwrap();
    let partners = partners.into_iter().filter_map(|partner| partner.id);
    let mut wanted: Vec<String> = there.chain(partners.map(String::from)).collect();
    let new: Vec<String> = (1..=60)
        .map(|number| format!("person{number}@example.com"))
        .collect();
    wanted.extend(new.clone());
    wanted.push("1".to_owned());

    sync(&business, &wanted.join("\n")).await.unwrap();
    let expected = [json!(new[..50]), json!(new[50..]), json!(["1"])];
    assert_eq!(invited(&fake), expected);

    // They have invites now.
    sync(&business, &wanted.join("\n")).await.unwrap();
    assert_eq!(invited(&fake)[3..], [json!(["1"])]);
}
