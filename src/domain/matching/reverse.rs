//! Who leads whom: juniors and seniors at least two levels apart, outside each other's reporting line.

use super::board::Board;
use super::explain::{Reason, reasons};
use super::inputs::digest;
use super::pairs::Pairs;
use super::rules::waiting;
use super::scores::{NEVER, Peers, Reader, Scores};
use super::watch::Patiently;
use super::{Field, LeftOut, Proof};
use crate::domain::ids::PersonId;
use crate::domain::org::Lines;
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
    /// The parts that somebody already has in terms that run, one for each term.
    pub engaged: &'a BTreeMap<PersonId, Vec<Role>>,
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
/// begins two terms at once, unless one may lead several. The same partners and seed give the same couples.
pub fn couples(partners: &Partners<'_>) -> Couples {
    let board = Board::of(&partners.field);
    let seats = Seats::of(&board, partners);
    let paired = Pairs::of(&seats, &mut Patiently).best(&BTreeSet::new(), &mut Patiently);
    let field = &partners.field;
    let proof = Proof {
        inputs: digest(field),
        weights: field.weights,
        total: paired.weight,
        bound: paired.bound,
        doubt: paired.doubt,
    };
    let id = |place: usize| board.people[place].person.id.clone();
    let led = |(seat, partner): (usize, &Option<usize>)| seats.led(seat, (*partner)?);
    let mut led: Vec<(usize, usize)> = paired.partners.iter().enumerate().filter_map(led).collect();
    led.sort_unstable();
    let couple = |(junior, senior): &(usize, usize)| Couple {
        junior: id(*junior),
        senior: id(*senior),
        reasons: why(&board, *junior, *senior),
    };
    let taken: BTreeSet<usize> = led.iter().flat_map(|(junior, senior)| [*junior, *senior]).collect();
    let is_left = |place: &usize| !taken.contains(place) && !partners.engaged.contains_key(&id(*place));
    let left = (0..board.people.len())
        .filter(is_left)
        .map(|place| LeftOut { person: id(place), reason: LeftOutReason::Reverse(why_not(&seats, place)) });
    Couples { couples: led.iter().map(couple).collect(), left_out: left.collect(), proof }
}

/// Everybody's places in a round: one each, and more for whoever may lead several at once.
struct Seats<'a> {
    board: &'a Board<'a>,
    lines: &'a Lines,
    /// The place of whoever sits there.
    taken_by: Vec<usize>,
    may_lead: Vec<bool>,
    may_be_led: Vec<bool>,
    range: (i32, i32),
}

impl<'a> Seats<'a> {
    fn of(board: &'a Board<'a>, partners: &Partners<'a>) -> Self {
        let lines = partners.field.lines;
        let terms = |place: usize, role: Role| {
            let engaged = partners.engaged.get(&board.people[place].person.id);
            engaged.map_or(0, |roles| roles.iter().filter(|had| **had == role).count())
        };
        let at_once = usize::try_from(partners.field.weights.terms_led_at_once).unwrap_or(1);
        let leads = |place: usize| match board.people[place].person.profile.offers.is_empty() {
            true => 0,
            false => at_once.saturating_sub(terms(place, Role::Junior)),
        };
        let is_led = |place: usize| {
            let level = lines.level(&board.people[place].person.id);
            level.is_some_and(|level| level >= LED_FROM) && terms(place, Role::Senior) == 0
        };
        let places = || 0..board.people.len();
        Self {
            taken_by: places()
                .chain(places().flat_map(|place| (1..leads(place)).map(move |_| place)))
                .collect(),
            may_lead: places().map(|place| leads(place) > 0).collect(),
            may_be_led: places().map(is_led).collect(),
            // The same rules, and fewer of them.
            range: Peers::of(board).range(),
            board,
            lines,
        }
    }

    /// The places of junior and senior at two seats, seen from the junior's.
    fn led(&self, junior: usize, senior: usize) -> Option<(usize, usize)> {
        // Only the first seat of a person is one in which they may be led.
        let is_first = senior < self.board.people.len();
        let pair = (self.taken_by[junior], self.taken_by[senior]);
        (is_first && self.may_meet(pair.0, pair.1)).then_some(pair)
    }

    fn may_meet(&self, junior: usize, senior: usize) -> bool {
        let id = |place: usize| &self.board.people[place].person.id;
        self.may_lead[junior]
            && self.may_be_led[senior]
            && self.lines.levels_apart(id(senior), id(junior)).is_some_and(|apart| apart >= LEVELS_APART)
    }

    fn worth(&self, one: usize, other: usize) -> Option<i64> {
        let (junior, senior) = self.led(one, other).or_else(|| self.led(other, one))?;
        self.board.worth_of_leading(junior, senior)
    }
}

impl Scores for Seats<'_> {
    fn people(&self) -> usize {
        self.taken_by.len()
    }

    fn range(&self) -> (i32, i32) {
        self.range
    }

    fn own(&self, row: usize) -> i32 {
        waiting::points(&self.board.people[self.taken_by[row]]) as i32
    }

    fn reader(&self) -> Box<dyn Reader + '_> {
        Box::new(Row(self))
    }
}

struct Row<'a>(&'a Seats<'a>);

impl Reader for Row<'_> {
    fn read(&mut self, row: usize, first: usize, scores: &mut [i32]) {
        for (score, other) in scores.iter_mut().zip(first..) {
            *score = self.0.worth(row, other).map_or(NEVER, |worth| worth as i32);
        }
    }
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

fn why_not(seats: &Seats<'_>, place: usize) -> Unmatched {
    let person = seats.board.people[place].person;
    let level = seats.lines.level(&person.id);
    let fits = |other: usize| seats.worth(place, other).is_some();
    if level.is_none() {
        Unmatched::LevelUnknown
    } else if level < Some(LED_FROM) && person.profile.offers.is_empty() {
        Unmatched::NothingOffered
    } else if seats.board.people.len() == 1 {
        Unmatched::Alone
    } else if (0..seats.board.people.len()).any(fits) {
        Unmatched::OthersMatched
    } else {
        Unmatched::NobodyFits
    }
}

#[cfg(test)]
mod tests;
