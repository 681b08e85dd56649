//! Finding results in the responses to batches.
//!
//! Each result is read by itself, so that one that is not as described costs none of the others.

use std::sync::Arc;

use pinterest_client::json::{Decode, Decoder, Json};
use pinterest_client::types;

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
/// `data`, and with `exception` or `exceptions` where something failed, beside the data or in its
/// place; or the bare data.
pub(crate) fn standard<V: Decode + 'static>(list: Option<&'static str>) -> Read<V> {
    standard_keyed_by(list, &[])
}

/// Like [`standard`], where the data repeats an id of the input in the field `key`.
pub(crate) fn standard_keyed<V: Decode + 'static>(
    list: Option<&'static str>,
    key: &'static str,
) -> Read<V> {
    each(list, move |index, result, decoder| {
        standard_reply(list, index, result, decoder, &[key])
    })
}

/// Like [`standard_keyed`], where the id stands in the first of these fields that there is.
pub(crate) fn standard_keyed_by<V: Decode + 'static>(
    list: Option<&'static str>,
    keys: &'static [&'static str],
) -> Read<V> {
    each(list, move |index, result, decoder| {
        standard_reply(list, index, result, decoder, keys)
    })
}

/// An array of results of type `T`, and what each of them says.
pub(crate) fn typed<T: Decode + 'static, V: 'static>(
    list: Option<&'static str>,
    reply: impl Fn(T) -> Reply<V> + Send + Sync + 'static,
) -> Read<V> {
    each(list, move |index, result, decoder| {
        match decoder.element::<T>(list, index, None, result) {
            Ok(typed) => with_errors(reply(typed), result),
            Err(mismatch) => {
                decoder.set_aside_element(list, index, result, mismatch);
                Reply::unreadable()
            }
        }
    })
}

/// An exception that was set aside is one all the same: a result that has one is not a success.
fn with_errors<V>(mut reply: Reply<V>, result: &Json<'_>) -> Reply<V> {
    if let (None, Json::Object(fields)) = (&reply.error, result) {
        reply.error = ["exceptions", "exception"]
            .iter()
            .find_map(|name| errors(fields.get(name)));
    }
    reply
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

/// A response of type `T` that is the one result of all inputs. Its JSON tells what is absent from
/// what was left out.
pub(crate) fn shared<T: Decode + 'static, V: Clone + 'static>(
    reply: impl Fn(T, &Json<'_>) -> Reply<V> + Send + Sync + 'static,
) -> Read<V> {
    Arc::new(move |body, decoder, inputs| {
        let response = T::decode(body, decoder).ok()?;
        Some(vec![reply(response, body); inputs])
    })
}

/// A response without a body (status 204) is a success of every input; any other is read.
pub(crate) fn or_no_body(read: Read<()>) -> Read<()> {
    let done = all_or_nothing();
    Arc::new(move |body, decoder, inputs| match body {
        Json::Null => done(body, decoder, inputs),
        _ => read(body, decoder, inputs),
    })
}

/// An array of results in the field `list`, or at the root without it, each read with its index.
pub(crate) fn each<V: 'static>(
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
    keys: &[&str],
) -> Reply<V> {
    let (data, field) = match result {
        Json::Null => (None, None),
        Json::Object(fields) if is_envelope(result) => {
            let data = fields.get("data").filter(|data| !data.is_null());
            (data, Some("data"))
        }
        bare => (Some(bare), None),
    };
    let id_in = |json: &Json<'_>| {
        let ids = keys.iter().filter_map(|key| field_of(json, key));
        ids.filter(|id| !id.is_null()).map(text).next()
    };
    let id = data.and_then(id_in).or_else(|| id_in(result));
    let keys: Vec<String> = id.into_iter().collect();
    // Some operations put the errors in the place of the data, as its only content.
    if let Some(error) = data.and_then(exceptions) {
        return Reply::failure(keys, error);
    }
    let value = data.and_then(|data| match decoder.element(list, index, field, data) {
        Ok(value) => Some(value),
        Err(mismatch) => {
            decoder.set_aside_element(list, index, result, mismatch);
            None
        }
    });
    Reply {
        keys,
        value,
        error: exceptions(result),
    }
}

/// The errors in the fields of a result that hold them.
fn exceptions(result: &Json<'_>) -> Option<ItemError> {
    let mut names = ["exceptions", "exception"].into_iter();
    names.find_map(|name| errors(field_of(result, name)))
}

fn field_of<'j, 'a>(json: &'j Json<'a>, name: &str) -> Option<&'j Json<'a>> {
    match json {
        Json::Object(fields) => fields.get(name),
        _ => None,
    }
}

/// Whether a value other than null stands in the field of an object.
pub(crate) fn has_field(json: &Json<'_>, name: &str) -> bool {
    field_of(json, name).is_some_and(|value| !value.is_null())
}

fn is_envelope(result: &Json<'_>) -> bool {
    let mut names = ["data", "exception", "exceptions"].into_iter();
    names.any(|name| field_of(result, name).is_some())
}

/// An error response in the place of a result.
pub(crate) fn item_error(error: types::Error) -> ItemError {
    let code = error.code.try_into().ok();
    ItemError::new(code, Some(error.message.as_str().to_owned()))
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
            let message = fields
                .get("message")
                .or_else(|| fields.get("error_message"));
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
    fn a_shared_result_is_that_of_every_input() {
        let read = shared(|text: String, _| Reply::success(Vec::new(), text));
        let body: Json<'_> = serde_json::from_str(r#""x""#).unwrap();
        let replies = read(&body, &mut Decoder::default(), 2).unwrap();
        let values: Vec<_> = replies.iter().map(|reply| reply.value.as_deref()).collect();
        assert_eq!(values, [Some("x"), Some("x")]);
        assert!(read(&Json::Null, &mut Decoder::default(), 2).is_none());
    }

    #[test]
    fn no_body_is_a_success_of_every_input_only_where_it_may_be_absent() {
        let read = typed::<String, ()>(None, |_| Reply::success(Vec::new(), ()));
        let inputs = |read: &Read<()>| {
            let replies = read(&Json::Null, &mut Decoder::default(), 3)?;
            Some(replies.iter().filter(|reply| reply.value.is_some()).count())
        };
        assert_eq!(inputs(&read), None);
        assert_eq!(inputs(&or_no_body(read)), Some(3));
    }

    #[test]
    fn a_body_without_an_array_has_no_results() {
        assert!(replies(&standard(None), "{}").is_none());
        assert!(replies(&standard(Some("items")), r#"{"items": 7}"#).is_none());
        assert!(replies(&standard(Some("items")), "{}").unwrap().is_empty());
    }

    #[test]
    fn errors_in_the_place_of_the_data_are_a_failure_and_nothing_is_left_out() {
        for item in [
            r#"{"data": {"id": "5", "exceptions": {"code": 1, "message": "a"}}}"#,
            r#"{"id": "5", "exceptions": {"code": 1, "message": "a"}}"#,
        ] {
            let read = standard_keyed::<String>(None, "id");
            let body = format!("[{item}]");
            let body: Json<'_> = serde_json::from_str(&body).unwrap();
            let mut decoder = Decoder::default();
            let reply = read(&body, &mut decoder, 1).unwrap().remove(0);
            assert_eq!(reply.error.unwrap().to_string(), "a (code 1)", "{item}");
            assert_eq!((reply.keys, reply.value), (vec!["5".to_owned()], None));
            assert!(decoder.into_set_aside().is_empty(), "{item}");
        }
    }

    #[test]
    fn data_names_itself() {
        let read = standard_keyed::<serde_json::Value>(None, "id");
        let body = r#"[{"data": {"id": "5"}}, {"id": "6"}, {}]"#;
        let body: Json<'_> = serde_json::from_str(body).unwrap();
        let replies = read(&body, &mut Decoder::default(), 3).unwrap();
        let keys: Vec<_> = replies.iter().flat_map(|reply| &reply.keys).collect();
        assert_eq!(keys, ["5", "6"]);
    }
}
