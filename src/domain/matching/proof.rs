//! How good the groups of a round are, what they were formed from, and whether it was proven.

use super::solver::Doubt;
use super::weights::Weights;
use serde::{Deserialize, Serialize};

/// How good the groups of a round are. Kept with the round, so that it can be explained and formed again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Stands for everything that the round was formed from but its seed: the same inputs, the same digest. SHA-256, in
    /// hexadecimal.
    pub inputs: String,
    /// What counted how much.
    pub weights: Weights,
    /// The points of all groups together; a trio counts for the mean of its pairs, in whole points.
    pub total: i64,
    /// What the points could be at most, whoever was matched with whom, of all rounds that keep to whose turn it is to sit in a
    /// trio; `None` where nobody knows. Equal to the total: no better round exists.
    pub bound: Option<i64>,
    /// Why the pairs come from the plain library, where they do.
    pub doubt: Option<Doubt>,
}
