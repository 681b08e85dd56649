//! Every text that a user can see stands in `messages.txt`, so that all are read together.
//!
//! The texts are taken from the source of both crates: those of errors, of traces, and of
//! `#[must_use]`. A text that is new or changed fails the test until the file has it. With the
//! variable `UPDATE_MESSAGES` set, the test writes the file.

use std::collections::BTreeSet;
use std::path::Path;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

const SNAPSHOT: &str = "tests/it/messages.txt";

#[test]
fn every_message_is_in_the_snapshot() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeSet::new();
    for package in ["pinterest", "pinterest-client"] {
        let source = root.join("..").join(package).join("src");
        of_folder(&source, package, &mut found);
    }
    let snapshot = root.join(SNAPSHOT);
    if std::env::var_os("UPDATE_MESSAGES").is_some() {
        let lines: String = found.iter().map(|line| format!("{line}\n")).collect();
        std::fs::write(&snapshot, lines).unwrap();
        return;
    }
    let known = std::fs::read_to_string(&snapshot).unwrap();
    let known: BTreeSet<String> = known.lines().map(str::to_owned).collect();
    let added: Vec<_> = found.difference(&known).collect();
    let removed: Vec<_> = known.difference(&found).collect();
    assert!(
        added.is_empty() && removed.is_empty(),
        "{SNAPSHOT} is stale; read what is new, and run this test with UPDATE_MESSAGES=1\n\
         new: {added:#?}\ngone: {removed:#?}"
    );
}

#[test]
fn texts_of_code_are_found_and_those_of_tests_and_documentation_are_not() {
    let source = r#"
        //! A text of the module.
        /// A text of the item.
        #[doc = concat!("A text ", "of the item.")]
        #[must_use = "it does nothing"]
        fn shown<'a>(letter: char) -> &'a str {
            // "a comment"
            let name = "word";
            tracing::debug!(name, "a trace");
            match letter { '"' => "one \"text\" \
                on two lines", _ => fail("another text".to_owned()) }
        }
        #[cfg(test)]
        fn only_for_tests() -> [u8; 2] { panic!("not this text") }
        #[cfg(test)]
        mod tests;
        const LAST: &str = "the last text";
    "#;
    let mut found = Vec::new();
    of_tokens(source.parse().unwrap(), &mut |text| found.push(text));
    assert_eq!(
        found,
        [
            "it does nothing",
            "a trace",
            "one \"text\" on two lines",
            "another text",
            "the last text",
        ]
    );
}

/// Adds a line for each message in the files of a folder.
fn of_folder(folder: &Path, name: &str, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_str().unwrap();
        let name = format!("{name}/{file}");
        if path.is_dir() {
            if !matches!(file, "generated" | "tests") {
                of_folder(&path, &name, found);
            }
        } else if file.ends_with(".rs") && !matches!(file, "fuzz.rs" | "tests.rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            of_tokens(source.parse().unwrap(), &mut |text| {
                found.insert(format!("{name}: {}", text.trim()));
            });
        }
    }
}

/// Passes on the messages among tokens, in order.
fn of_tokens(tokens: TokenStream, add: &mut dyn FnMut(String)) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                let _ = tokens.next_if(|next| is_punct(next, '!'));
                let Some(TokenTree::Group(attribute)) = tokens.next_if(is_attribute) else {
                    continue;
                };
                if is_for_tests(&attribute) {
                    // The item that is not compiled otherwise.
                    let _ = tokens.find(|token| is_block(token) || is_punct(token, ';'));
                } else if first_word(&attribute) != "doc" {
                    of_tokens(attribute.stream(), add);
                }
            }
            TokenTree::Group(group) => of_tokens(group.stream(), add),
            TokenTree::Literal(literal) => {
                if let Some(text) = text_of(&literal.to_string()).filter(|text| is_message(text)) {
                    add(text);
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

fn is_punct(token: &TokenTree, expected: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == expected)
}

fn is_attribute(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket)
}

fn is_block(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

fn first_word(attribute: &Group) -> String {
    let first = attribute.stream().into_iter().next();
    first.map_or_else(String::new, |token| token.to_string())
}

fn is_for_tests(attribute: &Group) -> bool {
    first_word(attribute) == "cfg" && has_word(attribute.stream(), "test")
}

fn has_word(tokens: TokenStream, word: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == word,
        TokenTree::Group(group) => has_word(group.stream(), word),
        TokenTree::Literal(_) | TokenTree::Punct(_) => false,
    })
}

/// The value of a literal, if it is one of text. A line break stays as it is written.
fn text_of(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('r') {
        let text = raw.trim_matches('#').strip_prefix('"')?.strip_suffix('"')?;
        return Some(text.replace('\n', "\\n"));
    }
    let mut rest = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::new();
    while let Some((before, escaped)) = rest.split_once('\\') {
        text.push_str(before);
        let mut characters = escaped.chars();
        match characters.next()? {
            'n' => text.push_str("\\n"),
            '\n' => characters = characters.as_str().trim_start().chars(),
            other => text.push(other),
        }
        rest = characters.as_str();
    }
    text.push_str(rest);
    Some(text)
}

/// Whether a text has words, as names of fields and values on the wire do not.
fn is_message(text: &str) -> bool {
    text.trim().contains(' ') && text.chars().any(char::is_alphabetic)
}
