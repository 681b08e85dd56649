//! Campaigns, ad groups, ads, keywords, labels, promoted product groups, schedules and previews.

use pinterest::AdAccountHandle;
use pinterest::types::{AdGroupId, CreativeType, PinId};
use pinterest::types::{
    AdReviewStatus, AdUpdate, BillableEvent, CampaignId, CampaignSummaryStatus,
    ConversionObjectiveType, Country, Currency, EntityStatus, EpochSeconds, ImageUrlSource,
    KeywordUpdate, LabelStatus, LabelType, MatchType, MicroCurrency, NewAd, NewAdAccount,
    NewAdGroup, NewCampaign, NewKeyword, NewLabel, NewPin, NewSchedule, ProductGroup,
    ProductGroupPromotion, ScheduleAction, ScheduleEntityType, ScheduleStatus, ScheduleType,
    ScheduleUpdate, TargetingSpec, TargetingSpecGender,
};

use crate::session::{Session, all, done, outcome, rejected, sent};

async fn campaign(account: &AdAccountHandle) -> CampaignId {
    let campaign = NewCampaign::new("Wool socks", ConversionObjectiveType::Consideration)
        .daily_spend_cap(MicroCurrency::from_units(25, 0));
    let campaign = sent(account.campaigns().create(campaign)).await;
    campaign.require_id().unwrap().clone()
}

async fn ad_group(account: &AdAccountHandle) -> AdGroupId {
    let campaign = campaign(account).await;
    let targeting = TargetingSpec::new()
        .location([Country::De, Country::At])
        .gender([TargetingSpecGender::Female]);
    let ad_group = NewAdGroup::new(BillableEvent::Clickthrough, &campaign, "Women")
        .bid_in_micro_currency(MicroCurrency::from_units(0, 350_000))
        .targeting_spec(targeting);
    sent(account.ad_groups().create(ad_group)).await.id
}

async fn pin(session: &Session) -> PinId {
    let board = all(session.client.boards().list()).await.remove(0);
    let source = ImageUrlSource::new("https://example.com/socks.jpg");
    let new_pin = NewPin::new().board_id(board.id).media_source(source);
    sent(session.client.pins().create(new_pin)).await.id
}

#[tokio::test]
async fn ad_accounts_are_listed_created_and_read() {
    let session = Session::start().await;
    let accounts = session.client.ad_accounts();
    assert_eq!(all(accounts.list()).await.len(), 3);
    let meadow = NewAdAccount::new()
        .name("Meadow")
        .country(Country::Fr)
        .currency(Currency::Eur);
    let created = sent(accounts.create(meadow)).await;
    let account = session.client.ad_account(&created.id);
    assert_eq!(sent(account.get()).await, created);
    assert_eq!(all(accounts.list()).await[3], created);
    let unknown = session.client.ad_account("1");
    assert!(rejected(unknown.get()).await.is_not_found());
}

#[tokio::test]
async fn a_campaign_is_created_listed_changed_and_archived() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let id = campaign(&account).await;
    let campaign = account.campaign(&id);
    let read = sent(campaign.get()).await;
    assert_eq!(read.summary_status, Some(CampaignSummaryStatus::Running));
    let listed = all(account.campaigns().list().page_size(5)).await;
    assert!(listed.contains(&read));

    let updated = campaign.update(|update| {
        let cap = MicroCurrency::from_units(300, 0);
        update.clear_daily_spend_cap().lifetime_spend_cap(cap)
    });
    let updated = sent(updated).await;
    assert_eq!(updated.daily_spend_cap, None);
    let cap = MicroCurrency::from_units(300, 0);
    assert_eq!(sent(campaign.get()).await.lifetime_spend_cap, Some(cap));
    assert_eq!(updated.name, read.name);

    sent(campaign.update(|update| update.status(EntityStatus::Archived))).await;
    let by_id = account
        .campaigns()
        .list()
        .with(|list| list.campaign_ids([&id]));
    assert!(all(by_id.clone()).await.is_empty());
    let archived = by_id.with(|list| list.entity_statuses([EntityStatus::Archived]));
    assert_eq!(all(archived).await[0].id, id);
    let revive = campaign.update(|update| update.status(EntityStatus::Active));
    let error = rejected(revive).await;
    assert!(error.to_string().contains("is archived"), "{error}");
}

#[tokio::test]
async fn campaigns_of_a_batch_succeed_or_fail_alone() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let campaigns = (0..65).map(|number| {
        NewCampaign::new(
            format!("Campaign {number}"),
            ConversionObjectiveType::Awareness,
        )
        .daily_spend_cap(MicroCurrency::from_units(25, 0))
    });
    let created = done(account.campaigns().create_all(campaigns)).await;
    assert_eq!(created.len(), 65);
    let ad_group = |campaign: &str| NewAdGroup::new(BillableEvent::Impression, campaign, "All");
    let known = created[0].require_id().unwrap();
    let outcome = outcome(
        account
            .ad_groups()
            .create_all([ad_group("1"), ad_group(known.as_str())]),
    )
    .await;
    let failure = outcome.failures().next().unwrap();
    assert_eq!(failure.input.campaign_id, "1");
    assert_eq!(
        failure.error.message.as_deref(),
        Some("Campaign not found.")
    );
    assert_eq!(&outcome.successes().next().unwrap().1.campaign_id, known);
}

#[tokio::test]
async fn an_ad_group_is_created_listed_and_changed() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let id = ad_group(&account).await;
    let ad_group = account.ad_group(&id);
    let read = sent(ad_group.get()).await;
    let countries = read.targeting_spec.as_ref().unwrap().location.clone();
    assert_eq!(countries, Some(Some(vec![Country::De, Country::At])));
    let list = account.ad_groups().list();
    let listed = all(list.with(|list| list.campaign_ids([&read.campaign_id]))).await;
    assert_eq!(listed, [read]);
    let changed = ad_group.update(|update| {
        let targeting = TargetingSpec::new().location([Country::Fr]);
        update
            .targeting_spec(targeting)
            .status(EntityStatus::Paused)
    });
    let changed = sent(changed).await;
    assert_eq!(changed.summary_status, CampaignSummaryStatus::Paused);
    assert_eq!(sent(ad_group.get()).await, changed);
    assert!(rejected(account.ad_group("1").get()).await.is_not_found());
}

#[tokio::test]
async fn an_ad_is_created_reviewed_listed_and_changed() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let (ad_group, pin) = (ad_group(&account).await, pin(&session).await);
    let ad = NewAd::new(&ad_group, &pin, CreativeType::Regular).name("Socks on a sofa");
    let created = sent(account.ads().create(ad)).await;
    assert_eq!(created.review_status, AdReviewStatus::Pending);
    session.advance(60);
    let ad = account.ad(&created.id);
    let read = sent(ad.get()).await;
    assert_eq!(read.review_status, AdReviewStatus::Approved);
    let of_group = account
        .ads()
        .list()
        .with(|list| list.ad_group_ids([&ad_group]));
    assert_eq!(all(of_group).await, [read]);

    let changed = sent(ad.update(|update| update.status(EntityStatus::Paused).clear_name())).await;
    assert_eq!(
        (changed.status, changed.name),
        (Some(EntityStatus::Paused), None)
    );
    let updates = [
        AdUpdate::new(&created.id).name("Wool"),
        AdUpdate::new("1").name("?"),
    ];
    let outcome = outcome(account.ads().update_all(updates)).await;
    assert_eq!(outcome.successes().count(), 1);
    assert_eq!(outcome.failures().next().unwrap().input.id, "1");
    let unknown = NewAd::new(&ad_group, "1", CreativeType::Regular);
    let error = rejected(account.ads().create(unknown)).await;
    assert_eq!(error.code(), Some(50));
}

#[tokio::test]
async fn keywords_are_created_listed_and_archived() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let ad_group = ad_group(&account).await;
    let keywords = account.keywords();
    let bid = MicroCurrency::from_units(0, 250_000);
    let new_keywords = [
        NewKeyword::new(MatchType::Broad, "wool").bid(bid),
        NewKeyword::new(MatchType::Exact, " "),
        NewKeyword::new(MatchType::Exact, "wool socks"),
    ];
    let created = outcome(keywords.create_all(ad_group.as_str(), new_keywords)).await;
    assert_eq!(created.failures().next().unwrap().input.value, " ");
    let wool = created.successes().next().unwrap().1.clone();
    assert_eq!(
        (wool.bid, wool.parent_id.as_str()),
        (Some(bid), ad_group.as_str())
    );
    let of_group = keywords.list().with(|list| list.ad_group_id(&ad_group));
    assert_eq!(all(of_group.clone()).await.len(), 2);

    let update = KeywordUpdate::new(&wool.id).archived(true).clear_bid();
    let archived = sent(keywords.update(update)).await;
    assert_eq!((archived.archived, archived.bid), (Some(true), None));
    assert_eq!(all(of_group).await.len(), 1);
    let unknown = KeywordUpdate::new("1").archived(true);
    assert!(
        rejected(keywords.update(unknown))
            .await
            .to_string()
            .contains("Keyword not found")
    );
    let metrics = sent(keywords.metrics(Country::Us, ["wool", "linen"])).await;
    assert_eq!(metrics.data.unwrap().len(), 2);
}

#[tokio::test]
async fn labels_are_created_applied_and_removed() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let id = campaign(&account).await;
    let labels = account.labels();
    let label = sent(labels.create(NewLabel::new(LabelType::Custom, "autumn"))).await;
    let again = NewLabel::new(LabelType::Custom, "autumn");
    assert!(labels.create(again).await.is_err());
    let handle = account.label(&label.id);
    let applied = outcome(handle.apply_all([id.as_str(), "1"])).await;
    assert_eq!(applied.successes().next().unwrap().1.entity_id, id.as_str());
    assert_eq!(applied.failures().next().unwrap().input.as_str(), "1");
    let of_campaign = labels.list().with(|list| list.campaign_ids([&id]));
    assert_eq!(all(of_campaign.clone()).await, [label]);
    sent(handle.remove(id.as_str())).await;
    assert!(all(of_campaign).await.is_empty());
    let archived = sent(handle.update(|update| update.status(LabelStatus::Archived))).await;
    assert_eq!(archived.status, Some(LabelStatus::Archived));
}

#[tokio::test]
async fn product_groups_are_promoted_by_an_ad_group() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let ad_group = ad_group(&account).await;
    let promotions = account.product_group_promotions();
    let mut groups = all(session.client.catalogs().product_groups().list()).await;
    let ProductGroup::Retail(group) = groups.remove(0) else {
        panic!("the first product group is one of products");
    };
    let promotion = ProductGroupPromotion::new().catalog_product_group_id(&group.id);
    let created = sent(promotions.create(&ad_group, promotion)).await;
    let handle = account.product_group_promotion(created.require_id().unwrap());
    let bid = MicroCurrency::from_units(0, 900_000);
    sent(handle.update(&ad_group, |promotion| promotion.bid_in_micro_currency(bid))).await;
    let read = sent(handle.get()).await;
    assert_eq!(read.bid_in_micro_currency, Some(bid));
    let of_group = promotions.list().with(|list| list.ad_group_id(&ad_group));
    assert_eq!(all(of_group).await, [read]);
    let unknown = ProductGroupPromotion::new().catalog_product_group_id("1");
    assert!(promotions.create(&ad_group, unknown).await.is_err());
}

#[tokio::test]
async fn a_schedule_is_created_listed_and_changed() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let (campaign, ad_group) = (campaign(&account).await, ad_group(&account).await);
    let schedules = account.schedules();
    let new = |entity: &str, name: &str| {
        NewSchedule::new(entity)
            .name(name)
            .schedule_type(ScheduleType::CampaignBudgetChange)
            .schedule_action(ScheduleAction::IncreaseByPercent)
            .delta_value("20")
            .start_timestamp(EpochSeconds::from_secs(1_790_000_000))
    };
    let of_campaign =
        |name: &str| new(campaign.as_str(), name).entity_type(ScheduleEntityType::Campaign);
    let created = sent(schedules.create(of_campaign("Spring"))).await;
    assert_eq!(created.schedule_status, Some(ScheduleStatus::Created));
    sent(schedules.create(new(ad_group.as_str(), "Summer"))).await;
    let list = schedules.list([campaign.as_str()]);
    assert_eq!(all(list.clone()).await, std::slice::from_ref(&created));
    assert_eq!(
        all(schedules
            .list([campaign.as_str(), ad_group.as_str()])
            .page_size(1))
        .await
        .len(),
        2
    );

    let update = ScheduleUpdate::new(&created.schedule_id, &created.schedule_id)
        .schedule_status(ScheduleStatus::Canceled);
    let changed = sent(schedules.update(update)).await;
    assert_eq!(changed.name.as_deref(), Some("Spring"));
    let created_only = list.clone();
    let created_only = created_only.with(|list| list.schedule_statuses([ScheduleStatus::Created]));
    assert!(all(created_only).await.is_empty());
    assert_eq!(all(list).await, [changed]);

    let outcome = outcome(schedules.create_all([new("1", "Autumn"), of_campaign("Winter")])).await;
    let failure = outcome.failures().next().unwrap();
    assert_eq!(
        failure.error.message.as_deref(),
        Some("Entity 1 not found.")
    );
    assert_eq!(outcome.successes().count(), 1);
    let of_another_type = new(campaign.as_str(), "Ads").entity_type(ScheduleEntityType::Ad);
    rejected(schedules.create(of_another_type)).await;
    let backwards = of_campaign("Winter").end_timestamp(EpochSeconds::from_secs(1));
    let error = rejected(schedules.create(backwards)).await;
    assert!(error.to_string().contains("end_timestamp"), "{error}");
    let unknown = rejected(schedules.update(ScheduleUpdate::new("1", "1"))).await;
    assert!(
        unknown.to_string().contains("Schedule not found"),
        "{unknown}"
    );
}

#[tokio::test]
async fn previews_of_ad_groups_are_created_listed_and_deleted_and_expire() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let id = ad_group(&account).await;
    let previews = account.campaign_ad_previews();
    assert!(sent(previews.list([&id])).await.is_empty());
    let outcome = outcome(previews.create_all([AdGroupId::from("1"), id.clone()])).await;
    let failure = outcome.failures().next().unwrap();
    assert_eq!(
        failure.error.message.as_deref(),
        Some("Ad group not found.")
    );
    let created = outcome.successes().next().unwrap().1.clone();
    assert!(created.is_active);
    assert_eq!(sent(previews.list([&id])).await, [created]);

    session.advance(7 * 86_400);
    assert!(!sent(previews.list([&id])).await[0].is_active);
    sent(previews.delete(&id)).await;
    assert!(sent(previews.list([&id])).await.is_empty());
    let error = rejected(previews.delete(&id)).await;
    assert!(
        error.to_string().contains("Ad preview not found"),
        "{error}"
    );
}
