//! Exit codes, which scripts rely on.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use pinterest_test_support::{Response, Server, paged_list};

use crate::command::{Shell, finish};

/// The exit code of a call to which the server responds so.
#[track_caller]
fn assert_code(code: i32, response: Response) -> String {
    let server = Server::with_handler(move |_| response.clone());
    let run = Shell::at(&server).run(&["api", "boards/create", "-f", "name=a"]);
    run.failure(code)
}

#[test]
fn rejections_have_codes_by_what_to_do() {
    assert_code(4, Response::json(401, r#"{"code": 2, "message": "No"}"#));
    assert_code(6, Response::json(403, r#"{"code": 29, "message": "No"}"#));
    assert_code(6, Response::json(400, r#"{"code": 1, "message": "No"}"#));
    assert_code(6, Response::html(500));
    let limited = Response::json(429, r#"{"code": 8, "message": "Slow down"}"#);
    let error = assert_code(5, limited.header("x-ratelimit-reset", "7200"));
    assert!(error.contains("hint: try again in 7200 seconds"), "{error}");
}

#[test]
fn a_server_that_cannot_be_reached_or_does_not_respond_is_a_failure_of_the_network() {
    assert_code(7, Response::closed());
    let server = Server::with_handler(|_| Response::stalled());
    let shell = Shell::at(&server);
    let arguments = ["api", "boards/create", "-f", "name=a", "--timeout", "50ms"];
    shell.run(&arguments).failure(7);
}

#[test]
fn a_success_that_cannot_be_read_is_a_failure() {
    assert_code(1, Response::ok("<html>"));
}

#[test]
fn wrong_arguments_are_told_apart_from_missing_tokens() {
    let shell = Shell::new();
    shell.run(&["nosuch"]).failure(2);
    shell.run(&["api"]).failure(2);
    shell
        .run(&["api", "boards/list", "--timeout", "0"])
        .failure(2);
    shell
        .run(&["api", "boards/list", "--base-url", "nosuch"])
        .failure(2);
    shell
        .run(&["api", "boards/list", "--base-url", "http://example.com"])
        .failure(4);
    let error = shell.run(&["api", "boards/list"]).failure(4);
    assert!(
        error.contains("hint: run `pinterest auth login`"),
        "{error}"
    );
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let server = Server::with_handler(paged_list(100, |page| (page < 50).then_some(page + 1)));
    let shell = Shell::at(&server);
    let mut child = shell.start(&["api", "boards/list", "--paginate"]);
    let mut first = String::new();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    reader.read_line(&mut first).unwrap();
    drop(reader);
    let run = finish(child);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert_eq!(first, "{\"id\":\"1\"}\n");
}

#[test]
#[cfg(target_os = "linux")]
fn output_that_cannot_be_written_is_a_failure() {
    let shell = Shell::new();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let child = shell
        .command(&["operations"])
        .stdout(Stdio::from(full.unwrap()))
        .spawn();
    let error = finish(child.unwrap()).failure(1);
    assert!(error.contains("No space left"), "{error}");
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_the_command_and_says_how_to_resume() {
    use rustix::process::{Pid, Signal, kill_process};

    let server = Server::with_handler(|_| Response::stalled());
    let page = r#"{"items": [{"id": "1"}], "bookmark": "page-1"}"#;
    server.respond(Response::ok(page));
    let shell = Shell::at(&server);
    let mut child = shell.start(&["api", "boards/list", "--paginate"]);
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    reader.read_line(&mut first).unwrap();
    assert_eq!(
        first, "{\"id\":\"1\"}\n",
        "what is there is printed while more is fetched"
    );
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let error = finish(child).failure(130);
    assert!(error.contains("resume with --bookmark 'page-1'"), "{error}");
}

/// A wait is told when it begins, so the test need not wait for its end.
#[test]
#[cfg(unix)]
fn long_waits_are_told() {
    use rustix::process::{Pid, Signal, kill_process};

    let limited = Response::json(429, r#"{"code": 8, "message": "Slow down"}"#);
    let limited = limited.header("x-ratelimit-reset", "20");
    let server = Server::with_handler(move |_| limited.clone());
    let shell = Shell::at(&server);
    let mut child = shell.start(&["api", "boards/list", "--paginate"]);
    let mut reader = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    assert!(line.starts_with("waiting 2"), "{line}");
    assert!(line.contains(" s before another try: "), "{line}");
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    assert_eq!(finish(child).code, Some(130));
}
