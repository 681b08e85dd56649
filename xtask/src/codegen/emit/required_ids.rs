//! Accessors of ids that the description calls optional although the service always sends them.

use std::collections::BTreeSet;

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::constructors::{option_content, wire_name};
use crate::codegen::{conversions, requests, walk};

/// Names of the component schemas that responses are made of.
pub(super) fn response_types(document: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for operation in walk::operations(document) {
        if let Some(responses) = operation.object.get("responses") {
            requests::collect(document, responses, &|_| true, &mut names);
        }
    }
    names
}

/// The accessors of a generated struct; none where the id of the struct is not optional.
pub(super) fn implementation(
    item: &syn::ItemStruct,
    document: &Value,
    schema: &Value,
) -> Option<TokenStream> {
    let name = item.ident.to_string();
    let accessors: Vec<TokenStream> = item
        .fields
        .iter()
        .filter_map(|field| accessor(&name, field, document, schema))
        .collect();
    let ident = &item.ident;
    (!accessors.is_empty()).then(|| quote!(impl #ident { #(#accessors)* }))
}

fn accessor(
    name: &str,
    field: &syn::Field,
    document: &Value,
    schema: &Value,
) -> Option<TokenStream> {
    let (ident, wire) = (field.ident.as_ref()?, wire_name(field));
    let property = schema.get("properties")?.get(&wire)?;
    let (_, target) = walk::referenced(document, property)?;
    let is_nullable = property.get("nullable") == Some(&Value::Bool(true));
    if is_nullable || !is_own(&wire, name) || !conversions::is_id(target) {
        return None;
    }
    let content = option_content(&field.ty)?;
    // A field of a change can be absent, null or there.
    if option_content(content).is_some() {
        return None;
    }
    let function = format_ident!("require_{ident}");
    let doc = format!(" Returns `{wire}`, or an error that names it where the response lacks it.");
    let errors = format!(" When `{wire}` is absent.");
    Some(quote! {
        #[doc = #doc]
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = ""]
        #[doc = #errors]
        #[inline]
        pub fn #function(&self) -> ::core::result::Result<&#content, crate::MissingField> {
            self.#ident.as_ref().ok_or(crate::MissingField::new(#name, #wire))
        }
    })
}

/// Whether the property identifies what the type stands for: `id`, `asset_id` of a `BusinessAsset`, or the column
/// `CAMPAIGN_ID` of a row of `CampaignAnalytics`.
fn is_own(property: &str, type_name: &str) -> bool {
    let (property, type_name) = (property.to_lowercase(), type_name.to_snake_case());
    let thing_of_type = format!("_{}", type_name.trim_end_matches("_analytics"));
    match property.strip_suffix("_id") {
        Some(thing) => thing_of_type.ends_with(&format!("_{thing}")),
        None => property == "id",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::load;

    fn text(item: &syn::ItemStruct, properties: &str) -> String {
        let document = load::parse(&format!(
            "components: {{schemas: {{AssetId: {{type: string}}, Kind: {{type: string, enum: [A]}},
               BusinessAsset: {{properties: {properties}}}}}}}"
        ))
        .unwrap();
        let schema = &document["components"]["schemas"]["BusinessAsset"];
        implementation(item, &document, schema)
            .unwrap_or_default()
            .to_string()
    }

    #[test]
    fn an_optional_id_of_the_thing_itself_has_an_accessor() {
        let item: syn::ItemStruct = syn::parse_quote! {
            pub struct BusinessAsset {
                pub asset_id: ::std::option::Option<crate::types::AssetId>,
                pub group_id: ::std::option::Option<crate::types::AssetId>,
            }
        };
        let reference = "{$ref: '#/components/schemas/AssetId'}";
        let expected = quote! {
            impl BusinessAsset {
                #[doc = " Returns `asset_id`, or an error that names it where the response lacks it."]
                #[doc = ""]
                #[doc = " # Errors"]
                #[doc = ""]
                #[doc = " When `asset_id` is absent."]
                #[inline]
                pub fn require_asset_id(
                    &self
                ) -> ::core::result::Result<&crate::types::AssetId, crate::MissingField> {
                    self.asset_id.as_ref().ok_or(crate::MissingField::new("BusinessAsset", "asset_id"))
                }
            }
        };
        assert_eq!(
            text(
                &item,
                &format!("{{asset_id: {reference}, group_id: {reference}}}")
            ),
            expected.to_string()
        );
    }

    #[test]
    fn a_row_of_analytics_is_asked_for_the_column_of_its_entity() {
        assert!(is_own("CAMPAIGN_ID", "CampaignAnalytics"));
        assert!(is_own("AD_GROUP_ID", "AdGroupAnalytics"));
        assert!(!is_own("CAMPAIGN_ID", "AdGroupAnalytics"));
        let item: syn::ItemStruct = syn::parse_quote! {
            pub struct BusinessAsset {
                #[serde(rename = "ASSET_ID")]
                pub asset_id: ::std::option::Option<crate::types::AssetId>,
            }
        };
        let text = text(&item, "{ASSET_ID: {$ref: '#/components/schemas/AssetId'}}");
        assert!(text.contains("require_asset_id"), "{text}");
        let missing = quote!(crate::MissingField::new("BusinessAsset", "ASSET_ID"));
        assert!(text.contains(&missing.to_string()), "{text}");
    }

    #[test]
    fn ids_that_are_required_or_null_and_what_is_no_id_have_none() {
        let required: syn::ItemStruct = syn::parse_quote!(
            pub struct BusinessAsset {
                pub id: crate::types::AssetId,
            }
        );
        assert_eq!(
            text(&required, "{id: {$ref: '#/components/schemas/AssetId'}}"),
            ""
        );
        let optional: syn::ItemStruct = syn::parse_quote!(
            pub struct BusinessAsset {
                pub id: Option<crate::types::AssetId>,
            }
        );
        for property in [
            "{nullable: true, allOf: [{$ref: '#/components/schemas/AssetId'}]}",
            "{$ref: '#/components/schemas/Kind'}",
            "{type: integer}",
        ] {
            assert_eq!(
                text(&optional, &format!("{{id: {property}}}")),
                "",
                "{property}"
            );
        }
    }

    #[test]
    fn only_types_of_responses_have_accessors() {
        let document = load::parse(
            "paths: {/p: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}},
               responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}}}}}
components: {schemas: {A: {}, B: {properties: {c: {$ref: '#/components/schemas/C'}}}, C: {}}}",
        )
        .unwrap();
        let found = response_types(&document);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["B", "C"]);
    }
}
