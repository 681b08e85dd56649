//! Campaigns, ad groups and ads.

use serde_json::json;

use super::Daily;

#[test]
fn campaigns_are_paused_and_activated() {
    let daily = Daily::start();
    let ids = daily.ids(&["campaigns", "list", "--max-items", "2", "--quiet"]);
    for (command, status) in [("pause", "PAUSED"), ("activate", "ACTIVE")] {
        let lines = daily.lines(&["campaigns", command, &ids[0], &ids[1]]);
        assert_eq!(lines[0]["input"], ids[0]);
        assert_eq!(lines[1]["result"]["status"], status);
    }
    let sent = daily.sent("campaigns/update");
    let expected = json!([
        {"id": ids[0], "status": "PAUSED"}, {"id": ids[1], "status": "PAUSED"},
    ]);
    assert_eq!(sent[0], expected);
    let shown = daily.lines(&["campaigns", "show", &ids[0]]);
    assert_eq!(shown[0]["status"], "ACTIVE");
}

#[test]
fn ad_groups_and_ads_are_paused() {
    let daily = Daily::start();
    for (command, operation) in [("ad-groups", "ad_groups/update"), ("ads", "ads/update")] {
        let ids = daily.ids(&[command, "list", "--max-items", "1", "--quiet"]);
        let lines = daily.lines(&[command, "pause", &ids[0]]);
        assert_eq!(lines[0]["state"], "succeeded", "{lines:?}");
        let sent = daily.sent(operation);
        assert_eq!(sent, [json!([{"id": ids[0], "status": "PAUSED"}])]);
        let shown = daily.lines(&[command, "show", &ids[0]]);
        assert_eq!(shown[0]["status"], "PAUSED");
    }
}

#[test]
fn a_budget_is_confirmed_and_exact() {
    let daily = Daily::start();
    let group = daily.ids(&["ad-groups", "list", "--max-items", "1", "--quiet"]);
    let budget = ["ad-groups", "budget", "12.50", &group[0]];
    let error = daily.shell.run(&budget).failure(2);
    assert!(
        error.contains("12.50") && error.contains("--yes"),
        "{error}"
    );
    daily
        .shell
        .run(&[&budget[..], &["--yes"]].concat())
        .output();
    let expected = json!([{"id": group[0], "budget_in_micro_currency": 12_500_000}]);
    assert_eq!(daily.sent("ad_groups/update"), [expected]);
    let error = daily
        .shell
        .run(&["ad-groups", "budget", "12,50", &group[0]])
        .failure(2);
    assert!(error.contains("such as 12.50"), "{error}");
    daily
        .shell
        .run(&["campaigns", "budget", "1", "--yes"])
        .failure(2);
}

#[test]
fn a_dry_run_changes_nothing() {
    let daily = Daily::start();
    let campaign = daily.ids(&["campaigns", "list", "--max-items", "1", "--quiet"]);
    daily.fake.clear_requests();
    let budget = [
        "campaigns",
        "budget",
        &campaign[0],
        "--daily",
        "25",
        "--curl",
    ];
    let output = daily.shell.run(&budget).output();
    assert!(output.contains("--request PATCH"), "{output}");
    assert!(output.contains("\"daily_spend_cap\":25000000"), "{output}");
    daily.fake.requests().assert_count(0);
}

#[test]
fn a_campaign_that_is_not_there_fails_alone() {
    let daily = Daily::start();
    let campaign = daily.ids(&["campaigns", "list", "--max-items", "1", "--quiet"]);
    let error = daily
        .shell
        .run(&["campaigns", "pause", &campaign[0], "12345"])
        .failure(3);
    assert!(error.contains("1 of 2 succeeded"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_budget_is_confirmed_at_a_terminal() {
    let daily = Daily::start();
    let group = daily.ids(&["ad-groups", "list", "--max-items", "1", "--quiet"]);
    let budget = ["ad-groups", "budget", "12.50", &group[0]];
    let run = crate::terminal::run(&daily.shell, &budget, "n\n");
    assert!(
        run.stdout
            .contains("Set the budget of 1 ad group to 12.50? [y/N]"),
        "{run:?}"
    );
    run.failure(1);
    daily.fake.requests().to("ad_groups/update").assert_count(0);
    let run = crate::terminal::run(&daily.shell, &budget, "y\n");
    assert!(run.stdout.contains("succeeded"), "{run:?}");
    daily.fake.requests().to("ad_groups/update").assert_count(1);
}
