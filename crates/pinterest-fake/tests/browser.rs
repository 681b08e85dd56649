//! The page in a browser: `cargo test -p pinterest-fake --test browser -- --ignored`.

#![allow(clippy::unwrap_used, clippy::panic)] // A failed unwrap fails the test.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use pinterest_fake::{Fake, Fault};

/// The document of a page after its script has run.
fn dom(url: &str) -> String {
    let program = std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".to_owned());
    // Two browsers cannot have one profile; the ports of two fakes differ.
    let port: String = url.chars().filter(char::is_ascii_digit).collect();
    let profile = format!("{}/browser-{port}", env!("CARGO_TARGET_TMPDIR"));
    let output = Command::new(&program)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--virtual-time-budget=5000",
            "--dump-dom",
        ])
        .arg(format!("--user-data-dir={profile}"))
        .arg(url)
        .stderr(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    let _ = std::fs::remove_dir_all(profile);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium: the program `chromium`, or the one that CHROMIUM names"]
async fn the_page_is_rendered_and_grows() {
    let fake = Fake::start().await.unwrap();
    fake.inject(Fault::on("pins/list").status(503));
    let http = reqwest::Client::new();
    let get = async |path: &str| {
        let request = http
            .get(format!("{}{path}", fake.url()))
            .bearer_auth("pina_test");
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(get("/pins").await, 503);
    assert_eq!(get("/<b id=injected>").await, 404);
    let url = fake.admin_url();
    let is_over = Arc::new(AtomicBool::new(false));
    let of_browser = Arc::clone(&is_over);
    let browser = tokio::task::spawn_blocking(move || {
        let dom = dom(&url);
        of_browser.store(true, Ordering::SeqCst);
        dom
    });
    // Requests go on while the page is open, so that its script finds new ones.
    while !is_over.load(Ordering::SeqCst) && !browser.is_finished() {
        assert_eq!(get("/boards").await, 200);
    }
    let dom = browser.await.unwrap();
    assert!(dom.contains("<span id=\"live\">live</span>"), "{dom}");
    assert!(dom.contains("data-by=\"script\""), "{dom}");
    assert!(dom.contains("boards/list"), "{dom}");
    assert!(
        dom.contains("{\"operation\":\"pins/list\",\"status\":503}"),
        "{dom}"
    );
    assert!(
        !dom.contains("id=\"injected\"") && !dom.contains("id=injected"),
        "{dom}"
    );
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium: the program `chromium`, or the one that CHROMIUM names"]
async fn one_request_is_shown_in_full() {
    let fake = Fake::start().await.unwrap();
    let request = reqwest::Client::new().post(format!("{}/boards", fake.url()));
    let request = request
        .bearer_auth("pina_secret")
        .body("{\"name\": \"<i>Oak</i>\"}");
    request
        .header("content-type", "application/json")
        .send()
        .await
        .unwrap();
    let url = format!("{}requests/1", fake.admin_url());
    let dom = tokio::task::spawn_blocking(move || dom(&url))
        .await
        .unwrap();
    assert!(dom.contains("Request 1"), "{dom}");
    assert!(dom.contains("&lt;i&gt;Oak&lt;/i&gt;"), "{dom}");
    assert!(
        dom.contains("Bearer pina***") && !dom.contains("pina_secret"),
        "{dom}"
    );
}
