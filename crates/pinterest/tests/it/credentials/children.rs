//! Processes of their own: this test binary, started again to run one test that is ignored
//! otherwise.

use std::io::{BufRead, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// Tells the test binary that it is a child, and which file it works on.
const FILE: &str = "PINTEREST_TEST_CHILD_FILE";

/// Where the server of the parent listens.
const SERVER: &str = "PINTEREST_TEST_CHILD_SERVER";

/// What a child says stands behind this, since the test harness writes too.
const MARK: &str = "child says: ";

/// What the child was told: the file that it works on, and the server or whatever else it needs.
///
/// # Panics
///
/// Panics in a process that is nobody's child: what a child does proves nothing by itself.
pub(super) fn assignment() -> (String, String) {
    let told = |name| std::env::var(name).expect("a child is started by another test");
    (told(FILE), told(SERVER))
}

/// Says something to the parent.
#[allow(clippy::print_stdout)] // The parent reads it.
pub(super) fn say(what: impl std::fmt::Display) {
    println!("\n{MARK}{what}");
}

/// Stops until the parent kills this process, or has ended itself.
pub(super) fn wait_to_be_killed() {
    let _ = std::io::stdin().read_line(&mut String::new());
}

/// A child process; it is killed when it is dropped.
pub(super) struct Running {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Running {
    /// Starts a process that runs the test of this name in `credentials::processes`.
    pub(super) fn start(test: &str, file: &Path, server: &str) -> Self {
        Self::with_variables(test, file, server, &[])
    }

    pub(super) fn with_variables(
        test: &str,
        file: &Path,
        server: &str,
        variables: &[(&str, &str)],
    ) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                &format!("credentials::processes::{test}"),
                "--exact",
                "--ignored",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(FILE, file)
            .env(SERVER, server)
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// The next thing that it says; `None` when it has ended.
    pub(super) fn hear(&mut self) -> Option<String> {
        let mut said = self.lines.by_ref().map_while(Result::ok);
        said.find_map(|line| line.strip_prefix(MARK).map(str::to_owned))
    }

    /// Ends it at once, without a chance to put anything in order.
    pub(super) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
