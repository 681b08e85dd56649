//! Videos: registered, uploaded to the transfer host, processed by the fake's clock, pinned.

use pinterest::types::{
    MediaUpload, MediaUploadStatus, MediaUploadType, NewBoard, NewPin, PinMedia, VideoSource,
};
use reqwest::multipart::{Form, Part};

use crate::session::{Session, all, rejected, sent};

const VIDEO: &[u8] = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom";

/// Uploads a file as the registration says: all fields, then the file.
async fn upload(session: &Session, media: &MediaUpload, file: &'static [u8]) {
    let fields = media.upload_parameters.iter().flatten();
    let form = fields.fold(Form::new(), |form, (name, value)| {
        form.text(name.clone(), value.as_str().to_owned())
    });
    let form = form.part("file", Part::bytes(file).file_name("lake.mp4"));
    let url = media.upload_url.as_deref().unwrap();
    assert!(url.starts_with(&session.fake.transfer_url()));
    let response = session.http.post(url).multipart(form).send().await.unwrap();
    assert_eq!(response.status(), 204, "{}", response.text().await.unwrap());
}

#[tokio::test]
async fn a_video_is_uploaded_processed_and_pinned() {
    let session = Session::start().await;
    let uploads = session.client.media();
    let media = sent(uploads.create(MediaUploadType::Video)).await;
    let id = &media.media_id;
    let status = async || sent(uploads.get(id)).await.status;
    assert_eq!(status().await, Some(MediaUploadStatus::Registered));
    upload(&session, &media, VIDEO).await;
    assert_eq!(status().await, Some(MediaUploadStatus::Processing));

    let board = sent(session.client.boards().create(NewBoard::new("Lakes"))).await;
    let new_pin = || {
        let video = VideoSource::new(id).cover_image_key_frame_time(2);
        NewPin::new().board_id(&board.id).media_source(video)
    };
    let early = rejected(session.client.pins().create(new_pin())).await;
    assert!(early.is_invalid_request(), "{early}");
    session.advance(5);
    assert_eq!(status().await, Some(MediaUploadStatus::Succeeded));
    let listed = all(uploads.list()).await;
    assert_eq!(
        (&listed[0].media_id, &listed[0].status),
        (id, &status().await)
    );

    let pin = sent(session.client.pins().create(new_pin())).await;
    let Some(PinMedia::WithVideo(video)) = &pin.media else {
        panic!("{pin:?}");
    };
    let url = video.video_url.as_deref().unwrap();
    let file = session.http.get(url).send().await.unwrap();
    assert_eq!(file.bytes().await.unwrap(), VIDEO);
    assert_eq!(sent(session.client.pin(&pin.id).get()).await, pin);
}

#[tokio::test]
async fn what_is_no_video_fails() {
    let session = Session::start().await;
    let uploads = session.client.media();
    let media = sent(uploads.create(MediaUploadType::Video)).await;
    upload(&session, &media, b"<html>not found</html>").await;
    session.advance(5);
    let media = sent(uploads.get(&media.media_id)).await;
    assert_eq!(media.status, Some(MediaUploadStatus::Failed));
    assert!(rejected(uploads.get("1")).await.is_not_found());
}
