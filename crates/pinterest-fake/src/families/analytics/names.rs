//! Columns that are no numbers: ids, names and settings of the entity and of what it is part of.

use serde_json::{Value, json};

use super::Subject;
use crate::state::{Row, State, text};

/// Returns what a column says of an entity, null where there is nothing to say; `None` if the column is
/// a number.
pub(super) fn of(state: &State, subject: &Subject, column: &str) -> Option<Value> {
    let id = subject.id.as_str();
    let row = |table: &str, is_it: bool| state.row(table, id).filter(|_| is_it);
    let parent = |table: &str, child: Option<&Row>, field: &str| -> Option<Row> {
        state.row(table, text(child?, field)).cloned()
    };
    let ad = row("ads", subject.id_column == "AD_ID");
    let promotion = row(
        "product_group_promotions",
        subject.id_column == "PRODUCT_GROUP_ID",
    );
    let ad_group = row("ad_groups", subject.id_column == "AD_GROUP_ID")
        .cloned()
        .or_else(|| parent("ad_groups", ad.or(promotion), "ad_group_id"));
    let campaign = row("campaigns", subject.id_column == "CAMPAIGN_ID")
        .cloned()
        .or_else(|| parent("campaigns", ad_group.as_ref(), "campaign_id"));
    let field = |row: Option<&Row>, name: &str| row.and_then(|row| row.get(name)).cloned();
    let (ad_group, campaign) = (ad_group.as_ref(), campaign.as_ref());
    let value = match column {
        "AD_ACCOUNT_ID" | "ADVERTISER_ID" => match subject.id_column {
            "AD_ACCOUNT_ID" => Some(json!(id)),
            _ => field(campaign, "ad_account_id"),
        },
        "CAMPAIGN_ID" => field(campaign, "id"),
        "CAMPAIGN_NAME" => field(campaign, "name"),
        "CAMPAIGN_ENTITY_STATUS" => field(campaign, "status"),
        "CAMPAIGN_OBJECTIVE_TYPE" => field(campaign, "objective_type"),
        "CAMPAIGN_LIFETIME_SPEND_CAP" => field(campaign, "lifetime_spend_cap"),
        "CAMPAIGN_DAILY_SPEND_CAP" => field(campaign, "daily_spend_cap"),
        "CAMPAIGN_BUDGET_OPTIMIZATION" => field(campaign, "is_campaign_budget_optimization"),
        "ORDER_LINE_ID" => field(campaign, "order_line_id"),
        "AD_GROUP_ID" => field(ad_group, "id"),
        "AD_GROUP_NAME" => field(ad_group, "name"),
        "AD_GROUP_ENTITY_STATUS" => field(ad_group, "status"),
        "AD_GROUP_BUDGET_TYPE" => field(ad_group, "budget_type"),
        "AD_GROUP_BID_MULTIPLIER" => field(ad_group, "bid_multiplier"),
        "AD_ID" | "PIN_PROMOTION_ID" => field(ad, "id"),
        "AD_NAME" => field(ad, "name"),
        "PIN_ID" => field(ad, "pin_id"),
        "IS_PREMIERE_CAMPAIGN" => Some(json!(false)),
        "CAMPAIGN_BRAND_LABEL"
        | "AD_GROUP_BUDGET_IN_LOCAL_CURRENCY"
        | "AD_GROUP_OPTIMIZATION"
        | "PROMO_ID"
        | "PROMO_NAME"
        | "ORDER_LINE_NAME"
        | "PRODUCT_GROUP_AD_IMAGE_TAG"
        | "PRODUCT_GROUP_AD_VIDEO_TAG" => None,
        _ => return None,
    };
    Some(value.unwrap_or_default())
}
