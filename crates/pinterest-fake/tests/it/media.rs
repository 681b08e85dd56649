//! Videos: registered, uploaded to the transfer host, processed by the fake's clock, used in a Pin.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::api::{Api, Response};

const VIDEO: &[u8] = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom";

async fn register(api: &Api) -> Value {
    let response = api.post("/media", json!({"media_type": "video"})).await;
    assert_eq!(response.status, 201, "{response:?}");
    response.json()
}

fn fields(upload: &Value) -> Vec<(String, String)> {
    let parameters = upload["upload_parameters"].as_object().unwrap();
    let fields = parameters.iter();
    fields
        .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
        .collect()
}

async fn post(api: &Api, upload: &Value, form: Form) -> Response {
    let url = upload["upload_url"].as_str().unwrap();
    api.send(api.http.post(url).multipart(form)).await
}

fn form(fields: Vec<(String, String)>) -> Form {
    let texts = fields.into_iter();
    texts.fold(Form::new(), |form, (name, value)| form.text(name, value))
}

async fn send(api: &Api, upload: &Value, file: &'static [u8]) -> Response {
    let file = Part::bytes(file).file_name("a.mp4");
    post(api, upload, form(fields(upload)).part("file", file)).await
}

async fn status(api: &Api, upload: &Value) -> Value {
    let id = upload["media_id"].as_str().unwrap();
    api.get(&format!("/media/{id}")).await.json()["status"].clone()
}

fn video_pin(upload: &Value, cover: Value) -> Value {
    let mut source = json!({"source_type": "video_id", "media_id": upload["media_id"]});
    for (name, value) in cover.as_object().unwrap() {
        source[name] = value.clone();
    }
    json!({"title": "A video", "media_source": source})
}

#[tokio::test]
async fn a_video_becomes_a_pin() {
    let api = Api::start().await;
    let upload = register(&api).await;
    assert_eq!(status(&api, &upload).await, "registered");
    let url = upload["upload_url"].as_str().unwrap();
    assert!(url.starts_with(&api.fake.transfer_url()));
    let response = send(&api, &upload, VIDEO).await;
    assert_eq!((response.status, response.body.as_str()), (204, ""));
    assert_eq!(status(&api, &upload).await, "processing");
    let cover = json!({"cover_image_key_frame_time": 1});
    let early = api.post("/pins", video_pin(&upload, cover.clone())).await;
    assert_eq!((early.status, &early.json()["code"]), (400, &json!(1)));
    api.advance(5);
    assert_eq!(status(&api, &upload).await, "succeeded");
    let list = api.get("/media").await.json();
    assert_eq!(list["items"][0]["media_id"], upload["media_id"]);
    assert_eq!(list["items"][0]["status"], "succeeded");

    for (covers, message) in [
        (
            json!({}),
            "Invalid request: 'media_source.cover_image_url' is required, or one of \
             cover_image_data, cover_image_key_frame_time",
        ),
        (
            json!({"cover_image_url": "https://example.com/a.jpg", "cover_image_key_frame_time": 1}),
            "Invalid request: 'media_source.cover_image_url' cannot be combined with \
             'cover_image_key_frame_time'",
        ),
    ] {
        let response = api.post("/pins", video_pin(&upload, covers)).await;
        assert_eq!(response.json()["message"], message);
    }
    let response = api.post("/pins", video_pin(&upload, cover)).await;
    assert_eq!(response.status, 201, "{response:?}");
    let pin = response.json();
    assert_eq!(pin["creative_type"], "VIDEO");
    let video = pin["media"]["video_url"].as_str().unwrap();
    let response = api.send(api.http.get(video)).await;
    assert_eq!(response.body.len(), VIDEO.len());
}

#[tokio::test]
async fn what_is_no_video_fails() {
    let api = Api::start().await;
    let upload = register(&api).await;
    assert_eq!(
        send(&api, &upload, b"<html>not found</html>").await.status,
        204
    );
    api.advance(5);
    assert_eq!(status(&api, &upload).await, "failed");
    let cover = json!({"cover_image_key_frame_time": 0});
    let response = api.post("/pins", video_pin(&upload, cover)).await;
    assert_eq!(
        response.json()["message"],
        "'media_source.media_id' is a media upload that is failed, not succeeded"
    );
    let response = api.get("/media/404").await;
    assert_eq!(response.status, 404);
}

#[tokio::test]
async fn uploads_are_checked_as_their_policy_says() {
    let api = Api::start().await;
    let upload = register(&api).await;
    let file = || Part::bytes(VIDEO).file_name("a.mp4");
    let all = fields(&upload);

    let late = Form::new().part("file", file());
    let late = all
        .iter()
        .cloned()
        .fold(late, |form, (name, value)| form.text(name, value));
    assert_eq!(post(&api, &upload, late).await.status, 400);

    let without_file = post(&api, &upload, form(all.clone())).await;
    assert_eq!(without_file.status, 400);
    assert!(without_file.body.contains("<Code>InvalidArgument</Code>"));
    assert_eq!(without_file.header("content-type"), Some("application/xml"));

    for (name, _) in &all {
        let fewer = all.iter().filter(|(other, _)| other != name).cloned();
        let form = form(fewer.collect()).part("file", file());
        let response = post(&api, &upload, form).await;
        assert!(response.status >= 400, "{name}: {response:?}");
    }
    let mut changed = all.clone();
    let signature = changed
        .iter_mut()
        .find(|(name, _)| name == "x-amz-signature");
    signature.unwrap().1 = "0".to_owned();
    let response = post(&api, &upload, form(changed).part("file", file())).await;
    assert!(
        response.body.contains("SignatureDoesNotMatch"),
        "{response:?}"
    );

    let url = upload["upload_url"].as_str().unwrap();
    let with_token = form(all.clone()).part("file", file());
    let request = api
        .http
        .post(url)
        .bearer_auth("pina_test")
        .multipart(with_token);
    assert_eq!(api.send(request).await.status, 400);
    assert_eq!(status(&api, &upload).await, "registered");

    api.advance(3_600);
    let response = send(&api, &upload, VIDEO).await;
    assert_eq!(response.status, 403);
    assert!(response.body.contains("Policy expired"), "{response:?}");
    assert_eq!(status(&api, &upload).await, "registered");
}

#[tokio::test]
async fn an_upload_needs_its_length() {
    let api = Api::start().await;
    let upload = register(&api).await;
    let form = form(fields(&upload)).part("file", Part::bytes(VIDEO));
    let url = upload["upload_url"].as_str().unwrap();
    let mut request = api.http.post(url).multipart(form).build().unwrap();
    // Without the header, and without a body whose length is known, the body is sent in chunks.
    let address = api.fake.transfer_url().replace("http://", "");
    let content_type = request.headers_mut().remove("content-type").unwrap();
    let head = format!(
        "POST /media-uploads HTTP/1.1\r\nhost: {address}\r\ncontent-type: {}\r\n\
         transfer-encoding: chunked\r\nconnection: close\r\n\r\n0\r\n\r\n",
        content_type.to_str().unwrap()
    );
    let response = std::thread::spawn(move || {
        use std::io::{Read, Write};
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        response
    });
    let response = response.join().unwrap();
    assert!(response.starts_with("HTTP/1.1 411 "), "{response}");
    assert!(response.contains("<Code>MissingContentLength</Code>"));
}
