//! Finding results in the responses to batches.
//!
//! Each result is read by itself, so that one that is not as described costs none of the others.

use std::sync::Arc;

use pinterest_client::json::{Decode, Decoder, Json};

use super::outcome::ItemError;
use super::reply::Reply;
use super::shape::Read;

/// The operation does all or nothing, and says nothing about single inputs.
pub(crate) fn all_or_nothing() -> Read<()> {
    Arc::new(|_, _, inputs| {
        let done = || Reply::success(Vec::new(), ());
        Some(std::iter::repeat_with(done).take(inputs).collect())
    })
}

/// An array of results in the field `list`, or at the root without it. Each is an object with
/// `data`, and with `exception` or `exceptions` where something failed; or the bare data.
pub(crate) fn standard<V: Decode + 'static>(list: Option<&'static str>) -> Read<V> {
    each(list, |index, result, decoder| {
        standard_reply(list, index, result, decoder, None)
    })
}

/// Like [`standard`], where the data repeats an id of the input in the field `key`.
pub(crate) fn standard_keyed<V: Decode + 'static>(
    list: Option<&'static str>,
    key: &'static str,
) -> Read<V> {
    each(list, move |index, result, decoder| {
        standard_reply(list, index, result, decoder, Some(key))
    })
}

/// An array of results of type `T`, and what each of them says.
pub(crate) fn typed<T: Decode + 'static, V: 'static>(
    list: Option<&'static str>,
    reply: impl Fn(T) -> Reply<V> + Send + Sync + 'static,
) -> Read<V> {
    each(list, move |index, result, decoder| {
        match decoder.element::<T>(list, index, None, result) {
            Ok(result) => reply(result),
            Err(mismatch) => {
                decoder.set_aside_value(result, mismatch);
                Reply::unreadable()
            }
        }
    })
}

/// A response of type `T`, and the results in it.
pub(crate) fn whole<T: Decode + 'static, V: 'static>(
    replies: impl Fn(T) -> Vec<Reply<V>> + Send + Sync + 'static,
) -> Read<V> {
    Arc::new(move |body, decoder, _| {
        let response = T::decode(body, decoder).ok()?;
        Some(replies(response))
    })
}

fn each<V: 'static>(
    list: Option<&'static str>,
    read: impl Fn(usize, &Json<'_>, &mut Decoder) -> Reply<V> + Send + Sync + 'static,
) -> Read<V> {
    Arc::new(move |body, decoder, _| {
        let results = match (list, body) {
            (None, Json::Array(results)) => results.as_slice(),
            (Some(name), Json::Object(fields)) => match fields.get(name) {
                Some(Json::Array(results)) => results.as_slice(),
                None | Some(Json::Null) => &[],
                Some(_) => return None,
            },
            _ => return None,
        };
        let replies = results.iter().enumerate();
        Some(
            replies
                .map(|(index, result)| read(index, result, decoder))
                .collect(),
        )
    })
}

fn standard_reply<V: Decode>(
    list: Option<&'static str>,
    index: usize,
    result: &Json<'_>,
    decoder: &mut Decoder,
    key: Option<&str>,
) -> Reply<V> {
    let (data, field, error) = match result {
        Json::Object(fields) if is_envelope(result) => (
            fields.get("data").filter(|data| !data.is_null()),
            Some("data"),
            errors(fields.get("exceptions"))
                .or_else(|| errors(fields.get("exception")))
                .or_else(|| errors(fields.get("error"))),
        ),
        Json::Null => (None, None, None),
        bare => (Some(bare), None, None),
    };
    let value = data.and_then(|data| match decoder.element(list, index, field, data) {
        Ok(value) => Some(value),
        Err(mismatch) => {
            decoder.set_aside_value(result, mismatch);
            None
        }
    });
    let id = key.and_then(|key| match data {
        Some(Json::Object(fields)) => fields.get(key).map(text),
        _ => None,
    });
    Reply {
        keys: id.into_iter().collect(),
        value,
        error,
    }
}

fn is_envelope(result: &Json<'_>) -> bool {
    let Json::Object(fields) = result else {
        return false;
    };
    ["data", "exception", "exceptions"]
        .iter()
        .any(|name| fields.get(name).is_some())
}

/// The errors of one result: an object, a list of objects, or nothing.
pub(crate) fn errors(json: Option<&Json<'_>>) -> Option<ItemError> {
    match json? {
        Json::Null => None,
        Json::Array(errors) => ItemError::joined(errors.iter().filter_map(error)),
        json => error(json),
    }
}

fn error(json: &Json<'_>) -> Option<ItemError> {
    match json {
        Json::Null => None,
        Json::Object(fields) => {
            let code = fields.get("code").or_else(|| fields.get("error_code"));
            let code = code.and_then(|code| match code {
                Json::Number(code) => code.as_i64()?.try_into().ok(),
                Json::Str(code) => code.parse().ok(),
                _ => None,
            });
            let message = fields.get("message").or_else(|| fields.get("error_message"));
            let message = message.filter(|message| !message.is_null()).map(text);
            Some(ItemError::new(code, message))
        }
        other => Some(ItemError::new(None, Some(text(other)))),
    }
}

fn text(json: &Json<'_>) -> String {
    match json {
        Json::Str(text) => text.clone().into_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replies(read: &Read<String>, body: &str) -> Option<Vec<Reply<String>>> {
        let body: Json<'_> = serde_json::from_str(body).unwrap();
        read(&body, &mut Decoder::default(), 1)
    }

    fn only(body: &str) -> Reply<String> {
        let mut replies = replies(&standard(Some("items")), body).unwrap();
        assert_eq!(replies.len(), 1, "{body}");
        replies.remove(0)
    }

    #[test]
    fn data_alone_in_an_envelope_or_beside_empty_exceptions_is_a_success() {
        for body in [
            r#"{"items": ["x"]}"#,
            r#"{"items": [{"data": "x"}]}"#,
            r#"{"items": [{"data": "x", "exceptions": []}]}"#,
            r#"{"items": [{"data": "x", "exception": null}]}"#,
        ] {
            let reply = only(body);
            assert_eq!(reply.value.as_deref(), Some("x"), "{body}");
            assert!(reply.error.is_none(), "{body}");
        }
    }

    #[test]
    fn errors_are_an_object_or_a_list_and_their_code_has_two_names() {
        for (exceptions, shown) in [
            (r#""exception": {"code": 1, "message": "a"}"#, "a (code 1)"),
            (r#""exceptions": {"code": 1, "message": "a"}"#, "a (code 1)"),
            (
                r#""exceptions": [{"error_code": 1, "message": "a"}, {"code": "2"}]"#,
                "a (code 1); code 2",
            ),
            (r#""exceptions": ["a"]"#, "a"),
        ] {
            let reply = only(&format!(r#"{{"items": [{{"data": null, {exceptions}}}]}}"#));
            assert_eq!(reply.error.unwrap().to_string(), shown, "{exceptions}");
            assert!(reply.value.is_none());
        }
    }

    #[test]
    fn a_result_that_is_not_as_described_costs_none_of_the_others() {
        let body = r#"{"items": [{"data": "x"}, {"data": 7}, null, {"data": "z"}]}"#;
        let replies = replies(&standard(Some("items")), body).unwrap();
        let values: Vec<_> = replies.iter().map(|reply| reply.value.as_deref()).collect();
        assert_eq!(values, [Some("x"), None, None, Some("z")]);
    }

    #[test]
    fn a_body_without_an_array_has_no_results() {
        assert!(replies(&standard(None), "{}").is_none());
        assert!(replies(&standard(Some("items")), r#"{"items": 7}"#).is_none());
        assert!(replies(&standard(Some("items")), "{}").unwrap().is_empty());
    }

    #[test]
    fn data_names_itself() {
        let read = standard_keyed::<serde_json::Value>(None, "id");
        let body: Json<'_> = serde_json::from_str(r#"[{"data": {"id": "5"}}, {}]"#).unwrap();
        let replies = read(&body, &mut Decoder::default(), 2).unwrap();
        assert_eq!(replies[0].keys, ["5"]);
    }
}
