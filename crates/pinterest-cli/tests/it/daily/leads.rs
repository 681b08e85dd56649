//! Leads that are received by webhook.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::process::{Child, ChildStderr};

use pinterest_test_support::{Response, Server};
use serde_json::{Value, json};

use super::Daily;
use crate::command::{Run, finish};

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
        "--keep-subscription",
    ];
    let listening = Listening::start(&daily, &arguments);
    send_lead(&daily);
    let run = listening.finish();
    assert!(run.stderr.contains(" stays\n"), "{run:?}");
    let lead: Value = serde_json::from_str(run.output().trim()).unwrap();
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

/// A command that listens, whose standard error is read.
struct Listening {
    child: Child,
    stderr: BufReader<ChildStderr>,
    seen: String,
}

impl Listening {
    #[track_caller]
    fn start(daily: &Daily, arguments: &[&str]) -> Self {
        let mut child = daily.shell.start(arguments);
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let mut listening = Self {
            child,
            stderr,
            seen: String::new(),
        };
        while !listening.seen.contains("listening on") {
            let read = listening.stderr.read_line(&mut listening.seen).unwrap();
            assert!(read > 0, "it ended: {}", listening.seen);
        }
        listening
    }

    fn finish(mut self) -> Run {
        self.stderr.read_to_string(&mut self.seen).unwrap();
        let mut run = finish(self.child);
        run.stderr = self.seen;
        run
    }
}

#[test]
fn leads_are_one_table() {
    let daily = Daily::start();
    let port = free_port().to_string();
    let url = format!("http://127.0.0.1:{port}/leads");
    let mut arguments = vec!["leads", "listen", "--port", &port, "--subscribe", &url];
    arguments.extend(["--max-leads", "2", "-o", "table"]);
    let listening = Listening::start(&daily, &arguments);
    send_lead(&daily);
    send_lead(&daily);
    let run = listening.finish();
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 3, "{run:?}");
    assert!(lines[0].starts_with("LEAD ") && !lines[2].starts_with("LEAD "));
    let column = |line: &str| line.find("{").unwrap();
    assert_eq!(column(lines[1]), column(lines[2]), "{run:?}");
    assert!(run.stderr.contains(" deleted\n"), "{run:?}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_deletes_the_subscription_that_the_command_has_created() {
    let daily = Daily::start();
    let list = ["leads", "subscriptions"];
    let before = daily.ids(&list);
    let port = free_port().to_string();
    let url = format!("http://127.0.0.1:{port}/leads");
    let arguments = ["leads", "listen", "--port", &port, "--subscribe", &url];
    let listening = Listening::start(&daily, &arguments);
    assert_eq!(daily.ids(&list).len(), before.len() + 1);
    super::interruption::interrupt(&listening.child);
    let run = listening.finish();
    assert!(run.stderr.contains(" deleted\n"), "{run:?}");
    run.failure(130);
    assert_eq!(daily.ids(&list), before);
    let without = ["leads", "listen", "--port", &port];
    let listening = Listening::start(&daily, &without);
    super::interruption::interrupt(&listening.child);
    listening.finish().failure(130);
    assert_eq!(daily.ids(&list), before);
}

#[test]
fn a_path_starts_with_a_slash() {
    let daily = Daily::start();
    daily
        .shell
        .run(&["leads", "listen", "--path", "leads"])
        .failure(2);
}
