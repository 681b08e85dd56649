//! The account of the caller, whom it follows, its websites, and linked businesses.

use crate::call::Behavior;
use crate::state::State;

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[];

pub(super) fn seed(_state: &mut State) {}
