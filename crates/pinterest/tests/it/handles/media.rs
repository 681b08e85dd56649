//! Media uploads.

use pinterest::types::{MediaUploadStatus, MediaUploadType};
use pinterest_test_support::{Response, Server};

use crate::clients::Clients;

#[tokio::test]
async fn uploads_are_registered_followed_and_listed() {
    let upload = r#"{
        "media_id": "1207", "media_type": "video", "upload_url": "https://uploads.example/",
        "upload_parameters": {"key": "uploads/1", "policy": "eyJ"}
    }"#;
    let media = r#"{"media_id": "1207", "media_type": "video", "status": "processing"}"#;
    let list = format!(r#"{{"items": [{media}], "bookmark": null}}"#);
    let responses = [
        Response::json(201, upload),
        Response::ok(media),
        Response::ok(&list),
    ];
    let server = Server::with_responses(responses);
    let media = server.client().media();

    let upload = media.create(MediaUploadType::Video).await.unwrap();
    assert_eq!(
        upload.upload_url.as_deref(),
        Some("https://uploads.example/")
    );
    assert_eq!(
        upload.upload_parameters.unwrap()["key"].as_str(),
        "uploads/1"
    );
    let status = media.get(&upload.media_id).await.unwrap().status;
    assert_eq!(status, Some(MediaUploadStatus::Processing));
    let page = media.list().page_size(5).send().await.unwrap();
    assert_eq!(page.items().next().unwrap().media_id, upload.media_id);
    assert_eq!(
        server.take_lines(),
        [
            r#"POST /media {"media_type":"video"}"#,
            "GET /media/1207",
            "GET /media?page_size=5",
        ]
    );
}
