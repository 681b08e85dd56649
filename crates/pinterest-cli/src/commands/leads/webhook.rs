//! The server that deliveries of leads come to.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::timeout;

/// The most bytes of a delivery.
const MAX_BODY: usize = 2 << 20;

/// How long a client may take to send the headers of a request, or its body.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// How long responses may take to be sent when the server ends.
const LAST_RESPONSES: Duration = Duration::from_secs(2);

/// A request to the webhook.
pub(super) struct Delivery {
    pub(super) body: Bytes,
    /// Takes the status to respond with. If it is dropped, that is 503.
    pub(super) respond: oneshot::Sender<StatusCode>,
}

/// A server that passes the bodies of requests on, and responds with what comes back.
pub(super) struct Webhook {
    listener: TcpListener,
    path: String,
    connections: JoinSet<()>,
    sender: mpsc::Sender<Delivery>,
    deliveries: mpsc::Receiver<Delivery>,
}

impl Webhook {
    pub(super) async fn bind(address: SocketAddr, path: String) -> io::Result<Self> {
        let (sender, deliveries) = mpsc::channel(1);
        Ok(Self {
            listener: TcpListener::bind(address).await?,
            path,
            connections: JoinSet::new(),
            sender,
            deliveries,
        })
    }

    pub(super) fn url(&self) -> io::Result<String> {
        let address = self.listener.local_addr()?;
        Ok(format!("http://{address}{}", self.path))
    }

    /// Waits for the next request.
    pub(super) async fn next(&mut self) -> Option<Delivery> {
        loop {
            tokio::select! {
                delivery = self.deliveries.recv() => return delivery,
                accepted = self.listener.accept() => {
                    // A connection that cannot be accepted costs itself only.
                    if let Ok((stream, _)) = accepted {
                        let (path, sender) = (self.path.clone(), self.sender.clone());
                        self.connections.spawn(serve(stream, path, sender));
                    }
                }
                Some(_) = self.connections.join_next() => {}
            }
        }
    }

    /// Waits until the responses were sent.
    pub(super) async fn finish(mut self) {
        drop(self.deliveries);
        let sent = async { while self.connections.join_next().await.is_some() {} };
        // A client that reads nothing is left alone.
        let _ = timeout(LAST_RESPONSES, sent).await;
    }
}

async fn serve(stream: TcpStream, path: String, sender: mpsc::Sender<Delivery>) {
    let respond = |request| {
        let (path, sender) = (path.clone(), sender.clone());
        async move {
            let mut response = Response::new(Full::new(Bytes::new()));
            *response.status_mut() = handle(request, &path, sender).await;
            Ok::<_, Infallible>(response)
        }
    };
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(READ_TIMEOUT)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service_fn(respond));
    // Whoever goes away before the response gets none.
    let _ = connection.await;
}

async fn handle(
    request: Request<Incoming>,
    path: &str,
    sender: mpsc::Sender<Delivery>,
) -> StatusCode {
    if request.uri().path() != path {
        return StatusCode::NOT_FOUND;
    }
    if request.method() != Method::POST {
        return StatusCode::METHOD_NOT_ALLOWED;
    }
    let body = Limited::new(request.into_body(), MAX_BODY).collect();
    let body = match timeout(READ_TIMEOUT, body).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(_)) => return StatusCode::PAYLOAD_TOO_LARGE,
        Err(_) => return StatusCode::REQUEST_TIMEOUT,
    };
    let (respond, status) = oneshot::channel();
    let unavailable = StatusCode::SERVICE_UNAVAILABLE;
    match sender.send(Delivery { body, respond }).await {
        Ok(()) => status.await.unwrap_or(unavailable),
        Err(_) => unavailable,
    }
}
