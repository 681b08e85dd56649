//! Reports, and jobs that are resumed.

use pinterest_fake::Fault;
use serde_json::Value;

use super::Daily;

const RUN: [&str; 8] = [
    "report",
    "run",
    "--days",
    "7",
    "--granularity",
    "TOTAL",
    "--poll-interval",
    "1ms",
];

#[test]
fn a_report_is_waited_for_and_written_to_a_file() {
    let daily = Daily::start();
    let arguments = [&RUN[..], &["--file", "report.csv"]].concat();
    let run = daily.run_fast(&arguments);
    assert!(run.stderr.contains("bytes in report.csv"), "{run:?}");
    run.output();
    let file = std::fs::read_to_string(daily.shell.path("report.csv")).unwrap();
    assert!(
        file.lines().next().unwrap().contains("SPEND_IN_DOLLAR"),
        "{file}"
    );
    assert!(!daily.shell.path("report.csv.part").exists());
    let body = &daily.sent("analytics/create_report")[0];
    assert_eq!(body["level"], "CAMPAIGN");
    assert_eq!(body["report_format"], "CSV");
}

#[test]
fn rows_of_a_report_are_printed() {
    let daily = Daily::start();
    let rows = daily.run_fast(&[&RUN[..], &["--wait"]].concat()).lines();
    assert!(rows[0]["SPEND_IN_DOLLAR"].is_string(), "{rows:?}");
}

#[test]
fn a_job_is_saved_and_resumed() {
    let daily = Daily::start();
    let handle = daily.lines(&RUN);
    assert_eq!(handle[0]["kind"], "ads_report");
    let job = handle[0].to_string();
    let status = daily
        .shell
        .run_with_input(&["job", "status", "-"], &job)
        .lines();
    assert_eq!(status[0]["state"], "running");
    daily.shell.write("job.json", &job);
    let error = daily
        .shell
        .run(&["job", "resume", "job.json", "--wait-timeout", "1ms"]);
    let error = error.failure(8);
    assert!(error.contains("pinterest job resume job.json"), "{error}");
    let resume = ["job", "resume", "job.json", "--file", "report.csv"];
    daily.run_fast(&resume).output();
    assert!(daily.shell.path("report.csv").exists());
    let status = daily.lines(&["job", "status", "job.json"]);
    assert_eq!(status[0]["state"], "finished");
}

#[test]
fn a_job_that_failed_has_exit_code_8() {
    let daily = Daily::start();
    daily
        .fake
        .inject(Fault::on("analytics/get_report").replace("/report_status", Value::from("FAILED")));
    let arguments = [&RUN[..], &["--wait", "--retries", "0"]].concat();
    let error = daily.run_fast(&arguments).failure(8);
    assert!(error.contains("FAILED"), "{error}");
}

#[test]
fn what_is_no_job_is_a_wrong_argument() {
    let daily = Daily::start();
    daily.shell.write("job.json", "{}");
    daily.shell.run(&["job", "resume", "job.json"]).failure(2);
    daily.shell.write(
        "job.json",
        r#"{"kind": "nosuch", "ids": {}, "started_at": 0}"#,
    );
    let error = daily.shell.run(&["job", "status", "job.json"]).failure(2);
    assert!(error.contains("`nosuch`"), "{error}");
}

#[test]
fn a_template_says_what_a_report_has() {
    let daily = Daily::start();
    let templates = daily.ids(&["report", "templates"]);
    let arguments = ["report", "run", "--template", &templates[0], "--wait"];
    daily.run_fast(&arguments).output();
    daily
        .fake
        .requests()
        .to("analytics/create_template_report")
        .assert_count(1);
}
