//! JSON for people: indented and colored, in the order and with the numbers that it came with.

/// The colors of a terminal.
const KEY: &str = "\x1b[1;34m";
const TEXT: &str = "\x1b[32m";
const NULL: &str = "\x1b[90m";
const PLAIN: &str = "\x1b[0m";

/// Indents a text that is JSON. Whatever is not JSON stays as it is.
pub(crate) fn pretty(json: &str, has_colors: bool) -> String {
    let mut printer = Printer {
        text: String::with_capacity(json.len() * 2),
        has_colors,
        closers: Vec::new(),
    };
    printer.print(json);
    printer.text
}

struct Printer {
    text: String,
    has_colors: bool,
    /// What ends the objects and arrays around.
    closers: Vec<char>,
}

impl Printer {
    fn print(&mut self, json: &str) {
        let mut rest = json.trim_start();
        let mut before = ',';
        while let Some(first) = rest.chars().next() {
            let length = match first {
                '"' => end_of_text(rest),
                '{' | '[' | '}' | ']' | ',' | ':' => 1,
                _ => rest
                    .find(|character: char| {
                        character.is_whitespace() || "{}[],:\"".contains(character)
                    })
                    .unwrap_or(rest.len()),
            };
            let (token, after) = rest.split_at(length);
            rest = after.trim_start();
            match first {
                '{' | '[' => {
                    let closer = if first == '{' { '}' } else { ']' };
                    self.text.push(first);
                    if rest.starts_with(closer) {
                        self.text.push(closer);
                        rest = rest[1..].trim_start();
                        before = closer;
                        continue;
                    }
                    self.closers.push(closer);
                    self.line();
                }
                '}' | ']' => {
                    self.closers.pop();
                    self.line();
                    self.text.push(first);
                }
                ',' => {
                    self.text.push(',');
                    self.line();
                }
                ':' => self.text.push_str(": "),
                '"' => {
                    let is_key = self.closers.last() == Some(&'}') && before != ':';
                    self.colored(if is_key { KEY } else { TEXT }, token);
                }
                _ if token == "null" => self.colored(NULL, token),
                _ => self.text.push_str(token),
            }
            before = first;
        }
    }

    fn line(&mut self) {
        self.text.push('\n');
        for _ in &self.closers {
            self.text.push_str("  ");
        }
    }

    fn colored(&mut self, color: &str, token: &str) {
        match self.has_colors {
            true => {
                self.text.push_str(color);
                self.text.push_str(token);
                self.text.push_str(PLAIN);
            }
            false => self.text.push_str(token),
        }
    }
}

/// The length of the text that begins with a quotation mark.
fn end_of_text(rest: &str) -> usize {
    let mut is_escaped = true;
    for (index, byte) in rest.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return index + 1,
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_numbers_stay() {
        let json = r#"{"b":1.50,"a":[{"x":"a\"}"},[],{}],"c":null}"#;
        let expected = "{\n  \"b\": 1.50,\n  \"a\": [\n    {\n      \"x\": \"a\\\"}\"\n    },\n    [],\n    {}\n  ],\n  \"c\": null\n}";
        assert_eq!(pretty(json, false), expected);
        assert_eq!(pretty(expected, false), expected);
        assert_eq!(pretty("\"a\"", true), "\x1b[32m\"a\"\x1b[0m");
        assert_eq!(pretty("<html> \"", false), "<html>\"");
    }
}
