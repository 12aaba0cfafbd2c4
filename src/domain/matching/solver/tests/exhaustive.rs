//! The best matchings of a small graph, by looking at all of them.

use super::super::Edge;

/// Pairs and weight of the best matching.
pub fn best_by_trial(vertices: usize, edges: &[Edge]) -> (usize, i64) {
    best_within_each(vertices, edges)[(1 << vertices) - 1]
}

/// Pairs and weight of the best matching within each set of vertices. Bit v of the place stands for vertex v.
pub fn best_within_each(vertices: usize, edges: &[Edge]) -> Vec<(usize, i64)> {
    let mut best: Vec<(usize, i64)> = vec![(0, 0); 1 << vertices];
    let mut by_end: Vec<Vec<(usize, i64)>> = vec![Vec::new(); vertices];
    for edge in edges.iter().filter(|edge| edge.a != edge.b) {
        by_end[edge.a.max(edge.b)].push((1 << edge.a | 1 << edge.b, edge.weight));
    }
    for set in 1..best.len() {
        // The last vertex of the set stays exposed, or is matched with another one of the set.
        let last = set.ilog2() as usize;
        best[set] = best[set & !(1 << last)];
        for &(pair, weight) in by_end[last].iter().filter(|(pair, _)| pair & set == *pair) {
            let (count, sum) = best[set & !pair];
            best[set] = best[set].max((count + 1, sum + weight));
        }
    }
    best
}
