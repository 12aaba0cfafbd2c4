//! The matching itself: a weighted graph in, partners and a proof out. Nothing here knows of people.
//!
//! # The problem
//!
//! A *matching* is a set of edges of which no two share a vertex. Wanted is one with as many edges as possible and,
//! among those, of the greatest total weight. The first wish is folded into the weights: an edge of weight w counts
//! for W = 2(w + C), where C is so large that no re-arrangement can make up for one pair less. (Why the 2, see below.)
//!
//! # Why it can be solved: duals
//!
//! Put a *dual* u ≥ 0 on every vertex, such that the two ends of each edge together have at least what it counts for.
//! The sum of all duals is then a bound on every matching, since a matching uses each vertex once. The *slack* of an
//! edge is what its ends have too much; an edge without slack is *tight*. If all matched edges are tight and all
//! *exposed* (not matched) vertices have the dual zero, the matching reaches the bound, and nothing can be better.
//!
//! In a triangle that fails: three edges that count for 2 need duals of 1 each, a bound of 3, and a matching has one
//! edge. Edmonds' discovery of 1965 is that odd sets are the only obstacle. Give a dual z ≥ 0 to odd sets B as well,
//! *blossoms*, which helps to cover every edge inside and costs only ½(|B| − 1) times in the bound, as no matching
//! has more edges there. With those, some duals always meet some matching:
//!
//! > slack(x, y) = u(x) + u(y) + Σ z(B) over all B around both − W(x, y)
//!
//! 1. every slack is ≥ 0;
//! 2. matched edges, and the edges that make up a blossom, are tight;
//! 3. exposed vertices have u = 0;
//! 4. a blossom with z > 0 is matched inside but for one vertex, its *base*.
//!
//! These are linear programming's *complementary slackness*. [`certify`] checks them, in the short form that the
//! matching reaches the bound, and needs to know nothing about how the duals were found.
//!
//! # How it is solved
//!
//! All steps keep 1, 2 and 4, and work off 3.
//!
//! * `start`: duals that cover every edge, lowered where there is room; tight edges between exposed vertices are
//!   matched.
//! * `fractional`: the same problem with edges that may count by half, which needs no blossoms. It leaves few
//!   exposed.
//! * `search`: for each vertex that is still exposed with a dual above zero, grow an *alternating tree*: its
//!   vertices are by turns S (the root, and all an even number of steps away) and T. Lower the duals of S and raise
//!   those of T at the same rate, so that edges in the tree stay tight, until something happens:
//!   - *grow*: an edge from S to a matched vertex becomes tight. That vertex becomes T, and its mate S;
//!   - *shrink*: an edge between two S vertices becomes tight. The odd cycle it closes becomes a blossom, and is one
//!     S node from then on;
//!   - *expand*: the dual of a T blossom reaches zero. It is opened;
//!   - *augment*: an edge from S to another exposed vertex becomes tight. Matched and unmatched edges change places
//!     along the path between the two, and there is one pair more;
//!   - or the dual of an S vertex reaches zero. The path from there to the root changes places: now that vertex is
//!     exposed, and may be.
//!
//! Six things make it fast. The start leaves a handful of searches where there would be thousands. Searches are put off
//! before they get long, so that they meet half-way (`rounds`). Duals and labels
//! belong to *groups* of vertices, so that a large blossom moves at the cost of one vertex (`search::groups`). A
//! search knows the *horizon* by which it ends at the latest, and remembers no event beyond it (`search`). Rows of
//! edges begin with the heaviest, and are read only as far as an edge could still matter (`search::scan`). And
//! nothing is ever touched that the tree does not reach.
//!
//! All numbers are integers. W is even, the dual of a blossom changes by 2 at a time, and so the duals at the two
//! ends of a tight edge are both even or both odd. The S vertices of a tree are joined by tight edges, hence the
//! slack between two of them is even: it is worked off from both sides, and half of it is whole. No rounding, no
//! tolerance, and ties are broken by number: the same graph has the same answer, on every machine.
//!
//! # Sources
//!
//! J. Edmonds, *Paths, trees, and flowers* and *Maximum matching and a polyhedron with 0,1-vertices* (1965): blossoms
//! and duals. · Z. Galil, *Efficient algorithms for finding maximum matching in graphs* (ACM Computing Surveys,
//! 1986): the clear account, with the priority queues. · H. Gabow, *Data structures for weighted matching* (1990,
//! 2018): how far the bounds go down. · J. van Rantwijk's notes on his *mwmatching* (2008–2024): what an
//! implementation has to think of. · V. Kolmogorov, *Blossom V* (2009): one tree or many, and the fractional start. ·
//! D. Bertsekas (1979, the auction) and R. Jonker, A. Volgenant (1987, row reduction): the bids in `start`.

pub use certificate::{Blossom, Certificate, CertificateError, Certified, certify};
pub use graph::{Edge, GraphError, WeightedGraph};
pub use matching::Matching;
pub use prices::Prices;

use rounds::FIRST_PATIENCE;
use search::Search;
use serde::{Deserialize, Serialize};
use start::Start;

mod bound;
mod certificate;
mod fractional;
mod graph;
mod library;
mod matching;
mod prices;
mod rounds;
mod search;
mod start;
mod table;

#[cfg(test)]
mod tests;

/// The matching with the most pairs and, among those, of the greatest total weight, exactly, with a certificate. The
/// same graph always has the same answer.
#[must_use]
pub fn solve(graph: &WeightedGraph) -> Matching {
    searched(graph, FIRST_PATIENCE).matching()
}

/// For each vertex, the weight of the best matching that leaves it out and pairs all the others, or none where there is
/// no such matching. Gives none at all unless a matching of the whole graph leaves out exactly one.
///
/// With an odd number of people, this says whom to take for the third in a trio. It costs one search more than
/// [`solve`].
#[must_use]
pub fn without_each(graph: &WeightedGraph) -> Option<Vec<Option<i64>>> {
    let search = searched(graph, FIRST_PATIENCE);
    let matching = search.matching();
    let exposed: Vec<usize> = matching.exposed().collect();
    let [only] = exposed[..] else { return None };
    let losses = search.losses_without_each(only as u32);
    // The scale of the duals is twice that of the weights, and the number of pairs is the same for each.
    Some(losses.iter().map(|loss| loss.map(|loss| matching.weight - loss / 2)).collect())
}

fn searched(graph: &WeightedGraph, patience: u32) -> Search<'_> {
    let start = fractional::relaxed(graph, Start::greedy(graph), patience);
    searched_from(graph, &start, patience)
}

/// The search from any start that satisfies the conditions.
fn searched_from<'g>(graph: &'g WeightedGraph, start: &Start, patience: u32) -> Search<'g> {
    let mut search = Search::new(graph, start);
    search.run(patience);
    search
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// The partner of each vertex, from a library that shares nothing with this solver: slow, and without a proof.
///
/// # Panics
/// When an edge ends at a vertex that does not exist.
#[must_use]
pub fn fallback(vertices: usize, edges: &[Edge]) -> Vec<Option<usize>> {
    library::partners(vertices, edges)
}

fn proven(vertices: usize, edges: &[Edge]) -> Result<Matching, Doubt> {
    let graph = WeightedGraph::new(vertices, edges).map_err(Doubt::Graph)?;
    let matching = solve(&graph);
    certify(&graph, &matching).map_err(Doubt::Certificate)?;
    Ok(matching)
}
