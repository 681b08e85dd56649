//! What happened to the tokens of a user so far and is not in their store.

use std::sync::Arc;
use std::time::SystemTime;

use super::super::pause::Pause;
use super::super::{AccessToken, RefreshToken, Tokens};
use crate::{Error, ErrorKind};

#[derive(Default)]
pub(super) struct Memory {
    pub(super) unsaved: Option<Unsaved>,
    /// The access token that the server has refused last.
    pub(super) refused: Option<AccessToken>,
    /// Refresh tokens that the server has refused, and what it said last.
    dead: Vec<RefreshToken>,
    last_words: Option<Arc<Error>>,
    /// Refresh tokens to try when the store's is dead.
    spare: Vec<Candidate>,
    /// After a failure that is not the end, and the refresh token that was in the store then.
    pause: Pause,
    paused_with: Option<RefreshToken>,
}

/// A pair that the store has not taken yet, and the refresh token that it has instead.
pub(super) struct Unsaved {
    pub(super) tokens: Tokens,
    pub(super) in_store: Option<RefreshToken>,
}

impl Unsaved {
    /// Whether nobody has put other tokens into the store since.
    pub(super) fn belongs_into(&self, stored: Option<&Tokens>) -> bool {
        let Some(stored) = stored else {
            return true;
        };
        // A save that was reported as failed may have worked all the same.
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

/// A refresh token that may buy new tokens.
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

    /// What stood before the exchange, with this refresh token.
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
    /// Keeps the refresh token of `tokens` for when that of the store is dead.
    pub(super) fn spare(&mut self, tokens: &Tokens) {
        self.spare.extend(Candidate::of(tokens));
    }

    fn is_dead(&self, token: &RefreshToken) -> bool {
        self.dead.iter().any(|dead| dead.is_same_as(token))
    }

    /// What may be exchanged, the store's own first.
    pub(super) fn candidates(&self, stored: &Tokens, now: SystemTime) -> Vec<Candidate> {
        let mut candidates: Vec<Candidate> = Vec::new();
        for one in Candidate::of(stored).iter().chain(&self.spare) {
            let listed = candidates
                .iter()
                .any(|other| other.token.is_same_as(&one.token));
            if !listed && !self.is_dead(&one.token) && !one.has_expired(now) {
                candidates.push(one.clone());
            }
        }
        candidates
    }

    /// Why the server need not be asked, unless other tokens are in the store by now: see [`Self::is_hopeless`].
    pub(super) fn standing_error(&self, now: SystemTime) -> Option<Error> {
        let last_words = self.last_words.as_ref().map(|error| error.shared());
        last_words.or_else(|| self.pause.error(now))
    }

    /// Whether the refresh token in the store can do nothing about the standing error.
    pub(super) fn is_hopeless(&self, stored: &Tokens, now: SystemTime) -> bool {
        let Some(candidate) = Candidate::of(stored) else {
            return true;
        };
        let waits = || {
            let same = are_same(self.paused_with.as_ref(), Some(&candidate.token));
            same && self.pause.error(now).is_some()
        };
        self.is_dead(&candidate.token) || candidate.has_expired(now) || waits()
    }

    /// The server has taken this refresh token, and may not do so again.
    pub(super) fn spent(&mut self, token: &RefreshToken) {
        self.spare.retain(|spare| !spare.token.is_same_as(token));
        self.last_words = None;
        self.pause.end();
    }

    /// The server has refused this refresh token for good.
    pub(super) fn died(&mut self, token: RefreshToken, error: Error) {
        self.spare.retain(|spare| !spare.token.is_same_as(&token));
        self.dead.push(token);
        self.last_words = Some(Arc::new(error));
    }

    /// Something else went wrong, with these tokens in the store.
    pub(super) fn failed(&mut self, error: Error, stored: &Tokens, now: SystemTime) -> Error {
        // Not all have been tried, whatever was said about the others.
        self.last_words = None;
        self.paused_with = stored.refresh_token().cloned();
        self.pause.begin(error, now)
    }

    /// There is nothing that may be exchanged.
    pub(super) fn end(&mut self, stored: &Tokens, now: SystemTime) -> Error {
        let untold = Candidate::of(stored).filter(|candidate| !self.is_dead(&candidate.token));
        if untold.is_some_and(|candidate| candidate.has_expired(now)) {
            self.last_words = Some(Arc::new(expired_refresh_token()));
        }
        let last_words = self
            .last_words
            .get_or_insert_with(|| Arc::new(no_refresh_token()));
        last_words.shared()
    }
}

fn no_refresh_token() -> Error {
    let message = "the access token is expired or refused, and there is no refresh token; the user has to authorise the app again";
    Error::new(ErrorKind::ReauthorizationRequired, message)
}

fn expired_refresh_token() -> Error {
    let message = "the refresh token has expired, as was known since it was issued; the user has to authorise the app again";
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
        memory.spare(&given);
        assert_eq!(candidates(&memory), ["stored", "given"]);
        memory.spent(given.refresh_token().unwrap());
        assert_eq!(candidates(&memory), ["stored"]);
    }

    #[test]
    fn a_dead_token_is_no_last_word_while_another_has_not_been_tried() {
        let mut memory = Memory::default();
        memory.spare(&Tokens::from_refresh_token("given"));
        let refused = Error::new(ErrorKind::ReauthorizationRequired, "refused");
        memory.died(RefreshToken::new("stored"), refused);
        assert_eq!(candidates(&memory), ["given"]);
        let stored = Tokens::from_refresh_token("stored");
        let passing = Error::new(ErrorKind::Network, "no network");
        memory.failed(passing, &stored, UNIX_EPOCH);
        let standing = memory.standing_error(UNIX_EPOCH).unwrap();
        assert_eq!(standing.kind(), ErrorKind::Network);
        assert!(memory.is_hopeless(&stored, UNIX_EPOCH), "in the pause");
        let later = UNIX_EPOCH + std::time::Duration::from_secs(1);
        assert!(memory.standing_error(later).is_none());
    }

    #[test]
    fn what_was_said_about_a_dead_token_is_forgotten_when_another_works() {
        let mut memory = Memory::default();
        let refused = Error::new(ErrorKind::ReauthorizationRequired, "refused");
        memory.died(RefreshToken::new("stored"), refused);
        assert!(memory.standing_error(UNIX_EPOCH).is_some());
        memory.spent(&RefreshToken::new("other"));
        assert!(memory.standing_error(UNIX_EPOCH).is_none());
    }

    #[test]
    fn what_replaces_a_spare_token_s_pair_does_not_inherit_the_expiry_of_the_store_s() {
        let mut memory = Memory::default();
        memory.spare(&Tokens::from_refresh_token("given"));
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
