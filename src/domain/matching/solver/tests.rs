//! Every answer is held against its certificate, and small ones against all matchings there are.

use super::*;

mod exhaustive;
mod families;
mod instances;

use exhaustive::best_by_trial;
use families::{Chance, FAMILIES};

/// Solves from every start and certifies each answer.
fn solve_all_ways(graph: &WeightedGraph) -> Matching {
    let starts = [Start::covering(graph), Start::greedy(graph)];
    let mut answers: Vec<Matching> = starts.iter().map(|start| solve_from(graph, start.clone())).collect();
    answers.push(solve(graph));
    for answer in &answers {
        let certified = certify(graph, answer).unwrap();
        let expected = (answers[0].cardinality, answers[0].weight);
        assert_eq!((certified.cardinality, certified.weight), expected);
    }
    answers.swap_remove(2)
}

#[test]
fn small_graphs_have_the_best_of_all_their_matchings() {
    let mut chance = Chance::new(1);
    let mut imperfect = 0;
    for _ in 0..20_000 {
        let vertices = 2 + chance.below(11);
        let edges = instances::random(&mut chance, vertices);
        let graph = WeightedGraph::new(vertices, &edges).unwrap();
        let answer = solve_all_ways(&graph);
        let best = best_by_trial(vertices, &edges);
        assert_eq!((answer.cardinality, answer.weight), best, "{edges:?}");
        imperfect += usize::from(answer.cardinality < vertices / 2);
    }
    assert!(imperfect > 2_000, "{imperfect}");
}

#[test]
fn hard_families_have_the_librarys_weight() {
    for (name, family) in FAMILIES {
        let edges: Vec<Edge> = family(120).into_iter().map(|(a, b, weight)| Edge { a, b, weight }).collect();
        let vertices = 120;
        let graph = WeightedGraph::new(vertices, &edges).unwrap();
        let answer = solve_all_ways(&graph);
        let partners = library::partners(vertices, &edges);
        let pairs = partners.iter().enumerate().filter_map(|(a, partner)| Some((a, (*partner)?)));
        let weights: Vec<i64> =
            pairs.filter(|(a, b)| a < b).map(|(a, b)| graph.weight_between(a, b).unwrap()).collect();
        assert_eq!((answer.cardinality, answer.weight), (weights.len(), weights.iter().sum()), "{name}");
    }
}
