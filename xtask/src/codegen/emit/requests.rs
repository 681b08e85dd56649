//! `crates/pinterest-client/src/generated/requests`: a type for the request of every operation.
//!
//! progenitor's functions decide how a request is built: the types of their arguments are those of
//! the fields, and what they do with them is what [`built`] reads. Nothing else of them is kept.

mod argument;
mod built;
mod calls;
mod facts;
mod prose;
mod sending;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::docs::doc_lines;
use super::required::{Constructor, Required};
use super::{accepted, domain_header, formatted, grouped, header, items, paging};
use crate::codegen::error::Error;
use crate::codegen::merge::Spec;
use crate::codegen::names;
use crate::codegen::walk::{self, Operation};
use crate::codegen::write::Tree;
use argument::Argument;
use built::{Body, Built};

const FOLDER: &str = "crates/pinterest-client/src/generated/requests";

/// Functions that every request has; a setter of that name would hide them.
const TAKEN: [&str; 8] = [
    "body",
    "clone",
    "new",
    "operation",
    "parts",
    "set_body",
    "set_bookmark",
    "set_page_size",
];

const INDEX_DOC: &str = "The request of every operation, as a value, by domain.
//!
//! Each request is in the module of its domain, and has a short path without it:
//! `requests::CampaignsList` is `requests::campaigns::CampaignsList`.";

const PRELUDE: &str = "
/// What every file of requests uses.
#[allow(unused_imports)] // Not every domain has lists, and a build without features has no requests.
mod prelude {
    pub(super) use std::collections::BTreeMap;

    pub(super) use crate::Date;
    pub(super) use crate::operation::{self, Operation};
    pub(super) use crate::request::{ListRequest, Parts, Request};
    pub(super) use crate::types;
}
";

/// Adds everything that is made of requests to `tree`; `generated` is progenitor's output.
pub(crate) fn files(spec: &Spec, generated: &syn::File, tree: &mut Tree) -> Result<(), Error> {
    let functions = functions(generated);
    let mut by_domain = BTreeMap::<&str, Vec<Described<'_>>>::new();
    for operation in walk::operations(&spec.document) {
        let name = names::function(operation.id());
        let function = functions.get(&name).ok_or_else(|| {
            Error::UnexpectedOutput(format!("operation {} has no function", operation.id()))
        })?;
        if let Some(domain) = spec.path_domain.get(operation.path) {
            let request = Described::of(&spec.document, operation, function)?;
            by_domain.entry(domain).or_default().push(request);
        }
    }
    let mut index = header("spec/", INDEX_DOC);
    for (domain, requests) in &mut by_domain {
        requests.sort_by(|left, right| left.name.cmp(&right.name));
        index.push_str(&grouped(domain));
        let about = format!("Requests of the domain `{domain}`.");
        let mut text = domain_header(spec, domain, &about);
        text.push_str("use super::prelude::*;\n\n");
        let tokens = requests
            .iter()
            .map(Described::tokens)
            .collect::<Result<_, _>>()?;
        text.push_str(&formatted(items(tokens)?));
        tree.add(format!("{FOLDER}/{domain}.rs"), text);
    }
    index.push_str(PRELUDE);
    tree.add(format!("{FOLDER}/mod.rs"), index);
    facts::file(&by_domain, tree);
    sending::files(&by_domain, tree)?;
    calls::files(spec, &by_domain, tree)
}

/// The functions of the operations, by their names.
fn functions(generated: &syn::File) -> BTreeMap<String, &syn::ImplItemFn> {
    let blocks = generated.items.iter().filter_map(|item| match item {
        syn::Item::Impl(block) => Some(&block.items),
        _ => None,
    });
    blocks
        .flatten()
        .filter_map(|item| match item {
            syn::ImplItem::Fn(function) if function.sig.asyncness.is_some() => {
                Some((function.sig.ident.to_string(), function))
            }
            _ => None,
        })
        .collect()
}

/// All that is to say about the request of an operation.
struct Described<'a> {
    document: &'a Value,
    operation: Operation<'a>,
    name: syn::Ident,
    response: syn::Type,
    arguments: Vec<Argument<'a>>,
    built: Built,
    is_paged: bool,
}

impl<'a> Described<'a> {
    fn of(
        document: &'a Value,
        operation: Operation<'a>,
        function: &syn::ImplItemFn,
    ) -> Result<Self, Error> {
        let odd =
            |what: &str| Error::UnexpectedOutput(format!("function {} {what}", function.sig.ident));
        let mut response =
            argument::response(&function.sig).ok_or_else(|| odd("returns no response"))?;
        if walk::may_answer_nothing(operation.object) {
            response = syn::parse_quote!(Option<#response>);
        }
        let mut arguments = argument::of_function(&operation, &function.sig)?;
        arguments.sort_by_key(|argument| argument.rank(&operation));
        let is_taken = |argument: &&Argument<'_>| {
            argument.parameter.is_some() && TAKEN.iter().any(|taken| argument.ident == taken)
        };
        if let Some(argument) = arguments.iter().find(is_taken) {
            let what = format!("has a parameter {}, which requests use", argument.ident);
            return Err(odd(&what));
        }
        Ok(Self {
            document,
            name: format_ident!("{}", names::request(&operation)),
            response,
            arguments,
            built: Built::of(&operation, function)?,
            is_paged: paging::page_schema(document, &operation).is_some(),
            operation,
        })
    }

    fn required(&self) -> Vec<&Argument<'a>> {
        let arguments = self.arguments.iter();
        arguments.filter(|argument| !argument.is_optional).collect()
    }

    fn optional(&self) -> impl Iterator<Item = &Argument<'a>> {
        self.arguments
            .iter()
            .filter(|argument| argument.is_optional)
    }

    fn body(&self) -> Option<&Argument<'a>> {
        self.arguments
            .iter()
            .find(|argument| argument.body.is_some())
    }

    fn tokens(&self) -> Result<TokenStream, Error> {
        let name = &self.name;
        let docs = doc_lines(&prose::of_request(
            self.document,
            &self.operation,
            &self.response,
        ));
        let fields = self.arguments.iter().map(Argument::field);
        let constructor = self.constructor();
        let new_function = self.new_function(&constructor);
        self.check_name(&constructor)?;
        let definition = constructor.definition();
        let setters = self.optional().map(setter);
        let lists = self.arguments.iter().filter(|it| it.is_query_list());
        let lists = lists.map(list_setter);
        let body = self.body().map(body_access);
        let request = self.request()?;
        let list_request = self.is_paged.then(|| self.list_request());
        Ok(quote! {
            #(#docs)*
            #[derive(Clone, Debug)]
            #[must_use = "a request does nothing until it is sent"]
            pub struct #name {
                #(#fields),*
            }

            #definition

            impl #name {
                #new_function
                #(#setters)*
                #(#lists)*
                #body
            }

            #request

            #list_request
        })
    }

    /// What is required stands in the order of the description: the path, the query, the body.
    fn constructor(&self) -> Constructor<'_> {
        let required = self.required().into_iter().map(|argument| Required {
            ident: argument.ident.clone(),
            kind: argument.kept.clone(),
            docs: doc_lines(&prose::of_argument(argument)),
        });
        Constructor::new(&self.name, required.collect())
    }

    /// An error when another request has the name of the struct of the required values.
    fn check_name(&self, constructor: &Constructor<'_>) -> Result<(), Error> {
        let Some(name) = constructor.names() else {
            return Ok(());
        };
        let mut operations = walk::operations(self.document).into_iter();
        match operations.any(|operation| name == names::request(&operation)) {
            true => Err(Error::UnexpectedOutput(format!(
                "the required values of {} need the name {name}, which a request has",
                self.name
            ))),
            false => Ok(()),
        }
    }

    fn new_function(&self, constructor: &Constructor<'_>) -> TokenStream {
        let is_named = constructor.names().is_some();
        let docs = doc_lines(&prose::of_constructor(&self.required(), is_named));
        let arguments = constructor.arguments();
        let values = self.arguments.iter().map(|argument| {
            let ident = &argument.ident;
            match argument.is_optional {
                true => quote!(#ident: None),
                false => {
                    let value = constructor.value(ident, &argument.kept);
                    quote!(#ident: #value)
                }
            }
        });
        quote! {
            #(#docs)*
            pub fn new(#arguments) -> Self {
                Self { #(#values),* }
            }
        }
    }

    fn request(&self) -> Result<TokenStream, Error> {
        let (name, response) = (&self.name, &self.response);
        let constant = format_ident!("{}", names::constant(self.operation.id()));
        let path = self.built.path.iter();
        let path = path.map(|(wire_name, ident)| quote!(.path(#wire_name, &self.#ident)));
        let joined = walk::joined_parameters(self.document, &self.operation);
        let deep = walk::deep_parameters(&self.operation);
        let query = self.built.query.iter().map(|(wire_name, ident)| {
            let call = match (joined.contains(wire_name), deep.contains(wire_name)) {
                (true, _) => format_ident!("query_joined"),
                (_, true) => format_ident!("query_deep"),
                _ => format_ident!("query"),
            };
            quote!(.#call(#wire_name, &self.#ident))
        });
        let may_be_left_out = self.body().is_some_and(|body| body.is_optional);
        let body = match (self.built.body, may_be_left_out) {
            (None, _) => None,
            (Some(Body::Json), false) => Some(quote!(.json(&self.body))),
            (Some(Body::Json), true) => Some(quote!(.optional_json(&self.body))),
            (Some(Body::Form), false) => Some(quote!(.form(&self.body))),
            (Some(Body::Form), true) => {
                let id = self.operation.id();
                return Err(Error::UnexpectedOutput(format!(
                    "the form of {id} may be left out, which requests cannot express"
                )));
            }
        };
        Ok(quote! {
            impl Request for #name {
                type Response = #response;

                fn operation(&self) -> &'static Operation {
                    &operation::#constant
                }

                #[inline]
                fn parts(&self) -> Parts<'_> {
                    Parts::new(&operation::#constant) #(#path)* #(#query)* #body
                }
            }
        })
    }

    fn list_request(&self) -> TokenStream {
        let name = &self.name;
        let has_size = self
            .arguments
            .iter()
            .any(|it| it.wire_name() == "page_size");
        let (argument, set_size) = match has_size {
            true => (
                quote!(page_size),
                quote! {
                    self.page_size = Some(i32::try_from(page_size).unwrap_or(i32::MAX));
                    true
                },
            ),
            false => (quote!(_), quote!(false)),
        };
        quote! {
            impl ListRequest for #name {
                fn bookmark(&self) -> Option<&str> {
                    self.bookmark.as_deref()
                }

                #[inline]
                fn set_bookmark(&mut self, bookmark: Option<String>) {
                    self.bookmark = bookmark;
                }

                fn set_page_size(&mut self, #argument: u32) -> bool {
                    #set_size
                }
            }
        }
    }
}

fn setter(argument: &Argument<'_>) -> TokenStream {
    let ident = &argument.ident;
    let kind = accepted::argument(&argument.kept);
    let value = accepted::converted(&argument.kept, &quote!(#ident));
    let docs = doc_lines(&prose::of_argument(argument));
    let name = match argument.body {
        Some(_) => format_ident!("with_body"),
        None => ident.clone(),
    };
    quote! {
        #(#docs)*
        pub fn #name(mut self, #ident: #kind) -> Self {
            self.#ident = Some(#value);
            self
        }
    }
}

/// For a request that is prepared before its elements are known.
fn list_setter(argument: &Argument<'_>) -> TokenStream {
    let (ident, kept) = (&argument.ident, &argument.kept);
    let name = format_ident!("set_{ident}");
    let doc = format!(" Replaces `{ident}`.");
    let value = match argument.is_optional {
        true => quote!(Some(#ident)),
        false => quote!(#ident),
    };
    quote! {
        #[doc = #doc]
        pub fn #name(&mut self, #ident: #kept) {
            self.#ident = #value;
        }
    }
}

fn body_access(argument: &Argument<'_>) -> TokenStream {
    let (kept, seen) = (&argument.kept, argument.seen());
    let (kind, value, set) = match argument.is_optional {
        true => (
            quote!(Option<&#kept>),
            quote!(self.body.as_ref()),
            quote!(Some(body)),
        ),
        false => (quote!(&#seen), quote!(&self.body), quote!(body)),
    };
    quote! {
        /// Returns the body.
        #[must_use]
        pub fn body(&self) -> #kind {
            #value
        }

        /// Replaces the body.
        pub fn set_body(&mut self, body: #kept) {
            self.body = #set;
        }
    }
}

#[cfg(test)]
mod tests;
