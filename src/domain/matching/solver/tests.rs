//! Every answer is held against its certificate, and small ones against all matchings there are.

use super::*;

mod answers;
mod exhaustive;
mod families;
mod instances;
mod proofs;

/// The answer from any start that satisfies the conditions.
fn solve_from(graph: &WeightedGraph, start: &Start) -> Matching {
    searched_from(graph, start, FIRST_PATIENCE).matching()
}

/// Solves from every start, and without any patience, so that even the searches of a small graph are put off; certifies
/// each answer, and gives the usual one.
fn solve_all_ways(graph: &WeightedGraph) -> Matching {
    let usual = solve(graph);
    let [covering, greedy] = [Start::covering(graph), Start::greedy(graph)];
    let answers = [
        usual.clone(),
        solve_from(graph, &covering),
        solve_from(graph, &greedy),
        searched_from(graph, &greedy, 1).matching(),
        searched(graph, 1).matching(),
    ];
    for answer in answers {
        let certified = certify(graph, &answer).unwrap();
        assert_eq!((certified.cardinality, certified.weight), (usual.cardinality, usual.weight));
    }
    usual
}

/// Pairs and weight of partners that somebody else has found.
fn worth(graph: &WeightedGraph, partners: &[Option<usize>]) -> (usize, i64) {
    let pairs =
        partners.iter().enumerate().filter_map(|(a, partner)| partner.filter(|&b| a < b).map(|b| (a, b)));
    let weights: Vec<i64> = pairs.map(|(a, b)| graph.weight_between(a, b).unwrap()).collect();
    (weights.len(), weights.iter().sum())
}

/// Triangles in a row that share corners, each a little lighter than the one before, and a last vertex that only the
/// last of them knows. All but the first and the last vertex are matched, so that a single search has to form a
/// blossom around each triangle and all before it.
fn nest(depth: usize) -> (WeightedGraph, Start) {
    let mut edges = vec![Edge { a: 2 * depth, b: 2 * depth + 1, weight: 0 }];
    for level in 0..depth {
        let weight = 10 * (depth - level) as i64;
        let corners = [2 * level, 2 * level + 1, 2 * level + 2];
        edges.extend([(0, 1), (1, 2), (0, 2)].map(|(a, b)| Edge { a: corners[a], b: corners[b], weight }));
    }
    let graph = WeightedGraph::new(2 * depth + 2, &edges).unwrap();
    let mut start = Start::covering(&graph);
    for level in 0..depth as u32 {
        start.join(2 * level + 1, 2 * level + 2);
    }
    (graph, start)
}
