//! What a round cannot do without: how many of those who are here must meet somebody again, and how many so soon, whoever
//! forms the groups.

use super::Company;
use crate::domain::ids::PersonId;
use crate::domain::matching::solver::{Edge, Matching, WeightedGraph, certify, solve, without_each};
use crate::domain::people::Person;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// So many who follow in the list are tried first: in a large company somebody new for everybody is among them.
const NEAR: usize = 24;
/// Among more people, trios are not looked at one by one: the best pairs without one person are bound enough.
const FEW: usize = 100;
/// So many rounds are formed at most to find the trio that costs least.
const ROUNDS: usize = 1_000;

/// A repeat is soon within so many rounds.
pub(super) const SOON: usize = 4;
/// What one that is soon costs: more than all others of a round.
const TOO_SOON: i64 = 1_000_000;

/// Whom somebody was introduced to before, the smaller id first, and in which round last.
pub(super) type Last = BTreeMap<(PersonId, PersonId), usize>;

/// Who is here, in which round.
pub(super) struct Here<'a> {
    pub company: &'a Company,
    pub people: &'a [Person],
    pub round: usize,
}

/// Repeats of a round. The fewest are those of which fewest come soon and, among these, the fewest in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Repeats {
    pub soon: u32,
    pub all: u32,
}

impl Repeats {
    /// How many are more than the fewest: of those that come soon, where these are more, or of all.
    pub fn beyond(self, fewest: Self) -> u32 {
        match self.soon.cmp(&fewest.soon) {
            Ordering::Greater => self.soon - fewest.soon,
            Ordering::Equal => self.all.saturating_sub(fewest.all),
            Ordering::Less => 0,
        }
    }

    fn at_cost(cost: i64) -> Self {
        let number = |cost: i64| u32::try_from(cost).unwrap_or(0);
        Self { soon: number(cost / TOO_SOON), all: number(cost % TOO_SOON) }
    }
}

/// How two people stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    New,
    Known,
    KnownLately,
    Forbidden,
}

impl Here<'_> {
    /// The fewest repeats of a round that leaves out as few people as can be and has as few trios. It is proven: no such
    /// round has fewer.
    pub fn fewest_repeats(&self, last: &Last) -> Repeats {
        if self.everybody_finds_somebody_new_nearby(last) {
            return Repeats::default();
        }
        let count = self.people.len();
        let standings = (0..count * count).map(|at| self.standing(at / count, at % count, last)).collect();
        Repeats::at_cost(Table { count, standings }.least_cost())
    }

    fn everybody_finds_somebody_new_nearby(&self, last: &Last) -> bool {
        let count = self.people.len();
        let near = |a: usize| (1..=NEAR.min(count / 2)).map(move |step| (a, (a + step) % count));
        let is_new = |a: usize, b: usize| self.standing(a, b, last) == Standing::New;
        let new = (0..count).flat_map(near).filter(|(a, b)| is_new(*a, *b));
        let edges: Vec<Edge> = new.map(|(a, b)| Edge { a, b, weight: 0 }).collect();
        let Ok(graph) = WeightedGraph::new(count, &edges) else { return false };
        let matching = solve(&graph);
        match matching.exposed().collect::<Vec<usize>>()[..] {
            [] => true,
            [over] => matching.pairs().any(|(a, b)| is_new(over, a) && is_new(over, b)),
            _ => false,
        }
    }

    fn standing(&self, a: usize, b: usize, last: &Last) -> Standing {
        let (a, b) = (&self.people[a], &self.people[b]);
        if !self.company.may_meet(a, b) {
            return Standing::Forbidden;
        }
        let pair = (a.id.clone().min(b.id.clone()), a.id.clone().max(b.id.clone()));
        match last.get(&pair) {
            None => Standing::New,
            Some(before) if self.round - before <= SOON => Standing::KnownLately,
            Some(_) => Standing::Known,
        }
    }
}

/// How any two stand, in rows.
#[derive(Debug)]
struct Table {
    count: usize,
    standings: Vec<Standing>,
}

impl Table {
    fn least_cost(&self) -> i64 {
        let Some((graph, pairs)) = self.paired_without(&[]) else { return 0 };
        match without_each(&graph) {
            None => -pairs.weight,
            Some(without) if self.count > FEW => {
                without.iter().flatten().map(|pairs| -pairs).min().unwrap_or(0)
            }
            Some(without) => self.with_a_trio(&without),
        }
    }

    /// As many pairs as possible of all but some, of the least cost, proven.
    fn paired_without(&self, without: &[usize]) -> Option<(WeightedGraph, Matching)> {
        let is_in = |place: &usize| !without.contains(place);
        let pairs = (0..self.count).filter(is_in).flat_map(|a| (a + 1..self.count).map(move |b| (a, b)));
        let edges: Vec<Edge> = pairs
            .filter(|(_, b)| is_in(b))
            .filter_map(|(a, b)| Some(Edge { a, b, weight: -self.cost(a, b)? }))
            .collect();
        let graph = WeightedGraph::new(self.count, &edges).ok()?;
        let matching = solve(&graph);
        certify(&graph, &matching).ok()?;
        Some((graph, matching))
    }

    /// Somebody is over and sits with two others. Without one of the three, the others make a round of pairs: so a round
    /// with them costs no less than the best such pairs, and whom that one knows of the two. The trios that may
    /// cost least are tried first.
    fn with_a_trio(&self, without: &[Option<i64>]) -> i64 {
        let cost = |a, b| self.cost(a, b);
        let without = |place: usize| without[place].map_or(0, |pairs| -pairs);
        let mut trios = Vec::new();
        for a in 0..self.count {
            for b in a + 1..self.count {
                for c in b + 1..self.count {
                    let (Some(ab), Some(ac), Some(bc)) = (cost(a, b), cost(a, c), cost(b, c)) else {
                        continue;
                    };
                    let sides = [without(a) + ab + ac, without(b) + ab + bc, without(c) + ac + bc];
                    trios.push((sides.into_iter().max().unwrap_or(0), ab + ac + bc, [a, b, c]));
                }
            }
        }
        trios.sort_unstable();
        let mut cheapest = i64::MAX;
        for (nth, (least, own, trio)) in trios.iter().enumerate() {
            if *least >= cheapest {
                return cheapest;
            } else if nth >= ROUNDS {
                return *least;
            }
            let Some((_, others)) = self.paired_without(trio) else { return 0 };
            // A round that leaves somebody out besides is worse, however few repeats it has.
            if 2 * others.cardinality + trio.len() == self.count {
                cheapest = cheapest.min(own - others.weight);
            }
        }
        // Where no trio goes with pairs of all others, whoever is over is left out.
        if cheapest == i64::MAX { (0..self.count).map(without).min().unwrap_or(0) } else { cheapest }
    }

    /// What it costs that two meet; `None` where they must not meet.
    fn cost(&self, a: usize, b: usize) -> Option<i64> {
        match self.standings[a * self.count + b] {
            Standing::New => Some(0),
            Standing::Known => Some(1),
            Standing::KnownLately => Some(1 + TOO_SOON),
            Standing::Forbidden => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tables() -> impl Strategy<Value = Table> {
        (2..8_usize).prop_flat_map(|count| {
            let standing = prop_oneof![
                4 => Just(Standing::New),
                4 => Just(Standing::Known),
                1 => Just(Standing::KnownLately),
                2 => Just(Standing::Forbidden),
            ];
            prop::collection::vec(standing, count * count).prop_map(move |mut standings| {
                for at in 0..count * count {
                    let (a, b) = (at / count, at % count);
                    standings[at] =
                        if a == b { Standing::Forbidden } else { standings[a.min(b) * count + a.max(b)] };
                }
                Table { count, standings }
            })
        })
    }

    /// The least cost of all ways to put these people into pairs, and so many trios.
    fn by_trying(table: &Table, people: &[usize], trios: usize) -> Option<i64> {
        let [first, rest @ ..] = people else { return (trios == 0).then_some(0) };
        let without = |some: &[usize]| -> Vec<usize> {
            rest.iter().copied().filter(|place| !some.contains(place)).collect()
        };
        let pairs =
            rest.iter().map(|b| Some(table.cost(*first, *b)? + by_trying(table, &without(&[*b]), trios)?));
        let with_two = rest.iter().flat_map(|b| rest.iter().filter(move |c| b < c).map(move |c| (*b, *c)));
        let three = |(b, c)| {
            let own = table.cost(*first, b)? + table.cost(*first, c)? + table.cost(b, c)?;
            Some(own + by_trying(table, &without(&[b, c]), trios.checked_sub(1)?)?)
        };
        pairs.chain(with_two.map(three)).flatten().min()
    }

    proptest! {
        #[test]
        fn nobody_who_tries_everything_finds_fewer(table in tables()) {
            let everybody: Vec<usize> = (0..table.count).collect();
            if let Some(cost) = by_trying(&table, &everybody, table.count % 2) {
                prop_assert_eq!(table.least_cost(), cost);
            }
        }
    }
}
