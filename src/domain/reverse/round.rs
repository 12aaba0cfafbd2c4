//! A round of reverse mentoring: couples are formed, and each begins a term.

use super::desk::Desk;
use super::message::{ReverseMessage, Unmatched};
use super::{Outcome, Role, Term};
use crate::domain::attention::{Attention, Kind};
use crate::domain::decision::{Change, Decision};
use crate::domain::event::{Seed, Timing};
use crate::domain::ids::{PersonId, SubjectId, TermId};
use crate::domain::matching::reverse::{Couple, Couples, Partners, couples};
use crate::domain::matching::{Field, Met, PastPairing};
use crate::domain::message::Message;
use crate::domain::org::{Lines, fill_all};
use crate::domain::people::{NextRound, Person};
use crate::domain::reciprocity::{Ledger, QUARTER};
use crate::domain::rounds::conversation::meeting_hour;
use crate::domain::rounds::dissolve::Announcement;
use crate::domain::rounds::open::{Opening, left_out_streaks};
use crate::domain::rounds::{LeftOut, LeftOutReason, Round, RoundOutcome};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// A slot of reverse mentoring that has come.
#[derive(Clone, Debug)]
pub struct ReverseOpening {
    /// What every round is formed from.
    pub opening: Opening,
    /// Terms of the past that may still matter, and all that run.
    pub terms: Vec<Term>,
}

impl ReverseOpening {
    /// Opens the round, or writes down why there was none.
    pub fn decide(&self, now: Timestamp, seed: Seed) -> Decision {
        match self.opening.timing {
            Timing::InTime | Timing::ByHand => self.hold(now, seed),
            Timing::Missed => self.opening.not_held(RoundOutcome::Missed, now, seed),
            Timing::Holiday => self.opening.not_held(RoundOutcome::Holiday, now, seed),
        }
    }

    /// Forms the couples and changes nothing: what an organiser sees as a preview.
    pub fn couples(&self, now: Timestamp, seed: Seed) -> Couples {
        let opening = &self.opening;
        let takers = self.willing(now).filter(|person| opening.has_room(person, now));
        let mut takers: Vec<Person> = takers.cloned().collect();
        fill_all(&mut takers, &opening.org);
        couples(&Partners {
            field: Field {
                people: &takers,
                past: &past(&self.terms),
                left_out: &left_out_streaks(&opening.rounds, &[]),
                lines: &Lines::of(&opening.org, &opening.people),
                lately: &Ledger::of_everybody(&opening.check_ins, &opening.records, now - QUARTER),
                slot: opening.slot,
                weights: opening.weights,
                topics: &opening.topics,
                seed,
            },
            engaged: &engaged(&self.terms),
        })
    }

    fn hold(&self, now: Timestamp, seed: Seed) -> Decision {
        let Couples { couples, mut left_out, proof } = self.couples(now, seed);
        left_out.extend(self.without_room(now));
        let held = RoundOutcome::Held { pairings: couples.len() };
        let round = Round { proof: Some(proof), ..self.opening.round(held, left_out, now, seed) };
        let mut plan = Plan::new(self, &round, now);
        for (place, couple) in couples.iter().enumerate() {
            plan.begins(place, couple);
        }
        for left in &round.left_out {
            plan.tells_left_out(left);
        }
        let decision = plan.decision;
        Decision::default()
            .change(Change::OpenRound(round))
            .and(decision)
            .and(self.opening.program_moves_on())
    }

    /// Who would begin a term, but has been begun enough with this week. Whoever is in a term already misses nothing.
    pub fn without_room(&self, now: Timestamp) -> Vec<LeftOut> {
        let engaged = engaged(&self.terms);
        let full = self
            .willing(now)
            .filter(|person| !self.opening.has_room(person, now) && !engaged.contains_key(&person.id));
        let reason = LeftOutReason::Reverse(Unmatched::AttentionSpent);
        full.map(|person| LeftOut { person: person.id.clone(), reason }).collect()
    }

    /// Everybody who would begin a term. Whoever sits out the next round of pairs begins none in the meantime either.
    fn willing(&self, now: Timestamp) -> impl Iterator<Item = &Person> {
        let mode = self.opening.program.mode;
        self.opening.people.iter().filter(move |person| {
            person.takes_part(now)
                && person.profile.modes.contains(&mode)
                && person.next_round == NextRound::TakesPart
        })
    }
}

/// The terms of a round while they are being written.
struct Plan<'a> {
    opening: &'a Opening,
    round: &'a Round,
    people: BTreeMap<PersonId, Person>,
    attention: Attention,
    now: Timestamp,
    decision: Decision,
}

impl<'a> Plan<'a> {
    fn new(reverse: &'a ReverseOpening, round: &'a Round, now: Timestamp) -> Self {
        let opening = &reverse.opening;
        let mut people: BTreeMap<PersonId, Person> =
            opening.people.iter().map(|person| (person.id.clone(), person.clone())).collect();
        fill_all(people.values_mut(), &opening.org);
        let attention = opening.attention.clone();
        Self { opening, round, people, attention, now, decision: Decision::default() }
    }

    /// The two are introduced when both work, and the junior is asked for topic and times right after.
    fn begins(&mut self, place: usize, couple: &Couple) {
        let term = self.term(place, couple);
        let both = |id: PersonId| Some((id.clone(), self.people.get(&id)?.clone()));
        let people: BTreeMap<PersonId, Person> = term.people().into_iter().filter_map(both).collect();
        let hour = meeting_hour(&term.members(), &people, self.now);
        let mut decision = Decision::default();
        for person in people.values() {
            let subject = SubjectId::from(&term.id);
            let spent = self.attention.spend_anyway(person, Kind::Introduction, subject, hour);
            decision = decision.relying_on(person).change(Change::SpendAttention(spent));
        }
        let desk = Desk {
            term,
            people,
            announcement: Announcement::Planned,
            showings: Vec::new(),
            catalogue: self.opening.catalogue.clone(),
            decision,
        };
        self.decision = std::mem::take(&mut self.decision).and(desk.begins(hour));
    }

    fn term(&self, place: usize, couple: &Couple) -> Term {
        let id = TermId::drawn(self.round.seed, place);
        Term::new(id, (self.round.id.clone(), self.round.slot), couple.clone(), self.now)
    }

    /// Whoever could not be matched is told why. What only they can change is told once.
    fn tells_left_out(&mut self, left: &LeftOut) {
        let (LeftOutReason::Reverse(reason), Some(person)) = (left.reason, self.people.get(&left.person))
        else {
            return;
        };
        let was_told = self.opening.rounds.iter().any(|round| round.left_out.contains(left));
        match reason {
            Unmatched::LevelUnknown | Unmatched::NothingOffered if was_told => return,
            Unmatched::LevelUnknown
            | Unmatched::NothingOffered
            | Unmatched::Alone
            | Unmatched::NobodyFits
            | Unmatched::OthersMatched
            | Unmatched::AttentionSpent => {}
        }
        let says = |next_round| Message::Reverse(ReverseMessage::LeftOut { reason, next_round });
        let message = self.opening.left_out(person, says, self.now);
        let decision = std::mem::take(&mut self.decision);
        self.decision = decision.begin(person, Kind::LeftOut, message, &mut self.attention);
    }
}

/// The parts that people have in terms that run.
pub fn engaged(terms: &[Term]) -> BTreeMap<PersonId, Vec<Role>> {
    let mut engaged: BTreeMap<PersonId, Vec<Role>> = BTreeMap::new();
    for term in terms.iter().filter(|term| term.is_open()) {
        engaged.entry(term.junior.clone()).or_default().push(Role::Junior);
        engaged.entry(term.senior.clone()).or_default().push(Role::Senior);
    }
    engaged
}

/// Terms of the past as matching sees them.
fn past(terms: &[Term]) -> Vec<PastPairing> {
    let happened = |term: &Term| term.meetings.iter().any(|meeting| meeting.outcome == Outcome::Happened);
    let paired = |term: &Term| PastPairing {
        members: term.members(),
        slot: term.slot,
        met: match (happened(term), term.done()) {
            (true, _) => Met::Yes,
            (false, 0) => Met::No,
            (false, _) => Met::Unknown,
        },
        asks_first: term.junior.clone(),
    };
    terms.iter().map(paired).collect()
}
