//! Ids that the fake has, for requests that are to find something.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::api::Api;

/// The account that requests are made for.
const MAIN_ACCOUNT: &str = "549755885175";

/// Names of fields and parameters that hold an id of another name.
const ALIASES: [(&str, &str); 18] = [
    ("asset_id", "ad_account_id"),
    ("board_section_id", "section_id"),
    ("business_hierarchy_id", "business_id"),
    ("catalog_product_group_id", "product_group_id"),
    ("child_asset_id", "ad_account_id"),
    ("collections_hero_pin_id", "pin_id"),
    ("entity_id", "campaign_id"),
    ("hero_pin_id", "pin_id"),
    ("organic_pin_id", "pin_id"),
    ("owner_user_id", "business_id"),
    ("parent_id", "ad_group_id"),
    ("parent_pin_id", "pin_id"),
    ("profiles_id", "profile_id"),
    ("ad_accounts_id", "ad_account_id"),
    ("catalogs_id", "catalog_id"),
    ("recipient_account_id", "other_ad_account_id"),
    ("recipient_business_id", "partner_id"),
    ("seed_id", "audience_id"),
];

/// Parameters that mean something else in one operation.
const EXCEPTIONS: [(&str, &str, &str); 3] = [
    (
        "catalogs_supplemental_items_batch/get",
        "batch_id",
        "inventory_batch_id",
    ),
    ("reports/get", "token", "catalog_token"),
    // It deletes everything that the ad account has.
    ("sandbox/delete", "ad_account_id", "other_ad_account_id"),
];

/// What `id` stands for in a request of an operation, by the first part of its name.
const NOUNS: [(&str, &str); 14] = [
    ("ad_groups", "ad_group_id"),
    ("ads", "ad_id"),
    ("audiences", "audience_id"),
    ("campaigns", "campaign_id"),
    ("catalogs_local_stores", "local_store_id"),
    ("catalogs_product_groups", "product_group_id"),
    ("customer_segment", "customer_segment_id"),
    ("feeds", "feed_id"),
    ("keywords", "keyword_id"),
    ("labels", "label_id"),
    ("lead_forms", "lead_form_id"),
    ("product_group_promotions", "product_group_promotion_id"),
    ("product_tags", "pin_id"),
    ("targeting_template", "targeting_template_id"),
];

/// Ids by the name of the parameter that they are for.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    by_name: BTreeMap<String, Vec<String>>,
    /// The parameter and id that an id belongs to, such as the board of a section.
    owners: BTreeMap<String, (&'static str, String)>,
}

impl Ids {
    /// Asks a fake for what it has, and has it make what it has none of.
    pub(crate) async fn of(api: &Api) -> Self {
        let mut ids = Self::default();
        let accounts = listed(api, "/ad_accounts", "id").await;
        ids.add("business_id", vec![MAIN_ACCOUNT.to_owned()]);
        ids.add("ad_account_id", vec![accounts[0].clone()]);
        ids.add("other_ad_account_id", accounts[1..].to_vec());
        ids.add(
            "item_id",
            vec!["API-00001".to_owned(), "API-00002".to_owned()],
        );
        ids.add("store_code", vec!["portland-1".to_owned()]);
        let account = format!("/ad_accounts/{}", accounts[0]);
        let business = format!("/businesses/{MAIN_ACCOUNT}");
        for (name, path, field) in [
            ("board_id", "/boards?page_size=250", "id"),
            ("pin_id", "/pins?page_size=250", "id"),
            ("media_id", "/media", "media_id"),
            ("feed_id", "/catalogs/feeds", "id"),
            ("catalog_id", "/catalogs", "id"),
            ("product_group_id", "/catalogs/product_groups", "id"),
            ("username", "/user_account/following", "username"),
            ("website", "/user_account/websites", "website"),
        ] {
            ids.add(name, listed(api, path, field).await);
        }
        for (name, path) in [
            ("campaign_id", "campaigns?page_size=250"),
            ("ad_group_id", "ad_groups?page_size=250"),
            ("ad_id", "ads?page_size=250"),
            ("audience_id", "audiences"),
            ("conversion_tag_id", "conversion_tags"),
            ("customer_list_id", "customer_lists"),
            ("customer_segment_id", "customer_segments"),
            ("label_id", "labels"),
            ("lead_form_id", "lead_forms"),
            ("targeting_template_id", "targeting_templates"),
            ("template_id", "templates"),
        ] {
            ids.add(name, listed(api, &format!("{account}/{path}"), "id").await);
        }
        for group in ids.by_name["ad_group_id"].clone() {
            let path = format!("{account}/product_group_promotions?ad_group_id={group}");
            ids.add("product_group_promotion_id", listed(api, &path, "id").await);
        }
        let of_group = format!(
            "{account}/keywords?ad_group_id={}",
            ids.first("ad_group_id")
        );
        ids.add("keyword_id", listed(api, &of_group, "id").await);
        for (name, path) in [
            ("member_id", "members?page_size=100"),
            ("system_user_id", "members?fetch_system_users=true"),
            ("partner_id", "partners?page_size=100"),
            ("invite_id", "invites?invite_status=PENDING&page_size=100"),
        ] {
            ids.add(name, listed(api, &format!("{business}/{path}"), "id").await);
        }
        let stores = format!("/catalogs/{}/local_stores", ids.first("catalog_id"));
        ids.add("local_store_id", listed(api, &stores, "id").await);
        for board in ids.by_name["board_id"].clone() {
            let sections = listed(api, &format!("/boards/{board}/sections"), "id").await;
            ids.add_of("section_id", sections, "board_id", &board);
        }
        for feed in ids.by_name["feed_id"].clone() {
            let runs = format!("/catalogs/feeds/{feed}/processing_results");
            let runs = listed(api, &runs, "id").await;
            ids.add_of("processing_result_id", runs, "feed_id", &feed);
        }
        ids.make(api, &account).await;
        ids
    }

    /// Has the fake make what no list has.
    async fn make(&mut self, api: &Api, account: &str) {
        let (ad, form) = (self.first("ad_id"), self.first("lead_form_id"));
        let list = self.first("customer_list_id");
        let catalog = self.first("catalog_id");
        for (name, path, body, pointer) in [
            (
                "bulk_request_id",
                format!("{account}/bulk/download"),
                json!({}),
                "/request_id",
            ),
            (
                "subscription_id",
                format!("{account}/leads/subscriptions"),
                json!({"webhook_url": "https://example.com/leads", "lead_form_id": form}),
                "/id",
            ),
            (
                "leads_export_id",
                format!("{account}/leads_export"),
                json!({"start_date": "2026-11-01", "end_date": "2026-11-20", "ad_id": ad}),
                "/leads_export_id",
            ),
            (
                "brand_account_id",
                format!("/business_access/business_hierarchy/{MAIN_ACCOUNT}/brand_accounts"),
                json!({"username": "oaklighting", "name": "Oak Lighting", "country": "US"}),
                "/brand_account_id",
            ),
            (
                "asset_group_id",
                format!("/businesses/{MAIN_ACCOUNT}/asset_groups"),
                json!({
                    "asset_group_name": "Lamps", "asset_group_description": "Lamps",
                    "asset_group_types": ["PRODUCT_LINE"],
                }),
                "/asset_group/id",
            ),
            (
                "token",
                format!("{account}/reports"),
                json!({
                    "start_date": "2026-11-01", "end_date": "2026-11-20", "level": "CAMPAIGN",
                    "granularity": "DAY", "columns": ["TOTAL_IMPRESSION"],
                }),
                "/token",
            ),
            (
                "catalog_token",
                "/catalogs/reports".to_owned(),
                json!({"catalog_type": "RETAIL", "report": {
                    "report_type": "FEED_INGESTION_ISSUES", "feed_id": self.first("feed_id"),
                }}),
                "/token",
            ),
            (
                "request_id",
                format!("{account}/conversion_deletion_requests"),
                json!({"deletion_targets": {"user_emails": ["birch@example.com"]}}),
                "/request_id",
            ),
            (
                "batch_id",
                "/catalogs/items/batch".to_owned(),
                json!({
                    "catalog_type": "RETAIL", "country": "US", "language": "EN",
                    "items": [{"item_id": "API-00199", "operation": "DELETE"}],
                }),
                "/batch_id",
            ),
            (
                "inventory_batch_id",
                format!("/catalogs/{catalog}/local_inventory_items/batch"),
                json!({"operations": [{
                    "item_id": "API-00001", "store_code": "portland-1", "operation": "DELETE",
                }]}),
                "/batch_id",
            ),
            (
                "customer_list_upload_id",
                format!("{account}/customer_lists/{list}/uploads"),
                json!({"operation": "ADD", "total_parts": 1}),
                "/customer_list_upload/id",
            ),
        ] {
            let response = api.post(&path, body).await;
            let made = response.json();
            let id = made.pointer(pointer).and_then(Value::as_str);
            let id = id.unwrap_or_else(|| panic!("{path}: {response:?}"));
            self.add(name, vec![id.to_owned()]);
        }
        let upload = self.first("customer_list_upload_id");
        self.owners.insert(upload, ("customer_list_id", list));
    }

    fn add(&mut self, name: &str, ids: Vec<String>) {
        self.by_name.entry(name.to_owned()).or_default().extend(ids);
    }

    fn add_of(&mut self, name: &str, ids: Vec<String>, owner: &'static str, owner_id: &str) {
        for id in &ids {
            self.owners.insert(id.clone(), (owner, owner_id.to_owned()));
        }
        self.add(name, ids);
    }

    fn first(&self, name: &str) -> String {
        let ids = self.by_name.get(name).and_then(|ids| ids.first());
        ids.unwrap_or_else(|| panic!("the fake has no {name}"))
            .clone()
    }

    /// Returns the ids that a field or parameter of an operation can have; none if it holds no ids, or
    /// the fake has none.
    pub(crate) fn for_name(&self, operation: &str, name: &str) -> &[String] {
        let singular = match name.strip_suffix("_ids") {
            Some(stem) => format!("{stem}_id"),
            None => name.to_owned(),
        };
        let mut exceptions = EXCEPTIONS.iter();
        let exception = exceptions.find(|(of, from, _)| (*of, *from) == (operation, name));
        let noun = operation.split('/').next().unwrap_or_default();
        let pairs: &[(&str, &str)] = match singular.as_str() {
            "id" | "ids" => &NOUNS,
            _ => &ALIASES,
        };
        let wanted = match singular.as_str() {
            "id" | "ids" => noun,
            name => name,
        };
        let target = pairs.iter().find(|(from, _)| *from == wanted);
        let target = target.map_or(singular.as_str(), |(_, to)| to);
        let target = exception.map_or(target, |(_, _, to)| to);
        self.by_name.get(target).map_or(&[], Vec::as_slice)
    }

    /// Returns the parameter and id that an id belongs to.
    pub(crate) fn owner(&self, id: &str) -> Option<&(&'static str, String)> {
        self.owners.get(id)
    }
}

async fn listed(api: &Api, path: &str, field: &str) -> Vec<String> {
    let response = api.get(path).await;
    let list = response.json();
    let items = list["items"].as_array();
    let items = items.unwrap_or_else(|| panic!("{path}: {response:?}"));
    let ids = items.iter().map(|item| item[field].as_str());
    ids.map(|id| {
        id.unwrap_or_else(|| panic!("{path}: {response:?}"))
            .to_owned()
    })
    .collect()
}
