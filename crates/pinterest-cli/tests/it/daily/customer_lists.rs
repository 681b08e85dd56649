//! Customer lists from files.

use serde_json::json;

use super::{Daily, text};

/// The SHA-256 hash of `ada@example.com`, by sha256sum.
const ADA: &str = "b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72";

#[test]
fn a_list_is_created_and_changed() {
    let daily = Daily::start();
    daily.shell.write(
        "buyers.csv",
        "email,external_id\nAda@Example.com,7\ngrace@example.com,\n",
    );
    let create = [
        "customer-lists",
        "create",
        "Buyers",
        "buyers.csv",
        "--chunk-size",
        "1",
    ];
    let list = daily.lines(&create);
    let id = text(&list[0], "/id");
    let created = daily.sent("customer_lists/create");
    let expected = json!([{"email": ADA, "external_id": "7"}]);
    assert_eq!(created[0]["records_v2"], expected);
    let added = daily.sent("customer_lists/update");
    assert_eq!(added[0]["operation_type"], "ADD");
    let remove = ["customer-lists", "remove", &id, "-"];
    let customers = "{\"email\": \"ada@example.com\"}\n";
    daily.shell.run_with_input(&remove, customers).output();
    let removed = &daily.sent("customer_lists/update")[1];
    let expected = json!({"operation_type": "REMOVE", "records_v2": [{"email": ADA}]});
    assert_eq!(removed, &expected);
}

#[test]
fn a_row_that_is_no_customer_ends_the_command_or_is_left_out() {
    let daily = Daily::start();
    let lists = daily.ids(&["customer-lists", "list", "--max-items", "1", "--quiet"]);
    daily
        .shell
        .write("buyers.csv", "email\nada@example.com\nnowhere\n");
    let add = ["customer-lists", "add", &lists[0], "buyers.csv"];
    let error = daily.shell.run(&add).failure(2);
    assert!(
        error.contains("line 3") && !error.contains("nowhere"),
        "{error}"
    );
    daily
        .fake
        .requests()
        .to("customer_lists/update")
        .assert_count(0);
    let error = daily
        .shell
        .run(&[&add[..], &["--skip-invalid"]].concat())
        .failure(3);
    assert!(error.contains("1 customer sent, 1 left out"), "{error}");
}

#[test]
fn a_file_is_uploaded_in_parts_and_processed() {
    let daily = Daily::start();
    let lists = daily.ids(&["customer-lists", "list", "--max-items", "1", "--quiet"]);
    daily
        .shell
        .write("customers.txt", "ada@example.com\ngrace@example.com\n");
    let upload = ["customer-lists", "upload", &lists[0], "customers.txt"];
    let result = daily.run_fast(&upload).lines();
    assert_eq!(result[0]["state"], "SUCCEEDED", "{result:?}");
}
