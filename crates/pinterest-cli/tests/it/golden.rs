//! What people read: help, listings, descriptions.

use crate::command::{RunningFake, Shell, assert_golden};

#[test]
fn help_is_as_it_was_read() {
    let shell = Shell::new();
    for (name, arguments) in [
        ("help.txt", &["--help"][..]),
        ("help-api.txt", &["api", "--help"]),
        ("help-auth.txt", &["auth", "--help"]),
        ("help-auth-login.txt", &["auth", "login", "--help"]),
        ("help-describe.txt", &["describe", "--help"]),
        ("help-operations.txt", &["operations", "--help"]),
        ("help-profile.txt", &["profile", "--help"]),
    ] {
        assert_golden(name, &shell.run(arguments).output());
    }
}

#[test]
fn operations_are_listed_and_described() {
    let shell = Shell::new();
    let run = |arguments: &[&str]| shell.run(arguments).output();
    let listed = run(&["operations", "--domain", "boards", "-o", "table"]);
    assert_golden("operations-boards.txt", &listed);
    assert_golden(
        "describe-boards-create.txt",
        &run(&["describe", "boards/create"]),
    );
    assert_golden(
        "describe-items-batch.txt",
        &run(&["describe", "items_batch/post", "--response", "--depth", "2"]),
    );
    assert_golden(
        "skeleton-campaigns-create.txt",
        &run(&["describe", "campaigns/create", "--skeleton"]),
    );
    assert_eq!(run(&["operations"]).lines().count(), 266);
    let found = run(&["operations", "--search", "MMM report", "--jq", ".id"]);
    assert_eq!(
        found,
        "analytics/create_mmm_report\nanalytics/get_mmm_report\n"
    );
    shell.run(&["operations", "--domain", "nosuch"]).failure(2);
    let error = shell.run(&["describe", "boards/creat"]).failure(2);
    assert!(error.contains("did you mean `boards/create`"), "{error}");
    shell
        .run(&["describe", "boards/list", "--skeleton"])
        .failure(2);
    let json = shell
        .run(&["describe", "boards/create", "-o", "json"])
        .output();
    let described: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(described["schemas"]["NewBoard"].is_object());
}

#[test]
fn every_skeleton_can_be_filled_in_and_sent() {
    let fake = RunningFake::start();
    let shell = fake.shell();
    let skeleton = shell
        .run(&["describe", "boards/create", "--skeleton"])
        .output();
    let body = shell.write("body.json", &skeleton.replacen("\"\"", "\"Hall\"", 1));
    let name = shell
        .run(&["api", "boards/create", "--input", &body, "--jq", ".name"])
        .output();
    assert_eq!(name, "Hall\n");
}
