//! `crates/pinterest-client/tests/it/generated`: how tests make every request from JSON, and the
//! table of types.
//!
//! The tests of `pinterest` include the folder `requests` too. What a call is differs between the
//! two, so both have a module `calls` that says it.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Described;
use super::argument::Argument;
use crate::codegen::emit::{formatted, header, items};
use crate::codegen::error::Error;
use crate::codegen::merge::Spec;
use crate::codegen::names;
use crate::codegen::walk;
use crate::codegen::write::Tree;

const FOLDER: &str = "crates/pinterest-client/tests/it/generated";

/// Adds the files to `tree`.
pub(super) fn files(
    spec: &Spec,
    by_domain: &BTreeMap<&str, Vec<Described<'_>>>,
    tree: &mut Tree,
) -> Result<(), Error> {
    let mut index = header("spec/", "Every request from JSON.");
    for (domain, requests) in by_domain {
        index.push_str(&format!("mod {domain};\n"));
        let rows = requests.iter().map(|request| {
            let (id, name) = (request.operation.id(), function(request));
            quote!((#id, #name))
        });
        let functions = requests.iter().map(reader);
        let tokens = quote! {
            pub(super) const CALLS: &[Row] = &[#(#rows),*];

            #(#functions)*
        };
        let text = header(
            &format!("spec/{domain}.yaml"),
            &format!("Requests of `spec/{domain}.yaml` from JSON."),
        );
        tree.add(
            format!("{FOLDER}/requests/{domain}.rs"),
            text + "use super::prelude::*;\n\n" + &formatted(items(tokens)?),
        );
    }
    index.push('\n');
    let modules = by_domain.keys().map(|domain| format_ident!("{domain}"));
    let table = quote! {
        /// How the request of every operation is made.
        pub(crate) const CALLS: &[&[crate::calls::Row]] = &[#(#modules::CALLS),*];

        mod prelude {
            pub(super) use pinterest_client::{Date, requests, types};
            pub(super) use pinterest_test_support::Arguments;

            pub(super) use crate::calls::{Call, Row, call};
        }
    };
    tree.add(
        format!("{FOLDER}/requests/mod.rs"),
        index + &formatted(items(table)?),
    );
    tree.add(format!("{FOLDER}/types.rs"), types(spec)?);
    let modules = quote! {
        pub(crate) mod requests;
        pub(crate) mod types;
    };
    tree.add(
        format!("{FOLDER}/mod.rs"),
        header("spec/", "Every request from JSON, and every type by name.")
            + &formatted(items(modules)?),
    );
    Ok(())
}

fn function(request: &Described<'_>) -> syn::Ident {
    format_ident!("{}", names::function(&request.name.to_string()))
}

/// The function that makes a request.
fn reader(request: &Described<'_>) -> TokenStream {
    let (function, kind) = (function(request), &request.name);
    let value = |argument: &Argument<'_>| {
        let (kept, wire_name) = (&argument.kept, argument.wire_name());
        match (argument.body.is_some(), argument.is_optional) {
            (true, true) => quote!(arguments.optional_body::<#kept>()?),
            (true, false) => quote!(arguments.body::<#kept>()?),
            (false, true) => quote!(arguments.optional::<#kept>(#wire_name)?),
            (false, false) => quote!(arguments.required::<#kept>(#wire_name)?),
        }
    };
    let required = request.required();
    let given_required = match request.constructor().names() {
        Some(name) => {
            let fields = required.iter().map(|argument| {
                let (ident, value) = (&argument.ident, value(argument));
                quote!(#ident: #value)
            });
            quote!(requests::#name { #(#fields),* })
        }
        None => {
            let values = required.iter().map(|argument| value(argument));
            quote!(#(#values),*)
        }
    };
    let setters = request.optional().map(|argument| {
        let (value, ident) = (value(argument), &argument.ident);
        let setter = match argument.body {
            Some(_) => format_ident!("with_body"),
            None => ident.clone(),
        };
        quote! {
            if let Some(value) = #value {
                request = request.#setter(value);
            }
        }
    });
    let setters: Vec<TokenStream> = setters.collect();
    let mutable = (!setters.is_empty()).then(|| quote!(mut));
    let given = match request.arguments.is_empty() {
        true => quote!(_),
        false => quote!(arguments),
    };
    quote! {
        fn #function(#given: &Arguments) -> Result<Box<dyn Call>, String> {
            let #mutable request = requests::#kind::new(#given_required);
            #(#setters)*
            Ok(call(request))
        }
    }
}

fn types(spec: &Spec) -> Result<String, Error> {
    let rows = walk::component_schemas(&spec.document).map(|(name, _)| {
        let kind = format_ident!("{name}");
        quote!(api_type::<types::#kind>(#name))
    });
    let tokens = quote! {
        use pinterest_client::types;

        use crate::types::{ApiType, api_type};

        /// Every component schema.
        pub(crate) const TYPES: &[ApiType] = &[#(#rows),*];
    };
    Ok(header("spec/", "Every type by name.") + &formatted(items(tokens)?))
}
