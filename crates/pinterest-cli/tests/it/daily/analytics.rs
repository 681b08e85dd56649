//! Analytics as rows, charts and plots.

use super::Daily;

#[test]
fn rows_have_their_day_and_their_metrics() {
    let daily = Daily::start();
    let campaigns = daily.ids(&["campaigns", "list", "--max-items", "2", "--quiet"]);
    let pins = daily.ids(&["pins", "list", "--max-items", "2", "--quiet"]);
    let rows = daily.lines(&[
        "analytics",
        "user",
        "--days",
        "3",
        "--metrics",
        "impression",
    ]);
    assert_eq!(rows.len(), 3);
    assert!(
        rows[0]["date"].is_string() && rows[0]["IMPRESSION"].is_number(),
        "{rows:?}"
    );
    let rows = daily.lines(&["analytics", "pins", &pins[0], &pins[1], "--days", "3"]);
    assert_eq!(rows.len(), 6);
    assert!(
        rows[0]["pin_id"].is_string() && rows[0]["SAVE"].is_number(),
        "{rows:?}"
    );
    let rows = daily.lines(&["analytics", "campaigns", &campaigns[0], "--days", "3"]);
    assert_eq!(rows[0]["campaign_id"], campaigns[0], "{rows:?}");
    assert!(rows[0]["date"].is_string(), "{rows:?}");
    let rows = daily.lines(&[
        "analytics",
        "account",
        "--days",
        "3",
        "--granularity",
        "total",
    ]);
    assert_eq!(rows.len(), 1, "{rows:?}");
}

#[test]
fn more_days_than_a_request_may_have_are_several_requests() {
    let daily = Daily::start();
    let arguments = [
        "analytics",
        "account",
        "--days",
        "8",
        "--granularity",
        "hour",
    ];
    daily.lines(&arguments);
    daily
        .fake
        .requests()
        .to("ad_account/analytics")
        .assert_count(3);
}

#[test]
fn a_chart_and_a_plot_are_drawn() {
    let daily = Daily::start();
    let arguments = ["analytics", "user", "--days", "20", "--metrics", "SAVE"];
    let chart = daily
        .shell
        .run(&[&arguments[..], &["--chart"]].concat())
        .output();
    assert!(
        chart.starts_with("SAVE, ") && chart.contains('█'),
        "{chart}"
    );
    let plot = [&arguments[..], &["--plot", "saves.svg"]].concat();
    daily.shell.run(&plot).output();
    let svg = std::fs::read_to_string(daily.shell.path("saves.svg")).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("SAVE"), "{svg}");
    let plot = [&arguments[..], &["--plot", "saves.png"]].concat();
    daily.shell.run(&plot).failure(2);
}

#[test]
fn days_that_are_no_range_are_wrong_arguments() {
    let daily = Daily::start();
    let reversed = [
        "analytics",
        "user",
        "--from",
        "2026-02-01",
        "--to",
        "2026-01-01",
    ];
    daily.shell.run(&reversed).failure(2);
    daily
        .shell
        .run(&["analytics", "user", "--from", "yesterday"])
        .failure(2);
    daily.fake.requests().assert_count(0);
}

#[cfg(unix)]
#[test]
fn a_terminal_shows_rows_and_a_chart() {
    let daily = Daily::start();
    let arguments = ["analytics", "user", "--days", "5", "--metrics", "SAVE"];
    let run = crate::terminal::run(&daily.shell, &arguments, "");
    assert!(
        run.stdout.contains("DATE") && run.stdout.contains('█'),
        "{run:?}"
    );
}
