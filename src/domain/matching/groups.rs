//! From scores to groups: pairs by an exact matching, a trio where the number is odd, nobody left out in silence.

use super::explain::reasons;
use super::history::pairs_of;
use super::inputs::digest;
use super::rules::Board;
use super::solver::{Answer, Doubt, Edge, best, maximum_weight_matching};
use super::{Field, Group, Groups, LeftOut, Proof};
use crate::domain::rounds::LeftOutReason;
use rand::seq::SliceRandom;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// How many trios are tried before the fairest of them is taken with what it costs.
const TRIOS_TRIED: usize = 6;
/// Trios are sought among so many people at first, those who have sat in the fewest.
const TRIO_POOL: usize = 32;

/// Forms the groups of a round: hard rules first, then as few people left out as possible, then the highest score.
/// The same field and seed give the same groups.
pub fn form(field: &Field<'_>) -> Groups {
    let board = Board::of(field);
    let plan = best_plan(&board, field);
    let id = |place: &usize| board.people[*place].person.id.clone();
    let groups = plan.groups.iter().map(|members| Group {
        members: members.iter().map(id).collect(),
        reasons: reasons(&board, members),
    });
    let left_out =
        plan.left.iter().map(|place| LeftOut { person: id(place), reason: why_left_out(&board, *place) });
    let proof = Proof {
        inputs: digest(field),
        weights: field.weights,
        total: plan.worth(&board),
        bound: None,
        doubt: plan.doubt,
    };
    Groups { groups: groups.collect(), left_out: left_out.collect(), proof }
}

fn why_left_out(board: &Board<'_>, place: usize) -> LeftOutReason {
    let count = board.people.len();
    if count == 1 {
        LeftOutReason::Alone
    } else if (0..count).all(|other| board.score(place, other).is_none()) {
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
        let of_group = |members: &Vec<usize>| {
            let pairs = i64::try_from(pairs_of(members).len()).unwrap_or(1);
            total(board, members).unwrap_or(0) / pairs.max(1)
        };
        self.groups.iter().map(of_group).sum()
    }

    fn sorted(mut self) -> Self {
        self.groups.iter_mut().for_each(|group| group.sort_unstable());
        self.groups.sort_unstable();
        self.left.sort_unstable();
        self
    }
}

fn best_plan(board: &Board<'_>, field: &Field<'_>) -> Plan {
    let mut plans = Vec::new();
    if board.people.len() % 2 == 1 {
        for trio in fair_trios(board, field) {
            let mut plan = pairs_and_insertions(board, &trio);
            plan.groups.push(trio);
            if plan.faults(board) == (0, 0) {
                return plan.sorted();
            }
            plans.push(plan);
        }
    }
    plans.push(pairs_and_insertions(board, &[]));
    let best = plans.into_iter().min_by_key(|plan| plan.faults(board));
    best.unwrap_or_default().sorted()
}

/// Trios for an odd number of people, fairest first: no meeting too soon, those who sat in the fewest trios, the score.
fn fair_trios(board: &Board<'_>, field: &Field<'_>) -> Vec<Vec<usize>> {
    let mut order: Vec<(u32, usize)> = board.history.trio_share.iter().copied().zip(0..).collect();
    // Among equals chance decides who is looked at first, or the first ids would sit in every early trio.
    order.shuffle(&mut field.seed.rng());
    order.sort_by_key(|(share, _)| *share);
    let mut pool = TRIO_POOL.min(order.len());
    loop {
        let mut ranked = rank_trios(board, &order[..pool]);
        if !ranked.is_empty() || pool == order.len() {
            ranked.truncate(TRIOS_TRIED);
            return ranked.into_iter().map(|(_, trio)| trio.to_vec()).collect();
        }
        pool = (pool * 2).min(order.len());
    }
}

type TrioRank = (usize, u32, Reverse<i64>);

fn rank_trios(board: &Board<'_>, pool: &[(u32, usize)]) -> Vec<(TrioRank, [usize; 3])> {
    let mut ranked = Vec::new();
    for (i, (a_share, a)) in pool.iter().enumerate() {
        for (j, (b_share, b)) in pool.iter().enumerate().skip(i + 1) {
            for (c_share, c) in pool.iter().skip(j + 1) {
                let trio = [*a, *b, *c];
                if let Some(score) = total(board, &trio) {
                    let recent = board.history.recent_pairs(&trio);
                    ranked.push(((recent, a_share + b_share + c_share, Reverse(score)), trio));
                }
            }
        }
    }
    ranked.sort_unstable();
    ranked
}

/// The scores of all pairs of a group together; `None` where one of them is forbidden.
fn total(board: &Board<'_>, members: &[usize]) -> Option<i64> {
    pairs_of(members).into_iter().map(|(a, b)| board.score(a, b)).sum()
}

/// Matches everybody but some, exactly; whoever is left over joins a pair where they may.
fn pairs_and_insertions(board: &Board<'_>, without: &[usize]) -> Plan {
    let taken: BTreeSet<usize> = without.iter().copied().collect();
    let free: Vec<usize> = (0..board.people.len()).filter(|place| !taken.contains(place)).collect();
    let edges: Vec<Edge> = pairs_of(&(0..free.len()).collect::<Vec<_>>())
        .into_iter()
        .filter_map(|(a, b)| board.score(free[a], free[b]).map(|weight| Edge { a, b, weight }))
        .collect();
    let answer = best(free.len(), &edges);
    let doubt = match &answer {
        Answer::Proven(_) => None,
        Answer::Unproven { why, .. } => Some(*why),
    };
    let mut plan = Plan { doubt, ..Plan::default() };
    for (place, partner) in answer.into_partners().into_iter().enumerate() {
        match partner {
            Some(partner) if place < partner => plan.groups.push(vec![free[place], free[partner]]),
            Some(_) => {}
            None => plan.left.push(free[place]),
        }
    }
    insert_left(board, plan)
}

/// Puts as many of those left over as possible into pairs, at most one each, where that costs least.
fn insert_left(board: &Board<'_>, mut plan: Plan) -> Plan {
    let pairs = plan.groups.len();
    let mut edges = Vec::new();
    for (place, left) in plan.left.iter().enumerate() {
        for (pair, members) in plan.groups.iter().enumerate() {
            let trio: Vec<usize> = members.iter().copied().chain([*left]).collect();
            if let (Some(three), Some(two)) = (total(board, &trio), total(board, members)) {
                // A trio is worth the mean of its pairs: this is three times what the insertion changes.
                edges.push(Edge { a: pair, b: pairs + place, weight: three - 3 * two });
            }
        }
    }
    let partners = maximum_weight_matching(pairs + plan.left.len(), &edges);
    let (mut groups, mut still_left) = (plan.groups, Vec::new());
    for (place, left) in plan.left.into_iter().enumerate() {
        match partners[pairs + place] {
            Some(pair) => groups[pair].push(left),
            None => still_left.push(left),
        }
    }
    plan = Plan { groups, left: still_left, doubt: plan.doubt };
    plan
}
