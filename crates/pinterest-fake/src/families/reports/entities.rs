//! What the rows of a report are about, and what its columns say of it beside numbers.

use serde_json::{Value, json};

use super::super::ad_accounts::belongs_to;
use crate::state::{Row, State, text};

/// One entity of a report with what it is part of.
#[derive(Clone, Debug, Default)]
pub(super) struct Entity<'s> {
    pub(super) id: String,
    account: Option<&'s Row>,
    campaign: Option<&'s Row>,
    ad_group: Option<&'s Row>,
    ad: Option<&'s Row>,
    /// The keyword, promoted product group or item itself.
    other: Option<&'s Row>,
}

/// Columns that are no numbers start with one of these.
const TEXTS: [&str; 14] = [
    "CAMPAIGN",
    "AD_GROUP_",
    "AD_ID",
    "AD_STATUS",
    "AD_ACCOUNT_",
    "ADVERTISER_ID",
    "ADVERTISER_NAME",
    "PIN_",
    "PINNER_LIST_NAME",
    "PRODUCT_",
    "PROMO_",
    "ORDER_LINE_",
    "SPEND_ORDER_LINE_",
    "STANDARD_AD_FEED_ITEM_ID",
];

/// Returns the entities of an ad account that a report of that level has rows for.
pub(super) fn select<'s>(
    state: &'s State,
    account: &str,
    level: &str,
    request: &Value,
) -> Vec<Entity<'s>> {
    let of_account = Entity {
        id: account.to_owned(),
        account: state.row("ad_accounts", account),
        ..Entity::default()
    };
    let rows = |table: &'static str| {
        let rows = state.rows(table).map(|(_, row)| row);
        rows.filter(|row| belongs_to(row, account))
    };
    let in_campaign = |row: &Row| state.row("campaigns", text(row, "campaign_id"));
    let in_ad_group = |id: &str| {
        let ad_group = state.row("ad_groups", id)?;
        belongs_to(ad_group, account).then_some(ad_group)
    };
    let part = |id: &str, ad_group: Option<&'s Row>| Entity {
        id: id.to_owned(),
        ad_group,
        campaign: ad_group.and_then(in_campaign),
        ..of_account.clone()
    };
    let mut entities: Vec<Entity<'s>> = match level.trim_end_matches("_TARGETING") {
        "CAMPAIGN" => rows("campaigns")
            .map(|row| Entity {
                campaign: Some(row),
                ..part(text(row, "id"), None)
            })
            .collect(),
        "AD_GROUP" => rows("ad_groups")
            .map(|row| part(text(row, "id"), Some(row)))
            .collect(),
        "PIN_PROMOTION" => rows("ads")
            .map(|row| Entity {
                ad: Some(row),
                ..part(text(row, "id"), in_ad_group(text(row, "ad_group_id")))
            })
            .collect(),
        "KEYWORD" => state
            .rows("keywords")
            .filter_map(|(id, row)| {
                let ad_group = in_ad_group(text(row, "parent_id"))?;
                Some(Entity {
                    other: Some(row),
                    ..part(id, Some(ad_group))
                })
            })
            .collect(),
        "PRODUCT_GROUP" => state
            .rows("product_group_promotions")
            .filter_map(|(id, row)| {
                let ad_group = in_ad_group(text(row, "ad_group_id"))?;
                Some(Entity {
                    other: Some(row),
                    ..part(id, Some(ad_group))
                })
            })
            .collect(),
        "PRODUCT_ITEM" => list(request, "product_item_ids")
            .map(|id| part(id, None))
            .collect(),
        _ => vec![of_account.clone()],
    };
    entities.retain(|entity| entity.is_wanted(request));
    entities
}

/// Returns the column that names entities of a level.
pub(super) fn id_column(level: &str) -> &'static str {
    match level.trim_end_matches("_TARGETING") {
        "CAMPAIGN" => "CAMPAIGN_ID",
        "AD_GROUP" => "AD_GROUP_ID",
        "PIN_PROMOTION" => "PIN_PROMOTION_ID",
        "KEYWORD" => "KEYWORD_ID",
        "PRODUCT_GROUP" => "PRODUCT_GROUP_ID",
        "PRODUCT_ITEM" => "PRODUCT_ITEM_ID",
        _ => "ADVERTISER_ID",
    }
}

impl Entity<'_> {
    /// Returns what a column says of the entity if it is no number; null where there is nothing to
    /// say.
    pub(super) fn text(&self, column: &str) -> Option<Value> {
        if !TEXTS.iter().any(|start| column.starts_with(start)) {
            return None;
        }
        let (row, field) = match column {
            "ADVERTISER_ID" | "AD_ACCOUNT_ID" => (self.account, "id"),
            "ADVERTISER_NAME" => (self.account, "name"),
            "CAMPAIGN_ID" | "CAMPAIGN" => (self.campaign, "id"),
            "CAMPAIGN_NAME" => (self.campaign, "name"),
            "CAMPAIGN_STATUS" => (self.campaign, "summary_status"),
            "CAMPAIGN_ENTITY_STATUS" => (self.campaign, "status"),
            "CAMPAIGN_OBJECTIVE_TYPE" => (self.campaign, "objective_type"),
            "ORDER_LINE_ID" | "SPEND_ORDER_LINE_ID" => (self.campaign, "order_line_id"),
            "AD_GROUP_ID" => (self.ad_group, "id"),
            "AD_GROUP_NAME" => (self.ad_group, "name"),
            "AD_GROUP_STATUS" => (self.ad_group, "summary_status"),
            "AD_GROUP_ENTITY_STATUS" => (self.ad_group, "status"),
            "AD_GROUP_BUDGET_TYPE" => (self.ad_group, "budget_type"),
            "AD_GROUP_BID_MULTIPLIER" => (self.ad_group, "bid_multiplier"),
            "AD_ID" | "PIN_PROMOTION_ID" => (self.ad, "id"),
            "AD_STATUS" | "PIN_PROMOTION_STATUS" => (self.ad, "summary_status"),
            "PIN_ID" => (self.ad, "pin_id"),
            "PRODUCT_GROUP_ID" => (self.other, "id"),
            "PRODUCT_GROUP_STATUS" => (self.other, "status"),
            _ => (None, ""),
        };
        Some(
            row.and_then(|row| row.get(field))
                .cloned()
                .unwrap_or(Value::Null),
        )
    }

    fn is_wanted(&self, request: &Value) -> bool {
        let filters = [
            (self.campaign, "id", "campaign_ids"),
            (self.campaign, "summary_status", "campaign_statuses"),
            (self.campaign, "objective_type", "campaign_objective_types"),
            (self.ad_group, "id", "ad_group_ids"),
            (self.ad_group, "summary_status", "ad_group_statuses"),
            (self.ad, "id", "ad_ids"),
            (self.ad, "summary_status", "ad_statuses"),
            (self.other, "id", "product_group_ids"),
            (self.other, "status", "product_group_statuses"),
        ];
        filters.iter().all(|(row, field, filter)| {
            let mut wanted = list(request, filter).peekable();
            let value = row.map(|row| text(row, field)).unwrap_or_default();
            // A filter about what is below the level of the report does not concern it.
            row.is_none() || wanted.peek().is_none() || wanted.any(|wanted| wanted == value)
        })
    }
}

/// Returns the texts of a list in a request.
pub(super) fn list<'v>(request: &'v Value, name: &str) -> impl Iterator<Item = &'v str> {
    let items = request[name].as_array().into_iter().flatten();
    items.filter_map(Value::as_str)
}

/// The values of a targeting type that a report tells apart.
pub(super) fn targeting_values(targeting_type: &str) -> &'static [&'static str] {
    match targeting_type {
        "GENDER" => &["female", "male", "unspecified"],
        "AGE_BUCKET" => &["18-24", "25-34", "35-44", "45-49", "50-54", "55-64", "65+"],
        "COUNTRY" | "GEO" => &["US", "GB", "DE", "FR"],
        "APPTYPE" => &["android_mobile", "iphone", "ipad", "web", "web_mobile"],
        "PLACEMENT" => &["BROWSE", "SEARCH", "OTHER"],
        "MEDIA_TYPE" | "CREATIVE_TYPE" => &["REGULAR", "VIDEO", "CAROUSEL"],
        "LOCATION" | "REGION" => &["501", "803", "807"],
        _ => &["1001", "1002", "1003"],
    }
}

/// The brands, categories and items that a product report tells apart: column and values.
pub(super) fn product_values(breakdown: &str) -> Vec<Vec<(&'static str, Value)>> {
    const BRANDS: [&str; 4] = ["Oak & Linen", "Meadow", "Harbor Studio", "Copper Lane"];
    const CATEGORIES: [&str; 3] = ["Home & Garden", "Kitchen", "Lighting"];
    let brand = |brand: &str| ("CONVERSION_PRODUCT_BRAND", json!(brand));
    let category = |category: &str| ("CONVERSION_PRODUCT_CATEGORY", json!(category));
    let sku = |column: &'static str, number: usize| (column, json!(format!("SKU{number:05}")));
    match breakdown {
        "PRODUCT_CATEGORY" => CATEGORIES.iter().map(|name| vec![category(name)]).collect(),
        "PRODUCT_BRAND_AND_CATEGORY" => BRANDS
            .iter()
            .flat_map(|first| CATEGORIES.iter().map(move |second| (first, second)))
            .map(|(first, second)| vec![brand(first), category(second)])
            .collect(),
        "PRODUCT_SKU" => (1..=10)
            .map(|number| vec![sku("CONVERSION_PRODUCT_ID", number)])
            .collect(),
        "PRODUCT_SKU_GROUP" => (1..=5)
            .map(|number| vec![sku("CONVERSION_PRODUCT_ID_GROUP", number)])
            .collect(),
        _ => BRANDS.iter().map(|name| vec![brand(name)]).collect(),
    }
}
