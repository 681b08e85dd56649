//! How constructors take what is required: a few values one after another, more of them by name.
//!
//! Beyond three, and with two values of one type among them, a caller could swap arguments without
//! the compiler's notice. A struct of public fields names each of them, and leaving one out is an
//! error of the compiler. Another required field upstream breaks callers either way.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::accepted;
use super::docs::doc_lines;

/// How many values a constructor takes one after another.
const POSITIONAL: usize = 3;

/// A value that a constructor needs.
pub(super) struct Required {
    pub(super) ident: syn::Ident,
    /// The type of what is kept.
    pub(super) kind: syn::Type,
    pub(super) docs: Vec<syn::Attribute>,
}

/// The constructor of a type, as far as it is about required values; these stand in the order of
/// the arguments.
pub(super) struct Constructor<'a> {
    owner: &'a syn::Ident,
    required: Vec<Required>,
}

impl<'a> Constructor<'a> {
    pub(super) fn new(owner: &'a syn::Ident, required: Vec<Required>) -> Self {
        Self { owner, required }
    }

    /// The struct that names the required values, if they are too many to go without names.
    pub(super) fn names(&self) -> Option<syn::Ident> {
        let is_named = self.required.len() > POSITIONAL;
        is_named.then(|| format_ident!("{}Required", self.owner))
    }

    /// The definition of that struct.
    pub(super) fn definition(&self) -> Option<TokenStream> {
        let (name, owner) = (self.names()?, self.owner);
        let about = doc_lines(&format!(
            "The required values of [`{owner}`], from which [`{owner}::new`] creates it."
        ));
        let fields = self.required.iter().map(|required| {
            let Required { ident, kind, docs } = required;
            quote!(#(#docs)* pub #ident: #kind)
        });
        Some(quote! {
            #(#about)*
            #[derive(Clone, Debug)]
            pub struct #name {
                #(#fields),*
            }
        })
    }

    /// The arguments of `new`.
    pub(super) fn arguments(&self) -> TokenStream {
        if let Some(name) = self.names() {
            return quote!(required: #name);
        }
        let arguments = self.required.iter().map(|Required { ident, kind, .. }| {
            let argument = accepted::argument(kind);
            quote!(#ident: #argument)
        });
        quote!(#(#arguments),*)
    }

    /// The expression in `new` for a required value.
    pub(super) fn value(&self, ident: &syn::Ident, kind: &syn::Type) -> TokenStream {
        match self.names() {
            Some(_) => quote!(required.#ident),
            None => accepted::converted(kind, &quote!(#ident)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn required(names: &[&str]) -> Vec<Required> {
        let required = names.iter().map(|name| Required {
            ident: format_ident!("{name}"),
            kind: syn::parse_quote!(Vec<PinId>),
            docs: doc_lines(&format!("The {name}.")),
        });
        required.collect()
    }

    #[test]
    fn three_values_are_taken_one_after_another() {
        let owner = format_ident!("Order");
        let constructor = Constructor::new(&owner, required(&["c", "a", "b"]));
        assert!(constructor.definition().is_none());
        let expected = quote!(
            c: impl IntoIterator<Item = impl Into<PinId> >,
            a: impl IntoIterator<Item = impl Into<PinId> >,
            b: impl IntoIterator<Item = impl Into<PinId> >
        );
        assert_eq!(constructor.arguments().to_string(), expected.to_string());
        let value = constructor.value(&format_ident!("a"), &syn::parse_quote!(Vec<PinId>));
        assert_eq!(
            value.to_string(),
            quote!(a.into_iter().map(Into::into).collect()).to_string()
        );
    }

    #[test]
    fn four_values_are_fields_of_a_struct_in_the_same_order() {
        let owner = format_ident!("Order");
        let constructor = Constructor::new(&owner, required(&["c", "a", "b", "d"]));
        let expected = quote! {
            #[doc = " The required values of [`Order`], from which [`Order::new`] creates it."]
            #[derive(Clone, Debug)]
            pub struct OrderRequired {
                #[doc = " The c."]
                pub c: Vec<PinId>,
                #[doc = " The a."]
                pub a: Vec<PinId>,
                #[doc = " The b."]
                pub b: Vec<PinId>,
                #[doc = " The d."]
                pub d: Vec<PinId>
            }
        };
        assert_eq!(
            constructor.definition().unwrap().to_string(),
            expected.to_string()
        );
        assert_eq!(
            constructor.arguments().to_string(),
            quote!(required: OrderRequired).to_string()
        );
        let value = constructor.value(&format_ident!("a"), &syn::parse_quote!(Vec<PinId>));
        assert_eq!(value.to_string(), quote!(required.a).to_string());
    }
}
