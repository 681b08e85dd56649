//! Lists: all pages, a part of them, and what is left after a failure.

use std::collections::BTreeSet;

use pinterest_test_support::{Response, Server, paged_list};
use serde_json::json;

use crate::command::Shell;

fn ids(lines: &[serde_json::Value]) -> Vec<u64> {
    let ids = lines.iter().map(|line| line["id"].as_str().unwrap());
    ids.map(|id| id.parse().unwrap()).collect()
}

#[test]
fn all_pages_are_printed() {
    let server = Server::with_handler(paged_list(3, |page| (page < 3).then_some(page + 1)));
    let shell = Shell::at(&server);
    let lines = shell.run(&["api", "boards/list", "--paginate"]).lines();
    assert_eq!(ids(&lines), (1..=12).collect::<Vec<_>>());
    let targets = server.targets();
    assert_eq!(
        targets[0], "/boards?page_size=250",
        "pages are as large as they may be"
    );
    server.take_requests();
    let lines = shell
        .run(&["api", "/boards?privacy=SECRET", "--paginate"])
        .lines();
    assert_eq!(lines.len(), 12);
    assert_eq!(server.targets()[0], "/boards?page_size=250&privacy=SECRET");
}

#[test]
fn a_number_of_items_is_enough() {
    let server = Server::with_handler(paged_list(3, |page| Some(page + 1)));
    let shell = Shell::at(&server);
    let run = shell.run(&["api", "boards/list", "--max-items", "6"]);
    assert!(
        run.stderr
            .contains("there may be more: --bookmark 'page-2'"),
        "{run:?}"
    );
    assert_eq!(ids(&run.lines()), [1, 2, 3, 4, 5, 6]);
    assert_eq!(server.targets()[0], "/boards?page_size=6");
    let run = shell.run(&[
        "api",
        "boards/list",
        "--max-items",
        "2",
        "--bookmark",
        "page-2",
    ]);
    assert_eq!(ids(&run.lines()), [7, 8]);
}

#[test]
fn a_list_that_fails_is_resumed_where_it_failed() {
    let list = paged_list(2, |page| (page < 3).then_some(page + 1));
    let server = Server::with_handler(move |request| match request.parameter("bookmark") {
        Some("page-2") => Response::json(404, r#"{"code": 40, "message": "Gone."}"#),
        _ => list(request),
    });
    let shell = Shell::at(&server);
    let run = shell.run(&["api", "boards/list", "--paginate"]);
    assert_eq!(run.stdout.lines().count(), 4, "what came before is printed");
    let stderr = run.failure(6);
    assert!(
        stderr.contains("hint: resume with --bookmark 'page-2'\n"),
        "{stderr}"
    );
}

#[test]
fn a_list_that_was_cut_is_complete_with_its_rest() {
    let server = Server::with_handler(paged_list(4, |page| (page < 4).then_some(page + 1)));
    let shell = Shell::at(&server);
    let run = shell.run(&["api", "boards/list", "--max-items", "10"]);
    let hint = run.stderr.split('\'').nth(1).unwrap().to_owned();
    let mut all: Vec<u64> = ids(&run.lines());
    let rest = shell
        .run(&["api", "boards/list", "--paginate", "--bookmark", &hint])
        .lines();
    all.extend(ids(&rest));
    let all: BTreeSet<u64> = all.into_iter().collect();
    assert_eq!(all, (1..=20).collect());
}

#[test]
fn the_size_of_pages_can_be_chosen() {
    let server = Server::with_handler(paged_list(3, |_| None));
    let shell = Shell::at(&server);
    for size in [&["-f", "page_size=7"][..], &["--page-size", "7"]] {
        let all = ["api", "boards/list", "--paginate"];
        shell.run(&[&all, size].concat()).output();
        assert_eq!(server.take_request().target(), "/boards?page_size=7");
    }
}

#[test]
fn an_item_that_cannot_be_read_costs_no_other() {
    let page = r#"{"items": [{"id": "1"}, {"id": "\ud800"}, {"id": "3"}], "bookmark": null}"#;
    let server = Server::with_handler(move |_| Response::ok(page));
    let run = Shell::at(&server).run(&["api", "boards/list", "--paginate"]);
    assert_eq!(run.stdout, "{\"id\":\"1\"}\n{\"id\":\"3\"}\n", "{run:?}");
    assert!(run.failure(3).contains("1 item could not be read"));
}

#[test]
fn every_format_has_all_rows() {
    let server = Server::with_handler(paged_list(2, |page| (page < 1).then_some(page + 1)));
    let shell = Shell::at(&server);
    let run = |format| {
        shell
            .run(&["api", "boards/list", "--paginate", "-o", format])
            .output()
    };
    assert_eq!(run("table"), "ID\n1\n2\n3\n4\n");
    assert_eq!(run("csv"), "id\n1\n2\n3\n4\n");
    let array: serde_json::Value = serde_json::from_str(&run("json")).unwrap();
    assert_eq!(
        array,
        json!([{"id": "1"}, {"id": "2"}, {"id": "3"}, {"id": "4"}])
    );
    assert_eq!(
        run("yaml"),
        "- id: \"1\"\n- id: \"2\"\n- id: \"3\"\n- id: \"4\"\n"
    );
    assert_eq!(run("ndjson").lines().count(), 4);
}

#[test]
fn an_empty_list_is_empty_in_every_format() {
    let server = Server::with_handler(|_| Response::ok(r#"{"items": [], "bookmark": null}"#));
    let shell = Shell::at(&server);
    for (format, expected) in [
        ("table", ""),
        ("csv", ""),
        ("json", "[]\n"),
        ("yaml", "[]\n"),
        ("ndjson", ""),
    ] {
        let run = shell.run(&["api", "boards/list", "--paginate", "-o", format]);
        assert_eq!(run.output(), expected, "{format}");
    }
}
