//! The second port: files that clients upload and download, without credentials.

use crate::exchange::{Outcome, Reply, Request};
use crate::families::media;
use crate::state::State;

/// Responds to an upload or a download.
pub(crate) fn respond(state: &mut State, request: &Request) -> Outcome {
    let path = request.path.trim_start_matches('/');
    let now = state.clock.now().milliseconds();
    if request.headers.contains_key("authorization") {
        return xml_error(400, "InvalidArgument", "Only one auth mechanism allowed").into();
    }
    if request.method == "POST" && path == media::UPLOAD_PATH {
        return media::receive(state, request).into();
    }
    let Some(file) = state.files.get_mut(path) else {
        return xml_error(404, "NoSuchKey", "The specified key does not exist.").into();
    };
    if file.expires_at.is_some_and(|expires_at| expires_at <= now) {
        return xml_error(403, "AccessDenied", "Request has expired").into();
    }
    match request.method.as_str() {
        "GET" | "HEAD" => Reply::raw(200, &file.content_type, file.bytes.clone()).into(),
        "PUT" if file.upload_for.is_some() => {
            file.bytes = request.body.clone();
            let tag = format!("\"{:x}-{}\"", now, file.bytes.len());
            Reply::empty(200).with_header("etag", tag).into()
        }
        _ => xml_error(
            405,
            "MethodNotAllowed",
            "The specified method is not allowed.",
        )
        .into(),
    }
}

/// An error as stores of files have it.
pub(crate) fn xml_error(status: u16, code: &str, message: &str) -> Reply {
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Error><Code>{code}</Code><Message>{message}</Message></Error>"
    );
    Reply::raw(status, "application/xml", text)
}
