//! Takes secrets out of what the journal keeps.

use http::HeaderMap;
use serde_json::{Value, json};

use crate::exchange::Request;

/// The longest body that the journal keeps: a batch of as many entries as one can have is shorter.
pub(crate) const LONGEST_BODY: usize = 1024 * 1024;

const SECRET_FIELDS: [&str; 8] = [
    "access_token",
    "client_secret",
    "code",
    "cryptographic_key",
    "partner_access_token",
    "partner_refresh_token",
    "password",
    "refresh_token",
];

/// What stands for a secret.
pub(crate) const MASK: &str = "***";

/// Returns the headers; what authorizes is shown by its scheme and the first characters.
pub(crate) fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let shown = |name: &str, value: &str| match name {
        "authorization" => match value.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => {
                let start: String = token.chars().take(4).collect();
                format!("{scheme} {start}{MASK}")
            }
            Some((scheme, _)) => format!("{scheme} {MASK}"),
            None => MASK.to_owned(),
        },
        "cookie" => MASK.to_owned(),
        _ => value.to_owned(),
    };
    headers
        .iter()
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.to_string(), shown(name.as_str(), &value))
        })
        .collect()
}

/// Returns the query with secret values masked.
pub(crate) fn query(query: &[(String, String)]) -> Vec<(String, String)> {
    let shown = |name: &String, value: &String| match is_secret(name) {
        true => MASK.to_owned(),
        false => value.clone(),
    };
    query
        .iter()
        .map(|(name, value)| (name.clone(), shown(name, value)))
        .collect()
}

/// Returns the body: JSON as JSON, a form as an object, other text as text, bytes by their number.
pub(crate) fn body(request: &Request) -> Value {
    if request.body.is_empty() {
        return Value::Null;
    }
    if request.body.len() > LONGEST_BODY {
        return json!(format!("{} bytes", request.body.len()));
    }
    let content_type = request.header("content-type").unwrap_or_default();
    if content_type.starts_with("application/x-www-form-urlencoded") {
        let fields = form_urlencoded::parse(&request.body).into_owned();
        let mut object = fields.map(|(name, value)| (name, json!(value))).collect();
        mask(&mut object);
        // In JSON a `token` is the handle of a report; the only form with one revokes it.
        if let Some(token) = object.get_mut("token") {
            *token = json!(MASK);
        }
        return object;
    }
    match serde_json::from_slice::<Value>(&request.body) {
        Ok(mut value) => {
            mask(&mut value);
            value
        }
        Err(_) => match std::str::from_utf8(&request.body) {
            Ok(text) => json!(text),
            Err(_) => json!(format!("{} bytes", request.body.len())),
        },
    }
}

/// Masks the secrets in a value.
pub(crate) fn mask(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                match is_secret(name) && value.is_string() {
                    true => *value = json!(MASK),
                    false => mask(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mask),
        _ => {}
    }
}

fn is_secret(name: &str) -> bool {
    SECRET_FIELDS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_wherever_they_stand() {
        let mut headers_map = HeaderMap::new();
        headers_map.insert("authorization", "Bearer pina_secret".parse().unwrap());
        assert_eq!(
            headers(&headers_map),
            [("authorization".to_owned(), "Bearer pina***".to_owned())]
        );
        let request = Request {
            method: "POST".to_owned(),
            path: "/v5/oauth/token".to_owned(),
            query: Vec::new(),
            headers: [(
                http::header::CONTENT_TYPE,
                "application/x-www-form-urlencoded".parse().unwrap(),
            )]
            .into_iter()
            .collect(),
            body: "grant_type=refresh_token&refresh_token=pinr_secret".into(),
        };
        assert_eq!(
            body(&request),
            json!({"grant_type": "refresh_token", "refresh_token": "***"})
        );
    }
}
