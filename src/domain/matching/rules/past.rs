//! Repeats are never banned. They are expensive, and less so with the weeks.

use crate::domain::matching::history::Together;

/// When two were introduced within the last four rounds; on top of the cost that fades.
pub(in super::super) const RECENT: i64 = -1_000_000;

/// What it costs that two were introduced before.
pub(in super::super) fn points(together: Option<&Together>) -> i64 {
    together.map_or(0, |together| {
        let recent = if together.is_recent() { RECENT } else { 0 };
        recent - i64::from(together.cost)
    })
}
