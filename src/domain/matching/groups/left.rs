//! Whoever is left over joins a pair, if somebody will have them.

use super::{Plan, total};
use crate::domain::matching::board::Board;
use crate::domain::matching::solver::{Answer, Edge, best};

/// Above so many ways to join, each of those left over is offered their best ones only.
const WAYS: usize = 2_000_000;
/// So many of them.
const BEST_WAYS: usize = 64;

/// Puts as many of those left over as possible into pairs, at most one each, where that costs least.
pub(super) fn joined(board: &Board<'_>, mut plan: Plan) -> Plan {
    if plan.left.is_empty() {
        return plan;
    }
    let pairs = plan.groups.len();
    let answer = best(pairs + plan.left.len(), &ways(board, &plan));
    if let Answer::Unproven { why, .. } = &answer {
        plan.doubt = Some(*why);
    }
    let partners = answer.into_partners();
    let left = std::mem::take(&mut plan.left);
    for (place, left) in left.into_iter().enumerate() {
        match partners[pairs + place] {
            Some(pair) => plan.groups[pair].push(left),
            None => plan.left.push(left),
        }
    }
    plan
}

/// Who can join which pair. A trio is worth the mean of its pairs: each weight is three times what joining changes.
fn ways(board: &Board<'_>, plan: &Plan) -> Vec<Edge> {
    let pairs = plan.groups.len();
    let most = if pairs * plan.left.len() > WAYS { BEST_WAYS } else { pairs };
    let mut edges = Vec::new();
    for (place, left) in plan.left.iter().enumerate() {
        let mut own: Vec<Edge> = Vec::new();
        for (pair, members) in plan.groups.iter().enumerate().filter(|(_, members)| members.len() == 2) {
            let trio: Vec<usize> = members.iter().copied().chain([*left]).collect();
            if let (Some(three), Some(two)) = (total(board, &trio), total(board, members)) {
                own.push(Edge { a: pair, b: pairs + place, weight: three - 3 * two });
            }
        }
        own.sort_by_key(|edge| std::cmp::Reverse(edge.weight));
        edges.extend(own.into_iter().take(most));
    }
    edges
}
