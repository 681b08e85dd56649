//! How each fault looks on the socket.

use std::io::ErrorKind;

use pinterest_test_support::{Fault, Plan, Response, Server};

use super::exchange;

const BODY: &str = r#"{"id": 1}"#;

async fn exchanged(fault: Fault) -> std::io::Result<String> {
    let server = Server::with_faults(Plan::Always(fault), |_| Response::ok(BODY));
    exchange(&server, "GET /", "").await
}

#[tokio::test]
async fn what_is_sent_before_the_connection_is_closed() {
    let head = "HTTP/1.1 200 \r\ncontent-type: application/json\r\nconnection: close\r\n";
    let whole = format!("{head}content-length: 9\r\n\r\n{BODY}");
    let cases = [
        (Fault::ClosedBeforeReading, String::new()),
        (Fault::ClosedWithoutResponse, String::new()),
        (Fault::CutInHead, whole[..(whole.len() - 9) / 2].to_owned()),
        (Fault::CutInBody, whole[..whole.len() - 5].to_owned()),
        (Fault::CutAfter(0), whole[..whole.len() - 9].to_owned()),
        (Fault::CutAfter(8), whole[..whole.len() - 1].to_owned()),
        (
            Fault::CutInChunk,
            format!("{head}transfer-encoding: chunked\r\n\r\n4\r\n{{\"id\r\n5\r\n\":"),
        ),
        (
            Fault::Lengths(&["1", "2"]),
            format!("{head}content-length: 1\r\ncontent-length: 2\r\n\r\n{BODY}"),
        ),
        (
            Fault::Announced(&[103, 100]),
            format!("HTTP/1.1 103 \r\n\r\nHTTP/1.1 100 \r\n\r\n{whole}"),
        ),
        (
            Fault::Padded(2),
            format!("{head}content-length: 26\r\n\r\n{{\"id\": 1, \"padding\": \"xx\"}}"),
        ),
        (
            Fault::ContentType(None),
            whole.replace("content-type: application/json\r\n", ""),
        ),
        (
            Fault::Followed("more"),
            format!("{}more", whole.replace("connection: close\r\n", "")),
        ),
    ];
    for (fault, expected) in cases {
        let name = format!("{fault:?}");
        assert_eq!(exchanged(fault).await.unwrap(), expected, "{name}");
    }
}

#[tokio::test]
async fn a_connection_is_reset() {
    for fault in [Fault::ResetBeforeReading, Fault::ResetWithoutResponse] {
        let error = exchanged(fault).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    }
}

#[tokio::test]
async fn what_stalls_keeps_the_connection_open() {
    for fault in [
        Fault::StalledWithoutResponse,
        Fault::StalledInHead,
        Fault::StalledInBody,
        Fault::StalledAfter(3),
    ] {
        let server = Server::with_faults(Plan::Always(fault), |_| Response::ok(BODY));
        tokio::select! {
            received = exchange(&server, "GET /stalled", "") => panic!("ended: {received:?}"),
            () = server.received(1) => {}
        }
        server.abandoned("/stalled").await;
    }
}
