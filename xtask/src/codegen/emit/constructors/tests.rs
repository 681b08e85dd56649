use super::*;
use crate::codegen::load;

#[test]
fn required_fields_are_arguments_and_optional_ones_setters() {
    let item: syn::ItemStruct = syn::parse_quote! {
        pub struct Review {
            pub accept: bool,
            #[serde(rename = "inviteId")]
            pub id: crate::types::InviteId,
            #[doc = " A note to the sender."]
            #[serde(default, skip_serializing_if = "::std::option::Option::is_none")]
            pub note: ::std::option::Option<::std::string::String>,
            #[serde(flatten)]
            pub extra: ::serde_json::Map<String, Value>,
        }
    };
    let expected = quote! {
        impl Review {
            #[doc = " Creates a value with its required fields. Fields that are not set are not sent."]
            #[must_use]
            pub fn new(id: impl Into<crate::types::InviteId>, accept: bool) -> Self {
                Self { accept, id: id.into(), note: None, extra: ::core::default::Default::default() }
            }
            #[doc = " A note to the sender."]
            #[must_use]
            pub fn note(mut self, note: impl Into<::std::string::String>) -> Self {
                self.note = Some(note.into());
                self
            }
        }
    };
    let described = Described {
        document: &Value::Null,
        schema: &serde_json::json!({ "required": ["inviteId", "accept"] }),
        tags: BTreeSet::new(),
    };
    assert_eq!(
        implementation(&item, &described).unwrap().to_string(),
        expected.to_string()
    );
}

#[test]
fn constants_are_filled_in_read_only_fields_are_left_out_and_null_clears() {
    let document = load::parse(
        "components: {schemas: {Kind: {type: string, enum: [URL]}, Source: {required: [kind, note], properties: {
           note: {nullable: true}, kind: {allOf: [{$ref: '#/components/schemas/Kind'}], enum: [URL]},
           tag: {allOf: [{$ref: '#/components/schemas/Kind'}], enum: [URL]},
           other: {allOf: [{$ref: '#/components/schemas/Kind'}], enum: [URL]},
           id: {readOnly: true}}}}}",
    )
    .unwrap();
    let item: syn::ItemStruct = syn::parse_quote! {
        pub struct Source {
            pub kind: Kind,
            pub tag: Option<Kind>,
            pub other: Option<Option<Kind>>,
            pub id: Option<String>,
            pub note: Option<String>,
        }
    };
    let described = Described {
        document: &document,
        schema: &document["components"]["schemas"]["Source"],
        tags: BTreeSet::from(["tag"]),
    };
    let expected = quote! {
        impl Source {
            #[doc = " Creates a value with its required fields. Fields that are not set are not sent."]
            #[must_use]
            pub fn new(note: impl Into<Option<String> >) -> Self {
                Self {
                    kind: crate::types::Kind::Url,
                    tag: Some(crate::types::Kind::Url),
                    other: None,
                    id: None,
                    note: note.into()
                }
            }
            #[doc = " Sets `other`."]
            #[must_use]
            pub fn other(mut self, other: impl Into<Kind>) -> Self {
                self.other = Some(Some(other.into()));
                self
            }
            #[doc = " Clears `other`: sends null."]
            #[must_use]
            pub fn clear_other(mut self) -> Self {
                self.other = Some(None);
                self
            }
        }
    };
    let text = implementation(&item, &described).unwrap().to_string();
    assert_eq!(text, expected.to_string());
}

#[test]
fn lists_and_maps_are_made_of_what_converts_and_numbers_are_taken_as_they_are() {
    let item: syn::ItemStruct = syn::parse_quote! {
        pub struct Update {
            pub budget: Option<f64>,
            pub ids: Option<Option<Vec<PinId>>>,
            pub weights: Option<BTreeMap<String, f64>>,
        }
    };
    let described = Described {
        document: &Value::Null,
        schema: &Value::Null,
        tags: BTreeSet::new(),
    };
    let text = implementation(&item, &described).unwrap().to_string();
    let expected = [
        quote!(budget: f64),
        quote!(self.budget = Some(budget);),
        quote!(ids: impl IntoIterator<Item = impl Into<PinId> >),
        quote!(self.ids = Some(Some(ids.into_iter().map(Into::into).collect()));),
        quote!(
            pub fn clear_ids(mut self) -> Self {
                self.ids = Some(None);
                self
            }
        ),
        quote!(weights: impl IntoIterator<Item = (impl Into<String>, f64)>),
        quote!(self.weights = Some(weights.into_iter().map(|(key, value)| (key.into(), value)).collect());),
    ];
    for expected in expected {
        let expected = expected.to_string();
        assert!(text.contains(&expected), "{expected}\nis not in\n{text}");
    }
}

/// A type of which four fields are required.
fn order() -> syn::ItemStruct {
    syn::parse_quote! {
        pub struct Order {
            #[doc = " When it begins."]
            pub begin: crate::types::EpochSeconds,
            pub emails: Vec<crate::Sensitive>,
            pub is_paid: bool,
            pub name: Option<String>,
            pub note: Option<String>,
        }
    }
}

#[test]
fn more_than_three_required_fields_are_named_at_the_call() {
    let described = Described {
        document: &Value::Null,
        schema: &serde_json::json!({ "required": ["name", "is_paid", "begin", "emails"] }),
        tags: BTreeSet::new(),
    };
    let expected = quote! {
        #[doc = " The required values of [`Order`], from which [`Order::new`] creates it."]
        #[derive(Clone, Debug)]
        pub struct OrderRequired {
            pub name: Option<String>,
            pub is_paid: bool,
            #[doc = " When it begins."]
            pub begin: crate::types::EpochSeconds,
            pub emails: Vec<crate::Sensitive>
        }

        impl Order {
            #[doc = " Creates a value with its required fields. Fields that are not set are not sent."]
            #[must_use]
            pub fn new(required: OrderRequired) -> Self {
                Self {
                    begin: required.begin,
                    emails: required.emails,
                    is_paid: required.is_paid,
                    name: required.name,
                    note: None
                }
            }
            #[doc = " Sets `note`."]
            #[must_use]
            pub fn note(mut self, note: impl Into<String>) -> Self {
                self.note = Some(note.into());
                self
            }
        }
    };
    let text = implementation(&order(), &described).unwrap().to_string();
    assert_eq!(text, expected.to_string());
}

#[test]
fn a_component_with_the_name_of_the_required_fields_is_an_error() {
    let described = Described {
        document: &serde_json::json!({ "components": { "schemas": { "OrderRequired": {} } } }),
        schema: &serde_json::json!({ "required": ["name", "is_paid", "begin", "emails"] }),
        tags: BTreeSet::new(),
    };
    let error = implementation(&order(), &described).unwrap_err();
    assert!(error.to_string().contains("OrderRequired"), "{error}");
}
