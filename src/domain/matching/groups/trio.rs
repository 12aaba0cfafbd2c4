//! Which three sit together where the number is odd. What people mind comes first: no meeting too soon, then as few as
//! possible who meet again, then those who have sat in the fewest trios. Among these the best round decides, and not every
//! round has to be formed to find it: what the best pairs without a person are worth, and how few of them must meet again,
//! is known for everybody at once, from a single search each, and that bounds what any trio can come to.

use super::{Plan, Table, left};
use crate::domain::matching::Field;
use rand::seq::SliceRandom;
use std::cmp::Reverse;

/// Trios are sought among so many people at first, those who have sat in the fewest.
const POOL: usize = 64;
/// So many rounds are formed at most to find the best trio among those; each takes a moment.
const ROUNDS: usize = 480;
/// If few take part.
const ROUNDS_OF_FEW: usize = 48;
/// In larger companies fewer, which differ less.
const ROUNDS_OF_MANY: usize = 6;
/// So many are few.
const FEW: usize = 512;

/// More than any round is worth, and small enough that three can be added up. Where no bound is known, what the trio itself
/// is worth says which to try first.
const UNKNOWN: i64 = i64::MAX / 4;

/// Among whom trios were sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    Everybody,
    /// Those who have sat in the fewest.
    Some,
}

/// A trio, and what is known of the rounds with it before one is formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    /// As good as it can turn out.
    turn: Turn,
    /// No round with it is worth more; higher comes first.
    at_most: Reverse<i64>,
    places: [usize; 3],
}

/// Whose turn it is. Fewer of each come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Turn {
    /// Pairs of the trio that meet too soon.
    too_soon: usize,
    /// Pairs of the whole round that meet again; none are counted where many take part, since most are new to each other.
    repeats: usize,
    /// Seats of the three in earlier trios.
    seats: u32,
}

impl Turn {
    /// Of a round without a trio.
    const NONE: Self = Self { too_soon: usize::MAX, repeats: usize::MAX, seats: u32::MAX };
}

/// How good a plan is. What comes first decides first, and less is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Merits {
    /// People left out, and meetings too soon.
    faults: (usize, usize),
    /// More groups are fewer trios.
    groups: Reverse<usize>,
    turn: Turn,
    worth: Reverse<i64>,
}

impl Merits {
    /// Candidates come in the order of their turns, and none turns out better than that or is worth more than its bound.
    fn cannot_be_beaten_by(&self, candidate: &Candidate) -> bool {
        self.faults == (0, 0) && (candidate.turn, candidate.at_most) >= (self.turn, self.worth)
    }
}

/// What was found.
pub(super) struct Sought {
    /// The trio of the best round, unless the best one has none of its own.
    pub trio: Option<[usize; 3]>,
    /// What a round that keeps to whose turn it is could be worth at most; `None` where not every trio was looked at.
    pub at_most: Option<i64>,
}

impl Table<'_> {
    /// The trio of the best round with one, unless the plan without one is better.
    pub(super) fn best_trio(&self, field: &Field<'_>, without: &Plan) -> Sought {
        let (candidates, reach) = self.candidates(field);
        let mut best = (self.merits(without, Turn::NONE), None);
        let mut next = 0;
        while let Some(candidate) = candidates.get(next).filter(|_| next < self.most_rounds())
            && !(best.1.is_some() && best.0.cannot_be_beaten_by(candidate))
        {
            let paired = self.pairs.among_candidates(&self.rows_without(&candidate.places));
            let plan = left::joined(self.board, self.plan(&paired, &candidate.places));
            let turn = Turn { repeats: self.repeats(&plan), ..candidate.turn };
            best = best.min((self.merits(&plan, turn), Some(candidate.places)));
            next += 1;
        }
        let (Merits { turn, worth: Reverse(worth), .. }, trio) = best;
        let rivals = candidates[next.min(candidates.len())..].iter().filter(|rival| rival.turn <= turn);
        let at_most = rivals.map(|rival| rival.at_most.0).fold(worth, i64::max);
        let knows_all = self.is_few() && reach == Reach::Everybody && trio.is_some();
        Sought { trio, at_most: knows_all.then_some(at_most) }
    }

    fn most_rounds(&self) -> usize {
        if self.board.people.len() <= POOL {
            ROUNDS
        } else if self.is_few() {
            ROUNDS_OF_FEW
        } else {
            ROUNDS_OF_MANY
        }
    }

    fn is_few(&self) -> bool {
        self.board.people.len() <= FEW
    }

    fn repeats(&self, plan: &Plan) -> usize {
        if !self.is_few() {
            return 0;
        }
        plan.groups.iter().map(|group| self.board.history.known_pairs(group)).sum()
    }

    fn merits(&self, plan: &Plan, turn: Turn) -> Merits {
        Merits {
            faults: plan.faults(self.board),
            groups: Reverse(plan.groups.len()),
            turn,
            worth: Reverse(plan.worth(self.board)),
        }
    }

    /// Trios in the order in which they should be tried.
    fn candidates(&self, field: &Field<'_>) -> (Vec<Candidate>, Reach) {
        let (spared, must_repeat) = (self.spared(), self.must_repeat());
        let bounds = Bounds { spared: &spared, must_repeat: &must_repeat };
        let share = &self.board.history.trio_share;
        let mut order: Vec<usize> =
            (0..self.board.people.len()).filter(|place| !self.absent.contains(place)).collect();
        // Among equals chance decides who is looked at first, or the first ids would sit in every early trio.
        order.shuffle(&mut field.seed.rng());
        order.sort_by_key(|place| (share[*place], Reverse(spared[*place])));
        let mut pool = POOL.min(order.len());
        loop {
            let found = self.trios_of(&order[..pool], &bounds);
            if pool == order.len() {
                return (found, Reach::Everybody);
            } else if !found.is_empty() {
                return (found, Reach::Some);
            }
            pool = (pool * 2).min(order.len());
        }
    }

    /// For each place, what the best pairs without that person are worth; the most there is where nobody knows.
    fn spared(&self) -> Vec<i64> {
        let known = if self.absent.is_empty() { self.pairs.without_each() } else { None };
        let of = |place: usize| known.as_ref().map_or(Some(UNKNOWN), |known| known[self.peers.row(place)]);
        (0..self.board.people.len()).map(|place| of(place).unwrap_or(-UNKNOWN)).collect()
    }

    /// For each place, how many of the best pairs without that person meet again at least.
    fn must_repeat(&self) -> Vec<usize> {
        let is_known = |a: usize, b: usize| self.board.history.together(a, b).is_some();
        let is_worth_it = self.is_few() && self.absent.is_empty();
        let cost = |a, b| i64::from(is_known(self.peers.place(a), self.peers.place(b)));
        let known = if is_worth_it { self.pairs.least_without_each(cost) } else { None };
        let of = |place: usize| known.as_ref().and_then(|known| known[self.peers.row(place)]).unwrap_or(0);
        (0..self.board.people.len()).map(|place| usize::try_from(of(place)).unwrap_or(0)).collect()
    }

    fn trios_of(&self, pool: &[usize], bounds: &Bounds<'_>) -> Vec<Candidate> {
        let score = |a: usize, b: usize| self.board.score(pool[a], pool[b]);
        let scores: Vec<Vec<Option<i64>>> =
            (0..pool.len()).map(|a| (0..a).map(|b| score(a, b)).collect()).collect();
        let mut found = Vec::new();
        for a in 0..pool.len() {
            for b in (0..a).filter(|b| scores[a][*b].is_some()) {
                for c in (0..b).filter(|c| scores[a][*c].is_some() && scores[b][*c].is_some()) {
                    let opposite = [scores[b][c], scores[a][c], scores[a][b]].map(Option::unwrap_or_default);
                    found.push(self.candidate([pool[a], pool[b], pool[c]], opposite, bounds));
                }
            }
        }
        found.sort_unstable();
        found
    }

    /// The round is worth the mean of three rounds of pairs, each without one of the three, and so at most the mean of the
    /// best such rounds. Nor can what it leaves to the others exceed the best round without one of the three, less what the
    /// other two would have been worth in it. `opposite` is what these two are worth, for each of the three.
    fn candidate(&self, places: [usize; 3], opposite: [i64; 3], bounds: &Bounds<'_>) -> Candidate {
        let worth = opposite.iter().sum::<i64>().div_euclid(3);
        let known = places.map(|place| bounds.spared[place]);
        let left_to_others =
            known.iter().zip(opposite).map(|(known, two)| known - two).min().unwrap_or(UNKNOWN);
        let at_most = (known.iter().sum::<i64>() / 3).min(worth + left_to_others);
        let seats = places.iter().map(|place| self.board.history.trio_share[*place]).sum();
        let too_soon = self.board.history.recent_pairs(&places);
        Candidate {
            turn: Turn { too_soon, repeats: self.least_repeats(places, bounds), seats },
            at_most: Reverse(at_most),
            places,
        }
    }

    /// How many meet again at least in a round with this trio: those of the best pairs without one of the three, of which the
    /// other two would be one, and whom of the two that one knows.
    fn least_repeats(&self, places: [usize; 3], bounds: &Bounds<'_>) -> usize {
        if !self.is_few() {
            return 0;
        }
        let known = |a: usize, b: usize| self.board.history.known_pairs(&[a, b]);
        let [a, b, c] = places;
        let sides = [(a, b, c), (b, a, c), (c, a, b)];
        let least =
            sides.map(|(one, two, three)| bounds.must_repeat[one] + known(one, two) + known(one, three));
        least.into_iter().max().unwrap_or(0)
    }
}

/// What is known of the pairs without each person, by place.
struct Bounds<'a> {
    /// What the best of them are worth.
    spared: &'a [i64],
    /// How many of any must meet again.
    must_repeat: &'a [usize],
}
