//! Pages with JSON items.

use pinterest_client::json::{Decode, Decoder, Mismatch, Reader};
use pinterest_client::paging::ListPage;
use serde_json::{Map, Value};

/// A page whose items are JSON.
///
/// [`OperationList`](super::OperationList) responds with it.
#[derive(Clone, Debug, PartialEq)]
pub struct RawPage(Value);

impl RawPage {
    /// Returns the page without its items.
    #[must_use]
    pub fn as_value(&self) -> &Value {
        &self.0
    }
}

impl Decode for RawPage {
    fn decode(reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        let page = decoder.raw(reader)?;
        let Some(fields) = page.fields() else {
            return Err(decoder.root_mismatch("a page"));
        };
        // One by one, so that a value that is not valid costs none of the others.
        let mut object = Map::new();
        for (name, value) in fields {
            match value.to_value() {
                Some(value) => {
                    object.insert(name.into_owned(), value);
                }
                None => decoder.set_aside_unknown(&name, value),
            }
        }
        Ok(Self(Value::Object(object)))
    }
}

impl ListPage for RawPage {
    type Item = Value;

    const ITEMS: &'static str = "items";

    fn bookmark(&self) -> Option<&str> {
        self.0
            .get("bookmark")?
            .as_str()
            .filter(|text| !text.is_empty())
    }
}
