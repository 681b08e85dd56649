//! The kinds of tokens that the description knows.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::docs::doc_lines;
use crate::codegen::{names, walk};

/// The enum of security schemes.
pub(super) fn items(document: &Value) -> TokenStream {
    let none = Value::Null;
    let components = document.get("components").unwrap_or(&none);
    let (mut variants, mut texts) = (vec![], vec![]);
    for (name, scheme) in walk::members(components, "securitySchemes") {
        let variant = format_ident!("{}", names::camel(name));
        let text = scheme
            .get("description")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let docs = doc_lines(&format!("`{name}`: {text}"));
        variants.push(quote!(#(#docs)* #variant));
        texts.push(quote!(Self::#variant => #name));
    }
    quote! {
        /// What a request is authorised by.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum SecurityScheme {
            #(#variants,)*
        }

        impl SecurityScheme {
            /// Its name in the description.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    #(#texts,)*
                }
            }
        }
    }
}
