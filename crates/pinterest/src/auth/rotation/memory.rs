//! The facts about the tokens of a user that are not in their store.

use std::sync::Arc;
use std::time::SystemTime;

use super::super::pause::Pause;
use super::super::{AccessToken, RefreshToken, Tokens};
use crate::{Error, ErrorKind};

#[derive(Default)]
pub(super) struct Memory {
    pub(super) unsaved: Option<Unsaved>,
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

/// A pair that is not saved yet, and the refresh token that the store has instead.
pub(super) struct Unsaved {
    pub(super) tokens: Tokens,
    pub(super) in_store: Option<RefreshToken>,
}

impl Unsaved {
    /// Whether nobody has stored other tokens since.
    pub(super) fn belongs_into(&self, stored: Option<&Tokens>) -> bool {
        let Some(stored) = stored else {
            return true;
        };
        // A save that was reported as failed may have succeeded.
        [self.in_store.as_ref(), self.tokens.refresh_token()]
            .into_iter()
            .any(|known| are_same(known, stored.refresh_token()))
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
        match self.expiry {
            Some(expiry) => tokens.with_refresh_expiry(expiry),
            None => tokens,
        }
    }
}

impl Memory {
    /// Keeps the refresh token of `tokens`, to try when the stored one is rejected.
    pub(super) fn add_fallback(&mut self, tokens: &Tokens) {
        self.fallbacks.extend(Candidate::of(tokens));
    }

    fn is_rejected(&self, token: &RefreshToken) -> bool {
        let mut rejected = self.rejected_refresh_tokens.iter();
        rejected.any(|other| other.is_same_as(token))
    }

    /// Returns the refresh tokens that can be exchanged, the stored one first.
    pub(super) fn candidates(&self, stored: &Tokens, now: SystemTime) -> Vec<Candidate> {
        let mut candidates: Vec<Candidate> = Vec::new();
        for one in Candidate::of(stored).iter().chain(&self.fallbacks) {
            let listed = candidates
                .iter()
                .any(|other| other.token.is_same_as(&one.token));
            if !listed && !self.is_rejected(&one.token) && !one.has_expired(now) {
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
        self.is_rejected(&candidate.token) || candidate.has_expired(now) || waits()
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
