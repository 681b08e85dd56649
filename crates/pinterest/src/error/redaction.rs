//! Keeps personal data and secrets out of messages.

use std::borrow::Cow;

use url::form_urlencoded;

/// Beginnings of Pinterest's tokens: access, refresh, conversion.
const TOKEN_PREFIXES: [&str; 3] = ["pina", "pinr", "pinc"];

/// Letters and digits that follow the beginning of a token at the least, where no underscore does.
const TOKEN_LENGTH: usize = 12;

/// Words of letters and digits from this length on are taken for hashes or secrets.
const LONG_WORD: usize = 32;

/// Stands where an address stood.
const ADDRESS: &str = "[address]";

/// Shorter texts are no secrets, and may stand anywhere.
const SHORTEST_SECRET: usize = 6;

/// At most `limit` characters of `text`, on one line, with tokens, e-mail addresses and hashes left
/// out.
pub(crate) fn redacted(text: &str, limit: usize) -> String {
    redacted_without(None, text, limit)
}

/// Like [`redacted`], and without this secret, whatever it looks like.
pub(super) fn redacted_without(secret: Option<&str>, text: &str, limit: usize) -> String {
    let text = match secret {
        Some(secret) => without_secret(text, secret, "[token]"),
        None => Cow::Borrowed(text),
    };
    let text = unescaped(&text);
    let mut shown = String::new();
    let mut words = text.split_inclusive(is_separator);
    // A word may be cut by `limit` only after it was looked at as a whole.
    for word in &mut words {
        let (body, separator) = match word.char_indices().next_back() {
            Some((end, last)) if is_separator(last) => word.split_at(end),
            _ => (word, ""),
        };
        let replacement = replacement(body);
        if replacement == Some(ADDRESS) {
            drop_local_part(&mut shown, body);
        }
        shown.push_str(replacement.unwrap_or(body));
        shown.extend(
            separator
                .chars()
                .map(|c| if c.is_control() { ' ' } else { c }),
        );
        if shown.chars().count() > limit {
            break;
        }
    }
    match shown.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", &shown[..end]),
        None => shown,
    }
}

/// Local parts of addresses may have characters that otherwise stand between words, or be quoted.
fn drop_local_part(shown: &mut String, word: &str) {
    let end = match shown.strip_suffix('"').filter(|_| word.starts_with('@')) {
        Some(quoted) => quoted.rfind('"'),
        None => {
            let is_between = |c: char| c.is_whitespace() || "<>()[]\"',;:".contains(c);
            shown.rfind(is_between).map(|index| {
                let length = shown[index..].chars().next().map_or(1, char::len_utf8);
                index + length
            })
        }
    };
    shown.truncate(end.unwrap_or_default());
}

/// Leaves out the last word, which may be the beginning of one that would not be shown.
pub(super) fn without_last_word(text: &str) -> String {
    let rest = text.trim_end_matches(|c| !is_separator(c));
    format!("{rest}[long text]")
}

/// The text without a secret, however HTML, JSON, URLs and forms write it, with `replacement` in its
/// place. The rest of the text is as it is, or [`unescaped`] where there was a secret.
pub(crate) fn without_secret<'a>(text: &'a str, secret: &str, replacement: &str) -> Cow<'a, str> {
    let mut text = Cow::Borrowed(text);
    if secret.len() < SHORTEST_SECRET {
        return text;
    }
    let in_form: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    for form in [secret, &in_form] {
        if text.contains(form) {
            text = text.replace(form, replacement).into();
        }
    }
    // The secret itself may have what looks like an escape.
    let forms = [secret.into(), unescaped(secret), unescaped(&in_form)];
    let mut plain = unescaped(&text);
    let mut is_found = false;
    for form in &forms {
        if plain.contains(&**form) {
            plain = plain.replace(&**form, replacement).into();
            is_found = true;
        }
    }
    match is_found {
        true => Cow::Owned(plain.into_owned()),
        false => {
            drop(plain);
            text
        }
    }
}

/// Characters that HTML, JSON and URLs write in other words, as far as they matter here: those of
/// ASCII that can be seen, and the other at signs. What was escaped several times in one of these
/// ways is recognized too. JSON stays JSON: a quote or a backslash keeps its escape.
pub(crate) fn unescaped(text: &str) -> Cow<'_, str> {
    const ESCAPES: [char; 5] = ['&', '\\', '%', '＠', '﹫'];
    if !text.contains(ESCAPES) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(ESCAPES) {
        let (before, escape) = rest.split_at(start);
        plain.push_str(before);
        rest = match escape_at(escape) {
            Some((c, after)) => {
                plain.push(c);
                after
            }
            None => {
                // All backslashes in a row, which nobody looks at again.
                let after = escape.trim_start_matches('\\');
                let length = match escape.len() - after.len() {
                    0 => escape.chars().next().map_or(1, char::len_utf8),
                    backslashes => backslashes,
                };
                let (as_it_is, after) = escape.split_at(length);
                plain.push_str(as_it_is);
                after
            }
        };
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// The character that the text begins with in other words, and what follows it.
fn escape_at(text: &str) -> Option<(char, &str)> {
    if let Some(after) = text.strip_prefix(['＠', '﹫']) {
        return Some(('@', after));
    }
    if let Some(rest) = text.strip_prefix('%') {
        let after = rest.trim_start_matches("25");
        let is_percent = after.len() < rest.len();
        return hexadecimal(after).or_else(|| is_percent.then_some(('%', after)));
    }
    if let Some(rest) = text.strip_prefix('&') {
        let rest = rest.trim_start_matches("amp;");
        return match rest.strip_prefix("commat;") {
            Some(after) => Some(('@', after)),
            None => numbered(rest.strip_prefix('#')?),
        };
    }
    let rest = text.trim_start_matches('\\');
    match rest.strip_prefix('/') {
        Some(after) => Some(('/', after)),
        None => hexadecimal(rest.strip_prefix("u00")?),
    }
}

/// Two hexadecimal digits.
fn hexadecimal(text: &str) -> Option<(char, &str)> {
    let (digits, after) = text.split_at_checked(2)?;
    Some((visible(digits, 16)?, after))
}

/// The number of a character in HTML, whose semicolon may be absent.
fn numbered(text: &str) -> Option<(char, &str)> {
    let (text, radix) = match text.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => (hexadecimal, 16),
        None => (text, 10),
    };
    let end = text.find(|c: char| !c.is_digit(radix));
    let (digits, after) = text.split_at(end.unwrap_or(text.len()));
    let c = visible(digits, radix)?;
    Some((c, after.strip_prefix(';').unwrap_or(after)))
}

fn visible(digits: &str, radix: u32) -> Option<char> {
    let c = char::from(u8::from_str_radix(digits, radix).ok()?);
    (c.is_ascii_graphic() && !matches!(c, '"' | '\\')).then_some(c)
}

/// Whether a word has a token inside.
pub(super) fn has_token(word: &str) -> bool {
    let folded = word.to_ascii_lowercase();
    TOKEN_PREFIXES.iter().any(|prefix| {
        folded.match_indices(prefix).any(|(start, _)| {
            let rest = &folded[start + prefix.len()..];
            rest.starts_with('_') || rest.len() >= TOKEN_LENGTH
        })
    })
}

fn replacement(word: &str) -> Option<&'static str> {
    if has_token(word) {
        Some("[token]")
    } else if word.contains('@') || word.contains("%40") || word.contains("u0040") {
        Some(ADDRESS)
    } else if word.len() >= LONG_WORD {
        Some("[long text]")
    } else {
        None
    }
}

/// What stands between words; the characters that e-mail addresses and tokens consist of do not.
fn is_separator(c: char) -> bool {
    !(c.is_alphanumeric()
        || matches!(
            c,
            '@' | '\''
                | '\\'
                | '.'
                | '_'
                | '-'
                | '+'
                | '%'
                | '='
                | '~'
                | '!'
                | '#'
                | '$'
                | '&'
                | '*'
                | '^'
                | '|'
        ))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tokens_addresses_and_hashes_go_and_the_rest_stays() {
        let text = "User ada.l+1@example.com with pina_AEXAMPLE1234 and 5e884898da28047151d0e56f8dc6292773603d0d6aabbdd is not a member";
        assert_eq!(
            redacted(text, 300),
            "User [address] with [token] and [long text] is not a member"
        );
    }

    #[test]
    fn tokens_are_found_inside_of_words_and_ordinary_words_are_kept() {
        assert_eq!(
            redacted("access_token=pina_AEXAMPLE1234&x=1", 300),
            "[token]"
        );
        assert_eq!(redacted("token PINR7EXAMPLE1234567", 300), "token [token]");
        assert_eq!(redacted("pinax=pina_abc", 300), "[token]");
        assert_eq!(
            redacted("spinach on pinterest", 300),
            "spinach on pinterest"
        );
    }

    #[test]
    fn line_ends_become_spaces_and_long_texts_are_cut() {
        assert_eq!(redacted("a\nb\r\nc", 300), "a b  c");
        assert_eq!(redacted("äöü äöü", 4), "äöü …");
    }

    #[test]
    fn what_is_written_in_other_words_is_found_all_the_same() {
        for address in [
            "ada&#64;example.com",
            "ada&#x40;example.com",
            "ada&commat;example.com",
            "ada＠example.com",
            "ada%2540example.com",
            "ada\\u0040example.com",
        ] {
            assert_eq!(redacted(&format!("no {address}."), 300), "no [address]");
        }
        assert_eq!(redacted(r#""\u0070ina_SECRET""#, 300), r#""[token]""#);
        for odd in [
            "&#",
            "&#;",
            "&#999999999999;",
            "&#xzz;",
            "\\u00",
            "\\u00é",
            "&#6",
            "a&#9;b",
        ] {
            assert_eq!(redacted(odd, 300), odd);
        }
    }

    #[test]
    fn what_is_escaped_several_times_is_found_all_the_same() {
        for token in [
            r"\\u0070ina_SECRET",
            r"pina\\\u005fSECRET",
            "%252570ina_SECRET",
            "pina&amp;amp;#95;SECRET",
            "pina&#95SECRET",
        ] {
            assert_eq!(redacted(token, 300), "[token]", "{token}");
        }
        assert_eq!(
            unescaped(r"a\\b %25 %2525z &amp;&#zz"),
            r"a\\b % %z &amp;&#zz"
        );
    }

    #[test]
    fn a_secret_with_what_looks_like_an_escape_goes_too() {
        let secret = "a%41b&#65;c/+=";
        for text in [secret, "a%2541b%26%2365%3Bc%2F%2B%3D", "aAbAc/+="] {
            let clean = without_secret(text, secret, "[token]");
            assert_eq!(clean, "[token]", "{text}");
        }
    }

    #[test]
    fn local_parts_of_any_form_go() {
        for address in [
            "ada/dept@x.example",
            "ada?x@x.example",
            "ada{x}@x.example",
            "ada`x@x.example",
        ] {
            assert_eq!(
                redacted(&format!("no user {address}!"), 300),
                "no user [address]",
                "{address}"
            );
        }
        assert_eq!(
            redacted(r#"no "ada lovelace"@x.example"#, 300),
            "no [address]"
        );
        assert_eq!(redacted("to:ada@x.example", 300), "to:[address]");
    }

    #[test]
    fn a_known_secret_goes_whatever_it_looks_like() {
        let shown = |text| redacted_without(Some("opaque/secret1"), text, 300);
        assert_eq!(shown("token opaque/secret1 is bad"), "token [token] is bad");
        assert_eq!(shown(r"token opaque\/secret1"), "token [token]");
        assert_eq!(shown("token opaque%2fsecret1"), "token [token]");
        assert_eq!(redacted_without(Some("a"), "a cat", 300), "a cat");
    }

    #[test]
    fn a_cut_text_ends_before_the_word_that_was_cut() {
        assert_eq!(without_last_word("for ada.lovelace"), "for [long text]");
        assert_eq!(without_last_word("word"), "[long text]");
    }

    proptest! {
        #[test]
        fn escapes_never_break_the_text(text in "[&#x0-9;u\\\\%25é＠a-c]{0,40}") {
            prop_assert!(redacted(&text, 300).chars().count() <= 301);
        }

        #[test]
        fn secrets_do_not_survive_anywhere(before in "[ \"<>{},:;()\\[\\]\\n]{0,5}", after in "[ \"<>{},:;()\\[\\]\\n]{0,5}", limit in 0usize..80) {
            let text = format!("x{before} ada@example.com{after} pina_SECRETSECRET{after}");
            let shown = redacted(&text, limit);
            prop_assert!(!shown.contains("ada") && !shown.contains("example") && !shown.contains("SECRET"), "{}", shown);
            prop_assert!(shown.chars().count() <= limit + 1);
        }

        #[test]
        fn any_text_is_cut_without_a_panic(text in "\\PC{0,200}", limit in 0usize..50) {
            prop_assert!(redacted(&text, limit).chars().count() <= limit + 1);
        }
    }
}
