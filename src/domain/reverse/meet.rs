//! After a meeting: both are asked with one tap each, and what they say leads to the next.

use super::desk::{Desk, answer};
use super::end::Close;
use super::message::{Because, OfferStanding, Progress, ReverseAnswer, ReverseMessage, TermNews};
use super::{Meeting, Outcome, Said, Stage};
use crate::domain::calendar::TimeOption;
use crate::domain::decision::Decision;
use crate::domain::ids::PersonId;
use jiff::{SignedDuration, Timestamp};

/// From one meeting to the first day on which the next may be: with the days it takes to agree, about a fortnight.
const UNTIL_NEXT: SignedDuration = SignedDuration::from_hours(12 * 24);
/// From one meeting until the junior is asked for the next.
const UNTIL_ASKED: SignedDuration = SignedDuration::from_hours(10 * 24);
/// Working days after which silence about a meeting counts as unknown.
const SILENCE: u32 = 3;
/// Reminders to agree on a time before the term ends by itself.
const CHASES: u8 = 3;

impl Desk {
    /// It is time to look at the term: what is due depends on how it stands now.
    pub fn look_is_due(mut self, now: Timestamp) -> Decision {
        if self.term.look_at.is_none_or(|at| now < at) {
            return Decision::default();
        }
        let before = Progress::of(&self.term);
        match self.term.stage.clone() {
            Stage::Asking => self.junior_is_silent(now),
            Stage::Offering { .. } => self.offer_waits(now),
            Stage::Booked(time) => self.asks_how_it_went(time, now),
            Stage::LookingBack => self.nobody_told(now),
            Stage::Between => self.asks_for_times(Because::Next, now),
            Stage::Reviewing => self.closes(Close::Completed, now),
            Stage::Resting | Stage::Over { .. } => return Decision::default(),
        }
        self.done(&before, now)
    }

    /// One of them says how a meeting went. That it took place outweighs that it did not, whoever says so.
    pub fn tells(mut self, person: &PersonId, meeting: u16, said: Said, now: Timestamp) -> Decision {
        let place = usize::from(meeting);
        let before = Progress::of(&self.term);
        let (Some(_), Some(known)) = (self.term.role_of(person), self.term.meetings.get_mut(place)) else {
            return answer(ReverseAnswer::Over);
        };
        known.said.insert(person.clone(), said);
        let known_before = known.outcome;
        known.outcome = known.outcome_now();
        let moved = known.outcome != known_before;
        let answered = ReverseMessage::LookBack {
            term: self.term.id.clone(),
            meeting,
            partner: self.term.partner_of(person).clone(),
            said: Some(said),
        };
        self.edit(self.term.looking_back(place, person), answered, now);
        if moved && place + 1 == self.term.meetings.len() {
            self.moves_on(now);
        }
        self.done(&before, now)
    }

    /// What is said about the last meeting decides what comes next, unless something has been agreed on since.
    fn moves_on(&mut self, now: Timestamp) {
        let happened = self.term.meetings.last().is_some_and(|last| last.outcome == Outcome::Happened);
        match self.term.stage {
            Stage::LookingBack | Stage::Between => self.goes_on(now),
            Stage::Asking if happened => {
                self.settles_asking(now);
                self.goes_on(now);
            }
            Stage::Asking
            | Stage::Offering { .. }
            | Stage::Booked(_)
            | Stage::Resting
            | Stage::Reviewing
            | Stage::Over { .. } => {}
        }
    }

    /// What follows the last meeting: the next in a fortnight, another time for it, or the end of the term.
    pub(super) fn goes_on(&mut self, now: Timestamp) {
        let Some(last) = self.term.meetings.last() else { return self.asks_for_times(Because::First, now) };
        let (start, outcome) = (last.time.start, last.outcome);
        if self.term.done() >= self.term.length {
            return self.asks_for_reviews(now);
        }
        match outcome {
            Outcome::Happened | Outcome::Untold => {
                self.term.stage = Stage::Between;
                self.term.next_from = start + UNTIL_NEXT;
                let hour = self.hour_of(&self.term.junior, start + UNTIL_ASKED);
                self.looks_again(hour);
            }
            Outcome::DidNot | Outcome::Asked => {
                self.term.next_from = now;
                self.asks_for_times(Because::DidNotHappen, now);
            }
        }
    }

    fn asks_how_it_went(&mut self, time: TimeOption, now: Timestamp) {
        let meeting = self.term.meetings.len();
        let end = time.end;
        self.term.meetings.push(Meeting { time, said: [].into(), outcome: Outcome::Asked });
        self.term.question = None;
        self.term.stage = Stage::LookingBack;
        let mut last = now;
        for person in self.term.people() {
            let morning = self.hour_of(&person, self.working_days_later(&person, end, 1).max(now));
            let question = ReverseMessage::LookBack {
                term: self.term.id.clone(),
                meeting: u16::try_from(meeting).unwrap_or(u16::MAX),
                partner: self.term.partner_of(&person).clone(),
                said: None,
            };
            self.tell(&person, self.term.looking_back(meeting, &person), question, morning);
            last = last.max(self.working_days_later(&person, morning, SILENCE));
        }
        self.looks_again(last);
    }

    /// Nobody has said anything: that is nobody's fault, and the term goes on as if they had met.
    fn nobody_told(&mut self, now: Timestamp) {
        if let Some(last) = self.term.meetings.last_mut() {
            last.outcome = Outcome::Untold;
        }
        self.goes_on(now);
    }

    fn junior_is_silent(&mut self, now: Timestamp) {
        if self.term.chased >= CHASES {
            return self.closes(Close::Faded, now);
        }
        self.term.chased += 1;
        self.reminds_junior(now);
    }

    /// The offered times have passed: the junior is asked for others, unless that has happened too often already.
    pub(super) fn offer_has_passed(&mut self, now: Timestamp) {
        if self.term.chased >= CHASES {
            return self.closes(Close::Faded, now);
        }
        self.term.chased += 1;
        self.settles_offer(OfferStanding::Overtaken, now);
        self.asks_for_times(Because::Passed, now);
    }

    /// Both read the same at the end; what they said before is told to nobody.
    pub(super) fn tells_both(&mut self, news: fn(PersonId) -> TermNews, now: Timestamp) {
        for person in self.term.people() {
            let partner = self.term.partner_of(&person).clone();
            self.tell_news(&person, news(partner), now);
        }
    }
}

impl Meeting {
    fn outcome_now(&self) -> Outcome {
        if self.said.values().any(|said| *said == Said::Met) {
            Outcome::Happened
        } else if self.said.is_empty() {
            self.outcome
        } else {
            Outcome::DidNot
        }
    }
}
