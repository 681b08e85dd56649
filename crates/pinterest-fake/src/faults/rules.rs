//! The rules in force, and which of them a request meets.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Fault;
use crate::description::Operation;
use crate::service::Host;

/// Names a fault that was injected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FaultId(pub(crate) u64);

impl fmt::Display for FaultId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A fault that was injected, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FaultStatus {
    /// Names it.
    pub id: FaultId,
    /// The rule.
    pub fault: Fault,
    /// How many requests it matched.
    pub matched: u64,
    /// How many requests it was applied to.
    pub hits: u64,
}

/// When a rule is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// The head of the request has arrived, its body has not.
    Head,
    /// The whole request has arrived.
    Request,
}

/// What a rule sees of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen<'a> {
    pub(crate) host: Host,
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) operation: Option<&'a Operation>,
}

/// The rules in force, oldest first.
#[derive(Debug)]
pub(crate) struct Faults {
    rules: Vec<FaultStatus>,
    last_id: u64,
    seed: u64,
    random: fastrand::Rng,
}

impl Faults {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            rules: Vec::new(),
            last_id: 0,
            seed,
            random: fastrand::Rng::with_seed(seed),
        }
    }

    /// Adds a rule, which must have passed [`Fault::check`].
    pub(crate) fn add(&mut self, fault: Fault) -> FaultId {
        self.last_id += 1;
        let id = FaultId(self.last_id);
        self.rules.push(FaultStatus {
            id,
            fault,
            matched: 0,
            hits: 0,
        });
        id
    }

    /// Removes a rule; tells whether it was there.
    pub(crate) fn remove(&mut self, id: FaultId) -> bool {
        let before = self.rules.len();
        self.rules.retain(|rule| rule.id != id);
        self.rules.len() < before
    }

    /// Removes every rule, and starts the random numbers anew.
    pub(crate) fn clear(&mut self) {
        self.rules.clear();
        self.random = fastrand::Rng::with_seed(self.seed);
    }

    pub(crate) fn list(&self) -> &[FaultStatus] {
        &self.rules
    }

    /// Counts a request, and returns the rule that is to be applied to it.
    pub(crate) fn due(&mut self, moment: Moment, seen: Seen<'_>) -> Option<(FaultId, Fault)> {
        let mut found = None;
        for rule in &mut self.rules {
            if rule.fault.moment() != moment || !rule.fault.matches(seen) {
                continue;
            }
            rule.matched += 1;
            if found.is_none() && rule.is_due(&mut self.random) {
                rule.hits += 1;
                found = Some((rule.id, rule.fault.clone()));
            }
        }
        found
    }
}

impl FaultStatus {
    fn is_due(&self, random: &mut fastrand::Rng) -> bool {
        let fault = &self.fault;
        let is_single = fault.nth.is_some() && fault.every.is_none() && fault.probability.is_none();
        let most = fault.times.unwrap_or(if is_single { 1 } else { u64::MAX });
        let every = fault.every.unwrap_or(1);
        let first = fault.nth.unwrap_or(every);
        self.hits < most
            && self.matched >= first
            && (self.matched - first).is_multiple_of(every)
            && fault
                .probability
                .is_none_or(|probability| random.f64() < probability)
    }
}

impl Fault {
    fn moment(&self) -> Moment {
        match self.break_upload_at {
            Some(_) => Moment::Head,
            None => Moment::Request,
        }
    }

    fn matches(&self, seen: Seen<'_>) -> bool {
        let host = match (self.host, &self.operation, self.break_upload_at) {
            (None, None, Some(_)) => Some(Host::Transfer),
            (host, ..) => host,
        };
        host.is_none_or(|host| host == seen.host)
            && self
                .operation
                .as_ref()
                .is_none_or(|id| seen.operation.is_some_and(|operation| operation.id == *id))
            && self
                .method
                .as_ref()
                .is_none_or(|method| method.eq_ignore_ascii_case(seen.method))
            && self
                .path
                .as_ref()
                .is_none_or(|pattern| path_matches(pattern, seen.path))
    }
}

/// Tells whether a path matches a pattern in which `*` stands for any characters within a segment,
/// and for all that follows at the end.
fn path_matches(pattern: &str, path: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else {
        return pattern == path;
    };
    let Some(rest) = path.strip_prefix(before) else {
        return false;
    };
    if after.is_empty() {
        return true;
    }
    let segment = rest.find('/').unwrap_or(rest.len());
    (0..=segment).any(|length| {
        rest.get(length..)
            .is_some_and(|rest| path_matches(after, rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(fault: Fault, requests: u64) -> Vec<u64> {
        let mut faults = Faults::new(1);
        faults.add(fault);
        let seen = Seen {
            host: Host::Api,
            method: "GET",
            path: "/v5/pins",
            operation: None,
        };
        (1..=requests)
            .filter(|_| faults.due(Moment::Request, seen).is_some())
            .collect()
    }

    #[test]
    fn counts_say_which_requests_are_hit() {
        let fault = || Fault::on_any().status(503);
        assert_eq!(hits(fault(), 3), [1, 2, 3]);
        assert_eq!(hits(fault().nth(2), 5), [2]);
        assert_eq!(hits(fault().times(2), 5), [1, 2]);
        assert_eq!(hits(fault().nth(2).times(2), 5), [2, 3]);
        assert_eq!(hits(fault().every(2), 5), [2, 4]);
        assert_eq!(hits(fault().nth(1).every(2), 5), [1, 3, 5]);
        assert_eq!(hits(fault().every(2).times(1), 5), [2]);
    }

    #[test]
    fn a_probability_hits_the_same_requests_for_the_same_seed() {
        let fault = || Fault::on_any().status(503).probability(0.5);
        let some = hits(fault(), 100);
        assert!((30..70).contains(&some.len()), "{some:?}");
        assert_eq!(hits(fault(), 100), some);
    }

    #[test]
    fn a_star_stands_for_a_part_of_the_path() {
        assert!(path_matches("/v5/pins/*", "/v5/pins/7/save"));
        assert!(path_matches("/v5/pins/*/save", "/v5/pins/7/save"));
        assert!(path_matches("/v5/*/7/*", "/v5/pins/7/save"));
        assert!(!path_matches("/v5/*/save", "/v5/pins/7/save"));
        assert!(!path_matches("/v5/pins", "/v5/pins/7"));
    }
}
