//! Values in JSON text, which need not be valid.

use std::ops::Range;

/// The values in a text.
#[derive(Default)]
pub(super) struct Values {
    /// Text, numbers, and everything else that is neither an object nor an array.
    pub(super) leaves: Vec<Range<usize>>,
    /// All values, with what is inside of others.
    pub(super) all: Vec<Range<usize>>,
    /// Names with their values: the range of both, and that of the name.
    pub(super) members: Vec<(Range<usize>, Range<usize>)>,
}

impl Values {
    pub(super) fn of(text: &[u8]) -> Self {
        let mut values = Self::default();
        let mut open: Vec<(usize, Option<Range<usize>>)> = Vec::new();
        let (mut name, mut last): (Option<Range<usize>>, Option<Range<usize>>) = (None, None);
        let mut at = 0;
        while let Some(byte) = text.get(at) {
            let start = at;
            at += 1;
            match byte {
                b' ' | b'\n' | b'\r' | b'\t' => {}
                b',' => (name, last) = (None, None),
                b':' => name = last.take(),
                b'{' | b'[' => open.push((start, name.take())),
                b'}' | b']' => {
                    if let Some((start, name)) = open.pop() {
                        values.add(start..at, name, false);
                    }
                    (name, last) = (None, None);
                }
                _ => {
                    at = match byte {
                        b'"' => end_of_text(text, at),
                        _ => end_of_scalar(text, at),
                    };
                    values.add(start..at, name.take(), true);
                    last = Some(start..at);
                }
            }
        }
        values
    }

    fn add(&mut self, value: Range<usize>, name: Option<Range<usize>>, is_leaf: bool) {
        if let Some(name) = name {
            self.members.push((name.start..value.end, name));
        }
        if is_leaf {
            self.leaves.push(value.clone());
        }
        self.all.push(value);
    }
}

fn end_of_text(text: &[u8], mut at: usize) -> usize {
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

fn end_of_scalar(text: &[u8], at: usize) -> usize {
    let ends = |byte: &u8| b" \n\r\t,:{}[]\"".contains(byte);
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().position(ends).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_members_are_found() {
        let text = br#"{"a": [1, "x\"y"], "b": {"c": null}} 7"#;
        let values = Values::of(text);
        let texts = |ranges: Vec<Range<usize>>| -> Vec<String> {
            let texts = ranges.into_iter().map(|range| text[range].to_vec());
            texts.map(|text| String::from_utf8(text).unwrap()).collect()
        };
        let leaves = texts(values.leaves);
        assert_eq!(
            leaves,
            ["\"a\"", "1", r#""x\"y""#, "\"b\"", "\"c\"", "null", "7"]
        );
        let members = texts(values.members.into_iter().map(|(all, _)| all).collect());
        assert_eq!(
            members,
            [r#""a": [1, "x\"y"]"#, r#""c": null"#, r#""b": {"c": null}"#]
        );
        assert_eq!(values.all.len(), 10);
    }
}
