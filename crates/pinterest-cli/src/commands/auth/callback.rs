//! The server on this machine to which the browser comes back.

use std::io;

use pinterest::Url;
use pinterest::auth::{Authorization, AuthorizationCode, CallbackError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::login::rejected;
use crate::context::Context;
use crate::failure::Failure;

/// The longest request of a browser that is read.
const LONGEST_REQUEST: u64 = 64 * 1024;

/// Waits for the browser at a redirect URI.
pub(super) struct Listener {
    listener: TcpListener,
    path: String,
}

impl Listener {
    pub(super) async fn open(uri: &Url) -> Result<Self, Failure> {
        let port = uri.port_or_known_default().unwrap_or(80);
        // `localhost` is this address for servers and browsers, whatever else it may be.
        let host = match uri.host_str() {
            Some("[::1]") => "::1",
            _ => "127.0.0.1",
        };
        let listener = TcpListener::bind((host, port)).await.map_err(|error| {
            Failure::new(format!("cannot wait for the browser at {uri}: {error}")).with_hint(
                "give --redirect-uri with another port that the app is registered with, or --no-browser",
            )
        })?;
        Ok(Self {
            listener,
            path: uri.path().to_owned(),
        })
    }

    /// Waits for the callback of this authorization. Requests that are none, or that belong to
    /// another one, change nothing.
    pub(super) async fn code(
        &self,
        authorization: &Authorization,
        context: &Context,
    ) -> Result<AuthorizationCode, Failure> {
        loop {
            let (mut stream, _) = self.listener.accept().await?;
            // A browser opens connections that it does not use.
            let Ok(Some(target)) = target(&mut stream).await else {
                continue;
            };
            let path = target.split('?').next().unwrap_or_default();
            if path != self.path {
                let _ = respond(&mut stream, "404 Not Found", "There is nothing here.").await;
                continue;
            }
            match authorization.code_from(&target) {
                Ok(code) => {
                    let text = "Logged in. You can close this page.";
                    let _ = respond(&mut stream, "200 OK", text).await;
                    return Ok(code);
                }
                Err(error @ (CallbackError::Denied | CallbackError::Rejected { .. })) => {
                    let text = "Not logged in. You can close this page.";
                    let _ = respond(&mut stream, "200 OK", text).await;
                    return Err(rejected(error));
                }
                Err(error) => {
                    context.note(format_args!("ignored a callback: {error}"));
                    let text = "This page does not belong to the login that is under way.";
                    let _ = respond(&mut stream, "400 Bad Request", text).await;
                }
            }
        }
    }
}

/// The target of the request, if there is one.
async fn target(stream: &mut TcpStream) -> io::Result<Option<String>> {
    let mut request = Vec::new();
    let mut limited = stream.take(LONGEST_REQUEST);
    while !request.windows(4).any(|window| window == b"\r\n\r\n") {
        if limited.read_buf(&mut request).await? == 0 {
            return Ok(None);
        }
    }
    let text = String::from_utf8_lossy(&request);
    let mut words = text.split(' ');
    Ok(match (words.next(), words.next()) {
        (Some("GET"), Some(target)) => Some(target.to_owned()),
        _ => None,
    })
}

async fn respond(stream: &mut TcpStream, status: &str, text: &str) -> io::Result<()> {
    let body = format!("<!doctype html><title>pinterest</title><p>{text}</p>\n");
    let response = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(response.as_bytes()).await?;
    stream.shutdown().await
}
