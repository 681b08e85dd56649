//! What the server does on the socket, and what a table finds, seen by a client that is as simple
//! as can be.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)] // A failed unwrap fails the test.

mod faults;
mod scripts;
mod tables;

use std::io;

use pinterest_test_support::Server;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use url::Url;

async fn connect(server: &Server) -> io::Result<TcpStream> {
    connect_to(&server.url()).await
}

async fn connect_to(url: &Url) -> io::Result<TcpStream> {
    TcpStream::connect((url.host_str().unwrap(), url.port().unwrap())).await
}

/// Sends a request on a new connection, and returns all that comes back until the connection is
/// closed.
async fn exchange(server: &Server, line: &str, body: &str) -> io::Result<String> {
    let mut socket = connect(server).await?;
    send(&mut socket, line, body).await?;
    let mut received = Vec::new();
    // A reset may come before the end.
    let end = socket.read_to_end(&mut received).await;
    let received = String::from_utf8_lossy(&received).into_owned();
    end.map(|_| received)
}

async fn send(socket: &mut TcpStream, line: &str, body: &str) -> io::Result<()> {
    let length = body.len();
    let head = format!("{line} HTTP/1.1\r\nHost: x\r\ncontent-length: {length}");
    write(socket, &format!("{head}\r\n\r\n{body}")).await
}

async fn write(socket: &mut TcpStream, text: &str) -> io::Result<()> {
    socket.write_all(text.as_bytes()).await
}

/// Reads a response that ends with `end`, and leaves the connection open.
async fn receive(socket: &mut TcpStream, end: &str) -> String {
    let mut received = Vec::new();
    while !received.ends_with(end.as_bytes()) {
        assert!(socket.read_buf(&mut received).await.unwrap() > 0);
    }
    String::from_utf8(received).unwrap()
}
