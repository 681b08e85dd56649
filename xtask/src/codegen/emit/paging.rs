//! Finds list operations and says of their response types how a page is taken apart.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use crate::codegen::walk::{self, Operation};

/// The component schema of the operation's pages, when the operation pages: it takes a `bookmark` and responds with
/// `items` and a `bookmark`.
pub(super) fn page_schema<'a>(
    document: &'a Value,
    operation: &Operation<'a>,
) -> Option<(&'a str, &'a Value)> {
    let parameters = operation.object.get("parameters")?.as_array()?;
    parameters
        .iter()
        .find(|parameter| parameter.get("name").and_then(Value::as_str) == Some("bookmark"))?;
    let schema = operation
        .object
        .get("responses")?
        .get("200")?
        .pointer("/content/application~1json/schema")?;
    let (name, page) = walk::referenced(document, schema)?;
    let properties = page.get("properties")?;
    (properties.get("items").is_some() && properties.get("bookmark").is_some())
        .then_some((name, page))
}

/// The type of the items of a page, if it has a name.
pub(super) fn item<'a>(document: &'a Value, page: &'a Value) -> Option<&'a str> {
    let schema = page.pointer("/properties/items/items")?;
    walk::referenced(document, schema).map(|(item, _)| item)
}

/// `impl ListPage` for a page type.
pub(super) fn implementation(document: &Value, name: &str, page: &Value) -> Option<TokenStream> {
    let item = item(document, page)?;
    let (name, item) = (format_ident!("{name}"), format_ident!("{item}"));
    Some(quote! {
        impl crate::paging::ListPage for #name {
            type Item = #item;
            const ITEMS: &'static str = "items";

            #[inline]
            fn bookmark(&self) -> ::std::option::Option<&str> {
                self.bookmark.as_deref().filter(|bookmark| !bookmark.is_empty())
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::load;

    fn document(parameter: &str) -> Value {
        load::parse(&format!(
            "paths: {{/p: {{get: {{parameters: [{{name: {parameter}}}],
               responses: {{'200': {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/PinPage'}}}}}}}}}}}}}}}}
components: {{schemas: {{Pin: {{}}, PinPage: {{properties: {{bookmark: {{}}, items: {{items: {{nullable: true,
  allOf: [{{$ref: '#/components/schemas/Pin'}}]}}}}}}}}}}}}"
        ))
        .unwrap()
    }

    #[test]
    fn an_operation_with_a_bookmark_pages() {
        let document = document("bookmark");
        let operations = walk::operations(&document);
        let (name, page) = page_schema(&document, &operations[0]).unwrap();
        let text = implementation(&document, name, page).unwrap().to_string();
        assert!(
            text.contains("for PinPage")
                && text.contains("type Item = Pin ; const ITEMS : & 'static str = \"items\" ;"),
            "{text}"
        );
    }

    #[test]
    fn an_operation_without_one_does_not() {
        let document = document("id");
        assert!(page_schema(&document, &walk::operations(&document)[0]).is_none());
    }
}
