//! Which line of a file an input came from, for what is said about it later.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hasher};
use std::io;

use serde::Serialize;

/// The lines of inputs that are under way, in the order of the inputs. It takes little memory for an
/// input, of which many may be read before anything is sent.
#[derive(Debug, Default)]
pub(crate) struct Lines(VecDeque<(u64, u64)>);

impl Lines {
    /// Adds the line of the next input.
    pub(crate) fn add(&mut self, input: &impl Serialize, line: u64) {
        self.0.push_back((fingerprint(input), line));
    }

    /// Returns the line of an input, and forgets those before it: outcomes come in the order of the
    /// inputs, and inputs without an outcome were settled in an earlier run.
    pub(crate) fn take(&mut self, input: &impl Serialize) -> Option<u64> {
        let wanted = fingerprint(input);
        let place = self.0.iter().position(|&(known, _)| known == wanted)?;
        self.0.drain(..=place).next_back().map(|(_, line)| line)
    }
}

fn fingerprint(input: &impl Serialize) -> u64 {
    struct Writer(DefaultHasher);
    impl io::Write for Writer {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.write(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut writer = Writer(DefaultHasher::new());
    // An input that is no JSON cannot be sent either.
    let _ = serde_json::to_writer(&mut writer, input);
    writer.0.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_have_their_lines_whatever_was_left_out_before() {
        let mut lines = Lines::default();
        for (input, line) in [("a", 2), ("b", 3), ("b", 5), ("c", 6)] {
            lines.add(&input, line);
        }
        assert_eq!(lines.take(&"b"), Some(3));
        assert_eq!(lines.take(&"nowhere"), None);
        assert_eq!(lines.take(&"b"), Some(5));
        assert_eq!(lines.take(&"c"), Some(6));
        assert_eq!(lines.take(&"c"), None);
    }
}
