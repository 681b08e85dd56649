//! A separate `redis-server` for each test.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs};

/// Fails the tests where there is no server, in place of leaving them out.
const REQUIRED: &str = "PINTEREST_REDIS_REQUIRED";

/// Names another program than `redis-server`, such as `valkey-server`, or its path.
const PROGRAM: &str = "PINTEREST_REDIS_SERVER";

/// What the log of a server says when it accepts connections.
const READY: &str = "Ready to accept connections";

/// A server on a free port of the loopback interface, with its own folder; both are gone when
/// it is dropped.
pub(super) struct Server {
    folder: PathBuf,
    port: u16,
    options: Vec<String>,
    process: Option<Child>,
}

impl Server {
    /// Starts a server that stores every write before it responds. `None` where the program is
    /// missing.
    pub(super) fn start() -> Option<Self> {
        let stored = "--appendonly yes --appendfsync always --save";
        Self::start_with(&[], |port| {
            let mut options: Vec<String> = stored.split(' ').map(str::to_owned).collect();
            options.extend([String::new(), "--port".to_owned(), port.to_string()]);
            options
        })
    }

    /// Starts a server with files in its folder, and with options for its port.
    #[expect(clippy::print_stderr, reason = "says what was left out")]
    pub(super) fn start_with(
        files: &[(&str, &str)],
        options: impl FnOnce(u16) -> Vec<String>,
    ) -> Option<Self> {
        if !is_installed() {
            let required = env::var_os(REQUIRED).is_some();
            let program = program();
            assert!(!required, "{REQUIRED} is set, but {program} is not in PATH");
            eprintln!("left out: {program} is not in PATH");
            return None;
        }
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let name = format!("pinterest-redis-{}-{number}", std::process::id());
        let folder = env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).unwrap();
        for (name, text) in files {
            fs::write(folder.join(name), text).unwrap();
        }
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let mut server = Self {
            folder,
            port,
            options: options(port),
            process: None,
        };
        server.start_again();
        Some(server)
    }

    /// Starts the server at the same port, with what it stored.
    pub(super) fn start_again(&mut self) {
        let mut process = Command::new(program())
            .args(&self.options)
            .args(["--bind", "127.0.0.1"])
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(process.stdout.take().unwrap()).lines();
        let ready = log
            .by_ref()
            .map_while(Result::ok)
            .any(|line| line.contains(READY));
        self.process = Some(process);
        assert!(ready, "the server did not start");
        // Whoever does not read the log stops the server when the pipe is full.
        std::thread::spawn(move || log.count());
    }

    /// Ends the server at once.
    pub(super) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    pub(super) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// Runs a command, past the library under test.
    pub(super) async fn command(&self, words: &[&str]) -> redis::Value {
        let client = redis::Client::open(self.url()).unwrap();
        let mut connection = client.get_multiplexed_async_connection().await.unwrap();
        let mut command = redis::cmd(words[0]);
        command.arg(&words[1..]);
        command.query_async(&mut connection).await.unwrap()
    }

    /// Returns everything that the server has stored on disk.
    pub(super) fn files(&self) -> Vec<u8> {
        let mut all = Vec::new();
        read_all(&self.folder, &mut all);
        all
    }
}

fn read_all(folder: &Path, all: &mut Vec<u8>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => read_all(&path, all),
            false => all.extend(fs::read(path).unwrap()),
        }
    }
}

fn program() -> String {
    env::var(PROGRAM).unwrap_or_else(|_| "redis-server".to_owned())
}

/// A path that is absolute replaces each folder of `PATH`.
fn is_installed() -> bool {
    let (program, paths) = (program(), env::var_os("PATH").unwrap_or_default());
    env::split_paths(&paths).any(|folder| folder.join(&program).is_file())
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
