//! How quickly the program `pinterest-fake` starts, how many requests a second it responds to, and
//! whether its memory stays as it is.
//!
//! The program has the first core for itself if `taskset` is there; give the other one to the client:
//!
//! `taskset -c 1 cargo bench -p pinterest-fake --no-default-features --features server --bench requests
//! -- [start|rate|memory]`

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A failed unwrap ends the run.
#![allow(clippy::print_stdout)] // The figures are what it is for.

use std::cell::Cell;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::LocalSet;

/// Each sends a request when the response to its previous one has arrived.
const CONNECTIONS: usize = 16;

const ROUNDS: usize = 5;

fn main() {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == name);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    if is_wanted("start") {
        runtime.block_on(start());
    }
    if is_wanted("rate") {
        runtime.block_on(rate());
    }
    if is_wanted("memory") {
        runtime.block_on(memory());
    }
}

/// The time from starting the program with its built-in data to the first response.
async fn start() {
    for number in 1..=5 {
        let begin = Instant::now();
        let server = Server::start();
        let greeted = begin.elapsed();
        let client = Client::of(&server);
        client.respond(&Request::get("/v5/user_account")).await;
        println!(
            "start {number}: ready after {greeted:.1?}, first response after {:.1?}, {} kB",
            begin.elapsed(),
            server.resident()
        );
    }
}

/// The rate of small requests: by the clock, and by the processor time of the program, which other
/// work on the machine changes less.
async fn rate() {
    let server = Server::start();
    let client = Client::of(&server);
    let board = client.first_id("/v5/boards").await;
    let account = client.first_id("/v5/ad_accounts").await;
    let one_board = format!("/v5/boards/{board}");
    let campaigns = format!("/v5/ad_accounts/{account}/campaigns");
    let description = r#"{"description":"Number NUMBER"}"#;
    for (name, request, count) in [
        ("one board", Request::get(&one_board), 100_000),
        (
            "changed board",
            Request::new("PATCH", &one_board, description),
            20_000,
        ),
        ("25 campaigns", Request::get(&campaigns), 10_000),
        ("25 Pins", Request::get("/v5/pins"), 10_000),
    ] {
        let requests = std::slice::from_ref(&request);
        client.send(requests, count / 5).await;
        for round in 1..=ROUNDS {
            let (begin, processor) = (Instant::now(), server.processor_time());
            client.send(requests, count).await;
            let elapsed = begin.elapsed().as_secs_f64();
            let used = (server.processor_time() - processor).as_secs_f64();
            println!(
                "{name}, round {round}: {:.0} requests a second, {:.1} µs of processor time each",
                count as f64 / elapsed,
                used * 1e6 / count as f64,
            );
        }
    }
}

/// The memory of the program while a million requests of different kinds are sent.
async fn memory() {
    let server = Server::start();
    let client = Client::of(&server);
    let requests = different_requests(&client).await;
    for request in &requests {
        let status = client.respond(request).await.0;
        println!("memory: {} {} gives {status}", request.method, request.path);
    }
    for step in 0..=10 {
        if step > 0 {
            client.send(&requests, 100_000).await;
        }
        println!(
            "memory: {} kB after {} requests",
            server.resident(),
            step * 100_000
        );
    }
}

/// Reads, changes, rejections, events, a link of a report, an exchange of a refresh token.
async fn different_requests(client: &Client) -> Vec<Request> {
    let board = client.first_id("/v5/boards").await;
    let account = client.first_id("/v5/ad_accounts").await;
    let account = format!("/v5/ad_accounts/{account}");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let day = jiff::Timestamp::from_second(now.as_secs() as i64 - 2 * 86_400).unwrap();
    let day = day.strftime("%Y-%m-%d");
    let report = format!(
        r#"{{"start_date":"{day}","end_date":"{day}","level":"CAMPAIGN","granularity":"TOTAL",
            "columns":["TOTAL_IMPRESSION"]}}"#
    );
    let report = Request::new("POST", &format!("{account}/reports"), &report);
    let token = text_after(&client.respond(&report).await.1, "\"token\":\"");
    let minute = Request::new("POST", "/_fake/clock/advance", r#"{"seconds":60}"#);
    client.respond(&minute).await;
    let hash = "a".repeat(64);
    let event = format!(
        r#"{{"data":[{{"event_name":"checkout","action_source":"web","event_id":"NUMBER",
            "event_time":{},"user_data":{{"em":["{hash}"]}}}}]}}"#,
        now.as_secs()
    );
    let refresh = Request {
        content_type: "application/x-www-form-urlencoded",
        authorization: "Basic MTAwMTphcHAtc2VjcmV0",
        ..Request::new(
            "POST",
            "/v5/oauth/token",
            "grant_type=refresh_token&refresh_token=pinr_NUMBER",
        )
    };
    vec![
        Request::get(&format!("/v5/boards/{board}")),
        Request::get("/v5/boards?page_size=5"),
        Request::get(&format!("{account}/campaigns?page_size=5")),
        Request::get(&format!("{account}/reports?token={token}")),
        Request::get("/v5/boards/1"),
        Request::get("/v5/nothing"),
        Request::new("POST", "/v5/boards", r#"{"name":7}"#),
        Request::new(
            "PATCH",
            &format!("/v5/boards/{board}"),
            r#"{"description":"Number NUMBER"}"#,
        ),
        Request::new("POST", &format!("{account}/events"), &event),
        refresh,
    ]
}

/// The program, which ends with this.
#[derive(Debug)]
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start() -> Self {
        let program = env!("CARGO_BIN_EXE_pinterest-fake");
        let options = ["--port", "0", "--quiet", "--journal", "10000"];
        let pinned = Command::new("taskset")
            .args(["-c", "0", program])
            .args(options)
            .stdout(Stdio::piped())
            .spawn();
        let mut process = pinned.unwrap_or_else(|_| {
            let mut command = Command::new(program);
            let command = command.args(options).stdout(Stdio::piped());
            command.spawn().unwrap()
        });
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let urls = lines.map_while(Result::ok);
        let address = urls
            .filter_map(|line| {
                Some(
                    line.split_once("http://")?
                        .1
                        .split_once("/v5")?
                        .0
                        .to_owned(),
                )
            })
            .next();
        Self {
            process,
            address: address.unwrap(),
        }
    }

    /// The resident memory in kB; 0 where there is no `/proc`.
    fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().nth(1));
        number.and_then(|number| number.parse().ok()).unwrap_or(0)
    }

    /// The processor time that all threads have used.
    fn processor_time(&self) -> Duration {
        let threads = std::fs::read_dir(format!("/proc/{}/task", self.process.id()));
        let used = threads
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|thread| {
                let times = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
                times.split(' ').next()?.parse::<u64>().ok()
            });
        Duration::from_nanos(used.sum())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A request. `NUMBER` is replaced by one that no other request has.
#[derive(Clone, Debug)]
struct Request {
    method: &'static str,
    path: String,
    body: String,
    content_type: &'static str,
    authorization: &'static str,
}

impl Request {
    fn new(method: &'static str, path: &str, body: &str) -> Self {
        Self {
            method,
            path: path.to_owned(),
            body: body.to_owned(),
            content_type: "application/json",
            authorization: "Bearer pina_test",
        }
    }

    fn get(path: &str) -> Self {
        Self::new("GET", path, "")
    }

    fn numbered(&self, number: u64) -> http::Request<Full<Bytes>> {
        let body = self.body.replace("NUMBER", &number.to_string());
        http::Request::builder()
            .method(self.method)
            .uri(&self.path)
            .header("host", "localhost")
            .header("authorization", self.authorization)
            .header("content-type", self.content_type)
            .body(Full::from(body))
            .unwrap()
    }
}

/// Sends requests over several connections.
#[derive(Debug)]
struct Client {
    address: String,
    sent: Rc<Cell<u64>>,
}

impl Client {
    fn of(server: &Server) -> Self {
        Self {
            address: server.address.clone(),
            sent: Rc::default(),
        }
    }

    /// Sends so many requests, in turn of these.
    async fn send(&self, requests: &[Request], count: u64) {
        let until = self.sent.get() + count;
        let tasks = LocalSet::new();
        for _ in 0..CONNECTIONS {
            let (address, sent) = (self.address.clone(), Rc::clone(&self.sent));
            let requests = requests.to_vec();
            tasks.spawn_local(async move {
                let mut connection = connect(&address).await;
                while sent.get() < until {
                    let number = sent.get();
                    sent.set(number + 1);
                    let request = &requests[(number % requests.len() as u64) as usize];
                    exchange(&mut connection, request.numbered(number)).await;
                }
            });
        }
        tasks.await;
    }

    async fn respond(&self, request: &Request) -> (u16, String) {
        let number = self.sent.get();
        self.sent.set(number + 1);
        let tasks = LocalSet::new();
        let respond = async {
            let mut connection = connect(&self.address).await;
            exchange(&mut connection, request.numbered(number)).await
        };
        let (status, body) = tasks.run_until(respond).await;
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    async fn first_id(&self, path: &str) -> String {
        text_after(&self.respond(&Request::get(path)).await.1, "\"id\":\"")
    }
}

async fn connect(address: &str) -> SendRequest<Full<Bytes>> {
    let stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream));
    let (sender, connection) = handshake.await.unwrap();
    tokio::task::spawn_local(connection);
    sender
}

/// Sends a request and reads all of the response.
async fn exchange(
    connection: &mut SendRequest<Full<Bytes>>,
    request: http::Request<Full<Bytes>>,
) -> (u16, Bytes) {
    connection.ready().await.unwrap();
    let response = connection.send_request(request).await.unwrap();
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap();
    (status, body.to_bytes())
}

fn text_after(text: &str, start: &str) -> String {
    let (_, rest) = text
        .split_once(start)
        .unwrap_or_else(|| panic!("{start}: {text}"));
    rest.split('"').next().unwrap_or_default().to_owned()
}
