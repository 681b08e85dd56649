//! Which patterns requests are checked against.

use proc_macro2::TokenStream;
use quote::quote;

/// Patterns of the description that requests are checked against, each by hand-written code instead of a regular
/// expression. Others are for the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pattern {
    Digits,
    PrefixedDigits(&'static [&'static str]),
    Base64,
    SomeBase64,
    Alphanumeric,
    Date,
    Time,
    Url,
    NotOnlyDigits,
}

impl Pattern {
    /// The pattern that a regular expression of the description stands for.
    pub(super) fn from_regex(regex: &str) -> Option<Self> {
        match regex {
            r"^\d+$" => Some(Self::Digits),
            r"^(AG)?\d+$" => Some(Self::PrefixedDigits(&["AG"])),
            r"^[C]?\d+$" => Some(Self::PrefixedDigits(&["C"])),
            r"^((AG)|C)?\d+$" => Some(Self::PrefixedDigits(&["AG", "C"])),
            "^[a-zA-Z0-9+/=]+$" => Some(Self::Base64),
            r"[a-zA-Z0-9+\/=]+" => Some(Self::SomeBase64),
            "^[a-zA-Z0-9]+$" => Some(Self::Alphanumeric),
            r"^\d{4}-\d{2}-\d{2}$" | r"^(\d{4})-(\d{2})-(\d{2})$" => Some(Self::Date),
            "^(0[0-9]|1[0-9]|2[0-3]):[0-5][0-9]$" => Some(Self::Time),
            "^(http|https|ftp|sftp)://" => Some(Self::Url),
            r"(?!^\d+$)^.+$" => Some(Self::NotOnlyDigits),
            _ => None,
        }
    }

    pub(super) fn tokens(self) -> TokenStream {
        match self {
            Self::Digits => quote!(Pattern::Digits),
            Self::PrefixedDigits(prefixes) => quote!(Pattern::PrefixedDigits(&[#(#prefixes),*])),
            Self::Base64 => quote!(Pattern::Base64),
            Self::SomeBase64 => quote!(Pattern::SomeBase64),
            Self::Alphanumeric => quote!(Pattern::Alphanumeric),
            Self::Date => quote!(Pattern::Date),
            Self::Time => quote!(Pattern::Time),
            Self::Url => quote!(Pattern::Url),
            Self::NotOnlyDigits => quote!(Pattern::NotOnlyDigits),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_anchored_allows_more() {
        let pattern = |regex| Pattern::from_regex(regex);
        assert_eq!(pattern("^[a-zA-Z0-9+/=]+$"), Some(Pattern::Base64));
        assert_eq!(pattern(r"[a-zA-Z0-9+\/=]+"), Some(Pattern::SomeBase64));
        assert_eq!(pattern("^a+$"), None);
    }
}
