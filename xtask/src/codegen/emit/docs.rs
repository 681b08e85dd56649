//! Documentation in generated items: one `///` line a line of text, and a text where progenitor gives none.

use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};

/// How long a line of documentation is at most, so that it ends before the column 100 where it is
/// indented.
const WIDTH: usize = 91;

/// Rewrites block comments as lines, and says of the flattened map what it is.
pub(super) fn tidy(items: &mut [syn::Item]) {
    for item in items {
        Tidy.visit_item_mut(item);
    }
}

struct Tidy;

impl VisitMut for Tidy {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<syn::Attribute>) {
        let before = std::mem::take(attributes);
        for attribute in before {
            match doc_text(&attribute) {
                Some(text) if !text.trim().is_empty() => attributes.extend(doc_lines(&text)),
                _ => attributes.push(attribute),
            }
        }
    }

    fn visit_field_mut(&mut self, field: &mut syn::Field) {
        let is_extra = field.ident.as_ref().is_some_and(|ident| ident == "extra");
        if is_extra && !is_documented(&field.attrs) {
            let kind = field.ty.to_token_stream().to_string();
            let text = if kind.contains("UnknownField") {
                "Fields that the service sent and this version has no name for."
            } else if kind.contains("Metric") {
                "The metrics by column; `AnalyticsRow` reads them as numbers and text."
            } else {
                "Further entries, whose names are not fixed."
            };
            field.attrs.splice(0..0, doc_lines(text));
        }
        visit_mut::visit_field_mut(self, field);
    }
}

/// Attributes that document an item with `text`.
pub(super) fn doc_lines(text: &str) -> Vec<syn::Attribute> {
    lines_of_doc(text)
        .iter()
        .map(|line| syn::parse_quote!(#[doc = #line]))
        .collect()
}

/// The lines of a documentation, each as it stands behind `///`.
pub(super) fn lines_of_doc(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.trim().lines() {
        if line.len() <= WIDTH {
            let space = if line.is_empty() { "" } else { " " };
            lines.push(format!("{space}{line}"));
        } else {
            wrap(line, &mut lines);
        }
    }
    lines
}

/// Breaks a line where a word ends; an entry of a list goes on below its text.
fn wrap(line: &str, lines: &mut Vec<String>) {
    let indent = if line.starts_with("- ") { "  " } else { "" };
    let mut current = String::new();
    for word in line.split(' ') {
        let is_full = current.chars().count() + word.chars().count() >= WIDTH;
        if is_full && !current.trim().is_empty() && !begins_a_block(word) {
            lines.push(format!(" {current}"));
            current = indent.to_owned();
        } else if !current.trim().is_empty() {
            current.push(' ');
        }
        current.push_str(word);
    }
    lines.push(format!(" {current}"));
}

/// Whether Markdown takes a word at the beginning of a line for more than a word.
fn begins_a_block(word: &str) -> bool {
    let number = word.trim_end_matches(['.', ')']);
    let is_number = number.len() < word.len() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number
        || matches!(
            word.chars().next(),
            None | Some('-' | '+' | '*' | '#' | '>' | '=' | '|' | '~')
        )
}

/// Whether one of the attributes is documentation.
pub(super) fn is_documented(attributes: &[syn::Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("doc"))
}

fn doc_text(attribute: &syn::Attribute) -> Option<String> {
    let syn::Meta::NameValue(pair) = &attribute.meta else {
        return None;
    };
    let syn::Expr::Lit(syn::ExprLit {
        lit: syn::Lit::Str(text),
        ..
    }) = &pair.value
    else {
        return None;
    };
    pair.path.is_ident("doc").then(|| text.value())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::emit::{formatted, items};

    #[test]
    fn block_docs_become_lines_and_the_map_of_unknown_fields_is_explained() {
        let mut items = items(quote::quote! {
            #[doc = "A Pin.\n\nArguments:\n- `id`: Its id.\n"]
            pub struct Pin {
                pub extra: Map<UnknownField>,
            }
        })
        .unwrap();
        tidy(&mut items);
        assert_eq!(
            formatted(items),
            "/// A Pin.\n///\n/// Arguments:\n/// - `id`: Its id.\npub struct Pin {\n    \
             /// Fields that the service sent and this version has no name for.\n    pub extra: Map<UnknownField>,\n}\n"
        );
    }

    #[test]
    fn long_lines_are_wrapped_where_no_block_begins() {
        let words = "word ".repeat(20);
        let lines = lines_of_doc(&format!("- {words}- {words}"));
        assert!(
            lines.iter().all(|line| line.len() <= WIDTH + 3),
            "{lines:?}"
        );
        assert!(lines[1].starts_with("   word"), "{lines:?}");
        assert_eq!(lines.join(" ").split_whitespace().count(), 42);
        assert!(
            begins_a_block("1.")
                && begins_a_block("-")
                && !begins_a_block("1")
                && !begins_a_block("`a`")
        );
        assert_eq!(lines_of_doc("a\n\nb"), [" a", "", " b"]);
    }
}
