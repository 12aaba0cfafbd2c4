//! A round while it is being written: each group becomes a pairing with its messages and its times to look again.

use super::conversation::{introduction, meeting_hour, showings};
use super::open::Opening;
use super::pairing::Pairing;
use super::{LeftOut, Round};
use crate::domain::attention::{Attention, Kind};
use crate::domain::calendar::options::suggest_times;
use crate::domain::calendar::{TimeOption, WorkingHours};
use crate::domain::catalogue::Prompt;
use crate::domain::decision::{Change, Decision, Outgoing, Target, Urgency, Wake, WakeKind};
use crate::domain::ids::{PairingId, PersonId, SubjectId, TopicId, WakeKey};
use crate::domain::matching::{Group, PastPairing, Turns};
use crate::domain::message::{Message, Question};
use crate::domain::org::fill_all;
use crate::domain::people::Person;
use crate::domain::prompts::{Deck, Shelf, Wish, theme_weights};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// How many common times an introduction suggests at most.
const SUGGESTIONS: usize = 3;

/// The pairings of a round while they are being written.
pub(super) struct Plan<'a> {
    opening: &'a Opening,
    round: &'a Round,
    people: BTreeMap<PersonId, Person>,
    past: &'a [PastPairing],
    turns: Turns<'a>,
    deck: Deck<'a>,
    shelf: Shelf,
    attention: Attention,
    now: Timestamp,
    pub(super) decision: Decision,
}

impl<'a> Plan<'a> {
    pub(super) fn new(
        opening: &'a Opening,
        round: &'a Round,
        past: &'a [PastPairing],
        now: Timestamp,
    ) -> Self {
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
            shelf: Shelf::of(&opening.catalogue, &opening.showings),
            attention: opening.attention.clone(),
            now,
            decision: Decision::default(),
        }
    }

    pub(super) fn tell_left_out(&mut self, left: &LeftOut) {
        let Some(person) = self.people.get(&left.person) else { return };
        let says = |next_round| Message::LeftOut { reason: left.reason, next_round };
        let message = self.opening.left_out(person, says, self.now);
        let decision = std::mem::take(&mut self.decision);
        self.decision = decision.begin(person, Kind::LeftOut, message, &mut self.attention);
    }

    fn spend_attention(&mut self, pairing: &Pairing, people: &BTreeMap<PersonId, Person>, hour: Timestamp) {
        for person in people.values() {
            let subject = SubjectId::from(&pairing.id);
            let spent = self.attention.spend_anyway(person, Kind::Introduction, subject, hour);
            self.decision.changes.push(Change::SpendAttention(spent));
        }
    }

    pub(super) fn add(&mut self, place: usize, group: &Group) {
        let opening = self.opening;
        let people: BTreeMap<PersonId, Person> =
            group.members.iter().filter_map(|id| Some((id.clone(), self.people.get(id)?.clone()))).collect();
        let hour = meeting_hour(&group.members, &people, self.now);
        let (mid, end) = self.milestones(hour);
        let prompt = self.question(group);
        let first_question = prompt.map_or_else(Question::without_deck, Question::of);
        let reading = prompt.and_then(|prompt| self.shelf.offer(&prompt.theme, &group.members, self.now));
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
            opening: Question { reading, ..first_question },
            further: Vec::new(),
            times: self.times(&people, hour, end),
            marks: BTreeSet::new(),
            dissolved: None,
        };
        let shown = pairing.opening.shown();
        let shown =
            shown.flat_map(|prompt| showings(&pairing.members, &prompt, self.now)).collect::<Vec<_>>();
        self.deck.shown(&pairing.opening.prompt, &pairing.members, self.now);
        self.spend_attention(&pairing, &people, hour);
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
    ) -> Vec<TimeOption> {
        let hours: Vec<(&WorkingHours, &str)> =
            people.values().map(|person| (&person.profile.hours, person.time_zone.as_str())).collect();
        suggest_times(&hours, from + SignedDuration::from_hours(1), until, SUGGESTIONS)
    }

    fn question(&self, group: &Group) -> Option<&'a Prompt> {
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
        self.deck.choose(&wish)
    }
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
