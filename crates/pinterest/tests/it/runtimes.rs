//! A client that several runtimes use, one of which nobody drives, and runtimes that end soon.

use std::thread;
use std::time::Duration;

use futures_util::FutureExt;
use pinterest::{Client, Error, ErrorKind};
use pinterest_test_support::{Response, Server};
use tokio::runtime::{Builder, Runtime};

use crate::clients::Clients;

/// Only driven during calls of `block_on`.
fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn server() -> Server {
    Server::with_handler(|_| Response::ok(r#"{"brand_account_id": "6660", "items": []}"#))
}

async fn call(client: &Client) -> Result<usize, Error> {
    let page = client.business("7290").invites().list().await?;
    Ok(page.len())
}

#[test]
fn a_runtime_that_nobody_drives_holds_up_no_call_of_another() {
    let server = server();
    let builder = server.client_builder().with_timeout(Duration::from_secs(5));
    let client = builder.build().unwrap();
    let (idle, busy) = (runtime(), runtime());
    for _ in 0..3 {
        idle.block_on(call(&client)).unwrap();
        busy.block_on(call(&client)).unwrap();
    }
    // Each has its own connection, which it uses again.
    assert_eq!((server.requests().len(), server.connections()), (6, 2));
}

#[test]
fn a_runtime_that_ends_takes_no_call_of_another_with_it() {
    let server = server();
    let client = server.client();
    let ending = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    ending.block_on(call(&client)).unwrap();
    runtime().block_on(async {
        let (response, held) = Response::ok(r#"{"items": []}"#).held();
        server.respond(response);
        let call = tokio::spawn({
            let client = client.clone();
            async move { call(&client).await }
        });
        server.received(2).await;
        ending.shutdown_background();
        held.release();
        call.await.unwrap().unwrap();
    });
}

#[test]
fn runtimes_of_one_call_each_share_a_client() {
    let server = server();
    let client = server.client();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..25 {
                    runtime().block_on(call(&client)).unwrap();
                }
            });
        }
    });
    assert_eq!((server.requests().len(), server.connections()), (100, 100));
}

/// All calls of a runtime share a connection of HTTP/2, and no two runtimes share one.
#[cfg(all(feature = "http2", feature = "rustls"))]
#[test]
fn a_connection_of_http2_is_not_shared_either() {
    use pinterest_test_support::{Http2Server, Identity};

    let server = Http2Server::start(Identity::Trusted, [], |_| Response::ok(r#"{"items": []}"#));
    let builder = server.client_builder().with_timeout(Duration::from_secs(5));
    let client = builder.build().unwrap();
    let (idle, busy) = (runtime(), runtime());
    for _ in 0..3 {
        idle.block_on(call(&client)).unwrap();
        busy.block_on(call(&client)).unwrap();
    }
    assert_eq!((server.requests().len(), server.connections()), (6, 2));
}

/// Its connections cannot be kept apart.
#[test]
fn the_http_client_of_a_user_is_rejected_on_a_second_runtime() {
    let server = server();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let client = server.client_builder().with_http_client(http);
    let client = client.build().unwrap();
    let (first, second) = (runtime(), runtime());
    first.block_on(call(&client)).unwrap();
    let error = second.block_on(call(&client)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error:?}");
    assert!(!error.may_have_acted(), "{error:?}");
    let remedy = "use `with_http_client_builder` instead";
    assert!(error.to_string().contains(remedy), "{error}");
    first.block_on(call(&client)).unwrap();
    drop(first);
    second.block_on(call(&client)).unwrap();
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn a_call_without_a_runtime_says_so() {
    let server = server();
    let client = server.client();
    let error = call(&client).now_or_never().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error:?}");
    assert!(error.to_string().contains("Tokio runtime"), "{error}");
    server.assert_untouched();
}

/// The HTTP client is built again for each runtime, with the same settings.
#[test]
fn settings_of_a_user_apply_to_every_runtime() {
    let server = server();
    let client = server.client_builder().with_http_client_builder(|http| {
        let mut headers = reqwest::header::HeaderMap::new();
        headers.insert("x-shop", "lakeside".parse().unwrap());
        http.default_headers(headers)
    });
    let client = client.build().unwrap();
    for _ in 0..3 {
        runtime().block_on(call(&client)).unwrap();
        assert_eq!(server.take_request().header("x-shop"), ["lakeside"]);
    }
}
