//! Pages with JSON items.

use pinterest_client::json::{Decode, Decoder, Mismatch, Reader};
use pinterest_client::paging::ListPage;
use serde_json::Value;

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
        match Value::decode(reader, decoder)? {
            page @ Value::Object(_) => Ok(Self(page)),
            _ => Err(decoder.root_mismatch("a page")),
        }
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
