//! The certificate: anybody can see in one pass over the edges that a matching is the best there is.
//!
//! Take any duals, one for each vertex and one for each of some nested odd sets, none of them negative, which *cover*
//! every edge: those of its two ends and of all sets around both together are at least what the edge counts for. Then
//! no matching counts for more than
//!
//! > Σ dual of each vertex + Σ dual of each set × half of its vertices, rounded down,
//!
//! since a matching has at most one edge at each vertex, and within a set at most that many. So a matching that
//! reaches this bound is optimal, whoever found it and however. (It is reached exactly if all slacks along the
//! matching are zero, exposed vertices have no dual, and sets with one are matched inside but for one vertex:
//! complementary slackness.) Nothing here knows how the solver works.

use serde::{Deserialize, Serialize};
use std::fmt;

use super::graph::WeightedGraph;
use super::matching::Matching;
use super::prices::Prices;

/// Duals of the matching problem, in the scale of [`Prices::slack`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certificate {
    /// The dual of each vertex.
    pub vertices: Vec<i64>,
    /// The sets of vertices that have a dual, nested in one another; a set comes before those inside of it.
    pub blossoms: Vec<Blossom>,
    /// For each vertex, the number of the innermost set around it.
    pub innermost: Vec<Option<usize>>,
}

/// A set of vertices with a dual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blossom {
    /// The number of the next larger set around it.
    pub parent: Option<usize>,
    /// Its dual.
    pub dual: i64,
}

/// What has been proven: no matching of the graph has more pairs, and none with as many weighs more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Certified {
    /// How many pairs there are.
    pub cardinality: usize,
    /// What they weigh together.
    pub weight: i64,
}

/// Why a certificate proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateError {
    /// It speaks of another number of vertices, or a set stands inside one that comes later.
    Malformed,
    /// The partner of this vertex is not its partner in turn, or there is no edge to it.
    NotAMatching {
        /// The vertex.
        vertex: usize,
    },
    /// The cardinality or the weight of the matching is not that of its pairs.
    WrongSum {
        /// What the pairs weigh together.
        weight: i64,
        /// How many there are.
        cardinality: usize,
    },
    /// A dual is negative or too large to be one of this graph.
    BadDual {
        /// The dual.
        dual: i64,
    },
    /// The duals do not cover this edge.
    Uncovered {
        /// One end.
        a: usize,
        /// The other end.
        b: usize,
        /// By how much.
        slack: i64,
    },
    /// The matching does not reach the bound.
    NotTight {
        /// What the matching counts for, in the scale of the duals.
        reached: i128,
        /// What the duals allow.
        bound: i128,
    },
}

impl fmt::Display for CertificateError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => write!(out, "the certificate is of another graph"),
            Self::NotAMatching { vertex } => write!(out, "vertex {vertex} has a partner that is none"),
            Self::WrongSum { weight, cardinality } => {
                write!(out, "the {cardinality} pairs weigh {weight}, and that was not what was said")
            }
            Self::BadDual { dual } => write!(out, "a dual is {dual}"),
            Self::Uncovered { a, b, slack } => write!(out, "the edge {a}–{b} has the slack {slack}"),
            Self::NotTight { reached, bound } => {
                write!(out, "the matching counts for {reached}, and {bound} would be possible")
            }
        }
    }
}

impl std::error::Error for CertificateError {}

/// Proves that a matching is one of most pairs and, among those, of the greatest weight. Takes O(m log n) at worst and
/// O(m) as a rule.
///
/// # Errors
/// When it is no matching of the graph, or its certificate does not prove it the best.
pub fn certify(graph: &WeightedGraph, matching: &Matching) -> Result<Certified, CertificateError> {
    let certificate = &matching.certificate;
    let prices = Prices::new(graph, certificate)?;
    let certified = add_up(graph, &matching.partners)?;
    if (certified.cardinality, certified.weight) != (matching.cardinality, matching.weight) {
        let Certified { cardinality, weight } = certified;
        return Err(CertificateError::WrongSum { weight, cardinality });
    }
    for edge in graph.edges() {
        let slack = prices.slack(edge.a, edge.b, edge.weight);
        if slack < 0 {
            return Err(CertificateError::Uncovered { a: edge.a, b: edge.b, slack });
        }
    }
    let reached = graph.doubled_worth(certified.cardinality, certified.weight);
    let bound = certificate.bound();
    if reached == bound { Ok(certified) } else { Err(CertificateError::NotTight { reached, bound }) }
}

/// What pairs over edges of the graph come to.
fn add_up(graph: &WeightedGraph, partners: &[Option<usize>]) -> Result<Certified, CertificateError> {
    if partners.len() != graph.vertices() {
        return Err(CertificateError::Malformed);
    }
    let mut sum = Certified { cardinality: 0, weight: 0 };
    for (vertex, partner) in partners.iter().enumerate() {
        let Some(partner) = *partner else { continue };
        let weight = graph.weight_between(vertex, partner);
        let weight = weight.filter(|_| partners[partner] == Some(vertex));
        let weight = weight.ok_or(CertificateError::NotAMatching { vertex })?;
        if vertex < partner {
            sum.cardinality += 1;
            sum.weight += weight;
        }
    }
    Ok(sum)
}

impl Certificate {
    /// Whether it speaks of the graph's vertices, nests its sets as it should, and has no dual below zero or beyond
    /// what the heaviest edge could ask for.
    pub(super) fn check_shape(&self, graph: &WeightedGraph) -> Result<(), CertificateError> {
        let vertices = graph.vertices();
        let nested = (0..).zip(&self.blossoms).all(|(at, blossom)| blossom.parent < Some(at));
        let inside = self.innermost.iter().flatten().all(|&blossom| blossom < self.blossoms.len());
        if !nested || !inside || self.vertices.len() != vertices || self.innermost.len() != vertices {
            return Err(CertificateError::Malformed);
        }
        let duals = || self.vertices.iter().copied().chain(self.blossoms.iter().map(|blossom| blossom.dual));
        if let Some(dual) = duals().find(|&dual| dual < 0 || dual > graph.doubled_top()) {
            return Err(CertificateError::BadDual { dual });
        }
        Ok(())
    }

    /// What no matching can exceed if the duals cover every edge.
    pub(super) fn bound(&self) -> i128 {
        let mut sizes = vec![0_i64; self.blossoms.len()];
        for innermost in self.innermost.iter().flatten() {
            sizes[*innermost] += 1;
        }
        for (at, blossom) in self.blossoms.iter().enumerate().rev() {
            if let Some(parent) = blossom.parent {
                sizes[parent] += sizes[at];
            }
        }
        let inside = self.blossoms.iter().zip(sizes);
        let blossoms: i128 =
            inside.map(|(blossom, size)| i128::from(blossom.dual) * i128::from(size / 2)).sum();
        blossoms + self.vertices.iter().map(|&dual| i128::from(dual)).sum::<i128>()
    }
}
