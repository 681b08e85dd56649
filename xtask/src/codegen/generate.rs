//! Runs progenitor over the lowered description.

use proc_macro2::TokenStream;
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TypeImpl, TypePatch};
use serde_json::Value;

use super::merge::Spec;
use super::{Error, lower, unions, walk};

/// The client: types and one async function per operation.
pub(crate) fn client(spec: &Spec, lowered: &Value) -> Result<syn::File, Error> {
    let mut generator = Generator::new(&settings(spec, "crate"));
    run("client", lowered, |description| {
        generator.generate_tokens(description)
    })
}

/// The mocks: matchers and responses per operation, for httpmock.
pub(crate) fn mocks(spec: &Spec, lowered: &Value) -> Result<syn::File, Error> {
    let mut generator = Generator::new(&settings(spec, "::pinterest_client"));
    run("mocks", lowered, |description| {
        generator.httpmock(description, "pinterest_client")
    })
}

/// The client as progenitor makes it by itself, with builders.
pub(crate) fn peer(lowered: &Value) -> Result<syn::File, Error> {
    let mut settings = GenerationSettings::new();
    settings.with_interface(InterfaceStyle::Builder);
    let mut generator = Generator::new(&settings);
    run("peer", lowered, |description| {
        generator.generate_tokens(description)
    })
}

fn run(
    target: &'static str,
    lowered: &Value,
    generate: impl FnOnce(&openapiv3::OpenAPI) -> Result<TokenStream, progenitor::Error>,
) -> Result<syn::File, Error> {
    let refused = |source| Error::Progenitor { target, source };
    let description: openapiv3::OpenAPI =
        serde_path_to_error::deserialize(lowered).map_err(|error| refused(error.into()))?;
    // progenitor asserts what it does not expect; validation should have found it, and this is the net below.
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| generate(&description)));
    let tokens = outcome
        .map_err(|panic| refused(panic_text(panic.as_ref()).into()))?
        .map_err(|error| refused(error.into()))?;
    syn::parse2(tokens).map_err(|error| refused(error.into()))
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    format!("it stopped with: {}", text.unwrap_or("no reason"))
}

/// `client_crate` is how the output refers to the crate that holds the hand-written types.
fn settings(spec: &Spec, client_crate: &str) -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_map_type("::std::collections::BTreeMap")
        .with_derive("PartialEq");
    let tags = unions::tags(&spec.document);
    let text_like = || [TypeImpl::Display, TypeImpl::FromStr].into_iter();
    for (name, schema) in walk::component_schemas(&spec.document) {
        let replacement = format!("{client_crate}::types::{name}");
        if is_named_scalar(schema) {
            settings.with_replacement(name, replacement, text_like());
        } else if unions::is_union(schema) {
            settings.with_replacement(name, replacement, std::iter::empty::<TypeImpl>());
        } else {
            let has_tag = tags.contains_key(name);
            settings.with_patch(name, &patch(schema, has_tag));
        }
    }
    for name in [lower::DATE, lower::SENSITIVE] {
        settings.with_replacement(name, format!("{client_crate}::{name}"), text_like());
    }
    for name in [lower::METRIC, lower::UNKNOWN_FIELD] {
        let replacement = format!("{client_crate}::{name}");
        settings.with_replacement(name, replacement, std::iter::empty::<TypeImpl>());
    }
    settings
}

/// Strings and whole numbers with a name of their own: hand-written macros make their types, see `emit::named_scalars`.
pub(crate) fn is_named_scalar(schema: &Value) -> bool {
    is_named_string(schema) || schema.get("type").and_then(Value::as_str) == Some("integer")
}

/// Strings with a name of their own: enums and ids.
pub(crate) fn is_named_string(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("string")
}

/// The default of a type that a union tells by a tag would lack the tag.
fn patch(schema: &Value, has_tag: bool) -> TypePatch {
    let mut patch = TypePatch::default();
    patch.with_attr("#[non_exhaustive]");
    patch.with_attr("#[cfg_attr(feature = \"schemars\", derive(::schemars::JsonSchema))]");
    if schema.get("required").is_none() && !has_tag {
        patch.with_derive("Default");
    }
    patch
}
