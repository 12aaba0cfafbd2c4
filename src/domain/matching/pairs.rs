//! The best pairs among everybody, without looking at all pairs more often than needed: a few candidates for each person,
//! the best matching among those, and then its duals held against every pair there is. Whoever could still gain becomes a
//! candidate too, until nobody can: then no better matching of all pairs exists, and the duals are the proof. (In linear
//! programming this is column generation.)

use super::scores::{BLOCK, NEVER, Reader, Rows, Scores, TILE, for_rows};
use super::solver::{Doubt, Edge, Matching, Prices, WeightedGraph, certify, fallback, solve};
use super::watch::{Stage, Step, Watch};
use best::Best;
use pricing::{Priced, price_out};
use std::collections::BTreeSet;
use std::ops::Range;

mod best;
mod pricing;

/// Among so few, every pair is a candidate from the start.
const ALL_AMONG: usize = 512;
/// Candidates for each person otherwise. More make the first matching better and each one slower.
const CANDIDATES: usize = 12;
/// In a company of up to so many, everybody is looked at for everybody's candidates.
const ALL_SEEN: usize = 20_000;
/// In a larger one, a share of one in so many.
const SHARES: usize = 4;
/// In pieces of so many: people beside each other have the same hours, and each share should have some of all.
const PIECE: usize = 128;
/// So often all pairs are looked at; hardly ever more than five times are needed.
const MOST_PASSES: usize = 40;

/// The pairs that were found worth a look, which is more as more is asked.
pub(super) struct Pairs<'a> {
    scores: &'a dyn Scores,
    candidates: Vec<Edge>,
}

/// The best pairs.
#[derive(Clone, Debug)]
pub(super) struct Paired {
    /// The partner of each row's person.
    pub partners: Vec<Option<usize>>,
    /// The points of all pairs.
    pub weight: i64,
    /// What the points of as many pairs could be at most, and no more pairs are possible; `None` where nobody knows.
    pub bound: Option<i64>,
    /// Why the pairs come from the plain library, where they do.
    pub doubt: Option<Doubt>,
}

impl<'a> Pairs<'a> {
    /// Finds everybody's candidates.
    pub fn of(scores: &'a dyn Scores, watch: &mut dyn Watch) -> Self {
        let each = if scores.people() <= ALL_AMONG { scores.people() } else { CANDIDATES };
        Self { scores, candidates: candidates(scores, each, watch) }
    }

    /// The best pairs of everybody but some.
    pub fn best(&mut self, without: &BTreeSet<usize>, watch: &mut dyn Watch) -> Paired {
        let most_pairs = (self.scores.people() - without.len()) / 2;
        let (mut passes, mut known): (usize, Option<i64>) = (0, None);
        loop {
            let step = Step { stage: Stage::Matching, done: passes as u64, of: passes as u64 + 1 };
            let patient = watch.at(step).is_continue() && passes < MOST_PASSES;
            let (graph, matching) = match self.solved(without) {
                Ok(solved) => solved,
                Err(doubt) => return self.by_library(without, doubt),
            };
            let missed = match patient {
                true => self.priced(&graph, &matching, without, watch),
                false => None,
            };
            if let Some(missed) = &missed {
                let bound = matching.bound(&graph, missed.raised, most_pairs);
                known = [known, bound].into_iter().flatten().min();
            }
            if missed.as_ref().is_none_or(|missed| missed.pairs.is_empty()) {
                return Paired {
                    partners: matching.partners,
                    weight: matching.weight,
                    bound: known,
                    doubt: None,
                };
            }
            self.candidates.extend(missed.into_iter().flat_map(|missed| missed.pairs));
            passes += 1;
        }
    }

    /// The best pairs of everybody but some among the candidates known so far: all there is among few, and nearly as good as
    /// the best among many. Without a bound.
    pub fn among_candidates(&self, without: &BTreeSet<usize>) -> Paired {
        match self.solved(without) {
            Ok((_, matching)) => {
                Paired { partners: matching.partners, weight: matching.weight, bound: None, doubt: None }
            }
            Err(doubt) => self.by_library(without, doubt),
        }
    }

    /// For each person, the points of the best pairs that leave them out and nobody else; nothing unless one is left out by
    /// the best pairs of all.
    pub fn without_each(&self) -> Option<Vec<Option<i64>>> {
        super::solver::without_each(&self.graph(&BTreeSet::new()).ok()?)
    }

    /// For each person, the least cost of as many pairs as possible without them, each pair at the cost of its two rows;
    /// nothing unless one is left out by the best pairs of all.
    pub fn least_without_each(&self, cost: impl Fn(usize, usize) -> i64) -> Option<Vec<Option<i64>>> {
        let edge = |edge: Edge| Edge { weight: -cost(edge.a, edge.b), ..edge };
        let edges: Vec<Edge> = self.edges(&BTreeSet::new()).into_iter().map(edge).collect();
        let graph = WeightedGraph::new(self.scores.people(), &edges).ok()?;
        let least = super::solver::without_each(&graph)?;
        Some(least.into_iter().map(|weight| weight.map(|weight| -weight)).collect())
    }

    fn graph(&self, without: &BTreeSet<usize>) -> Result<WeightedGraph, Doubt> {
        let (least, most) = self.scores.range();
        let edges = self.edges(without);
        WeightedGraph::within(self.scores.people(), &edges, least.into()..=most.into()).map_err(Doubt::Graph)
    }

    fn edges(&self, without: &BTreeSet<usize>) -> Vec<Edge> {
        let is_in = |edge: &&Edge| !without.contains(&edge.a) && !without.contains(&edge.b);
        self.candidates.iter().filter(is_in).copied().collect()
    }

    fn solved(&self, without: &BTreeSet<usize>) -> Result<(WeightedGraph, Matching), Doubt> {
        let graph = self.graph(without)?;
        let matching = solve(&graph);
        certify(&graph, &matching).map_err(Doubt::Certificate)?;
        Ok((graph, matching))
    }

    /// Never without a word: the doubt goes with the pairs.
    fn by_library(&self, without: &BTreeSet<usize>, doubt: Doubt) -> Paired {
        let edges = self.edges(without);
        let partners = fallback(self.scores.people(), &edges);
        let is_taken = |edge: &&Edge| partners[edge.a] == Some(edge.b);
        let taken: BTreeSet<(usize, usize, i64)> = edges
            .iter()
            .filter(is_taken)
            .map(|edge| (edge.a.min(edge.b), edge.a.max(edge.b), edge.weight))
            .collect();
        let weight = taken.iter().map(|(_, _, weight)| weight).sum();
        Paired { partners, weight, bound: None, doubt: Some(doubt) }
    }

    /// The pairs that the duals do not cover; nothing where the watch ended the search.
    fn priced(
        &self,
        graph: &WeightedGraph,
        matching: &Matching,
        without: &BTreeSet<usize>,
        watch: &mut dyn Watch,
    ) -> Option<Priced> {
        if self.scores.people() <= ALL_AMONG {
            return Some(Priced { pairs: Vec::new(), raised: 0 });
        }
        // The certificate was checked a moment ago.
        let prices = Prices::new(graph, &matching.certificate).ok()?;
        price_out(self.scores, &prices, without, watch)
    }
}

/// So many best partners of each person, each pair once.
fn candidates(scores: &dyn Scores, each: usize, watch: &mut dyn Watch) -> Vec<Edge> {
    let mut patient = Unbroken(watch);
    let own: Vec<i32> = (0..scores.people()).map(|row| scores.own(row)).collect();
    let find = |reader: &mut Box<dyn Reader + '_>, rows: Rows| best_of(&mut **reader, rows, &own, each);
    let found = for_rows(scores.people(), (Stage::Scoring, &mut patient), || scores.reader(), find);
    let mut edges: Vec<Edge> = found.into_iter().flatten().flatten().collect();
    edges.sort_unstable_by_key(|edge| (edge.a, edge.b));
    edges.dedup_by_key(|edge| (edge.a, edge.b));
    edges
}

/// What somebody adds to all their pairs alike is left out of the comparison: otherwise those who were left out before would
/// be everybody's best partners, and nobody would have others.
fn best_of(reader: &mut dyn Reader, rows: Rows, own: &[i32], each: usize) -> Vec<Edge> {
    let people = own.len();
    let mut best: Vec<Best> = rows.clone().map(|_| Best::of(each)).collect();
    let mut tile = vec![NEVER; TILE.min(people)];
    for piece in pieces(people, rows.start / BLOCK) {
        let first = piece.start;
        for (row, best) in rows.clone().zip(&mut best) {
            let scores = &mut tile[..piece.len()];
            reader.read(row, first, scores);
            let others = scores.iter_mut().zip(&own[first..]);
            others.for_each(|(score, own)| *score = if *score == NEVER { NEVER } else { *score - own });
            best.offer(first, scores);
        }
    }
    let edge = |row: usize, (score, other): (i32, u32)| {
        let other = other as usize;
        let weight = i64::from(score) + i64::from(own[other]);
        Edge { a: row.min(other), b: row.max(other), weight }
    };
    let all =
        rows.zip(best).flat_map(|(row, best)| best.taken().into_iter().map(move |each| edge(row, each)));
    all.collect()
}

/// The columns among which the candidates of a block of rows are sought: all of them, and in the largest companies every
/// fourth part, another one for each block. What is missed there, pricing finds.
fn pieces(people: usize, block: usize) -> impl Iterator<Item = Range<usize>> {
    let (every, length) = if people <= ALL_SEEN { (TILE, TILE) } else { (PIECE * SHARES, PIECE) };
    let skipped = if people <= ALL_SEEN { 0 } else { block % SHARES * PIECE };
    (skipped..people).step_by(every).map(move |first| first..people.min(first + length))
}

/// Without candidates there is no round: nobody breaks off the search for them.
struct Unbroken<'a>(&'a mut dyn Watch);

impl Watch for Unbroken<'_> {
    fn at(&mut self, step: Step) -> std::ops::ControlFlow<()> {
        let _whatever_is_said = self.0.at(step);
        std::ops::ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests;
