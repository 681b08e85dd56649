//! Conversion events from files.

use pinterest_fake::Fault;
use serde_json::json;

use super::Daily;

/// The SHA-256 hash of `ada@example.com`, by sha256sum.
const ADA: &str = "b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72";

fn csv(time: u64, count: usize) -> String {
    let mut text = "event_name,action_source,event_id,event_time,email,value,currency\n".to_owned();
    for number in 1..=count {
        text.push_str(&format!(
            "checkout,web,order-{number},{time}, Ada@Example.com ,7.50,EUR\n"
        ));
    }
    text
}

#[test]
fn events_are_hashed_before_they_are_sent() {
    let daily = Daily::start();
    let time = daily.a_minute_ago();
    daily.shell.write("events.csv", &csv(time, 2));
    let run = daily.shell.run(&["conversions", "send", "events.csv"]);
    assert!(run.stderr.contains("2 of 2 succeeded"), "{run:?}");
    run.output();
    let sent = daily.sent("events/create");
    let expected = json!({
        "event_name": "checkout", "action_source": "web", "event_id": "order-1",
        "event_time": time, "user_data": {"em": [ADA]},
        "custom_data": {"value": "7.50", "currency": "EUR"},
    });
    assert_eq!(sent[0]["data"][0], expected);
    let requests = daily.fake.requests();
    assert!(!format!("{requests:?}").contains("Ada@"));
}

#[test]
fn events_that_fail_are_named_in_a_file_without_personal_data() {
    let daily = Daily::start();
    let time = daily.a_minute_ago();
    let rows = csv(time, 3) + &format!("checkout,web,order-4,{time},nowhere,1,EUR\n");
    daily.shell.write("events.csv", &rows);
    daily
        .fake
        .inject(Fault::on("events/create").failed_events([1]));
    let arguments = [
        "conversions",
        "send",
        "events.csv",
        "--failures",
        "failed.ndjson",
    ];
    let error = daily.shell.run(&arguments).failure(3);
    assert!(error.contains("2 of 4 succeeded, 2 failed"), "{error}");
    let failed = std::fs::read_to_string(daily.shell.path("failed.ndjson")).unwrap();
    let mut lines: Vec<(u64, String)> = failed
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|failure| (failure["line"].as_u64().unwrap(), failure.to_string()))
        .collect();
    lines.sort();
    assert_eq!(lines.len(), 2, "{failed}");
    assert!(
        lines[0].0 == 3 && lines[0].1.contains("order-2"),
        "{failed}"
    );
    assert_eq!(lines[1].0, 5, "{failed}");
    assert!(
        !failed.contains("nowhere") && !failed.contains(ADA),
        "{failed}"
    );
}

#[test]
fn lines_of_json_come_from_standard_input() {
    let daily = Daily::start();
    let event = json!({
        "event_name": "signup", "action_source": "web", "event_id": "s-1",
        "event_time": daily.a_minute_ago(), "user_data": {"em": [ADA]},
    });
    let arguments = ["conversions", "send", "-", "--test"];
    daily
        .shell
        .run_with_input(&arguments, &format!("{event}\n"))
        .output();
    let sent = daily
        .fake
        .requests()
        .to("events/create")
        .with_query("test", "true");
    assert_eq!(sent.bodies()[0]["data"][0], event);
}

#[test]
fn failures_of_later_requests_and_runs_have_their_lines() {
    let daily = Daily::start();
    let time = daily.a_minute_ago();
    let event = |number| {
        json!({
            "event_name": "signup", "action_source": "web", "event_id": format!("s-{number}"),
            "event_time": time, "user_data": {"em": [ADA]},
        })
    };
    // An empty line, one that is no JSON, and 1500 events.
    let events: String = (0..1500)
        .map(|number| format!("{}\n", event(number)))
        .collect();
    daily
        .shell
        .write("events.ndjson", &format!("\nno JSON\n{events}"));
    let faults = [
        Fault::on("events/create").nth(1).failed_events([10]),
        Fault::on("events/create").nth(2).status(403),
        Fault::on("events/create").nth(3).failed_events([499]),
    ];
    for fault in faults {
        daily.fake.inject(fault);
    }
    let mut arguments = vec!["conversions", "send", "events.ndjson"];
    arguments.extend(["--failures", "failed.ndjson", "--checkpoint", "events.json"]);
    let run = || {
        let _ = std::fs::remove_file(daily.shell.path("failed.ndjson"));
        let error = daily.shell.run(&arguments).failure(3);
        let failed = std::fs::read_to_string(daily.shell.path("failed.ndjson")).unwrap();
        let failed = failed.lines().map(|line| {
            let failure: serde_json::Value = serde_json::from_str(line).unwrap();
            let id = failure.pointer("/input/event_id").cloned();
            (failure["line"].as_u64().unwrap(), id.unwrap_or_default())
        });
        (error, failed.collect::<std::collections::BTreeMap<_, _>>())
    };
    let (_, failed) = run();
    assert_eq!(failed[&2], json!(null));
    assert_eq!(failed[&13], "s-10");
    assert_eq!(
        (&failed[&1003], &failed[&1502]),
        (&json!("s-1000"), &json!("s-1499"))
    );
    assert_eq!(failed.len(), 502, "{failed:?}");
    let (_, failed) = run();
    assert_eq!(failed.len(), 2, "{failed:?}");
    assert_eq!(failed[&1502], "s-1499");
}

#[test]
fn a_file_is_gone_on_with_where_a_request_failed() {
    let daily = Daily::start();
    daily
        .shell
        .write("events.csv", &csv(daily.a_minute_ago(), 1500));
    daily
        .fake
        .inject(Fault::on("events/create").nth(2).times(1).status(403));
    let arguments = [
        "conversions",
        "send",
        "events.csv",
        "--checkpoint",
        "events.json",
    ];
    daily.shell.run(&arguments).failure(3);
    let run = daily.shell.run(&arguments);
    assert!(run.stderr.contains("500 of 500 succeeded"), "{run:?}");
    run.output();
    let sent = daily
        .fake
        .requests()
        .to("events/create")
        .with_status(200)
        .bodies();
    let counts: Vec<usize> = sent
        .iter()
        .map(|body| body["data"].as_array().unwrap().len())
        .collect();
    assert_eq!(counts, [1000, 500]);
}

#[test]
fn a_dry_run_shows_hashes() {
    let daily = Daily::start();
    daily
        .shell
        .write("events.csv", &csv(daily.a_minute_ago(), 1));
    let output = daily
        .shell
        .run(&["conversions", "send", "events.csv", "--dry-run"])
        .output();
    assert!(output.contains(ADA) && !output.contains("Ada@"), "{output}");
    daily.fake.requests().assert_count(0);
}
