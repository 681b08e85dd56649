//! Figures of the built command: its start, and a long list beside curl and jq.
//!
//! ```text
//! cargo bench --package pinterest-cli
//! ```

// It reports to standard output, and a failure ends it.
#![allow(clippy::expect_used, clippy::print_stdout)]

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use pinterest_test_support::{Request, Response, Server};

const ITEMS: usize = 100_000;
const PAGE: usize = 250;
const STARTS: u32 = 50;
const RUNS: usize = 5;

/// What a shell would do without the command.
const CURL_AND_JQ: &str = r#"
bookmark=
while :; do
    page=$(curl --silent --header "Authorization: Bearer $PINTEREST_ACCESS_TOKEN" \
        "$PINTEREST_API_URI/boards?page_size=250${bookmark:+&bookmark=$bookmark}")
    printf '%s' "$page" | jq --compact-output '.items[]'
    bookmark=$(printf '%s' "$page" | jq --raw-output '.bookmark // empty')
    [ -n "$bookmark" ] || break
done
"#;

fn main() {
    // `cargo test --benches` only has to compile it.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let server = Server::builder().handler(page).without_journal().start();
    let url = server.url().to_string();
    let url = url.trim_end_matches('/');
    start();
    let ours = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pinterest"));
        command.args(["api", "boards/list", "--paginate"]);
        command
    };
    let theirs = || {
        let mut command = Command::new("sh");
        command.args(["-c", CURL_AND_JQ]);
        command
    };
    let ours = best("pinterest api --paginate", url, ours);
    let theirs = best("curl and jq", url, theirs);
    println!(
        "{:.2} times as many items a second as curl and jq",
        theirs.as_secs_f64() / ours.as_secs_f64()
    );
}

/// A page of boards, as the service sends them.
fn page(request: &Request) -> Response {
    let first: usize = request
        .parameter("bookmark")
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    let items: Vec<String> = (first..(first + PAGE).min(ITEMS)).map(board).collect();
    let next = first + PAGE;
    let bookmark = if next < ITEMS {
        format!("\"{next}\"")
    } else {
        "null".to_owned()
    };
    Response::ok(format!(
        r#"{{"items":[{}],"bookmark":{bookmark}}}"#,
        items.join(",")
    ))
}

fn board(number: usize) -> String {
    format!(
        r#"{{"id":"54975588517{number:07}","name":"Board number {number}","description":"What the board is about, in a sentence or two, as people write them.","owner":{{"username":"oakandlinen"}},"privacy":"PUBLIC","pin_count":{},"follower_count":1284,"collaborator_count":0,"created_at":"2026-01-02T18:39:40","board_pins_modified_at":"2026-08-28T11:41:13","is_ads_only":false,"media":{{"image_cover_url":"https://i.pinimg.com/400x300/fd/cd/d5/fdcdd5a6d8a80824add0d054125cd957.jpg","pin_thumbnail_urls":["https://i.pinimg.com/150x150/b4/57/10/b45710f1ede96af55230f4b43935c4af.jpg","https://i.pinimg.com/150x150/dd/ff/46/ddff4616e39c1935cd05738794fa860e.jpg"]}}}}"#,
        number % 977
    )
}

/// The start of the command, with all that it reads.
fn start() {
    let run = || {
        let status = Command::new(env!("CARGO_BIN_EXE_pinterest"))
            .arg("operations")
            .stdout(Stdio::null())
            .status();
        assert!(status.expect("it starts").success());
    };
    run();
    let began = Instant::now();
    for _ in 0..STARTS {
        run();
    }
    let each = began.elapsed() / STARTS;
    println!("pinterest operations: {:.1} ms", each.as_secs_f64() * 1e3);
}

fn best(name: &str, url: &str, command: impl Fn() -> Command) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..RUNS {
        let began = Instant::now();
        let output = command()
            .env("PINTEREST_API_URI", url)
            .env("PINTEREST_ACCESS_TOKEN", "pina_bench")
            .stderr(Stdio::inherit())
            .output()
            .expect("it starts");
        let time = began.elapsed();
        let lines = output.stdout.iter().filter(|byte| **byte == b'\n').count();
        assert!(
            output.status.success() && lines == ITEMS,
            "{name}: {lines} items"
        );
        best = best.min(time);
    }
    let rate = ITEMS as f64 / best.as_secs_f64();
    println!(
        "{name}: {:.2} s, {rate:.0} items a second",
        best.as_secs_f64()
    );
    best
}
