//! What a solved graph looks like from outside.

use super::certificate::{Certificate, CertificateError};
use super::graph::WeightedGraph;
use super::prices::Prices;

/// Pairs, no vertex in two of them, and the proof that there is nothing better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matching {
    /// The partner of each vertex, or none for an exposed one.
    pub partners: Vec<Option<usize>>,
    /// How many pairs there are.
    pub cardinality: usize,
    /// What their edges weigh together.
    pub weight: i64,
    /// Duals that no better matching could have: hold it against the graph with [`certify`](super::certify).
    pub certificate: Certificate,
}

impl Matching {
    /// Adds up pairs that are edges of the graph.
    pub(super) fn new(graph: &WeightedGraph, partners: Vec<Option<usize>>, certificate: Certificate) -> Self {
        let mut matching = Self { partners, cardinality: 0, weight: 0, certificate };
        for (a, b) in matching.pairs().collect::<Vec<_>>() {
            matching.cardinality += 1;
            matching.weight += graph.weight_between(a, b).unwrap_or(0);
        }
        matching
    }

    /// The pairs, each once with the smaller number first, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        let partners = self.partners.iter().enumerate();
        partners.filter_map(|(a, partner)| partner.filter(|&b| a < b).map(|b| (a, b)))
    }

    /// The vertices without a partner, in order.
    pub fn exposed(&self) -> impl Iterator<Item = usize> {
        let partners = self.partners.iter().enumerate();
        partners.filter_map(|(vertex, partner)| partner.is_none().then_some(vertex))
    }

    /// The duals, ready to be held against pairs that were not in the graph.
    ///
    /// # Errors
    /// When the certificate does not fit the graph.
    pub fn prices(&self, graph: &WeightedGraph) -> Result<Prices, CertificateError> {
        Prices::new(graph, &self.certificate)
    }
}
