//! The opening of a round: who takes part, who talks with whom, and everything that follows from it, in one decision.

use super::check_in::{CheckIn, CheckInAnswer, CheckInState};
use super::conversation::{introduction, meeting_hour, own_hour, showings};
use super::pairing::{MarkKind, Pairing, Status};
use super::{LeftOut, Program, Round, RoundOutcome};
use crate::domain::calendar::WorkingHours;
use crate::domain::calendar::options::suggest_times;
use crate::domain::catalogue::Catalogue;
use crate::domain::decision::{Change, Decision, Outgoing, Showing, Target, Urgency, Wake, WakeKind};
use crate::domain::event::{Seed, Timing};
use crate::domain::ids::{MessageKey, PairingId, PersonId, RoundId, TopicId, WakeKey};
use crate::domain::matching::Turns;
use crate::domain::matching::{self, Field, Group, Met, PastPairing};
use crate::domain::message::{LocalTime, Message, Question};
use crate::domain::org::{Lines, OrgFacts, fill_all};
use crate::domain::people::{NextRound, Person};
use crate::domain::prompts::{Deck, Wish, theme_weights};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many common times an introduction suggests at most.
const SUGGESTIONS: usize = 3;

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
    /// The programme's newest held rounds, newest first.
    pub rounds: Vec<Round>,
    /// Which questions people have seen.
    pub showings: Vec<Showing>,
    /// The decks.
    pub catalogue: Arc<Catalogue>,
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
        let mut takers: Vec<Person> = self.takers(now).into_iter().cloned().collect();
        fill_all(&mut takers, &self.org);
        let past = past_pairings(&self.past, &self.check_ins);
        matching::form(&Field {
            people: &takers,
            past: &past,
            left_out: &left_out_streaks(&self.rounds, &self.past),
            lines: &Lines::of(&self.org, &self.people),
            slot: self.slot,
            seed,
        })
    }

    fn hold(&self, now: Timestamp, seed: Seed) -> Decision {
        let groups = self.groups(now, seed);
        let round = self.round(
            RoundOutcome::Held { pairings: groups.groups.len() },
            groups.left_out.clone(),
            now,
            seed,
        );
        let past = past_pairings(&self.past, &self.check_ins);
        let mut plan = Plan::new(self, &round, &past, now);
        for (place, group) in groups.groups.iter().enumerate() {
            plan.add(place, group);
        }
        let pairings = plan.decision;
        let decision = Decision::default().change(Change::OpenRound(round)).and(pairings);
        let decision = groups
            .left_out
            .iter()
            .fold(decision, |decision, left| decision.and(self.tell_left_out(left, now)));
        decision.and(self.program_moves_on()).and(self.skips_are_used_up(now))
    }

    fn not_held(&self, outcome: RoundOutcome, now: Timestamp, seed: Seed) -> Decision {
        Decision::default()
            .change(Change::OpenRound(self.round(outcome, Vec::new(), now, seed)))
            .and(self.program_moves_on())
    }

    fn round(&self, outcome: RoundOutcome, left_out: Vec<LeftOut>, now: Timestamp, seed: Seed) -> Round {
        Round {
            id: RoundId::of(&self.program.id, self.slot),
            program: self.program.id.clone(),
            slot: self.slot,
            opened_at: now,
            seed,
            outcome,
            left_out,
        }
    }

    fn program_moves_on(&self) -> Decision {
        let program = Program { last_slot: Some(self.slot), ..self.program.clone() };
        Decision::default().change(Change::SaveProgram(program))
    }

    /// Everybody who takes part this time.
    fn takers(&self, now: Timestamp) -> Vec<&Person> {
        self.due_people(now).filter(|person| person.next_round == NextRound::TakesPart).collect()
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

    fn tell_left_out(&self, left: &LeftOut, now: Timestamp) -> Decision {
        let Some(person) = self.people.iter().find(|person| person.id == left.person) else {
            return Decision::default();
        };
        let next_round = Some(LocalTime { at: self.next_slot, zone: person.time_zone.clone() });
        Decision::default().relying_on(person).say(Outgoing {
            key: MessageKey::new(format!(
                "left-out/{}/{}",
                RoundId::of(&self.program.id, self.slot),
                person.id
            )),
            to: Target::Direct(person.id.clone()),
            message: Message::LeftOut { reason: left.reason, next_round },
            not_before: own_hour(person, now),
            expires: Some(self.next_slot),
            urgency: Urgency::Bulk,
        })
    }
}

/// The pairings of a round while they are being written.
struct Plan<'a> {
    opening: &'a Opening,
    round: &'a Round,
    people: BTreeMap<PersonId, Person>,
    past: &'a [PastPairing],
    turns: Turns<'a>,
    deck: Deck<'a>,
    now: Timestamp,
    decision: Decision,
}

impl<'a> Plan<'a> {
    fn new(opening: &'a Opening, round: &'a Round, past: &'a [PastPairing], now: Timestamp) -> Self {
        let mut people: BTreeMap<PersonId, Person> =
            opening.people.iter().map(|person| (person.id.clone(), person.clone())).collect();
        fill_all(people.values_mut(), &opening.org);
        Self {
            opening,
            round,
            people,
            turns: Turns::of(past),
            past,
            deck: Deck::of(&opening.catalogue.prompts, opening.program.mode, &opening.showings),
            now,
            decision: Decision::default(),
        }
    }

    fn add(&mut self, place: usize, group: &Group) {
        let opening = self.opening;
        let people: BTreeMap<PersonId, Person> =
            group.members.iter().filter_map(|id| Some((id.clone(), self.people.get(id)?.clone()))).collect();
        let hour = meeting_hour(&group.members, &people, self.now);
        let (mid, end) = self.milestones(hour);
        let first_question = self.question(group).unwrap_or_else(Question::without_deck);
        let turn = self.turns.asks_first(&group.members, self.round.seed);
        let asks_first = turn.unwrap_or_else(|| group.members[0].clone());
        let pairing = Pairing {
            id: PairingId::of(&self.round.id, place),
            version: 0,
            revision: 0,
            round: self.round.id.clone(),
            slot: opening.slot,
            mode: opening.program.mode,
            members: group.members.clone(),
            asks_first,
            reasons: group.reasons.clone(),
            opening: first_question,
            further: Vec::new(),
            times: self.times(&people, hour, end),
            marks: BTreeSet::new(),
            dissolved: None,
        };
        let shown = showings(&pairing.members, &pairing.opening.prompt, self.now);
        self.deck.shown(&pairing.opening.prompt, &pairing.members, self.now);
        let decision = std::mem::take(&mut self.decision)
            .say(Outgoing {
                key: pairing.introduction(),
                to: Target::Group(pairing.members.clone()),
                message: Message::Introduction(introduction(&pairing, &people)),
                not_before: hour,
                expires: Some(end),
                urgency: Urgency::Bulk,
            })
            .wake(wake("mid-round", &pairing.id, mid, WakeKind::MidRound(pairing.id.clone())))
            .wake(wake("ending", &pairing.id, end, WakeKind::CheckIn(pairing.id.clone())))
            .change(Change::SavePairing(pairing));
        let decision = people.values().fold(decision, Decision::relying_on);
        self.decision =
            shown.into_iter().fold(decision, |sum, showing| sum.change(Change::ShowPrompt(showing)));
    }

    /// When to look whether a reminder helps, and when to ask how it went: at two sevenths and at half of the programme's
    /// cadence. Rounds held by hand or caught up keep these distances, however near the next slot is, and nobody is asked
    /// about an introduction they have only just read.
    fn milestones(&self, introduced: Timestamp) -> (Timestamp, Timestamp) {
        let days = 7 * i64::from(self.opening.program.slot.every_weeks.max(1));
        let part = |part: i64, of: i64| self.now + SignedDuration::from_hours(24 * days * part / of);
        let mid = part(2, 7).max(introduced + SignedDuration::from_hours(24));
        (mid, part(1, 2).max(introduced + SignedDuration::from_hours(48)))
    }

    fn times(
        &self,
        people: &BTreeMap<PersonId, Person>,
        from: Timestamp,
        until: Timestamp,
    ) -> Vec<crate::domain::calendar::TimeOption> {
        let hours: Vec<(&WorkingHours, &str)> =
            people.values().map(|person| (&person.profile.hours, person.time_zone.as_str())).collect();
        suggest_times(&hours, from + SignedDuration::from_hours(1), until, SUGGESTIONS)
    }

    fn question(&self, group: &Group) -> Option<Question> {
        let topics = common_topics(group.members.iter().filter_map(|id| self.people.get(id)));
        let talks =
            self.past.iter().filter(|past| group.members.iter().any(|id| past.members.contains(id))).count();
        let wish = Wish {
            group: &group.members,
            themes: &theme_weights(&self.opening.catalogue, &topics),
            talks_so_far: talks,
            exclude: &[],
            seed: self.round.seed,
        };
        self.deck
            .choose(&wish)
            .map(|prompt| Question { prompt: prompt.id.clone(), text: prompt.text.clone() })
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
fn left_out_streaks(rounds: &[Round], past: &[Pairing]) -> BTreeMap<PersonId, u32> {
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

/// Topics that the talk may well turn to: sought by somebody in the group.
fn common_topics<'a>(people: impl Iterator<Item = &'a Person>) -> Vec<TopicId> {
    let mut topics: BTreeMap<&TopicId, usize> = BTreeMap::new();
    let people: Vec<&Person> = people.collect();
    for person in &people {
        for topic in person.profile.seeks.iter().chain(&person.profile.offers) {
            *topics.entry(topic).or_default() += 1;
        }
    }
    topics.into_iter().filter(|(_, count)| *count > 1).map(|(topic, _)| topic.clone()).collect()
}

fn wake(what: &str, pairing: &PairingId, at: Timestamp, kind: WakeKind) -> Wake {
    Wake { key: WakeKey::new(format!("{what}/{pairing}")), at, what: kind }
}

#[cfg(test)]
mod tests;
