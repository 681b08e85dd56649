//! Billing, insertion orders and order lines.

use pinterest::types::{
    BillingInvoiceSortField, BillingInvoiceStatus, Currency, NewSsioInsertionOrder,
    NewSsioInsertionOrderRequired, SsioInsertionOrderUpdate, SsioOrderLineType,
};

use crate::tables::{Row, check, date, row};

pub(super) fn rows() -> Vec<Row> {
    [billing_rows(), order_rows()]
        .into_iter()
        .flatten()
        .collect()
}

fn billing_rows() -> Vec<Row> {
    vec![
        row(
            "GET /ad_accounts/5497/ads_credit/discounts?page_size=10",
            r#"{"items": [{"title": "Welcome"}], "bookmark": "b"}"#,
            r#"(1, Some("b"))"#,
            |client| async move {
                let discounts = client.ad_account("5497").ads_credit().discounts();
                let page = discounts.page_size(10).send().await?;
                Ok((page.len(), page.position().bookmark().map(str::to_owned)))
            },
        ),
        row(
            "POST /ad_accounts/5497/ads_credit/redeem",
            r#"{"success": true}"#,
            "Some(true)",
            |client| async move {
                let credit = client.ad_account("5497").ads_credit();
                Ok(credit.redeem("9f86d081").await?.success)
            },
        )
        .body(r#"{"offerCodeHash": "9f86d081", "validateOnly": false}"#),
        row(
            "POST /ad_accounts/5497/ads_credit/redeem",
            r#"{"success": false, "errorCode": 2330, "errorMessage": "Expired"}"#,
            "(Some(false), Some(2330))",
            |client| async move {
                let credit = client.ad_account("5497").ads_credit();
                let response = credit.validate("9f86d081").await?;
                Ok((response.success, response.error_code))
            },
        )
        .body(r#"{"offerCodeHash": "9f86d081", "validateOnly": true}"#),
        row(
            "GET /ad_accounts/5497/billing_invoices?sort=DUE_DATE&start_due_date=2026-01-01&status=OPEN",
            r#"{"items": [{"id": "77"}]}"#,
            "1",
            |client| async move {
                let invoices = client.ad_account("5497").billing_invoices();
                let list = invoices.list().with(|list| {
                    let list = list.sort(BillingInvoiceSortField::DueDate);
                    let list = list.status(BillingInvoiceStatus::Open);
                    list.start_due_date(date("2026-01-01"))
                });
                Ok(list.send().await?.len())
            },
        ),
        row(
            "GET /ad_accounts/5497/billing_invoice/77/download",
            r#"{"id": "77", "download_url": "https://example.com/77.pdf"}"#,
            "\"https://example.com/77.pdf\"",
            |client| async move {
                let invoice = client.ad_account("5497").billing_invoice("77");
                let document = invoice.download_url().await?;
                Ok(document.download_url.unwrap().as_str().to_owned())
            },
        ),
        row(
            "GET /ad_accounts/5497/billing_profiles?is_active=true",
            r#"{"items": [{"id": "12"}]}"#,
            "1",
            |client| async move {
                let profiles = client.ad_account("5497").billing_profiles();
                Ok(profiles.list_active().send().await?.len())
            },
        ),
        row(
            "GET /ad_accounts/5497/billing_profiles?is_active=false",
            r#"{"items": [{"id": "12"}, {"id": "13"}]}"#,
            "2",
            |client| async move {
                let profiles = client.ad_account("5497").billing_profiles();
                Ok(profiles.list().send().await?.len())
            },
        ),
    ]
}

fn order_rows() -> Vec<Row> {
    vec![
        row(
            "GET /ad_accounts/5497/order_lines",
            r#"{"items": []}"#,
            "0",
            |client| async move {
                let lines = client.ad_account("5497").order_lines();
                Ok(lines.list().send().await?.len())
            },
        ),
        row(
            "GET /ad_accounts/5497/order_lines/31",
            r#"{"ad_account_id": "5497", "campaign_ids": ["6"], "id": "31", "status": "PAUSED", "type": "orderline"}"#,
            r#""31""#,
            |client| async move {
                let line = client.ad_account("5497").order_line("31").get().await?;
                Ok(line.id.as_str().to_owned())
            },
        ),
        row(
            "GET /ad_accounts/5497/ssio/accounts",
            r#"{"eligible": true}"#,
            "Some(true)",
            |client| async move {
                let orders = client.ad_account("5497").insertion_orders();
                Ok(orders.account().await?.eligible)
            },
        ),
        row(
            "POST /ad_accounts/5497/ssio/insertion_orders",
            r#"{"pin_order_id": "00x1"}"#,
            r#"Some("00x1")"#,
            |client| async move {
                let order = NewSsioInsertionOrder::new(NewSsioInsertionOrderRequired {
                    order_line_type: SsioOrderLineType::Perpetuals,
                    start_date: date("2026-01-01"),
                    po_number: "PO-7".into(),
                    pmp_id: "p1".into(),
                    order_name: "Spring".into(),
                    media_contact_firstname: "Grace".into(),
                    media_contact_lastname: "H".into(),
                    media_contact_email: "grace@example.com".into(),
                    currency_info: Currency::Usd,
                    billto_company_id: "c1".into(),
                    billto_business_address_id: "a2".into(),
                    billto_billing_address_id: "a1".into(),
                    billing_contact_firstname: "Ada".into(),
                    billing_contact_lastname: "L".into(),
                    billing_contact_email: "ada@example.com".into(),
                    accepted_terms_id: "t1".into(),
                });
                let orders = client.ad_account("5497").insertion_orders();
                let order = orders.create(order).await?;
                Ok(order.pin_order_id.map(|id| id.as_str().to_owned()))
            },
        )
        .body(
            r#"{"accepted_terms_id": "t1", "billing_contact_email": "ada@example.com",
                "billing_contact_firstname": "Ada", "billing_contact_lastname": "L",
                "billto_billing_address_id": "a1", "billto_business_address_id": "a2", "billto_company_id": "c1",
                "currency_info": "USD", "media_contact_email": "grace@example.com",
                "media_contact_firstname": "Grace", "media_contact_lastname": "H",
                "order_line_type": "PERPETUALS", "order_name": "Spring", "pmp_id": "p1", "po_number": "PO-7",
                "start_date": "2026-01-01"}"#,
        ),
        row(
            "PATCH /ad_accounts/5497/ssio/insertion_orders",
            "{}",
            "None",
            |client| async move {
                let update = SsioInsertionOrderUpdate::new().end_date(date("2026-06-30"));
                let orders = client.ad_account("5497").insertion_orders();
                let order = orders.update(update).await?;
                Ok(order.pin_order_id.map(|id| id.as_str().to_owned()))
            },
        )
        .body(r#"{"end_date": "2026-06-30"}"#),
        row(
            "GET /ad_accounts/5497/ssio/insertion_orders/status",
            r#"{"items": [{"pin_order_id": "00x1", "status": "Draft"}]}"#,
            "1",
            |client| async move {
                let orders = client.ad_account("5497").insertion_orders();
                Ok(orders.list().send().await?.len())
            },
        ),
        row(
            "GET /ad_accounts/5497/ssio/insertion_orders/00x1/status",
            r#"{"pin_order_id": "00x1", "status": "Draft"}"#,
            r#"Some("Draft")"#,
            |client| async move {
                let order = client.ad_account("5497").insertion_order("00x1");
                Ok(order.status().await?.status)
            },
        ),
        row(
            "GET /ad_accounts/5497/ssio/order_lines?pin_order_id=00x1",
            r#"{"items": [{"order_name": "Spring"}, {}]}"#,
            "2",
            |client| async move {
                let orders = client.ad_account("5497").insertion_orders();
                let lines = orders.order_lines();
                let lines = lines.with(|list| list.pin_order_id("00x1"));
                Ok(lines.send().await?.len())
            },
        ),
    ]
}

#[tokio::test]
async fn handles_of_billing_send_what_they_say() {
    check(billing_rows()).await;
}

#[tokio::test]
async fn handles_of_orders_send_what_they_say() {
    check(order_rows()).await;
}
