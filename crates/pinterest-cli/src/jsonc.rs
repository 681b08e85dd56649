//! JSON with comments and commas behind the last element, as people write it.

use serde_json::Value;

/// Reads a text.
pub(crate) fn parse(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str(&without_comments(text))
}

/// Replaces comments and surplus commas by spaces, so that lines and columns stay.
fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let (mut in_text, mut is_escaped) = (false, false);
    // Where the last comma is, while nothing but space has come after it.
    let mut comma: Option<usize> = None;
    while let Some(character) = characters.next() {
        if in_text {
            kept.push(character);
            match character {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '"' => in_text = false,
                _ => {}
            }
            continue;
        }
        match (character, characters.peek()) {
            ('/', Some('/')) => {
                while characters.next_if(|next| *next != '\n').is_some() {}
                continue;
            }
            ('/', Some('*')) => {
                characters.next();
                let mut last = ' ';
                for inner in characters.by_ref() {
                    if inner == '\n' {
                        kept.push('\n');
                    }
                    if last == '*' && inner == '/' {
                        break;
                    }
                    last = inner;
                }
                continue;
            }
            (',', _) => comma = Some(kept.len()),
            ('}' | ']', _) => {
                if let Some(comma) = comma.take() {
                    kept.replace_range(comma..=comma, " ");
                }
            }
            (character, _) if character.is_whitespace() => {}
            (character, _) => {
                comma = None;
                in_text = character == '"';
            }
        }
        kept.push(character);
    }
    kept
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn comments_go_and_texts_stay() {
        let text = "// a\n{\n  \"a\": \"// no, \\\" /* no */\", /* b\n */ \"c\": [1, 2, ], // d\n}";
        assert_eq!(
            parse(text).unwrap(),
            json!({"a": "// no, \" /* no */", "c": [1, 2]})
        );
        assert_eq!(
            parse("{,}").map_err(|error| error.column()).unwrap(),
            json!({})
        );
        assert!(parse("[1,,2]").is_err());
    }
}
