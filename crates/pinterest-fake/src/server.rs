//! The sockets: accepts connections, reads requests, sends responses as their outcome says.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use socket2::SockRef;
use tokio::sync::watch;

use crate::exchange::{Ending, Outcome, Reply, ReplyBody, Request};
use crate::service::{Host, Service};

/// Serves one port until `stop` is dropped or set.
pub(crate) async fn serve(
    listener: TcpListener,
    host: Host,
    service: Arc<Service>,
    mut stop: watch::Receiver<bool>,
) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let mut connections = tokio::task::JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                // A connection that was lost before it was accepted is nobody's loss.
                if let Ok((stream, _)) = accepted {
                    connections.spawn(connection(stream, host, Arc::clone(&service)));
                }
            }
            _ = stop.changed() => return Ok(()),
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: tokio::net::TcpStream, host: Host, service: Arc<Service>) {
    let Ok(stream) = stream.into_std() else {
        return;
    };
    // A second handle of the socket, so that a reset can be asked for while hyper owns the first.
    let Ok(handle) = stream.try_clone() else {
        return;
    };
    let Ok(stream) = tokio::net::TcpStream::from_std(stream) else {
        return;
    };
    let _ = stream.set_nodelay(true);
    let handle = Arc::new(handle);
    let respond = service_fn(move |request| {
        let (service, handle) = (Arc::clone(&service), Arc::clone(&handle));
        async move {
            let outcome = exchange(request, host, &service).await?;
            if !outcome.delay.is_zero() {
                tokio::time::sleep(outcome.delay).await;
            }
            if outcome.ending == Ending::Reset {
                let _ = SockRef::from(&*handle).set_linger(Some(Duration::ZERO));
                return Err(io::Error::from(io::ErrorKind::ConnectionReset));
            }
            if outcome.ending != Ending::Whole {
                write(&handle, &raw(outcome)).await?;
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
            }
            Ok(response(outcome.reply))
        }
    });
    // An error here is a client that went away, or a reset that was asked for.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), respond)
        .await;
}

async fn exchange(
    request: http::Request<Incoming>,
    host: Host,
    service: &Service,
) -> io::Result<Outcome> {
    let (head, body) = request.into_parts();
    let query = head.uri.query().unwrap_or_default();
    let mut request = Request {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect(),
        headers: head.headers,
        body: Bytes::new(),
    };
    if let Some(broken) = service.upload_break(host, &request) {
        request.body = part_of(body, broken.percent).await?;
        return Ok(service.break_upload(host, &request, &broken));
    }
    request.body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    Ok(service.respond(host, &request))
}

/// Reads a percentage of a body; of one without a length, nothing.
async fn part_of(mut body: Incoming, percent: u8) -> io::Result<Bytes> {
    let whole = body.size_hint().exact().unwrap_or(0);
    let wanted = whole.saturating_mul(u64::from(percent)) / 100;
    let mut read = BytesMut::new();
    while (read.len() as u64) < wanted {
        let Some(frame) = body.frame().await else {
            break;
        };
        if let Ok(data) = frame.map_err(io::Error::other)?.into_data() {
            read.extend_from_slice(&data);
        }
    }
    Ok(read.freeze())
}

/// A response as it goes over the wire, with less of its body than its length says, or under another
/// length: hyper would not send one.
fn raw(outcome: Outcome) -> Vec<u8> {
    let Reply {
        status,
        headers,
        body,
    } = outcome.reply;
    let (content_type, mut body) = parts(body);
    let length = match outcome.ending {
        Ending::DeclaredAs(length) => length,
        _ => body.len() as u64,
    };
    if let Ending::TruncatedAt(length) = outcome.ending {
        body.truncate(length);
    }
    let mut text = format!("HTTP/1.1 {status} \r\ncontent-length: {length}\r\n");
    let content_type = content_type.map(|value| ("content-type".to_owned(), value));
    for (name, value) in content_type.into_iter().chain(headers) {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str("\r\n");
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(&body);
    bytes
}

/// Writes beside hyper, which has read the request and sends nothing for it, and ends the connection.
async fn write(handle: &std::net::TcpStream, mut bytes: &[u8]) -> io::Result<()> {
    let stream = tokio::net::TcpStream::from_std(handle.try_clone()?)?;
    while !bytes.is_empty() {
        stream.writable().await?;
        match stream.try_write(bytes) {
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    handle.shutdown(std::net::Shutdown::Write)
}

fn parts(body: ReplyBody) -> (Option<String>, Bytes) {
    match body {
        ReplyBody::Empty => (None, Bytes::new()),
        ReplyBody::Json(value) => (
            Some("application/json".to_owned()),
            Bytes::from(value.to_string()),
        ),
        ReplyBody::Raw(content_type, bytes) => (Some(content_type), bytes),
    }
}

fn response(reply: Reply) -> http::Response<Full<Bytes>> {
    let Reply {
        status,
        headers,
        body,
    } = reply;
    let (content_type, bytes) = parts(body);
    let mut response = http::Response::new(Full::new(bytes));
    *response.status_mut() =
        http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    let content_type = content_type.map(|value| ("content-type".to_owned(), value));
    for (name, value) in content_type.into_iter().chain(headers) {
        if let (Ok(name), Ok(value)) = (
            http::HeaderName::try_from(name),
            http::HeaderValue::try_from(value),
        ) {
            response.headers_mut().append(name, value);
        }
    }
    response
}
