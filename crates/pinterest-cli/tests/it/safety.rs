//! Dry runs, and secrets that are not shown.

use pinterest_test_support::{Response, Server};
use serde_json::{Value, json};

use crate::command::{Shell, TOKEN};

#[test]
fn a_dry_run_shows_the_request_and_sends_nothing() {
    let server = Server::start();
    let shell = Shell::at(&server);
    let output = shell
        .run(&["api", "boards/create", "-f", "name=it's", "--dry-run"])
        .output();
    let url = server.url();
    let begins = format!("POST {url}boards\nauthorization: Bearer ****\n");
    assert!(output.starts_with(&begins), "{output}");
    assert!(
        output.ends_with("\n\n{\n  \"name\": \"it's\"\n}\n"),
        "{output}"
    );
    let output = shell
        .run(&["api", "boards/create", "-f", "name=it's", "--curl"])
        .output();
    let expected = format!(
        "curl --request POST '{url}boards' \\\n  --header \"Authorization: Bearer $PINTEREST_ACCESS_TOKEN\" \\\n  \
         --header 'accept: application/json' \\\n  --header 'content-type: application/json' \\\n  \
         --data '{{\"name\":\"it'\\''s\"}}'\n"
    );
    assert_eq!(output, expected);
    let output = shell
        .run(&[
            "api",
            "boards/list",
            "--paginate",
            "--dry-run",
            "-o",
            "ndjson",
        ])
        .output();
    let request: Value = serde_json::from_str(&output).unwrap();
    assert_eq!(request["method"], "GET");
    assert_eq!(request["headers"]["authorization"], "Bearer ****");
    server.assert_untouched();
}

#[test]
fn a_dry_run_needs_no_token_and_still_checks() {
    let shell = Shell::new();
    shell.run(&["api", "boards/list", "--dry-run"]).output();
    shell.run(&["api", "boards/get", "--dry-run"]).failure(2);
}

#[test]
fn curl_does_what_the_command_would_do() {
    if std::process::Command::new("curl")
        .arg("--version")
        .output()
        .is_err()
    {
        return;
    }
    let server = Server::with_handler(|_| Response::ok("{}"));
    let shell = Shell::at(&server);
    let arguments = ["api", "boards/create", "-f", "name=it's \"$HOME\" & `a`"];
    shell.run(&arguments).output();
    let ours = server.take_request();
    let line = shell.run(&[&arguments[..], &["--curl"]].concat()).output();
    let curl = std::process::Command::new("sh")
        .args(["-c", &line])
        .env("PINTEREST_ACCESS_TOKEN", TOKEN)
        .output()
        .unwrap();
    assert!(curl.status.success(), "{curl:?}");
    let theirs = server.take_request();
    assert_eq!(ours.line(), theirs.line());
    assert_eq!(ours.header("authorization"), theirs.header("authorization"));
}

#[test]
fn what_has_no_dry_run_does_nothing_in_one() {
    let shell = Shell::new();
    shell
        .run_with_input(&["auth", "login", "--with-token"], "pina_1")
        .output();
    for arguments in [
        &["auth", "login"][..],
        &["auth", "refresh"],
        &["auth", "logout"],
        &["profile", "set", "business", "1"],
        &["profile", "delete", "default"],
    ] {
        let error = shell.run(&[arguments, &["--dry-run"]].concat()).failure(2);
        assert!(error.contains("no dry run"), "{error}");
    }
    assert_eq!(shell.run(&["auth", "token"]).output(), "pina_1\n");
}

#[test]
fn passwords_in_bodies_are_masked() {
    let shell = Shell::new();
    let body = json!({
        "name": "a", "format": "CSV", "location": "https://a.example/feed.csv",
        "default_currency": "USD", "default_locale": "en_US", "default_country": "US",
        "catalog_type": "RETAIL",
        "credentials": {"username": "ada", "password": "swordfish"},
    });
    for way in ["--dry-run", "--curl"] {
        let arguments = ["api", "feeds/create", "--input", "-", way];
        let output = shell.run_with_input(&arguments, &body.to_string()).output();
        assert!(
            output.contains("ada") && !output.contains("swordfish"),
            "{output}"
        );
    }
}

#[test]
fn no_token_is_shown_whatever_happens() {
    let body = format!(r#"{{"code": 2, "message": "The token {TOKEN} is not valid"}}"#);
    let server = Server::with_handler(move |_| Response::json(401, &body));
    let shell = Shell::at(&server);
    let run = shell.run(&["api", "user_account/get", "-vv", "--silent"]);
    assert_eq!(run.code, Some(4));
    assert!(!run.stderr.contains(TOKEN), "{run:?}");
    let run = shell.run(&["auth", "status"]);
    assert!(!format!("{run:?}").contains(TOKEN), "{run:?}");
}
