//! A server that keeps every request as it came in, and answers with text that the test wrote.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use pinterest::{Client, ClientBuilder, Environment, RateLimits, Url};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// The access token of every client here. Nothing but the header `Authorization` may contain it.
pub(crate) const TOKEN: &str = "pina_CANARYTOKEN0123456789";

/// Listens on loopback until it is dropped. One connection carries one request.
pub(crate) struct RawServer {
    address: SocketAddr,
    script: Script,
    task: JoinHandle<()>,
}

/// A request as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    head: String,
    pub(crate) body: String,
}

/// What a request gets: the text of a whole HTTP response.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    head: String,
    body: String,
    announced_length: usize,
    then_hold: bool,
    chunked: bool,
}

impl Answer {
    /// An answer with this status and body, and no headers that say what the body is.
    pub(crate) fn new(status: u16, body: &str) -> Self {
        Self {
            head: format!("HTTP/1.1 {status} \r\nconnection: close\r\n"),
            body: body.to_owned(),
            announced_length: body.len(),
            then_hold: false,
            chunked: false,
        }
    }

    /// 200 and JSON.
    pub(crate) fn json(body: &str) -> Self {
        Self::error(200, body)
    }

    /// Any status and JSON.
    pub(crate) fn error(status: u16, body: &str) -> Self {
        Self::new(status, body).header("content-type", "application/json")
    }

    /// An answer whose body is chunked; `body` is as it stands on the wire.
    pub(crate) fn chunked(status: u16, body: &str) -> Self {
        Self {
            chunked: true,
            ..Self::error(status, body).header("transfer-encoding", "chunked")
        }
    }

    /// Adds a header.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.head += &format!("{name}: {value}\r\n");
        self
    }

    /// The connection ends without an answer.
    pub(crate) fn cut() -> Self {
        Self {
            head: String::new(),
            ..Self::new(200, "")
        }
    }

    /// The connection ends before the last byte of the body.
    pub(crate) fn cut_short(mut self) -> Self {
        self.announced_length += 1;
        self
    }

    /// The connection stays open, and nothing follows: neither the rest of the body nor, for [`cut`](Self::cut), the
    /// answer at all.
    pub(crate) fn held(self) -> Self {
        Self {
            then_hold: true,
            ..self
        }
    }

    /// The status; 0 when there is no answer.
    pub(crate) fn status(&self) -> u16 {
        let word = self.head.split(' ').nth(1);
        word.map_or(0, |status| status.parse().unwrap())
    }

    fn text(&self) -> String {
        if self.head.is_empty() {
            return String::new();
        }
        if self.chunked {
            return format!("{}\r\n{}", self.head, self.body);
        }
        format!(
            "{}content-length: {}\r\n\r\n{}",
            self.head, self.announced_length, self.body
        )
    }
}

impl RawServer {
    /// Answers the requests in order. A request beyond the last answer gets status 599.
    pub(crate) async fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self::listen(usize::MAX, answers).await
    }

    /// Refuses connections once it has as many as answers; it stops listening before it gives the last one.
    pub(crate) async fn start_and_stop(answers: impl IntoIterator<Item = Answer>) -> Self {
        let answers: Vec<Answer> = answers.into_iter().collect();
        Self::listen(answers.len(), answers).await
    }

    async fn listen(connections: usize, answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let script = Script::default();
        script.answers.lock().unwrap().extend(answers);
        let task_script = script.clone();
        let task = tokio::spawn(async move {
            let mut served = JoinSet::new();
            let mut last = None;
            for position in 1..=connections {
                let Ok((stream, _)) = listener.accept().await else {
                    return;
                };
                if position == connections {
                    last = Some(stream);
                } else {
                    served.spawn(task_script.clone().serve(stream));
                }
            }
            drop(listener);
            if let Some(stream) = last {
                task_script.serve(stream).await;
            }
            served.join_all().await;
        });
        Self {
            address,
            script,
            task,
        }
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> Url {
        Url::parse(&format!("http://{}", self.address)).unwrap()
    }

    /// A client of this server.
    pub(crate) fn client(&self) -> Client {
        self.client_builder().build().unwrap()
    }

    /// A client of this server, to be set up further.
    pub(crate) fn client_builder(&self) -> ClientBuilder {
        Client::builder()
            .without_retries()
            .with_rate_limits(RateLimits::unlimited())
            .with_access_token(TOKEN)
            .with_environment(Environment::Custom(self.url()))
    }

    /// Puts more answers behind those that are left.
    pub(crate) fn answer_next(&self, answers: impl IntoIterator<Item = Answer>) {
        self.script.answers.lock().unwrap().extend(answers);
    }

    /// The requests so far, in order.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.script.requests.lock().unwrap().clone()
    }

    /// The requests since the last time, in order.
    pub(crate) fn take_requests(&self) -> Vec<Request> {
        std::mem::take(&mut *self.script.requests.lock().unwrap())
    }

    /// Fails when a request came in.
    #[track_caller]
    pub(crate) fn assert_untouched(&self) {
        let requests = self.requests();
        assert!(requests.is_empty(), "nothing was to be sent: {requests:#?}");
    }
}

impl Drop for RawServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[derive(Clone, Default)]
struct Script {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Script {
    async fn serve(self, mut stream: TcpStream) {
        let Some(request) = Request::read(&mut stream).await else {
            return;
        };
        self.requests.lock().unwrap().push(request);
        let answer = self.answers.lock().unwrap().pop_front();
        let answer = answer.unwrap_or_else(|| Answer::new(599, "no more answers"));
        // The client may have given up by now.
        let _ = stream.write_all(answer.text().as_bytes()).await;
        if answer.then_hold {
            std::future::pending::<()>().await;
        }
        let _ = stream.shutdown().await;
    }
}

impl Request {
    /// `None` when the client went away first.
    async fn read(stream: &mut TcpStream) -> Option<Self> {
        let mut received = Vec::new();
        let head_length = loop {
            if let Some(end) = received.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
            read_more(stream, &mut received).await?;
        };
        let mut request = Self {
            head: String::from_utf8(received[..head_length].to_vec()).unwrap(),
            body: String::new(),
        };
        let body_length = match request.header("content-length").as_slice() {
            [length] => length.parse().unwrap(),
            _ => 0,
        };
        while received.len() < head_length + body_length {
            read_more(stream, &mut received).await?;
        }
        request.body = String::from_utf8(received[head_length..].to_vec()).unwrap();
        Some(request)
    }

    fn request_line(&self) -> [&str; 3] {
        let line = self.head.lines().next().unwrap();
        let words: Vec<&str> = line.split(' ').collect();
        words.try_into().unwrap()
    }

    pub(crate) fn method(&self) -> &str {
        self.request_line()[0]
    }

    /// Path and query as they were sent.
    pub(crate) fn target(&self) -> &str {
        self.request_line()[1]
    }

    pub(crate) fn path(&self) -> &str {
        self.target().split('?').next().unwrap()
    }

    /// What stands behind the question mark; `None` when there is none.
    pub(crate) fn query(&self) -> Option<&str> {
        self.target().split_once('?').map(|(_, query)| query)
    }

    /// The headers, in order, with their names in lower case.
    pub(crate) fn headers(&self) -> Vec<(String, &str)> {
        let lines = self.head.lines().skip(1).filter(|line| !line.is_empty());
        lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value))
            .collect()
    }

    /// Every value of a header.
    pub(crate) fn header(&self, name: &str) -> Vec<&str> {
        self.headers()
            .into_iter()
            .filter(|(known, _)| known == name)
            .map(|(_, value)| value)
            .collect()
    }

    /// The body.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

async fn read_more(stream: &mut TcpStream, received: &mut Vec<u8>) -> Option<()> {
    let mut buffer = [0; 4096];
    match stream.read(&mut buffer).await {
        Ok(0) | Err(_) => None,
        Ok(length) => {
            received.extend_from_slice(&buffer[..length]);
            Some(())
        }
    }
}
