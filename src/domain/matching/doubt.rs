//! Why nothing stands behind the pairs of a round, in words. They name no person: vertices are places in a round.

use super::solver::Doubt;
use std::fmt;

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Graph(cause) => write!(f, "the solver could not take the round on: {cause}"),
            Self::Certificate(cause) => write!(f, "the solver could not prove its answer: {cause}"),
        }
    }
}
