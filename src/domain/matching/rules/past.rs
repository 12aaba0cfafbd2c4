//! Repeats are never banned. They are expensive, and less so with the weeks.

use crate::domain::matching::history::Together;

/// When two were introduced within the last four rounds; on top of the cost that fades.
const RECENT: i64 = -1_000_000;

/// When two were ever introduced: nothing that an organisation may set makes up for somebody new.
pub(super) const KNOWN: i64 = -200_000;

/// The least that any two get, where meetings cost at most so much.
pub(in super::super) fn least(most_cost: i64) -> i64 {
    KNOWN + RECENT - most_cost
}

/// What it costs that two were introduced before.
pub(in super::super) fn points(together: Option<&Together>) -> i64 {
    together.map_or(0, |together| {
        let recent = if together.is_recent() { RECENT } else { 0 };
        KNOWN + recent - i64::from(together.cost)
    })
}
