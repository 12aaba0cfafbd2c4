//! What the duals say of pairs that are not in the graph: how much better, at most, a matching of all pairs could be.

use super::graph::WeightedGraph;
use super::matching::Matching;

impl Matching {
    /// No matching of a larger graph, with the same range of weights and at most `most_pairs` pairs, has more pairs than
    /// this one and none with as many weighs more than this; `None` where the duals leave room for more pairs. `raised` is
    /// by how much duals have to be raised in all to cover the edges that are not in the graph
    /// ([`Prices::slack`](super::Prices::slack)): nothing, if no pair is violated.
    #[must_use]
    pub fn bound(&self, graph: &WeightedGraph, raised: i128, most_pairs: usize) -> Option<i64> {
        let covered = self.certificate.bound() + raised;
        let more = graph.doubled_worth(self.cardinality + 1, graph.least_weight(self.cardinality + 1));
        if self.cardinality < most_pairs && covered >= more {
            return None;
        }
        let weight = (covered - graph.doubled_worth(self.cardinality, 0)).div_euclid(2);
        i64::try_from(weight).ok()
    }
}
