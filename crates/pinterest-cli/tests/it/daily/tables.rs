//! Lists, as tables and in other formats.

use super::Daily;
use crate::command::assert_golden;

#[test]
fn tables_are_as_they_were_read() {
    let daily = Daily::at_noon();
    let feeds = daily.ids(&["catalogs", "feeds", "list"]);
    let results = daily.ids(&["catalogs", "feeds", "results", &feeds[0]]);
    let boards = daily.ids(&["boards", "list"]);
    let mut tables = String::new();
    for arguments in [
        &["accounts", "list"][..],
        &["accounts", "employers"],
        &["campaigns", "list"],
        &["ad-groups", "list"],
        &["ads", "list"],
        &["invites", "list"],
        &["members", "list"],
        &["partners", "list"],
        &["boards", "list"],
        &["boards", "pins", &boards[0]],
        &["pins", "list"],
        &["catalogs", "list"],
        &["catalogs", "feeds", "list"],
        &["catalogs", "feeds", "results", &feeds[0]],
        &["catalogs", "issues", &results[0]],
        &["customer-lists", "list"],
        &["report", "templates"],
    ] {
        let options = ["--max-items", "3", "-o", "table", "--quiet"];
        let table = daily.shell.run(&[arguments, &options].concat()).output();
        tables.push_str(&format!("$ pinterest {}\n{table}\n", arguments.join(" ")));
    }
    assert_golden("tables.txt", &tables);
}

#[test]
fn help_of_every_command_is_as_it_was_read() {
    let daily = Daily::start();
    let mut text = String::new();
    for command in [
        "accounts",
        "campaigns",
        "ad-groups",
        "ads",
        "analytics",
        "boards",
        "catalogs",
        "conversions",
        "customer-lists",
        "invites",
        "job",
        "leads",
        "members",
        "partners",
        "pins",
        "report",
    ] {
        let help = daily.shell.run(&[command, "--help"]).output();
        let commands = help.split("Options:").next().unwrap();
        text.push_str(&format!(
            "$ pinterest {command} --help\n{}\n",
            commands.trim()
        ));
        text.push('\n');
    }
    assert_golden("help-daily.txt", &text);
    for (name, arguments) in [
        ("help-conversions-send.txt", ["conversions", "send"]),
        ("help-report-run.txt", ["report", "run"]),
        ("help-pins-create.txt", ["pins", "create"]),
    ] {
        let help = daily.shell.run(&[&arguments[..], &["--help"]].concat());
        let help = help.output();
        // What every command has is read elsewhere.
        let own = help.split("Output options:").next().unwrap();
        assert_golden(name, own);
    }
}

#[test]
fn a_list_comes_in_every_format() {
    let daily = Daily::at_noon();
    let list = ["campaigns", "list", "--max-items", "2", "--quiet"];
    let run = |options: &[&str]| daily.shell.run(&[&list[..], options].concat()).output();
    let lines = run(&[]);
    assert_eq!(lines.lines().count(), 2, "{lines}");
    let array: serde_json::Value = serde_json::from_str(&run(&["-o", "json"])).unwrap();
    let ids: Vec<&str> = array
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["id"].as_str().unwrap())
        .collect();
    let csv = run(&["-o", "csv", "--columns", "id"]);
    assert_eq!(csv.lines().skip(1).collect::<Vec<_>>(), ids);
    assert_eq!(run(&["--jq", ".id"]).lines().collect::<Vec<_>>(), ids);
    assert!(run(&["-o", "yaml"]).contains(&format!("id: \"{}\"", ids[0])));
    // Filters reach the service.
    run(&["--status", "paused,active", "--campaign", ids[0]]);
    let last = daily.fake.requests().to("campaigns/list");
    let last = last.last().unwrap();
    assert_eq!(last.query_value("campaign_ids"), Some(ids[0]));
}

#[test]
fn a_list_is_resumed_at_its_bookmark() {
    let daily = Daily::at_noon();
    let run = |options: &[&str]| {
        let list = ["campaigns", "list", "--page-size", "10", "--jq", ".id"];
        daily.shell.run(&[&list[..], options].concat())
    };
    let all = run(&[]).output();
    let first = run(&["--max-items", "10"]);
    let hint = first.stderr.clone();
    let bookmark = hint.split('\'').nth(1).unwrap_or_else(|| panic!("{hint}"));
    let rest = run(&["--bookmark", bookmark]).output();
    assert_eq!(first.output() + &rest, all);
}
