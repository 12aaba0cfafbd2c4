//! The same answer from a library that shares nothing with this solver: slow, but a way out.

use std::convert::Infallible;

use rustworkx_core::max_weight_matching::max_weight_matching;
use rustworkx_core::petgraph::graph::{EdgeReference, UnGraph};

use super::graph::Edge;

/// The partner of each vertex in a matching of most edges and, among those, of the greatest weight. The same edges in
/// the same order give the same matching.
///
/// # Panics
/// When an edge ends at a vertex that does not exist.
pub(super) fn partners(vertices: usize, edges: &[Edge]) -> Vec<Option<usize>> {
    let mut graph: UnGraph<(), i64> = UnGraph::with_capacity(vertices, edges.len());
    let nodes: Vec<_> = (0..vertices).map(|_| graph.add_node(())).collect();
    for edge in edges.iter().filter(|edge| edge.a != edge.b) {
        // The library wants each pair once.
        match graph.find_edge(nodes[edge.a], nodes[edge.b]) {
            Some(known) => graph[known] = graph[known].max(edge.weight),
            None => {
                graph.add_edge(nodes[edge.a], nodes[edge.b], edge.weight);
            }
        }
    }
    // It also wants room to double a weight and add many of them: hence the wider integers.
    let weight = |edge: EdgeReference<'_, i64>| Ok::<_, Infallible>(i128::from(*edge.weight()));
    let Ok(pairs) = max_weight_matching(&graph, true, weight, false);
    let mut partners = vec![None; vertices];
    // The pairs come in no order, and each sets places of its own: no trace of it is left.
    for (a, b) in pairs {
        partners[a] = Some(b);
        partners[b] = Some(a);
    }
    partners
}
