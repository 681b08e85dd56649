//! Which response a request gets, and what the journal says of it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pinterest_test_support::{Fault, Plan, Response, Server};
use tokio::io::AsyncReadExt;

use super::{connect, exchange, receive, send, write};

#[tokio::test]
async fn one_connection_carries_many_requests() {
    let server = Server::with_responses([Response::ok("{1}"), Response::new(204, "")]);
    let mut socket = connect(&server).await.unwrap();
    send(&mut socket, "GET /a?x=%20", "").await.unwrap();
    assert_eq!(
        receive(&mut socket, "{1}").await,
        "HTTP/1.1 200 \r\ncontent-type: application/json\r\ncontent-length: 3\r\n\r\n{1}"
    );
    send(&mut socket, "PATCH /b", "[2]").await.unwrap();
    assert_eq!(
        receive(&mut socket, "\r\n\r\n").await,
        "HTTP/1.1 204 \r\n\r\n"
    );
    assert_eq!(server.connections(), 1);
    let requests = server.requests();
    assert_eq!(requests[0].parameter("x"), Some("%20"));
    assert_eq!(requests[1].header("host"), ["x"]);
    assert_eq!((requests[1].number(), requests[1].text()), (1, "[2]"));
    assert_eq!(server.take_lines(), ["GET /a?x=%20", "PATCH /b [2]"]);
    server.assert_untouched();
}

#[tokio::test]
async fn plan_target_order_and_handler_decide_in_this_order() {
    let server = Server::builder()
        .plan(Plan::First(vec![Response::html(502).into()]))
        .handler(|request| Response::ok(request.path()))
        .start();
    server.respond(Response::ok("in order"));
    server.respond_at("/a", Response::ok("at its target"));
    for expected in ["back</h1></body></html>", "at its target", "in order", "/a"] {
        let mut socket = connect(&server).await.unwrap();
        send(&mut socket, "GET /a", "").await.unwrap();
        receive(&mut socket, expected).await;
    }
    assert_eq!(server.targets(), ["/a"; 4]);
}

#[tokio::test]
async fn a_held_response_comes_when_it_is_released() {
    let server = Server::start();
    let whole = server.hold_at("/whole", Response::ok("{}"));
    let (part, rest) = Response::ok("first, second").held_after(5);
    server.respond_at("/part", part);
    let mut socket = connect(&server).await.unwrap();
    send(&mut socket, "GET /whole", "").await.unwrap();
    server.received(1).await;
    assert!(socket.try_read(&mut [0]).is_err(), "nothing has come yet");
    whole.release();
    receive(&mut socket, "{}").await;
    send(&mut socket, "GET /part", "").await.unwrap();
    receive(&mut socket, "first").await;
    assert!(
        socket.try_read(&mut [0]).is_err(),
        "the rest has not come yet"
    );
    rest.release();
    receive(&mut socket, ", second").await;
}

#[tokio::test]
async fn a_client_that_goes_away_is_noticed() {
    let server = Server::with_responses([Response::stalled()]);
    let _held = server.hold_at("/held", Response::ok("{}"));
    for target in ["/held", "/stalled"] {
        let mut socket = connect(&server).await.unwrap();
        send(&mut socket, &format!("GET {target}"), "")
            .await
            .unwrap();
        server.received_at(target).await;
        drop(socket);
        server.abandoned(target).await;
    }
}

#[tokio::test]
async fn connections_are_rejected_before_the_server_opens_and_after_its_last_response() {
    let mut server = Server::builder()
        .handler(|_| Response::ok("{}"))
        .closed()
        .start();
    connect(&server).await.unwrap_err();
    server.open();
    connect(&server).await.unwrap();

    let server = Server::with_last_responses([Response::ok("1"), Response::ok("2")]);
    for expected in ["1", "2"] {
        let response = exchange(&server, "GET /", "").await.unwrap();
        assert!(response.ends_with(expected), "{response}");
    }
    connect(&server).await.unwrap_err();
}

#[tokio::test]
async fn the_journal_knows_what_the_server_may_have_acted_on() {
    let faults = [
        Fault::ClosedBeforeReading,
        Response::json(429, "{}").into(),
        Response::json(400, r#"{"code": 12, "message": ""}"#).into(),
        Fault::ClosedWithoutResponse,
    ];
    let responses = faults.map(|fault| match fault {
        Fault::Response(response) => response.header("connection", "close"),
        fault => fault.into(),
    });
    let server = Server::with_responses(responses);
    for number in 0..4 {
        let _ = exchange(&server, &format!("GET /{number}"), "").await;
    }
    assert_eq!(server.targets(), ["/1", "/2", "/3"]);
    let acted = server.acted();
    let acted: Vec<_> = acted.iter().map(|request| request.target()).collect();
    assert_eq!(acted, ["/2", "/3"]);
}

#[tokio::test]
async fn a_body_in_chunks_is_put_together() {
    let server = Server::with_responses([Response::ok("{}")]);
    let mut socket = connect(&server).await.unwrap();
    let head = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    write(&mut socket, head).await.unwrap();
    let chunks = "3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n";
    write(&mut socket, chunks).await.unwrap();
    receive(&mut socket, "{}").await;
    assert_eq!(server.take_request().text(), "abcd");
}

#[tokio::test]
async fn a_request_that_the_script_does_not_expect_fails_the_test() {
    let server = Server::start();
    let mut socket = connect(&server).await.unwrap();
    send(&mut socket, "GET /lost", "").await.unwrap();
    assert!(receive(&mut socket, "}").await.starts_with("HTTP/1.1 404"));
    let panic = catch_unwind(AssertUnwindSafe(|| drop(server))).unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    assert!(message.contains("GET /lost"), "{message}");
}

#[tokio::test]
async fn a_handler_that_panics_fails_the_test() {
    let server = Server::with_handler(|_| panic!("as a failed assertion does"));
    let mut socket = connect(&server).await.unwrap();
    send(&mut socket, "GET /", "").await.unwrap();
    assert_eq!(socket.read(&mut [0]).await.unwrap_or(0), 0);
    catch_unwind(AssertUnwindSafe(|| drop(server))).unwrap_err();
}
