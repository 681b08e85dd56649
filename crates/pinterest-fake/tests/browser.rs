//! The page in a browser: `cargo test -p pinterest-fake --test browser -- --ignored`.

#![allow(clippy::unwrap_used, clippy::panic)] // A failed unwrap fails the test.

use std::process::{Command, Stdio};

use pinterest_fake::{Fake, Fault};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

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

/// Passes the connections of a browser on to the fake, which receives one more request of the API
/// each time before the page's script asks for the journal. The script therefore always finds an
/// entry that the page did not have when it was sent.
async fn with_a_request_before_each_poll(fake: &Fake, request: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/_fake/", listener.local_addr().unwrap());
    let address = reqwest::Url::parse(&fake.url()).unwrap();
    let address = address.socket_addrs(|| None).unwrap()[0];
    tokio::spawn(async move {
        while let Ok((browser, _)) = listener.accept().await {
            let server = TcpStream::connect(address).await.unwrap();
            let (mut from_browser, mut to_browser) = browser.into_split();
            let (mut from_server, mut to_server) = server.into_split();
            tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_browser).await });
            let request = request.clone();
            tokio::spawn(async move {
                let mut buffer = vec![0; 64 * 1024];
                // A browser that ends resets its connections.
                while let Ok(count @ 1..) = from_browser.read(&mut buffer).await {
                    let part = &buffer[..count];
                    if part.starts_with(b"GET /_fake/journal") {
                        status_of(&request).await;
                    }
                    if to_server.write_all(part).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    url
}

/// The rows of the journal.
fn rows(dom: &str) -> impl Iterator<Item = &str> {
    dom.split("<tr ")
        .filter(|row| row.starts_with("data-entry="))
}

async fn status_of(url: &str) -> u16 {
    let request = reqwest::Client::new().get(url).bearer_auth("pina_test");
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium: the program `chromium`, or the one that CHROMIUM names"]
async fn the_page_is_rendered_and_grows() {
    let fake = Fake::start().await.unwrap();
    // The journal notes the name of the parameter, which must not become an element of the page.
    let rejected = format!("{}/boards?<i>=1", fake.url());
    fake.inject(Fault::on("pins/list").status(503));
    assert_eq!(status_of(&format!("{}/pins", fake.url())).await, 503);
    assert_eq!(status_of(&rejected).await, 400);
    let url = with_a_request_before_each_poll(&fake, rejected).await;
    let dom = tokio::task::spawn_blocking(move || dom(&url))
        .await
        .unwrap();
    assert!(dom.contains("<span id=\"live\">live</span>"), "{dom}");
    assert!(
        dom.contains("{\"operation\":\"pins/list\",\"status\":503}"),
        "{dom}"
    );
    // Once by the page as it was sent, and then by its script.
    let (sent, added) =
        rows(&dom).partition::<Vec<_>, _>(|row| !row.contains("data-by=\"script\""));
    assert!(sent.iter().any(|row| row.contains("'&lt;i&gt;'")), "{dom}");
    assert!(added.iter().any(|row| row.contains("'&lt;i&gt;'")), "{dom}");
    assert!(!dom.contains("'<i>'"), "{dom}");
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
