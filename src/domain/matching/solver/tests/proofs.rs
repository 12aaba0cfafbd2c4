//! The certificates prove what they say, and say nothing else.

use super::super::*;
use super::families::Chance;
use super::{instances, nest, solve_from};

/// A graph of two triangles and a bridge, whose certificate needs both triangles: each is worth so much more than the
/// bridge that without a dual on the sets the bound would be one and a half times a triangle's edge.
fn two_triangles() -> WeightedGraph {
    let edge = |a, b, weight| Edge { a, b, weight };
    let edges = [
        edge(0, 1, 900),
        edge(1, 2, 900),
        edge(0, 2, 900),
        edge(2, 3, 10),
        edge(3, 4, 900),
        edge(4, 5, 900),
        edge(3, 5, 900),
        edge(1, 4, 0),
    ];
    WeightedGraph::new(6, &edges).unwrap()
}

#[test]
fn a_certificate_uses_blossoms_where_it_has_to() {
    let graph = two_triangles();
    let answer = solve(&graph);
    assert_eq!(certify(&graph, &answer), Ok(Certified { cardinality: 3, weight: 1_810 }));
    assert!(!answer.certificate.blossoms.is_empty());
}

#[test]
fn another_matching_cannot_borrow_a_certificate() {
    let graph = two_triangles();
    let mut answer = solve(&graph);
    answer.partners = vec![Some(2), Some(4), Some(0), Some(5), Some(1), Some(3)];
    answer.weight = 1_800;
    assert!(matches!(certify(&graph, &answer), Err(CertificateError::NotTight { .. })));
}

#[test]
fn partners_must_be_partners_of_each_other_over_an_edge() {
    let graph = two_triangles();
    let proper = solve(&graph);
    let lie = |change: fn(&mut Matching)| {
        let mut answer = proper.clone();
        change(&mut answer);
        certify(&graph, &answer)
    };
    assert_eq!(
        lie(|answer| answer.weight += 1),
        Err(CertificateError::WrongSum { weight: 1_810, cardinality: 3 })
    );
    assert_eq!(
        lie(|answer| answer.cardinality -= 1),
        Err(CertificateError::WrongSum { weight: 1_810, cardinality: 3 })
    );
    assert_eq!(lie(|answer| answer.partners[2] = None), Err(CertificateError::NotAMatching { vertex: 3 }));
    assert_eq!(lie(|answer| answer.partners[0] = Some(5)), Err(CertificateError::NotAMatching { vertex: 0 }));
    assert_eq!(
        lie(|answer| answer.partners[0] = Some(99)),
        Err(CertificateError::NotAMatching { vertex: 0 })
    );
    assert_eq!(lie(|answer| answer.partners[0] = Some(0)), Err(CertificateError::NotAMatching { vertex: 0 }));
    assert_eq!(lie(|answer| answer.partners.truncate(5)), Err(CertificateError::Malformed));
}

/// Whatever dual is changed, by however little, the proof does not hold any more.
#[test]
fn no_dual_can_be_tampered_with() {
    let mut chance = Chance::new(4);
    for round in 0..300 {
        let vertices = 3 + chance.below(10);
        let edges = if round < 150 {
            instances::random(&mut chance, vertices)
        } else {
            instances::thinned(&mut chance, 3 * vertices, 3)
        };
        let vertices = if round < 150 { vertices } else { 3 * vertices };
        let graph = WeightedGraph::new(vertices, &edges).unwrap();
        let proper = solve(&graph);
        for change in [-2, -1, 1, 2, i64::MIN / 2, i64::MAX / 2] {
            for vertex in 0..vertices {
                let mut answer = proper.clone();
                answer.certificate.vertices[vertex] =
                    answer.certificate.vertices[vertex].saturating_add(change);
                assert!(certify(&graph, &answer).is_err(), "vertex {vertex} by {change} in {edges:?}");
            }
            for blossom in 0..proper.certificate.blossoms.len() {
                let mut answer = proper.clone();
                let dual = &mut answer.certificate.blossoms[blossom].dual;
                *dual = dual.saturating_add(change);
                assert!(certify(&graph, &answer).is_err(), "blossom {blossom} by {change} in {edges:?}");
            }
        }
    }
}

#[test]
fn the_nesting_must_make_sense() {
    let (graph, start) = nest(3);
    let proper = solve_from(&graph, &start);
    let parents: Vec<_> = proper.certificate.blossoms.iter().map(|blossom| blossom.parent).collect();
    assert_eq!(parents, [None, Some(0), Some(1)]);
    let lie = |change: fn(&mut Certificate)| {
        let mut answer = proper.clone();
        change(&mut answer.certificate);
        certify(&graph, &answer)
    };
    assert!(lie(|_| {}).is_ok());
    assert_eq!(lie(|proof| proof.blossoms[0].parent = Some(1)), Err(CertificateError::Malformed));
    assert_eq!(lie(|proof| proof.blossoms[1].parent = Some(1)), Err(CertificateError::Malformed));
    assert_eq!(lie(|proof| proof.innermost[0] = Some(3)), Err(CertificateError::Malformed));
    assert_eq!(lie(|proof| proof.innermost.truncate(1)), Err(CertificateError::Malformed));
    assert_eq!(lie(|proof| proof.vertices.truncate(1)), Err(CertificateError::Malformed));
    assert!(lie(|proof| proof.blossoms[2].parent = None).is_err());
    assert!(lie(|proof| proof.innermost[0] = None).is_err());
    assert!(lie(|proof| proof.innermost.swap(0, 7)).is_err());
}

/// The slack of every pair, against a sum over all blossoms around both.
#[test]
fn prices_add_up_every_blossom_around_a_pair() {
    let mut chance = Chance::new(5);
    let (mut shared, mut nested) = (0, 0);
    for _ in 0..40 {
        let edges = instances::clustered(&mut chance, 45);
        let graph = WeightedGraph::new(45, &edges).unwrap();
        let answer = solve(&graph);
        let proof = &answer.certificate;
        let around = |vertex: usize| {
            std::iter::successors(proof.innermost[vertex], |&blossom| proof.blossoms[blossom].parent)
                .collect::<Vec<_>>()
        };
        let prices = answer.prices(&graph).unwrap();
        for a in 0..45 {
            for b in (0..45).filter(|&b| b != a) {
                let both: Vec<usize> =
                    around(a).into_iter().filter(|blossom| around(b).contains(blossom)).collect();
                let sum: i64 = both.iter().map(|&blossom| proof.blossoms[blossom].dual).sum();
                let covered = proof.vertices[a] + proof.vertices[b] + sum;
                let wanted = covered - graph.doubled_worth(1, 5) as i64;
                assert_eq!(prices.slack(a, b, 5), wanted);
                shared += usize::from(!both.is_empty());
                nested += usize::from(both.len() > 2);
            }
        }
    }
    assert!(shared > 1_000 && nested > 100, "{shared} {nested}");
}

/// Solving a part, adding what its prices show to be missing, and so on, comes to the best of the whole.
#[test]
fn pricing_a_part_leads_to_the_best_of_the_whole() {
    let mut chance = Chance::new(6);
    for _ in 0..100 {
        let all = instances::random(&mut chance, 24);
        let range = -1_000..=1_000;
        let whole = solve(&WeightedGraph::within(24, &all, range.clone()).unwrap());
        let mut part: Vec<Edge> = all.iter().copied().filter(|_| chance.below(6) == 0).collect();
        let proven = loop {
            let graph = WeightedGraph::within(24, &part, range.clone()).unwrap();
            let answer = solve(&graph);
            let prices = answer.prices(&graph).unwrap();
            let violated = |edge: &&Edge| edge.a != edge.b && prices.slack(edge.a, edge.b, edge.weight) < 0;
            let before = part.len();
            part.extend(all.iter().filter(violated));
            if part.len() == before {
                break answer;
            }
        };
        assert_eq!((proven.cardinality, proven.weight), (whole.cardinality, whole.weight));
    }
}
