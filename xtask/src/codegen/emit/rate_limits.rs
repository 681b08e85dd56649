//! The categories of rate limits, with what is published about them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use crate::codegen::{names, walk};

/// The enum of categories and the constants of their limits, from `x-ratelimits`.
pub(super) fn items(document: &Value) -> TokenStream {
    let none = Value::Null;
    let table = document.get("x-ratelimits").unwrap_or(&none);
    let universal = published(table.get("universal").unwrap_or(&none));
    let (mut variants, mut names, mut limits, mut all) = (vec![], vec![], vec![], vec![]);
    for (name, category) in walk::members(table, "categories") {
        let variant = format_ident!("{}", names::camel(name));
        let text = category
            .get("description")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let doc = format!(" `{name}`: {text}");
        let published = published(category);
        variants.push(quote!(#[doc = #doc] #variant));
        names.push(quote!(Self::#variant => #name));
        limits.push(quote!(Self::#variant => &#published));
        all.push(quote!(Self::#variant));
    }
    quote! {
        /// Groups of operations that share one rate limit.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum RateLimitCategory {
            #(#variants,)*
        }

        impl RateLimitCategory {
            /// Every category that this version knows.
            pub const ALL: &[Self] = &[#(#all),*];

            /// The limit that requests of all categories together count against, as published.
            pub const UNIVERSAL: &'static PublishedLimits = &#universal;

            /// Returns the name that Pinterest's documentation uses.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    #(#names,)*
                }
            }

            /// Returns the limits as published. The headers of responses override them.
            #[must_use]
            pub const fn published(self) -> &'static PublishedLimits {
                match self {
                    #(#limits,)*
                }
            }
        }
    }
}

fn published(category: &Value) -> TokenStream {
    let window = |access: &str| {
        let numbers = category.get(access).and_then(|window| {
            let number = |key| u32::try_from(window.get(key)?.as_u64()?).ok();
            Some((number("requests")?, number("seconds")?))
        });
        match numbers {
            Some((requests, seconds)) => {
                quote!(Some(RateLimitWindow { requests: #requests, seconds: #seconds }))
            }
            None => quote!(None),
        }
    };
    let (standard, trial) = (window("standard"), window("trial"));
    let per_ad_account = category.get("per").and_then(Value::as_str) == Some("ad_account");
    quote!(PublishedLimits { standard: #standard, trial: #trial, per_ad_account: #per_ad_account })
}
