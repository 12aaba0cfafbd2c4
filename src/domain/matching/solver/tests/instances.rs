//! Random graphs of every kind.

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
            for _ in 0..usize::from(wanted) + usize::from(wanted && chance.below(50) == 0) {
                edges.push(Edge { a, b, weight: lightest + chance.below(spread) as i64 });
            }
        }
    }
    edges
}

/// About so many edges a vertex.
pub fn thinned(chance: &mut Chance, vertices: usize, degree: usize) -> Vec<Edge> {
    let spread = [2, 20, 5_000][chance.below(3)];
    (0..vertices * degree / 2)
        .map(|_| Edge {
            a: chance.below(vertices),
            b: chance.below(vertices),
            weight: chance.below(spread) as i64,
        })
        .collect()
}

/// Points on a line: near ones are worth much more to each other than far ones, at every scale, and so blossoms nest.
pub fn clustered(chance: &mut Chance, vertices: usize) -> Vec<Edge> {
    let places: Vec<i64> = (0..vertices).map(|_| 1 << chance.below(20)).collect();
    let noise = |chance: &mut Chance| chance.below(3) as i64;
    let mut edges = Vec::new();
    for a in 0..vertices {
        for b in a + 1..vertices {
            let weight = 2_000_000 - (places[a] - places[b]).abs() - noise(chance);
            edges.push(Edge { a, b, weight });
        }
    }
    edges
}
