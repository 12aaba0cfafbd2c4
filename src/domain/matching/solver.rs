//! The matching itself: a weighted graph in, partners out. Nothing here knows of people.

use rustworkx_core::max_weight_matching::max_weight_matching;
use rustworkx_core::petgraph::graph::UnGraph;
use std::convert::Infallible;

/// Two vertices that may be matched, and what that is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// One end: a number below the count of vertices.
    pub a: usize,
    /// The other end, different from `a`.
    pub b: usize,
    /// Its worth; may be negative.
    pub weight: i64,
}

/// The matching with the most edges and, among those, the highest total weight, exactly. Gives each vertex its partner.
/// The same edges in the same order give the same matching; no edge may be listed twice.
pub fn maximum_weight_matching(vertices: usize, edges: &[Edge]) -> Vec<Option<usize>> {
    let mut graph: UnGraph<(), i64> = UnGraph::with_capacity(vertices, edges.len());
    let nodes: Vec<_> = (0..vertices).map(|_| graph.add_node(())).collect();
    for edge in edges {
        graph.add_edge(nodes[edge.a], nodes[edge.b], edge.weight);
    }
    // The library wants room to double a weight and add many of them: hence its wider integers.
    let weight = |edge: rustworkx_core::petgraph::graph::EdgeReference<'_, i64>| {
        Ok::<_, Infallible>(i128::from(*edge.weight()))
    };
    let Ok(pairs) = max_weight_matching(&graph, true, weight, false);
    let mut partners = vec![None; vertices];
    // The pairs come in no order, and each sets places of its own: no trace of it is left.
    for (a, b) in pairs {
        partners[a] = Some(b);
        partners[b] = Some(a);
    }
    partners
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Edges and weight of the best matching, by trying all of them.
    fn best_by_trial(free: &mut Vec<bool>, edges: &[Edge]) -> (usize, i64) {
        let Some((edge, rest)) = edges.split_first() else { return (0, 0) };
        let without = best_by_trial(free, rest);
        if !free[edge.a] || !free[edge.b] {
            return without;
        }
        (free[edge.a], free[edge.b]) = (false, false);
        let (count, weight) = best_by_trial(free, rest);
        (free[edge.a], free[edge.b]) = (true, true);
        without.max((count + 1, weight + edge.weight))
    }

    #[test]
    fn no_vertices_and_no_edges_are_answered() {
        assert_eq!(maximum_weight_matching(0, &[]), Vec::new());
        assert_eq!(maximum_weight_matching(2, &[]), vec![None, None]);
    }

    #[test]
    fn cardinality_comes_before_weight() {
        let edge = |a, b, weight| Edge { a, b, weight };
        let path = [edge(0, 1, -5), edge(1, 2, 1_000_000), edge(2, 3, -5)];
        assert_eq!(maximum_weight_matching(4, &path), vec![Some(1), Some(0), Some(3), Some(2)]);
    }

    proptest! {
        #[test]
        fn it_is_exact_on_small_graphs(
            vertices in 1_usize..8,
            weights in prop::collection::vec(prop::option::of(-20_000_000_i64..20_000_000), 28),
        ) {
            let mut weights = weights.into_iter();
            let mut edges = Vec::new();
            for a in 0..vertices {
                for b in a + 1..vertices {
                    if let Some(Some(weight)) = weights.next() {
                        edges.push(Edge { a, b, weight });
                    }
                }
            }
            let partners = maximum_weight_matching(vertices, &edges);
            let chosen = edges.iter().filter(|edge| partners[edge.a] == Some(edge.b));
            let (count, weight) = chosen.fold((0, 0), |(n, sum), edge| (n + 1, sum + edge.weight));
            prop_assert_eq!(partners.iter().flatten().count(), 2 * count);
            prop_assert_eq!((count, weight), best_by_trial(&mut vec![true; vertices], &edges));
        }
    }
}
