//! Separate processes: this test binary, started again to run one test that is ignored
//! otherwise.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdout, Command, Stdio};

/// Tells the test binary that it is a child, and what it works on.
const ASSIGNMENT: &str = "PINTEREST_REDIS_CHILD";

/// What a child says is behind this, since the test harness writes too.
const MARK: &str = "child says: ";

/// Returns what the child was told, a word a line.
///
/// # Panics
///
/// Panics in a process that is nobody's child: what a child does proves nothing by itself.
pub(super) fn assignment<const N: usize>() -> [String; N] {
    let told = std::env::var(ASSIGNMENT).expect("a child is started by another test");
    let words: Vec<String> = told.lines().map(str::to_owned).collect();
    words
        .try_into()
        .expect("as many words as the child expects")
}

/// Says something to the parent.
#[expect(clippy::print_stdout, reason = "the parent reads it")]
pub(super) fn say(what: impl std::fmt::Display) {
    println!("\n{MARK}{what}");
}

/// Waits until the parent says something, or has ended.
pub(super) fn listen() {
    let _ = std::io::stdin().read_line(&mut String::new());
}

/// A child process; it is killed when it is dropped.
pub(super) struct Running {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Running {
    /// Starts a process that runs the test of this name.
    pub(super) fn start(test: &str, assignment: &[&str]) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                test,
                "--exact",
                "--ignored",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(ASSIGNMENT, assignment.join("\n"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// Returns the next thing that it says; `None` when it has ended.
    pub(super) fn hear(&mut self) -> Option<String> {
        let mut said = self.lines.by_ref().map_while(Result::ok);
        said.find_map(|line| line.strip_prefix(MARK).map(str::to_owned))
    }

    /// Lets a child that listens go on.
    pub(super) fn go_on(&mut self) {
        self.child
            .stdin
            .as_mut()
            .unwrap()
            .write_all(b"go on\n")
            .unwrap();
    }

    /// Ends it at once, without a chance to put anything in order.
    pub(super) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Stops it where it is.
    pub(super) fn pause(&self) {
        self.signal("STOP");
    }

    /// Lets it go on from there.
    pub(super) fn resume(&self) {
        self.signal("CONT");
    }

    fn signal(&self, name: &str) {
        let command = format!("kill -{name} {}", self.child.id());
        let status = Command::new("sh").args(["-c", &command]).status().unwrap();
        assert!(status.success(), "{command}");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
