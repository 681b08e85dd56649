//! The plan of a server: which requests fail, and how.

use crate::{Fault, Random};

/// Decides about every request before it is read, by its number alone. The first request has number
/// 0.
#[derive(Clone, Debug, Default)]
pub enum Plan {
    /// No request fails.
    #[default]
    Good,
    /// Every request meets this fault.
    Always(Fault),
    /// The first requests meet these faults, one each; the requests after them do not fail.
    First(Vec<Fault>),
    /// Each request meets one of these faults with this chance. The same seed repeats the same
    /// faults.
    Random {
        /// Decides which requests fail, and how.
        seed: u64,
        /// From 0 to 1.
        chance: f64,
        /// What the seed picks from.
        faults: Vec<Fault>,
    },
}

impl Plan {
    /// Returns the fault of the request with this number.
    pub fn fault(&self, number: u64) -> Option<Fault> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(seed: u64) -> Vec<String> {
        let plan = Plan::Random {
            seed,
            chance: 0.2,
            faults: vec![Fault::Garbage, Fault::CutInBody],
        };
        let fault = |number| format!("{:?}", plan.fault(number));
        (0..1000).map(fault).collect()
    }

    #[test]
    fn a_seed_decides_about_each_request_by_its_number() {
        assert_eq!(faults(7), faults(7));
        assert_ne!(faults(7), faults(8));
        let good = faults(7).iter().filter(|fault| *fault == "None").count();
        assert!((750..850).contains(&good), "{good} of 1000 are good");
    }

    #[test]
    fn the_first_requests_meet_one_fault_each() {
        let plan = Plan::First(vec![Fault::Garbage, Fault::CutInBody]);
        let faults = [0, 1, 2].map(|number| format!("{:?}", plan.fault(number)));
        assert_eq!(faults, ["Some(Garbage)", "Some(CutInBody)", "None"]);
    }
}
