//! How rows of analytics responses are asked for their metrics: implementations of a trait of `pinterest-client`.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::constructors::{is_flattened, option_content, wire_name};

/// The property that holds the metrics of a row, where they are a separate object.
const PROPERTY: &str = "metrics";

/// The implementation for a generated struct whose metrics stand beside its properties, or in the property `metrics`.
pub(super) fn implementation(item: &syn::ItemStruct, schema: &Value) -> Option<TokenStream> {
    let has_metrics = |schema: &Value| schema.get("x-metrics") == Some(&Value::Bool(true));
    let field = if has_metrics(schema) {
        item.fields.iter().find(|field| is_flattened(field))?
    } else {
        let property = schema.get("properties")?.get(PROPERTY)?;
        let fields = &item.fields;
        fields
            .iter()
            .find(|field| has_metrics(property) && wire_name(field) == PROPERTY)?
    };
    let (name, ident) = (&item.ident, field.ident.as_ref()?);
    let metrics = match option_content(&field.ty) {
        Some(_) => quote!(self.#ident.as_ref()),
        None => quote!(Some(&self.#ident)),
    };
    Some(quote! {
        impl crate::AnalyticsRow for #name {
            fn metrics_by_name(
                &self,
            ) -> Option<&::std::collections::BTreeMap<::std::string::String, crate::Metric>> {
                #metrics
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row() -> syn::ItemStruct {
        syn::parse_quote! {
            pub struct Row {
                pub metrics: ::std::option::Option<Map>,
                #[serde(flatten)]
                pub extra: Map,
            }
        }
    }

    fn metrics_of(schema: &Value) -> Option<String> {
        let text = implementation(&row(), schema)?.to_string();
        let (_, body) = text.rsplit_once('>')?;
        Some(body.replace([' ', '{', '}'], ""))
    }

    #[test]
    fn metrics_stand_beside_the_properties_or_in_one_of_them() {
        let beside = json!({"x-metrics": true, "properties": {"ID": {}}});
        assert_eq!(metrics_of(&beside).as_deref(), Some("Some(&self.extra)"));
        let within = json!({"properties": {"metrics": {"x-metrics": true}}});
        assert_eq!(
            metrics_of(&within).as_deref(),
            Some("self.metrics.as_ref()")
        );
    }

    #[test]
    fn other_types_are_no_rows() {
        for schema in [
            json!({"properties": {"metrics": {}}}),
            json!({"properties": {"summary_metrics": {"x-metrics": true}}}),
            json!({}),
        ] {
            assert_eq!(metrics_of(&schema), None, "{schema}");
        }
    }
}
