//! Leads that are received by webhook.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;

use pinterest_test_support::{Response, Server};
use serde_json::{Value, json};

use super::Daily;
use crate::command::finish;

/// A port that was free a moment ago.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn send_lead(daily: &Daily) {
    let forms = daily.lines(&["api", "lead_forms/list", "-f", "ad_account_id=549770000001"]);
    let form = forms[0]["items"][0]["id"].as_str().unwrap().to_owned();
    let form = format!("lead_form_id={form}");
    let body = json!({"answers": ["Ada Birch", "ada@example.com", "This year"]}).to_string();
    let arguments = [
        "api",
        "lead_form_test/create",
        "-f",
        "ad_account_id=549770000001",
        "-f",
        &form,
        "--input",
        "-",
    ];
    daily.shell.run_with_input(&arguments, &body).output();
}

#[test]
fn leads_are_decrypted_printed_and_forwarded() {
    let daily = Daily::start();
    let crm = Server::with_handler(|_| Response::ok(""));
    let port = free_port().to_string();
    let url = format!("http://127.0.0.1:{port}/leads");
    let forward = crm.url().join("crm").unwrap().to_string();
    let arguments = [
        "leads",
        "listen",
        "--port",
        &port,
        "--subscribe",
        &url,
        "--forward",
        &forward,
        "--max-leads",
        "1",
    ];
    let mut child = daily.shell.start(&arguments);
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.starts_with("listening on") {
        line.clear();
        assert!(stderr.read_line(&mut line).unwrap() > 0, "it ended");
    }
    send_lead(&daily);
    let lead: Value = serde_json::from_str(finish(child).output().trim()).unwrap();
    assert_eq!(lead["answers"]["EMAIL"], "ada@example.com");
    let forwarded = crm.take_request();
    let forwarded: Value = serde_json::from_slice(forwarded.body()).unwrap();
    assert_eq!(forwarded, lead);
    let subscriptions = daily.shell.run(&["leads", "subscriptions"]).output();
    assert!(subscriptions.contains(&url), "{subscriptions}");
    assert!(
        !subscriptions.contains("cryptographic_key"),
        "{subscriptions}"
    );
}

#[test]
fn a_path_starts_with_a_slash() {
    let daily = Daily::start();
    daily
        .shell
        .run(&["leads", "listen", "--path", "leads"])
        .failure(2);
}
