//! Serves one connection.

use std::io;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::fault::End;
use crate::journal::{Entry, Journal};
use crate::request::Requests;
use crate::response::Hold;
use crate::script::Script;
use crate::{Request, Response};

/// The state that all connections of a server share.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) script: Script,
    pub(crate) journal: Journal,
    pub(crate) keeps_no_journal: bool,
    pub(crate) latency: Duration,
}

impl State {
    /// Responds to the requests of one connection, one after the other. An error says that the
    /// client has closed it.
    pub(crate) async fn serve(self: Arc<Self>, socket: TcpStream) -> io::Result<()> {
        socket.set_nodelay(true)?;
        let mut requests = Requests::of(socket);
        // Dropped before the socket, so that it is known when the client sees that the connection
        // is closed.
        let _noted = PanicNoted(&self.journal);
        while requests.has_next().await? {
            let number = self.journal.next_number();
            if let Some(fault) = self.script.fault_before_reading(number) {
                return end(requests.into_socket(), fault.end()).await;
            }
            let Some(request) = requests.next(number).await? else {
                return Ok(());
            };
            let target = request.target().to_owned();
            let response = self.response(request);
            if !self.latency.is_zero() {
                tokio::time::sleep(self.latency).await;
            }
            match respond(&mut requests, response).await? {
                Sent::Whole => {}
                Sent::Failed(End::Stalled) => {
                    requests.closed().await;
                    self.journal.note(|log| log.abandoned.push(target));
                    return Ok(());
                }
                Sent::Failed(End::Repeating(bytes)) => {
                    while requests.send(&bytes, &[]).await.is_ok() {}
                    self.journal.note(|log| log.abandoned.push(target));
                    return Ok(());
                }
                Sent::Failed(by) => return end(requests.into_socket(), by).await,
                Sent::Abandoned => {
                    self.journal.note(|log| log.abandoned.push(target));
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Finds the response, and writes the request into the journal.
    fn response(&self, request: Request) -> Response {
        let response = self.script.response(&request);
        let is_unexpected = response.is_none();
        let response = response.unwrap_or_else(|| {
            Response::json(404, r#"{"code": 404, "message": "Not in the script."}"#)
        });
        if !self.keeps_no_journal {
            let acted = !response.is_rejection();
            self.journal.note(|log| {
                if is_unexpected {
                    log.unexpected.push(request.clone());
                }
                log.read.push(Entry { request, acted });
            });
        }
        response
    }
}

/// Notes when the handler panics.
struct PanicNoted<'a>(&'a Journal);

impl Drop for PanicNoted<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.note(|log| log.has_panicked = true);
        }
    }
}

/// The outcome of sending a response.
enum Sent {
    /// It was sent, and the connection stays open.
    Whole,
    /// Its fault ends the connection.
    Failed(End),
    /// The client went away while the response was held.
    Abandoned,
}

async fn respond(requests: &mut Requests, mut response: Response) -> io::Result<Sent> {
    let (hold, fault) = (response.hold.take(), response.fault.take());
    let closes = response.header_is("connection", "close");
    let (mut head, mut body, failure) = match fault {
        Some(fault) => (fault.bytes(response), Bytes::new(), Some(fault.end())),
        None => (response.head(), response.body, None),
    };
    if let Some(Hold { gate, after }) = hold {
        if let Some(length) = after {
            let first = body.split_to(length);
            requests.send(&std::mem::take(&mut head), &first).await?;
        }
        tokio::select! {
            () = gate.passed() => {}
            () = requests.closed() => return Ok(Sent::Abandoned),
        }
    }
    requests.send(&head, &body).await?;
    Ok(match failure {
        Some(end) => Sent::Failed(end),
        None if closes => Sent::Failed(End::Closed),
        None => Sent::Whole,
    })
}

/// Ends a connection.
async fn end(mut socket: TcpStream, by: End) -> io::Result<()> {
    match by {
        // It happens when the socket is dropped.
        End::Reset => return socket.set_zero_linger(),
        End::Closed => socket.shutdown().await?,
        End::Stalled | End::Repeating(_) => {}
    }
    // To close a socket that still holds bytes would reset the connection.
    let mut rest = [0; 1024];
    while socket.read(&mut rest).await? > 0 {}
    Ok(())
}
