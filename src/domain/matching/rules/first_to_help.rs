//! New help comes before help once more: to be introduced, for a topic, to somebody who can help with it for the first time.

use crate::domain::matching::facts::Facts;
use crate::domain::matching::weights::Weights;

/// When one can help the other with a topic that nobody offers to whom the other was introduced.
pub(super) fn points(helper: &Facts<'_>, seeker: &Facts<'_>, weights: &Weights) -> i64 {
    if helper.is_first_to_help(seeker) { weights.first_to_help.into() } else { 0 }
}
