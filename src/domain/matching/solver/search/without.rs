//! The best matching without a certain vertex, for every vertex at once.
//!
//! Let the matching be optimal and leave a single vertex r exposed. Grow a tree from r once more, but do not end when
//! a dual reaches zero, and let it fall on: that is the problem in which everybody has to be matched but one. When a
//! vertex v becomes S, at time t, the path between r and v has tight edges only, and flipping it would leave v
//! exposed in place of r. The duals prove that matching the best of those without v. The sum that bounds a matching
//! has fallen by t until then, as there is one S vertex more than there are T vertices, and v's own dual u does not
//! count: so it counts for t + u less than the one without r. A vertex that never becomes S is needed to match all
//! the others.

use super::{Search, Table};

/// Far beyond every event, and small enough to be doubled.
const NEVER: i64 = i64::MAX / 4;

impl Search<'_> {
    /// How much less than this matching the best one counts for that leaves out a certain vertex and matches all
    /// others; for every vertex, none where there is no such matching. The scale is that of the duals.
    pub(in super::super) fn losses_without_each(mut self, exposed: u32) -> Table<Option<i64>> {
        self.spent = Some(Table::filled(self.graph.order(), None));
        (self.clock, self.horizon, self.patience) = (0, NEVER, u32::MAX);
        self.grow_to_horizon(exposed);
        self.spent.unwrap_or_else(|| Table::filled(0, None))
    }
}
