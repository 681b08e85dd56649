//! Saves what can be saved of a page that does not decode as a whole.

use std::collections::BTreeMap;

use bytes::Bytes;
use pinterest_client::paging::ListPage;
use serde_json::value::RawValue;

use super::Page;
use crate::Error;
use crate::error::Answer;

/// Decodes item by item; gives the error back when the page without its items is not as described either.
pub(super) fn item_by_item<P: ListPage>(
    error: Error,
    bookmark: Option<String>,
) -> Result<Page<P>, Error> {
    let Some(answer) = error.answer().filter(|answer| answer.is_success()) else {
        return Err(error);
    };
    match decode(answer) {
        Some((response, items)) => {
            let locate = |item_error: Error| {
                item_error
                    .located_like(&error)
                    .with_bookmark(bookmark.clone())
            };
            let items = items
                .into_iter()
                .map(|item: Result<P::Slot, Error>| item.map_err(locate))
                .collect();
            Ok(Page::mixed(response, items, bookmark))
        }
        None => Err(error),
    }
}

type Decoded<P> = (P, Vec<Result<<P as ListPage>::Slot, Error>>);

fn decode<P: ListPage>(answer: &Answer) -> Option<Decoded<P>> {
    let mut fields: BTreeMap<String, &RawValue> = serde_json::from_slice(answer.text()).ok()?;
    let items: Vec<&RawValue> = serde_json::from_str(fields.get("items")?.get()).ok()?;
    let none = RawValue::from_string("[]".to_owned()).ok()?;
    fields.insert("items".to_owned(), &none);
    let response = serde_json::from_slice(&serde_json::to_vec(&fields).ok()?).ok()?;
    let items = items
        .iter()
        .enumerate()
        .map(|(index, raw)| decode_item::<P>(answer, index, raw))
        .collect();
    Some((response, items))
}

fn decode_item<P: ListPage>(
    answer: &Answer,
    index: usize,
    raw: &RawValue,
) -> Result<P::Slot, Error> {
    let decoder = &mut serde_json::Deserializer::from_str(raw.get());
    serde_path_to_error::deserialize(decoder).map_err(|failure| {
        let text = Bytes::copy_from_slice(raw.get().as_bytes());
        Error::undecodable_item(answer.with_body(text), index, &failure)
    })
}
