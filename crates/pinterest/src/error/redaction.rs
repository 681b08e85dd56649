//! Keeps personal data and secrets out of messages.

/// Beginnings of Pinterest's tokens: access, refresh, conversion.
const TOKEN_PREFIXES: [&str; 3] = ["pina", "pinr", "pinc"];

/// Letters and digits that follow the beginning of a token at the least, where no underscore does.
const TOKEN_LENGTH: usize = 12;

/// Words of letters and digits from this length on are taken for hashes or secrets.
const LONG_WORD: usize = 32;

/// At most `limit` characters of `text`, on one line, with tokens, e-mail addresses and hashes left out.
pub(crate) fn redacted(text: &str, limit: usize) -> String {
    let mut shown = String::new();
    let mut words = text.split_inclusive(is_separator);
    // A word may be cut by `limit` only after it was looked at as a whole.
    for word in &mut words {
        let (body, separator) = match word.char_indices().next_back() {
            Some((end, last)) if is_separator(last) => word.split_at(end),
            _ => (word, ""),
        };
        shown.push_str(replacement(body).unwrap_or(body));
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

fn replacement(word: &str) -> Option<&'static str> {
    let folded = word.to_ascii_lowercase();
    let is_token = TOKEN_PREFIXES.iter().any(|prefix| {
        folded.match_indices(prefix).any(|(start, _)| {
            let rest = &folded[start + prefix.len()..];
            rest.starts_with('_') || rest.len() >= TOKEN_LENGTH
        })
    });
    if is_token {
        Some("[token]")
    } else if word.contains('@') || word.contains("%40") || word.contains("u0040") {
        Some("[address]")
    } else if word.len() >= LONG_WORD && !word.contains("::") {
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

    proptest! {
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
