//! Giving and receiving should even out: whoever mostly gave lately meets somebody who can help them.

use super::topics::can_help;
use crate::domain::matching::facts::Facts;
use crate::domain::matching::weights::Weights;
use crate::domain::reciprocity::Hint;

/// When one who mostly gave lately seeks what the other offers.
pub(super) fn points(giver: &Facts<'_>, other: &Facts<'_>, weights: &Weights) -> i64 {
    if waits_to_receive(giver) && can_help(other, giver) { weights.turn_to_receive.into() } else { 0 }
}

/// Whether it is somebody's turn to receive.
pub(in super::super) fn waits_to_receive(person: &Facts<'_>) -> bool {
    person.hint == Some(Hint::AskForSomething)
}
