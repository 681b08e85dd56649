//! Where a stream of batches is resumed.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// How far a [`BatchStream`](super::BatchStream) is, for a later run of the program.
///
/// [`BatchStream::checkpoint`](super::BatchStream::checkpoint) returns it,
/// [`with_journal`](super::BatchStream::with_journal) passes it to a function before a request is
/// sent, and [`resume_from`](super::BatchStream::resume_from) takes it. It counts inputs: the later
/// run needs the same inputs in the same order. It is saved through serde, and has no input in it.
///
/// # Examples
///
/// ```
/// use pinterest::BatchCheckpoint;
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let saved = serde_json::to_string(&BatchCheckpoint::default())?;
/// let checkpoint: BatchCheckpoint = serde_json::from_str(&saved)?;
/// assert_eq!(checkpoint.settled(), 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchCheckpoint {
    /// Inputs from this one on were never looked at.
    next: u64,
    /// Inputs that the service did not act on, or that can be sent twice: they are sent again.
    #[serde(default, skip_serializing_if = "Ranges::is_empty")]
    open: Ranges,
    /// Inputs that were sent, or were about to be, and whose result is not known.
    #[serde(default, skip_serializing_if = "Ranges::is_empty")]
    begun: Ranges,
}

/// What becomes of an input in a run that was resumed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is sent.
    #[default]
    Sent,
    /// It is settled.
    Skipped,
    /// It may have been sent before, and nobody knows what came of it.
    Unconfirmed,
}

impl BatchCheckpoint {
    /// Returns how many inputs are settled: their results were returned by the stream, and they are
    /// not sent again.
    #[must_use]
    pub fn settled(&self) -> u64 {
        self.next
            .saturating_sub(self.open.count())
            .saturating_sub(self.begun.count())
    }

    /// Returns how many inputs were sent, or were about to be, without a known result.
    ///
    /// A run that is resumed sends them again if that is safe, and reports them as unconfirmed
    /// otherwise.
    #[must_use]
    pub fn begun(&self) -> u64 {
        self.begun.count()
    }

    /// What a later run does with an input. Those that were begun are sent again where that does no
    /// more than sending them once.
    pub(super) fn fate(&self, input: u64, repeats_safely: bool) -> Fate {
        let was_begun = self.begun.contains(input);
        if was_begun && !repeats_safely {
            Fate::Unconfirmed
        } else if was_begun || input >= self.next || self.open.contains(input) {
            Fate::Sent
        } else {
            Fate::Skipped
        }
    }

    /// Before inputs are sent.
    pub(super) fn begin(&mut self, inputs: Range<u64>) {
        self.next = self.next.max(inputs.end);
        self.open.remove(inputs.clone());
        self.begun.insert(inputs);
    }

    /// After the result of inputs was returned.
    pub(super) fn settle(&mut self, inputs: Range<u64>) {
        self.next = self.next.max(inputs.end);
        self.open.remove(inputs.clone());
        self.begun.remove(inputs);
    }

    /// After inputs were begun that are to be sent again.
    pub(super) fn reopen(&mut self, inputs: Range<u64>) {
        self.begun.remove(inputs.clone());
        self.open.insert(inputs);
    }
}

/// Ranges of numbers, in order, that neither overlap nor touch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<(u64, u64)>", into = "Vec<(u64, u64)>")]
struct Ranges(Vec<(u64, u64)>);

impl Ranges {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn count(&self) -> u64 {
        self.0.iter().map(|(start, end)| end - start).sum()
    }

    fn contains(&self, number: u64) -> bool {
        let mut ranges = self.0.iter();
        ranges.any(|(start, end)| (*start..*end).contains(&number))
    }

    fn insert(&mut self, range: Range<u64>) {
        if range.is_empty() {
            return;
        }
        self.0.push((range.start, range.end));
        self.0.sort_unstable();
        let mut merged: Vec<(u64, u64)> = Vec::with_capacity(self.0.len());
        for (start, end) in self.0.drain(..) {
            match merged.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => merged.push((start, end)),
            }
        }
        self.0 = merged;
    }

    fn remove(&mut self, range: Range<u64>) {
        if range.is_empty() {
            return;
        }
        let rest = self.0.iter().flat_map(|&(start, end)| {
            let before = (start, end.min(range.start));
            let after = (start.max(range.end), end);
            [before, after]
        });
        self.0 = rest.filter(|(start, end)| start < end).collect();
    }
}

impl From<Vec<(u64, u64)>> for Ranges {
    fn from(ranges: Vec<(u64, u64)>) -> Self {
        let mut all = Self::default();
        ranges
            .into_iter()
            .for_each(|(start, end)| all.insert(start..end));
        all
    }
}

impl From<Ranges> for Vec<(u64, u64)> {
    fn from(ranges: Ranges) -> Self {
        ranges.0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn inputs_are_sent_again_skipped_or_unconfirmed() {
        let mut checkpoint = BatchCheckpoint::default();
        for range in [0..10, 10..20, 20..30] {
            checkpoint.begin(range);
        }
        checkpoint.settle(0..10);
        checkpoint.reopen(10..20);
        let fates =
            |repeats_safely| [5, 15, 25, 35].map(|input| checkpoint.fate(input, repeats_safely));
        let [skipped, sent, unconfirmed] = [Fate::Skipped, Fate::Sent, Fate::Unconfirmed];
        assert_eq!(fates(false), [skipped, sent, unconfirmed, sent]);
        assert_eq!(fates(true), [skipped, sent, sent, sent]);
        assert_eq!((checkpoint.settled(), checkpoint.begun()), (10, 10));
    }

    #[test]
    fn a_checkpoint_is_short_text() {
        let mut checkpoint = BatchCheckpoint::default();
        checkpoint.settle(0..1000);
        assert_eq!(
            serde_json::to_string(&checkpoint).unwrap(),
            r#"{"next":1000}"#
        );
        checkpoint.begin(1000..2000);
        let text = serde_json::to_string(&checkpoint).unwrap();
        assert_eq!(text, r#"{"next":2000,"begun":[[1000,2000]]}"#);
        let read: BatchCheckpoint = serde_json::from_str(&text).unwrap();
        assert_eq!(read, checkpoint);
    }

    #[test]
    fn ranges_that_were_changed_by_hand_are_put_in_order() {
        let text = r#"{"next": 9, "open": [[5, 7], [3, 1], [0, 2], [1, 4], [7, 8]]}"#;
        let read: BatchCheckpoint = serde_json::from_str(text).unwrap();
        assert_eq!(read.open.0, [(0, 4), (5, 8)]);
        assert_eq!(read.settled(), 2);
    }

    proptest! {
        #[test]
        fn ranges_are_as_sets(
            changes in prop::collection::vec((any::<bool>(), 0u64..40, 0u64..12), 0..30)
        ) {
            let (mut ranges, mut set) = (Ranges::default(), BTreeSet::new());
            for (inserts, start, length) in changes {
                let range = start..start + length;
                if inserts {
                    set.extend(range.clone());
                    ranges.insert(range);
                } else {
                    set.retain(|number| !range.contains(number));
                    ranges.remove(range);
                }
                prop_assert_eq!(ranges.count(), set.len() as u64);
                let agree = |number| ranges.contains(number) == set.contains(&number);
                prop_assert!((0..60).all(agree));
                prop_assert!(ranges.0.windows(2).all(|pair| pair[0].1 < pair[1].0));
            }
        }
    }
}
