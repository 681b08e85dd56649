//! A server on loopback that keeps what it receives as text, and answers what it is told to.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A request as it came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Received {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Received {
    /// The value of a header; several of one name are joined.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let values = self.headers.iter().filter(|(found, _)| found == name);
        let values: Vec<&str> = values.map(|(_, value)| value.as_str()).collect();
        (!values.is_empty()).then(|| values.join(" | "))
    }
}

#[derive(Default)]
struct State {
    answer: (u16, Option<String>),
    received: Option<Received>,
}

/// The server.
pub(crate) struct Server {
    state: Arc<Mutex<State>>,
    pub(crate) base_url: String,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Self {
            state,
            base_url: format!("http://{address}/v5"),
        }
    }

    /// Answers the next requests with this status and body.
    pub(crate) fn answer_with(&self, status: u16, body: Option<String>) {
        let mut state = self.state.lock().expect("it is whole");
        *state = State {
            answer: (status, body),
            received: None,
        };
    }

    /// The last request since the answer was set.
    pub(crate) fn received(&self) -> Option<Received> {
        self.state.lock().expect("it is whole").received.take()
    }
}

async fn serve(stream: TcpStream, state: Arc<Mutex<State>>) {
    let mut stream = BufReader::new(stream);
    while let Some(received) = receive(&mut stream).await {
        let (status, body) = {
            let mut state = state.lock().expect("it is whole");
            state.received = Some(received);
            state.answer.clone()
        };
        let answer = match body {
            Some(body) => format!(
                "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            ),
            None if status == 204 => format!("HTTP/1.1 {status} X\r\n\r\n"),
            None => format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n"),
        };
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn receive(stream: &mut BufReader<TcpStream>) -> Option<Received> {
    let first = line(stream).await?;
    let mut words = first.split(' ');
    let mut received = Received {
        method: words.next()?.to_owned(),
        target: words.next()?.to_owned(),
        ..Received::default()
    };
    loop {
        let line = line(stream).await?;
        match line.split_once(':') {
            Some((name, value)) => received
                .headers
                .push((name.to_ascii_lowercase(), value.trim().to_owned())),
            None => break,
        }
    }
    let length = received.header("content-length");
    let mut body = vec![0; length.map_or(0, |length| length.parse().expect("a length"))];
    stream.read_exact(&mut body).await.ok()?;
    received.body = String::from_utf8(body).expect("text");
    Some(received)
}

async fn line(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    let length = stream.read_line(&mut line).await.ok()?;
    (length > 0).then(|| line.trim_end().to_owned())
}
