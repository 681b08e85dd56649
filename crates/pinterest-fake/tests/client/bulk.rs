//! Bulk jobs: many entities in one request, and their download.

use pinterest::AdAccountHandle;
use pinterest::types::{
    BillableEvent, BulkCampaignUpdate, BulkDownloadRequest, BulkEntityType, BulkEntityUpdates,
    BulkNewAdGroup, BulkNewCampaign, BulkNewEntities, BulkOutputFormat, BulkRequestId,
    BulkRequestStatus, BulkUpsertRequest, EntityStatus, MicroCurrency, ObjectiveType,
};
use serde_json::Value;

use crate::session::{Session, all, sent};

/// Waits for a job and returns its file.
async fn file(session: &Session, account: &AdAccountHandle, id: &BulkRequestId) -> String {
    let running = sent(account.bulk().get(id)).await;
    assert_eq!(running.status, BulkRequestStatus::Running);
    session.advance(5);
    let job = sent(account.bulk().get(id).with(|job| job.include_details(true))).await;
    assert_eq!(job.status, BulkRequestStatus::Succeeded);
    session.download(job.result_url.as_deref().unwrap()).await
}

async fn upsert(session: &Session, account: &AdAccountHandle, body: BulkUpsertRequest) -> Value {
    let job = sent(account.bulk().request_upsert(body)).await;
    let file = file(session, account, &job.request_id.unwrap()).await;
    serde_json::from_str(&file).unwrap()
}

#[tokio::test]
async fn entities_are_created_and_changed_in_bulk() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let campaign = BulkNewCampaign::new(ObjectiveType::Awareness, account.id(), "Bulk")
        .daily_spend_cap(MicroCurrency::from_units(25, 0))
        .is_campaign_budget_optimization(true);
    let ad_group = BulkNewAdGroup::new(BillableEvent::Impression, "C1", "All");
    let new = BulkNewEntities::new()
        .campaigns([campaign])
        .ad_groups([ad_group]);
    let results = upsert(&session, &account, BulkUpsertRequest::new().create(new)).await;
    let id = results["create"]["campaigns"][0]["id"].as_str().unwrap();
    let ad_groups = account.ad_groups().list();
    let ad_groups = all(ad_groups.with(|list| list.campaign_ids([id]))).await;
    assert_eq!(ad_groups[0].name, "All");

    let update = BulkCampaignUpdate::new(id, account.id()).status(EntityStatus::Paused);
    let updates = BulkEntityUpdates::new().campaigns([update]);
    upsert(&session, &account, BulkUpsertRequest::new().update(updates)).await;
    let campaign = sent(account.campaign(id).get()).await;
    assert_eq!(campaign.status, Some(EntityStatus::Paused));
}

#[tokio::test]
async fn the_entities_of_an_account_are_downloaded() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let request = BulkDownloadRequest::new()
        .entity_types([BulkEntityType::Campaign])
        .output_format(BulkOutputFormat::Csv);
    let job = sent(account.bulk().request_download(request)).await;
    let file = file(&session, &account, &job.request_id.unwrap()).await;
    let campaign = all(account.campaigns().list()).await.remove(0);
    assert!(file.contains(campaign.id.as_str()), "{file}");
}
