//! `crates/pinterest-client/src/generated/dispatch`: how the arguments of each operation are read from text and JSON,
//! and the tables of operations and types.
//!
//! What is read, and how it is passed on, follows the signature of the generated function alone.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::gates::Gates;
use super::{feature_gate, feature_gate_line, formatted, header, items};
use crate::codegen::merge::{SHARED, Spec};
use crate::codegen::walk::{self, Operation};
use crate::codegen::write::Tree;
use crate::codegen::{Error, names};

const FOLDER: &str = "crates/pinterest-client/src/generated/dispatch";

const PRELUDE: &str = "#[allow(unused_imports)] // Not every document has both operations and types.\nuse super::prelude::*;\n\n";

/// Adds the files; `functions` are the generated operations by domain, as they will be written.
pub(super) fn files(
    spec: &Spec,
    functions: &BTreeMap<String, Vec<syn::Item>>,
    tree: &mut Tree,
) -> Result<(), Error> {
    for domain in &spec.domains {
        let functions = functions.get(domain).map_or(&[][..], Vec::as_slice);
        tree.add(
            format!("{FOLDER}/{domain}.rs"),
            domain_file(spec, domain, functions)?,
        );
    }
    tree.add(format!("{FOLDER}/mod.rs"), index(spec));
    Ok(())
}

fn domain_file(spec: &Spec, domain: &str, functions: &[syn::Item]) -> Result<String, Error> {
    let operations = walk::operations(&spec.document);
    let by_function: BTreeMap<String, &Operation<'_>> = operations
        .iter()
        .map(|operation| (names::function(operation.id()), operation))
        .collect();
    let (mut rows, mut readers) = (Vec::new(), Vec::new());
    for function in functions.iter().flat_map(signatures) {
        let operation = by_function
            .get(&function.ident.to_string())
            .ok_or_else(|| odd(function, "belongs to no operation"))?;
        let (id, name) = (operation.id(), &function.ident);
        rows.push(quote!((#id, #name)));
        readers.push(reader(operation, function)?);
    }
    let is_shared = domain == SHARED;
    let gates = Gates::of(spec);
    let types = walk::component_schemas(&spec.document)
        .filter(|(name, _)| {
            spec.schema_domain
                .get(*name)
                .is_some_and(|found| found == domain)
        })
        .map(|(name, _)| {
            let gate = is_shared.then(|| gates.of_shared(name)).flatten();
            let kind = format_ident!("{name}");
            quote!(#gate api_type::<types::#kind>(#name))
        });
    let tokens = quote! {
        pub(super) static OPERATIONS: &[Row] = &[#(#rows),*];

        pub(super) static TYPES: &[ApiType] = &[#(#types),*];

        #(#readers)*
    };
    Ok(header(
        &format!("spec/{domain}.yaml"),
        &format!("Operations and types of `spec/{domain}.yaml`, by name."),
    ) + PRELUDE
        + &formatted(items(tokens)?))
}

fn signatures(item: &syn::Item) -> Vec<&syn::Signature> {
    let syn::Item::Impl(block) = item else {
        return Vec::new();
    };
    let functions = block.items.iter().filter_map(|item| match item {
        syn::ImplItem::Fn(function) => Some(&function.sig),
        _ => None,
    });
    functions.collect()
}

fn odd(function: &syn::Signature, what: &str) -> Error {
    Error::UnexpectedOutput(format!("function {} {what}", function.ident))
}

/// The function that reads the arguments of an operation.
fn reader(operation: &Operation<'_>, function: &syn::Signature) -> Result<TokenStream, Error> {
    let name = &function.ident;
    let (mut reads, mut bindings, mut passed) = (Vec::new(), Vec::new(), Vec::new());
    let mut has_body = false;
    for argument in function.inputs.iter().skip(1) {
        let (ident, kind) =
            named(argument).ok_or_else(|| odd(function, "has an argument without a name"))?;
        let argument = Argument::of(kind);
        let content = &argument.content;
        match wire_name(operation, ident) {
            Some(wire) => {
                let is_object = walk::deep_parameters(operation).contains(wire);
                let get = match (is_object, argument.is_optional) {
                    (true, true) => format_ident!("optional_object"),
                    (true, false) => format_ident!("object"),
                    _ => format_ident!("{}", argument.reader()),
                };
                reads.push(quote!(given.#get::<#content>(#wire)?));
            }
            None if ident == "body" => {
                has_body = true;
                reads.push(match argument.is_list {
                    true => quote!(given.body::<::std::vec::Vec<#content>>()?),
                    false => quote!(given.body::<#content>()?),
                });
            }
            None => return Err(odd(function, &format!("has an unknown argument {ident}"))),
        }
        passed.push(argument.pass(ident));
        bindings.push(ident);
    }
    let no_body = (!has_body).then(|| quote!(given.no_body()?;));
    let answer = answer_type(function).ok_or_else(|| odd(function, "returns no response"))?;
    Ok(quote! {
        fn #name(given: &Given<'_>) -> Prepared {
            #no_body
            ready::<#answer, _>(
                (#(#reads,)*),
                |client, (#(#bindings,)*)| answer(client.#name(#(#passed),*)),
            )
        }
    })
}

fn named(argument: &syn::FnArg) -> Option<(&syn::Ident, &syn::Type)> {
    let syn::FnArg::Typed(argument) = argument else {
        return None;
    };
    match argument.pat.as_ref() {
        syn::Pat::Ident(pattern) => Some((&pattern.ident, &argument.ty)),
        _ => None,
    }
}

/// The name of the parameter behind an argument. progenitor turns names into snake case and adds `_` to keywords.
fn wire_name<'a>(operation: &Operation<'a>, argument: &syn::Ident) -> Option<&'a str> {
    let argument = argument.to_string();
    let plain = argument.trim_start_matches("r#").trim_matches('_');
    let parameters = operation.object.get("parameters")?.as_array()?;
    let mut names = parameters
        .iter()
        .filter_map(|parameter| parameter.get("name")?.as_str());
    names.find(|name| names::function(name).trim_matches('_') == plain)
}

/// `T` of `Result<ResponseValue<T>, _>`.
fn answer_type(function: &syn::Signature) -> Option<&syn::Type> {
    let syn::ReturnType::Type(_, kind) = &function.output else {
        return None;
    };
    only_argument(only_argument(kind, "Result")?, "ResponseValue")
}

/// The first type argument of a type whose last name is `name`.
fn only_argument<'a>(kind: &'a syn::Type, name: &str) -> Option<&'a syn::Type> {
    let syn::Type::Path(path) = kind else {
        return None;
    };
    let last = path
        .path
        .segments
        .last()
        .filter(|last| last.ident == name)?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        syn::GenericArgument::Type(kind) => Some(kind),
        _ => None,
    })
}

/// What the type of an argument says about how it is read and passed.
struct Argument {
    is_optional: bool,
    is_reference: bool,
    is_list: bool,
    is_text: bool,
    /// The type to read: that of the elements, if it is a list.
    content: syn::Type,
}

impl Argument {
    fn of(kind: &syn::Type) -> Self {
        let optional = only_argument(kind, "Option");
        let kind = optional.unwrap_or(kind);
        let (is_reference, kind) = match kind {
            syn::Type::Reference(reference) => (true, reference.elem.as_ref()),
            other => (false, other),
        };
        let list = only_argument(kind, "Vec");
        let is_text = matches!(kind, syn::Type::Path(path) if path.path.is_ident("str"));
        Self {
            is_optional: optional.is_some(),
            is_reference,
            is_list: list.is_some(),
            is_text,
            content: match is_text {
                true => syn::parse_quote!(::std::string::String),
                false => list.unwrap_or(kind).clone(),
            },
        }
    }

    fn reader(&self) -> &'static str {
        match (self.is_optional, self.is_list) {
            (true, true) => "optional_list",
            (true, false) => "optional",
            (false, true) => "list",
            (false, false) => "required",
        }
    }

    /// From the reference that a pattern binds to what the function takes.
    fn pass(&self, ident: &syn::Ident) -> TokenStream {
        match (self.is_optional, self.is_reference) {
            (true, true) if self.is_text => quote!(#ident.as_deref()),
            (true, true) => quote!(#ident.as_ref()),
            (false, true) => quote!(#ident),
            (_, false) => quote!(*#ident),
        }
    }
}

fn index(spec: &Spec) -> String {
    let mut text = header("spec/", "The tables behind `dispatch`.");
    let (mut operations, mut types) = (Vec::new(), Vec::new());
    for domain in &spec.domains {
        text.push_str(&format!("{}mod {domain};\n", feature_gate_line(domain)));
        let (gate, module) = (feature_gate(domain), format_ident!("{domain}"));
        operations.push(quote!(#gate #module::OPERATIONS));
        types.push(quote!(#gate #module::TYPES));
    }
    text.push_str(
        "
/// What every file uses.
#[allow(unused_imports)] // A build without features has no operations.
mod prelude {
    pub(super) use crate::dispatch::{ApiType, Given, Prepared, Row, answer, api_type, ready};
    pub(super) use crate::types;
}

",
    );
    let tables: syn::File = syn::parse_quote! {
        /// How the arguments of operations are read, by id.
        pub(crate) static OPERATIONS: &[&[crate::dispatch::Row]] = &[#(#operations),*];

        /// Every component schema.
        pub(crate) static TYPES: &[&[crate::dispatch::ApiType]] = &[#(#types),*];
    };
    text.push_str(&formatted(tables.items));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::load;

    #[test]
    fn arguments_are_read_by_their_types_and_passed_as_the_function_takes_them() {
        let document = load::parse(
            "paths: {/p: {post: {operationId: pins/make, parameters: [{name: pin_id}, {name: type}, {name: adIds},
               {name: n}, {name: note}, {name: order}]}}}",
        )
        .unwrap();
        let function: syn::ImplItemFn = syn::parse_quote! {
            pub async fn pins_make<'a>(
                &'a self,
                pin_id: &'a types::PinId,
                type_: bool,
                ad_ids: Option<&'a ::std::vec::Vec<String>>,
                n: Option<i32>,
                note: Option<&'a str>,
                order: Option<&'a types::Order>,
                body: &'a ::std::vec::Vec<types::Pin>,
            ) -> Result<ResponseValue<types::PinPage>, Error<types::Error>> {}
        };
        let expected = quote! {
            fn pins_make(given: &Given<'_>) -> Prepared {
                ready::<types::PinPage, _>(
                    (
                        given.required::<types::PinId>("pin_id")?,
                        given.required::<bool>("type")?,
                        given.optional_list::<String>("adIds")?,
                        given.optional::<i32>("n")?,
                        given.optional::<::std::string::String>("note")?,
                        given.optional::<types::Order>("order")?,
                        given.body::<::std::vec::Vec<types::Pin>>()?,
                    ),
                    |client, (pin_id, type_, ad_ids, n, note, order, body,)| answer(client.pins_make(
                        pin_id, *type_, ad_ids.as_ref(), *n, note.as_deref(), order.as_ref(), body)),
                )
            }
        };
        let found = reader(&walk::operations(&document)[0], &function.sig).unwrap();
        assert_eq!(found.to_string(), expected.to_string());
    }

    #[test]
    fn an_operation_without_a_body_refuses_one() {
        let document = load::parse("paths: {/p: {get: {operationId: pins/get}}}").unwrap();
        let function: syn::ImplItemFn = syn::parse_quote! {
            pub async fn pins_get<'a>(&'a self) -> Result<ResponseValue<()>, Error<types::Error>> {}
        };
        let found = reader(&walk::operations(&document)[0], &function.sig).unwrap();
        assert!(found.to_string().contains("no_body"), "{found}");
    }

    #[test]
    fn an_argument_that_is_no_parameter_is_an_error() {
        let document = load::parse("paths: {/p: {get: {operationId: pins/get}}}").unwrap();
        let function: syn::ImplItemFn = syn::parse_quote! {
            pub async fn pins_get<'a>(&'a self, n: i64) -> Result<ResponseValue<()>, Error<types::Error>> {}
        };
        let error = reader(&walk::operations(&document)[0], &function.sig).unwrap_err();
        assert!(error.to_string().contains("pins_get"), "{error}");
    }
}
