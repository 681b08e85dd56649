//! Conversion events, tags, requests to delete, and events of the advertiser's own.

use std::time::{SystemTime, UNIX_EPOCH};

use pinterest::types::{
    AdvertiserDefinedEventInput, AdvertiserDefinedEventMappingType, ConversionActionSource,
    ConversionDeletionRequestStatus, ConversionDeletionUserEmails, ConversionEventCustomData,
    ConversionEventName, ConversionEventStatus, ConversionEventUserData, Currency, EpochSeconds,
    EventQualityLookbackPeriod, NewConversionEvent, NewConversionEventRequired, NewConversionTag,
};

use crate::session::{Session, all, done, outcome, rejected, sent};

/// An event of so many seconds ago; the fake's clock starts with the machine's.
fn event(id: &str, age: i64) -> NewConversionEvent {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now = i64::try_from(now.as_secs()).unwrap();
    let custom_data = ConversionEventCustomData::new()
        .currency(Currency::Eur)
        .value("72.39");
    NewConversionEvent::new(NewConversionEventRequired {
        action_source: ConversionActionSource::Web,
        event_id: id.to_owned(),
        event_name: ConversionEventName::Checkout,
        event_time: EpochSeconds::from_secs(now - age),
        user_data: ConversionEventUserData::new().em(["a".repeat(64)]),
    })
    .custom_data(custom_data)
}

#[tokio::test]
async fn events_that_are_valid_are_processed() {
    let session = Session::start().await;
    let events = session.ad_account().await.conversion_events();
    let created = sent(events.create(event("1", 60))).await;
    assert_eq!(created.status, ConversionEventStatus::Processed);
    let results = done(events.create_all((2..=1_501).map(|id| event(&id.to_string(), 60)))).await;
    assert_eq!(results.len(), 1_500);
    let requests = session.fake.requests().to("events/create");
    let bodies = requests.bodies().into_iter();
    let lengths = bodies.filter_map(|body| body["data"].as_array().map(Vec::len));
    assert_eq!(lengths.collect::<Vec<_>>(), [1, 1_000, 500]);

    let again = sent(events.create(event("1", 60))).await;
    assert!(again.warning_message.unwrap().contains("not counted again"));
    let quality = sent(events.quality(EventQualityLookbackPeriod::OneDay)).await;
    assert!(quality[0].quality_components.hashed_email.is_some());
}

/// Status 422 has a result for each event.
#[tokio::test]
async fn events_that_are_not_valid_fail_alone() {
    let session = Session::start().await;
    let events = session.ad_account().await.conversion_events();
    let mut nobody = event("nobody", 60);
    nobody.user_data = ConversionEventUserData::new().ph(["b".repeat(64)]);
    let batch = [
        event("early", -600),
        event("fine", 60),
        event("old", 8 * 86_400),
        nobody,
    ];
    // The client would reject the last one itself.
    let outcome = outcome(events.create_all(batch).without_validation()).await;
    let failed: Vec<(&str, &str)> = outcome
        .failures()
        .map(|failure| {
            let message = failure.error.message.as_deref();
            (failure.input.event_id.as_str(), message.unwrap())
        })
        .collect();
    let user =
        "'user_data' must have em, hashed_maids, or client_ip_address with client_user_agent";
    let expected = [
        ("early", "'event_time' is in the future"),
        ("old", "'event_time' is older than 7 days"),
        ("nobody", user),
    ];
    assert_eq!(failed, expected);
    assert_eq!(outcome.successes().next().unwrap().0.event_id, "fine");
}

#[tokio::test]
async fn tests_are_not_recorded() {
    let session = Session::start().await;
    let events = session.ad_account().await.conversion_events();
    let test = events.create_all([event("1", 60)]);
    done(test.with(|request| request.test(true))).await;
    let recorded = sent(events.create(event("1", 60))).await;
    assert!(recorded.warning_message.is_none());
}

#[tokio::test]
async fn a_tag_is_created_read_and_listed() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let tag = NewConversionTag::new("Landing page").aem_enabled(true);
    let created = sent(account.conversion_tags().create(tag)).await;
    let id = created.require_id().unwrap();
    assert_eq!(sent(account.conversion_tag(id).get()).await, created);
    let tags = sent(account.conversion_tags().list()).await.items;
    assert!(tags.contains(&created));
    let eligible = sent(account.conversion_tags().ocpm_eligible()).await;
    assert!(eligible.contains_key(id.as_str()));
    assert!(
        !all(account.conversion_tags().page_visits())
            .await
            .is_empty()
    );
    assert!(
        rejected(account.conversion_tag("1").get())
            .await
            .is_not_found()
    );
}

#[tokio::test]
async fn a_deletion_request_can_be_withdrawn_for_a_day() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let requests = account.conversion_deletion_requests();
    let people = || ConversionDeletionUserEmails::new(["birch@example.com"]);
    let first = sent(requests.create(people())).await;
    let second = sent(requests.create(people())).await;
    let withdrawn = account.conversion_deletion_request(&first.request_id);
    sent(withdrawn.delete()).await;
    let status = sent(withdrawn.get()).await.status;
    assert_eq!(status, ConversionDeletionRequestStatus::Cancelled);
    session.advance(24 * 60 * 60);
    let listed = all(requests.list()).await;
    assert_eq!(listed[1].status, ConversionDeletionRequestStatus::Submitted);
    let late = account.conversion_deletion_request(&second.request_id);
    assert!(rejected(late.delete()).await.is_invalid_request());
}

#[tokio::test]
async fn an_event_of_the_advertisers_own_is_defined_changed_and_deleted() {
    let session = Session::start().await;
    let events = session.ad_account().await.advertiser_defined_events();
    let input = |kind, name| AdvertiserDefinedEventInput::new(kind, name);
    let lead = AdvertiserDefinedEventMappingType::Lead;
    let signup = AdvertiserDefinedEventMappingType::Signup;
    sent(events.create(input(lead.clone(), "Visit"))).await;
    assert!(events.create(input(lead.clone(), "Visit")).await.is_err());
    sent(events.update(input(signup.clone(), "Visit"))).await;
    let listed = sent(events.list()).await.items;
    let visit = listed
        .iter()
        .find(|event| event.name.as_deref() == Some("Visit"));
    let kind = visit.unwrap().mapped_conversion_type.as_ref().unwrap();
    assert_eq!(kind.as_str(), signup.as_str());
    let deleted = outcome(events.delete_all(["Visit", "Nothing"])).await;
    assert_eq!(deleted.failures().next().unwrap().input, "Nothing");
    let listed = sent(events.list()).await.items;
    assert!(
        listed
            .iter()
            .all(|event| event.name.as_deref() != Some("Visit"))
    );
}
