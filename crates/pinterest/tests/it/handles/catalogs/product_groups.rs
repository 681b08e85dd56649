//! Product groups.

use pinterest::types::{
    FeedBasedProductGroupUpdate, FeedBasedProductsRequest, NewFeedBasedProductGroup, ProductCounts,
    ProductGroup, RetailProductFilter, RetailProductGroupFiltersAllOf,
};

use super::states;
use crate::tables::{Row, row};

pub(super) fn rows() -> Vec<Row> {
    let tables = [single(), batches()];
    tables.into_iter().flatten().collect()
}

const GROUP: &str = r#"{"catalog_type": "RETAIL", "id": "443", "catalog_id": "26", "feed_id": "27",
                "name": "Mugs",
    "type": "MERCHANT_CREATED", "filters": {"all_of": []}}"#;

fn id(group: &ProductGroup) -> String {
    match group {
        ProductGroup::Retail(group) => group.id.to_string(),
        group => format!("{group:?}"),
    }
}

fn new_group(name: &str) -> NewFeedBasedProductGroup {
    NewFeedBasedProductGroup::new(name, every_product(), "27")
}

/// Filters without a condition.
fn every_product() -> RetailProductGroupFiltersAllOf {
    RetailProductGroupFiltersAllOf::new(Vec::<RetailProductFilter>::new())
}

fn single() -> Vec<Row> {
    vec![
        row(
            "GET /catalogs/product_groups?ad_account_id=549&feed_id=27&id=443%2C444",
            r#"{"items": [], "bookmark": null}"#,
            r#""0""#,
            |client| async move {
                let groups = client.acting_for("549").catalogs().product_groups();
                let list = groups.list();
                let list = list.with(|list| list.feed_id("27").id(["443", "444"]));
                Ok(list.send().await?.len().to_string())
            },
        ),
        row(
            "GET /catalogs/product_groups/443",
            GROUP,
            r#""443""#,
            |client| async move { Ok(id(&client.catalogs().product_group("443").get().await?)) },
        ),
        row(
            "POST /catalogs/product_groups",
            GROUP,
            r#""443""#,
            |client| async move {
                let groups = client.catalogs().product_groups();
                Ok(id(&groups.create(new_group("Mugs")).await?))
            },
        )
        .body(r#"{"feed_id": "27", "filters": {"all_of": []}, "name": "Mugs"}"#),
        row(
            "PATCH /catalogs/product_groups/443",
            GROUP,
            r#""443""#,
            |client| async move {
                let update = FeedBasedProductGroupUpdate::new().name("Mugs");
                let group = client.catalogs().product_group("443");
                Ok(id(&group.update(update).await?))
            },
        )
        .body(r#"{"name": "Mugs"}"#),
        row(
            "DELETE /catalogs/product_groups/443",
            "",
            r#""None""#,
            |client| async move {
                let group = client.catalogs().product_group("443").delete().await?;
                Ok(format!("{group:?}"))
            },
        )
        .status(204),
        row(
            "GET /catalogs/product_groups/443/product_counts",
            r#"{"catalog_type": "RETAIL", "in_stock": 5, "out_of_stock": 2, "preorder": 0,
                "total": 7}"#,
            r#""7""#,
            |client| async move {
                let group = client.catalogs().product_group("443");
                match group.product_counts().await? {
                    ProductCounts::Retail(counts) => Ok(counts.total.to_string()),
                    counts => Ok(format!("{counts:?}")),
                }
            },
        ),
        row(
            "GET /catalogs/product_groups/443/products?pin_metrics=true",
            r#"{"items": []}"#,
            r#""0""#,
            |client| async move {
                let products = client.catalogs().product_group("443").products();
                let products = products.with(|list| list.pin_metrics(true));
                let page = products.send().await?;
                Ok(page.len().to_string())
            },
        ),
        row(
            "POST /catalogs/products/get_by_product_group_filters?bookmark=abc",
            r#"{"items": []}"#,
            r#""0""#,
            |client| async move {
                let request = FeedBasedProductsRequest::new("27", every_product());
                let products = client.catalogs().product_groups();
                let list = products.products_by_filter(request).bookmark("abc");
                Ok(list.send().await?.len().to_string())
            },
        )
        .body(r#"{"feed_id": "27", "filters": {"all_of": []}}"#),
    ]
}

fn batches() -> Vec<Row> {
    vec![
        row(
            "POST /catalogs/product_groups/multiple?ad_account_id=549",
            r#"["443", "444"]"#,
            r#""443, 444""#,
            |client| async move {
                let groups = client.acting_for("549").catalogs().product_groups();
                let new = [new_group("Mugs"), new_group("Cups")];
                let outcome = groups.create_all(new).await?;
                Ok(states(&outcome, ToString::to_string))
            },
        )
        .body(
            r#"[{"feed_id": "27", "filters": {"all_of": []}, "name": "Mugs"},
            {"feed_id": "27", "filters": {"all_of": []}, "name": "Cups"}]"#,
        )
        .status(201),
        row(
            "POST /catalogs/product_groups/multiple",
            r#"["443"]"#,
            r#""unconfirmed, unconfirmed""#,
            |client| async move {
                let groups = client.catalogs().product_groups();
                let new = [new_group("Mugs"), new_group("Cups")];
                let outcome = groups.create_all(new).await?;
                Ok(states(&outcome, ToString::to_string))
            },
        )
        .body(
            r#"[{"feed_id": "27", "filters": {"all_of": []}, "name": "Mugs"},
            {"feed_id": "27", "filters": {"all_of": []}, "name": "Cups"}]"#,
        )
        .status(201),
        row(
            "DELETE /catalogs/product_groups/multiple?ad_account_id=549&id=443%2C444",
            "",
            r#""gone, gone""#,
            |client| async move {
                let groups = client.acting_for("549").catalogs().product_groups();
                let outcome = groups.delete_all(["443", "444"]).await?;
                Ok(states(&outcome, |()| "gone".to_owned()))
            },
        )
        .status(204),
    ]
}
