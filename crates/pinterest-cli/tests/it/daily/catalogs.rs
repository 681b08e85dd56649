//! Feeds and items of catalogs.

use pinterest_fake::Fault;
use serde_json::{Value, json};

use super::{Daily, text};

/// Items are created: the catalogs of the fake have feeds, beside which nothing is upserted.
const UPLOAD: [&str; 10] = [
    "catalogs",
    "items",
    "upload",
    "items.csv",
    "--country",
    "US",
    "--language",
    "en-US",
    "--action",
    "create",
];

fn csv(count: usize, wrong: &[usize]) -> String {
    let mut text = "id,title,description,link,image_link,price,availability\n".to_owned();
    for number in 1..=count {
        let link = match wrong.contains(&number) {
            true => "no link".to_owned(),
            false => format!("https://example.com/{number}"),
        };
        text.push_str(&format!(
            "mug-{number},Mug {number},Thrown by hand.,{link},https://example.com/{number}.jpg,\
             12.50 USD,in stock\n"
        ));
    }
    text
}

fn lines_of(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn items_are_uploaded_and_those_that_fail_are_in_a_file() {
    let daily = Daily::start();
    daily.shell.write("items.csv", &csv(4, &[3]));
    let options = ["--failures", "failed.ndjson"];
    let run = daily.run_fast(&[&UPLOAD[..], &options].concat());
    let stdout = run.stdout.clone();
    let error = run.failure(3);
    assert!(error.contains("3 of 4 succeeded, 1 failed"), "{error}");
    let batches = lines_of(&stdout);
    assert_eq!(batches[0]["items"], 4, "{stdout}");
    assert_eq!(batches[0]["failed"], 1);
    let failed = std::fs::read_to_string(daily.shell.path("failed.ndjson")).unwrap();
    let failed = lines_of(&failed);
    assert_eq!(failed.len(), 1, "{failed:?}");
    assert_eq!(failed[0]["item_id"], "mug-3");
    let sent = daily.sent("items_batch/post");
    assert_eq!(sent[0]["items"][0]["operation"], "CREATE");
    assert_eq!(sent[0]["items"][0]["attributes"]["price"], "12.50 USD");
}

#[test]
fn rows_that_are_no_items_do_not_stop_the_others() {
    let daily = Daily::start();
    let rows = csv(2, &[]) + "mug-3,too,few\n";
    daily.shell.write("items.csv", &rows);
    let error = daily.run_fast(&UPLOAD).failure(3);
    assert!(error.contains("line 4"), "{error}");
    assert_eq!(
        daily.sent("items_batch/post")[0]["items"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn items_are_deleted_by_their_ids() {
    let daily = Daily::start();
    let items = "{\"item_id\": \"mug-1\"}\n{\"id\": \"mug-2\"}\n";
    let mut arguments = UPLOAD.to_vec();
    (arguments[3], arguments[9]) = ("-", "delete");
    arguments.push("--no-wait");
    let batches = daily.shell.run_with_input(&arguments, items).lines();
    assert!(batches[0]["batch_id"].is_string(), "{batches:?}");
    let expected = json!([
        {"item_id": "mug-1", "operation": "DELETE"},
        {"item_id": "mug-2", "operation": "DELETE"},
    ]);
    assert_eq!(daily.sent("items_batch/post")[0]["items"], expected);
}

#[test]
fn an_upload_goes_on_where_it_was() {
    let daily = Daily::start();
    daily.shell.write("items.csv", &csv(2500, &[]));
    let fault = Fault::on("items_batch/post").nth(2).times(1).status(403);
    daily.fake.inject(fault);
    let options = ["--checkpoint", "upload.json", "--no-wait"];
    let arguments = [&UPLOAD[..], &options].concat();
    daily.shell.run(&arguments).failure(3);
    assert!(daily.shell.path("upload.json").exists());
    let run = daily.shell.run(&arguments);
    assert!(run.stderr.contains("1000 inputs settled before"), "{run:?}");
    run.output();
    assert!(!daily.shell.path("upload.json").exists());
    let sent = daily
        .fake
        .requests()
        .to("items_batch/post")
        .with_status(200)
        .bodies();
    let ids: Vec<String> = sent
        .iter()
        .flat_map(|body| body["items"].as_array().unwrap())
        .map(|item| text(item, "/item_id"))
        .collect();
    let expected: Vec<String> = (1..=2500).map(|number| format!("mug-{number}")).collect();
    assert_eq!(ids, expected);
}

#[test]
fn a_feed_is_ingested_and_waited_for() {
    let daily = Daily::start();
    let feeds = daily.ids(&["catalogs", "feeds", "list"]);
    let ingest = ["catalogs", "feeds", "ingest", &feeds[0], "--wait"];
    let result = daily.run_fast(&ingest).lines();
    assert_eq!(result[0]["status"], "COMPLETED", "{result:?}");
    let ingest = [
        "catalogs", "feeds", "ingest", &feeds[1], "--job", "job.json",
    ];
    daily.shell.run(&ingest).output();
    let result = daily.run_fast(&["job", "resume", "job.json"]).lines();
    assert_eq!(result[0]["status"], "COMPLETED", "{result:?}");
}
