//! The answers are right.

use super::super::*;
use super::exhaustive::{best_by_trial, best_within_each};
use super::families::{Chance, FAMILIES};
use super::{instances, nest, solve_all_ways, worth};

fn edge(a: usize, b: usize, weight: i64) -> Edge {
    Edge { a, b, weight }
}

fn graph(vertices: usize, edges: &[Edge]) -> WeightedGraph {
    WeightedGraph::new(vertices, edges).unwrap()
}

#[test]
fn no_vertices_and_no_edges_are_answered() {
    assert_eq!(solve_all_ways(&graph(0, &[])).partners, []);
    assert_eq!(solve_all_ways(&graph(2, &[])).partners, [None, None]);
    assert_eq!(solve_all_ways(&graph(1, &[edge(0, 0, 9)])).partners, [None]);
}

#[test]
fn cardinality_comes_before_weight() {
    let path = graph(4, &[edge(0, 1, -5), edge(1, 2, 1_000_000), edge(2, 3, -5)]);
    let answer = solve_all_ways(&path);
    assert_eq!(answer.partners, [Some(1), Some(0), Some(3), Some(2)]);
    assert_eq!((answer.cardinality, answer.weight), (2, -10));
}

#[test]
fn small_graphs_have_the_best_of_all_their_matchings() {
    let mut chance = Chance::new(1);
    let mut imperfect = 0;
    for _ in 0..20_000 {
        let vertices = 2 + chance.below(11);
        let edges = instances::random(&mut chance, vertices);
        let answer = solve_all_ways(&graph(vertices, &edges));
        let best = best_by_trial(vertices, &edges);
        assert_eq!((answer.cardinality, answer.weight), best, "{edges:?}");
        imperfect += usize::from(answer.cardinality < vertices / 2);
    }
    assert!(imperfect > 2_000, "only {imperfect} leave more than one vertex out");
}

#[test]
fn larger_graphs_agree_with_the_library() {
    let mut chance = Chance::new(2);
    for round in 0..60 {
        let vertices = 20 + chance.below(50);
        let edges = instances::thinned(&mut chance, vertices, 2 + round % 6);
        let graph = graph(vertices, &edges);
        let answer = solve_all_ways(&graph);
        let library = worth(&graph, &library::partners(vertices, &edges));
        assert_eq!((answer.cardinality, answer.weight), library, "{edges:?}");
    }
}

#[test]
fn hard_families_agree_with_the_library() {
    for (name, family) in FAMILIES {
        for vertices in [30, 131] {
            let edges: Vec<Edge> =
                family(vertices).into_iter().map(|(a, b, weight)| edge(a, b, weight)).collect();
            let graph = graph(vertices, &edges);
            let answer = solve_all_ways(&graph);
            let library = worth(&graph, &library::partners(vertices, &edges));
            assert_eq!((answer.cardinality, answer.weight), library, "{name} with {vertices}");
        }
    }
}

#[test]
fn hard_families_are_certified_at_a_size_where_blossoms_nest() {
    for (name, family) in FAMILIES {
        let edges: Vec<Edge> = family(1_000).into_iter().map(|(a, b, weight)| edge(a, b, weight)).collect();
        let graph = graph(1_000, &edges);
        assert!(certify(&graph, &solve(&graph)).is_ok(), "{name}");
    }
}

/// A call for each level would need more than the two megabytes of stack that a test has. Without end of patience, it is
/// one search that nests them all.
#[test]
fn blossoms_nested_a_hundred_thousand_deep_need_no_deep_stack() {
    let (graph, start) = nest(100_000);
    let answer = searched_from(&graph, &start, u32::MAX).matching();
    let proof = &answer.certificate;
    let innermost = proof.blossoms.len() - 1;
    let nesting = std::iter::successors(Some(innermost), |&blossom| proof.blossoms[blossom].parent);
    assert_eq!(nesting.count(), 100_000);
    assert_eq!(certify(&graph, &answer).map(|certified| certified.cardinality), Ok(100_001));
}

#[test]
fn the_best_without_each_vertex_is_the_best_of_all_that_leave_it_out() {
    let mut chance = Chance::new(7);
    let (mut possible, mut impossible) = (0, 0);
    for _ in 0..3_000 {
        let vertices = 1 + 2 * chance.below(5);
        let edges = instances::random(&mut chance, vertices);
        let without = without_each(&graph(vertices, &edges));
        let best = best_within_each(vertices, &edges);
        let all = (1 << vertices) - 1;
        assert_eq!(without.is_some(), best[all].0 == vertices / 2);
        for (vertex, weight) in without.iter().flatten().enumerate() {
            let (pairs, expected) = best[all & !(1 << vertex)];
            assert_eq!(*weight, (pairs == vertices / 2).then_some(expected), "{vertex} in {edges:?}");
            possible += usize::from(weight.is_some());
            impossible += usize::from(weight.is_none());
        }
    }
    assert!(possible > 1_000 && impossible > 1_000, "{possible} {impossible}");
    assert_eq!(without_each(&graph(4, &[edge(0, 1, 1)])), None);
}

#[test]
fn the_best_without_each_vertex_of_a_larger_graph_is_what_solving_again_gives() {
    let mut chance = Chance::new(8);
    for _ in 0..3 {
        let edges = instances::clustered(&mut chance, 61);
        let without = without_each(&graph(61, &edges)).unwrap();
        for (vertex, weight) in without.into_iter().enumerate() {
            let others: Vec<Edge> =
                edges.iter().copied().filter(|edge| edge.a != vertex && edge.b != vertex).collect();
            let again = solve(&graph(61, &others));
            assert_eq!(weight, (again.cardinality == 30).then_some(again.weight));
        }
    }
}

#[test]
fn the_order_of_the_edges_does_not_change_the_answer() {
    let mut chance = Chance::new(3);
    for _ in 0..50 {
        let mut edges = instances::random(&mut chance, 12);
        let answer = solve(&graph(12, &edges));
        edges.reverse();
        edges.iter_mut().for_each(|edge| std::mem::swap(&mut edge.a, &mut edge.b));
        assert_eq!(solve(&graph(12, &edges)), answer);
    }
}

#[test]
fn what_is_too_heavy_for_this_solver_goes_to_the_library() {
    let edges = [edge(0, 1, i64::MIN / 8), edge(1, 2, 0), edge(2, 3, 7), edge(2, 3, 5)];
    let answer = best(4, &edges);
    let why = Doubt::Graph(GraphError::TooWide { lightest: i64::MIN / 8, heaviest: 7 });
    let partners = vec![Some(1), Some(0), Some(3), Some(2)];
    assert_eq!(answer, Answer::Unproven { partners, why });
    assert!(matches!(best(4, &edges[1..]), Answer::Proven(matching) if matching.weight == 7));
}
