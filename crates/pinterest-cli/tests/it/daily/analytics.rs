//! Analytics as rows, charts and plots.

use std::io::Cursor;
use std::ops::Range;

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
    let plot = [&arguments[..], &["--plot", "saves.jpg"]].concat();
    let error = daily.shell.run(&plot).failure(2);
    assert!(error.contains(".svg") && error.contains(".png"), "{error}");
}

#[test]
fn a_plot_of_pixels_has_lines_and_text() {
    let daily = Daily::start();
    let arguments = [
        "analytics",
        "user",
        "--days",
        "20",
        "--metrics",
        "SAVE,IMPRESSION",
        "--plot",
        "metrics.png",
    ];
    daily.shell.run(&arguments).output();
    let file = std::fs::read(daily.shell.path("metrics.png")).unwrap();
    let mut reader = png::Decoder::new(Cursor::new(file)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!((info.width, info.height), (900, 520));
    assert_eq!(info.color_type, png::ColorType::Rgb);
    let count = |color: [u8; 3], columns: Range<usize>, rows: Range<usize>| {
        let row = |y: usize| pixels[y * 2700..][..2700].chunks(3);
        let row = |y| row(y).skip(columns.start).take(columns.len());
        rows.flat_map(row).filter(|&pixel| pixel == color).count()
    };
    for top in [0, 260] {
        let line = count([0, 0, 255], 77..888, top + 40..top + 230);
        assert!(line > 800, "{line}");
        let title = count([0, 0, 0], 300..600, top + 10..top + 35);
        assert!(title > 60, "{title}");
        let days = count([0, 0, 0], 77..888, top + 230..top + 260);
        assert!(days > 100, "{days}");
    }
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
