//! A terminal: tables, colors, prompts, and secrets that are not shown.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::process::{Child, Stdio};

use pinterest_test_support::{Response, Server};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::command::{Run, Shell, finish};

/// Runs the command with a terminal for everything, and enters a text.
pub(crate) fn run(shell: &Shell, arguments: &[&str], entered: &str) -> Run {
    run_until(shell, arguments, entered, |_, _| {})
}

/// The same, with a look at what is shown so far whenever there is more.
fn run_until(
    shell: &Shell,
    arguments: &[&str],
    entered: &str,
    mut look: impl FnMut(&str, &Child),
) -> Run {
    let terminal = Terminal::new();
    let mut command = shell.command(arguments);
    command
        .env("TERM", "xterm-256color")
        .stdin(terminal.open())
        .stdout(terminal.open())
        .stderr(terminal.open());
    let mut child = command.spawn().unwrap();
    // It keeps the terminal open.
    drop(command);
    let mut controller = File::from(terminal.controller);
    controller.write_all(entered.as_bytes()).unwrap();
    let mut shown = Vec::new();
    let mut part = [0; 4096];
    // A terminal that nobody has open any more is an error on Linux.
    while let Ok(length @ 1..) = controller.read(&mut part) {
        shown.extend_from_slice(&part[..length]);
        look(&String::from_utf8_lossy(&shown), &child);
    }
    Run {
        code: child.wait().unwrap().code(),
        stdout: String::from_utf8(shown).unwrap().replace("\r\n", "\n"),
        stderr: String::new(),
    }
}

/// Runs the command with a terminal for standard error only; returns what it shows there.
pub(crate) fn run_with_shown_errors(shell: &Shell, arguments: &[&str]) -> Run {
    let terminal = Terminal::new();
    let mut command = shell.command(arguments);
    command
        .env("TERM", "xterm-256color")
        .stderr(terminal.open());
    let child = command.spawn().unwrap();
    drop(command);
    let mut controller = File::from(terminal.controller);
    let mut shown = Vec::new();
    let mut part = [0; 4096];
    while let Ok(length @ 1..) = controller.read(&mut part) {
        shown.extend_from_slice(&part[..length]);
    }
    let mut run = finish(child);
    run.stderr = String::from_utf8(shown).unwrap();
    run
}

/// Runs the command with a terminal for standard output only, which shows little.
pub(crate) fn run_with_shown_output(shell: &Shell, arguments: &[&str]) -> Run {
    let terminal = Terminal::new();
    let mut command = shell.command(arguments);
    command
        .env("TERM", "xterm-256color")
        .stdout(terminal.open());
    let child = command.spawn().unwrap();
    drop(command);
    let mut run = finish(child);
    let mut controller = File::from(terminal.controller);
    let mut shown = Vec::new();
    let mut part = [0; 4096];
    while let Ok(length @ 1..) = controller.read(&mut part) {
        shown.extend_from_slice(&part[..length]);
    }
    run.stdout = String::from_utf8(shown).unwrap();
    run
}

/// A terminal of 24 rows and 60 columns.
struct Terminal {
    controller: OwnedFd,
    path: PathBuf,
}

impl Terminal {
    fn new() -> Self {
        let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&controller).unwrap();
        unlockpt(&controller).unwrap();
        let name = ptsname(&controller, Vec::new()).unwrap();
        let size = Winsize {
            ws_row: 24,
            ws_col: 60,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&controller, size).unwrap();
        let path = name.to_str().unwrap().into();
        Self { controller, path }
    }

    fn open(&self) -> Stdio {
        let file = File::options().read(true).write(true).open(&self.path);
        file.unwrap().into()
    }
}

const PAGE: &str = r#"{"items": [
    {"id": "1", "name": "A board with a name that is much too long for a terminal of sixty columns"},
    {"id": "2", "name": "\u001b[31mRed\nboard"}
], "bookmark": null}"#;

#[test]
fn rows_are_a_table_that_fits() {
    let server = Server::with_handler(|_| Response::ok(PAGE));
    let shell = Shell::at(&server);
    let shown = run(&shell, &["api", "boards/list", "--paginate"], "").output();
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines.len(), 3, "{shown}");
    assert!(lines[0].starts_with("\u{1b}[1mID"), "{shown}");
    assert!(
        lines.iter().all(|line| line.chars().count() <= 68),
        "{shown}"
    );
    assert!(lines[1].contains("..."), "{shown}");
    assert!(
        lines[2].ends_with(" [31mRed board"),
        "controls are not passed on: {shown:?}"
    );
    let shell = shell.with("NO_COLOR", "1");
    let shown = run(&shell, &["api", "boards/list", "--paginate"], "").output();
    assert!(shown.starts_with("ID"), "{shown:?}");
}

#[test]
fn a_response_is_indented_and_colored() {
    let server = Server::with_handler(|_| Response::ok("{\"b\":1.50,\"a\":\"x\"}"));
    let shell = Shell::at(&server);
    let shown = run(&shell, &["api", "user_account/get"], "").output();
    assert_eq!(
        shown,
        "{\n  \u{1b}[1;34m\"b\"\u{1b}[0m: 1.50,\n  \u{1b}[1;34m\"a\"\u{1b}[0m: \u{1b}[32m\"x\"\u{1b}[0m\n}\n"
    );
    let shell = shell.with("NO_COLOR", "1");
    let shown = run(&shell, &["api", "user_account/get"], "").output();
    assert_eq!(shown, "{\n  \"b\": 1.50,\n  \"a\": \"x\"\n}\n");
}

#[test]
fn a_deletion_is_asked_about() {
    let shell = Shell::new();
    let set = ["profile", "set", "business", "1", "--profile", "shop"];
    shell.run(&set).output();
    let declined = run(&shell, &["profile", "delete", "shop"], "n\n");
    assert_eq!(declined.code, Some(1), "{declined:?}");
    assert!(
        declined
            .stdout
            .contains("Delete the profile `shop` and its tokens? [y/N] ")
    );
    assert!(declined.stdout.contains("nothing was done"));
    let agreed = run(&shell, &["profile", "delete", "shop"], "y\n");
    assert_eq!(agreed.code, Some(0), "{agreed:?}");
    shell.run(&["profile", "use", "shop"]).failure(2);
}

#[test]
fn a_question_can_be_interrupted() {
    use rustix::process::{Pid, Signal, kill_process};

    let shell = Shell::new();
    let set = ["profile", "set", "business", "1", "--profile", "shop"];
    shell.run(&set).output();
    let mut is_sent = false;
    let interrupt = |shown: &str, child: &Child| {
        if shown.contains("[y/N]") && !std::mem::replace(&mut is_sent, true) {
            kill_process(Pid::from_child(child), Signal::INT).unwrap();
        }
    };
    let run = run_until(&shell, &["profile", "delete", "shop"], "", interrupt);
    assert_eq!(run.code, Some(130), "{run:?}");
    shell.run(&["profile", "use", "shop"]).output();
}

#[test]
fn a_token_is_shown_only_where_it_was_asked_for() {
    let shell = Shell::new().with("PINTEREST_ACCESS_TOKEN", "pina_1");
    let shown = run(&shell, &["auth", "token"], "");
    assert_eq!(shown.code, Some(2), "{shown:?}");
    assert!(!shown.stdout.contains("pina_1"), "{shown:?}");
    assert_eq!(
        run(&shell, &["auth", "token", "--show"], "").output(),
        "pina_1\n"
    );
    assert_eq!(shell.run(&["auth", "token"]).output(), "pina_1\n");
}
