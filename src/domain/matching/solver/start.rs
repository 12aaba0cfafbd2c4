//! Where the search begins: duals that cover every edge, and as many pairs over tight edges as a single look at each
//! vertex finds.

use super::graph::WeightedGraph;
use super::table::{NONE, Table};

/// A matching and vertex duals that satisfy all of the optimality conditions but one: a vertex may be exposed although
/// its dual is still above zero. No blossom has formed yet.
#[derive(Clone, Debug)]
pub(super) struct Start {
    /// The dual of each vertex.
    pub(super) duals: Table<i64>,
    /// The partner of each vertex, or [`NONE`].
    pub(super) mates: Table<u32>,
}

impl Start {
    /// Half of its heaviest edge is dual enough for each vertex: two halves cover the edge between them.
    pub(super) fn covering(graph: &WeightedGraph) -> Self {
        let top = graph.doubled_top() / 2;
        let duals = (0..graph.order()).map(|vertex| {
            let least = graph.arcs(vertex).iter().map(|arc| arc.deficit).min();
            least.map_or(0, |deficit| top - i64::from(deficit))
        });
        Self { duals: duals.collect(), mates: Table::filled(graph.order(), NONE) }
    }

    /// Lets each vertex in turn lower its dual as far as its edges allow. That makes one of them tight, and if the
    /// vertex at its other end is exposed as well, they are a pair.
    pub(super) fn greedy(graph: &WeightedGraph) -> Self {
        let mut start = Self::covering(graph);
        for vertex in 0..graph.order() {
            if start.is_exposed(vertex) {
                start.settle(graph, vertex);
            }
        }
        start
    }

    pub(super) fn is_exposed(&self, vertex: u32) -> bool {
        self.mates[vertex] == NONE
    }

    pub(super) fn join(&mut self, a: u32, b: u32) {
        self.mates[a] = b;
        self.mates[b] = a;
    }

    fn settle(&mut self, graph: &WeightedGraph, vertex: u32) {
        let doubled_top = graph.doubled_top();
        let (mut dual, mut partner) = (0, NONE);
        for arc in graph.arcs(vertex) {
            let needed = doubled_top - 2 * i64::from(arc.deficit) - self.duals[arc.to];
            let is_free = self.is_exposed(arc.to);
            if needed > dual || (needed == dual && is_free && partner == NONE) {
                dual = needed;
                partner = if is_free { arc.to } else { NONE };
            }
        }
        self.duals[vertex] = dual;
        if partner != NONE {
            self.join(vertex, partner);
        }
    }
}
