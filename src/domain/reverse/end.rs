//! How a term ends, rests and goes on: after its meetings, by either's wish, or because somebody pauses or leaves.

use super::desk::{Desk, answer};
use super::message::{
    Because, DateStanding, GoingOn, OfferStanding, Progress, ReverseAnswer, ReverseMessage, TermNews,
};
use super::{EXTENSION, Ending, GoOn, KEPT, Outcome, ReverseWake, Review, Role, Stage, Term, Topic};
use crate::domain::decision::{Change, Decision, SkipReason, Wake, WakeKind, Withdrawn};
use crate::domain::ids::{PersonId, WakeKey};
use crate::domain::message::Answer;
use crate::domain::record::Record;
use crate::domain::rounds::check_in::Useful;
use crate::domain::rounds::dissolve::Announcement;
use jiff::{SignedDuration, Timestamp};

/// How long both may say whether they go on.
const REVIEW: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The ways a term ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Close {
    /// Its meetings are done.
    Completed,
    /// Nothing was agreed on.
    Faded,
}

impl Close {
    fn ending(self) -> Ending {
        match self {
            Self::Completed => Ending::Completed,
            Self::Faded => Ending::Faded,
        }
    }
}

impl Desk {
    /// *End here*: it needs no reason, and the other is told kindly.
    pub fn ends(mut self, person: &PersonId, now: Timestamp) -> Decision {
        if self.term.role_of(person).is_none() || !self.term.is_open() {
            return answer(ReverseAnswer::Over);
        }
        let before = Progress::of(&self.term);
        self.stops(SkipReason::OptedOut, now);
        self.is_over(Ending::Early, now);
        let partner = self.term.partner_of(person).clone();
        self.tell_news(&partner, TermNews::Ended(person.clone()), now);
        if self.term.done() > 0 {
            self.asks_what_they_took(GoingOn::NotAsked, now);
        }
        self.done(&before, now).reply(Answer::Reverse(ReverseAnswer::Ended).into())
    }

    /// One of them takes part no more.
    pub fn is_gone(mut self, person: &PersonId, reason: SkipReason, now: Timestamp) -> Decision {
        if !self.term.is_open() {
            return Decision::default();
        }
        let before = Progress::of(&self.term);
        self.stops(reason, now);
        self.is_over(Ending::Gone, now);
        let partner = self.term.partner_of(person).clone();
        let named = match self.announcement {
            Announcement::Sent => Some(person.clone()),
            Announcement::Planned => None,
        };
        self.tell_news(&partner, TermNews::PartnerGone(named), now);
        self.done(&before, now)
    }

    /// One of them asked to be forgotten: what they said in private goes, also from a term that is long over.
    pub fn is_forgotten(mut self, person: &PersonId, now: Timestamp) -> Decision {
        self.term.reviews.remove(person);
        for meeting in &mut self.term.meetings {
            meeting.said.remove(person);
        }
        if self.term.is_open() { self.is_gone(person, SkipReason::Forgotten, now) } else { self.saved() }
    }

    /// Slack would not let us introduce them: both are told in private.
    pub fn cannot_begin(mut self, now: Timestamp) -> Decision {
        if !self.term.is_open() {
            return Decision::default();
        }
        let before = Progress::of(&self.term);
        self.stops(SkipReason::Dissolved, now);
        self.is_over(Ending::Gone, now);
        for person in self.term.people() {
            self.tell_news(&person, TermNews::PartnerGone(None), now);
        }
        self.done(&before, now)
    }

    /// One of them pauses: the term rests, and the other is told. A pair that was not yet introduced is none.
    pub fn pauses(mut self, person: &PersonId, now: Timestamp) -> Decision {
        match (self.announcement, &self.term.stage) {
            (_, Stage::Over { .. }) => return Decision::default(),
            (Announcement::Planned, _) => return self.is_gone(person, SkipReason::OptedOut, now),
            // Its meetings are done: it ends in a week at the latest.
            (Announcement::Sent, Stage::Reviewing) => return Decision::default(),
            (Announcement::Sent, _) if self.term.resting.contains(person) => return Decision::default(),
            (Announcement::Sent, _) => {}
        }
        let before = Progress::of(&self.term);
        self.stops(SkipReason::OptedOut, now);
        self.term.resting.insert(person.clone());
        self.term.stage = Stage::Resting;
        let partner = self.term.partner_of(person).clone();
        if !self.term.resting.contains(&partner) {
            self.tell_news(&partner, TermNews::Rests(person.clone()), now);
        }
        self.done(&before, now)
    }

    /// One of them is back: the term goes on once neither pauses.
    pub fn comes_back(mut self, person: &PersonId, now: Timestamp) -> Decision {
        if self.term.stage != Stage::Resting || !self.term.resting.remove(person) {
            return Decision::default();
        }
        let before = Progress::of(&self.term);
        let partner = self.term.partner_of(person).clone();
        if self.term.resting.is_empty() {
            self.term.chased = 0;
            self.term.next_from = now;
            let done = self.term.done() >= self.term.length;
            // The junior reads it in the same message in which they are asked for times.
            if done || self.term.role_of(&partner) == Some(Role::Senior) {
                self.tell_news(&partner, TermNews::Back(person.clone()), now);
            }
            if done {
                self.asks_for_reviews(now);
            } else {
                self.asks_for_times(Because::Back, now);
            }
        }
        self.done(&before, now)
    }

    /// What somebody took from it.
    pub fn was_useful(mut self, person: &PersonId, useful: Useful, now: Timestamp) -> Decision {
        let Some(review) = self.term.reviews.get_mut(person) else { return answer(ReverseAnswer::Over) };
        review.useful = Some(useful);
        self.shows_review(person, now);
        self.saved()
    }

    /// Whether somebody wishes to go on. Two *yes* go on at once; everything else ends when the time for it is over, so that
    /// nobody can tell a *no* from no answer.
    pub fn wishes(mut self, person: &PersonId, wish: GoOn, now: Timestamp) -> Decision {
        if self.term.stage != Stage::Reviewing {
            return answer(ReverseAnswer::Over);
        }
        let Some(review) = self.term.reviews.get_mut(person) else { return answer(ReverseAnswer::Over) };
        review.go_on = Some(wish);
        let before = Progress::of(&self.term);
        self.shows_review(person, now);
        if self.term.reviews.values().all(|review| review.go_on == Some(GoOn::Yes)) {
            self.extends(now);
        }
        self.done(&before, now)
    }

    /// The words of a term that is over are older than we keep them.
    pub fn erases(self) -> Decision {
        match (&self.term.stage, &self.term.topic) {
            (Stage::Over { .. }, Some(Topic::Words(_))) => {
                let term = Term { topic: None, ..self.term };
                Decision::default().change(Change::SaveRecord(Record::Term(Box::new(term))))
            }
            (_, _) => Decision::default(),
        }
    }

    /// The meetings are done: each is asked in private.
    pub(super) fn asks_for_reviews(&mut self, now: Timestamp) {
        self.term.stage = Stage::Reviewing;
        self.asks_what_they_took(GoingOn::Asked, now);
        self.looks_again(now + REVIEW);
    }

    /// It ends by itself.
    pub(super) fn closes(&mut self, close: Close, now: Timestamp) {
        self.stops(SkipReason::Expired, now);
        self.is_over(close.ending(), now);
        let news = match close {
            Close::Completed => TermNews::Done,
            Close::Faded => TermNews::Faded,
        };
        self.tells_both(news, now);
        if close == Close::Faded && self.term.done() > 0 {
            self.asks_what_they_took(GoingOn::NotAsked, now);
        }
    }

    fn extends(&mut self, now: Timestamp) {
        self.term.length = self.term.length.saturating_add(EXTENSION);
        for review in self.term.reviews.values_mut() {
            review.go_on = None;
        }
        self.tells_both(TermNews::GoesOn, now);
        self.goes_on(now);
    }

    fn asks_what_they_took(&mut self, going_on: GoingOn, now: Timestamp) {
        for person in self.term.people() {
            let said = *self.term.reviews.entry(person.clone()).or_default();
            let question = self.review_question(&person, going_on, said);
            let hour = self.hour_of(&person, now);
            self.tell(&person, self.term.review(&person), question, hour);
        }
    }

    fn shows_review(&mut self, person: &PersonId, now: Timestamp) {
        let said = self.term.reviews.get(person).copied().unwrap_or_default();
        let going_on = match self.term.stage {
            Stage::Reviewing => GoingOn::Asked,
            Stage::Asking
            | Stage::Offering { .. }
            | Stage::Booked(_)
            | Stage::LookingBack
            | Stage::Between
            | Stage::Resting
            | Stage::Over { .. } => GoingOn::NotAsked,
        };
        self.edit(self.term.review(person), self.review_question(person, going_on, said), now);
    }

    fn review_question(&self, person: &PersonId, going_on: GoingOn, said: Review) -> ReverseMessage {
        ReverseMessage::Review {
            term: self.term.id.clone(),
            partner: self.term.partner_of(person).clone(),
            going_on,
            said,
        }
    }

    /// Whatever was under way stops, and what stands in Slack says so.
    fn stops(&mut self, reason: SkipReason, now: Timestamp) {
        self.add(Decision::default().withdraw(Withdrawn::About(self.term.subject()), reason));
        match self.term.stage.clone() {
            Stage::Asking => self.settles_asking(now),
            Stage::Offering { .. } => self.settles_offer(OfferStanding::Overtaken, now),
            Stage::Booked(time) => self.settles_date(&time, DateStanding::CalledOff, now),
            Stage::LookingBack => {
                if let Some(last) = self.term.meetings.last_mut() {
                    last.outcome = Outcome::Untold;
                }
            }
            Stage::Reviewing => {
                for person in self.term.people() {
                    let said = self.term.reviews.get(&person).copied().unwrap_or_default();
                    let settled = self.review_question(&person, GoingOn::NotAsked, said);
                    self.edit(self.term.review(&person), settled, now);
                }
            }
            Stage::Between | Stage::Resting | Stage::Over { .. } => {}
        }
        self.looks_no_more();
    }

    fn is_over(&mut self, ending: Ending, now: Timestamp) {
        self.term.stage = Stage::Over { at: now, ending };
        self.add(Decision::default().wake(Wake {
            key: WakeKey::new(format!("{}/erase", self.term.id)),
            at: now + KEPT,
            what: WakeKind::Reverse(ReverseWake::Erase(self.term.id.clone())),
        }));
    }
}
