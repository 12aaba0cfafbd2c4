//! Which three sit together where the number is odd. Fairness comes first: no meeting too soon, then those who have sat in
//! the fewest trios. Among these the best round decides, and not every round has to be formed to find it: what the best
//! pairs without a person are worth is known for everybody at once, from a single search, and that bounds what any trio can
//! come to.

use super::{Plan, Table, left, total};
use crate::domain::matching::Field;
use rand::seq::SliceRandom;
use std::cmp::Reverse;

/// Trios are sought among so many people at first, those who have sat in the fewest.
const POOL: usize = 40;
/// So many rounds are formed at most to find the best trio, if few take part; each takes a moment.
const ROUNDS: usize = 48;
/// In larger companies fewer, which differ less.
const ROUNDS_OF_MANY: usize = 6;
/// So many are few.
const FEW: usize = 512;

/// A trio, and what is known of the rounds with it before one is formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    /// Meetings too soon, and seats in earlier trios; fewer come first.
    turn: (usize, u32),
    /// No round with it is worth more; higher comes first.
    at_most: Reverse<i64>,
    places: [usize; 3],
}

/// How good a plan is. What comes first decides first, and less is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Merits {
    /// People left out, and meetings too soon.
    faults: (usize, usize),
    /// More groups are fewer trios.
    groups: Reverse<usize>,
    turn: (usize, u32),
    worth: Reverse<i64>,
}

impl Merits {
    /// Candidates come in the order of their turns, and none can be worth more than its bound.
    fn cannot_be_beaten_by(&self, candidate: &Candidate) -> bool {
        let is_later = candidate.turn > self.turn || candidate.at_most.0 <= self.worth.0;
        self.faults == (0, 0) && is_later
    }
}

impl Table<'_> {
    /// The trio of the best round with one, unless the plan without one is better.
    pub(super) fn best_trio(&self, field: &Field<'_>, without: &Plan) -> Option<[usize; 3]> {
        let rounds = if self.board.people.len() <= FEW { ROUNDS } else { ROUNDS_OF_MANY };
        let mut best = (self.merits(without, (usize::MAX, u32::MAX)), None);
        for candidate in self.candidates(field).into_iter().take(rounds) {
            if best.1.is_some() && best.0.cannot_be_beaten_by(&candidate) {
                break;
            }
            let paired = self.pairs.among_candidates(&self.rows_without(&candidate.places));
            let plan = left::joined(self.board, self.plan(&paired, &candidate.places));
            best = best.min((self.merits(&plan, candidate.turn), Some(candidate.places)));
        }
        best.1
    }

    fn merits(&self, plan: &Plan, turn: (usize, u32)) -> Merits {
        Merits {
            faults: plan.faults(self.board),
            groups: Reverse(plan.groups.len()),
            turn,
            worth: Reverse(plan.worth(self.board)),
        }
    }

    /// Trios in the order in which they should be tried.
    fn candidates(&self, field: &Field<'_>) -> Vec<Candidate> {
        let spared = self.spared();
        let share = &self.board.history.trio_share;
        let mut order: Vec<usize> =
            (0..self.board.people.len()).filter(|place| !self.absent.contains(place)).collect();
        // Among equals chance decides who is looked at first, or the first ids would sit in every early trio.
        order.shuffle(&mut field.seed.rng());
        order.sort_by_key(|place| (share[*place], Reverse(spared[*place])));
        let mut pool = POOL.min(order.len());
        loop {
            let found = self.trios_of(&order[..pool], &spared);
            if !found.is_empty() || pool == order.len() {
                return found;
            }
            pool = (pool * 2).min(order.len());
        }
    }

    /// For each place, what the best pairs without that person are worth; the most there is where nobody knows.
    fn spared(&self) -> Vec<i64> {
        let known = if self.absent.is_empty() { self.pairs.without_each() } else { None };
        let of =
            |place: usize| known.as_ref().map_or(Some(i64::MAX / 4), |known| known[self.peers.row(place)]);
        (0..self.board.people.len()).map(|place| of(place).unwrap_or(i64::MIN / 4)).collect()
    }

    fn trios_of(&self, pool: &[usize], spared: &[i64]) -> Vec<Candidate> {
        let score = |a: usize, b: usize| self.board.score(pool[a], pool[b]);
        let scores: Vec<Vec<Option<i64>>> =
            (0..pool.len()).map(|a| (0..a).map(|b| score(a, b)).collect()).collect();
        let mut found = Vec::new();
        for a in 0..pool.len() {
            for b in (0..a).filter(|b| scores[a][*b].is_some()) {
                for c in (0..b).filter(|c| scores[a][*c].is_some() && scores[b][*c].is_some()) {
                    found.push(self.candidate([pool[a], pool[b], pool[c]], spared));
                }
            }
        }
        found.sort_unstable();
        found
    }

    /// The round is worth the mean of three rounds of pairs, each without one of the three, and so at most the mean of the
    /// best such rounds.
    fn candidate(&self, places: [usize; 3], spared: &[i64]) -> Candidate {
        let board = self.board;
        let seats = places.iter().map(|place| board.history.trio_share[*place]).sum();
        let known: i64 = places.iter().map(|place| spared[*place]).sum();
        // Where no bound is known, the trio's own worth says which to try first.
        let at_most =
            if known > i64::MAX / 4 { i64::MAX / 4 + total(board, &places).unwrap_or(0) } else { known / 3 };
        Candidate { turn: (board.history.recent_pairs(&places), seats), at_most: Reverse(at_most), places }
    }
}
