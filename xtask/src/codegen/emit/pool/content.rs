//! What an entry of the pool consists of, and which other entries it refers to.

use proc_macro2::TokenStream;
use quote::quote;

use super::Key;

#[derive(Debug)]
pub(super) enum Content {
    Limits {
        /// The members of the literal that refer to nothing.
        own: Vec<TokenStream>,
        items: Option<Key>,
        values: Option<Key>,
        fields: Vec<(String, Key)>,
        members: Option<MemberKeys>,
    },
    Parameter {
        members: TokenStream,
        limits: Option<Key>,
    },
    Security(TokenStream),
}

/// The limits of the members of a union; `None` for one that is not limited.
#[derive(Debug)]
pub(super) enum MemberKeys {
    Tag {
        name: String,
        members: Vec<(Vec<String>, Option<Key>)>,
    },
    Shape {
        union: String,
        members: Vec<Option<Key>>,
    },
}

impl MemberKeys {
    fn keys(&self) -> Vec<Key> {
        match self {
            Self::Tag { members, .. } => members.iter().filter_map(|(_, key)| *key).collect(),
            Self::Shape { members, .. } => members.iter().flatten().copied().collect(),
        }
    }
}

impl Content {
    pub(super) fn references(&self) -> Vec<Key> {
        match self {
            Self::Limits {
                items,
                values,
                fields,
                members,
                ..
            } => {
                let fields = fields.iter().map(|(_, key)| *key);
                let members = members.iter().flat_map(MemberKeys::keys);
                let inner = items.iter().chain(values).copied();
                inner.chain(fields).chain(members).collect()
            }
            Self::Parameter { limits, .. } => limits.iter().copied().collect(),
            Self::Security(_) => Vec::new(),
        }
    }

    /// The same for the same content.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Limits {
                own,
                items,
                values,
                fields,
                members,
            } => {
                format!(
                    "limits {} {items:?} {values:?} {fields:?} {members:?}",
                    quote!(#(#own),*)
                )
            }
            Self::Parameter { members, limits } => format!("parameter {members} {limits:?}"),
            Self::Security(requirements) => format!("security {requirements}"),
        }
    }
}
