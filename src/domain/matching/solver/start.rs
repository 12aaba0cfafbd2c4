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
    /// vertex at its other end is exposed as well, they are a pair. Who is left over may then oust somebody.
    pub(super) fn greedy(graph: &WeightedGraph) -> Self {
        let mut start = Self::covering(graph);
        for vertex in 0..graph.order() {
            if start.is_exposed(vertex) {
                start.settle(graph, vertex);
            }
        }
        start.reassign(graph);
        start
    }

    /// The least dual of a vertex that has edges.
    pub(super) fn least_dual(&self, graph: &WeightedGraph) -> i64 {
        let duals = (0..graph.order()).filter(|&v| !graph.arcs(v).is_empty()).map(|v| self.duals[v]);
        duals.min().unwrap_or(0)
    }

    pub(super) fn is_exposed(&self, vertex: u32) -> bool {
        self.mates[vertex] == NONE
    }

    pub(super) fn join(&mut self, a: u32, b: u32) {
        self.mates[a] = b;
        self.mates[b] = a;
    }

    fn settle(&mut self, graph: &WeightedGraph, vertex: u32) {
        let offers = self.offers(graph, vertex);
        self.duals[vertex] = offers.best;
        if offers.from != NONE && self.is_exposed(offers.from) {
            self.join(vertex, offers.from);
        }
    }

    /// An exposed vertex bids for its best partner, as in an auction: its own dual falls to what the second best would
    /// ask for, that of the partner rises by as much, and whoever was matched with the partner is exposed instead and
    /// bids in turn. That could go round and round, so the number of bids is limited.
    fn reassign(&mut self, graph: &WeightedGraph) {
        let mut bidders: Vec<u32> = (0..graph.order()).rev().filter(|&v| self.is_exposed(v)).collect();
        let mut bids = 2 * bidders.len();
        while let Some(vertex) = bidders.pop().filter(|_| bids > 0) {
            bids -= 1;
            if !self.is_exposed(vertex) {
                continue;
            }
            let offers = self.offers(graph, vertex);
            if offers.from == NONE || self.is_exposed(offers.from) || offers.best == offers.second {
                self.settle(graph, vertex);
                continue;
            }
            self.duals[vertex] = offers.second;
            self.duals[offers.from] += offers.best - offers.second;
            let ousted = std::mem::replace(&mut self.mates[offers.from], vertex);
            self.mates[vertex] = offers.from;
            self.mates[ousted] = NONE;
            bidders.push(ousted);
        }
    }

    /// How much the edges of a vertex need of its dual. Of several that need the most, one to an exposed vertex is
    /// named if there is one.
    fn offers(&self, graph: &WeightedGraph, vertex: u32) -> Offers {
        let doubled_top = graph.doubled_top();
        let mut offers = Offers { best: 0, second: 0, from: NONE };
        for arc in graph.arcs(vertex) {
            let needed = doubled_top - 2 * i64::from(arc.deficit) - self.duals[arc.to];
            let wins_tie = || offers.from == NONE || self.is_exposed(arc.to);
            if needed > offers.best || (needed == offers.best && wins_tie()) {
                offers = Offers { best: needed, second: offers.best, from: arc.to };
            } else if needed > offers.second {
                offers.second = needed;
            }
        }
        offers
    }
}

/// What the best and the second best edge of a vertex need of its dual, and where the best leads.
struct Offers {
    best: i64,
    second: i64,
    from: u32,
}
