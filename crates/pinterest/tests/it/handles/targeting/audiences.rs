//! Audiences and sharing them.

use pinterest::types::{
    AudienceInsightType, AudienceOwnershipType, AudienceRule, AudienceType, AudienceUpdate,
    NewAudience, SharedAudienceAccountType, SortOrder,
};

use super::account;
use crate::tables::{Row, json_row};

pub(super) fn rows() -> Vec<Row> {
    let tables = [
        own(),
        audience_insights(),
        sharing_by_an_ad_account(),
        sharing_by_a_business(),
    ];
    tables.into_iter().flatten().collect()
}

fn own() -> Vec<Row> {
    vec![
        json_row(
            "GET /ad_accounts/549/audiences?bookmark=abc&exclude_nca=true&order=ASCENDING\
             &ownership_type=RECEIVED&page_size=2",
            r#"{"items": [{"id": "7", "name": "Buyers", "type": "audience"}],
                "bookmark": null}"#,
            |client| async move {
                items!(
                    account(&client)
                        .audiences()
                        .list()
                        .with(|list| {
                            list.exclude_nca(true)
                                .order(SortOrder::Ascending)
                                .ownership_type(AudienceOwnershipType::Received)
                        })
                        .page_size(2)
                        .bookmark("abc")
                )
            },
        )
        .returns_json(r#"[{"id": "7", "name": "Buyers", "type": "audience"}]"#),
        json_row(
            "POST /ad_accounts/549/audiences",
            r#"{"id": "7", "name": "Buyers", "status": "INITIALIZING"}"#,
            |client| async move {
                let audience = NewAudience::new()
                    .name("Buyers")
                    .audience_type(AudienceType::CustomerList)
                    .rule(AudienceRule::new().customer_list_id("643"));
                account(&client).audiences().create(audience).await
            },
        )
        .body(
            r#"{"name": "Buyers", "audience_type": "CUSTOMER_LIST",
                "rule": {"customer_list_id": "643"}}"#,
        ),
        json_row(
            "GET /ad_accounts/549/audiences/7",
            r#"{"id": "7", "status": "TOO_SMALL"}"#,
            |client| async move { account(&client).audience("7").get().await },
        ),
        json_row(
            "PATCH /ad_accounts/549/audiences/7",
            r#"{"id": "7", "name": "All buyers"}"#,
            |client| async move {
                let update = AudienceUpdate::new().name("All buyers").clear_description();
                account(&client).audience("7").update(update).await
            },
        )
        .body(r#"{"name": "All buyers", "description": null}"#),
        json_row(
            "PATCH /ad_accounts/549/audiences/7",
            r#"{"id": "7"}"#,
            |client| async move { account(&client).audience("7").delete().await },
        )
        .body(r#"{"operation_type": "REMOVE"}"#),
    ]
}

fn audience_insights() -> Vec<Row> {
    vec![
        json_row(
            "GET /ad_accounts/549/audience_insights?audience_insight_type=YOUR_ENGAGED_AUDIENCE",
            r#"{"size": 10000, "size_is_upper_bound": true,
                "type": "YOUR_ENGAGED_AUDIENCE",
                "date": "2025-09-25"}"#,
            |client| async move {
                let insights = account(&client).audience_insights();
                insights.get(AudienceInsightType::YourEngagedAudience).await
            },
        ),
        json_row(
            "GET /ad_accounts/549/insights/audiences",
            r#"{"items": [{"date": "2025-09-25", "scope": "PARTNER",
                "type": "IMPRESSION"}]}"#,
            |client| async move { account(&client).audience_insights().definitions().await },
        ),
    ]
}

fn sharing_by_an_ad_account() -> Vec<Row> {
    const RECIPIENT: &str = r#"{"items": [{"account_id": "8", "account_name": "Shop",
                "account_type": "BUSINESS_ACCOUNT",
        "shared_on_timestamp": 1700000000}]}"#;
    const SHARED: &str = r#"{"audience_id": "7", "recipient_account_ids": ["550", "551"],
                "permissions": ["ADMIN"]}"#;
    const SHARED_WITH_BUSINESSES: &str = r#"{"audience_id": "7", "recipient_business_ids": ["8"],
                "permissions": ["ANALYST"]}"#;
    vec![
        json_row(
            "GET /ad_accounts/549/audiences/shared/accounts?account_type=BUSINESS_ACCOUNT\
             &audience_id=7",
            RECIPIENT,
            |client| async move {
                let audience = account(&client).audience("7");
                items!(audience.recipients(SharedAudienceAccountType::BusinessAccount))
            },
        )
        .returns_json(
            r#"[{"account_id": "8", "account_name": "Shop",
                "account_type": "BUSINESS_ACCOUNT",
                "shared_on_timestamp": 1700000000}]"#,
        ),
        json_row(
            "PATCH /ad_accounts/549/audiences/ad_accounts/shared",
            SHARED,
            |client| async move {
                account(&client)
                    .audience("7")
                    .share_with_ad_accounts(["550", "551"])
                    .await
            },
        )
        .body(
            r#"{"audience_id": "7", "operation_type": "SHARE",
                "recipient_account_ids": ["550", "551"]}"#,
        ),
        json_row(
            "PATCH /ad_accounts/549/audiences/ad_accounts/shared",
            SHARED,
            |client| async move {
                account(&client)
                    .audience("7")
                    .revoke_from_ad_accounts(["550", "551"])
                    .await
            },
        )
        .body(
            r#"{"audience_id": "7", "operation_type": "REVOKE",
                "recipient_account_ids": ["550", "551"]}"#,
        ),
        json_row(
            "PATCH /ad_accounts/549/audiences/businesses/shared",
            SHARED_WITH_BUSINESSES,
            |client| async move {
                account(&client)
                    .audience("7")
                    .share_with_businesses(["8"])
                    .await
            },
        )
        .body(
            r#"{"audience_id": "7", "operation_type": "SHARE",
                "recipient_business_ids": ["8"]}"#,
        ),
        json_row(
            "PATCH /ad_accounts/549/audiences/businesses/shared",
            SHARED_WITH_BUSINESSES,
            |client| async move {
                account(&client)
                    .audience("7")
                    .revoke_from_businesses(["8"])
                    .await
            },
        )
        .body(
            r#"{"audience_id": "7", "operation_type": "REVOKE",
                "recipient_business_ids": ["8"]}"#,
        ),
    ]
}

fn sharing_by_a_business() -> Vec<Row> {
    vec![
        json_row(
            "GET /businesses/7290/audiences?order=DESCENDING",
            r#"{"items": [{"id": "7", "audience_type": "LOOKALIKE"}],
                "bookmark": "next"}"#,
            |client| async move {
                let audiences = client.business_audiences("7290");
                items!(
                    audiences
                        .list()
                        .with(|list| list.order(SortOrder::Descending))
                )
            },
        )
        .returns_json(r#"[{"id": "7", "audience_type": "LOOKALIKE"}]"#),
        json_row(
            "GET /businesses/7290/audiences/shared/accounts?account_type=AD_ACCOUNT\
             &audience_id=7",
            r#"{"items": []}"#,
            |client| async move {
                let audience = client.business_audiences("7290").audience("7");
                items!(audience.recipients(SharedAudienceAccountType::AdAccount))
            },
        )
        .returns_json("[]"),
        json_row(
            "PATCH /businesses/7290/audiences/ad_accounts/shared",
            r#"{"audience_id": "7", "recipient_account_ids": ["549"]}"#,
            |client| async move {
                let audience = client.business_audiences("7290").audience("7");
                audience.share_with_ad_accounts(["549"]).await
            },
        )
        .body(
            r#"{"audience_id": "7", "operation_type": "SHARE",
                "recipient_account_ids": ["549"]}"#,
        ),
        json_row(
            "PATCH /businesses/7290/audiences/ad_accounts/shared",
            r#"{"audience_id": "7", "recipient_account_ids": ["549"]}"#,
            |client| async move {
                let audience = client.business_audiences("7290").audience("7");
                audience.revoke_from_ad_accounts(["549"]).await
            },
        )
        .body(
            r#"{"audience_id": "7", "operation_type": "REVOKE",
                "recipient_account_ids": ["549"]}"#,
        ),
        json_row(
            "PATCH /businesses/7290/audiences/businesses/shared",
            r#"{"audience_id": "7", "recipient_business_ids": ["7291"]}"#,
            |client| async move {
                let audience = client.business_audiences("7290").audience("7");
                audience.share_with_businesses(["7291"]).await
            },
        )
        .body(
            r#"{"audience_id": "7", "operation_type": "SHARE",
                "recipient_business_ids": ["7291"]}"#,
        ),
        json_row(
            "PATCH /businesses/7290/audiences/businesses/shared",
            r#"{"audience_id": "7", "recipient_business_ids": ["7291"]}"#,
            |client| async move {
                let audience = client.business_audiences("7290").audience("7");
                audience.revoke_from_businesses(["7291"]).await
            },
        )
        .body(
            r#"{"audience_id": "7", "operation_type": "REVOKE",
                "recipient_business_ids": ["7291"]}"#,
        ),
    ]
}
