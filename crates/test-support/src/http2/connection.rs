//! Serves one connection.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use bytes::Bytes;
use h2::server::{self, SendResponse};
use h2::{Reason, RecvStream, SendStream};
use http::request;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{mpsc, oneshot};

use super::wire::{Frames, Wire, go_away, reset};
use super::{Http2Fault, State};
use crate::journal::Entry;
use crate::{Request, Response};

/// The bytes that a client may send in all streams together, before it has to wait. It is more than
/// the default for a single stream, so that one that stalls holds up no other.
const WINDOW: u32 = 1 << 20;

/// What a request wants of the connection.
enum Order {
    /// To send this frame, and to tell when that is done.
    Send(Vec<u8>, oneshot::Sender<()>),
    Close,
}

pub(super) async fn serve<S>(state: Arc<State>, socket: S) -> Result<(), h2::Error>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let frames = Frames::default();
    let wire = Wire {
        inner: socket,
        frames: frames.clone(),
    };
    let mut connection = server::Builder::new()
        .initial_connection_window_size(WINDOW)
        .handshake(wire)
        .await?;
    let (orders, mut ordered) = mpsc::unbounded_channel();
    loop {
        tokio::select! {
            accepted = connection.accept() => {
                let Some(accepted) = accepted else {
                    return Ok(());
                };
                let (request, respond) = accepted?;
                let number = state.journal.next_number();
                let fault = usize::try_from(number).ok();
                let fault = fault.and_then(|number| state.faults.get(number).copied());
                let (state, orders) = (Arc::clone(&state), orders.clone());
                tokio::spawn(async move {
                    let (head, body) = request.into_parts();
                    let exchange = Exchange { state, number, respond, orders };
                    // An error says that the client has reset the stream.
                    _ = exchange.run(head, body, fault).await;
                });
            }
            Some(order) = ordered.recv() => match order {
                Order::Send(frame, sent) => {
                    frames.push(&frame);
                    poll_fn(|cx| {
                        _ = connection.poll_closed(cx);
                        match frames.are_sent() {
                            true => Poll::Ready(()),
                            false => Poll::Pending,
                        }
                    })
                    .await;
                    _ = sent.send(());
                }
                Order::Close => return Ok(()),
            },
        }
    }
}

/// One request, and what becomes of it.
struct Exchange {
    state: Arc<State>,
    number: u64,
    respond: SendResponse<Bytes>,
    orders: mpsc::UnboundedSender<Order>,
}

impl Exchange {
    async fn run(
        mut self,
        head: request::Parts,
        body: RecvStream,
        fault: Option<Http2Fault>,
    ) -> Result<(), h2::Error> {
        use Http2Fault::{
            Closed, GoneAfter, GoneAfterResponse, GoneInBody, GoneWithout, Reset, ResetInBody,
            Stalled, StalledWindow,
        };
        if fault == Some(StalledWindow) {
            self.note(request(self.number, &head, Vec::new()), true);
            return stay(body).await;
        }
        let stream = u32::from(self.respond.stream_id());
        let body = whole(body).await?;
        let request = request(self.number, &head, body);
        let response = (self.state.handler)(&request);
        let acted = !fault.is_some_and(Http2Fault::is_rejection) && !response.is_rejection();
        self.note(request, acted);
        // The library resets a stream that is dropped.
        let mut kept = None;
        match fault {
            None => self.respond_whole(&response)?,
            Some(Reset(reason)) => self.send(reset(stream, reason)).await,
            Some(ResetInBody(reason)) => {
                kept = Some(self.respond_half(&response)?);
                self.send(reset(stream, reason)).await;
            }
            Some(GoneWithout(reason)) => self.send(go_away(stream.saturating_sub(2), reason)).await,
            Some(GoneAfter(reason)) => {
                self.send(go_away(stream, reason)).await;
                self.close();
            }
            Some(GoneAfterResponse) => {
                self.send(go_away(stream, Reason::NO_ERROR)).await;
                self.respond_whole(&response)?;
            }
            Some(GoneInBody) => {
                kept = Some(self.respond_half(&response)?);
                let last = stream.saturating_sub(2);
                self.send(go_away(last, Reason::NO_ERROR)).await;
            }
            Some(Closed) => self.close(),
            Some(Stalled | StalledWindow) => {}
        }
        if fault.is_some() && fault != Some(GoneAfterResponse) {
            // Until the connection ends.
            self.orders.closed().await;
        }
        drop(kept);
        Ok(())
    }

    fn note(&self, request: Request, acted: bool) {
        let journal = &self.state.journal;
        journal.note(|log| log.read.push(Entry { request, acted }));
    }

    fn respond_whole(&mut self, response: &Response) -> Result<(), h2::Error> {
        let mut body = self.respond.send_response(head(response), false)?;
        body.send_data(response.body.clone(), true)
    }

    /// Sends the head and the first half of the body.
    fn respond_half(&mut self, response: &Response) -> Result<SendStream<Bytes>, h2::Error> {
        let mut body = self.respond.send_response(head(response), false)?;
        let half = response.body.slice(..response.body.len() / 2);
        body.send_data(half, false)?;
        Ok(body)
    }

    /// Sends a frame behind all that was sent before.
    async fn send(&self, frame: Vec<u8>) {
        let (sent, is_sent) = oneshot::channel();
        if self.orders.send(Order::Send(frame, sent)).is_ok() {
            _ = is_sent.await;
        }
    }

    fn close(&self) {
        _ = self.orders.send(Order::Close);
    }
}

/// Takes what the client may send without asking, and never grants it more, until it resets the
/// stream.
async fn stay(mut body: RecvStream) -> Result<(), h2::Error> {
    while let Some(chunk) = body.data().await {
        chunk?;
    }
    Ok(())
}

async fn whole(mut body: RecvStream) -> Result<Vec<u8>, h2::Error> {
    let mut whole = Vec::new();
    while let Some(chunk) = body.data().await {
        let chunk = chunk?;
        body.flow_control().release_capacity(chunk.len())?;
        whole.extend_from_slice(&chunk);
    }
    Ok(whole)
}

fn request(number: u64, head: &request::Parts, body: Vec<u8>) -> Request {
    let target = head
        .uri
        .path_and_query()
        .map_or("", |target| target.as_str());
    let headers = head.headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), value)
    });
    Request::new(
        number,
        head.method.as_str(),
        target,
        headers.collect(),
        body,
    )
}

fn head(response: &Response) -> http::Response<()> {
    let mut head = http::Response::builder().status(response.status);
    for (name, value) in &response.headers {
        head = head.header(name.as_str(), value.as_str());
    }
    head.body(()).unwrap()
}
