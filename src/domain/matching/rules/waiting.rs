//! Whoever was left out comes first.

use crate::domain::matching::facts::Facts;

/// For each round in a row that one of them was left out. It outweighs any repeat: twice running is worse.
const LEFT_OUT: i64 = 10_000_000;
/// So many rounds in a row count.
const THAT_COUNT: u32 = 50;

/// For how long somebody has waited.
pub(in super::super) fn points(person: &Facts<'_>) -> i64 {
    i64::from(person.waited.min(THAT_COUNT)) * LEFT_OUT
}
