//! A pair's conversation: its introduction, what its members tell us by buttons and reactions, the mid-round reminder.

use super::pairing::{Mark, MarkKind, Pairing, Signal, Status};
use crate::domain::calendar::WorkingHours;
use crate::domain::calendar::options::first_common_hour;
use crate::domain::catalogue::Catalogue;
use crate::domain::decision::{Change, Decision, Outgoing, Showing, SkipReason, Target, Urgency, Withdrawn};
use crate::domain::event::{Seed, Turn};
use crate::domain::ids::{MessageKey, PersonId};
use crate::domain::message::{Answer, Introduced, Introduction, Message, Question};
use crate::domain::people::Person;
use crate::domain::prompts::{Deck, Wish};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many days ahead we look for an hour that everybody works in, before the first of them alone will do.
pub(super) const COMMON_HOUR_WITHIN_DAYS: u32 = 3;

/// A pairing with what its members' signals may touch.
#[derive(Clone, Debug)]
pub struct Talk {
    /// The pairing.
    pub pairing: Pairing,
    /// Its members' records; somebody forgotten is absent.
    pub people: BTreeMap<PersonId, Person>,
    /// Which questions its members have seen.
    pub showings: Vec<Showing>,
    /// The decks.
    pub catalogue: Arc<Catalogue>,
}

/// How a member told us something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A button: pressing it again takes it back.
    Button,
    /// A reaction, put or taken back.
    Reaction(Turn),
}

impl Talk {
    /// A member (or an outsider) pressed a button or reacted.
    pub fn told(&self, person: &PersonId, signal: Signal, by: By, now: Timestamp, seed: Seed) -> Decision {
        if !self.pairing.has(person) {
            return match by {
                By::Button => Decision::default().reply(Answer::NotYourPair.into()),
                By::Reaction(_) => Decision::default(),
            };
        }
        match mark_of(signal) {
            Some(kind) => self.marked(Mark { kind, by: person.clone() }, by, now),
            None if by == By::Reaction(Turn::Removed) => Decision::default(),
            None if self.pairing.status() == Status::Dissolved => match by {
                By::Button => Decision::default().reply(Answer::NotYourPair.into()),
                By::Reaction(_) => Decision::default(),
            },
            None => self.asks_another(person, by, now, seed),
        }
    }

    /// The middle of the round: only who has neither booked nor met, nor said *not this time*, is reminded.
    pub fn mid_round(&self, now: Timestamp) -> Decision {
        let everybody_there = self
            .pairing
            .members
            .iter()
            .all(|member| self.people.get(member).is_some_and(|person| person.takes_part(now)));
        if self.pairing.status() != Status::Open || !everybody_there {
            return Decision::default();
        }
        let hour = meeting_hour(&self.pairing.members, &self.people, now);
        let still_to_come = |time: &&crate::domain::calendar::TimeOption| time.start > hour;
        let decision = self.people.values().fold(Decision::default(), Decision::relying_on);
        decision.say(Outgoing {
            key: self.reminder(),
            to: Target::Thread(self.pairing.introduction()),
            message: Message::MidRound {
                pairing: self.pairing.id.clone(),
                members: self.pairing.members.clone(),
                times: self.pairing.times.iter().filter(still_to_come).cloned().collect(),
            },
            not_before: hour,
            expires: Some(hour + SignedDuration::from_hours(36)),
            urgency: Urgency::Bulk,
        })
    }

    fn marked(&self, mark: Mark, by: By, now: Timestamp) -> Decision {
        let actor = mark.by.clone();
        let mut changed = self.pairing.clone();
        let put = match by {
            By::Button => !changed.marks.contains(&mark),
            By::Reaction(Turn::Added) => true,
            By::Reaction(Turn::Removed) => false,
        };
        let moved = if put { changed.marks.insert(mark) } else { changed.marks.remove(&mark) };
        if !moved {
            return Decision::default();
        }
        let shown = |pairing: &Pairing| (pairing.status(), told_by(pairing));
        let visible = shown(&changed) != shown(&self.pairing);
        // Only a button can have been pressed on the Home; every other Home is drawn anew when it is opened.
        let decision = match by {
            By::Button => Decision::default().refresh(&actor),
            By::Reaction(_) => Decision::default(),
        };
        let decision = if visible { decision.say(self.edit(&changed, now)) } else { decision };
        let decision = match changed.status() {
            Status::Open => decision,
            Status::Booked | Status::Met | Status::NotThisTime | Status::Dissolved => {
                decision.withdraw(Withdrawn::Key(self.reminder()), SkipReason::Answered)
            }
        };
        decision.change(Change::SavePairing(changed))
    }

    /// The key of the mid-round reminder.
    fn reminder(&self) -> MessageKey {
        MessageKey::new(format!("mid-round/{}", self.pairing.id))
    }

    /// The introduction stands anew with the present status.
    fn edit(&self, changed: &Pairing, now: Timestamp) -> Outgoing {
        Outgoing {
            key: MessageKey::new(format!("status/{}/{}", changed.id, changed.version)),
            to: Target::Edit(changed.introduction()),
            message: Message::Introduction(introduction(changed, &self.people)),
            not_before: now,
            expires: None,
            urgency: Urgency::Interactive,
        }
    }

    fn asks_another(&self, person: &PersonId, by: By, now: Timestamp, seed: Seed) -> Decision {
        let deck = Deck::of(&self.catalogue.prompts, self.pairing.mode, &self.showings);
        let wish = Wish {
            group: &self.pairing.members,
            themes: &BTreeMap::new(),
            talks_so_far: self.pairing.further.len() + 1,
            exclude: &self.pairing.asked(),
            seed,
        };
        let Some(prompt) = deck.choose(&wish) else {
            return match by {
                By::Button => Decision::default().reply(Answer::NoMoreQuestions.into()),
                By::Reaction(_) => Decision::default(),
            };
        };
        let question = Question::of(prompt);
        let mut changed = self.pairing.clone();
        changed.further.push(question.clone());
        let message =
            Message::AnotherQuestion { pairing: changed.id.clone(), question, asked_by: person.clone() };
        let outgoing = Outgoing {
            key: MessageKey::new(format!("question/{}/{}", changed.id, changed.further.len())),
            to: Target::Thread(changed.introduction()),
            message,
            not_before: now,
            expires: None,
            urgency: Urgency::Interactive,
        };
        let showings = showings(&changed.members, &prompt.id, now);
        let decision = Decision::default().say(outgoing).change(Change::SavePairing(changed));
        showings.into_iter().fold(decision, |decision, showing| decision.change(Change::ShowPrompt(showing)))
    }
}

/// The introduction of a pairing as it stands now. Members we no longer know are shown without their words.
pub fn introduction(pairing: &Pairing, people: &BTreeMap<PersonId, Person>) -> Introduction {
    let introduced = |id: &PersonId| people.get(id).map_or_else(|| Introduced::unknown(id), Introduced::of);
    Introduction {
        pairing: pairing.id.clone(),
        members: pairing.members.iter().map(introduced).collect(),
        asks_first: pairing.asks_first.clone(),
        reasons: pairing.reasons.clone(),
        question: pairing.opening.clone(),
        times: pairing.times.clone(),
        status: pairing.status(),
        told_by: told_by(pairing),
    }
}

/// The first hour at which all of them work; where there is none, the first hour of whoever starts first.
pub fn meeting_hour(members: &[PersonId], people: &BTreeMap<PersonId, Person>, from: Timestamp) -> Timestamp {
    let known: Vec<&Person> = members.iter().filter_map(|id| people.get(id)).collect();
    let hours: Vec<(&WorkingHours, &str)> =
        known.iter().map(|person| (&person.profile.hours, person.time_zone.as_str())).collect();
    first_common_hour(&hours, from, COMMON_HOUR_WITHIN_DAYS)
        .or_else(|| known.iter().map(|person| own_hour(person, from)).min())
        .unwrap_or(from)
}

/// The first instant from then on at which somebody works.
pub fn own_hour(person: &Person, from: Timestamp) -> Timestamp {
    person.profile.hours.next_open(&person.time_zone, from).unwrap_or(from)
}

/// Everybody in the group has seen the question.
pub fn showings(members: &[PersonId], prompt: &crate::domain::ids::PromptId, at: Timestamp) -> Vec<Showing> {
    members.iter().map(|person| Showing { person: person.clone(), prompt: prompt.clone(), at }).collect()
}

fn told_by(pairing: &Pairing) -> Option<PersonId> {
    let decisive = match pairing.status() {
        Status::Met => MarkKind::Met,
        Status::Booked => MarkKind::Booked,
        Status::NotThisTime => MarkKind::NotThisTime,
        Status::Open | Status::Dissolved => return None,
    };
    pairing.marks.iter().find(|mark| mark.kind == decisive).map(|mark| mark.by.clone())
}

fn mark_of(signal: Signal) -> Option<MarkKind> {
    match signal {
        Signal::Booked => Some(MarkKind::Booked),
        Signal::Met => Some(MarkKind::Met),
        Signal::NotThisTime => Some(MarkKind::NotThisTime),
        Signal::AnotherQuestion => None,
    }
}
