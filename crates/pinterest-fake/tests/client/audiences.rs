//! Audiences, customer lists with their uploads, targeting templates and customer segments.

use pinterest::AdAccountHandle;
use pinterest::types::{
    Audience, AudienceEngagementType, AudienceOwnershipType, AudienceRule, AudienceStatus,
    AudienceType, AudienceUpdate, Country, CustomerListOperation, CustomerListStatus,
    CustomerListType, CustomerListUpdate, CustomerListUploadState, NewAudience, NewCustomerList,
    NewTargetingTemplate, SharedAudienceAccountType, TargetingSpec,
};

use crate::session::{Session, all, rejected, sent};

async fn audience(account: &AdAccountHandle) -> Audience {
    let rule = AudienceRule::new().engagement_type(AudienceEngagementType::Save);
    let audience = NewAudience::new()
        .name("Savers")
        .audience_type(AudienceType::Engagement)
        .rule(rule);
    sent(account.audiences().create(audience)).await
}

fn emails(count: usize) -> String {
    let lines = (0..count).map(|number| format!("customer{number}@example.com"));
    lines.collect::<Vec<String>>().join("\n")
}

#[tokio::test]
async fn an_audience_becomes_ready_and_is_changed_and_deleted() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let created = audience(&account).await;
    let audience = account.audience(&created.id);
    let read = sent(audience.get()).await;
    assert_eq!(
        (read.status, read.size),
        (Some(AudienceStatus::Initializing), None)
    );
    session.advance(60);
    let read = sent(audience.get()).await;
    assert_eq!(read.status, Some(AudienceStatus::Ready));
    assert!(all(account.audiences().list()).await.contains(&read));
    let updated = sent(audience.update(AudienceUpdate::new().name("Keepers"))).await;
    assert_eq!(updated.name.as_deref(), Some("Keepers"));
    sent(audience.delete()).await;
    assert!(rejected(audience.get()).await.is_not_found());
}

#[tokio::test]
async fn an_audience_is_shared_and_withdrawn() {
    let session = Session::start().await;
    let accounts = all(session.client.ad_accounts().list()).await;
    let account = session.client.ad_account(&accounts[0].id);
    let other = session.client.ad_account(&accounts[1].id);
    let audience = account.audience(audience(&account).await.id);
    let received = other.audiences().list();
    let received = received.with(|list| list.ownership_type(AudienceOwnershipType::Received));
    let is_received = async |audience: &pinterest::types::AudienceId| {
        all(received.clone())
            .await
            .iter()
            .any(|found| found.id == *audience)
    };
    let shared = sent(audience.share_with_ad_accounts([other.id()])).await;
    assert_eq!(&shared.audience_id, audience.id());
    assert!(is_received(audience.id()).await);
    let recipients = all(audience.recipients(SharedAudienceAccountType::AdAccount)).await;
    assert_eq!(recipients[0].account_id, other.id().as_str());
    sent(audience.revoke_from_ad_accounts([other.id()])).await;
    assert!(!is_received(audience.id()).await);
}

#[tokio::test]
async fn a_customer_list_is_created_listed_and_changed() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let list = NewCustomerList::new("Buyers")
        .list_type(CustomerListType::Email)
        .records(emails(99));
    let created = sent(account.customer_lists().create(list)).await;
    assert_eq!(created.status, Some(CustomerListStatus::Processing));
    let list = account.customer_list(&created.id);
    session.advance(30);
    let read = sent(list.get()).await;
    assert_eq!(read.status, Some(CustomerListStatus::TooSmall));
    assert!(all(account.customer_lists().list()).await.contains(&read));
    let more = CustomerListUpdate::new(CustomerListOperation::Add).records("more@example.com");
    let changed = sent(list.update(more)).await;
    assert_eq!(changed.num_uploaded_user_records, Some(100));
    session.advance(30);
    assert_eq!(
        sent(list.get()).await.status,
        Some(CustomerListStatus::Ready)
    );
    assert!(
        rejected(account.customer_list("1").get())
            .await
            .is_not_found()
    );
}

#[tokio::test]
async fn a_customer_list_is_uploaded_in_parts() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let created = sent(
        account
            .customer_lists()
            .create(NewCustomerList::new("Large")),
    )
    .await;
    let list = account.customer_list(&created.id);
    let upload = sent(list.uploads().create(CustomerListOperation::Add, 2)).await;
    assert_eq!(
        upload.customer_list_upload.state,
        CustomerListUploadState::NotStarted
    );
    let parts = upload.s3_multipart_upload_data.file_parts.unwrap();
    let bodies = [
        emails(300_000),
        "\nlast@example.com\nNobody@example.com".to_owned(),
    ];
    for (part, body) in parts.iter().zip(bodies) {
        let url = part.presigned_url.as_str();
        assert!(url.starts_with(&session.fake.transfer_url()));
        let response = session.http.put(url).body(body).send().await.unwrap();
        assert_eq!(response.status(), 200);
    }
    let upload = list.upload(&upload.customer_list_upload.id);
    let running = sent(upload.run()).await;
    assert_eq!(running.state, CustomerListUploadState::Running);
    session.advance(5);
    let ended = sent(upload.get()).await;
    assert_eq!(ended.state, CustomerListUploadState::Succeeded);
    let counts = ended.record_counts.unwrap();
    assert_eq!((counts.valid, counts.invalid), (300_001, 1));
    assert_eq!(
        sent(list.get()).await.num_uploaded_user_records,
        Some(300_001)
    );
}

#[tokio::test]
async fn a_targeting_template_is_created_listed_changed_and_deleted() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let targeting = TargetingSpec::new().location([Country::Us]);
    let template = NewTargetingTemplate::new("Gardeners", targeting);
    let created = sent(account.targeting_templates().create(template)).await;
    let search = account.targeting_templates().list();
    let search = search.with(|list| list.search_query("garden").include_sizing(true));
    let found = all(search.clone()).await;
    assert_eq!(found[0].id, created.id);
    assert!(found[0].sizing.is_some());
    let handle = account.targeting_template(created.require_id().unwrap());
    let germany = TargetingSpec::new().location([Country::De]);
    sent(handle.update(germany.clone())).await;
    assert_eq!(all(search.clone()).await[0].targeting_attributes, germany);
    sent(handle.delete()).await;
    assert!(all(search).await.is_empty());
}

#[tokio::test]
async fn a_customer_segment_consists_of_audiences() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let (one, other) = (audience(&account).await.id, audience(&account).await.id);
    let segments = account.customer_segments();
    assert!(
        rejected(segments.create("Fans", ["1"]))
            .await
            .is_not_found()
    );
    let created = sent(segments.create("Fans", [&one])).await;
    assert!(all(segments.list()).await.contains(&created));
    let handle = account.customer_segment(created.require_id().unwrap());
    sent(handle.update([&one, &other])).await;
    let fans = segments.list().with(|list| list.search_query("fans"));
    assert_eq!(all(fans.clone()).await[0].audience_ids, [one, other]);
    sent(handle.delete()).await;
    assert!(all(fans).await.is_empty());
}
