//! A server on loopback in a separate process, so that what is measured is the client.
//!
//! It has as much of HTTP/1.1 as the client needs, and keeps nothing but counts.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// What is downloaded, in bytes.
pub(crate) const FILE: u64 = 1 << 30;

/// One request in so many fails.
const FAULTS: u64 = 20;

/// The server's process, which ends when it is dropped.
pub(crate) struct Server {
    process: Child,
    pub(crate) port: u16,
}

impl Server {
    pub(crate) fn start() -> Self {
        let program = std::env::current_exe().expect("the path of this program");
        let mut process = Command::new(program)
            .arg("--serve")
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program runs");
        let output = process.stdout.take().expect("it is piped");
        let mut port = String::new();
        BufReader::new(output)
            .read_line(&mut port)
            .expect("the server says its port");
        let port = port.trim().parse().expect("a port");
        Self { process, port }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Items by how often they were accepted, in all requests so far: once, and more often.
    pub(crate) fn accepted(&self) -> (u64, u64) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the server runs");
        write!(stream, "GET /counts HTTP/1.1\r\nconnection: close\r\n\r\n").expect("it is sent");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("it responds");
        let counts = text.lines().last().unwrap_or_default();
        let (once, more) = counts.split_once(' ').expect("two counts");
        (
            once.parse().expect("a count"),
            more.parse().expect("a count"),
        )
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[derive(Default)]
struct State {
    items: Mutex<HashMap<u32, u32>>,
    batches: AtomicU64,
}

/// Serves until the process is ended.
pub(crate) fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    println!("{}", address.port());
    let state: &'static State = Box::leak(Box::default());
    for stream in listener.incoming().flatten() {
        std::thread::spawn(move || {
            // The client may well close it.
            let _ = connection(&stream, address.port(), state);
        });
    }
}

fn connection(stream: &TcpStream, port: u16, state: &State) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::with_capacity(256 << 10, stream);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let mut words = line.split(' ');
        let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        let path = target.split('?').next().unwrap_or("").to_owned();
        let method = method.to_owned();
        let mut length = 0;
        loop {
            let mut header = String::new();
            reader.read_line(&mut header)?;
            let header = header.trim_end().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        let mut body = reader.by_ref().take(length);
        let is_transfer = path == "/upload";
        let mut text = Vec::new();
        match is_transfer {
            true => discard(&mut body)?,
            false => body.read_to_end(&mut text).map(drop)?,
        }
        if path == "/file" {
            write_file(stream)?;
            continue;
        }
        let (status, body) = respond(&method, &path, &text, port, state);
        let mut response = format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        response.push_str(&body);
        (&*stream).write_all(response.as_bytes())?;
        if path == "/counts" {
            return Ok(());
        }
    }
}

fn discard(body: &mut impl Read) -> std::io::Result<()> {
    let mut buffer = vec![0; 256 << 10];
    while body.read(&mut buffer)? > 0 {}
    Ok(())
}

fn write_file(mut stream: &TcpStream) -> std::io::Result<()> {
    let head =
        format!("HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\ncontent-length: {FILE}\r\n\r\n");
    stream.write_all(head.as_bytes())?;
    let part = vec![b'x'; 256 << 10];
    for _ in 0..FILE / part.len() as u64 {
        stream.write_all(&part)?;
    }
    Ok(())
}

fn respond(
    method: &str,
    path: &str,
    body: &[u8],
    port: u16,
    state: &State,
) -> (&'static str, String) {
    let text = String::from_utf8_lossy(body);
    if path == "/counts" {
        let items = state.items.lock().expect("nobody panics");
        let more = items.values().filter(|count| **count > 1).count();
        return ("200 OK", format!("{} {more}", items.len() - more));
    }
    let body = if path.ends_with("/events") {
        let count = text.matches("\"event_id\"").count();
        let events =
            vec![r#"{"status":"processed","error_message":"","warning_message":""}"#; count];
        format!(
            r#"{{"num_events_received":{count},"num_events_processed":{count},"events":[{}]}}"#,
            events.join(",")
        )
    } else if path.ends_with("/items/batch") {
        let number = state.batches.fetch_add(1, Ordering::Relaxed);
        if number % FAULTS == FAULTS - 1 {
            let body = r#"{"code":12,"message":"Something went wrong on our end."}"#;
            return ("503 Service Unavailable", body.to_owned());
        }
        let mut items = state.items.lock().expect("nobody panics");
        for item in text.split("\"item_id\":\"").skip(1) {
            let id = item.split('"').next().unwrap_or_default();
            let id = id.trim_start_matches("item-").parse().expect("a number");
            *items.entry(id).or_default() += 1;
        }
        format!(
            r#"{{"batch_id":"batch-{number}","catalog_type":"RETAIL","created_time":"2026-01-01T00:00:00",
                "completed_time":null,"status":"PROCESSING"}}"#
        )
    } else if path.ends_with("/reports") && method == "POST" {
        r#"{"report_status":"IN_PROGRESS","token":"report-1","message":""}"#.to_owned()
    } else if path.ends_with("/reports") {
        format!(
            r#"{{"report_status":"FINISHED","url":"http://127.0.0.1:{port}/file","size":{FILE}}}"#
        )
    } else if path.ends_with("/media") {
        format!(
            r#"{{"media_id":"5","media_type":"video","upload_url":"http://127.0.0.1:{port}/upload",
                "upload_parameters":{{"key":"a","policy":"b"}}}}"#
        )
    } else if path.ends_with("/media/5") {
        r#"{"media_id":"5","media_type":"video","status":"succeeded"}"#.to_owned()
    } else if path == "/upload" {
        return ("204 No Content", String::new());
    } else {
        r#"{"id":"1"}"#.to_owned()
    };
    ("200 OK", body)
}
