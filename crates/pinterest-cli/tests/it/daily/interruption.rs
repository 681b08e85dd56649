//! Ctrl-C while something is under way: nothing is lost, and what to do next is said.

use std::io::Write;
use std::process::{Child, Stdio};
use std::time::Duration;

use pinterest_fake::Fault;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use super::{Daily, text};
use crate::command::finish;

/// Longer than any test takes.
const NEVER: Duration = Duration::from_secs(600);

/// What an MP4 file begins with.
const MP4: &[u8] = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom";

/// Runs a command until the fake has received a request, and interrupts it; returns what it says.
#[track_caller]
fn interrupted_at(daily: &Daily, request: &str, arguments: &[&str]) -> String {
    let child = daily.shell.start(arguments);
    daily.wait_for(request);
    interrupt(&child);
    let error = finish(child).failure(130);
    assert!(error.contains("error: interrupted\n"), "{error}");
    error
}

pub(super) fn interrupt(child: &Child) {
    kill_process(Pid::from_child(child), Signal::INT).unwrap();
}

/// The JSON that a hint has in quotation marks, for `echo`.
#[track_caller]
fn echoed(error: &str) -> Vec<&str> {
    let found = error.split("echo '").skip(1);
    let found: Vec<_> = found.map(|rest| rest.split('\'').next().unwrap()).collect();
    assert!(!found.is_empty(), "{error}");
    found
}

const RESUME: [&str; 5] = ["job", "resume", "job.json", "--poll-interval", "1ms"];

const REPORT: [&str; 7] = [
    "report",
    "run",
    "--days",
    "7",
    "--wait",
    "--poll-interval",
    "1ms",
];

#[test]
fn a_report_that_is_waited_for_is_resumed() {
    let daily = Daily::at_noon();
    let error = interrupted_at(&daily, "analytics/get_report", &REPORT);
    assert!(error.contains("| pinterest job resume -"), "{error}");
    let handle = echoed(&error)[0].to_owned();
    daily.shell.write("job.json", &handle);
    let rows = daily.run_fast(&RESUME).lines();
    assert!(rows[0]["SPEND_IN_DOLLAR"].is_string(), "{rows:?}");
    daily
        .fake
        .requests()
        .to("analytics/create_report")
        .assert_count(1);
}

#[test]
fn a_saved_job_is_resumed_as_often_as_it_is_interrupted() {
    let daily = Daily::at_noon();
    let arguments = [&REPORT[..], &["--job", "job.json"]].concat();
    let error = interrupted_at(&daily, "analytics/get_report", &arguments);
    assert!(error.contains("`pinterest job resume job.json`"), "{error}");
    let resume = [&RESUME[..], &["--file", "report.csv"]].concat();
    let error = interrupted_at(&daily, "analytics/get_report", &resume);
    assert!(error.contains("`pinterest job resume job.json`"), "{error}");
    assert!(!daily.shell.path("report.csv").exists());
    daily.run_fast(&resume).output();
    assert!(daily.shell.path("report.csv").exists());
}

#[test]
fn a_job_that_was_created_anew_replaces_the_one_that_was_saved() {
    let daily = Daily::at_noon();
    let failed = Fault::on("analytics/get_report").times(1);
    daily
        .fake
        .inject(failed.replace("/report_status", Value::from("FAILED")));
    let arguments = [&REPORT[..], &["--job", "job.json"]].concat();
    let child = daily.shell.start(&arguments);
    for operation in ["analytics/create_report", "analytics/get_report"] {
        daily.wait_for(operation);
    }
    let first = std::fs::read_to_string(daily.shell.path("job.json")).unwrap();
    for operation in ["analytics/create_report", "analytics/get_report"] {
        daily.wait_for(operation);
    }
    interrupt(&child);
    finish(child).failure(130);
    let second = std::fs::read_to_string(daily.shell.path("job.json")).unwrap();
    assert_ne!(first, second);
    daily.run_fast(&RESUME).output();
}

#[test]
fn the_processing_of_a_feed_is_resumed() {
    let daily = Daily::at_noon();
    let feeds = daily.ids(&["catalogs", "feeds", "list"]);
    let mut ingest = vec!["catalogs", "feeds", "ingest", &*feeds[0], "--wait"];
    ingest.extend(["--poll-interval", "1ms"]);
    let error = interrupted_at(&daily, "feed_processing_results/list", &ingest);
    daily.shell.write("job.json", echoed(&error)[0]);
    let result = daily.run_fast(&RESUME).lines();
    assert_eq!(result[0]["status"], "COMPLETED", "{result:?}");
}

/// Two batches of items.
fn items(daily: &Daily) -> Vec<&'static str> {
    let rows = (1..=1500).map(|number| format!("{{\"id\": \"mug-{number}\"}}\n"));
    daily.shell.write("items.ndjson", &rows.collect::<String>());
    let upload = "catalogs items upload items.ndjson --country US --language en-US --action delete \
                  --poll-interval 1ms";
    upload.split(' ').collect()
}

#[test]
fn no_batch_of_items_is_lost() {
    let daily = Daily::at_noon();
    let error = interrupted_at(&daily, "items_batch/get", &items(&daily));
    let handles = echoed(&error);
    assert_eq!(handles.len(), 2, "{error}");
    for handle in handles {
        daily.shell.write("job.json", handle);
        let batch = daily.run_fast(&RESUME);
        assert!(batch.stdout.contains("COMPLETED"), "{batch:?}");
    }
}

#[test]
fn a_checkpoint_knows_the_batches_that_the_service_works_on() {
    let daily = Daily::at_noon();
    let upload = [&items(&daily)[..], &["--checkpoint", "items.json"]].concat();
    let error = interrupted_at(&daily, "items_batch/get", &upload);
    assert!(error.contains("the same command waits for it"), "{error}");
    let run = daily.run_fast(&upload);
    assert!(run.stderr.contains("1500 inputs settled before"), "{run:?}");
    let batches: Vec<Value> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(batches.len(), 2, "{run:?}");
    assert!(batches.iter().all(|batch| batch["status"] == "COMPLETED"));
    daily.fake.requests().to("items_batch/post").assert_count(2);
    assert!(!daily.shell.path("items.json").exists());
}

#[test]
fn an_upload_of_a_video_is_begun_again_or_gone_on_with() {
    let daily = Daily::at_noon();
    let board = daily.ids(&["boards", "list", "--max-items", "1", "--quiet"]);
    std::fs::write(daily.shell.path("print.mp4"), MP4).unwrap();
    let create = [
        "pins",
        "create",
        "--video",
        "print.mp4",
        "--board",
        &board[0],
    ];
    let delay = daily.fake.inject(Fault::on_transfer_host().delay(NEVER));
    let error = interrupted_at(&daily, "transfer", &create);
    assert!(error.contains("there is no Pin yet"), "{error}");
    daily.fake.remove_fault(delay);
    daily.fake.clear_requests();
    let error = interrupted_at(&daily, "media/get", &create);
    assert!(error.contains("--checkpoint video.json"), "{error}");
    daily.shell.write("video.json", echoed(&error)[0]);
    let go_on = [&create[..], &["--checkpoint", "video.json"]].concat();
    let pin = daily.run_fast(&go_on).lines();
    assert_eq!(pin[0]["board_id"], board[0]);
    daily.fake.requests().to("media/create").assert_count(1);
    daily.fake.requests().to("pins/create").assert_count(1);
}

#[test]
fn a_pin_whose_creation_was_interrupted_is_not_created_again() {
    let daily = Daily::start();
    let board = daily.ids(&["boards", "list", "--max-items", "1", "--quiet"]);
    std::fs::write(daily.shell.path("print.mp4"), MP4).unwrap();
    daily.fake.inject(Fault::on("pins/create").delay(NEVER));
    let mut create = vec!["pins", "create", "--video", "print.mp4"];
    create.extend(["--board", &*board[0], "--checkpoint", "video.json"]);
    daily.make_fast(true);
    let error = interrupted_at(&daily, "pins/create", &create);
    assert!(error.contains("look for the Pin"), "{error}");
    daily.fake.clear_faults();
    let error = daily.shell.run(&create).failure(8);
    assert!(error.contains("look for the Pin"), "{error}");
    daily.fake.requests().to("pins/create").assert_count(1);
}

#[test]
fn a_customer_list_is_created_once() {
    let daily = Daily::start();
    daily
        .shell
        .write("buyers.csv", "email\nada@example.com\ngrace@example.com\n");
    let mut create = vec!["customer-lists", "create", "Buyers", "buyers.csv"];
    create.extend(["--chunk-size", "1"]);
    let fault = Fault::on("customer_lists/update").delay(NEVER);
    let delay = daily.fake.inject(fault);
    let error = interrupted_at(&daily, "customer_lists/update", &create);
    let list = text(&daily.lines(&["customer-lists", "list"])[0], "/id");
    let lists = daily.ids(&["customer-lists", "list"]);
    assert!(lists.contains(&list));
    let id = error.split("the list ").nth(1).unwrap();
    let id = id.split(' ').next().unwrap();
    assert!(lists.iter().any(|list| list == id), "{error}");
    daily.fake.remove_fault(delay);
    let add = format!("customer-lists add {id} buyers.csv");
    assert!(error.contains(&format!("`pinterest {add}`")), "{error}");
    let add: Vec<&str> = add.split(' ').collect();
    daily.shell.run(&add).output();
    daily
        .fake
        .requests()
        .to("customer_lists/create")
        .assert_count(1);
    daily
        .fake
        .inject(Fault::on("customer_lists/update").status(403));
    let error = daily.shell.run(&create).failure(6);
    assert!(error.contains("exists and is incomplete"), "{error}");
}

#[test]
fn a_customer_list_with_a_checkpoint_is_gone_on_with() {
    let daily = Daily::start();
    daily.shell.write(
        "buyers.csv",
        "email\nada@example.com\ngrace@example.com\njoan@example.com\n",
    );
    let mut create = vec!["customer-lists", "create", "Buyers", "buyers.csv"];
    create.extend(["--chunk-size", "1", "--checkpoint", "buyers.json"]);
    let fault = Fault::on("customer_lists/update").nth(2).delay(NEVER);
    daily.fake.inject(fault);
    let child = daily.shell.start(&create);
    daily.wait_for("customer_lists/update");
    daily.wait_for("customer_lists/update");
    interrupt(&child);
    let error = finish(child).failure(130);
    assert!(error.contains("the same command goes on"), "{error}");
    daily.fake.clear_faults();
    let run = daily.shell.run(&create);
    assert!(run.stderr.contains("going on after line 3"), "{run:?}");
    assert!(run.stderr.contains("1 customer sent"), "{run:?}");
    let requests = daily.fake.requests();
    requests.to("customer_lists/create").assert_count(1);
    // The one that was interrupted, the one before it and the one after it.
    requests.to("customer_lists/update").assert_count(3);
    assert!(!daily.shell.path("buyers.json").exists());
    // The list of another command is not touched.
    daily
        .shell
        .write("buyers.json", "{\"list\": \"1\", \"line\": 2}");
    let add = [
        "customer-lists",
        "add",
        "2",
        "buyers.csv",
        "--checkpoint",
        "buyers.json",
    ];
    let error = daily.shell.run(&add).failure(2);
    assert!(
        error.contains("the checkpoint is that of the list 1"),
        "{error}"
    );
}

#[test]
fn a_customer_list_whose_creation_was_interrupted_is_not_created_again() {
    let daily = Daily::start();
    daily.shell.write("buyers.csv", "email\nada@example.com\n");
    let mut create = vec!["customer-lists", "create", "Buyers", "buyers.csv"];
    create.extend(["--checkpoint", "buyers.json"]);
    daily
        .fake
        .inject(Fault::on("customer_lists/create").delay(NEVER));
    let error = interrupted_at(&daily, "customer_lists/create", &create);
    assert!(error.contains("the list may exist"), "{error}");
    daily.fake.clear_faults();
    let error = daily.shell.run(&create).failure(1);
    assert!(error.contains("remove buyers.json"), "{error}");
    daily
        .fake
        .requests()
        .to("customer_lists/create")
        .assert_count(1);
    std::fs::remove_file(daily.shell.path("buyers.json")).unwrap();
    // A rejection says that there is no list.
    daily
        .fake
        .inject(Fault::on("customer_lists/create").nth(1).status(403));
    daily.shell.run(&create).failure(6);
    daily.shell.run(&create).output();
}

#[test]
fn an_upload_of_customers_with_a_checkpoint_sends_no_part_again() {
    let daily = Daily::start();
    let lists = daily.ids(&["customer-lists", "list", "--max-items", "1", "--quiet"]);
    daily.shell.write("customers.txt", "ada@example.com\n");
    let mut upload = vec!["customer-lists", "upload", &*lists[0], "customers.txt"];
    upload.extend(["--poll-interval", "1ms", "--checkpoint", "upload.json"]);
    let fault = Fault::on("customer_list_uploads/run").nth(1).delay(NEVER);
    daily.fake.inject(fault);
    let error = interrupted_at(&daily, "customer_list_uploads/run", &upload);
    assert!(error.contains("the same command goes on"), "{error}");
    daily.fake.clear_faults();
    let result = daily.run_fast(&upload).lines();
    assert_eq!(result[0]["state"], "SUCCEEDED", "{result:?}");
    let requests = daily.fake.requests();
    requests.on_transfer_host().assert_count(1);
    requests.to("customer_list_uploads/create").assert_count(1);
    assert!(!daily.shell.path("upload.json").exists());
}

#[test]
fn an_upload_of_customers_is_repeated() {
    let daily = Daily::start();
    let lists = daily.ids(&["customer-lists", "list", "--max-items", "1", "--quiet"]);
    daily.shell.write("customers.txt", "ada@example.com\n");
    let mut upload = vec!["customer-lists", "upload", &*lists[0], "customers.txt"];
    upload.extend(["--poll-interval", "1ms"]);
    let delay = daily.fake.inject(Fault::on_transfer_host().delay(NEVER));
    let error = interrupted_at(&daily, "transfer", &upload);
    assert!(error.contains("run the same command again"), "{error}");
    daily.fake.remove_fault(delay);
    let result = daily.run_fast(&upload).lines();
    assert_eq!(result[0]["state"], "SUCCEEDED", "{result:?}");
    daily
        .fake
        .requests()
        .to("customer_list_uploads/run")
        .assert_count(1);
}

#[test]
fn events_of_a_file_are_gone_on_with() {
    let daily = Daily::start();
    let time = daily.a_minute_ago();
    let event = |number| {
        format!(
            "{{\"event_name\": \"signup\", \"action_source\": \"web\", \"event_id\": \"{number}\", \
             \"event_time\": {time}, \"email\": \"ada@example.com\"}}\n"
        )
    };
    let events: String = (0..2500).map(event).collect();
    daily.shell.write("events.ndjson", &events);
    let mut send = vec!["conversions", "send", "events.ndjson"];
    send.extend(["--checkpoint", "events.json"]);
    let fault = Fault::on("events/create").nth(2).delay(NEVER);
    daily.fake.inject(fault);
    let child = daily.shell.start(&send);
    daily.wait_for("events/create");
    daily.wait_for("events/create");
    interrupt(&child);
    let error = finish(child).failure(130);
    assert!(
        error.contains("the same command sends what is left"),
        "{error}"
    );
    daily.fake.clear_faults();
    let run = daily.shell.run(&send);
    assert!(run.stderr.contains("1000 inputs settled"), "{run:?}");
    // The events of the request that was interrupted are repeated if that is safe.
    assert!(run.stderr.contains(" of 1500 succeeded"), "{run:?}");
}

#[test]
fn rows_from_standard_input_end_with_the_command() {
    let daily = Daily::start();
    let mut child = daily
        .shell
        .command(&["conversions", "send", "-"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let event = |number: u32| {
        let time = daily.a_minute_ago();
        format!(
            "{{\"event_name\": \"signup\", \"action_source\": \"web\", \"event_id\": \"{number}\", \
             \"event_time\": {time}, \"email\": \"ada@example.com\"}}\n"
        )
    };
    let events: String = (0..1000).map(event).collect();
    input.write_all(events.as_bytes()).unwrap();
    daily.wait_for("events/create");
    interrupt(&child);
    // More is never written, and nothing says that there is none: whether the command waits for it
    // or for a response, it ends.
    let code = child.wait().unwrap().code();
    assert_eq!(code, Some(130));
    drop(input);
}
