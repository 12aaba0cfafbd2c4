//! The graph, laid out for being read from one vertex to its neighbours, over and over.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::RangeInclusive;

use super::table::Table;

/// With so many vertices, what an edge counts for stays far enough below 2⁶³ for all sums of duals.
const MOST_VERTICES: usize = 1 << 24;

/// Two vertices that may be matched, and what that is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Edge {
    /// One end: a number below the count of vertices.
    pub a: usize,
    /// The other end. An edge from a vertex to itself can never be matched, and is passed over.
    pub b: usize,
    /// Its worth; may be negative.
    pub weight: i64,
}

/// What an edge looks like from one of its ends. The heaviest comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Arc {
    /// By how much the edge is worth less than the heaviest edge there could be.
    pub(super) deficit: u32,
    /// The vertex at the other end.
    pub(super) to: u32,
}

/// An undirected graph with integer weights: the arcs of each vertex in one row, the heaviest first, so that who looks
/// for the best of them need not read to the end. The same set of edges makes the same graph, in whatever order it
/// comes. Of parallel edges the heaviest is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeightedGraph {
    /// The arcs of vertex `v` are `arcs[starts[v]..starts[v + 1]]`.
    starts: Table<u32>,
    arcs: Vec<Arc>,
    lightest: i64,
    heaviest: i64,
}

/// Why a list of edges is no graph that can be solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GraphError {
    /// There are more vertices or edges than their numbers can count.
    TooLarge {
        /// How many vertices there are.
        vertices: usize,
        /// How many edges there are.
        edges: usize,
    },
    /// An edge ends at a vertex that does not exist.
    NoSuchVertex {
        /// The edge.
        edge: Edge,
        /// How many vertices there are, counted from 0.
        vertices: usize,
    },
    /// An edge weighs less or more than was promised of every edge.
    OutOfRange {
        /// The edge.
        edge: Edge,
    },
    /// The lightest and the heaviest weight are too far from each other, or from zero, to be added up in an `i64`.
    TooWide {
        /// The least weight.
        lightest: i64,
        /// The greatest weight.
        heaviest: i64,
    },
}

impl fmt::Display for GraphError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { vertices, edges } => {
                write!(out, "{vertices} vertices and {edges} edges are more than can be numbered")
            }
            Self::NoSuchVertex { edge, vertices } => {
                write!(out, "the edge {}–{} leaves the graph of {vertices} vertices", edge.a, edge.b)
            }
            Self::OutOfRange { edge } => {
                write!(out, "the edge {}–{} weighs {}, outside the range", edge.a, edge.b, edge.weight)
            }
            Self::TooWide { lightest, heaviest } => {
                write!(out, "weights from {lightest} to {heaviest} cannot be added up exactly")
            }
        }
    }
}

impl std::error::Error for GraphError {}

impl WeightedGraph {
    /// A graph of `vertices`, numbered from 0.
    ///
    /// # Errors
    /// When an end is no vertex, when there is more of anything than 32 bits count, or when the weights spread over
    /// 2³² or more.
    pub fn new(vertices: usize, edges: &[Edge]) -> Result<Self, GraphError> {
        let weights = || edges.iter().map(|edge| edge.weight);
        let lightest = weights().min().unwrap_or(0);
        Self::within(vertices, edges, lightest..=weights().max().unwrap_or(0).max(lightest))
    }

    /// A graph that is a part of a larger one, in which every edge weighs within `range`. Its duals can be held
    /// against the edges that are not in it ([`Prices::slack`](super::Prices::slack)), because how much a pair counts
    /// for follows from the range and not from the edges that happen to be here.
    ///
    /// # Errors
    /// As for [`new`](Self::new), and when an edge weighs less or more than the range allows.
    pub fn within(vertices: usize, edges: &[Edge], range: RangeInclusive<i64>) -> Result<Self, GraphError> {
        let (lightest, heaviest) = range.into_inner();
        check_size(vertices, edges.len())?;
        check_range(vertices, lightest, heaviest)?;
        for &edge in edges {
            if edge.a >= vertices || edge.b >= vertices {
                return Err(GraphError::NoSuchVertex { edge, vertices });
            }
            if edge.weight < lightest || edge.weight > heaviest {
                return Err(GraphError::OutOfRange { edge });
            }
        }
        let (starts, arcs) = rows(vertices, edges, heaviest);
        Ok(Self { starts, arcs, lightest, heaviest })
    }

    /// How many vertices there are.
    #[must_use]
    pub fn vertices(&self) -> usize {
        self.order() as usize
    }

    /// Each edge once, with `a < b`, in the order of `a`.
    pub fn edges(&self) -> impl Iterator<Item = Edge> {
        (0..self.order()).flat_map(move |a| {
            let later = self.arcs(a).iter().filter(move |arc| arc.to > a);
            later.map(move |arc| Edge { a: a as usize, b: arc.to as usize, weight: self.weight(*arc) })
        })
    }

    /// What the edge between two vertices is worth, if there is one. Reads the row of the first.
    #[must_use]
    pub fn weight_between(&self, a: usize, b: usize) -> Option<i64> {
        if a >= self.vertices() || b >= self.vertices() {
            return None;
        }
        let arc = self.arcs(a as u32).iter().find(|arc| arc.to == b as u32)?;
        Some(self.weight(*arc))
    }

    /// Twice what a pair of the heaviest weight counts for: its own worth above the lightest pair, and a constant
    /// that no re-arrangement of the pairs can make up for, so that one more pair is always better.
    pub(super) fn doubled_top(&self) -> i64 {
        2 * top(self.vertices(), self.heaviest - self.lightest)
    }

    /// Twice what so many pairs of this total weight count for.
    pub(super) fn doubled_worth(&self, pairs: usize, weight: i64) -> i128 {
        pairs as i128 * i128::from(self.doubled_base()) + 2 * i128::from(weight)
    }

    /// Twice what a pair counts for besides its weight.
    pub(super) fn doubled_base(&self) -> i64 {
        self.doubled_top() - 2 * self.heaviest
    }

    /// What so many pairs weigh at least.
    pub(super) fn least_weight(&self, pairs: usize) -> i64 {
        i64::try_from(pairs).unwrap_or(i64::MAX).saturating_mul(self.lightest)
    }

    pub(super) fn order(&self) -> u32 {
        self.starts.len() - 1
    }

    pub(super) fn arcs(&self, vertex: u32) -> &[Arc] {
        &self.arcs[self.row(vertex)]
    }

    /// The numbers of a vertex's arcs.
    pub(super) fn row(&self, vertex: u32) -> std::ops::Range<usize> {
        self.starts[vertex] as usize..self.starts[vertex + 1] as usize
    }

    pub(super) fn arc(&self, number: u32) -> Arc {
        self.arcs[number as usize]
    }

    fn weight(&self, arc: Arc) -> i64 {
        self.heaviest - i64::from(arc.deficit)
    }
}

/// Half of [`WeightedGraph::doubled_top`]. At most ⌊n/2⌋ pairs can each lose `span`, and this outweighs all of them.
fn top(vertices: usize, span: i64) -> i64 {
    span * (vertices as i64 / 2 + 1) + 1
}

fn check_size(vertices: usize, edges: usize) -> Result<(), GraphError> {
    let arcs = edges.checked_mul(2).filter(|&arcs| arcs < u32::MAX as usize);
    if vertices > MOST_VERTICES || arcs.is_none() {
        return Err(GraphError::TooLarge { vertices, edges });
    }
    Ok(())
}

fn check_range(vertices: usize, lightest: i64, heaviest: i64) -> Result<(), GraphError> {
    let adds_up = |weight: i64| weight.checked_mul(2 * vertices as i64 + 4).is_some();
    let span = heaviest.checked_sub(lightest).and_then(|span| u32::try_from(span).ok());
    if span.is_none() || !adds_up(lightest) || !adds_up(heaviest) {
        return Err(GraphError::TooWide { lightest, heaviest });
    }
    Ok(())
}

/// Sorts the edges into one row of arcs for each vertex.
fn rows(vertices: usize, edges: &[Edge], heaviest: i64) -> (Table<u32>, Vec<Arc>) {
    let proper = || edges.iter().filter(|edge| edge.a != edge.b);
    let mut ends = vec![0_u32; vertices + 1];
    for edge in proper() {
        ends[edge.a] += 1;
        ends[edge.b] += 1;
    }
    let mut total = 0;
    for end in &mut ends {
        total += *end;
        *end = total;
    }
    // Filling each row from its end turns the ends into starts.
    let mut arcs = vec![Arc { deficit: 0, to: 0 }; total as usize];
    for edge in proper() {
        let deficit = (heaviest - edge.weight) as u32;
        for (from, to) in [(edge.a, edge.b), (edge.b, edge.a)] {
            ends[from] -= 1;
            arcs[ends[from] as usize] = Arc { deficit, to: to as u32 };
        }
    }
    let kept = sort_and_thin_out(&mut ends, &mut arcs);
    arcs.truncate(kept);
    (ends.into_iter().collect(), arcs)
}

/// Puts each row in order and keeps the first, that is the heaviest, of parallel arcs. Gives how many arcs are left.
fn sort_and_thin_out(starts: &mut [u32], arcs: &mut [Arc]) -> usize {
    let mut seen_from = vec![usize::MAX; starts.len()];
    let (mut kept, mut start) = (0, 0);
    for vertex in 0..starts.len() {
        let end = starts.get(vertex + 1).map_or(arcs.len(), |&next| next as usize);
        arcs[start..end].sort_unstable();
        starts[vertex] = kept as u32;
        for place in start..end {
            let arc = arcs[place];
            if std::mem::replace(&mut seen_from[arc.to as usize], vertex) != vertex {
                arcs[kept] = arc;
                kept += 1;
            }
        }
        start = end;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(a: usize, b: usize, weight: i64) -> Edge {
        Edge { a, b, weight }
    }

    #[test]
    fn the_heaviest_of_parallel_edges_stays_and_no_loop_does() {
        let edges = [edge(2, 1, 5), edge(1, 2, 7), edge(1, 1, 99), edge(0, 2, -3), edge(2, 1, 6)];
        let graph = WeightedGraph::new(3, &edges).unwrap();
        assert_eq!(graph.edges().collect::<Vec<_>>(), [edge(0, 2, -3), edge(1, 2, 7)]);
        assert_eq!((graph.weight_between(2, 1), graph.weight_between(0, 1)), (Some(7), None));
    }

    #[test]
    fn the_order_of_the_edges_does_not_matter() {
        let mut edges = vec![edge(0, 1, 3), edge(3, 2, 1), edge(1, 3, 4), edge(0, 3, 1)];
        let graph = WeightedGraph::new(4, &edges);
        edges.reverse();
        assert_eq!(WeightedGraph::new(4, &edges), graph);
    }

    #[test]
    fn what_cannot_be_solved_is_refused() {
        let stray = edge(0, 3, 1);
        assert_eq!(
            WeightedGraph::new(3, &[stray]),
            Err(GraphError::NoSuchVertex { edge: stray, vertices: 3 })
        );
        let light = edge(0, 1, 1);
        assert_eq!(WeightedGraph::within(2, &[light], 2..=9), Err(GraphError::OutOfRange { edge: light }));
        let far = [edge(0, 1, i64::MIN), edge(0, 1, 0)];
        assert_eq!(WeightedGraph::new(2, &far), Err(GraphError::TooWide { lightest: i64::MIN, heaviest: 0 }));
        let large = [edge(0, 1, i64::MAX / 2), edge(2, 3, i64::MAX / 2)];
        assert!(matches!(WeightedGraph::new(4, &large), Err(GraphError::TooWide { .. })));
        let vertices = MOST_VERTICES + 1;
        assert_eq!(WeightedGraph::new(vertices, &[]), Err(GraphError::TooLarge { vertices, edges: 0 }));
    }
}
