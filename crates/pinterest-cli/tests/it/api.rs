//! `pinterest api`: where fields go, what is checked, what is printed.

use pinterest_test_support::{Response, Server};
use serde_json::json;

use crate::command::Shell;

const AD_ACCOUNT: &str = "549755885175";

#[test]
fn fields_go_where_the_operation_has_them() {
    let server = Server::with_handler(|_| Response::ok("{}"));
    let shell = Shell::at(&server);
    shell
        .run(&[
            "api",
            "boards/create",
            "-f",
            "name=Kitchen",
            "-F",
            "is_ads_only=false",
            "-f",
            "ad_account_id=549755885175",
        ])
        .output();
    let request = server.take_request();
    assert_eq!(
        request.line(),
        "POST /boards?ad_account_id=549755885175 {\"is_ads_only\":false,\"name\":\"Kitchen\"}"
    );
}

#[test]
fn fields_of_an_array_are_its_only_element() {
    let server = Server::with_handler(|_| Response::ok("{}"));
    let shell = Shell::at(&server).with("PINTEREST_AD_ACCOUNT_ID", AD_ACCOUNT);
    let arguments = [
        "api",
        "campaigns/update",
        "-f",
        "id=626735565838",
        "-f",
        "status=PAUSED",
        "-f",
        "tracking_urls[click][]=https://a.example",
        "-f",
        "tracking_urls[click][]=https://b.example",
    ];
    shell.run(&arguments).output();
    let request = server.take_request();
    assert_eq!(
        request.path(),
        format!("/ad_accounts/{AD_ACCOUNT}/campaigns")
    );
    let expected = json!([{
        "id": "626735565838",
        "status": "PAUSED",
        "tracking_urls": {"click": ["https://a.example", "https://b.example"]},
    }]);
    assert_eq!(request.json(), expected);
}

#[test]
fn values_come_from_files() {
    let server = Server::with_handler(|_| Response::ok("{}"));
    let shell = Shell::at(&server);
    shell.write("name.txt", "Kitchen & Bath");
    let body = shell.write("body.json", "{\n  // a comment\n  \"name\": \"Hall\",\n}");
    shell
        .run(&["api", "boards/create", "-F", "name=@name.txt"])
        .output();
    shell
        .run(&["api", "boards/create", "--input", &body])
        .output();
    let bodies: Vec<_> = server
        .take_requests()
        .iter()
        .map(|request| request.json())
        .collect();
    assert_eq!(
        bodies,
        [json!({"name": "Kitchen & Bath"}), json!({"name": "Hall"})]
    );
    let missing = shell.run(&["api", "boards/create", "--input", "missing.json"]);
    assert!(missing.failure(2).contains("missing.json: "));
}

#[test]
fn what_is_misspelled_is_not_sent() {
    let server = Server::start();
    let shell = Shell::at(&server);
    for (arguments, message) in [
        (&["api", "boards/lst"][..], "did you mean `boards/list`"),
        (
            &["api", "boards/list", "-f", "privcy=SECRET"],
            "did you mean `privacy`",
        ),
        (
            &["api", "boards/create", "-f", "nam=a"],
            "did you mean `name`",
        ),
        (
            &["api", "boards/list", "-f", "privacy=SECRETT"],
            "must be one of",
        ),
        (&["api", "boards/create", "-f", "description=a"], "name"),
        (
            &["api", "boards/get"],
            "the parameter `board_id` is required",
        ),
        (&["api", "boards/list", "-f", "page_size=300"], "page_size"),
        (&["api", "boards/list", "-X", "POST"], "is a GET request"),
        (
            &[
                "api",
                "boards/list",
                "-f",
                "page_size=1",
                "-f",
                "page_size=2",
            ],
            "set twice",
        ),
        (&["api", "/boards/{board}"], "no value for {board}"),
        (
            &["api", "/nosuch", "--paginate"],
            "--paginate needs an operation",
        ),
        (
            &["api", "boards/get", "-f", "board_id=1", "--paginate"],
            "no pages",
        ),
    ] {
        let error = shell.run(arguments).failure(2);
        assert!(error.contains(message), "{arguments:?}: {error}");
    }
    server.assert_untouched();
}

#[test]
fn without_validation_anything_is_sent() {
    let server = Server::with_handler(|_| Response::ok("{}"));
    let shell = Shell::at(&server);
    shell
        .run(&["api", "boards/create", "-f", "nam=a", "--no-validation"])
        .output();
    assert_eq!(server.take_request().json(), json!({"nam": "a"}));
}

#[test]
fn a_path_is_called_as_it_is() {
    let server = Server::with_handler(|_| Response::ok("{\"a\": 1}"));
    let shell = Shell::at(&server).with("PINTEREST_AD_ACCOUNT_ID", AD_ACCOUNT);
    let output = shell
        .run(&[
            "api",
            "/new/{ad_account_id}?a=b",
            "-X",
            "GET",
            "-f",
            "c=d e",
            "-H",
            "X-New: 1",
        ])
        .output();
    assert_eq!(output, "{\"a\": 1}\n");
    let request = server.take_request();
    assert_eq!(request.line(), format!("GET /new/{AD_ACCOUNT}?a=b&c=d+e"));
    assert_eq!(request.header("x-new"), ["1"]);
    shell.run(&["api", "/new", "-F", "n=1"]).output();
    shell.run(&["api", "new", "-X", "delete"]).failure(2);
    shell.run(&["api", "/new", "-X", "delete"]).output();
    assert_eq!(server.take_lines(), ["POST /new {\"n\":1}", "DELETE /new"]);
}

#[test]
fn the_body_of_a_rejection_is_printed_too() {
    let body = r#"{"code": 40, "message": "Board not found."}"#;
    let server = Server::with_handler(move |_| Response::json(404, body));
    let shell = Shell::at(&server);
    let run = shell.run(&["api", "boards/get", "-f", "board_id=1"]);
    assert_eq!((run.code, run.stdout), (Some(6), format!("{body}\n")));
    let run = shell.run(&["api", "boards/get", "-f", "board_id=1", "--silent"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(6), ""));
}

#[test]
fn status_and_headers_are_printed_where_they_are_wanted() {
    let server = Server::with_handler(|_| Response::ok("{}").header("x-pinterest-rid", "17"));
    let shell = Shell::at(&server);
    let output = shell.run(&["api", "user_account/get", "-i"]).output();
    assert!(output.starts_with("HTTP 200 OK\n"), "{output}");
    assert!(output.contains("\nx-pinterest-rid: 17\n"), "{output}");
    assert!(output.ends_with("\n\n{}\n"), "{output}");
    let run = shell.run(&["api", "user_account/get", "-vv"]);
    assert!(run.stderr.contains("GET http://"), "{run:?}");
    assert!(run.stderr.contains("x-pinterest-rid: 17"), "{run:?}");
    assert!(!run.stderr.contains("pina"), "{run:?}");
    assert!(run.stderr.contains("response received"), "{run:?}");
    assert!(
        !run.stderr.contains('\u{1b}'),
        "colors are for terminals: {run:?}"
    );
}

#[test]
fn expressions_and_fields_choose_what_is_printed() {
    let page =
        r#"{"items": [{"id": "1", "owner": {"username": "a"}}, {"id": "2"}], "bookmark": null}"#;
    let server = Server::with_handler(move |_| Response::ok(page));
    let shell = Shell::at(&server);
    let run = |arguments: &[&str]| {
        let all = [&["api", "boards/list"], arguments].concat();
        shell.run(&all).output()
    };
    assert_eq!(run(&["--jq", ".items[].id"]), "1\n2\n");
    assert_eq!(run(&["--jq", ".items | length"]), "2\n");
    assert_eq!(
        run(&["--paginate", "--json", "id,owner.username"]),
        "{\"id\":\"1\",\"owner\":{\"username\":\"a\"}}\n{\"id\":\"2\",\"owner\":{\"username\":null}}\n"
    );
    assert_eq!(
        run(&["--paginate", "--columns", "id,owner.username", "-o", "csv"]),
        "id,owner.username\n1,a\n2,\n"
    );
    assert_eq!(run(&["-o", "csv", "--columns", "id"]), "id\n1\n2\n");
    assert_eq!(run(&["--columns", "id"]), "ID\n1\n2\n");
    assert_eq!(
        run(&["--paginate", "--jq", ".id", "-o", "json"]),
        "[\n  \"1\",\n  \"2\"\n]\n"
    );
    assert_eq!(
        run(&["--paginate", "-o", "yaml", "--json", "id"]),
        "- id: \"1\"\n- id: \"2\"\n"
    );
    let wrong = shell
        .run(&["api", "boards/list", "--jq", ".a |"])
        .failure(2);
    assert!(wrong.contains("--jq"), "{wrong}");
}
