//! Small graphs of every kind, to be held against all matchings they have.

use super::super::Edge;
use super::families::Chance;

/// Any density, and weights with few or many ties, some below zero; now and then a parallel edge or a loop.
pub fn random(chance: &mut Chance, vertices: usize) -> Vec<Edge> {
    let density = 15 + chance.below(86);
    let spread = [1, 3, 10, 1_000][chance.below(4)];
    let lightest = -(chance.below(spread) as i64);
    let mut edges = Vec::new();
    for a in 0..vertices {
        for b in a..vertices {
            let wanted = if a == b { chance.below(400) == 0 } else { chance.below(100) < density };
            for _ in 0..u64::from(wanted) + u64::from(wanted && chance.below(50) == 0) {
                edges.push(Edge { a, b, weight: lightest + chance.below(spread) as i64 });
            }
        }
    }
    edges
}
