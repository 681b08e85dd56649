//! Finding results in the responses to batches.
//!
//! Each result is read by itself, so that one that is not as described costs none of the others.

use std::borrow::Cow;
use std::sync::Arc;

use pinterest_client::json::{Decode, Decoder, RawJson};
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
fn with_errors<V>(mut reply: Reply<V>, result: RawJson<'_>) -> Reply<V> {
    reply.error = reply.error.or_else(|| exceptions(result));
    reply
}

/// A response of type `T`, and the results in it.
pub(crate) fn whole<T: Decode + 'static, V: 'static>(
    replies: impl Fn(T) -> Vec<Reply<V>> + Send + Sync + 'static,
) -> Read<V> {
    Arc::new(move |body, decoder, _| {
        let response = decoder.body(body).ok()?;
        Some(replies(response))
    })
}

/// A response of type `T` that is the one result of all inputs. Its JSON tells what is absent from
/// what was left out.
pub(crate) fn shared<T: Decode + 'static, V: Clone + 'static>(
    reply: impl Fn(T, RawJson<'_>) -> Reply<V> + Send + Sync + 'static,
) -> Read<V> {
    Arc::new(move |body, decoder, inputs| {
        let response = decoder.body(body).ok()?;
        Some(vec![reply(response, body); inputs])
    })
}

/// The request is queued as a whole: every input has the id under which its outcome can be looked
/// up later.
pub(crate) fn queued<V: From<String> + Clone + 'static>(id: &'static str) -> Read<V> {
    Arc::new(move |body, _, inputs| {
        if !body.is_object() {
            return None;
        }
        let reply = match present(body, id).map(text) {
            Some(id) => Reply::success(Vec::new(), V::from(id)),
            None => Reply::unreadable(),
        };
        Some(vec![reply; inputs])
    })
}

/// A response without a body (status 204) is a success of every input; any other is read.
pub(crate) fn or_no_body(read: Read<()>) -> Read<()> {
    let done = all_or_nothing();
    Arc::new(move |body, decoder, inputs| match body.is_null() {
        true => done(body, decoder, inputs),
        false => read(body, decoder, inputs),
    })
}

/// An array of results in the field `list`, or at the root without it, each read with its index.
pub(crate) fn each<V: 'static>(
    list: Option<&'static str>,
    read: impl Fn(usize, RawJson<'_>, &mut Decoder) -> Reply<V> + Send + Sync + 'static,
) -> Read<V> {
    Arc::new(move |body, decoder, _| {
        let results = match list {
            None => body.elements()?,
            Some(_) if !body.is_object() => return None,
            Some(name) => match body.get(name).filter(|results| !results.is_null()) {
                Some(results) => results.elements()?,
                None => Vec::new(),
            },
        };
        let replies = results.into_iter().enumerate();
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
    result: RawJson<'_>,
    decoder: &mut Decoder,
    keys: &[&str],
) -> Reply<V> {
    let (data, field) = match is_envelope(result) {
        true => (present(result, "data"), Some("data")),
        false => (Some(result).filter(|bare| !bare.is_null()), None),
    };
    let id_in = |json: RawJson<'_>| {
        let mut ids = keys.iter().filter_map(|key| present(json, key));
        ids.next().map(text)
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
fn exceptions(result: RawJson<'_>) -> Option<ItemError> {
    let mut names = ["exceptions", "exception"].into_iter();
    names.find_map(|name| errors(result.get(name)))
}

/// The field of an object, unless it is null.
fn present<'a>(json: RawJson<'a>, name: &str) -> Option<RawJson<'a>> {
    json.get(name).filter(|value| !value.is_null())
}

/// Whether a value other than null stands in the field of an object.
pub(crate) fn has_field(json: RawJson<'_>, name: &str) -> bool {
    present(json, name).is_some()
}

fn is_envelope(result: RawJson<'_>) -> bool {
    let mut names = ["data", "exception", "exceptions"].into_iter();
    names.any(|name| result.get(name).is_some())
}

/// An error response in the place of a result.
pub(crate) fn item_error(error: types::Error) -> ItemError {
    let code = error.code.try_into().ok();
    ItemError::new(code, Some(error.message.as_str().to_owned()))
}

/// The errors of one result: an object, a list of objects, or nothing.
pub(crate) fn errors(json: Option<RawJson<'_>>) -> Option<ItemError> {
    let json = json.filter(|json| !json.is_null())?;
    match json.elements() {
        Some(errors) => ItemError::joined(errors.into_iter().filter_map(error)),
        None => error(json),
    }
}

fn error(json: RawJson<'_>) -> Option<ItemError> {
    if json.is_null() {
        return None;
    }
    if !json.is_object() {
        return Some(ItemError::new(None, Some(text(json))));
    }
    let code = json.get("code").or_else(|| json.get("error_code"));
    let code = code.and_then(|code| text(code).parse().ok());
    let message = json.get("message").or_else(|| json.get("error_message"));
    let message = message.filter(|message| !message.is_null()).map(text);
    Some(ItemError::new(code, message))
}

/// Text as it is, and anything else as JSON.
fn text(json: RawJson<'_>) -> String {
    json.text()
        .map_or_else(|| json.to_string(), Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replies(read: &Read<String>, body: &str) -> Option<Vec<Reply<String>>> {
        read(RawJson::new(body.as_bytes()), &mut Decoder::default(), 1)
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
        let body = RawJson::new(br#""x""#);
        let replies = read(body, &mut Decoder::default(), 2).unwrap();
        let values: Vec<_> = replies.iter().map(|reply| reply.value.as_deref()).collect();
        assert_eq!(values, [Some("x"), Some("x")]);
        assert!(read(RawJson::NULL, &mut Decoder::default(), 2).is_none());
    }

    #[test]
    fn what_is_queued_has_the_id_of_its_batch() {
        let read = queued::<String>("batch_id");
        let values = |body: &str| -> Option<Vec<Option<String>>> {
            let body = RawJson::new(body.as_bytes());
            let replies = read(body, &mut Decoder::default(), 2)?;
            Some(replies.into_iter().map(|reply| reply.value).collect())
        };
        let id = Some("7".to_owned());
        assert_eq!(values(r#"{"batch_id": "7"}"#), Some(vec![id.clone(), id]));
        assert_eq!(values(r#"{"batch_id": null}"#), Some(vec![None, None]));
        assert_eq!(values("[]"), None);
    }

    #[test]
    fn no_body_is_a_success_of_every_input_only_where_it_may_be_absent() {
        let read = typed::<String, ()>(None, |_| Reply::success(Vec::new(), ()));
        let inputs = |read: &Read<()>| {
            let replies = read(RawJson::NULL, &mut Decoder::default(), 3)?;
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
            let mut decoder = Decoder::default();
            let reply = read(RawJson::new(body.as_bytes()), &mut decoder, 1)
                .unwrap()
                .remove(0);
            assert_eq!(reply.error.unwrap().to_string(), "a (code 1)", "{item}");
            assert_eq!((reply.keys, reply.value), (vec!["5".to_owned()], None));
            assert!(decoder.into_set_aside().is_empty(), "{item}");
        }
    }

    #[test]
    fn data_names_itself() {
        let read = standard_keyed::<serde_json::Value>(None, "id");
        let body = r#"[{"data": {"id": "5"}}, {"id": "6"}, {}]"#;
        let body = RawJson::new(body.as_bytes());
        let replies = read(body, &mut Decoder::default(), 3).unwrap();
        let keys: Vec<_> = replies.iter().flat_map(|reply| &reply.keys).collect();
        assert_eq!(keys, ["5", "6"]);
    }
}
