//! How each fault looks on the socket.

use std::io::{ErrorKind, Read};

use flate2::read::GzDecoder;
use pinterest_test_support::{Fault, Plan, Response, Server};
use tokio::io::AsyncReadExt;

use super::{connect, exchange, send};

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

/// The first bytes of what never ends.
async fn beginning(fault: Fault, length: usize) -> Vec<u8> {
    let server = Server::with_faults(Plan::Always(fault), |_| Response::ok(BODY));
    let mut socket = connect(&server).await.unwrap();
    send(&mut socket, "GET /endless", "").await.unwrap();
    let mut received = vec![0; length];
    socket.read_exact(&mut received).await.unwrap();
    drop(socket);
    server.abandoned("/endless").await;
    received
}

#[tokio::test]
async fn what_never_ends_goes_on_until_the_client_closes_the_connection() {
    let received = beginning(Fault::AnnouncedEndlessly, 100_000).await;
    let received = String::from_utf8(received).unwrap();
    assert!(received.matches("HTTP/1.1 103 \r\nlink: <").count() > 20);
    assert!(!received.contains("HTTP/1.1 200"));

    let received = beginning(Fault::EndlessGzip, 100_000).await;
    let end = received
        .windows(4)
        .position(|at| at == b"\r\n\r\n")
        .unwrap();
    let head = String::from_utf8_lossy(&received[..end]).into_owned();
    assert!(head.contains("content-encoding: gzip") && !head.contains("content-length"));
    let mut unpacked = vec![0; 5 << 20];
    let mut body = GzDecoder::new(&received[end + 4..]);
    body.read_exact(&mut unpacked).unwrap();
    assert!(unpacked.iter().all(|byte| *byte == b'x'));
}
