//! Boards and Pins.

use pinterest_fake::Fault;
use serde_json::json;

use super::{Daily, text};

/// A PNG image of one pixel.
const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

/// What an MP4 file begins with.
const MP4: &[u8] = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom";

#[test]
fn a_board_is_created_and_deleted() {
    let daily = Daily::start();
    let create = [
        "boards",
        "create",
        "Hall",
        "--privacy",
        "secret",
        "--description",
        "Coats",
    ];
    let board = daily.lines(&create);
    assert_eq!(board[0]["privacy"], "SECRET");
    let id = text(&board[0], "/id");
    daily.shell.run(&["boards", "delete", &id]).failure(2);
    daily
        .shell
        .run(&["boards", "delete", &id, "--yes"])
        .output();
    daily.shell.run(&["boards", "show", &id]).failure(6);
}

#[test]
fn a_pin_is_created_from_an_image() {
    let daily = Daily::start();
    let board = daily.ids(&["boards", "list", "--max-items", "1", "--quiet"]);
    std::fs::write(daily.shell.path("mug.png"), PNG).unwrap();
    for image in ["mug.png", "https://example.com/mug.jpg"] {
        let create = [
            "pins", "create", "--image", image, "--board", &board[0], "--title", "Mug",
        ];
        let pin = daily.lines(&create);
        assert_eq!(pin[0]["title"], "Mug");
    }
    let sent = daily.sent("pins/create");
    assert_eq!(sent[0]["media_source"]["content_type"], "image/png");
    let expected = json!({"source_type": "image_url", "url": "https://example.com/mug.jpg"});
    assert_eq!(sent[1]["media_source"], expected);
    let carousel: Vec<&str> = ["a", "b"]
        .into_iter()
        .flat_map(|_| ["--image", "https://example.com/mug.jpg"])
        .collect();
    let create = ["pins", "create", "--board", &board[0]];
    daily.shell.run(&[&create[..], &carousel].concat()).output();
    assert_eq!(
        daily.sent("pins/create")[2]["media_source"]["source_type"],
        "multiple_image_urls"
    );
}

#[test]
fn what_is_no_image_is_a_wrong_argument() {
    let daily = Daily::start();
    daily.shell.write("mug.png", "no image");
    daily
        .shell
        .run(&["pins", "create", "--image", "mug.png", "--board", "1"])
        .failure(2);
    daily
        .shell
        .run(&["pins", "create", "--image", "gone.png", "--board", "1"])
        .failure(2);
    daily
        .shell
        .run(&["pins", "create", "--board", "1"])
        .failure(2);
    daily.fake.requests().assert_count(0);
}

#[test]
fn pins_are_deleted() {
    let daily = Daily::start();
    let pins = daily.ids(&["pins", "list", "--max-items", "2", "--quiet"]);
    let delete = ["pins", "delete", &pins[0], "1", &pins[1], "--yes"];
    let run = daily.shell.run(&delete);
    let states: Vec<_> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["state"].clone())
        .collect();
    assert_eq!(states, ["succeeded", "failed", "succeeded"]);
    assert!(run.failure(3).contains("2 of 3 succeeded, 1 failed"));
    daily.shell.run(&["pins", "show", &pins[1]]).failure(6);
}

#[test]
fn deletions_after_an_error_that_is_not_about_a_pin_are_not_tried() {
    let daily = Daily::start();
    let pins = daily.ids(&["pins", "list", "--max-items", "2", "--quiet"]);
    daily.fake.inject(Fault::on("pins/delete").status(401));
    let delete = ["pins", "delete", &pins[0], &pins[1], "--yes"];
    daily.shell.run(&delete).failure(4);
    daily.fake.requests().to("pins/delete").assert_count(1);
}

#[test]
fn a_video_is_uploaded_and_resumed() {
    let daily = Daily::start();
    let board = daily.ids(&["boards", "list", "--max-items", "1", "--quiet"]);
    std::fs::write(daily.shell.path("print.mp4"), MP4).unwrap();
    daily
        .fake
        .inject(Fault::on("pins/create").times(1).status(403));
    let create = [
        "pins",
        "create",
        "--video",
        "print.mp4",
        "--board",
        &board[0],
        "--checkpoint",
        "video.json",
    ];
    let error = daily.run_fast(&create).failure(6);
    assert!(error.contains("goes on where this one was"), "{error}");
    assert!(daily.shell.path("video.json").exists());
    let pin = daily.run_fast(&create).lines();
    assert_eq!(pin[0]["board_id"], board[0]);
    daily.fake.requests().to("media/create").assert_count(1);
    daily.fake.requests().to("pins/create").assert_count(2);
    assert!(!daily.shell.path("video.json").exists());
}

#[cfg(unix)]
#[test]
fn the_progress_of_an_upload_is_shown_on_a_terminal_only() {
    use std::time::Duration;

    use crate::terminal;

    let daily = Daily::start();
    let board = daily.ids(&["boards", "list", "--max-items", "1", "--quiet"]);
    let mut video = MP4.to_vec();
    video.resize(300 << 10, 0);
    std::fs::write(daily.shell.path("print.mp4"), video).unwrap();
    let slow = Fault::on_transfer_host().delay(Duration::from_millis(150));
    daily.fake.inject(slow);
    let mut create = vec!["pins", "create", "--video", "print.mp4"];
    create.extend(["--board", &*board[0]]);
    daily.make_fast(true);
    let is_pin = |output: &str| {
        let pin: serde_json::Value = serde_json::from_str(output).unwrap();
        pin["board_id"] == *board[0]
    };
    let run = terminal::run_with_shown_errors(&daily.shell, &create);
    for part in ["Uploading [", "300.00 KiB/300.00 KiB", "Processing ["] {
        assert!(run.stderr.contains(part), "{part}: {run:?}");
    }
    // The line of the bar is empty in the end.
    assert!(run.stderr.ends_with("\r\u{1b}[2K"), "{run:?}");
    assert!(is_pin(&run.output()));
    let run = terminal::run_with_shown_output(&daily.shell, &create);
    assert_eq!(run.stderr, "");
    assert!(!run.stdout.contains("Uploading"), "{run:?}");
    assert!(run.stdout.contains("board_id"), "{run:?}");
    create.push("--quiet");
    let run = terminal::run_with_shown_errors(&daily.shell, &create);
    assert_eq!(run.stderr, "");
    assert!(is_pin(&run.output()));
}
