//! No e-mail address is in what calls, lists, pages and batches show, while those who ask get the
//! full text.

use futures_util::{StreamExt, TryStreamExt};
use pinterest::business_access::NewAssetGroup;
use pinterest::types::{AssetGroupType, AssetSearchBy, MemberRole};
use pinterest::{BatchOutcome, Client, Error, ErrorKind, ItemState, Sensitive};
use pinterest_test_support::{Response, Server};

use super::canaries::{EMAIL, assert_clean, shown};
use crate::clients::Clients;

async fn invite(
    client: &Client,
    count: usize,
) -> BatchOutcome<Sensitive, pinterest::types::CreatedInvite> {
    let people = (1..=count).map(|number| format!("{number}.{EMAIL}"));
    let invites = client.business("7290").invites();
    invites
        .invite_members(people, MemberRole::Employee)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_batch_shows_nobody_and_keeps_the_messages_in_full() {
    let message = format!("There is no {EMAIL}");
    let response = Response::ok(format!(
        r#"{{"items": [
            {{"invite": {{"id": "1", "user": {{"email": "1.{EMAIL}"}}}}}},
            {{"exception": {{"code": 30, "message": "{message}", "users_or_partner_ids": ["2.{EMAIL}"]}}}},
            {{"exception": {{"code": 30, "message": "{message}", "users_or_partner_ids": ["999.{EMAIL}"]}}}}
        ]}}"#
    ));
    let failure = Response::json(500, format!(r#"{{"code": 0, "message": "{message}"}}"#));
    let server = Server::with_responses([response, failure]);
    let outcome = invite(&server.client(), 120).await;

    assert_clean("an outcome", &format!("{outcome:?} {outcome:#?}"));
    assert_clean("its error", &shown(outcome.error().unwrap()));
    for item in outcome.items() {
        assert_clean("an item", &format!("{item:?} {item:#?} {:?}", item.state));
    }
    assert_eq!(
        (outcome.failures().count(), outcome.unmatched().len()),
        (1, 1)
    );
    for failure in outcome.failures() {
        let error = failure.error;
        assert_clean(
            "a failure",
            &format!("{failure:?} {failure:#?} {error} {error:?} {error:#?}"),
        );
        assert_eq!(error.message.as_deref(), Some(&*message));
        assert_eq!(failure.input.as_str(), format!("2.{EMAIL}"));
    }
    assert_clean("what is nobody's", &format!("{:?}", outcome.unmatched()));
    assert_eq!(outcome.error().unwrap().api_message(), Some(&*message));
    let ItemState::Succeeded(invite) = &outcome.items()[0].state else {
        panic!("{:?}", outcome.items()[0]);
    };
    let user = invite.user.as_ref().unwrap();
    assert_eq!(user.email.as_deref(), Some(&*format!("1.{EMAIL}")));
}

#[tokio::test]
async fn an_incomplete_batch_is_an_error_that_counts_and_names_the_first_failures() {
    let item = |number: usize| match number {
        1..=45 => format!(
            r#"{{"invite": {{"id": "{number}", "user": {{"email": "{number}.{EMAIL}"}}}}}}"#
        ),
        _ => format!(
            r#"{{"exception": {{"code": 30, "message": "There is no {EMAIL}",
                "users_or_partner_ids": ["{number}.{EMAIL}"]}}}}"#
        ),
    };
    let items: Vec<String> = (1..=50).map(item).collect();
    let server = Server::with_responses([
        Response::ok(format!(r#"{{"items": [{}]}}"#, items.join(", "))),
        Response::json(500, format!(r#"{{"code": 0, "message": "No {EMAIL}"}}"#)),
    ]);
    let outcome = invite(&server.client(), 120).await;
    // What `?` makes of it in a function that returns any error.
    let error: Box<dyn std::error::Error + Send + Sync> =
        outcome.into_complete().unwrap_err().into();
    let text = error.to_string();
    let counts = "75 of 120 inputs did not succeed (5 failed, 50 unconfirmed, 20 not processed)";
    assert!(text.starts_with(counts), "{text}");
    for part in [
        "; input 45: There is no ",
        " (code 30); input 46: ",
        "; input 47: ",
        "; 2 more failed; a request failed: ",
    ] {
        assert!(text.contains(part), "{text}");
    }
    assert!(!text.contains("input 48"), "{text}");
    assert_clean("the error", &format!("{error} {error:?} {error:#?}"));
    let source = error.source().unwrap().downcast_ref::<Error>().unwrap();
    assert_eq!(source.status(), Some(500));

    let server = Server::with_responses([Response::ok(r#"{"items": []}"#)]);
    let outcome = invite(&server.client(), 1).await;
    let incomplete = outcome.into_complete().unwrap_err();
    assert_eq!(
        incomplete.to_string(),
        "1 of 1 inputs did not succeed (1 unconfirmed)"
    );
    assert!(std::error::Error::source(&incomplete).is_none());
    assert_eq!(incomplete.outcome().unconfirmed().count(), 1);
    assert_eq!(incomplete.into_outcome().items().len(), 1);
}

#[tokio::test]
async fn handles_lists_and_streams_show_no_filter() {
    let server = Server::start();
    let client = server.client();
    let business = client.business("7290");
    let (invites, members) = (business.invites(), business.members());
    assert_clean(
        "handles",
        &format!(
            "{client:?} {business:?} {invites:?} {members:?} {:?}",
            business.partners()
        ),
    );
    let list = || {
        members
            .assets("1401")
            .with(|list| list.search_by(AssetSearchBy::Name).search_value(EMAIL))
            .page_size(10)
    };
    let (pages, items) = (list().pages(), list().items());
    let list = list();
    let call = invites.cancel(EMAIL);
    let batch = invites.invite_members([EMAIL], MemberRole::Employee);
    assert_clean(
        "calls and batches",
        &format!("{call:?} {call:#?} {batch:?} {batch:#?}"),
    );
    assert_clean(
        "lists",
        &format!("{list:?} {list:#?} {pages:?} {pages:#?} {items:?} {items:#?}"),
    );
}

#[tokio::test]
async fn pages_and_items_show_nobody_and_keep_the_text_in_full() {
    let bad = format!(r#"["{EMAIL}"]"#);
    let body = format!(
        r#"{{"items": [
            {{"id": "1", "user": {{"email": "{EMAIL}", "id": "71"}}, "created_by_user": "{EMAIL}"}},
            {bad}
        ], "bookmark": null}}"#
    );
    let server = Server::with_responses(vec![Response::ok(&body); 2]);
    let list = server.client().business("7290").invites().list();
    let page = list.send().await.unwrap();
    assert_clean(
        "a page",
        &format!("{page:?} {page:#?} {:?}", page.response()),
    );
    for invite in page.items() {
        assert_clean("an item", &format!("{invite:?} {invite:#?}"));
        assert_eq!(invite.user.as_ref().unwrap().email.as_deref(), Some(EMAIL));
    }
    let parts = page.set_aside();
    assert_eq!(parts.iter().next().unwrap().json(), format!("\"{EMAIL}\""));
    assert_clean("what was left out", &format!("{parts:?} {parts:#?}"));
    assert_eq!(page.item_errors().count(), 1);
    for error in page.item_errors() {
        assert_clean("an item error", &shown(error));
        assert_eq!(error.raw_body(), Some(bad.as_bytes()));
    }
    let iterator = page.into_iter();
    assert_clean("what is left of a page", &format!("{iterator:?}"));

    let mut items = server.client().business("7290").invites().list().items();
    items.try_next().await.unwrap();
    assert_clean("a stream", &format!("{items:?} {items:#?}"));
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Item);
    assert_clean("its error", &shown(&error));
}

/// The value of the response is personal only where its type says so; the rest of it must be clean.
#[tokio::test]
async fn a_response_shows_no_part_that_was_left_out_and_no_header() {
    let body = format!(r#"{{"asset_group": {{"id": "6661", "owner": "{EMAIL}"}}}}"#);
    let response = Response::ok(&body).header("x-user", EMAIL);
    let server = Server::with_responses([response]);
    let group = NewAssetGroup::new("Lake", "Shops", [AssetGroupType::Brand]);
    let groups = server.client().business("7290").asset_groups();
    let response = groups.create(group).response().await.unwrap();
    assert_eq!(response.set_aside().len(), 1);
    assert_eq!(response.headers()["x-user"], EMAIL);
    assert_clean("a response", &format!("{response:?} {response:#?}"));
}

/// What the service adds one day may be as personal as what is described.
#[tokio::test]
async fn fields_without_a_name_are_not_shown() {
    let body = format!(
        r#"{{"items": [{{"id": "1", "user": {{"id": "71", "recovery_email": "{EMAIL}"}}}}]}}"#
    );
    let server = Server::with_responses([Response::ok(&body)]);
    let page = server
        .client()
        .business("7290")
        .invites()
        .list()
        .send()
        .await
        .unwrap();
    let invite = page.items().next().unwrap();
    let user = invite.user.as_ref().unwrap();
    assert_eq!(*user.extra["recovery_email"], EMAIL);
    assert_clean("an item with a new field", &format!("{invite:?}"));
}
