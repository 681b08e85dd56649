//! Logins with a browser that the test plays.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Child;

use pinterest_test_support::Server;

use crate::command::{Run, RunningFake, Shell, finish};

const SECRET: &str = "the_secret_of_the_app";

/// Without a token, with an app.
fn shell(fake: &RunningFake) -> Shell {
    fake.shell()
        .without("PINTEREST_ACCESS_TOKEN")
        .with("PINTEREST_APP_ID", "1234567")
        .with("PINTEREST_APP_SECRET", SECRET)
        .with("BROWSER", "true")
}

/// A redirect URI with a port that is free.
fn redirect_uri() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    format!("http://localhost:{port}/callback")
}

/// A login that waits for the browser, and the page that it opens.
struct Login {
    child: Child,
    page: String,
    said: String,
    stderr: BufReader<std::process::ChildStderr>,
}

impl Login {
    fn start(shell: &Shell, arguments: &[&str]) -> Self {
        let mut child = shell.start(&[&["auth", "login"], arguments].concat());
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        stderr.read_line(&mut said).unwrap();
        let page = said
            .trim()
            .strip_prefix("Opening ")
            .unwrap_or_else(|| panic!("{said}"));
        Self {
            page: page.to_owned(),
            child,
            said: said.clone(),
            stderr,
        }
    }

    fn finish(mut self) -> Run {
        self.stderr.read_to_string(&mut self.said).unwrap();
        let mut run = finish(self.child);
        run.stderr = self.said;
        run
    }
}

/// Loads a page; returns status line, headers and body.
fn load(url: &str) -> String {
    let (host, path) = url
        .strip_prefix("http://")
        .unwrap()
        .split_once('/')
        .unwrap();
    let host = host.replace("localhost", "127.0.0.1");
    let mut stream = TcpStream::connect(&host).unwrap();
    write!(
        stream,
        "GET /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response
}

/// Where the authorization page sends the browser.
fn location(response: &str) -> String {
    let mut lines = response.lines();
    let line = lines.find(|line| line.to_ascii_lowercase().starts_with("location: "));
    line.unwrap_or_else(|| panic!("{response}"))["location: ".len()..].to_owned()
}

#[track_caller]
fn assert_no_secret(run: &Run) {
    let text = format!("{}{}", run.stdout, run.stderr);
    for secret in [SECRET, "pina_", "pinr."] {
        assert!(!text.contains(secret), "{run:?}");
    }
}

#[test]
fn a_login_keeps_tokens_that_are_then_used_refreshed_and_removed() {
    let fake = RunningFake::start();
    let shell = shell(&fake);
    let login = Login::start(&shell, &["--redirect-uri", &redirect_uri()]);
    let callback = location(&load(&login.page));
    assert!(load(&callback).starts_with("HTTP/1.1 200 OK\r\n"));
    let run = login.finish();
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_no_secret(&run);

    // The app is kept too.
    let shell = shell
        .without("PINTEREST_APP_ID")
        .without("PINTEREST_APP_SECRET")
        .without("PINTEREST_API_URI");
    let run = shell.run(&["auth", "status", "--check", "-o", "csv"]);
    assert_no_secret(&run);
    let status = run.output();
    assert!(
        status.contains("access token,pinterest_oauth2,profile"),
        "{status}"
    );
    assert!(status.contains("user,oakandlinen,API"), "{status}");
    assert!(status.contains("app secret,set,profile"), "{status}");
    assert!(status.contains("boards:write"), "{status}");

    let tokens = shell.path("config/tokens/default.json");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&tokens).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let before = shell.run(&["auth", "token"]).output();
    assert!(before.starts_with("pina"), "{before}");
    let run = shell.run(&["auth", "refresh"]);
    assert_no_secret(&run);
    run.output();
    let after = shell.run(&["auth", "token"]).output();
    assert_ne!(before, after);
    let name = shell
        .run(&["api", "user_account/get", "--jq", ".username"])
        .output();
    assert_eq!(name, "oakandlinen\n");

    shell.run(&["auth", "logout"]).output();
    assert!(!tokens.exists());
}

#[test]
fn the_browser_must_bring_the_state_of_this_login() {
    let fake = RunningFake::start();
    let shell = shell(&fake);
    let uri = redirect_uri();
    let login = Login::start(&shell, &["--redirect-uri", &uri]);
    let callback = location(&load(&login.page));
    let (before, state) = callback.split_once("state=").unwrap();
    let forged = format!("{before}state=x{}", &state[1..]);
    assert!(load(&forged).starts_with("HTTP/1.1 400 "), "{forged}");
    assert!(load(&format!("{uri}?code=1")).starts_with("HTTP/1.1 400 "));
    let elsewhere = uri.replace("/callback", "/favicon.ico");
    assert!(load(&elsewhere).starts_with("HTTP/1.1 404 "));
    assert_eq!(fake.fake.requests().to("oauth/token").count(), 0);
    load(&callback);
    let run = login.finish();
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stderr.contains("ignored a callback"), "{run:?}");
}

#[test]
fn a_user_who_denies_ends_the_login() {
    let fake = RunningFake::start();
    let shell = shell(&fake);
    let uri = redirect_uri();
    let login = Login::start(&shell, &["--redirect-uri", &uri]);
    let state = login.page.split("state=").nth(1).unwrap();
    let denied = format!("{uri}?error=access_denied&state={state}");
    assert!(load(&denied).contains("Not logged in"));
    let error = login.finish().failure(4);
    assert!(error.contains("did not give the app permission"), "{error}");
    assert!(!shell.path("config/tokens").exists());
}

#[test]
fn a_browser_that_does_not_come_back_is_not_waited_for_without_end() {
    let fake = RunningFake::start();
    let shell = shell(&fake);
    let login = Login::start(
        &shell,
        &["--redirect-uri", &redirect_uri(), "--wait", "20ms"],
    );
    let error = login.finish().failure(4);
    assert!(error.contains("did not come back in time"), "{error}");
}

#[test]
fn without_a_browser_the_url_is_pasted() {
    let fake = RunningFake::start();
    let shell = shell(&fake);
    let arguments = ["auth", "login", "--no-browser", "--scopes", "ads:read"];
    let mut child = shell
        .command(&arguments)
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut page = String::new();
    while !page.starts_with("http") {
        page.clear();
        stderr.read_line(&mut page).unwrap();
    }
    let callback = location(&load(page.trim()));
    writeln!(child.stdin.take().unwrap(), "{callback}").unwrap();
    let run = finish(child);
    assert_eq!(run.code, Some(0), "{run:?}");
    let status = shell.run(&["auth", "status", "-o", "csv"]).output();
    assert!(status.contains("scopes,ads:read,profile"), "{status}");
    let arguments = ["auth", "login", "--no-browser"];
    let forged = shell.run_with_input(&arguments, "http://localhost:8085/?code=1&state=2\n");
    assert!(forged.failure(4).contains("state"));
}

#[test]
fn a_token_from_standard_input_is_kept() {
    let server = Server::with_handler(|_| pinterest_test_support::Response::ok("{}"));
    let shell = Shell::at(&server).without("PINTEREST_ACCESS_TOKEN");
    shell
        .run_with_input(&["auth", "login", "--with-token"], "pina_given\n")
        .output();
    shell.run(&["api", "user_account/get"]).output();
    assert_eq!(
        server.take_request().header("authorization"),
        ["Bearer pina_given"]
    );
    shell
        .run_with_input(&["auth", "login", "--with-token"], "\n")
        .failure(2);
}

#[test]
fn a_login_without_an_app_says_what_is_missing() {
    let error = Shell::new().run(&["auth", "login"]).failure(2);
    assert!(error.contains("hint: set PINTEREST_APP_ID"), "{error}");
}
