//! Promotions, labels, schedules, and what changes many things at once.

use pinterest::types::{
    AdvancedAuctionBidOptions, AdvancedAuctionDeleteRecord, AdvancedAuctionItemKey,
    AdvancedAuctionRecord, AdvancedAuctionUpsertRecord, AdvancedAuctionUpsertRecordRequired,
    BulkDownloadRequest, BulkEntityType, BulkUpsertRequest, Country, LabelStatus, LabelType,
    LabelUpdate, Language, MicroCurrency, NewLabel, NewPromotion, NewSchedule,
    ProductGroupPromotion, PromotionType, PromotionUpdate, ScheduleStatus, ScheduleUpdate,
    SortOrder,
};
use serde_json::json;

use super::{ad_group, listed, promotion, rejected_input, shown};
use crate::tables::{Row, row};

pub(super) fn promotions() -> Vec<Row> {
    vec![
        row(
            "GET /ad_accounts/1/promotions?order=ASCENDING",
            json!({"items": [promotion("71")]}).to_string(),
            r#""71""#,
            |client| async move {
                let list = client.ad_account("1").promotions().list();
                let list = list.with(|list| list.order(SortOrder::Ascending));
                let page = list.send().await?;
                listed(page.items().map(|it| it.id.clone()))
            },
        ),
        row(
            "GET /ad_accounts/1/promotion_applied_entities?promotion_ids=71\
             &promotion_ids=72",
            json!({"items": [ad_group("41")]}).to_string(),
            r#""41""#,
            |client| async move {
                let list = client.ad_account("1").promotions().ad_groups(["71", "72"]);
                let page = list.send().await?;
                listed(page.items().map(|it| it.id.clone()))
            },
        ),
        row(
            "POST /ad_accounts/1/promotions",
            json!({"promotions": [{"data": promotion("71")}, {"exception": rejected_input()}]})
                .to_string(),
            r#""done 71, failed Too dear (code 1)""#,
            |client| async move {
                let new = [
                    NewPromotion::new("Free shipping", PromotionType::FreeShipping),
                    NewPromotion::new("Everywhere", PromotionType::Sitewide),
                ];
                let outcome = client.ad_account("1").promotions().create_all(new).await?;
                shown(&outcome, |it| it.id.clone())
            },
        )
        .body(
            r#"[{"promotion_title": "Free shipping",
                "promotion_type": "FREE_SHIPPING"},
                {"promotion_title": "Everywhere", "promotion_type": "SITEWIDE"}]"#,
        ),
        row(
            "PATCH /ad_accounts/1/promotions",
            json!({"promotions": [{"exception": rejected_input()}, {"data": promotion("72")}]})
                .to_string(),
            r#""failed Too dear (code 1), done 72""#,
            |client| async move {
                let updates = [
                    PromotionUpdate::new("71").promotion_title("Gone"),
                    PromotionUpdate::new("72").promotion_code("SOCKS"),
                ];
                let promotions = client.ad_account("1").promotions();
                let outcome = promotions.update_all(updates).await?;
                shown(&outcome, |it| it.id.clone())
            },
        )
        .body(
            r#"[{"id": "71", "promotion_title": "Gone"}, {"id": "72",
                "promotion_code": "SOCKS"}]"#,
        ),
        row(
            "GET /ad_accounts/1/promotions/71",
            promotion("71").to_string(),
            r#""Free shipping""#,
            |client| async move {
                let promotion = client.ad_account("1").promotion("71");
                Ok(promotion.get().await?.promotion_title)
            },
        ),
        row(
            "DELETE /ad_accounts/1/promotions/71",
            promotion("71").to_string(),
            r#""71""#,
            |client| async move {
                let promotion = client.ad_account("1").promotion("71");
                Ok(promotion.delete().await?.unwrap().id.to_string())
            },
        ),
    ]
}

pub(super) fn product_group_promotions() -> Vec<Row> {
    vec![
        row(
            "GET /ad_accounts/1/product_group_promotions?ad_group_id=41",
            r#"{"items": [{"id": "91"}]}"#,
            r#""91""#,
            |client| async move {
                let list = client.ad_account("1").product_group_promotions().list();
                let list = list.with(|list| list.ad_group_id("41"));
                let page = list.send().await?;
                let ids = page.items();
                listed(ids.map(|it| it.id.clone().unwrap()))
            },
        ),
        row(
            "POST /ad_accounts/1/product_group_promotions",
            json!({"items": [{"exceptions": [rejected_input()]}, {"data": {"id": "92"}}]})
                .to_string(),
            r#""failed Too dear (code 1), done 92""#,
            |client| async move {
                let new = |id: &str| ProductGroupPromotion::new().catalog_product_group_id(id);
                let promotions = client.ad_account("1").product_group_promotions();
                let outcome = promotions.create_all("41", [new("81"), new("82")]).await?;
                shown(&outcome, |it| it.id.clone().unwrap())
            },
        )
        .body(
            r#"{"ad_group_id": "41",
                "product_group_promotion": [{"catalog_product_group_id": "81"},
                {"catalog_product_group_id": "82"}]}"#,
        ),
        row(
            "PATCH /ad_accounts/1/product_group_promotions",
            json!({"items": [{"data": {"id": "91"}}, {"exceptions": [rejected_input()]}]})
                .to_string(),
            r#""done 91, failed Too dear (code 1)""#,
            |client| async move {
                let change =
                    |id: &str, included| ProductGroupPromotion::new().id(id).included(included);
                let promotions = client.ad_account("1").product_group_promotions();
                let changes = [change("91", true), change("92", false)];
                let outcome = promotions.update_all("41", changes).await?;
                shown(&outcome, |it| it.id.clone().unwrap())
            },
        )
        .body(
            r#"{"ad_group_id": "41", "product_group_promotion": [{"id": "91",
                "included": true}, {"id": "92", "included": false}]}"#,
        ),
        row(
            "GET /ad_accounts/1/product_group_promotions/91",
            r#"{"id": "91"}"#,
            r#""91""#,
            |client| async move {
                let promotion = client.ad_account("1").product_group_promotion("91");
                Ok(promotion.get().await?.id.unwrap().to_string())
            },
        ),
    ]
}

pub(super) fn labels() -> Vec<Row> {
    vec![
        row(
            "GET /ad_accounts/1/labels?entity_statuses=ACTIVE&label_types=BRAND",
            r#"{"items": [{"id": "21", "label_type": "BRAND", "value": "Socks"}]}"#,
            r#""Socks""#,
            |client| async move {
                let list = client.ad_account("1").labels().list();
                let list = list.with(|list| {
                    let list = list.label_types([LabelType::Brand]);
                    list.entity_statuses([LabelStatus::Active])
                });
                let page = list.send().await?;
                listed(page.items().map(|it| it.value.clone()))
            },
        ),
        // What worked comes first, whatever the order of the inputs was; the last input is in
        // neither list.
        row(
            "POST /ad_accounts/1/labels",
            json!({
                "labels": [{"id": "22", "label_type": "CUSTOM", "value": "Socks"}],
                "errors": [{
                    "data": {"label_type": "BRAND", "value": "Socks"},
                    "error_messages": ["There is one", "Too dear"],
                }],
            })
            .to_string(),
            r#""failed There is one; Too dear, done 22, ?""#,
            |client| async move {
                let new = [
                    NewLabel::new(LabelType::Brand, "Socks"),
                    NewLabel::new(LabelType::Custom, "Socks"),
                    NewLabel::new(LabelType::Custom, "Shoes"),
                ];
                let outcome = client.ad_account("1").labels().create_all(new).await?;
                shown(&outcome, |it| it.id.clone())
            },
        )
        .body(
            r#"{"labels": [{"label_type": "BRAND", "value": "Socks"},
                {"label_type": "CUSTOM", "value": "Socks"},
                {"label_type": "CUSTOM", "value": "Shoes"}]}"#,
        ),
        row(
            "PATCH /ad_accounts/1/labels",
            r#"{"labels": [{"id": "22", "label_type": null, "value": "Socks"}],
                "errors": [{"data": {"id": "21"}}]}"#,
            r#""failed rejected without a reason, done Socks""#,
            |client| async move {
                let updates = [
                    LabelUpdate::new("21").value("Shoes"),
                    LabelUpdate::new("22").status(LabelStatus::Archived),
                ];
                let outcome = client.ad_account("1").labels().update_all(updates).await?;
                shown(&outcome, |it| it.value.clone())
            },
        )
        .body(
            r#"{"labels": [{"id": "21", "value": "Shoes"}, {"id": "22",
                "status": "ARCHIVED"}]}"#,
        ),
        row(
            "POST /ad_accounts/1/labels/21/apply",
            r#"{"entities_labels": [{"entity_id": "32", "label_id": "21"}],
                "errors": [{"data": {"entity_id": "31", "label_id": "21"},
                "error_messages": ["Full"]}]}"#,
            r#""failed Full, done 21""#,
            |client| async move {
                let label = client.ad_account("1").label("21");
                let outcome = label.apply_all(["31", "32"]).await?;
                shown(&outcome, |it| it.label_id.clone())
            },
        )
        .body(r#"{"entity_ids": ["31", "32"]}"#),
        row(
            "POST /ad_accounts/1/labels/21/remove",
            r#"{"entities_labels": [{"entity_id": "31", "label_id": "21"}],
                "errors": [{"error_messages": ["None"]}]}"#,
            r#""done 21, failed None""#,
            |client| async move {
                let label = client.ad_account("1").label("21");
                let outcome = label.remove_all(["31", "32"]).await?;
                shown(&outcome, |it| it.label_id.clone())
            },
        )
        .body(r#"{"entity_ids": ["31", "32"]}"#),
    ]
}

pub(super) fn schedules() -> Vec<Row> {
    let schedule =
        |id: &str| json!({"data": {"schedule_id": id, "entity_id": "31", "name": "Sale"}});
    let failure =
        |id: &str| json!({"data": {"id": id, "schedule_id": id, "exceptions": rejected_input()}});
    vec![
        row(
            "GET /ad_accounts/1/schedules?entity_ids=31\
             &schedule_statuses=ACTIVE",
            json!({"items": [schedule("11")["data"]]}).to_string(),
            r#""11""#,
            |client| async move {
                let list = client.ad_account("1").schedules().list(["31"]);
                let active = [ScheduleStatus::Active];
                let list = list.with(|list| list.schedule_statuses(active));
                let page = list.send().await?;
                listed(page.items().map(|it| it.schedule_id.clone()))
            },
        ),
        row(
            "POST /ad_accounts/1/schedules",
            json!([schedule("11"), failure("0")]).to_string(),
            r#""done 11, failed Too dear (code 1)""#,
            |client| async move {
                let new = [NewSchedule::new("31").name("Sale"), NewSchedule::new("32")];
                let outcome = client.ad_account("1").schedules().create_all(new).await?;
                shown(&outcome, |it| it.schedule_id.clone())
            },
        )
        .body(r#"[{"entity_id": "31", "name": "Sale"}, {"entity_id": "32"}]"#),
        row(
            "PATCH /ad_accounts/1/schedules",
            json!([failure("12"), schedule("11")]).to_string(),
            r#""done 11, failed Too dear (code 1)""#,
            |client| async move {
                let updates = [
                    ScheduleUpdate::new("11", "11").name("Sale"),
                    ScheduleUpdate::new("12", "12").name("Fair"),
                ];
                let schedules = client.ad_account("1").schedules();
                let outcome = schedules.update_all(updates).await?;
                shown(&outcome, |it| it.schedule_id.clone())
            },
        )
        .body(
            r#"[{"id": "11", "name": "Sale", "schedule_id": "11"},
                {"id": "12", "name": "Fair", "schedule_id": "12"}]"#,
        ),
        row(
            "PATCH /ad_accounts/1/schedules",
            json!([{"data": {"id": "12", "exceptions": rejected_input()}}]).to_string(),
            r#""?, failed Too dear (code 1)""#,
            |client| async move {
                let updates = ["11", "12"].map(|id| ScheduleUpdate::new(id, id));
                let schedules = client.ad_account("1").schedules();
                let outcome = schedules.update_all(updates).await?;
                shown(&outcome, |it| it.schedule_id.clone())
            },
        )
        .body(
            r#"[{"id": "11", "schedule_id": "11"}, {"id": "12",
                "schedule_id": "12"}]"#,
        ),
    ]
}

pub(super) fn bulk() -> Vec<Row> {
    vec![
        row(
            "POST /ad_accounts/1/bulk/download",
            r#"{"request_id": "b1"}"#,
            r#""b1""#,
            |client| async move {
                let request = BulkDownloadRequest::new().entity_types([BulkEntityType::Campaign]);
                let bulk = client.ad_account("1").bulk();
                let started = bulk.request_download(request).await?;
                Ok(started.request_id.unwrap().to_string())
            },
        )
        .body(r#"{"entity_types": ["CAMPAIGN"]}"#),
        row(
            "POST /ad_accounts/1/bulk/upsert",
            r#"{"request_id": "b2"}"#,
            r#""b2""#,
            |client| async move {
                let bulk = client.ad_account("1").bulk();
                let started = bulk.request_upsert(BulkUpsertRequest::new()).await?;
                Ok(started.request_id.unwrap().to_string())
            },
        )
        .body(r#"{}"#),
        row(
            "GET /ad_accounts/1/bulk/b1?include_details=true",
            r#"{"status": "RUNNING"}"#,
            r#""RUNNING""#,
            |client| async move {
                let call = client.ad_account("1").bulk().get("b1");
                let call = call.with(|request| request.include_details(true));
                Ok(call.await?.status.to_string())
            },
        ),
    ]
}

pub(super) fn advanced_auction() -> Vec<Row> {
    vec![
        row(
            "POST /advanced_auction/items/get?ad_account_id=1",
            r#"{"catalog_id": "9", "items": [{"bid_options": {}, "country": "US",
                "item_id": "sock", "language": "EN"}]}"#,
            r#""sock""#,
            |client| async move {
                let auction = client.acting_for("1").advanced_auction("9");
                let item = AdvancedAuctionItemKey::new("sock", Country::Us, Language::En);
                let items = auction.get([item]).await?.items.unwrap();
                listed(items.into_iter().map(|it| it.item_id))
            },
        )
        .body(
            r#"{"catalog_id": "9", "items": [{"country": "US", "item_id": "sock",
                "language": "EN"}]}"#,
        ),
        row(
            "POST /advanced_auction/items/submit",
            json!({"catalog_id": "9", "items": [
                {
                    "country": "US", "item_id": "shoe", "language": "EN", "operation": "DELETE",
                    "errors": [rejected_input()],
                },
                {
                    "bid_options": {"bid_in_micro_currency": 5}, "country": "US", "item_id": "sock",
                    "language": "EN", "operation": "UPSERT", "update_mask": null, "errors": [],
                },
            ]})
            .to_string(),
            r#""done sock, failed Too dear (code 1)""#,
            |client| async move {
                let bid = AdvancedAuctionBidOptions::new()
                    .bid_in_micro_currency(MicroCurrency::from_micros(5));
                let upsert =
                    AdvancedAuctionUpsertRecord::new(AdvancedAuctionUpsertRecordRequired {
                        bid_options: bid,
                        country: Country::Us,
                        item_id: "sock".into(),
                        language: Language::En,
                        update_mask: None,
                    });
                let delete = AdvancedAuctionDeleteRecord::new(Country::Us, "shoe", Language::En);
                let records: [AdvancedAuctionRecord; 2] = [upsert.into(), delete.into()];
                let outcome = client.advanced_auction("9").submit_all(records).await?;
                shown(&outcome, |it| match it {
                    AdvancedAuctionRecord::Upsert(record) => record.item_id.clone(),
                    other => panic!("{other:?}"),
                })
            },
        )
        .body(
            r#"{"catalog_id": "9",
                "items": [{"bid_options": {"bid_in_micro_currency": 5},
                "country": "US", "item_id": "sock",
                    "language": "EN", "operation": "UPSERT", "update_mask": null},
                {"country": "US", "item_id": "shoe", "language": "EN",
                "operation": "DELETE"}]}"#,
        ),
    ]
}
