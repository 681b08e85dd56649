//! The facts about the tokens of a user that are not in their store.
//!
//! They keep the user from having to authorize the app again when the store has a fault. Each was
//! switched off in a simulation (2026-11-28: one process, a refresh a day, a server that accepts
//! only the last refresh token). Authorizations that were necessary, of the faults of a kind:
//!
//! | fault | with all of this | without |
//! |---|---|---|
//! | a new pair cannot be saved once | 0 of 51 | 51, without the last pair |
//! | the tokens are removed | 0 of 48 | 48, without the last pair |
//! | they are replaced by an older copy | 0 of 59 | 59, without the last pair |
//! | by a copy without a time of issue | 0 of 54 | 54, without the last pair |
//! | the program starts with new tokens beside old ones | 0 of 46 | 46, without fallbacks |
//!
//! Without the exchanged tokens, 51 of the 54 copies led to a refresh token that was sent twice,
//! which can revoke all tokens of a user.
//!
//! Nothing in memory helps when the process ends after a pair could not be saved, or when several
//! processes share a store that loses its tokens, and one with an older pair is the first to need
//! them.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::SystemTime;

use super::super::pause::Pause;
use super::super::tokens::seconds_since_1970;
use super::super::{AccessToken, RefreshToken, Tokens};
use crate::{Error, ErrorKind};

/// The number of exchanged refresh tokens that are remembered.
const EXCHANGED: usize = 32;

#[derive(Default)]
pub(super) struct Memory {
    /// The last pair that was obtained, saved or not, or taken from the store.
    latest: Option<Tokens>,
    /// Whether the store may lack it, because it was never saved.
    is_unsaved: bool,
    /// The last refresh tokens that were exchanged for others.
    exchanged: VecDeque<RefreshToken>,
    /// The access token that the server rejected last.
    pub(super) rejected: Option<AccessToken>,
    /// The refresh tokens that the server rejected, and the last error about them.
    rejected_refresh_tokens: Vec<RefreshToken>,
    last_rejection: Option<Arc<Error>>,
    /// The refresh tokens to try when the stored one is rejected.
    fallbacks: Vec<Candidate>,
    /// The pause after a transient failure, and the refresh token that was in the store then.
    pause: Pause,
    paused_with: Option<RefreshToken>,
}

/// Whether both times are known, and the first is earlier. A time that has not come says nothing:
/// some clock was wrong.
fn was_issued_before(one: &Tokens, other: &Tokens, now: SystemTime) -> bool {
    let time = |tokens: &Tokens| tokens.issue_time().filter(|time| *time <= now);
    match (time(one), time(other)) {
        (Some(one), Some(other)) => seconds_since_1970(one) < seconds_since_1970(other),
        _ => false,
    }
}

fn are_same(one: Option<&RefreshToken>, other: Option<&RefreshToken>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.is_same_as(other),
        (None, None) => true,
        _ => false,
    }
}

/// A refresh token that can be exchanged.
#[derive(Clone)]
pub(super) struct Candidate {
    pub(super) token: RefreshToken,
    expiry: Option<SystemTime>,
}

impl Candidate {
    fn of(tokens: &Tokens) -> Option<Self> {
        Some(Self {
            token: tokens.refresh_token()?.clone(),
            expiry: tokens.refresh_expiry(),
        })
    }

    fn has_expired(&self, now: SystemTime) -> bool {
        self.expiry.is_some_and(|expiry| expiry <= now)
    }

    /// Returns the tokens before the exchange, with this refresh token.
    pub(super) fn added_to(&self, before: &Tokens) -> Tokens {
        let tokens = match before.access_token() {
            Some(token) => Tokens::new(token.clone()).with_refresh_token(self.token.clone()),
            None => Tokens::from_refresh_token(self.token.clone()),
        };
        let tokens = match self.expiry {
            Some(expiry) => tokens.with_refresh_expiry(expiry),
            None => tokens,
        };
        match before.issue_time() {
            Some(time) => tokens.with_issue_time(time),
            None => tokens,
        }
    }
}

impl Memory {
    /// Keeps the refresh token of `tokens`, to try when the stored one is rejected.
    pub(super) fn add_fallback(&mut self, tokens: &Tokens) {
        self.fallbacks.extend(Candidate::of(tokens));
    }

    /// Records a pair that is used from now on.
    pub(super) fn remember(&mut self, tokens: &Tokens) {
        self.latest = Some(tokens.clone());
        self.is_unsaved = false;
    }

    /// Records a pair that the server has issued, and that is not in the store yet.
    pub(super) fn remember_unsaved(&mut self, tokens: &Tokens) {
        self.latest = Some(tokens.clone());
        self.is_unsaved = true;
    }

    /// Records that the last pair is in the store.
    pub(super) fn saved(&mut self) {
        self.is_unsaved = false;
    }

    /// Returns the last pair, if it is to be used and saved in place of the stored one: that was
    /// removed, or is an older one.
    pub(super) fn newer_than(&self, stored: Option<&Tokens>, now: SystemTime) -> Option<&Tokens> {
        let latest = self.latest.as_ref()?;
        let candidate = Candidate::of(latest)?;
        if self.is_rejected(&candidate.token) || candidate.has_expired(now) {
            return None;
        }
        stored
            .is_none_or(|stored| match stored.refresh_token() {
                // Another pair was stored by somebody who obtained it since, or who put it there:
                // the times of two hosts do not say which is newer.
                Some(token)
                    if self.is_unsaved && !are_same(Some(token), latest.refresh_token()) =>
                {
                    self.is_used_up(token)
                }
                _ => self.is_older(stored, latest, now),
            })
            .then_some(latest)
    }

    /// Whether the stored pair is older than another: it is used up, or was issued earlier. A pair
    /// without a time that is not known was put there by somebody, and is not older.
    pub(super) fn is_older(&self, stored: &Tokens, other: &Tokens, now: SystemTime) -> bool {
        if stored.are_same_as(other) {
            return false;
        }
        let is_used_up = |tokens: &Tokens| {
            let token = tokens.refresh_token();
            token.is_some_and(|token| self.is_used_up(token))
        };
        (is_used_up(stored) && !is_used_up(other)) || was_issued_before(stored, other, now)
    }

    /// Keeps the last pair as a fallback when the store has another one that may be older.
    pub(super) fn keep_latest_besides(&mut self, stored: &Tokens, now: SystemTime) {
        let Some(latest) = self.latest.take_if(|latest| !latest.are_same_as(stored)) else {
            return;
        };
        let used_up = latest
            .refresh_token()
            .is_some_and(|it| self.was_exchanged(it));
        if !used_up && !was_issued_before(&latest, stored, now) {
            self.add_fallback(&latest);
        }
    }

    fn was_exchanged(&self, token: &RefreshToken) -> bool {
        self.exchanged.iter().any(|other| other.is_same_as(token))
    }

    /// Records that this refresh token was exchanged for `issued`.
    pub(super) fn exchanged(&mut self, token: &RefreshToken, issued: &Tokens) {
        // A server may issue the same one again.
        self.exchanged
            .retain(|other| !are_same(Some(other), issued.refresh_token()));
        if are_same(Some(token), issued.refresh_token()) || self.was_exchanged(token) {
            return;
        }
        if self.exchanged.len() == EXCHANGED {
            self.exchanged.pop_front();
        }
        self.exchanged.push_back(token.clone());
    }

    fn is_rejected(&self, token: &RefreshToken) -> bool {
        let mut rejected = self.rejected_refresh_tokens.iter();
        rejected.any(|other| other.is_same_as(token))
    }

    /// Whether the server would not accept this refresh token.
    fn is_used_up(&self, token: &RefreshToken) -> bool {
        self.is_rejected(token) || self.was_exchanged(token)
    }

    /// Returns the refresh tokens that can be exchanged, the stored one first.
    pub(super) fn candidates(&self, stored: &Tokens, now: SystemTime) -> Vec<Candidate> {
        let mut candidates: Vec<Candidate> = Vec::new();
        for one in Candidate::of(stored).iter().chain(&self.fallbacks) {
            let listed = candidates
                .iter()
                .any(|other| other.token.is_same_as(&one.token));
            if !listed && !self.is_used_up(&one.token) && !one.has_expired(now) {
                candidates.push(one.clone());
            }
        }
        candidates
    }

    /// Returns the error of a call that needs no request, unless the store has other tokens by now;
    /// see [`Self::has_no_use_for`].
    pub(super) fn standing_error(&self, now: SystemTime) -> Option<Error> {
        let last_rejection = self.last_rejection.as_ref().map(|error| error.shared());
        last_rejection.or_else(|| self.pause.error(now))
    }

    /// Whether the stored refresh token cannot resolve the standing error.
    pub(super) fn has_no_use_for(&self, stored: &Tokens, now: SystemTime) -> bool {
        let Some(candidate) = Candidate::of(stored) else {
            return true;
        };
        let waits = || {
            let same = are_same(self.paused_with.as_ref(), Some(&candidate.token));
            same && self.pause.error(now).is_some()
        };
        self.is_used_up(&candidate.token) || candidate.has_expired(now) || waits()
    }

    /// Records that the server accepted this refresh token, which may not work again.
    pub(super) fn used(&mut self, token: &RefreshToken) {
        self.fallbacks
            .retain(|fallback| !fallback.token.is_same_as(token));
        self.last_rejection = None;
        self.pause.end();
    }

    /// Records that the server rejected this refresh token for good.
    pub(super) fn rejected_refresh_token(&mut self, token: RefreshToken, error: Error) {
        self.fallbacks
            .retain(|fallback| !fallback.token.is_same_as(&token));
        self.rejected_refresh_tokens.push(token);
        self.last_rejection = Some(Arc::new(error));
    }

    /// Records another failure, with these tokens in the store.
    pub(super) fn failed(&mut self, error: Error, stored: &Tokens, now: SystemTime) -> Error {
        // Not all candidates were tried, so the rejection of the others is not final.
        self.last_rejection = None;
        self.paused_with = stored.refresh_token().cloned();
        self.pause.begin(error, now)
    }

    /// Returns the error for the case that no refresh token can be exchanged.
    pub(super) fn no_candidates(&mut self, stored: &Tokens, now: SystemTime) -> Error {
        let unused = Candidate::of(stored).filter(|candidate| !self.is_rejected(&candidate.token));
        if unused.is_some_and(|candidate| candidate.has_expired(now)) {
            self.last_rejection = Some(Arc::new(expired_refresh_token()));
        }
        let last_rejection = self
            .last_rejection
            .get_or_insert_with(|| Arc::new(no_refresh_token()));
        last_rejection.shared()
    }
}

fn no_refresh_token() -> Error {
    let message = "the access token is expired or rejected, and there is no refresh token; the user has to authorize the app again";
    Error::new(ErrorKind::ReauthorizationRequired, message)
}

fn expired_refresh_token() -> Error {
    let message = "the refresh token has expired; the user has to authorize the app again";
    Error::new(ErrorKind::ReauthorizationRequired, message)
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    fn candidates(memory: &Memory) -> Vec<String> {
        let stored = Tokens::from_refresh_token("stored");
        let candidates = memory.candidates(&stored, UNIX_EPOCH).into_iter();
        candidates
            .map(|candidate| candidate.token.expose_secret().to_owned())
            .collect()
    }

    #[test]
    fn a_given_token_that_was_used_is_not_sent_again() {
        let given = Tokens::from_refresh_token("given");
        let mut memory = Memory::default();
        memory.add_fallback(&given);
        assert_eq!(candidates(&memory), ["stored", "given"]);
        memory.used(given.refresh_token().unwrap());
        assert_eq!(candidates(&memory), ["stored"]);
    }

    fn issued(name: &str, seconds: u64) -> Tokens {
        let time = UNIX_EPOCH + std::time::Duration::from_secs(seconds);
        Tokens::new(name)
            .with_refresh_token(name)
            .with_issue_time(time)
    }

    /// Whether the last pair, issued at 20, is used in place of `stored`.
    fn stays(memory: &Memory, stored: Option<&Tokens>) -> bool {
        let now = UNIX_EPOCH + std::time::Duration::from_secs(100);
        memory.newer_than(stored, now).is_some()
    }

    #[test]
    fn the_last_pair_stays_when_the_store_has_none_or_an_older_one() {
        let mut memory = Memory::default();
        assert!(!stays(&memory, None));
        memory.remember(&issued("latest", 20));
        assert!(stays(&memory, None));
        assert!(stays(&memory, Some(&issued("older", 19))));
        for stored in [
            issued("latest", 19),
            issued("other", 20),
            issued("newer", 21),
            issued("by a wrong clock", 101),
            Tokens::from_refresh_token("put there by hand"),
        ] {
            assert!(!stays(&memory, Some(&stored)), "{stored:?}");
        }
        let before = Tokens::from_refresh_token("before");
        memory.exchanged(before.refresh_token().unwrap(), &issued("latest", 20));
        assert!(stays(&memory, Some(&before)));
        let rejected = || Error::new(ErrorKind::ReauthorizationRequired, "rejected");
        let by_hand = Tokens::from_refresh_token("put there by hand");
        memory.rejected_refresh_token(RefreshToken::new("put there by hand"), rejected());
        assert!(stays(&memory, Some(&by_hand)));
        memory.rejected_refresh_token(RefreshToken::new("latest"), rejected());
        assert!(!stays(&memory, None) && !stays(&memory, Some(&before)));
    }

    #[test]
    fn a_pair_that_was_never_saved_yields_to_one_that_it_was_not_made_from() {
        let mut memory = Memory::default();
        let before = Tokens::from_refresh_token("before");
        memory.exchanged(before.refresh_token().unwrap(), &issued("latest", 20));
        memory.remember_unsaved(&issued("latest", 20));
        assert!(stays(&memory, Some(&before)) && stays(&memory, None));
        assert!(!stays(&memory, Some(&issued("of another host", 19))));
        memory.saved();
        assert!(stays(&memory, Some(&issued("of another host", 19))));
    }

    #[test]
    fn a_pair_without_a_refresh_token_does_not_stay() {
        let mut memory = Memory::default();
        memory.remember(&Tokens::new("latest"));
        assert!(!stays(&memory, None));
    }

    #[test]
    fn the_last_pair_is_a_fallback_unless_it_is_known_to_be_older() {
        let now = UNIX_EPOCH + std::time::Duration::from_secs(100);
        for (stored, is_fallback) in [
            (issued("stored", 21), false),
            (Tokens::from_refresh_token("stored"), true),
        ] {
            let mut memory = Memory::default();
            memory.remember(&issued("latest", 20));
            memory.keep_latest_besides(&stored, now);
            assert_eq!(candidates(&memory).len(), 1 + usize::from(is_fallback));
        }
    }

    #[test]
    fn an_exchanged_token_is_not_sent_again() {
        let mut memory = Memory::default();
        let stored = RefreshToken::new("stored");
        // A response without another token leaves it as it was.
        memory.exchanged(&stored, &Tokens::from_refresh_token("stored"));
        assert_eq!(candidates(&memory), ["stored"]);
        memory.exchanged(&stored, &Tokens::from_refresh_token("new"));
        assert!(candidates(&memory).is_empty());
        let new = RefreshToken::new("new");
        memory.exchanged(&new, &Tokens::from_refresh_token("stored"));
        assert_eq!(candidates(&memory), ["stored"], "it was issued again");
        for number in 0..100 {
            let token = RefreshToken::new(number.to_string());
            memory.exchanged(&token, &Tokens::from_refresh_token("new"));
        }
        assert_eq!(memory.exchanged.len(), EXCHANGED);
    }

    #[test]
    fn a_rejected_token_is_not_final_while_another_has_not_been_tried() {
        let mut memory = Memory::default();
        memory.add_fallback(&Tokens::from_refresh_token("given"));
        let error = Error::new(ErrorKind::ReauthorizationRequired, "rejected");
        memory.rejected_refresh_token(RefreshToken::new("stored"), error);
        assert_eq!(candidates(&memory), ["given"]);
        let stored = Tokens::from_refresh_token("stored");
        let passing = Error::new(ErrorKind::Network, "no network");
        memory.failed(passing, &stored, UNIX_EPOCH);
        let standing = memory.standing_error(UNIX_EPOCH).unwrap();
        assert_eq!(standing.kind(), ErrorKind::Network);
        assert!(memory.has_no_use_for(&stored, UNIX_EPOCH), "in the pause");
        let later = UNIX_EPOCH + std::time::Duration::from_secs(1);
        assert!(memory.standing_error(later).is_none());
    }

    #[test]
    fn a_rejection_is_forgotten_when_another_token_works() {
        let mut memory = Memory::default();
        let error = Error::new(ErrorKind::ReauthorizationRequired, "rejected");
        memory.rejected_refresh_token(RefreshToken::new("stored"), error);
        assert!(memory.standing_error(UNIX_EPOCH).is_some());
        memory.used(&RefreshToken::new("other"));
        assert!(memory.standing_error(UNIX_EPOCH).is_none());
    }

    #[test]
    fn the_successor_of_a_fallback_does_not_inherit_the_expiry_of_the_stored_token() {
        let mut memory = Memory::default();
        memory.add_fallback(&Tokens::from_refresh_token("given"));
        let stored = Tokens::new("stored")
            .with_refresh_token("stored")
            .with_refresh_expiry(UNIX_EPOCH);
        let candidates = memory.candidates(&stored, UNIX_EPOCH);
        let base = candidates[0].added_to(&stored);
        assert_eq!(base.refresh_token().unwrap().expose_secret(), "given");
        assert_eq!(base.refresh_expiry(), None);
        assert!(base.access_token().is_some());
    }
}
