//! Invites, members and partners.

use pinterest_fake::Fault;
use serde_json::json;

use super::{Daily, text};

#[test]
fn people_are_invited_and_each_has_a_result() {
    let daily = Daily::start();
    let member = daily.lines(&["members", "list", "--max-items", "1", "--quiet"]);
    let member = text(&member[0], "/user/username");
    let run = daily.shell.run(&[
        "invites",
        "send",
        "ada@example.com",
        &member,
        "--role",
        "admin",
    ]);
    let stdout = run.stdout.clone();
    let error = run.failure(3);
    assert!(error.contains("1 of 2 succeeded, 1 failed"), "{error}");
    let lines: Vec<serde_json::Value> = stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines[0]["state"], "succeeded");
    assert_eq!(lines[1]["input"], member);
    assert!(lines[1]["error"].is_string(), "{stdout}");
    let sent = daily.sent("create_membership_or_partnership_invites");
    let expected = json!({
        "business_role": "BIZ_ADMIN", "invite_type": "MEMBER_INVITE",
        "members": ["ada@example.com", member],
    });
    assert_eq!(sent, [expected]);
}

#[test]
fn invites_that_all_fail_are_rejected() {
    let daily = Daily::start();
    let member = daily.lines(&["members", "list", "--max-items", "1", "--quiet"]);
    let member = text(&member[0], "/user/username");
    daily.shell.run(&["invites", "send", &member]).failure(6);
}

#[test]
fn received_invites_are_accepted_and_declined() {
    let daily = Daily::start();
    let lines = daily.lines(&["invites", "list"]);
    let lines = [lines, daily.lines(&["invites", "list", "--partners"])].concat();
    let received = lines.iter().filter(|line| {
        line["is_received_invite"] == true && line["invite_data"]["invite_status"] == "PENDING"
    });
    let received: Vec<String> = received.map(|line| text(line, "/id")).collect();
    let [first, second, ..] = &received[..] else {
        panic!("{received:?}");
    };
    daily.shell.run(&["invites", "accept", first]).output();
    daily.shell.run(&["invites", "decline", second]).output();
    let sent = daily.sent("respond_business_access_invites");
    assert_eq!(sent[0]["invites"][0]["action"]["accept_invite"], true);
    assert_eq!(sent[1]["invites"][0]["action"]["accept_invite"], false);
}

#[test]
fn what_is_taken_away_needs_a_yes() {
    let daily = Daily::start();
    let invites = daily.lines(&["invites", "list", "--status", "pending"]);
    let sent = invites
        .iter()
        .find(|invite| invite["is_received_invite"] == false);
    let invite = text(sent.unwrap(), "/id");
    let partner = daily.ids(&["partners", "list", "--max-items", "1", "--quiet"]);
    let member = daily.lines(&["members", "list", "--role", "employee"]);
    let member = text(&member[0], "/id");
    for (arguments, operation) in [
        (["invites", "cancel", &invite], "cancel_invites_or_requests"),
        (
            ["partners", "remove", &partner[0]],
            "delete_business_partners",
        ),
        (["members", "remove", &member], "delete_business_membership"),
    ] {
        let error = daily.shell.run(&arguments).failure(2);
        assert!(error.contains("--yes"), "{error}");
        daily.fake.requests().to(operation).assert_count(0);
        let lines = daily.lines(&[&arguments[..], &["--yes"]].concat());
        assert_eq!(lines[0]["state"], "succeeded", "{lines:?}");
        daily.fake.requests().to(operation).assert_count(1);
    }
}

#[test]
fn a_role_is_changed() {
    let daily = Daily::start();
    let member = daily.lines(&["members", "list", "--role", "employee"]);
    let member = text(&member[0], "/id");
    daily
        .shell
        .run(&["members", "role", "admin", &member])
        .output();
    let sent = daily.sent("update/business_memberships");
    assert_eq!(
        sent,
        [json!([{"member_id": member, "business_role": "BIZ_ADMIN"}])]
    );
}

#[test]
fn a_request_that_fails_as_a_whole_has_its_own_exit_code() {
    let daily = Daily::start();
    let operation = "create_membership_or_partnership_invites";
    daily.fake.inject(Fault::on(operation).times(1).status(403));
    daily
        .shell
        .run(&["invites", "send", "ada@example.com"])
        .failure(6);
    daily.fake.inject(Fault::on(operation).times(1).status(401));
    daily
        .shell
        .run(&["invites", "send", "ada@example.com"])
        .failure(4);
}
