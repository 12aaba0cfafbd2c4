//! The opening of a round: who takes part, who talks with whom, and everything that follows from it, in one decision.

use super::check_in::{CheckIn, CheckInAnswer, CheckInState};
use super::conversation::{COMMON_HOUR_WITHIN_DAYS, own_hour};
use super::formation::Formation;
use super::pairing::{MarkKind, Pairing, Status};
use super::plan::Plan;
use super::{LeftOut, LeftOutReason, Program, Round, RoundOutcome};
use crate::domain::attention::{Attention, Kind};
use crate::domain::catalogue::Catalogue;
use crate::domain::decision::{Change, Decision, Outgoing, Showing, Target, Urgency};
use crate::domain::event::{Seed, Timing};
use crate::domain::ids::{MessageKey, PairingId, PersonId, RoundId};
use crate::domain::matching::weights::Weights;
use crate::domain::matching::{self, Met, PastPairing};
use crate::domain::message::{LocalTime, Message};
use crate::domain::org::OrgFacts;
use crate::domain::people::{NextRound, Person};
use crate::domain::record::Record;
use crate::domain::topics::TopicIndex;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A slot that has come, with everything its round is formed from.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The programme.
    pub program: Program,
    /// The civil date of the slot.
    pub slot: Date,
    /// When the next one will be.
    pub next_slot: Timestamp,
    /// In time or not.
    pub timing: Timing,
    /// Everybody we know in the workspace.
    pub people: Vec<Person>,
    /// What the organisation says, also of people who never joined.
    pub org: Vec<OrgFacts>,
    /// Pairings of the past that may still matter.
    pub past: Vec<Pairing>,
    /// The check-ins about them.
    pub check_ins: Vec<CheckIn>,
    /// Asks and terms of late, which count as giving and receiving too.
    pub records: Vec<Record>,
    /// The programme's newest held rounds, newest first.
    pub rounds: Vec<Round>,
    /// What is left of people's attention.
    pub attention: Attention,
    /// Which questions people have seen.
    pub showings: Vec<Showing>,
    /// The decks.
    pub catalogue: Arc<Catalogue>,
    /// The topics, made ready for reading texts.
    pub topics: Arc<TopicIndex>,
    /// What counts how much.
    pub weights: Weights,
}

impl Opening {
    /// Opens the round, or writes down why there was none.
    pub fn decide(&self, now: Timestamp, seed: Seed) -> Decision {
        match self.timing {
            Timing::InTime | Timing::ByHand => self.hold(now, seed),
            Timing::Missed => self.not_held(RoundOutcome::Missed, now, seed),
            Timing::Holiday => self.not_held(RoundOutcome::Holiday, now, seed),
        }
    }

    /// Forms the groups and changes nothing: what an organiser sees as a preview.
    pub fn groups(&self, now: Timestamp, seed: Seed) -> matching::Groups {
        matching::form(&Formation::of(self, self.takers(now).into_iter(), now).field(seed))
    }

    fn hold(&self, now: Timestamp, seed: Seed) -> Decision {
        let mut groups = self.groups(now, seed);
        groups.left_out.extend(self.without_room(now));
        let round = self.round(
            RoundOutcome::Held { pairings: groups.groups.len() },
            groups.left_out.clone(),
            now,
            seed,
        );
        let round = Round { proof: Some(groups.proof.clone()), ..round };
        let past = past_pairings(&self.past, &self.check_ins);
        let mut plan = Plan::new(self, &round, &past, now);
        for (place, group) in groups.groups.iter().enumerate() {
            plan.add(place, group);
        }
        for left in &groups.left_out {
            plan.tell_left_out(left);
        }
        let decision = Decision::default().change(Change::OpenRound(round.clone())).and(plan.decision);
        decision.and(self.program_moves_on()).and(self.skips_are_used_up(now))
    }

    pub(in crate::domain) fn not_held(&self, outcome: RoundOutcome, now: Timestamp, seed: Seed) -> Decision {
        Decision::default()
            .change(Change::OpenRound(self.round(outcome, Vec::new(), now, seed)))
            .and(self.program_moves_on())
    }

    pub(in crate::domain) fn round(
        &self,
        outcome: RoundOutcome,
        left_out: Vec<LeftOut>,
        now: Timestamp,
        seed: Seed,
    ) -> Round {
        Round {
            id: RoundId::of(&self.program.id, self.slot),
            program: self.program.id.clone(),
            slot: self.slot,
            opened_at: now,
            seed,
            outcome,
            left_out,
            proof: None,
        }
    }

    /// Tells somebody that the round leaves them out; `says` is given when the next one is. By then it is no news any more.
    pub(in crate::domain) fn left_out(
        &self,
        person: &Person,
        says: impl FnOnce(Option<LocalTime>) -> Message,
        now: Timestamp,
    ) -> Outgoing {
        let round = RoundId::of(&self.program.id, self.slot);
        let next_round = LocalTime { at: self.next_slot, zone: person.time_zone.clone() };
        Outgoing {
            key: MessageKey::new(format!("left-out/{round}/{}", person.id)),
            to: Target::Direct(person.id.clone()),
            message: says(Some(next_round)),
            not_before: own_hour(person, now),
            expires: Some(self.next_slot),
            urgency: Urgency::Bulk,
        }
    }

    pub(in crate::domain) fn program_moves_on(&self) -> Decision {
        let program = Program { last_slot: Some(self.slot), ..self.program.clone() };
        Decision::default().change(Change::SaveProgram(program))
    }

    /// Everybody who takes part this time.
    fn takers(&self, now: Timestamp) -> Vec<&Person> {
        self.willing(now).filter(|person| self.has_room(person, now)).collect()
    }

    fn willing(&self, now: Timestamp) -> impl Iterator<Item = &Person> {
        self.due_people(now).filter(|person| person.next_round == NextRound::TakesPart)
    }

    /// An introduction comes within a few days, and so perhaps next week only: both weeks must have room.
    pub(in crate::domain) fn has_room(&self, person: &Person, now: Timestamp) -> bool {
        let soon = own_hour(person, now);
        let late = soon + SignedDuration::from_hours(24 * i64::from(COMMON_HOUR_WITHIN_DAYS));
        [soon, late].into_iter().all(|at| self.attention.has_room(person, Kind::Introduction, at))
    }

    /// Whose turn it would be, but who have been begun enough with this week.
    pub fn without_room(&self, now: Timestamp) -> Vec<LeftOut> {
        let full = self.willing(now).filter(|person| !self.has_room(person, now));
        full.map(|person| LeftOut { person: person.id.clone(), reason: LeftOutReason::AttentionSpent })
            .collect()
    }

    /// Everybody whose turn it would be, those who skip included.
    fn due_people(&self, now: Timestamp) -> impl Iterator<Item = &Person> {
        let last = last_paired(&self.past);
        self.people.iter().filter(move |person| {
            let rested = last.get(&person.id).is_none_or(|slot| {
                let days = self.slot.duration_since(*slot).as_hours() / 24;
                person.profile.rhythm.is_due_after(days)
            });
            person.takes_part(now) && person.profile.modes.contains(&self.program.mode) && rested
        })
    }

    fn skips_are_used_up(&self, now: Timestamp) -> Decision {
        self.due_people(now).filter(|person| person.next_round == NextRound::Skips).fold(
            Decision::default(),
            |decision, person| {
                let back = Person { next_round: NextRound::TakesPart, ..person.clone() };
                decision.change(Change::SavePerson(back))
            },
        )
    }
}

/// Every pairing of the past as matching sees it. What a check-in said counts here and is shown to nobody.
pub fn past_pairings(pairings: &[Pairing], check_ins: &[CheckIn]) -> Vec<PastPairing> {
    let mut answers: BTreeMap<&PairingId, Vec<&CheckInAnswer>> = BTreeMap::new();
    for check_in in check_ins {
        if let CheckInState::Answered(answer) = &check_in.state {
            answers.entry(&check_in.pairing).or_default().push(answer);
        }
    }
    let met = |pairing: &Pairing| {
        let said = answers.get(&pairing.id).map_or(&[][..], Vec::as_slice);
        let somebody = |test: fn(&CheckInAnswer) -> bool| said.iter().any(|answer| test(answer));
        if pairing.marks.iter().any(|mark| mark.kind == MarkKind::Met)
            || somebody(|answer| matches!(answer, CheckInAnswer::Met(_)))
        {
            Met::Yes
        } else if matches!(pairing.status(), Status::Dissolved | Status::NotThisTime)
            || somebody(|answer| *answer == CheckInAnswer::No)
        {
            Met::No
        } else {
            Met::Unknown
        }
    };
    pairings
        .iter()
        .map(|pairing| PastPairing {
            members: pairing.members.clone(),
            slot: pairing.slot,
            met: met(pairing),
            asks_first: pairing.asks_first.clone(),
        })
        .collect()
}

/// How many held rounds in a row, up to the last, each person was left out of, or lost their partner in.
pub(in crate::domain) fn left_out_streaks(rounds: &[Round], past: &[Pairing]) -> BTreeMap<PersonId, u32> {
    let mut streaks = BTreeMap::new();
    for (age, round) in rounds.iter().enumerate() {
        let left_out = round.left_out.iter().map(|left| &left.person);
        let of_round = past.iter().filter(|pairing| pairing.round == round.id);
        let without: BTreeSet<&PersonId> = left_out.chain(of_round.flat_map(Pairing::let_down)).collect();
        for person in without {
            let streak = streaks.entry(person.clone()).or_insert(0);
            if *streak as usize == age {
                *streak += 1;
            }
        }
    }
    streaks.retain(|_, streak| *streak > 0);
    streaks
}

fn last_paired(past: &[Pairing]) -> BTreeMap<PersonId, Date> {
    let mut last = BTreeMap::new();
    for pairing in past.iter().filter(|pairing| pairing.status() != Status::Dissolved) {
        for member in &pairing.members {
            let slot = last.entry(member.clone()).or_insert(pairing.slot);
            *slot = (*slot).max(pairing.slot);
        }
    }
    last
}

#[cfg(test)]
mod tests;
