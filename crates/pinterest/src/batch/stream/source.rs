//! Where the inputs of a stream of batches come from, and how those of one request are gathered.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::checkpoint::Fate;
use super::chunk::Numbered;

/// How many inputs are skipped before other tasks get a turn.
const SKIPPED_IN_A_ROW: usize = 10_000;

/// Where inputs come from.
pub(super) enum Inputs<I> {
    Iterator(Box<dyn Iterator<Item = I> + Send>),
    Stream(Pin<Box<dyn Stream<Item = I> + Send>>),
    Ended,
}

impl<I> Inputs<I> {
    pub(super) fn have_ended(&self) -> bool {
        matches!(self, Self::Ended)
    }

    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<I>> {
        let input = match self {
            Self::Iterator(inputs) => inputs.next(),
            Self::Stream(inputs) => ready!(inputs.as_mut().poll_next(context)),
            Self::Ended => None,
        };
        if input.is_none() {
            *self = Self::Ended;
        }
        Poll::Ready(input)
    }
}

/// Inputs for the next request, which follow one another and have one fate.
pub(super) struct Gathered<I> {
    /// The number of the next input that is taken.
    next: u64,
    fate: Fate,
    inputs: Vec<I>,
    /// One that was taken and has another fate than those before it.
    held: Option<I>,
}

impl<I> Default for Gathered<I> {
    fn default() -> Self {
        Self {
            next: 0,
            fate: Fate::default(),
            inputs: Vec::new(),
            held: None,
        }
    }
}

impl<I> Gathered<I> {
    pub(super) fn is_empty(&self) -> bool {
        self.inputs.is_empty() && self.held.is_none()
    }

    /// Gathers at most `size` inputs, and counts those that are skipped. Returns nothing after the
    /// last.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        source: &mut Inputs<I>,
        size: usize,
        fate: impl Fn(u64) -> Fate,
        skipped: &mut u64,
    ) -> Poll<Option<(Fate, Numbered<I>)>> {
        let mut skipped_in_a_row = 0;
        loop {
            if self.inputs.len() >= size {
                return Poll::Ready(self.take());
            }
            let input = match self.held.take() {
                Some(input) => Some(input),
                None => ready!(source.poll_next(context)),
            };
            let Some(input) = input else {
                return Poll::Ready(self.take());
            };
            let fate = fate(self.next);
            if !self.inputs.is_empty() && fate != self.fate {
                self.held = Some(input);
                return Poll::Ready(self.take());
            }
            self.next += 1;
            if fate != Fate::Skipped {
                self.fate = fate;
                self.inputs.push(input);
                continue;
            }
            *skipped += 1;
            skipped_in_a_row += 1;
            if skipped_in_a_row == SKIPPED_IN_A_ROW {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
        }
    }

    fn take(&mut self) -> Option<(Fate, Numbered<I>)> {
        let inputs = std::mem::take(&mut self.inputs);
        let first = self.next - inputs.len() as u64;
        (!inputs.is_empty()).then_some((self.fate, (first, inputs)))
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    /// The fates and numbers of what is gathered, and how many were skipped.
    fn gathered(
        inputs: u64,
        size: usize,
        fate: impl Fn(u64) -> Fate,
    ) -> (Vec<(Fate, Vec<u64>)>, u64) {
        let mut source = Inputs::Iterator(Box::new(0..inputs));
        let (mut gathered, mut skipped, mut all) = (Gathered::default(), 0, Vec::new());
        let context = &mut Context::from_waker(Waker::noop());
        loop {
            match gathered.poll(context, &mut source, size, &fate, &mut skipped) {
                Poll::Pending => {}
                Poll::Ready(None) => return (all, skipped),
                Poll::Ready(Some((fate, (first, inputs)))) => {
                    assert_eq!(inputs.first(), Some(&first));
                    all.push((fate, inputs));
                }
            }
        }
    }

    #[test]
    fn requests_are_filled() {
        let sent = |numbers: std::ops::Range<u64>| (Fate::Sent, numbers.collect::<Vec<_>>());
        let (all, skipped) = gathered(7, 3, |_| Fate::Sent);
        assert_eq!(
            (all, skipped),
            (vec![sent(0..3), sent(3..6), sent(6..7)], 0)
        );
        assert_eq!(gathered(0, 3, |_| Fate::Sent), (Vec::new(), 0));
        let (all, _) = gathered(3, 3, |_| Fate::Sent);
        assert_eq!(all, [sent(0..3)]);
    }

    #[test]
    fn inputs_of_different_fates_never_share_a_request() {
        let (all, skipped) = gathered(10, 4, |number| match number {
            0..=1 | 5 => Fate::Skipped,
            3 | 4 => Fate::Unconfirmed,
            _ => Fate::Sent,
        });
        let expected = [
            (Fate::Sent, vec![2]),
            (Fate::Unconfirmed, vec![3, 4]),
            (Fate::Sent, vec![6, 7, 8, 9]),
        ];
        assert_eq!((all.as_slice(), skipped), (expected.as_slice(), 3));
    }

    #[test]
    fn many_inputs_are_skipped_with_pauses() {
        let (all, skipped) = gathered(25_000, 10, |number| match number {
            24_999 => Fate::Sent,
            _ => Fate::Skipped,
        });
        assert_eq!((all, skipped), (vec![(Fate::Sent, vec![24_999])], 24_999));
    }
}
