//! New Pins: what their images and videos are made of.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::image::{self, UNKNOWN_SIZE};
use super::{Place, insert, not_found, shown};
use crate::call::Call;
use crate::exchange::{Failure, Reply};
use crate::families::media;
use crate::families::user_account::acting;

/// A host from which the fake, which fetches nothing, acts as if it could not fetch.
pub(in crate::families) const UNREACHABLE_HOST: &str = "unreachable.example.com";

/// Width and height of every video: the fake decodes none.
const VIDEO_SIZE: (u32, u32) = (1080, 1920);

pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = acting(call)?;
    let place = Place::given(call, &account)?;
    if let Some(parent) = call.body_text("parent_pin_id") {
        call.state.row("pins", parent).ok_or_else(not_found)?;
    }
    let content = content(call)?;
    let mut given = call.body.clone();
    if let (Some(given), Some(content)) = (given.as_object_mut(), content.as_object()) {
        given.retain(|name, _| !matches!(name.as_str(), "media_source" | "sponsor_id"));
        let color = given.remove("dominant_color").filter(Value::is_string);
        given.extend(content.clone());
        given.extend(color.map(|color| ("dominant_color".to_owned(), color)));
    }
    let pin = insert(call.state, &account, given, &place, call.now);
    Ok(Reply::json(201, shown(call, &account, &pin)))
}

fn invalid(field: &str, reason: &str) -> Failure {
    let field = match field.is_empty() {
        true => "media_source".to_owned(),
        false => format!("media_source.{field}"),
    };
    Failure::invalid(format!("'{field}' {reason}"))
}

/// The fields of a Pin that its media source determines.
fn content(call: &Call<'_>) -> Result<Value, Failure> {
    let source = &call.body["media_source"];
    let is_standard = source["is_standard"] != false;
    let of = |media: Value, creative_type: &str, color: String, is_native: bool| {
        json!({
            "media": media,
            "creative_type": creative_type,
            "dominant_color": color,
            "is_standard": is_standard,
            // Native are Pins whose content was uploaded, not taken from the web.
            "_is_native": is_native,
        })
    };
    match source["source_type"].as_str().unwrap_or_default() {
        "image_url" => {
            let url = fetched(&source["url"])?;
            let media = json!({"media_type": "image", "images": image::sizes(url, UNKNOWN_SIZE)});
            Ok(of(media, "REGULAR", image::color(url), false))
        }
        "image_base64" => {
            let (name, size) = carried(source, "content_type", "data", "")?;
            let media = json!({"media_type": "image", "images": image::sizes(&name, size)});
            Ok(of(media, "REGULAR", image::color(&name), true))
        }
        "multiple_image_urls" => {
            let items = images(source, |item, _| {
                let url = fetched(&item["url"])?;
                Ok((url.to_owned(), UNKNOWN_SIZE))
            })?;
            let color = image::color(&items.to_string());
            Ok(of(items, "CAROUSEL", color, false))
        }
        "multiple_image_base64" => {
            let items = images(source, |item, index| {
                carried(item, "content_type", "data", &format!("items[{index}]."))
            })?;
            let color = image::color(&items.to_string());
            Ok(of(items, "CAROUSEL", color, true))
        }
        "video_id" => {
            let media = video(call, source)?;
            let color = image::color(&media.to_string());
            Ok(of(media, "VIDEO", color, true))
        }
        "pin_url" => {
            if call.body_text("link").is_none() {
                let message = "'link' is required beside 'media_source' of this type";
                return Err(Failure::invalid(message));
            }
            let link = fetched(&call.body["link"])?;
            let media = json!({"media_type": "image", "images": image::sizes(link, UNKNOWN_SIZE)});
            let mut content = of(media, "REGULAR", image::color(link), false);
            content["is_product"] = json!(true);
            Ok(content)
        }
        _ => Err(invalid("", "is required")),
    }
}

/// Returns an address from which an image can be fetched.
fn fetched(url: &Value) -> Result<&str, Failure> {
    let text = url.as_str().unwrap_or_default();
    let uri: Option<http::Uri> = text.parse().ok();
    let is_fetched = uri.is_some_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri.host().is_some_and(|host| host != UNREACHABLE_HOST)
    });
    match is_fetched {
        true => Ok(text),
        false => Err(Failure::invalid("Sorry we could not fetch the image.")),
    }
}

/// Returns a name and the size of an image that the request carries.
fn carried(
    source: &Value,
    type_field: &str,
    data_field: &str,
    prefix: &str,
) -> Result<(String, (u32, u32)), Failure> {
    let data = source[data_field].as_str().unwrap_or_default();
    let content_type = source[type_field].as_str().unwrap_or("image/jpeg");
    let field = format!("{prefix}{data_field}");
    let bytes = STANDARD
        .decode(data)
        .map_err(|_| invalid(&field, "is not Base64"))?;
    let size = image::dimensions(content_type, &bytes)
        .ok_or_else(|| invalid(&field, &format!("is not an image of type {content_type}")))?;
    Ok((data.to_owned(), size))
}

/// The media of a carousel.
fn images(
    source: &Value,
    mut image_of: impl FnMut(&Value, usize) -> Result<(String, (u32, u32)), Failure>,
) -> Result<Value, Failure> {
    let given = source["items"].as_array().map_or(&[][..], Vec::as_slice);
    let index = source["index"].as_u64().unwrap_or(0) as usize;
    if index >= given.len() {
        return Err(invalid("index", "is not the index of one of the items"));
    }
    let mut items = Vec::with_capacity(given.len());
    let mut first = None;
    for (index, item) in given.iter().enumerate() {
        let (name, size) = image_of(item, index)?;
        if *first.get_or_insert(size) != size {
            let field = format!("items[{index}]");
            return Err(invalid(&field, "is not of the size of the first image"));
        }
        items.push(json!({
            "item_type": "image",
            "title": item["title"],
            "description": item["description"],
            "link": item["link"],
            "images": image::sizes(&name, size),
        }));
    }
    Ok(json!({"media_type": "multiple_images", "items": items}))
}

/// The media of a Pin with a video that was processed.
fn video(call: &Call<'_>, source: &Value) -> Result<Value, Failure> {
    let id = source["media_id"].as_str().unwrap_or_default();
    let Some(status) = media::status(call, id) else {
        return Err(invalid("media_id", "is not a media upload of yours"));
    };
    if status != "succeeded" {
        let reason = format!("is a media upload that is {status}, not succeeded");
        return Err(invalid("media_id", &reason));
    }
    // The description permits exactly one cover.
    let time = &source["cover_image_key_frame_time"];
    let cover = if source["cover_image_url"].is_string() {
        image::sizes(fetched(&source["cover_image_url"])?, UNKNOWN_SIZE)
    } else if source["cover_image_data"].is_string() {
        let (name, size) = carried(source, "cover_image_content_type", "cover_image_data", "")?;
        image::sizes(&name, size)
    } else {
        image::sizes(&format!("{id} at {time}"), VIDEO_SIZE)
    };
    Ok(json!({
        "media_type": "video",
        "cover_image_url": cover["1200x"]["url"],
        "images": cover,
        "duration": 12_000,
        "width": VIDEO_SIZE.0,
        "height": VIDEO_SIZE.1,
        "video_url": media::video_url(call.state, id),
        "video_url_hls": null,
    }))
}
