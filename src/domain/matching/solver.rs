//! The matching itself: a weighted graph in, partners out. Nothing here knows of people.

pub use certificate::{Blossom, Certificate, CertificateError, Certified, certify};
pub use graph::{Edge, GraphError, WeightedGraph};
pub use matching::Matching;
pub use prices::Prices;

use search::Search;
use start::Start;

mod certificate;
mod fractional;
mod graph;
mod library;
mod matching;
mod prices;
mod search;
mod start;
mod table;

#[cfg(test)]
mod tests;

/// The matching with the most pairs and, among those, of the greatest total weight, exactly, with a certificate. The
/// same graph always has the same answer.
#[must_use]
pub fn solve(graph: &WeightedGraph) -> Matching {
    solve_from(graph, fractional::relaxed(graph, Start::greedy(graph)))
}

/// The answer from any start that satisfies the conditions.
fn solve_from(graph: &WeightedGraph, start: Start) -> Matching {
    let mut search = Search::new(graph, &start);
    drop(start);
    search.run();
    search.into_matching()
}

/// A matching, and how sure it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is the best there is: the certificate was checked.
    Proven(Matching),
    /// It comes from the plain library, because this solver could not prove one of its own.
    Unproven {
        /// The partner of each vertex.
        partners: Vec<Option<usize>>,
        /// What went wrong.
        why: Doubt,
    },
}

/// Why there is no proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The edges are too many or too heavy for this solver.
    Graph(GraphError),
    /// The solver was wrong.
    Certificate(CertificateError),
}

impl Answer {
    /// The partner of each vertex.
    #[must_use]
    pub fn into_partners(self) -> Vec<Option<usize>> {
        match self {
            Self::Proven(matching) => matching.partners,
            Self::Unproven { partners, .. } => partners,
        }
    }
}

/// Solves and certifies; where that fails, asks the library instead and says so.
///
/// # Panics
/// When an edge ends at a vertex that does not exist.
#[must_use]
pub fn best(vertices: usize, edges: &[Edge]) -> Answer {
    proven(vertices, edges).map_or_else(
        |why| Answer::Unproven { partners: library::partners(vertices, edges), why },
        Answer::Proven,
    )
}

fn proven(vertices: usize, edges: &[Edge]) -> Result<Matching, Doubt> {
    let graph = WeightedGraph::new(vertices, edges).map_err(Doubt::Graph)?;
    let matching = solve(&graph);
    certify(&graph, &matching).map_err(Doubt::Certificate)?;
    Ok(matching)
}

/// The partner of each vertex in the best matching of a graph, however it was found.
///
/// # Panics
/// When an edge ends at a vertex that does not exist.
#[must_use]
pub fn maximum_weight_matching(vertices: usize, edges: &[Edge]) -> Vec<Option<usize>> {
    best(vertices, edges).into_partners()
}
