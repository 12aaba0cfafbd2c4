//! Who leads whom: juniors and seniors at least two levels apart, outside each other's reporting line.

use super::board::Board;
use super::explain::{Reason, reasons};
use super::inputs::digest;
use super::solver::{Answer, Edge, best};
use super::{Field, LeftOut, Proof};
use crate::domain::ids::PersonId;
use crate::domain::people::profile::Level;
use crate::domain::reverse::Role;
use crate::domain::reverse::message::Unmatched;
use crate::domain::rounds::LeftOutReason;
use std::collections::{BTreeMap, BTreeSet};

/// So many levels are between the two at least: nobody speaks freely to their boss's neighbour.
const LEVELS_APART: i8 = 2;
/// From this level on somebody may be led.
const LED_FROM: Level = Level::Manager;
/// Reasons beside the one that holds for all.
const OTHER_REASONS: usize = 3;

/// What couples are formed from.
#[derive(Clone, Debug)]
pub struct Partners<'a> {
    /// Everybody who takes part this time; their past is that of terms.
    pub field: Field<'a>,
    /// The parts that somebody already has in a term that runs; each is had once at most.
    pub engaged: &'a BTreeMap<PersonId, BTreeSet<Role>>,
}

/// The couples of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Couples {
    /// In a stable order.
    pub couples: Vec<Couple>,
    /// Who could not be matched, and is in no term.
    pub left_out: Vec<LeftOut>,
    /// How good that is.
    pub proof: Proof,
}

/// A junior and a senior to be introduced to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Couple {
    /// Who leads.
    pub junior: PersonId,
    /// Who learns.
    pub senior: PersonId,
    /// Why, strongest first; at least one.
    pub reasons: Vec<Reason>,
}

/// Forms the couples of a round: hard rules first, then as few people left out as possible, then the highest score. Nobody
/// begins two terms at once. The same partners and seed give the same couples.
pub fn couples(partners: &Partners<'_>) -> Couples {
    let board = Board::of(&partners.field);
    let (edges, led) = edges(&board, partners);
    let answer = best(board.people.len(), &edges);
    let proof = proof(&partners.field, &answer, &edges);
    let matched = answer.into_partners();
    let id = |place: usize| board.people[place].person.id.clone();
    let mut formed = Couples { couples: Vec::new(), left_out: Vec::new(), proof };
    for (place, partner) in matched.into_iter().enumerate() {
        match partner {
            Some(partner) if place < partner => {
                let (junior, senior) =
                    if led.contains(&(place, partner)) { (place, partner) } else { (partner, place) };
                let reasons = why(&board, junior, senior);
                formed.couples.push(Couple { junior: id(junior), senior: id(senior), reasons });
            }
            Some(_) => {}
            None if partners.engaged.contains_key(&id(place)) => {}
            None => {
                let reason = LeftOutReason::Reverse(why_not(&board, partners, &edges, place));
                formed.left_out.push(LeftOut { person: id(place), reason });
            }
        }
    }
    formed
}

/// A proven answer is the best there is. For another, nobody knows a bound.
fn proof(field: &Field<'_>, answer: &Answer, edges: &[Edge]) -> Proof {
    let (total, bound, doubt) = match answer {
        Answer::Proven(matching) => (matching.weight, Some(matching.weight), None),
        Answer::Unproven { partners, why } => {
            let is_taken = |edge: &&Edge| partners[edge.a] == Some(edge.b);
            (edges.iter().filter(is_taken).map(|edge| edge.weight).sum(), None, Some(*why))
        }
    };
    Proof { inputs: digest(field), weights: field.weights, total, bound, doubt }
}

/// Who can lead whom, by places, and what that is worth.
fn edges(board: &Board<'_>, partners: &Partners<'_>) -> (Vec<Edge>, BTreeSet<(usize, usize)>) {
    let (mut edges, mut led) = (Vec::new(), BTreeSet::new());
    for a in 0..board.people.len() {
        for b in a + 1..board.people.len() {
            for (junior, senior) in [(a, b), (b, a)] {
                if may_lead(board, partners, junior, senior)
                    && let Some(weight) = board.worth_of_leading(junior, senior)
                {
                    edges.push(Edge { a, b, weight });
                    led.insert((junior, senior));
                }
            }
        }
    }
    (edges, led)
}

fn may_lead(board: &Board<'_>, partners: &Partners<'_>, junior: usize, senior: usize) -> bool {
    let [junior, senior] = [junior, senior].map(|place| board.people[place].person);
    let lines = partners.field.lines;
    let is_free =
        |person: &PersonId, role| partners.engaged.get(person).is_none_or(|roles| !roles.contains(&role));
    !junior.profile.offers.is_empty()
        && lines.level(&senior.id).is_some_and(|level| level >= LED_FROM)
        && lines.levels_apart(&senior.id, &junior.id).is_some_and(|apart| apart >= LEVELS_APART)
        && is_free(&junior.id, Role::Junior)
        && is_free(&senior.id, Role::Senior)
}

/// What is true of the two, and that neither has anything to fear from the other.
fn why(board: &Board<'_>, junior: usize, senior: usize) -> Vec<Reason> {
    let leads = &board.people[junior].person.id;
    let of_a_lead = |reason: &Reason| match reason {
        Reason::Offers { helper, .. }
        | Reason::ComesNear { helper, .. }
        | Reason::OwnWords { helper, .. } => helper == leads,
        Reason::FreshEyes => false,
        Reason::SharedChallenges(_)
        | Reason::OtherFunction
        | Reason::OtherTeam
        | Reason::CommonHours(_)
        | Reason::FirstTime
        | Reason::LongAgo(_)
        | Reason::SomebodyWaited
        | Reason::OutsideTheLine => true,
    };
    let others = reasons(board, &[junior, senior]).into_iter().filter(of_a_lead).take(OTHER_REASONS);
    others.chain([Reason::OutsideTheLine]).collect()
}

fn why_not(board: &Board<'_>, partners: &Partners<'_>, edges: &[Edge], place: usize) -> Unmatched {
    let person = board.people[place].person;
    let level = partners.field.lines.level(&person.id);
    if level.is_none() {
        Unmatched::LevelUnknown
    } else if level < Some(LED_FROM) && person.profile.offers.is_empty() {
        Unmatched::NothingOffered
    } else if board.people.len() == 1 {
        Unmatched::Alone
    } else if edges.iter().any(|edge| edge.a == place || edge.b == place) {
        Unmatched::OthersMatched
    } else {
        Unmatched::NobodyFits
    }
}

#[cfg(test)]
mod tests;
