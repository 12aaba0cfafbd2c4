//! People who work in different places have seen different things.

use crate::domain::matching::facts::Facts;
use crate::domain::matching::weights::Weights;

/// When their functions are known and differ.
pub(super) fn function(a: &Facts<'_>, b: &Facts<'_>, weights: &Weights) -> i64 {
    if differ(&a.function, &b.function) { weights.other_function.into() } else { 0 }
}

/// When their teams are known and differ.
pub(super) fn team(a: &Facts<'_>, b: &Facts<'_>, weights: &Weights) -> i64 {
    if differ(&a.team, &b.team) { weights.other_team.into() } else { 0 }
}

/// Whether two things are both known and not the same. What is unknown is neither the same nor different.
pub(in super::super) fn differ<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
    a.is_some() && b.is_some() && a != b
}
