//! Pins of images, carousels and videos.

use std::convert::Infallible;
use std::future::ready;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pinterest::jobs::JobErrorKind;
use pinterest::pins::{
    Carousel, PinImage, VideoCover, VideoFailure, VideoFile, VideoPinCreation, VideoStep,
};
use pinterest::types::NewPin;
use pinterest::{Client, FailedAttempt, RetryPolicy};
use pinterest_fake::{Fake, Fault};

/// Retries at once.
#[derive(Debug)]
struct AtOnce;

impl RetryPolicy for AtOnce {
    fn wait(&self, failed: &FailedAttempt<'_>) -> Option<Duration> {
        (failed.attempt < 3).then_some(Duration::ZERO)
    }
}

fn client(fake: &Fake) -> Client {
    let builder = fake.client_builder().with_retry_policy(AtOnce);
    builder.build().unwrap()
}

/// A file that begins as a video does, long enough to break in the middle.
fn video() -> Vec<u8> {
    let mut file = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
    file.resize(3 << 20, 7);
    file
}

fn creation(client: &Client, video: VideoFile) -> VideoPinCreation {
    let pin = NewPin::new().title("How it is printed");
    client.pins().create_video(pin, video, VideoCover::Frame(2))
}

/// The steps that were saved.
type Steps = Arc<Mutex<Vec<VideoStep>>>;

/// Saves the steps, and lets the fake process what has arrived.
fn saving(creation: VideoPinCreation, fake: &Arc<Fake>, steps: &Steps) -> VideoPinCreation {
    let (fake, steps) = (Arc::clone(fake), Arc::clone(steps));
    creation.with_journal(move |step| {
        if matches!(step, VideoStep::Process { .. }) {
            fake.advance(Duration::from_secs(5));
        }
        steps.lock().unwrap().push(step);
        ready(Ok::<(), Infallible>(()))
    })
}

fn names(steps: &Steps) -> Vec<&'static str> {
    let steps = steps.lock().unwrap();
    let names = steps.iter().map(|step| match step {
        VideoStep::Upload => "upload",
        VideoStep::Process { .. } => "process",
        VideoStep::Create { .. } => "create",
        VideoStep::Creating { .. } => "creating",
        _ => "another",
    });
    names.collect()
}

async fn start() -> (Arc<Fake>, Client, Steps) {
    let fake = Arc::new(crate::start_fake().await);
    let client = client(&fake);
    (fake, client, Steps::default())
}

#[tokio::test]
async fn a_video_becomes_a_pin_in_one_call() {
    let (fake, client, steps) = start().await;
    let path = std::env::temp_dir().join(format!("pinterest-video-{}.mp4", std::process::id()));
    std::fs::write(&path, video()).unwrap();
    let progress = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&progress);
    let creation = creation(&client, VideoFile::from_path(&path))
        .with_progress(move |progress| seen.lock().unwrap().push(progress.sent));
    let pin = saving(creation, &fake, &steps).await.unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(pin.title.as_deref(), Some("How it is printed"));
    assert_eq!(names(&steps), ["process", "create", "creating"]);
    let progress = progress.lock().unwrap();
    assert!(progress.len() > 2 && progress.is_sorted(), "{progress:?}");
    assert_eq!(progress.last(), Some(&(3 << 20)));

    let uploads = fake.requests().on_transfer_host();
    uploads.assert_count(1);
    assert_eq!(uploads.statuses(), [204]);
    uploads.with_header("authorization").assert_count(0);
    uploads.with_header("cookie").assert_count(0);
    uploads.with_header("content-length").assert_count(1);
    uploads.with_header("transfer-encoding").assert_count(0);
    let created = fake.requests().to("pins/create");
    created.assert_count(1);
    let source = &created.bodies()[0]["media_source"];
    assert_eq!(source["cover_image_key_frame_time"], 2);
    assert_eq!(source.get("cover_image_url"), None);
}

#[tokio::test]
async fn an_upload_that_breaks_is_sent_again() {
    let (fake, client, steps) = start().await;
    fake.inject(Fault::on_transfer_host().times(1).break_upload_at(70));
    let creation = creation(&client, VideoFile::from_bytes(video()));
    saving(creation, &fake, &steps).await.unwrap();
    let uploads = fake.requests().on_transfer_host();
    assert_eq!(uploads.statuses(), [0, 204]);
    uploads.with_header("authorization").assert_count(0);
    fake.requests().to("media/create").assert_count(1);
    fake.requests().to("pins/create").assert_count(1);
}

#[tokio::test]
async fn an_upload_whose_response_is_lost_is_not_sent_again() {
    let (fake, client, steps) = start().await;
    fake.inject(Fault::on_transfer_host().times(1).reset_after_acting());
    let creation = creation(&client, VideoFile::from_bytes(video()));
    saving(creation, &fake, &steps).await.unwrap();
    fake.requests().on_transfer_host().assert_count(1);
    fake.requests().to("pins/create").assert_count(1);
}

#[tokio::test]
async fn an_upload_that_comes_too_late_is_registered_anew() {
    let (fake, client, steps) = start().await;
    let late = Arc::clone(&fake);
    let passed = Mutex::new(false);
    let creation = creation(&client, VideoFile::from_bytes(video())).with_progress(move |_| {
        if !std::mem::replace(&mut *passed.lock().unwrap(), true) {
            late.advance(Duration::from_secs(3_600));
        }
    });
    saving(creation, &fake, &steps).await.unwrap();
    let uploads = fake.requests().on_transfer_host();
    assert_eq!(uploads.statuses(), [403, 204]);
    fake.requests().to("media/create").assert_count(2);
    fake.requests().to("pins/create").assert_count(1);
}

#[tokio::test]
async fn an_upload_that_is_given_up_starts_anew() {
    let (fake, client, steps) = start().await;
    fake.inject(Fault::on_transfer_host().times(3).status(503));
    let file = VideoFile::from_bytes(video());
    let error = creation(&client, file.clone()).await.unwrap_err();
    assert_eq!(error.step(), &VideoStep::Upload);
    assert!(
        matches!(error.failure(), VideoFailure::Upload(_)),
        "{error}"
    );
    assert_eq!(
        error.call_error().and_then(|error| error.status()),
        Some(503)
    );
    fake.requests().on_transfer_host().assert_count(3);
    let again = creation(&client, file).resume_from(error.step().clone());
    saving(again, &fake, &steps).await.unwrap();
}

#[tokio::test]
async fn what_is_no_video_is_not_sent_or_fails_in_processing() {
    let (fake, client, steps) = start().await;
    let page = VideoFile::from_bytes(&b"<html>not found</html>"[..]);
    let error = creation(&client, page.clone()).await.unwrap_err();
    let found = "an HTML or XML file";
    assert!(
        matches!(error.failure(), VideoFailure::Container { found: is, .. } if *is == found),
        "{error}"
    );
    assert!(fake.requests().is_empty(), "{}", fake.requests());

    let forced = creation(&client, page.without_container_check());
    let error = saving(forced, &fake, &steps).await.unwrap_err();
    assert!(
        matches!(error.failure(), VideoFailure::Processing(error) if error.kind() == JobErrorKind::Failed),
        "{error}"
    );
    assert_eq!(error.step(), &VideoStep::Upload);
    // Another process would upload another file.
    assert_eq!(steps.lock().unwrap().last(), Some(&VideoStep::Upload));
    fake.requests().to("pins/create").assert_count(0);
}

#[tokio::test]
async fn an_invalid_pin_is_rejected_before_the_upload() {
    let (fake, client, _) = start().await;
    let pin = NewPin::new().title("long ".repeat(30));
    let file = VideoFile::from_bytes(video());
    let creation = client.pins().create_video(pin, file, VideoCover::Frame(0));
    let error = creation.await.unwrap_err();
    assert!(
        matches!(error.failure(), VideoFailure::Invalid(_)),
        "{error}"
    );
    assert!(error.call_error().unwrap().limit().is_some());
    assert!(fake.requests().is_empty(), "{}", fake.requests());
}

#[tokio::test]
async fn processing_that_takes_too_long_is_resumed() {
    let (fake, client, steps) = start().await;
    fake.stop_clock();
    let file = VideoFile::from_bytes(video());
    let impatient = creation(&client, file.clone()).with_processing_deadline(Duration::ZERO);
    let error = impatient.await.unwrap_err();
    assert!(
        matches!(error.failure(), VideoFailure::Processing(error) if error.kind() == JobErrorKind::TimedOut),
        "{error}"
    );
    // The handle survives the program.
    let saved = serde_json::to_string(error.step()).unwrap();
    let step: VideoStep = serde_json::from_str(&saved).unwrap();
    assert!(matches!(step, VideoStep::Process { .. }));
    fake.advance(Duration::from_secs(5));
    let resumed = creation(&client, file).resume_from(step);
    saving(resumed, &fake, &steps).await.unwrap();
    assert_eq!(names(&steps), ["create", "creating"]);
    fake.requests().on_transfer_host().assert_count(1);
}

#[tokio::test]
async fn a_creation_of_unknown_outcome_is_never_sent_twice() {
    let (fake, client, steps) = start().await;
    fake.inject(Fault::on("pins/create").times(1).reset_after_acting());
    let file = VideoFile::from_bytes(video());
    let first = creation(&client, file.clone());
    let error = saving(first, &fake, &steps).await.unwrap_err();
    assert!(
        matches!(error.step(), VideoStep::Creating { .. }),
        "{error}"
    );
    assert!(
        matches!(error.failure(), VideoFailure::Create(_)),
        "{error}"
    );
    // A crash leaves the same step.
    assert_eq!(steps.lock().unwrap().last(), Some(error.step()));

    let resumed = creation(&client, file).resume_from(error.step().clone());
    let error = resumed.await.unwrap_err();
    assert!(
        matches!(error.failure(), VideoFailure::Unconfirmed),
        "{error}"
    );
    assert!(
        matches!(error.step(), VideoStep::Creating { .. }),
        "{error}"
    );
    fake.requests().to("pins/create").assert_count(1);
}

#[tokio::test]
async fn a_creation_that_was_rejected_is_resumed() {
    let (fake, client, steps) = start().await;
    fake.inject(Fault::on("pins/create").times(1).status(403));
    let file = VideoFile::from_bytes(video());
    let first = creation(&client, file.clone());
    let error = saving(first, &fake, &steps).await.unwrap_err();
    assert!(matches!(error.step(), VideoStep::Create { .. }), "{error}");
    assert_eq!(names(&steps), ["process", "create", "creating", "create"]);
    let resumed = creation(&client, file).resume_from(error.step().clone());
    resumed.await.unwrap();
    fake.requests().to("media/create").assert_count(1);
    fake.requests().on_transfer_host().assert_count(1);
    fake.requests().to("pins/create").assert_count(2);
}

#[tokio::test]
async fn a_creation_that_cannot_be_saved_is_not_sent() {
    let (fake, client, _) = start().await;
    let clock = Arc::clone(&fake);
    let creation = creation(&client, VideoFile::from_bytes(video()));
    let creation = creation.with_journal(move |step| {
        clock.advance(Duration::from_secs(5));
        ready(match step {
            VideoStep::Creating { .. } => Err(std::io::Error::other("the disk is full")),
            _ => Ok(()),
        })
    });
    let error = creation.await.unwrap_err();
    assert!(
        matches!(error.failure(), VideoFailure::Journal(_)),
        "{error}"
    );
    assert!(matches!(error.step(), VideoStep::Create { .. }), "{error}");
    fake.requests().to("pins/create").assert_count(0);
}

/// The first bytes of a PNG file, which are enough for its size.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    file.extend(width.to_be_bytes());
    file.extend(height.to_be_bytes());
    file.extend([8, 2, 0, 0, 0]);
    file
}

#[tokio::test]
async fn images_and_carousels_become_pins() {
    let (fake, client, _) = start().await;
    let image = || PinImage::from_bytes(png(600, 400)).unwrap();
    let url = PinImage::from_url("https://lakeside.example/print.jpg");
    let carousel = Carousel::new([image(), image(), image()]).unwrap();
    for pin in [
        NewPin::new().media_source(image()),
        NewPin::new().media_source(url),
        NewPin::new().media_source(carousel),
    ] {
        client.pins().create(pin).await.unwrap();
    }
    fake.requests()
        .to("pins/create")
        .with_status(201)
        .assert_count(3);
}

#[tokio::test]
async fn an_image_can_be_the_cover_of_a_video() {
    let (fake, client, steps) = start().await;
    let cover = PinImage::from_bytes(png(600, 400)).unwrap();
    let file = VideoFile::from_bytes(video());
    let creation = client.pins().create_video(NewPin::new(), file, cover);
    saving(creation, &fake, &steps).await.unwrap();
    let source = &fake.requests().to("pins/create").bodies()[0]["media_source"];
    assert_eq!(source["cover_image_content_type"], "image/png");
    assert_eq!(source.get("cover_image_key_frame_time"), None);
}
