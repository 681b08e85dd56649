//! Runs progenitor over the lowered description.

use proc_macro2::TokenStream;
use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TypeImpl, TypePatch};
use quote::quote;
use serde_json::Value;

use super::merge::Spec;
use super::{Error, lower, walk};

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

fn run(
    target: &'static str,
    lowered: &Value,
    generate: impl FnOnce(&openapiv3::OpenAPI) -> Result<TokenStream, progenitor::Error>,
) -> Result<syn::File, Error> {
    let refused = |source| Error::Progenitor { target, source };
    let description: openapiv3::OpenAPI =
        serde_path_to_error::deserialize(lowered).map_err(|error| refused(error.into()))?;
    let tokens = generate(&description).map_err(|error| refused(error.into()))?;
    syn::parse2(tokens).map_err(|error| refused(error.into()))
}

/// `client_crate` is how the output refers to the crate that holds the hand-written types.
fn settings(spec: &Spec, client_crate: &str) -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_hooks(HooksMode::Expected)
        .with_inner_type(quote!(crate::transport::Inner))
        .with_map_type("::std::collections::BTreeMap")
        .with_derive("PartialEq");
    let text_like = || [TypeImpl::Display, TypeImpl::FromStr].into_iter();
    for (name, schema) in walk::component_schemas(&spec.document) {
        if is_named_string(schema) {
            settings.with_replacement(name, format!("{client_crate}::types::{name}"), text_like());
        } else {
            settings.with_patch(name, &patch(schema));
        }
    }
    settings.with_replacement(
        lower::SENSITIVE,
        format!("{client_crate}::{}", lower::SENSITIVE),
        text_like(),
    );
    settings
}

/// Strings with a name of their own: enums and ids. Hand-written macros make their types, see `emit::named_strings`.
pub(crate) fn is_named_string(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("string")
}

fn patch(schema: &Value) -> TypePatch {
    let mut patch = TypePatch::default();
    patch.with_attr("#[non_exhaustive]");
    patch.with_attr("#[cfg_attr(feature = \"schemars\", derive(::schemars::JsonSchema))]");
    if schema.get("required").is_none() {
        patch.with_derive("Default");
    }
    patch
}
