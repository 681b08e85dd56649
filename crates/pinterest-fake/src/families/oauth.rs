//! Tokens: exchange, refresh, revocation.

use crate::call::Behavior;
use crate::state::State;

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[];

pub(super) fn seed(_state: &mut State) {}
