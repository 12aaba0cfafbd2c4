//! From scores to groups: pairs by an exact matching, a trio where the number is odd, nobody left out in silence.
//!
//! A trio counts for the mean of its three pairs. So a round with trios is worth the mean of some rounds of pairs alone,
//! each of which leaves one person of each trio out; hence no round is worth more than the best pairs of everybody, and
//! their bound is the bound of the round.

use super::board::Board;
use super::explain::reasons;
use super::history::pairs_of;
use super::inputs::digest;
use super::pairs::{Paired, Pairs};
use super::scores::Peers;
use super::solver::Doubt;
use super::watch::{Patiently, Watch};
use super::{Field, Group, Groups, LeftOut, Proof};
use crate::domain::rounds::LeftOutReason;
use std::collections::BTreeSet;

mod left;
mod trio;

/// Forms the groups of a round: hard rules first, then as few people left out as possible, then the highest score.
/// The same field and seed give the same groups.
pub fn form(field: &Field<'_>) -> Groups {
    form_watched(field, &mut Patiently)
}

/// As [`form`], with somebody who looks on and may end the search for a better round.
pub fn form_watched(field: &Field<'_>, watch: &mut dyn Watch) -> Groups {
    let board = Board::of(field);
    let peers = Peers::of(&board);
    let (plan, bound) = Table::of(&board, &peers, watch).best_plan(field, watch);
    let id = |place: &usize| board.people[*place].person.id.clone();
    let groups = plan.groups.iter().map(|members| Group {
        members: members.iter().map(id).collect(),
        reasons: reasons(&board, members),
    });
    let left_out =
        plan.left.iter().map(|place| LeftOut { person: id(place), reason: why_left_out(&board, *place) });
    Groups {
        groups: groups.collect(),
        left_out: left_out.collect(),
        proof: Proof {
            inputs: digest(field),
            weights: field.weights,
            total: plan.worth(&board),
            bound,
            doubt: plan.doubt,
        },
    }
}

/// What the best round of everybody but some would be worth, in points.
pub(super) fn worth_without(field: &Field<'_>, board: &Board<'_>, without: &[usize]) -> i64 {
    let peers = Peers::of(board);
    let mut table = Table::of(board, &peers, &mut Patiently);
    table.absent = without.iter().copied().collect();
    table.best_plan(field, &mut Patiently).0.worth(board)
}

fn why_left_out(board: &Board<'_>, place: usize) -> LeftOutReason {
    let count = board.people.len();
    if count == 1 {
        LeftOutReason::Alone
    } else if (0..count).all(|other| !board.forbidden.allows(place, other)) {
        LeftOutReason::NobodyAllowed
    } else {
        LeftOutReason::OthersMatched
    }
}

/// A way to group a board, by places.
#[derive(Clone, Debug, Default)]
struct Plan {
    groups: Vec<Vec<usize>>,
    left: Vec<usize>,
    doubt: Option<Doubt>,
}

impl Plan {
    /// What makes a plan worse than another: people left out, then meetings too soon.
    fn faults(&self, board: &Board<'_>) -> (usize, usize) {
        let recent = self.groups.iter().map(|group| board.history.recent_pairs(group)).sum();
        (self.left.len(), recent)
    }

    /// The points of all groups together.
    fn worth(&self, board: &Board<'_>) -> i64 {
        self.groups.iter().map(|members| worth(board, members)).sum()
    }

    fn sorted(mut self) -> Self {
        self.groups.iter_mut().for_each(|group| group.sort_unstable());
        self.groups.sort_unstable();
        self.left.sort_unstable();
        self
    }
}

/// The points of a group: those of a pair, or the mean of all its pairs in whole points.
fn worth(board: &Board<'_>, members: &[usize]) -> i64 {
    let pairs = i64::try_from(pairs_of(members).len()).unwrap_or(1);
    total(board, members).unwrap_or(0).div_euclid(pairs.max(1))
}

/// The scores of all pairs of a group together; `None` where one of them is forbidden.
fn total(board: &Board<'_>, members: &[usize]) -> Option<i64> {
    pairs_of(members).into_iter().map(|(a, b)| board.score(a, b)).sum()
}

/// Everybody round a table, who has to be grouped.
struct Table<'a> {
    board: &'a Board<'a>,
    peers: &'a Peers<'a>,
    pairs: Pairs<'a>,
    /// Who is not there after all.
    absent: BTreeSet<usize>,
}

impl<'a> Table<'a> {
    fn of(board: &'a Board<'a>, peers: &'a Peers<'a>, watch: &mut dyn Watch) -> Self {
        Self { board, peers, pairs: Pairs::of(peers, watch), absent: BTreeSet::new() }
    }

    /// The best plan, and the bound on any.
    fn best_plan(&mut self, field: &Field<'_>, watch: &mut dyn Watch) -> (Plan, Option<i64>) {
        let out = self.rows_without(&[]);
        let paired = self.pairs.best(&out, watch);
        let (bound, count) = (paired.bound, paired.partners.iter().flatten().count() / 2);
        let mut plan = left::joined(self.board, self.plan(&paired, &[]));
        let mut of_trios = None;
        if self.is_odd() {
            let sought = self.best_trio(field, &plan);
            of_trios = sought.at_most;
            if let Some(trio) = sought.trio {
                let paired = self.pairs.best(&self.rows_without(&trio), watch);
                plan = left::joined(self.board, self.plan(&paired, &trio));
            }
        }
        // With somebody left out besides, trios are more than the one that was sought.
        let of_trios = of_trios.filter(|_| plan.left.is_empty());
        let bound = bound.filter(|_| plan.groups.len() == count).into_iter().chain(of_trios).min();
        (plan.sorted(), bound)
    }

    /// Whether somebody is over. Whoever may be matched with nobody at all is no reason for a trio.
    fn is_odd(&self) -> bool {
        let count = self.board.people.len();
        let has_anybody = |place: &usize| self.board.forbidden.for_person(*place).count() + 1 < count;
        (0..count).filter(|place| !self.absent.contains(place) && has_anybody(place)).count() % 2 == 1
    }

    /// The rows of whoever is absent or among these.
    fn rows_without(&self, these: &[usize]) -> BTreeSet<usize> {
        self.absent.iter().chain(these).map(|place| self.peers.row(*place)).collect()
    }

    /// Pairs and one more group, by places.
    fn plan(&self, paired: &Paired, group: &[usize]) -> Plan {
        let mut plan = Plan { doubt: paired.doubt, ..Plan::default() };
        let place = |row: usize| self.peers.place(row);
        for (row, partner) in paired.partners.iter().enumerate() {
            match partner {
                Some(partner) if row < *partner => plan.groups.push(vec![place(row), place(*partner)]),
                Some(_) => {}
                None if self.absent.contains(&place(row)) || group.contains(&place(row)) => {}
                None => plan.left.push(place(row)),
            }
        }
        plan.left.sort_unstable();
        plan.groups.extend((!group.is_empty()).then(|| group.to_vec()));
        plan
    }
}

#[cfg(test)]
mod tests;
