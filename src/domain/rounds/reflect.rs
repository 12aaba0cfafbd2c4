//! The end of a round: each is asked in private how it went, is reminded twice at most, and is never blamed.

use super::check_in::{CheckIn, CheckInAnswer, CheckInState, REMINDERS, WILL_TRY_LIMIT};
use super::conversation::own_hour;
use super::pairing::{Pairing, Status};
use crate::domain::attention::{Attention, Kind};
use crate::domain::decision::{
    Change, Decision, Field, FieldError, FieldProblem, Outgoing, Reply, SkipReason, Target, Urgency, Wake,
    WakeKind, Withdrawn,
};
use crate::domain::ids::{MessageKey, PersonId, SubjectId, WakeKey};
use crate::domain::message::{Answer, Message, Modal};
use crate::domain::people::Person;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// Check-ins in a row that may stay unanswered before we ask whether a pause would help.
pub const SILENT_ROUNDS: u8 = 3;

/// How long answers are kept, and so how late one may be given.
pub const KEPT: SignedDuration = SignedDuration::from_hours(60 * 24);

/// Working days between the question and each of its reminders.
const REMINDER_DAYS: u32 = 1;

/// A pairing whose round ends, with its members.
#[derive(Clone, Debug)]
pub struct Ending {
    /// The pairing.
    pub pairing: Pairing,
    /// Its members' records; somebody forgotten is absent.
    pub people: BTreeMap<PersonId, Person>,
}

/// One person's check-in, with what an answer or a reminder may touch.
#[derive(Clone, Debug)]
pub struct Reflection {
    /// The check-in, if it was asked.
    pub check_in: Option<CheckIn>,
    /// About which pairing.
    pub pairing: Pairing,
    /// Who is asked; absent once forgotten.
    pub person: Option<Person>,
}

impl Ending {
    /// Asks everybody who still takes part. A pair that was dissolved has nothing to tell.
    pub fn asks(&self, now: Timestamp) -> Decision {
        if self.pairing.status() == Status::Dissolved {
            return Decision::default();
        }
        self.pairing
            .members
            .iter()
            .filter_map(|id| self.people.get(id))
            .filter(|person| person.takes_part(now))
            .fold(Decision::default(), |decision, person| decision.and(self.ask(person, now)))
    }

    fn ask(&self, person: &Person, now: Timestamp) -> Decision {
        let asked_at = own_hour(person, now);
        let decision = Decision::default().relying_on(person);
        let check_in = CheckIn {
            pairing: self.pairing.id.clone(),
            person: person.id.clone(),
            version: 0,
            asked_at,
            reminders: 0,
            state: CheckInState::Asked,
        };
        decision
            .say(question(&self.pairing, person, 0, asked_at))
            .wake(next_reminder(&check_in, person, asked_at))
            .change(Change::SaveCheckIn(check_in))
    }
}

impl Reflection {
    /// *We met* was pressed: the short form opens.
    pub fn opens(&self, now: Timestamp) -> Decision {
        match (&self.check_in, &self.person) {
            (Some(check_in), Some(person)) if is_open(check_in, now) => {
                Decision::default().reply(Reply::Open(Box::new(Modal::CheckIn {
                    pairing: self.pairing.id.clone(),
                    partners: self.pairing.partners_of(&person.id),
                })))
            }
            (Some(_), Some(_)) => Decision::default().reply(Answer::CheckInClosed.into()),
            (None, _) | (_, None) => Decision::default().reply(Answer::NotYourPair.into()),
        }
    }

    /// An answer. It may be given again: the last one counts.
    pub fn answered(&self, answer: CheckInAnswer, now: Timestamp) -> Decision {
        let (Some(check_in), Some(person)) = (&self.check_in, &self.person) else {
            return Decision::default().reply(Answer::NotYourPair.into());
        };
        if !is_open(check_in, now) {
            return Decision::default().reply(Answer::CheckInClosed.into());
        }
        let problems = problems_of(&answer);
        if !problems.is_empty() {
            return Decision::default().reply(Reply::Refuse(problems));
        }
        let thanks = Message::CheckInAnswered {
            pairing: self.pairing.id.clone(),
            partners: self.pairing.partners_of(&person.id),
            answer: answer.without_words(),
        };
        let keeps_words = will_try(&answer).is_some();
        let answered = CheckIn { state: CheckInState::Answered(answer), ..check_in.clone() };
        let decision = (0..=check_in.reminders).fold(Decision::default(), |decision, nth| {
            let asking = CheckIn::asking(&self.pairing.id, &person.id, nth);
            decision.withdraw(Withdrawn::Key(asking.clone()), SkipReason::Answered).say(Outgoing {
                key: MessageKey::new(format!("answered/{}/{}", asking, check_in.version)),
                to: Target::Edit(asking),
                message: thanks.clone(),
                not_before: now,
                expires: None,
                urgency: Urgency::Interactive,
            })
        });
        let decision = if person.unanswered > 0 {
            decision.change(Change::SavePerson(Person { unanswered: 0, ..person.clone() }))
        } else {
            decision
        };
        let decision = decision.settle(reminder_key(check_in)).change(Change::SaveCheckIn(answered));
        if keeps_words { decision.wake(self.end_of_words(person, now)) } else { decision }
    }

    /// The time is over for which *what will you try* is kept; the rest of the answer stays.
    pub fn forgets_words(&self) -> Decision {
        let Some(check_in) = &self.check_in else { return Decision::default() };
        match &check_in.state {
            CheckInState::Answered(answer) => {
                let state = CheckInState::Answered(answer.without_words());
                Decision::default().change(Change::SaveCheckIn(CheckIn { state, ..check_in.clone() }))
            }
            CheckInState::Asked | CheckInState::Lapsed => Decision::default(),
        }
    }

    fn end_of_words(&self, person: &Person, now: Timestamp) -> Wake {
        Wake {
            key: WakeKey::new(format!("will-try/{}/{}", self.pairing.id, person.id)),
            at: now + KEPT,
            what: WakeKind::ForgetWillTry { pairing: self.pairing.id.clone(), person: person.id.clone() },
        }
    }

    /// The time of a reminder: it is sent, or after the last one silence counts as unknown. `attention` is what is left of
    /// the person's.
    pub fn reminder_due(&self, attention: Attention, now: Timestamp) -> Decision {
        let (Some(check_in), Some(person)) = (&self.check_in, &self.person) else {
            return Decision::default();
        };
        if check_in.state != CheckInState::Asked {
            return Decision::default();
        }
        if check_in.reminders >= REMINDERS || !person.takes_part(now) {
            return self.lapse(check_in, person, attention, now);
        }
        let at = own_hour(person, now);
        let reminded = CheckIn { reminders: check_in.reminders + 1, ..check_in.clone() };
        Decision::default()
            .say(question(&self.pairing, person, reminded.reminders, at))
            .wake(next_reminder(&reminded, person, at))
            .change(Change::SaveCheckIn(reminded))
    }

    /// Silence after the last reminder. After three such rounds we ask whether a pause would help, and change nothing else;
    /// where this week has no room for that, the next silent round asks.
    /// Whoever told us by a button or a reaction how the talk stands was not silent.
    fn lapse(
        &self,
        check_in: &CheckIn,
        person: &Person,
        mut attention: Attention,
        now: Timestamp,
    ) -> Decision {
        let lapsed = CheckIn { state: CheckInState::Lapsed, ..check_in.clone() };
        let spoke = self.pairing.marks.iter().any(|mark| mark.by == person.id);
        let mut counted = person.clone();
        counted.unanswered = if spoke { 0 } else { person.unanswered.saturating_add(1) };
        let mut decision = Decision::default();
        if counted.unanswered == SILENT_ROUNDS && person.takes_part(now) {
            let subject = Some(SubjectId::from(&check_in.pairing));
            decision = match attention.spend(person, Kind::PauseOffer, subject, own_hour(person, now)) {
                Ok(contact) => {
                    decision.change(Change::SpendAttention(contact)).say(pause_offer(check_in, person, now))
                }
                Err(held) => {
                    counted.unanswered = person.unanswered;
                    decision.change(Change::SpendAttention(held))
                }
            };
        }
        decision.change(Change::SaveCheckIn(lapsed)).change(Change::SavePerson(counted))
    }
}

fn pause_offer(check_in: &CheckIn, person: &Person, now: Timestamp) -> Outgoing {
    Outgoing {
        key: MessageKey::new(format!("pause-offer/{}/{}", check_in.pairing, person.id)),
        to: Target::Direct(person.id.clone()),
        message: Message::PauseOffer,
        not_before: own_hour(person, now),
        expires: None,
        urgency: Urgency::Bulk,
    }
}

fn question(pairing: &Pairing, person: &Person, reminder: u8, at: Timestamp) -> Outgoing {
    Outgoing {
        key: CheckIn::asking(&pairing.id, &person.id, reminder),
        to: Target::Direct(person.id.clone()),
        message: Message::CheckIn {
            pairing: pairing.id.clone(),
            partners: pairing.partners_of(&person.id),
            reminder,
        },
        not_before: at,
        expires: Some(at + SignedDuration::from_hours(7 * 24)),
        urgency: Urgency::Bulk,
    }
}

fn reminder_key(check_in: &CheckIn) -> WakeKey {
    WakeKey::new(format!("check-in/{}/{}", check_in.pairing, check_in.person))
}

fn next_reminder(check_in: &CheckIn, person: &Person, asked: Timestamp) -> Wake {
    Wake {
        key: reminder_key(check_in),
        at: person.profile.hours.shift_working_days(&person.time_zone, asked, REMINDER_DAYS),
        what: WakeKind::CheckInReminder {
            pairing: check_in.pairing.clone(),
            person: check_in.person.clone(),
        },
    }
}

/// A late answer counts too, as long as answers are kept.
fn is_open(check_in: &CheckIn, now: Timestamp) -> bool {
    now < check_in.asked_at + KEPT
}

fn will_try(answer: &CheckInAnswer) -> Option<&str> {
    match answer {
        CheckInAnswer::Met(met) => met.will_try.as_deref(),
        CheckInAnswer::Later | CheckInAnswer::No => None,
    }
}

fn problems_of(answer: &CheckInAnswer) -> Vec<FieldError> {
    if will_try(answer).is_some_and(|text| text.chars().count() > WILL_TRY_LIMIT) {
        vec![FieldError { field: Field::WillTry, problem: FieldProblem::TooLong(WILL_TRY_LIMIT) }]
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests;
