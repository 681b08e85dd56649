//! A mock of the operations that the example uses: raw JSON, as the service would send it.

use pinterest::Client;
use pinterest_httpmock::client_for;
use pinterest_httpmock::httpmock::{Method, MockServer};
use serde_json::{Value, json};

pub(crate) const BOARD: &str = "549755885175";
pub(crate) const VIDEO: &str = "5387498103247";

/// The first bytes of every PNG file.
pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A server on loopback, for as long as the value lives.
pub(crate) struct Server(MockServer);

impl Server {
    /// With a video that was processed.
    pub(crate) async fn start() -> Self {
        Self::start_with_video("succeeded").await
    }

    /// A Pin is created by exactly one of three bodies.
    pub(crate) async fn start_with_video(status: &str) -> Self {
        let server = Self(MockServer::start_async().await);
        let media =
            format!(r#"{{"media_id": "{VIDEO}", "media_type": "video", "status": "{status}"}}"#);
        server.0.mock(|when, then| {
            when.method(Method::GET).path(format!("/media/{VIDEO}"));
            then.status(200)
                .header("content-type", "application/json")
                .body(media);
        });
        server.creates(
            json!({
                "board_id": BOARD,
                "title": "A print",
                "alt_text": "A lake at dawn",
                "media_source": {
                    "source_type": "image_url",
                    "url": "https://lakeside.example/print.jpg",
                },
            }),
            r#"{"id": "813744226420795884", "title": "A print", "alt_text": "A lake at dawn",
                "board_id": "549755885175", "creative_type": "REGULAR", "is_owner": true,
                "created_at": "2026-05-04T09:30:00", "link": null,
                "media": {"media_type": "image", "images": {"600x": {"width": 600, "height": 400,
                  "url": "https://i.pinimg.com/600x/5a/print.jpg"}}}}"#,
        );
        server.creates(
            json!({
                "board_id": BOARD,
                "title": "Its frame",
                "media_source": {
                    "source_type": "image_base64",
                    "content_type": "image/png",
                    "data": "iVBORw0KGgo=",
                },
            }),
            r#"{"id": "813744226420795885", "title": "Its frame", "board_id": "549755885175",
                "creative_type": "REGULAR", "created_at": "2026-05-04T09:30:01",
                "media": {"media_type": "image", "images": {}}}"#,
        );
        server.creates(
            json!({
                "board_id": BOARD,
                "title": "How it is printed",
                "media_source": {
                    "source_type": "video_id",
                    "media_id": VIDEO,
                    "cover_image_key_frame_time": 2,
                },
            }),
            r#"{"id": "813744226420795886", "title": "How it is printed",
                "board_id": "549755885175", "creative_type": "VIDEO",
                "created_at": "2026-05-04T09:30:02",
                "media": {"media_type": "video", "duration": 21000.0, "width": 1080, "height": 1920,
                  "cover_image_url": "https://i.pinimg.com/videos/thumbnails/1.jpg"}}"#,
        );
        server
    }

    fn creates(&self, pin: Value, response: &str) {
        self.0.mock(|when, then| {
            when.method(Method::POST).path("/pins").json_body(pin);
            then.status(201)
                .header("content-type", "application/json")
                .body(response);
        });
    }

    pub(crate) fn client(&self) -> Client {
        client_for(&self.0)
    }
}
