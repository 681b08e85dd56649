//! Memory and throughput of flows: a million events, a gigabyte in each direction, and items of
//! which one request in twenty fails.
//!
//! `cargo bench -p pinterest --bench flows` runs everything; `-- items` and the like a part. The server is a separate process, and
//! so is each measurement of memory.

#![allow(missing_docs, clippy::print_stdout, clippy::expect_used, clippy::panic)] // A program: it prints, and stops when it cannot go on.

mod server;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use http_body_util::StreamBody;
use hyper::body::Frame;
use pinterest::pins::{VideoCover, VideoFile};
use pinterest::types::{
    CatalogLanguage, ConversionActionSource, ConversionEventName, ConversionEventUserData, Country,
    DeleteRetailItem, EpochSeconds, Granularity, NewAdsReport, NewConversionEvent,
    NewConversionEventRequired, NewPin,
};
use pinterest::{Backoff, BatchStream, Client, DateRange, Environment, RateLimits, Url};
use server::{FILE, Server};
use tokio::io::AsyncWriteExt;

const ACCOUNT: &str = "549755885175";
const ROUNDS: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["--serve"] => return server::serve(),
        ["--measure", port, what @ ..] => {
            let client = client(port.parse().expect("a port"));
            return runtime().block_on(measure(&client, what));
        }
        _ => {}
    }
    let server = Server::start();
    let runs = |name: &str| {
        let mut names = arguments
            .iter()
            .filter(|argument| !argument.starts_with('-'));
        names.clone().next().is_none() || names.any(|chosen| *chosen == name)
    };
    if runs("events") {
        events(&server);
    }
    if runs("transfers") {
        transfers(&server);
    }
    if runs("items") {
        items(&server);
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
}

/// A client that waits for nothing but the server.
fn client(port: u16) -> Client {
    let url = format!("http://127.0.0.1:{port}/v5");
    Client::builder()
        .with_environment(Environment::Custom(Url::parse(&url).expect("a URL")))
        .with_access_token("pina_benchmark")
        .with_rate_limits(RateLimits::unlimited())
        .with_retry_policy(Backoff::default().with_base(Duration::ZERO))
        .build()
        .expect("a client")
}

/// Runs one measurement in a separate process. Returns its peak memory in kB, and its time.
fn measured(server: &Server, what: &[&str]) -> (u64, Duration) {
    let program = std::env::current_exe().expect("the path of this program");
    let port = server.port.to_string();
    let output = std::process::Command::new(program)
        .args(["--measure", &port])
        .args(what)
        .output()
        .expect("this program runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    let (memory, time) = text.trim().split_once(' ').expect(&errors);
    let time = Duration::from_secs_f64(time.parse().expect("a time"));
    // Systems without /proc have no figure.
    (memory.parse().unwrap_or(0), time)
}

async fn measure(client: &Client, what: &[&str]) {
    let began = Instant::now();
    match what {
        ["events", count] => send_events(client, count.parse().expect("a count")).await,
        ["items", count] => send_items(client, count.parse().expect("a count")).await,
        ["download"] => download(client).await,
        ["download-by-hand", url] => download_by_hand(url).await,
        ["upload", path] => upload(client, Path::new(path)).await,
        ["upload-by-hand", url, path] => upload_by_hand(url, Path::new(path)).await,
        _ => panic!("{what:?}"),
    }
    let time = began.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|peak| peak.split_whitespace().next());
    println!("{} {time}", peak.unwrap_or("-"));
}

fn events(server: &Server) {
    println!("1. conversion events from an iterator, peak memory of the client");
    let (few, _) = measured(server, &["events", "10000"]);
    let (many, time) = measured(server, &["events", "1000000"]);
    println!("      10,000 events  {few:>9} kB");
    println!(
        "   1,000,000 events  {many:>9} kB   {:.2} of the former, in {:.1} s",
        many as f64 / few as f64,
        time.as_secs_f64()
    );
}

async fn send_events(client: &Client, count: usize) {
    let handle = client.ad_account(ACCOUNT).conversion_events();
    let events = (0..count).map(|number| {
        NewConversionEvent::new(NewConversionEventRequired {
            action_source: ConversionActionSource::Web,
            event_id: format!("order-{number}"),
            event_name: ConversionEventName::Checkout,
            event_time: EpochSeconds::from_secs(1_767_225_600),
            user_data: ConversionEventUserData::new().em(["a".repeat(64)]),
        })
    });
    let mut outcomes = BatchStream::new(events, move |chunk| handle.create_all(chunk));
    let summary = outcomes.finish().await.expect("no error");
    assert_eq!(summary.succeeded, count as u64, "{summary}");
}

fn items(server: &Server) {
    println!("3. 100,000 catalog items, of whose requests one in 20 fails");
    let (memory, time) = measured(server, &["items", "100000"]);
    let (once, more) = server.accepted();
    println!("   accepted once {once}, more often {more}; {memory} kB, {time:.1?}");
    assert_eq!((once, more), (100_000, 0));
}

async fn send_items(client: &Client, count: usize) {
    let items = client.catalogs().items();
    let deletions = (0..count).map(|number| DeleteRetailItem::new(format!("item-{number}")));
    let mut outcomes = BatchStream::new(deletions, move |chunk| {
        items.delete_all(Country::Us, CatalogLanguage::En, chunk)
    })
    .with_max_inputs(100)
    .with_concurrency(4);
    let summary = outcomes.finish().await.expect("no error");
    assert_eq!(summary.succeeded, count as u64, "{summary}");
}

fn transfers(server: &Server) {
    println!("2. a file of {FILE} bytes, best of {ROUNDS} rounds");
    let file = Video::new();
    let path = file.0.to_str().expect("a path of text");
    let (file_url, upload_url) = (server.url("/file"), server.url("/upload"));
    for (name, by_hand, ours) in [
        (
            "download",
            vec!["download-by-hand", &file_url],
            vec!["download"],
        ),
        (
            "upload",
            vec!["upload-by-hand", &upload_url, path],
            vec!["upload", path],
        ),
    ] {
        // In turns, so that what else the machine does hits both.
        let (mut hand, mut own) = ((u64::MAX, Duration::MAX), (u64::MAX, Duration::MAX));
        for _ in 0..ROUNDS {
            let (memory, time) = measured(server, &by_hand);
            hand = (hand.0.min(memory), hand.1.min(time));
            let (memory, time) = measured(server, &ours);
            own = (own.0.min(memory), own.1.min(time));
        }
        println!("   {name} by hand  {:>9} kB  {:.2?}", hand.0, hand.1);
        println!(
            "   {name}          {:>9} kB  {:.2?}   {:.2} of the throughput by hand (wanted: at least 0.90)",
            own.0,
            own.1,
            hand.1.as_secs_f64() / own.1.as_secs_f64()
        );
    }
}

async fn download(client: &Client) {
    let days = DateRange::last_days(7).expect("a range");
    let report = NewAdsReport::new(days.start(), days.end(), Granularity::Day);
    let reports = client.ad_account(ACCOUNT).reports();
    let job = reports.request(report).start().await.expect("a job");
    let job = job.with_poll_interval(Duration::ZERO, Duration::ZERO);
    let file = job.await.expect("a report");
    let mut target = tokio::fs::File::create("/dev/null")
        .await
        .expect("it is there");
    file.write_to(&mut target).await.expect("the file");
}

async fn download_by_hand(url: &str) {
    let mut response = reqwest::get(url).await.expect("a response");
    let mut target = tokio::fs::File::create("/dev/null")
        .await
        .expect("it is there");
    let mut length = 0;
    while let Some(part) = response.chunk().await.expect("a part") {
        length += part.len() as u64;
        target.write_all(&part).await.expect("it is written");
    }
    target.flush().await.expect("it is written");
    assert_eq!(length, FILE);
}

/// A file that begins as a video does, and has no more on disk than that.
struct Video(PathBuf);

impl Video {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("pinterest-{}.mp4", std::process::id()));
        std::fs::write(&path, b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom").expect("a file");
        let file = std::fs::OpenOptions::new().write(true).open(&path);
        file.and_then(|file| file.set_len(FILE))
            .expect("it can be long");
        Self(path)
    }
}

impl Drop for Video {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

async fn upload(client: &Client, path: &Path) {
    let creation = client.pins().create_video(
        NewPin::new().title("a"),
        VideoFile::from_path(path),
        VideoCover::Frame(1),
    );
    creation.await.expect("a Pin");
}

async fn upload_by_hand(url: &str, path: &Path) {
    let file = tokio::fs::File::open(path).await.expect("the file");
    let parts = futures_util::stream::unfold(
        (file, vec![0; 64 << 10]),
        |(mut file, mut buffer)| async move {
            let read = tokio::io::AsyncReadExt::read(&mut file, &mut buffer).await;
            match read {
                Ok(0) => None,
                Ok(read) => {
                    let part = bytes::Bytes::copy_from_slice(&buffer[..read]);
                    Some((Ok::<_, std::io::Error>(Frame::data(part)), (file, buffer)))
                }
                Err(error) => Some((Err(error), (file, buffer))),
            }
        },
    );
    let body = reqwest::Body::wrap(StreamBody::new(Box::pin(parts)));
    let request = reqwest::Client::new()
        .post(url)
        .header("content-length", FILE)
        .body(body);
    let response = request.send().await.expect("a response");
    assert!(response.status().is_success());
}
