//! Which requests go wrong, and how.

use super::{Fault, Random};

/// Decides about every request before it is read, by its number alone: the first that begins to come in has number 0.
#[derive(Debug)]
pub(crate) enum Plan {
    /// Nothing goes wrong.
    Good,
    /// Every request goes wrong in this way.
    Always(Fault),
    /// The first requests go wrong in these ways, one after the other; those after them do not.
    First(Vec<Fault>),
    /// Each request goes wrong with this chance, in one of these ways. The same seed does the same again.
    Random {
        seed: u64,
        chance: f64,
        faults: Vec<Fault>,
    },
}

impl Plan {
    pub(crate) fn fault(&self, number: u64) -> Option<Fault> {
        match self {
            Self::Good => None,
            Self::Always(fault) => Some(fault.clone()),
            Self::First(faults) => faults.get(usize::try_from(number).ok()?).cloned(),
            Self::Random {
                seed,
                chance,
                faults,
            } => {
                let mut random = Random::nth(*seed, number);
                random.happens(*chance).then(|| random.pick(faults).clone())
            }
        }
    }
}
