//! Campaigns, ad groups, ads, and what belongs to them.

use std::fmt::Display;
use std::future::Future;
use std::pin::Pin;

use pinterest::types::{
    AdGroupAudienceSizingRequest, AdGroupUpdate, AdPreviewFromPin, AdUpdate,
    AdsAnalyticsAdGroupTargetingType, AdsAnalyticsAdTargetingType,
    AdsAnalyticsCampaignTargetingType, AdvancedAuctionBidOptions, AdvancedAuctionDeleteRecord,
    AdvancedAuctionItemKey, AdvancedAuctionRecord, AdvancedAuctionUpsertRecord, AnalyticsColumn,
    BidFloorRequest, BidFloorSpec, BillableEvent, BudgetDurationType, BulkDownloadRequest,
    BulkEntityType, BulkUpsertRequest, CampaignUpdate, ConversionObjectiveType, Country,
    CreativeType, Currency, DeliveryEstimateAdGroup, DeliveryEstimateCampaign,
    DeliveryEstimateObjectiveType, EntityStatus, Granularity, LabelStatus, LabelType, LabelUpdate,
    Language, NewAd, NewAdGroup, NewCampaign, NewLabel, NewPromotion, NewSchedule,
    ProductGroupPromotion, PromotionType, PromotionUpdate, ScheduleStatus, ScheduleUpdate,
    SortOrder,
};
use pinterest::{BatchOutcome, Client, Error, ErrorKind, ItemState};
use pinterest_test_support::{Response, Server};
use serde_json::{Value, json};

use crate::clients::Clients;

/// A call of a handle's function, what it sends, and what it makes of the answer.
struct Row {
    /// Method and target.
    request: &'static str,
    /// The body; null when there is none.
    sends: Value,
    answer: String,
    call: Box<dyn Fn(Client) -> Shown>,
    /// The value that comes back, as the call shows it.
    value: &'static str,
}

type Shown = Pin<Box<dyn Future<Output = Result<String, Error>>>>;

fn row<F>(
    request: &'static str,
    sends: Value,
    answer: &Value,
    call: impl Fn(Client) -> F + 'static,
    value: &'static str,
) -> Row
where
    F: Future<Output = Result<String, Error>> + 'static,
{
    Row {
        request,
        sends,
        answer: answer.to_string(),
        call: Box::new(move |client| Box::pin(call(client))),
        value,
    }
}

/// What became of every input, and of results without one.
fn shown<I, T, S: Display>(
    outcome: &BatchOutcome<I, T>,
    show: impl Fn(&T) -> S,
) -> Result<String, Error> {
    let states = outcome.items().iter().map(|item| match &item.state {
        ItemState::Succeeded(value) => format!("done {}", show(value)),
        ItemState::Failed { error, .. } => format!("failed {error}"),
        ItemState::NotDone => "not done".to_owned(),
        _ => "?".to_owned(),
    });
    let unmatched = outcome.unmatched().iter().map(|result| match result {
        Ok(value) => format!("unmatched {}", show(value)),
        Err(error) => format!("unmatched {error}"),
    });
    Ok(states.chain(unmatched).collect::<Vec<_>>().join(", "))
}

fn listed<S: Display>(texts: impl IntoIterator<Item = S>) -> Result<String, Error> {
    let texts = texts.into_iter().map(|text| text.to_string());
    Ok(texts.collect::<Vec<_>>().join(", "))
}

const DATES: (&str, &str) = ("2026-03-01", "2026-03-31");
const SPEND: [AnalyticsColumn; 1] = [AnalyticsColumn::SpendInDollar];

fn campaign(id: &str) -> Value {
    json!({"id": id, "name": "Autumn", "objective_type": "AWARENESS"})
}

fn ad_group(id: &str) -> Value {
    json!({
        "billable_event": "IMPRESSION", "campaign_id": "31", "conversion_learning_mode_type": null,
        "created_time": 1, "id": id, "name": "Socks", "summary_status": "RUNNING", "type": "adgroup",
        "updated_time": 2,
    })
}

fn ad(id: &str) -> Value {
    json!({
        "ad_account_id": "1", "ad_group_id": "41", "campaign_id": "31", "creative_type": "REGULAR", "id": id,
        "pin_id": "61", "rejected_reasons": [], "rejection_labels": [], "review_status": "PENDING",
        "summary_status": "PENDING", "type": "pinpromotion",
    })
}

fn promotion(id: &str) -> Value {
    json!({
        "ad_account_id": "1", "id": id, "promotion_title": "Free shipping", "promotion_type": "FREE_SHIPPING",
    })
}

fn preview(ad_group_id: &str) -> Value {
    json!({
        "ad_account_id": "1", "ad_group_id": ad_group_id, "expires_at": 9, "is_active": true,
        "url": "https://pinterest.example/p", "user_id": 7, "uuid": "u",
    })
}

fn refused() -> Value {
    json!({"code": 1, "message": "Too dear"})
}

fn campaigns() -> Vec<Row> {
    vec![
        row(
            "GET /ad_accounts/1/campaigns?campaign_ids=31&campaign_ids=32&entity_statuses=PAUSED&order=DESCENDING&page_size=50",
            Value::Null,
            &json!({"items": [campaign("31")], "bookmark": null}),
            |client| async move {
                let list = client.ad_account("1").campaigns().list();
                let list = list.campaign_ids(["31", "32"]).order(SortOrder::Descending);
                let list = list.entity_statuses([EntityStatus::Paused]).page_size(50);
                let page = list.send().await?;
                listed(page.items().map(|it| it.id.clone()))
            },
            "31",
        ),
        row(
            "POST /ad_accounts/1/campaigns",
            json!([
                {"name": "Autumn", "objective_type": "AWARENESS", "daily_spend_cap": 25_000_000},
                {"name": "Winter", "objective_type": "SALES"},
            ]),
            &json!({"items": [{"data": campaign("31")}, {"exceptions": [refused()]}]}),
            |client| async move {
                let autumn = NewCampaign::new("Autumn", ConversionObjectiveType::Awareness);
                let winter = NewCampaign::new("Winter", ConversionObjectiveType::Sales);
                let new = [autumn.daily_spend_cap(25_000_000), winter];
                let outcome = client.ad_account("1").campaigns().create(new).await?;
                shown(&outcome, |it| it.id.clone().unwrap())
            },
            "done 31, failed Too dear (code 1)",
        ),
        row(
            "PATCH /ad_accounts/1/campaigns",
            json!([{"id": "31", "status": "PAUSED"}, {"id": "32", "name": "Winter"}]),
            &json!({"items": [{"exceptions": [refused()]}, {"data": campaign("32")}]}),
            |client| async move {
                let updates = [
                    CampaignUpdate::new("31").status(EntityStatus::Paused),
                    CampaignUpdate::new("32").name("Winter"),
                ];
                let outcome = client.ad_account("1").campaigns().update(updates).await?;
                shown(&outcome, |it| it.id.clone().unwrap())
            },
            "failed Too dear (code 1), done 32",
        ),
        row(
            "GET /ad_accounts/1/campaigns/31",
            Value::Null,
            &campaign("31"),
            |client| async move {
                let campaign = client.ad_account("1").campaign("31");
                Ok(campaign.get().await?.id.to_string())
            },
            "31",
        ),
        row(
            "POST /ad_accounts/1/campaigns/delivery_estimates",
            json!([{
                "ad_groups": [{}], "budget_duration_type": "LIFETIME", "objective_type": "AWARENESS",
                "start_date": "2026-03-01",
            }]),
            &json!({"max_potential_spend": 5}),
            |client| async move {
                let plan = DeliveryEstimateCampaign::new(
                    [DeliveryEstimateAdGroup::new()],
                    BudgetDurationType::Lifetime,
                    DeliveryEstimateObjectiveType::Awareness,
                    "2026-03-01",
                );
                let campaigns = client.ad_account("1").campaigns();
                let estimates = campaigns.delivery_estimates(plan).await?;
                Ok(estimates.max_potential_spend.unwrap().to_string())
            },
            "5",
        ),
    ]
}

fn analytics() -> Vec<Row> {
    vec![
        row(
            "GET /ad_accounts/1/campaigns/analytics?campaign_ids=31&click_window_days=7&columns=SPEND_IN_DOLLAR&end_date=2026-03-31&granularity=DAY&start_date=2026-03-01",
            Value::Null,
            &json!([{"CAMPAIGN_ID": "31", "DATE": "2026-03-01", "SPEND_IN_DOLLAR": 2.5}]),
            |client| async move {
                let campaigns = client.ad_account("1").campaigns();
                let call = campaigns.analytics(["31"], DATES.0, DATES.1, SPEND, Granularity::Day);
                let rows = call.click_window_days(7).await?;
                listed(rows.into_iter().map(|it| it.campaign_id.unwrap()))
            },
            "31",
        ),
        row(
            "GET /ad_accounts/1/campaigns/targeting_analytics?campaign_ids=31&columns=SPEND_IN_DOLLAR&end_date=2026-03-31&granularity=TOTAL&start_date=2026-03-01&targeting_types=GENDER",
            Value::Null,
            &json!({"data": [{"targeting_type": "GENDER", "targeting_value": "female", "metrics": {}}]}),
            |client| async move {
                let campaigns = client.ad_account("1").campaigns();
                let kinds = [AdsAnalyticsCampaignTargetingType::Gender];
                let (start, end) = DATES;
                let call = campaigns.targeting_analytics(
                    ["31"],
                    start,
                    end,
                    kinds,
                    SPEND,
                    Granularity::Total,
                );
                let data = call.await?.data.unwrap();
                listed(data.into_iter().map(|it| it.targeting_value))
            },
            "female",
        ),
        row(
            "GET /ad_accounts/1/pins/analytics?campaign_id=31&columns=SPEND_IN_DOLLAR&end_date=2026-03-31&granularity=DAY&pin_ids=61&pin_ids=62&start_date=2026-03-01",
            Value::Null,
            &json!([{"PIN_ID": "61"}, {"PIN_ID": "62"}]),
            |client| async move {
                let campaign = client.ad_account("1").campaign("31");
                let (start, end) = DATES;
                let call =
                    campaign.pin_analytics(["61", "62"], start, end, SPEND, Granularity::Day);
                listed(call.await?.into_iter().map(|it| it.pin_id))
            },
            "61, 62",
        ),
        row(
            "GET /ad_accounts/1/ad_groups/analytics?ad_group_ids=41&columns=SPEND_IN_DOLLAR&end_date=2026-03-31&granularity=DAY&start_date=2026-03-01",
            Value::Null,
            &json!([{"AD_GROUP_ID": "41"}]),
            |client| async move {
                let ad_groups = client.ad_account("1").ad_groups();
                let call = ad_groups.analytics(["41"], DATES.0, DATES.1, SPEND, Granularity::Day);
                Ok(call.await?.len().to_string())
            },
            "1",
        ),
        row(
            "GET /ad_accounts/1/ad_groups/targeting_analytics?ad_group_ids=41&columns=SPEND_IN_DOLLAR&end_date=2026-03-31&granularity=DAY&start_date=2026-03-01&targeting_types=GENDER",
            Value::Null,
            &json!({"data": []}),
            |client| async move {
                let ad_groups = client.ad_account("1").ad_groups();
                let kinds = [AdsAnalyticsAdGroupTargetingType::Gender];
                let (start, end) = DATES;
                let call = ad_groups.targeting_analytics(
                    ["41"],
                    start,
                    end,
                    kinds,
                    SPEND,
                    Granularity::Day,
                );
                Ok(call.await?.data.unwrap().len().to_string())
            },
            "0",
        ),
        row(
            "GET /ad_accounts/1/ads/analytics?ad_ids=51&columns=SPEND_IN_DOLLAR&end_date=2026-03-31&granularity=DAY&start_date=2026-03-01",
            Value::Null,
            &json!([{"AD_ID": "51"}]),
            |client| async move {
                let ads = client.ad_account("1").ads();
                let call = ads.analytics(DATES.0, DATES.1, SPEND, Granularity::Day);
                listed(call.ad_ids(["51"]).await?.into_iter().map(|it| it.ad_id))
            },
            "51",
        ),
        row(
            "GET /ad_accounts/1/ads/targeting_analytics?ad_ids=51&columns=SPEND_IN_DOLLAR&end_date=2026-03-31&granularity=DAY&start_date=2026-03-01&targeting_types=GENDER",
            Value::Null,
            &json!({"data": []}),
            |client| async move {
                let ads = client.ad_account("1").ads();
                let kinds = [AdsAnalyticsAdTargetingType::Gender];
                let (start, end) = DATES;
                let call =
                    ads.targeting_analytics(["51"], start, end, kinds, SPEND, Granularity::Day);
                Ok(call.await?.data.unwrap().len().to_string())
            },
            "0",
        ),
        row(
            "GET /ad_accounts/1/product_groups/analytics?columns=SPEND_IN_DOLLAR&end_date=2026-03-31&granularity=DAY&product_group_ids=81&start_date=2026-03-01",
            Value::Null,
            &json!([{"PRODUCT_GROUP_ID": "81"}]),
            |client| async move {
                let promotions = client.ad_account("1").product_group_promotions();
                let call = promotions.analytics(["81"], DATES.0, DATES.1, SPEND, Granularity::Day);
                Ok(call.await?.len().to_string())
            },
            "1",
        ),
    ]
}

fn ad_groups() -> Vec<Row> {
    vec![
        row(
            "GET /ad_accounts/1/ad_groups?campaign_ids=31&translate_interests_to_names=true",
            Value::Null,
            &json!({"items": [ad_group("41")]}),
            |client| async move {
                let list = client.ad_account("1").ad_groups().list();
                let list = list.campaign_ids(["31"]).translate_interests_to_names(true);
                let page = list.send().await?;
                listed(page.items().map(|it| it.id.clone()))
            },
            "41",
        ),
        row(
            "POST /ad_accounts/1/ad_groups",
            json!([
                {"billable_event": "IMPRESSION", "campaign_id": "31", "name": "Socks"},
                {"billable_event": "IMPRESSION", "campaign_id": "31", "name": "Shoes"},
            ]),
            &json!({"items": [{"exceptions": [refused()]}, {"data": ad_group("41"), "exceptions": []}]}),
            |client| async move {
                let new = |name| NewAdGroup::new(BillableEvent::Impression, "31", name);
                let ad_groups = client.ad_account("1").ad_groups();
                let outcome = ad_groups.create([new("Socks"), new("Shoes")]).await?;
                shown(&outcome, |it| it.id.clone())
            },
            "failed Too dear (code 1), done 41",
        ),
        row(
            "PATCH /ad_accounts/1/ad_groups",
            json!([{"id": "41", "name": "Socks"}, {"id": "42", "name": "Shoes"}]),
            // A result that names another ad group is none for this one.
            &json!({"items": [{"data": ad_group("49")}, {"exceptions": [refused()]}]}),
            |client| async move {
                let updates = [
                    AdGroupUpdate::new("41").name("Socks"),
                    AdGroupUpdate::new("42").name("Shoes"),
                ];
                let outcome = client.ad_account("1").ad_groups().update(updates).await?;
                shown(&outcome, |it| it.id.clone())
            },
            "?, ?, unmatched 49, unmatched Too dear (code 1)",
        ),
        row(
            "GET /ad_accounts/1/ad_groups/41",
            Value::Null,
            &ad_group("41"),
            |client| async move { Ok(client.ad_account("1").ad_group("41").get().await?.name) },
            "Socks",
        ),
        row(
            "POST /ad_accounts/1/ad_groups/audience_sizing",
            json!({"auto_targeting_enabled": true}),
            &json!({"audience_size_lower_bound": 10, "audience_size_upper_bound": 20}),
            |client| async move {
                let targeting = AdGroupAudienceSizingRequest::new().auto_targeting_enabled(true);
                let ad_groups = client.ad_account("1").ad_groups();
                let size = ad_groups.audience_sizing(targeting).await?;
                Ok(size.audience_size_upper_bound.unwrap().to_string())
            },
            "20",
        ),
        row(
            "POST /ad_accounts/1/bid_floor",
            json!({"bid_floor_specs": [{"billable_event": "IMPRESSION", "currency": "USD"}]}),
            &json!({"bid_floors": [2_000_000], "type": "bidfloor"}),
            |client| async move {
                let spec = BidFloorSpec::new(BillableEvent::Impression, Currency::Usd);
                let ad_groups = client.ad_account("1").ad_groups();
                let floor = ad_groups.bid_floor(BidFloorRequest::new([spec])).await?;
                listed(floor.bid_floors.unwrap())
            },
            "2000000",
        ),
    ]
}

fn dynamic_titles() -> Vec<Row> {
    vec![
        row(
            "GET /ad_accounts/1/ad_groups/41/dynamic_titles/uploads",
            Value::Null,
            &json!({"request_id": "r1", "upload_url": "https://upload.example/x"}),
            |client| async move {
                let titles = client.ad_account("1").ad_group("41").dynamic_titles();
                Ok(titles.create_upload().await?.request_id.to_string())
            },
            "r1",
        ),
        row(
            "POST /ad_accounts/1/ad_groups/41/dynamic_titles",
            json!({"request_id": "r1"}),
            &json!({"status": "success", "errors": []}),
            |client| async move {
                let titles = client.ad_account("1").ad_group("41").dynamic_titles();
                Ok(titles.process("r1").await?.status.unwrap())
            },
            "success",
        ),
        row(
            "GET /ad_accounts/1/ad_groups/41/dynamic_titles/status",
            Value::Null,
            &json!({"generated_count": 3, "is_ready": true, "reviewed_count": 2}),
            |client| async move {
                let titles = client.ad_account("1").ad_group("41").dynamic_titles();
                Ok(titles.status().await?.generated_count.unwrap().to_string())
            },
            "3",
        ),
        row(
            "GET /ad_accounts/1/ad_groups/41/dynamic_titles/csv",
            Value::Null,
            &json!({"download_url": "https://download.example/x"}),
            |client| async move {
                let titles = client.ad_account("1").ad_group("41").dynamic_titles();
                let url = titles.download_url().await?.unwrap();
                Ok(url.as_str().to_owned())
            },
            "https://download.example/x",
        ),
    ]
}

fn ads() -> Vec<Row> {
    vec![
        row(
            "GET /ad_accounts/1/ads?ad_group_ids=41&entity_statuses=ACTIVE&entity_statuses=ARCHIVED",
            Value::Null,
            &json!({"items": [ad("51"), ad("52")]}),
            |client| async move {
                let list = client.ad_account("1").ads().list().ad_group_ids(["41"]);
                let list = list.entity_statuses([EntityStatus::Active, EntityStatus::Archived]);
                let page = list.send().await?;
                listed(page.items().map(|it| it.id.clone()))
            },
            "51, 52",
        ),
        row(
            "POST /ad_accounts/1/ads",
            json!([
                {"ad_group_id": "41", "creative_type": "REGULAR", "pin_id": "61"},
                {"ad_group_id": "41", "creative_type": "REGULAR", "pin_id": "62"},
            ]),
            // One exception, not a list of them.
            &json!({"items": [{"data": ad("51")}, {"exceptions": refused()}]}),
            |client| async move {
                let new = |pin| NewAd::new("41", CreativeType::Regular, pin);
                let outcome = client.ad_account("1").ads();
                let outcome = outcome.create([new("61"), new("62")]).await?;
                shown(&outcome, |it| it.id.clone())
            },
            "done 51, failed Too dear (code 1)",
        ),
        row(
            "PATCH /ad_accounts/1/ads",
            json!([{"id": "51", "status": "PAUSED"}, {"id": "52", "status": "ACTIVE"}]),
            &json!({"items": [{"data": ad("51")}, {"exceptions": refused()}]}),
            |client| async move {
                let updates = [
                    AdUpdate::new("51").status(EntityStatus::Paused),
                    AdUpdate::new("52").status(EntityStatus::Active),
                ];
                let outcome = client.ad_account("1").ads().update(updates).await?;
                shown(&outcome, |it| it.id.clone())
            },
            "done 51, failed Too dear (code 1)",
        ),
        row(
            "GET /ad_accounts/1/ads/51",
            Value::Null,
            &ad("51"),
            |client| async move {
                let ad = client.ad_account("1").ad("51");
                Ok(ad.get().await?.review_status.to_string())
            },
            "PENDING",
        ),
    ]
}

fn previews() -> Vec<Row> {
    vec![
        row(
            "POST /ad_accounts/1/ad_previews",
            json!({"pin_id": "61"}),
            &json!({"url": "https://pinterest.example/p"}),
            |client| async move {
                let previews = client.ad_account("1").ad_previews();
                let preview = previews.create(AdPreviewFromPin::new("61")).await?;
                Ok(preview.url.unwrap().as_str().to_owned())
            },
            "https://pinterest.example/p",
        ),
        row(
            "GET /ad_accounts/1/campaign_ad_preview?ad_group_ids=41&ad_group_ids=42",
            Value::Null,
            &json!([preview("41")]),
            |client| async move {
                let previews = client.ad_account("1").campaign_ad_previews();
                let previews = previews.list(["41", "42"]).await?;
                listed(previews.into_iter().map(|it| it.ad_group_id))
            },
            "41",
        ),
        row(
            "POST /ad_accounts/1/campaign_ad_preview",
            json!([{"ad_group_id": "41"}, {"ad_group_id": "42"}, {"ad_group_id": "43"}]),
            &json!([{"data": preview("41")}, {"data": {"exceptions": refused()}}, {"data": {"new": 1}}]),
            |client| async move {
                let previews = client.ad_account("1").campaign_ad_previews();
                let outcome = previews.create(["41", "42", "43"]).await?;
                shown(&outcome, |it| it.ad_group_id.clone())
            },
            "done 41, failed Too dear (code 1), ?",
        ),
        row(
            "DELETE /ad_accounts/1/campaign_ad_preview?ad_group_ids=41&ad_group_ids=42",
            Value::Null,
            &json!([{"status": {"statusCode": 204}}, {"status": refused()}]),
            |client| async move {
                let previews = client.ad_account("1").campaign_ad_previews();
                let outcome = previews.delete(["41", "42"]).await?;
                shown(&outcome, |()| "")
            },
            "done , failed Too dear (code 1)",
        ),
    ]
}

fn promotions() -> Vec<Row> {
    vec![
        row(
            "GET /ad_accounts/1/promotions?order=ASCENDING",
            Value::Null,
            &json!({"items": [promotion("71")]}),
            |client| async move {
                let list = client.ad_account("1").promotions().list();
                let page = list.order(SortOrder::Ascending).send().await?;
                listed(page.items().map(|it| it.id.clone()))
            },
            "71",
        ),
        row(
            "GET /ad_accounts/1/promotion_applied_entities?promotion_ids=71&promotion_ids=72",
            Value::Null,
            &json!({"items": [ad_group("41")]}),
            |client| async move {
                let list = client.ad_account("1").promotions().ad_groups(["71", "72"]);
                let page = list.send().await?;
                listed(page.items().map(|it| it.id.clone()))
            },
            "41",
        ),
        row(
            "POST /ad_accounts/1/promotions",
            json!([
                {"promotion_title": "Free shipping", "promotion_type": "FREE_SHIPPING"},
                {"promotion_title": "Everywhere", "promotion_type": "SITEWIDE"},
            ]),
            &json!({"promotions": [{"data": promotion("71")}, {"exception": refused()}]}),
            |client| async move {
                let new = [
                    NewPromotion::new("Free shipping", PromotionType::FreeShipping),
                    NewPromotion::new("Everywhere", PromotionType::Sitewide),
                ];
                let outcome = client.ad_account("1").promotions().create(new).await?;
                shown(&outcome, |it| it.id.clone())
            },
            "done 71, failed Too dear (code 1)",
        ),
        row(
            "PATCH /ad_accounts/1/promotions",
            json!([{"id": "71", "promotion_title": "Gone"}, {"id": "72", "promotion_code": "SOCKS"}]),
            &json!({"promotions": [{"exception": refused()}, {"data": promotion("72")}]}),
            |client| async move {
                let updates = [
                    PromotionUpdate::new("71").promotion_title("Gone"),
                    PromotionUpdate::new("72").promotion_code("SOCKS"),
                ];
                let outcome = client.ad_account("1").promotions().update(updates).await?;
                shown(&outcome, |it| it.id.clone())
            },
            "failed Too dear (code 1), done 72",
        ),
        row(
            "GET /ad_accounts/1/promotions/71",
            Value::Null,
            &promotion("71"),
            |client| async move {
                let promotion = client.ad_account("1").promotion("71");
                Ok(promotion.get().await?.promotion_title)
            },
            "Free shipping",
        ),
        row(
            "DELETE /ad_accounts/1/promotions/71",
            Value::Null,
            &promotion("71"),
            |client| async move {
                let promotion = client.ad_account("1").promotion("71");
                Ok(promotion.delete().await?.unwrap().id.to_string())
            },
            "71",
        ),
    ]
}

fn product_group_promotions() -> Vec<Row> {
    vec![
        row(
            "GET /ad_accounts/1/product_group_promotions?ad_group_id=41",
            Value::Null,
            &json!({"items": [{"id": "91"}]}),
            |client| async move {
                let list = client.ad_account("1").product_group_promotions().list();
                let page = list.ad_group_id("41").send().await?;
                let ids = page.items();
                listed(ids.map(|it| it.id.clone().unwrap()))
            },
            "91",
        ),
        row(
            "POST /ad_accounts/1/product_group_promotions",
            json!({"ad_group_id": "41", "product_group_promotion": [
                {"catalog_product_group_id": "81"}, {"catalog_product_group_id": "82"},
            ]}),
            &json!({"items": [{"exceptions": [refused()]}, {"data": {"id": "92"}}]}),
            |client| async move {
                let new = |id: &str| ProductGroupPromotion::new().catalog_product_group_id(id);
                let promotions = client.ad_account("1").product_group_promotions();
                let outcome = promotions.create("41", [new("81"), new("82")]).await?;
                shown(&outcome, |it| it.id.clone().unwrap())
            },
            "failed Too dear (code 1), done 92",
        ),
        row(
            "PATCH /ad_accounts/1/product_group_promotions",
            json!({"ad_group_id": "41", "product_group_promotion": [
                {"id": "91", "included": true}, {"id": "92", "included": false},
            ]}),
            &json!({"items": [{"data": {"id": "91"}}, {"exceptions": [refused()]}]}),
            |client| async move {
                let change =
                    |id: &str, included| ProductGroupPromotion::new().id(id).included(included);
                let promotions = client.ad_account("1").product_group_promotions();
                let changes = [change("91", true), change("92", false)];
                let outcome = promotions.update("41", changes).await?;
                shown(&outcome, |it| it.id.clone().unwrap())
            },
            "done 91, failed Too dear (code 1)",
        ),
        row(
            "GET /ad_accounts/1/product_group_promotions/91",
            Value::Null,
            &json!({"id": "91"}),
            |client| async move {
                let promotion = client.ad_account("1").product_group_promotion("91");
                Ok(promotion.get().await?.id.unwrap().to_string())
            },
            "91",
        ),
    ]
}

fn labels() -> Vec<Row> {
    vec![
        row(
            "GET /ad_accounts/1/labels?entity_statuses=ACTIVE&label_types=BRAND",
            Value::Null,
            &json!({"items": [{"id": "21", "label_type": "BRAND", "value": "Socks"}]}),
            |client| async move {
                let list = client.ad_account("1").labels().list();
                let list = list.label_types([LabelType::Brand]);
                let page = list.entity_statuses([LabelStatus::Active]).send().await?;
                listed(page.items().map(|it| it.value.clone()))
            },
            "Socks",
        ),
        row(
            "POST /ad_accounts/1/labels",
            json!({"labels": [
                {"label_type": "BRAND", "value": "Socks"},
                {"label_type": "CUSTOM", "value": "Socks"},
                {"label_type": "CUSTOM", "value": "Shoes"},
            ]}),
            // What worked comes first, whatever the order of the inputs was; the last input is in neither list.
            &json!({
                "labels": [{"id": "22", "label_type": "CUSTOM", "value": "Socks"}],
                "errors": [{
                    "data": {"label_type": "BRAND", "value": "Socks"},
                    "error_messages": ["There is one", "Too dear"],
                }],
            }),
            |client| async move {
                let new = [
                    NewLabel::new(LabelType::Brand, "Socks"),
                    NewLabel::new(LabelType::Custom, "Socks"),
                    NewLabel::new(LabelType::Custom, "Shoes"),
                ];
                let outcome = client.ad_account("1").labels().create(new).await?;
                shown(&outcome, |it| it.id.clone())
            },
            "failed There is one; Too dear, done 22, ?",
        ),
        row(
            "PATCH /ad_accounts/1/labels",
            json!({"labels": [{"id": "21", "value": "Shoes"}, {"id": "22", "status": "ARCHIVED"}]}),
            &json!({
                "labels": [{"id": "22", "label_type": null, "value": "Socks"}],
                "errors": [{"data": {"id": "21"}}],
            }),
            |client| async move {
                let updates = [
                    LabelUpdate::new("21").value("Shoes"),
                    LabelUpdate::new("22").status(LabelStatus::Archived),
                ];
                let outcome = client.ad_account("1").labels().update(updates).await?;
                shown(&outcome, |it| it.value.clone())
            },
            "failed refused without a reason, done Socks",
        ),
        row(
            "POST /ad_accounts/1/labels/21/apply",
            json!({"entity_ids": ["31", "32"]}),
            &json!({
                "entities_labels": [{"entity_id": "32", "label_id": "21"}],
                "errors": [{"data": {"entity_id": "31", "label_id": "21"}, "error_messages": ["Full"]}],
            }),
            |client| async move {
                let label = client.ad_account("1").label("21");
                let outcome = label.apply(["31", "32"]).await?;
                shown(&outcome, |it| it.label_id.clone())
            },
            "failed Full, done 21",
        ),
        row(
            "POST /ad_accounts/1/labels/21/remove",
            json!({"entity_ids": ["31", "32"]}),
            &json!({
                "entities_labels": [{"entity_id": "31", "label_id": "21"}],
                "errors": [{"error_messages": ["None"]}],
            }),
            |client| async move {
                let label = client.ad_account("1").label("21");
                let outcome = label.remove(["31", "32"]).await?;
                shown(&outcome, |it| it.label_id.clone())
            },
            "done 21, failed None",
        ),
    ]
}

fn schedules() -> Vec<Row> {
    let schedule =
        |id: &str| json!({"data": {"schedule_id": id, "entity_id": "31", "name": "Sale"}});
    let failure =
        |id: &str| json!({"data": {"id": id, "schedule_id": id, "exceptions": refused()}});
    vec![
        row(
            "GET /ad_accounts/1/schedules?entity_ids=31&schedule_statuses=ACTIVE",
            Value::Null,
            &json!({"items": [schedule("11")["data"]]}),
            |client| async move {
                let list = client.ad_account("1").schedules().list(["31"]);
                let list = list.schedule_statuses([ScheduleStatus::Active]);
                let page = list.send().await?;
                listed(page.items().map(|it| it.schedule_id.clone()))
            },
            "11",
        ),
        row(
            "POST /ad_accounts/1/schedules",
            json!([{"entity_id": "31", "name": "Sale"}, {"entity_id": "32"}]),
            &json!([schedule("11"), failure("0")]),
            |client| async move {
                let new = [NewSchedule::new("31").name("Sale"), NewSchedule::new("32")];
                let outcome = client.ad_account("1").schedules().create(new).await?;
                shown(&outcome, |it| it.schedule_id.clone())
            },
            "done 11, failed Too dear (code 1)",
        ),
        row(
            "PATCH /ad_accounts/1/schedules",
            json!([
                {"id": "11", "name": "Sale", "schedule_id": "11"},
                {"id": "12", "name": "Fair", "schedule_id": "12"},
            ]),
            &json!([failure("12"), schedule("11")]),
            |client| async move {
                let updates = [
                    ScheduleUpdate::new("11", "11").name("Sale"),
                    ScheduleUpdate::new("12", "12").name("Fair"),
                ];
                let outcome = client.ad_account("1").schedules().update(updates).await?;
                shown(&outcome, |it| it.schedule_id.clone())
            },
            "done 11, failed Too dear (code 1)",
        ),
        row(
            "PATCH /ad_accounts/1/schedules",
            json!([{"id": "11", "schedule_id": "11"}, {"id": "12", "schedule_id": "12"}]),
            &json!([{"data": {"id": "12", "exceptions": refused()}}]),
            |client| async move {
                let updates = ["11", "12"].map(|id| ScheduleUpdate::new(id, id));
                let outcome = client.ad_account("1").schedules().update(updates).await?;
                shown(&outcome, |it| it.schedule_id.clone())
            },
            "?, failed Too dear (code 1)",
        ),
    ]
}

fn bulk() -> Vec<Row> {
    vec![
        row(
            "POST /ad_accounts/1/bulk/download",
            json!({"entity_types": ["CAMPAIGN"]}),
            &json!({"request_id": "b1"}),
            |client| async move {
                let request = BulkDownloadRequest::new().entity_types([BulkEntityType::Campaign]);
                let bulk = client.ad_account("1").bulk();
                let started = bulk.request_download(request).await?;
                Ok(started.request_id.unwrap().to_string())
            },
            "b1",
        ),
        row(
            "POST /ad_accounts/1/bulk/upsert",
            json!({}),
            &json!({"request_id": "b2"}),
            |client| async move {
                let bulk = client.ad_account("1").bulk();
                let started = bulk.request_upsert(BulkUpsertRequest::new()).await?;
                Ok(started.request_id.unwrap().to_string())
            },
            "b2",
        ),
        row(
            "GET /ad_accounts/1/bulk/b1?include_details=true",
            Value::Null,
            &json!({"status": "RUNNING"}),
            |client| async move {
                let call = client.ad_account("1").bulk().get("b1");
                Ok(call.include_details(true).await?.status.to_string())
            },
            "RUNNING",
        ),
    ]
}

fn advanced_auction() -> Vec<Row> {
    vec![
        row(
            "POST /advanced_auction/items/get?ad_account_id=1",
            json!({"catalog_id": "9", "items": [{"country": "US", "item_id": "sock", "language": "EN"}]}),
            &json!({"catalog_id": "9", "items": [
                {"bid_options": {}, "country": "US", "item_id": "sock", "language": "EN"},
            ]}),
            |client| async move {
                let auction = client.advanced_auction("9").ad_account_id("1");
                let item = AdvancedAuctionItemKey::new("sock", Country::Us, Language::En);
                let items = auction.get([item]).await?.items.unwrap();
                listed(items.into_iter().map(|it| it.item_id))
            },
            "sock",
        ),
        row(
            "POST /advanced_auction/items/submit",
            json!({"catalog_id": "9", "items": [
                {
                    "bid_options": {"bid_in_micro_currency": 5}, "country": "US", "item_id": "sock",
                    "language": "EN", "operation": "UPSERT", "update_mask": null,
                },
                {"country": "US", "item_id": "shoe", "language": "EN", "operation": "DELETE"},
            ]}),
            &json!({"catalog_id": "9", "items": [
                {
                    "country": "US", "item_id": "shoe", "language": "EN", "operation": "DELETE",
                    "errors": [refused()],
                },
                {
                    "bid_options": {"bid_in_micro_currency": 5}, "country": "US", "item_id": "sock",
                    "language": "EN", "operation": "UPSERT", "update_mask": null, "errors": [],
                },
            ]}),
            |client| async move {
                let bid = AdvancedAuctionBidOptions::new().bid_in_micro_currency(5);
                let every_field = None::<Vec<_>>;
                let upsert = AdvancedAuctionUpsertRecord::new(
                    bid,
                    Country::Us,
                    "sock",
                    Language::En,
                    every_field,
                );
                let delete = AdvancedAuctionDeleteRecord::new(Country::Us, "shoe", Language::En);
                let records: [AdvancedAuctionRecord; 2] = [upsert.into(), delete.into()];
                let outcome = client.advanced_auction("9").submit(records).await?;
                shown(&outcome, |it| match it {
                    AdvancedAuctionRecord::Upsert(record) => record.item_id.clone(),
                    other => panic!("{other:?}"),
                })
            },
            "done sock, failed Too dear (code 1)",
        ),
    ]
}

#[tokio::test]
async fn every_function_sends_its_request_and_gives_what_came_back() {
    let rows = [
        campaigns(),
        analytics(),
        ad_groups(),
        dynamic_titles(),
        ads(),
        previews(),
        promotions(),
        product_group_promotions(),
        labels(),
        schedules(),
        bulk(),
        advanced_auction(),
    ];
    let rows: Vec<Row> = rows.into_iter().flatten().collect();
    assert_eq!(
        rows.len(),
        55,
        "one for each operation, and a failure of another form"
    );
    let server = Server::start();
    for row in rows {
        server.respond_all([Response::ok(&row.answer)]);
        let value = (row.call)(server.client()).await;
        let value = value.unwrap_or_else(|error| panic!("{}: {error:?}", row.request));
        let requests = server.take_requests();
        let [request] = requests.as_slice() else {
            panic!("{}: {requests:#?}", row.request)
        };
        assert_eq!(
            sorted(&format!("{} {}", request.method(), request.target())),
            sorted(row.request)
        );
        match row.sends {
            Value::Null => assert_eq!(request.text(), "", "{}", row.request),
            sends => assert_eq!(request.json(), sends, "{}", row.request),
        }
        assert_eq!(value, row.value, "{}", row.request);
    }
}

/// With the parameters in the order of their names.
fn sorted(request: &str) -> String {
    let (path, query) = request.split_once('?').unwrap_or((request, ""));
    let mut parameters: Vec<&str> = query.split('&').collect();
    parameters.sort_by_key(|parameter| parameter.split('=').next());
    format!("{path}?{}", parameters.join("&"))
}

#[tokio::test]
async fn batches_are_split_by_their_limits() {
    let server = Server::start();
    server.respond_all([
        Response::ok(&json!({"items": vec![json!({"data": campaign("31")}); 30]}).to_string()),
        Response::ok(&json!({"items": [{"data": campaign("32")}]}).to_string()),
        Response::json(204, ""),
        Response::json(204, ""),
    ]);
    let account = server.client().ad_account("1");
    let new = NewCampaign::new("Autumn", ConversionObjectiveType::Awareness);
    let outcome = account.campaigns().create(vec![new; 31]).await.unwrap();
    assert!(outcome.is_complete());
    assert_eq!(server.take_requests().len(), 2);

    let ids = (1..=251).map(|id| id.to_string());
    let outcome = account.campaign_ad_previews().delete(ids).await.unwrap();
    assert!(outcome.is_complete(), "deleted without a word: {outcome:?}");
    let requests = server.take_requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1].query(), Some("ad_group_ids=251"));

    let ids = (1..=250)
        .map(|id| id.to_string())
        .chain(["none".to_owned()]);
    let error = account
        .campaign_ad_previews()
        .delete(ids)
        .await
        .unwrap_err();
    assert_eq!(error.limit().unwrap().field, "ad_group_ids[250]");
    assert!(server.take_requests().is_empty());
}

#[tokio::test]
async fn a_deletion_without_a_body_is_one() {
    let server = Server::with_responses([Response::json(204, "")]);
    let promotion = server.client().ad_account("1").promotion("71");
    assert!(promotion.delete().await.unwrap().is_none());
}

#[tokio::test]
async fn what_goes_against_a_limit_is_not_sent() {
    let server = Server::start();
    let account = server.client().ad_account("1");
    let (previews, promotions) = (account.campaign_ad_previews(), account.promotions());
    let nothing: [&str; 0] = [];
    let too_many = || (1..=251).map(|id| id.to_string());
    let outcomes = [
        ("ad_group_ids", previews.list(nothing).await.map(drop)),
        ("ad_group_ids", previews.list(too_many()).await.map(drop)),
        (
            "promotion_ids",
            promotions.ad_groups(too_many()).send().await.map(drop),
        ),
    ];
    for (field, outcome) in outcomes {
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.limit().unwrap().field, field);
    }
    server.assert_untouched();
}
