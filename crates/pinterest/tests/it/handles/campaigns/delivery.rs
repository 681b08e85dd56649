//! Campaigns, ad groups and ads, and what they are measured by.

use pinterest::types::{
    AdGroupAudienceSizingRequest, AdGroupUpdate, AdPreviewFromPin, AdUpdate,
    AdsAnalyticsAdGroupTargetingType, AdsAnalyticsAdTargetingType,
    AdsAnalyticsCampaignTargetingType, AnalyticsColumn, BidFloorRequest, BidFloorSpec,
    BillableEvent, BudgetDurationType, CampaignAnalytics, CampaignUpdate, ConversionObjectiveType,
    CreativeType, Currency, DeliveryEstimateAdGroup, DeliveryEstimateCampaign,
    DeliveryEstimateCampaignRequired, DeliveryEstimateObjectiveType, EntityStatus, Granularity,
    MicroCurrency, NewAd, NewAdGroup, NewCampaign, SortOrder,
};
use pinterest::{AnalyticsQuery, AnalyticsRow};
use serde_json::json;

use super::{SPEND, ad, ad_group, campaign, listed, march, preview, rejected_input, shown};
use crate::tables::{Row, date, row};

pub(super) fn campaigns() -> Vec<Row> {
    vec![
        row(
            "GET /ad_accounts/1/campaigns?campaign_ids=31&campaign_ids=32\
             &entity_statuses=PAUSED&order=DESCENDING&page_size=50",
            json!({"items": [campaign("31")], "bookmark": null}).to_string(),
            r#""31""#,
            |client| async move {
                let list = client.ad_account("1").campaigns().list();
                let list = list.with(|list| {
                    let list = list.campaign_ids(["31", "32"]).order(SortOrder::Descending);
                    list.entity_statuses([EntityStatus::Paused])
                });
                let page = list.page_size(50).send().await?;
                listed(page.items().map(|it| it.id.clone()))
            },
        ),
        row(
            "POST /ad_accounts/1/campaigns",
            json!({"items": [{"data": campaign("31")}, {"exceptions": [rejected_input()]}]})
                .to_string(),
            r#""done 31, failed Too dear (code 1)""#,
            |client| async move {
                let autumn = NewCampaign::new("Autumn", ConversionObjectiveType::Awareness);
                let winter = NewCampaign::new("Winter", ConversionObjectiveType::Sales);
                let new = [
                    autumn.daily_spend_cap(MicroCurrency::from_units(25, 0)),
                    winter,
                ];
                let outcome = client.ad_account("1").campaigns().create_all(new).await?;
                shown(&outcome, |it| it.id.clone().unwrap())
            },
        )
        .body(
            json!([
                {"name": "Autumn", "objective_type": "AWARENESS", "daily_spend_cap": 25_000_000},
                {"name": "Winter", "objective_type": "SALES"},
            ])
            .to_string(),
        ),
        row(
            "PATCH /ad_accounts/1/campaigns",
            json!({"items": [{"exceptions": [rejected_input()]}, {"data": campaign("32")}]})
                .to_string(),
            r#""failed Too dear (code 1), done 32""#,
            |client| async move {
                let updates = [
                    CampaignUpdate::new("31").status(EntityStatus::Paused),
                    CampaignUpdate::new("32").name("Winter"),
                ];
                let campaigns = client.ad_account("1").campaigns();
                let outcome = campaigns.update_all(updates).await?;
                shown(&outcome, |it| it.id.clone().unwrap())
            },
        )
        .body(r#"[{"id": "31", "status": "PAUSED"}, {"id": "32", "name": "Winter"}]"#),
        row(
            "GET /ad_accounts/1/campaigns/31",
            campaign("31").to_string(),
            r#""31""#,
            |client| async move {
                let campaign = client.ad_account("1").campaign("31");
                Ok(campaign.get().await?.id.to_string())
            },
        ),
        row(
            "POST /ad_accounts/1/campaigns/delivery_estimates",
            r#"{"max_potential_spend": 5}"#,
            r#""5""#,
            |client| async move {
                let plan = DeliveryEstimateCampaign::new(DeliveryEstimateCampaignRequired {
                    ad_groups: vec![DeliveryEstimateAdGroup::new()],
                    budget_duration_type: BudgetDurationType::Lifetime,
                    objective_type: DeliveryEstimateObjectiveType::Awareness,
                    start_date: date("2026-03-01"),
                });
                let campaigns = client.ad_account("1").campaigns();
                let estimates = campaigns.delivery_estimates(plan).await?;
                Ok(estimates.max_potential_spend.unwrap().to_string())
            },
        )
        .body(
            r#"[{"ad_groups": [{}], "budget_duration_type": "LIFETIME",
                "objective_type": "AWARENESS",
                "start_date": "2026-03-01"}]"#,
        ),
    ]
}

fn by_day() -> AnalyticsQuery {
    AnalyticsQuery::new(march(), SPEND, Granularity::Day)
}

pub(super) fn analytics() -> Vec<Row> {
    vec![
        row(
            "GET /ad_accounts/1/campaigns/analytics?campaign_ids=31&click_window_days=7\
             &columns=SPEND_IN_DOLLAR&end_date=2026-03-31&granularity=DAY\
             &start_date=2026-03-01",
            r#"[{"CAMPAIGN_ID": "31", "DATE": "2026-03-01",
                "SPEND_IN_DOLLAR": 2.5}]"#,
            "[Some(2.5)]",
            |client| async move {
                let campaigns = client.ad_account("1").campaigns();
                let call = campaigns.analytics(["31"], by_day());
                let rows = call.with(|request| request.click_window_days(7)).await?;
                let spend = |row: &CampaignAnalytics| row.metric(&AnalyticsColumn::SpendInDollar);
                Ok(rows.iter().map(spend).collect::<Vec<_>>())
            },
        ),
        row(
            "GET /ad_accounts/1/campaigns/targeting_analytics?campaign_ids=31\
             &columns=SPEND_IN_DOLLAR&end_date=2026-03-31&granularity=TOTAL\
             &start_date=2026-03-01&targeting_types=GENDER",
            r#"{"data": [{"targeting_type": "GENDER",
                "targeting_value": "female",
                "metrics": {"SPEND_IN_DOLLAR": "2.5"}}]}"#,
            r#"[("female", Some(2.5))]"#,
            |client| async move {
                let campaigns = client.ad_account("1").campaigns();
                let kinds = [AdsAnalyticsCampaignTargetingType::Gender];
                let query = AnalyticsQuery::new(march(), SPEND, Granularity::Total);
                let call = campaigns.targeting_analytics(["31"], kinds, query);
                let data = call.await?.data.unwrap();
                let spend = data.into_iter().map(|row| {
                    let spend = row.metric(&AnalyticsColumn::SpendInDollar);
                    (row.targeting_value, spend)
                });
                Ok(spend.collect::<Vec<_>>())
            },
        ),
        row(
            "GET /ad_accounts/1/pins/analytics?campaign_id=31&columns=SPEND_IN_DOLLAR\
             &end_date=2026-03-31&granularity=DAY&pin_ids=61&pin_ids=62\
             &start_date=2026-03-01",
            r#"[{"PIN_ID": "61"}, {"PIN_ID": "62"}]"#,
            r#""61, 62""#,
            |client| async move {
                let campaign = client.ad_account("1").campaign("31");
                let call = campaign.pin_analytics(["61", "62"], by_day());
                listed(call.await?.into_iter().map(|it| it.pin_id))
            },
        ),
        row(
            "GET /ad_accounts/1/ad_groups/analytics?ad_group_ids=41&columns=SPEND_IN_DOLLAR\
             &end_date=2026-03-31&granularity=DAY&start_date=2026-03-01",
            r#"[{"AD_GROUP_ID": "41"}]"#,
            r#""1""#,
            |client| async move {
                let ad_groups = client.ad_account("1").ad_groups();
                let call = ad_groups.analytics(["41"], by_day());
                Ok(call.await?.len().to_string())
            },
        ),
        row(
            "GET /ad_accounts/1/ad_groups/targeting_analytics?ad_group_ids=41\
             &columns=SPEND_IN_DOLLAR&end_date=2026-03-31&granularity=DAY\
             &start_date=2026-03-01&targeting_types=GENDER",
            r#"{"data": []}"#,
            r#""0""#,
            |client| async move {
                let ad_groups = client.ad_account("1").ad_groups();
                let kinds = [AdsAnalyticsAdGroupTargetingType::Gender];
                let call = ad_groups.targeting_analytics(["41"], kinds, by_day());
                Ok(call.await?.data.unwrap().len().to_string())
            },
        ),
        row(
            "GET /ad_accounts/1/ads/analytics?ad_ids=51&columns=SPEND_IN_DOLLAR\
             &end_date=2026-03-31&granularity=DAY&start_date=2026-03-01",
            r#"[{"AD_ID": "51"}]"#,
            r#""51""#,
            |client| async move {
                let ads = client.ad_account("1").ads();
                let call = ads.analytics(["51"], by_day());
                listed(call.await?.into_iter().map(|it| it.ad_id))
            },
        ),
        row(
            "GET /ad_accounts/1/ads/targeting_analytics?ad_ids=51&columns=SPEND_IN_DOLLAR\
             &end_date=2026-03-31&granularity=DAY&start_date=2026-03-01\
             &targeting_types=GENDER",
            r#"{"data": []}"#,
            r#""0""#,
            |client| async move {
                let ads = client.ad_account("1").ads();
                let kinds = [AdsAnalyticsAdTargetingType::Gender];
                let call = ads.targeting_analytics(["51"], kinds, by_day());
                Ok(call.await?.data.unwrap().len().to_string())
            },
        ),
        row(
            "GET /ad_accounts/1/product_groups/analytics?columns=SPEND_IN_DOLLAR\
             &end_date=2026-03-31&granularity=DAY&product_group_ids=81\
             &start_date=2026-03-01",
            r#"[{"PRODUCT_GROUP_ID": "81"}]"#,
            r#""1""#,
            |client| async move {
                let promotions = client.ad_account("1").product_group_promotions();
                let call = promotions.analytics(["81"], by_day());
                Ok(call.await?.len().to_string())
            },
        ),
    ]
}

pub(super) fn ad_groups() -> Vec<Row> {
    vec![
        row(
            "GET /ad_accounts/1/ad_groups?campaign_ids=31\
             &translate_interests_to_names=true",
            json!({"items": [ad_group("41")]}).to_string(),
            r#""41""#,
            |client| async move {
                let list = client.ad_account("1").ad_groups().list();
                let list = list.with(|list| {
                    let list = list.campaign_ids(["31"]);
                    list.translate_interests_to_names(true)
                });
                let page = list.send().await?;
                listed(page.items().map(|it| it.id.clone()))
            },
        ),
        row(
            "POST /ad_accounts/1/ad_groups",
            json!({"items": [
                {"exceptions": [rejected_input()]},
                {"data": ad_group("41"), "exceptions": []},
            ]})
            .to_string(),
            r#""failed Too dear (code 1), done 41""#,
            |client| async move {
                let new = |name| NewAdGroup::new(BillableEvent::Impression, "31", name);
                let ad_groups = client.ad_account("1").ad_groups();
                let outcome = ad_groups.create_all([new("Socks"), new("Shoes")]).await?;
                shown(&outcome, |it| it.id.clone())
            },
        )
        .body(
            r#"[{"billable_event": "IMPRESSION", "campaign_id": "31",
                "name": "Socks"},
                {"billable_event": "IMPRESSION", "campaign_id": "31",
                "name": "Shoes"}]"#,
        ),
        // A result that names another ad group is none for this one.
        row(
            "PATCH /ad_accounts/1/ad_groups",
            json!({"items": [
                {"data": ad_group("49")},
                {"exceptions": [rejected_input()]},
            ]})
            .to_string(),
            r#""?, ?, unmatched 49, unmatched Too dear (code 1)""#,
            |client| async move {
                let updates = [
                    AdGroupUpdate::new("41").name("Socks"),
                    AdGroupUpdate::new("42").name("Shoes"),
                ];
                let ad_groups = client.ad_account("1").ad_groups();
                let outcome = ad_groups.update_all(updates).await?;
                shown(&outcome, |it| it.id.clone())
            },
        )
        .body(r#"[{"id": "41", "name": "Socks"}, {"id": "42", "name": "Shoes"}]"#),
        row(
            "GET /ad_accounts/1/ad_groups/41",
            ad_group("41").to_string(),
            r#""Socks""#,
            |client| async move { Ok(client.ad_account("1").ad_group("41").get().await?.name) },
        ),
        row(
            "POST /ad_accounts/1/ad_groups/audience_sizing",
            r#"{"audience_size_lower_bound": 10, "audience_size_upper_bound": 20}"#,
            r#""20""#,
            |client| async move {
                let targeting = AdGroupAudienceSizingRequest::new().auto_targeting_enabled(true);
                let ad_groups = client.ad_account("1").ad_groups();
                let size = ad_groups.audience_sizing(targeting).await?;
                Ok(size.audience_size_upper_bound.unwrap().to_string())
            },
        )
        .body(r#"{"auto_targeting_enabled": true}"#),
        row(
            "POST /ad_accounts/1/bid_floor",
            r#"{"bid_floors": [2000000], "type": "bidfloor"}"#,
            r#""2000000""#,
            |client| async move {
                let spec = BidFloorSpec::new(BillableEvent::Impression, Currency::Usd);
                let ad_groups = client.ad_account("1").ad_groups();
                let floor = ad_groups.bid_floor(BidFloorRequest::new([spec])).await?;
                listed(floor.bid_floors.unwrap())
            },
        )
        .body(
            r#"{"bid_floor_specs": [{"billable_event": "IMPRESSION",
                "currency": "USD"}]}"#,
        ),
    ]
}

pub(super) fn dynamic_titles() -> Vec<Row> {
    vec![
        row(
            "GET /ad_accounts/1/ad_groups/41/dynamic_titles/uploads",
            r#"{"request_id": "r1", "upload_url": "https://upload.example/x"}"#,
            r#""r1""#,
            |client| async move {
                let titles = client.ad_account("1").ad_group("41").dynamic_titles();
                Ok(titles.create_upload().await?.request_id.to_string())
            },
        ),
        row(
            "POST /ad_accounts/1/ad_groups/41/dynamic_titles",
            r#"{"status": "success", "errors": []}"#,
            r#""success""#,
            |client| async move {
                let titles = client.ad_account("1").ad_group("41").dynamic_titles();
                Ok(titles.process("r1").await?.status.unwrap())
            },
        )
        .body(r#"{"request_id": "r1"}"#),
        row(
            "GET /ad_accounts/1/ad_groups/41/dynamic_titles/status",
            r#"{"generated_count": 3, "is_ready": true, "reviewed_count": 2}"#,
            r#""3""#,
            |client| async move {
                let titles = client.ad_account("1").ad_group("41").dynamic_titles();
                Ok(titles.status().await?.generated_count.unwrap().to_string())
            },
        ),
        row(
            "GET /ad_accounts/1/ad_groups/41/dynamic_titles/csv",
            r#"{"download_url": "https://download.example/x"}"#,
            r#""https://download.example/x""#,
            |client| async move {
                let titles = client.ad_account("1").ad_group("41").dynamic_titles();
                let download = titles.download_url().await?;
                Ok(download.download_url.unwrap().as_str().to_owned())
            },
        ),
    ]
}

pub(super) fn ads() -> Vec<Row> {
    vec![
        row(
            "GET /ad_accounts/1/ads?ad_group_ids=41&entity_statuses=ACTIVE\
             &entity_statuses=ARCHIVED",
            json!({"items": [ad("51"), ad("52")]}).to_string(),
            r#""51, 52""#,
            |client| async move {
                let statuses = [EntityStatus::Active, EntityStatus::Archived];
                let list = client.ad_account("1").ads().list();
                let list = list.with(|list| list.ad_group_ids(["41"]).entity_statuses(statuses));
                let page = list.send().await?;
                listed(page.items().map(|it| it.id.clone()))
            },
        ),
        row(
            "POST /ad_accounts/1/ads", // One exception, not a list of them.
            json!({"items": [{"data": ad("51")}, {"exceptions": rejected_input()}]}).to_string(),
            r#""done 51, failed Too dear (code 1)""#,
            |client| async move {
                let new = |pin| NewAd::new("41", pin, CreativeType::Regular);
                let ads = client.ad_account("1").ads();
                let outcome = ads.create_all([new("61"), new("62")]).await?;
                shown(&outcome, |it| it.id.clone())
            },
        )
        .body(
            r#"[{"ad_group_id": "41", "creative_type": "REGULAR",
                "pin_id": "61"},
                {"ad_group_id": "41", "creative_type": "REGULAR", "pin_id": "62"}]"#,
        ),
        row(
            "PATCH /ad_accounts/1/ads",
            json!({"items": [{"data": ad("51")}, {"exceptions": rejected_input()}]}).to_string(),
            r#""done 51, failed Too dear (code 1)""#,
            |client| async move {
                let updates = [
                    AdUpdate::new("51").status(EntityStatus::Paused),
                    AdUpdate::new("52").status(EntityStatus::Active),
                ];
                let outcome = client.ad_account("1").ads().update_all(updates).await?;
                shown(&outcome, |it| it.id.clone())
            },
        )
        .body(
            r#"[{"id": "51", "status": "PAUSED"}, {"id": "52",
                "status": "ACTIVE"}]"#,
        ),
        row(
            "GET /ad_accounts/1/ads/51",
            ad("51").to_string(),
            r#""PENDING""#,
            |client| async move {
                let ad = client.ad_account("1").ad("51");
                Ok(ad.get().await?.review_status.to_string())
            },
        ),
    ]
}

pub(super) fn previews() -> Vec<Row> {
    vec![
        row(
            "POST /ad_accounts/1/ad_previews",
            r#"{"url": "https://pinterest.example/p"}"#,
            r#""https://pinterest.example/p""#,
            |client| async move {
                let previews = client.ad_account("1").ad_previews();
                let preview = previews.create(AdPreviewFromPin::new("61")).await?;
                Ok(preview.url.unwrap().as_str().to_owned())
            },
        )
        .body(r#"{"pin_id": "61"}"#),
        row(
            "GET /ad_accounts/1/campaign_ad_preview?ad_group_ids=41\
             &ad_group_ids=42",
            json!([preview("41")]).to_string(),
            r#""41""#,
            |client| async move {
                let previews = client.ad_account("1").campaign_ad_previews();
                let previews = previews.list(["41", "42"]).await?;
                listed(previews.into_iter().map(|it| it.ad_group_id))
            },
        ),
        row(
            "POST /ad_accounts/1/campaign_ad_preview",
            json!([
                {"data": preview("41")},
                {"data": {"exceptions": rejected_input()}},
                {"data": {"new": 1}},
            ])
            .to_string(),
            r#""done 41, failed Too dear (code 1), ?""#,
            |client| async move {
                let previews = client.ad_account("1").campaign_ad_previews();
                let outcome = previews.create_all(["41", "42", "43"]).await?;
                shown(&outcome, |it| it.ad_group_id.clone())
            },
        )
        .body(
            r#"[{"ad_group_id": "41"}, {"ad_group_id": "42"},
                {"ad_group_id": "43"}]"#,
        ),
        row(
            "DELETE /ad_accounts/1/campaign_ad_preview?ad_group_ids=41\
             &ad_group_ids=42",
            json!([
                {"status": {"statusCode": 204}},
                {"status": rejected_input()},
            ])
            .to_string(),
            r#""done , failed Too dear (code 1)""#,
            |client| async move {
                let previews = client.ad_account("1").campaign_ad_previews();
                let outcome = previews.delete_all(["41", "42"]).await?;
                shown(&outcome, |()| "")
            },
        ),
    ]
}
