//! What the duals ask of a pair: its slack, whether or not the pair is an edge of the graph.

use super::certificate::{Certificate, CertificateError};
use super::graph::WeightedGraph;

/// Marks a vertex in no blossom.
const NOWHERE: u32 = u32::MAX;

/// The duals, laid out so that the slack of any pair is found at once. Two vertices that share no blossom, which is
/// by far the most usual, cost two reads. For others the duals of all blossoms around both are wanted: the sum from
/// the outermost down to their lowest common ancestor in the nesting.
///
/// That ancestor is found on *heavy paths* (Sleator and Tarjan 1983): every blossom continues the path of its parent
/// if it is the largest child, and begins a path of its own otherwise. A path is left for a blossom at least twice as
/// large, so that no walk changes paths more than log₂ n times, however deep the nesting is; most change none.
#[derive(Clone, Debug)]
pub struct Prices {
    vertices: Vec<Priced>,
    blossoms: Vec<Nested>,
    /// Twice what a pair counts for besides its weight.
    base: i64,
}

#[derive(Clone, Copy, Debug)]
struct Priced {
    dual: i64,
    innermost: u32,
    outermost: u32,
}

#[derive(Clone, Copy, Debug)]
struct Nested {
    /// The duals of this blossom and of all around it.
    sum: i64,
    parent: u32,
    /// The outermost blossom of the same heavy path. A parent has a smaller number than its children, so the path
    /// whose head has the greater number is the one to leave.
    head: u32,
    outermost: u32,
    /// How many vertices and blossoms are within.
    weight: u32,
}

impl Prices {
    /// Lays out the duals for a graph, or for a larger one of which it is a part.
    ///
    /// # Errors
    /// When the certificate speaks of other vertices, or its blossoms are not nested outside first.
    pub fn new(graph: &WeightedGraph, certificate: &Certificate) -> Result<Self, CertificateError> {
        certificate.check_shape(graph)?;
        let blossoms = nested(certificate);
        if let Some(deep) = blossoms.iter().find(|blossom| blossom.sum > graph.doubled_top()) {
            return Err(CertificateError::BadDual { dual: deep.sum });
        }
        let vertices = certificate.vertices.iter().zip(&certificate.innermost).map(|(&dual, &innermost)| {
            let outermost = innermost.map_or(NOWHERE, |blossom| blossoms[blossom].outermost);
            Priced { dual, innermost: innermost.map_or(NOWHERE, |blossom| blossom as u32), outermost }
        });
        let vertices = vertices.collect();
        Ok(Self { vertices, blossoms, base: graph.doubled_base() })
    }

    /// How much the duals of the pair exceed what it counts for, on the scale of the duals: twice the weight, so that
    /// a slack of 2 is worth a weight of 1. Less than zero: the pair is *violated*, and as an edge of the graph it
    /// might lead to a better matching. If no pair at all is violated, the matching is the best of the complete
    /// graph. The weight has to be within the range that the graph was made for.
    ///
    /// # Panics
    /// When one of the two is no vertex.
    #[must_use]
    pub fn slack(&self, a: usize, b: usize, weight: i64) -> i64 {
        let (a, b) = (&self.vertices[a], &self.vertices[b]);
        let outside = a.dual + b.dual - self.base - 2 * weight;
        if a.outermost != b.outermost || a.outermost == NOWHERE {
            return outside;
        }
        outside + self.shared(a.innermost, b.innermost)
    }

    /// For each vertex a number such that no pair is violated whose weight does not exceed the sum of its two: a quick look
    /// before [`slack`](Self::slack). The halves of the duals, less half of what a pair counts for besides its weight,
    /// rounded down.
    #[must_use]
    pub fn halves(&self) -> Vec<i64> {
        self.vertices.iter().map(|vertex| (vertex.dual - self.base / 2).div_euclid(2)).collect()
    }

    /// The duals of all blossoms around both of two blossoms with the same outermost.
    fn shared(&self, a: u32, b: u32) -> i64 {
        let (mut a, mut b) = (a, b);
        loop {
            let (left, right) = (self.blossoms[a as usize], self.blossoms[b as usize]);
            if left.head == right.head {
                return if a < b { left.sum } else { right.sum };
            }
            if left.head > right.head {
                a = self.blossoms[left.head as usize].parent;
            } else {
                b = self.blossoms[right.head as usize].parent;
            }
        }
    }
}

fn nested(certificate: &Certificate) -> Vec<Nested> {
    let mut blossoms: Vec<Nested> = Vec::with_capacity(certificate.blossoms.len());
    for (number, blossom) in certificate.blossoms.iter().enumerate() {
        let own = number as u32;
        let around = blossom.parent.map(|parent| (parent as u32, blossoms[parent]));
        blossoms.push(Nested {
            sum: blossom.dual.saturating_add(around.map_or(0, |(_, outer)| outer.sum)),
            parent: around.map_or(NOWHERE, |(parent, _)| parent),
            head: own,
            outermost: around.map_or(own, |(_, outer)| outer.outermost),
            weight: 1,
        });
    }
    for innermost in certificate.innermost.iter().flatten() {
        blossoms[*innermost].weight += 1;
    }
    set_heads(&mut blossoms);
    blossoms
}

/// Lets each blossom's heaviest child continue its path.
fn set_heads(blossoms: &mut [Nested]) {
    let mut heaviest = vec![NOWHERE; blossoms.len()];
    for number in (0..blossoms.len()).rev() {
        let Nested { parent, weight, .. } = blossoms[number];
        if parent == NOWHERE {
            continue;
        }
        blossoms[parent as usize].weight += weight;
        let rival = heaviest[parent as usize];
        if rival == NOWHERE || blossoms[rival as usize].weight < weight {
            heaviest[parent as usize] = number as u32;
        }
    }
    for number in 0..blossoms.len() {
        let child = heaviest[number];
        if child != NOWHERE {
            blossoms[child as usize].head = blossoms[number].head;
        }
    }
}
