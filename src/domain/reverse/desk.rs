//! A term with everything its next step depends on, and how it moves from one stage to the next.

use super::message::{
    AskTimes, Because, Offer, OfferStanding, Progress, ReverseAnswer, ReverseMessage, TermIntroduction,
    TermNews,
};
use super::{Origin, Reminded, ReverseWake, Stage, Term};
use crate::domain::calendar::options::suggest_times;
use crate::domain::calendar::{TimeOption, WorkingHours};
use crate::domain::catalogue::Catalogue;
use crate::domain::decision::{Change, Decision, Outgoing, Showing, Target, Urgency, Wake, WakeKind};
use crate::domain::ids::{MessageKey, PersonId};
use crate::domain::message::{Answer, Introduced, Message};
use crate::domain::people::Person;
use crate::domain::record::Record;
use crate::domain::rounds::conversation::own_hour;
use crate::domain::rounds::dissolve::Announcement;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;

const DAY: SignedDuration = SignedDuration::from_hours(24);
/// A talk is suggested no sooner than this, so that both can make room for it.
pub(super) const LEAD: SignedDuration = DAY;
/// So far beyond that common times are looked for.
pub(super) const WITHIN: SignedDuration = SignedDuration::from_hours(10 * 24);
/// Working days before the junior is reminded to propose times.
const PATIENCE_WITH_JUNIOR: u32 = 3;
/// Working days before the senior is reminded to take one.
const PATIENCE_WITH_SENIOR: u32 = 2;

/// A term with everything its next step depends on.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The term.
    pub term: Term,
    /// The two of them, for reading: what they left open is filled. Somebody forgotten is absent.
    pub people: BTreeMap<PersonId, Person>,
    /// Whether the two have been introduced.
    pub announcement: Announcement,
    /// Which questions they have seen.
    pub showings: Vec<Showing>,
    /// The decks.
    pub catalogue: Arc<Catalogue>,
    /// What has been decided so far.
    pub decision: Decision,
}

impl Desk {
    /// The term begins: the two are introduced at an hour that suits both, and then the junior is asked for topic and times.
    pub fn begins(mut self, hour: Timestamp) -> Decision {
        let introduction = Outgoing {
            key: self.term.introduction(),
            to: Target::Group(self.term.members()),
            message: self.introduction(),
            not_before: hour,
            expires: None,
            urgency: Urgency::Bulk,
        };
        self.add(Decision::default().say(introduction));
        self.asks_for_times(Because::First, hour);
        self.saved()
    }

    /// The junior is asked for times, from `at` on in their own hours.
    pub(super) fn asks_for_times(&mut self, because: Because, at: Timestamp) {
        self.term.turn += 1;
        self.term.stage = Stage::Asking;
        let hour = self.hour_of(&self.term.junior, at);
        self.ask(because, self.term.asking(), hour);
        self.looks_again(self.working_days_later(&self.term.junior, hour, PATIENCE_WITH_JUNIOR));
    }

    /// The junior is reminded that they are to propose times.
    pub(super) fn reminds_junior(&mut self, now: Timestamp) {
        let hour = self.hour_of(&self.term.junior, now);
        let key = MessageKey::new(format!("{}/reminder/{}", self.term.asking(), self.term.chased));
        self.ask(Because::Reminder, key, hour);
        self.looks_again(self.working_days_later(&self.term.junior, hour, PATIENCE_WITH_JUNIOR));
    }

    fn ask(&mut self, because: Because, key: MessageKey, hour: Timestamp) {
        let message = ReverseMessage::AskTimes(self.asking(because));
        let junior = self.term.junior.clone();
        self.tell(&junior, key, message, hour);
    }

    /// What the junior was asked says that it is settled.
    pub(super) fn settles_asking(&mut self, now: Timestamp) {
        let settled = ReverseMessage::AskTimes(self.asking(Because::Settled));
        self.edit(self.term.asking(), settled, now);
        for chased in 0..self.term.chased {
            let reminder = MessageKey::new(format!("{}/reminder/{}", self.term.asking(), chased + 1));
            let settled = ReverseMessage::AskTimes(self.asking(Because::Settled));
            self.edit(reminder, settled, now);
        }
    }

    fn asking(&self, because: Because) -> AskTimes {
        AskTimes {
            term: self.term.id.clone(),
            senior: self.term.senior.clone(),
            meeting: self.term.done() + 1,
            because,
        }
    }

    /// Times stand in the conversation, from `at` on.
    pub(super) fn offers(&mut self, times: Vec<TimeOption>, origin: Origin, at: Timestamp) {
        self.term.turn += 1;
        let last = times.last().map_or(at, |time| time.start);
        self.term.stage = Stage::Offering { times, origin, reminded: Reminded::No };
        let offer = self.offer(OfferStanding::Open);
        self.post(self.term.offering(), ReverseMessage::Offer(Box::new(offer)), at, Some(last));
        let patience = self.working_days_later(&self.term.senior, at, PATIENCE_WITH_SENIOR);
        self.looks_again(patience.min(last));
    }

    /// The offered times say what became of them.
    pub(super) fn settles_offer(&mut self, standing: OfferStanding, now: Timestamp) {
        let offer = ReverseMessage::Offer(Box::new(self.offer(standing)));
        self.edit(self.term.offering(), offer, now);
    }

    fn offer(&self, standing: OfferStanding) -> Offer {
        let (times, origin) = match &self.term.stage {
            Stage::Offering { times, origin, .. } => (times.clone(), *origin),
            Stage::Asking
            | Stage::Booked(_)
            | Stage::LookingBack
            | Stage::Between
            | Stage::Resting
            | Stage::Reviewing
            | Stage::Over { .. } => (Vec::new(), Origin::Junior),
        };
        Offer {
            term: self.term.id.clone(),
            turn: self.term.turn,
            junior: self.introduced(&self.term.junior),
            senior: self.introduced(&self.term.senior),
            topic: self.term.topic.clone(),
            times,
            origin,
            standing,
        }
    }

    /// Up to so many common times for the next meeting that have not been found wanting.
    pub(super) fn common_times(&self, now: Timestamp, most: usize) -> Vec<TimeOption> {
        let [Some(junior), Some(senior)] =
            [&self.term.junior, &self.term.senior].map(|id| self.people.get(id))
        else {
            return Vec::new();
        };
        let hours: [(&WorkingHours, &str); 2] =
            [junior, senior].map(|person| (&person.profile.hours, person.time_zone.as_str()));
        let from = (now + LEAD).max(self.term.next_from);
        let mut times = suggest_times(&hours, from, from + WITHIN, most + self.term.unfit.len());
        times.retain(|time| !self.term.unfit.contains(&time.start));
        times.truncate(most);
        times
    }

    /// The introduction as it stands now.
    pub fn introduction(&self) -> Message {
        Message::Reverse(ReverseMessage::Introduction(Box::new(TermIntroduction {
            term: self.term.id.clone(),
            junior: self.introduced(&self.term.junior),
            senior: self.introduced(&self.term.senior),
            reasons: self.term.reasons.clone(),
            progress: Progress::of(&self.term),
        })))
    }

    /// One of them as the other reads about them.
    pub(super) fn introduced(&self, person: &PersonId) -> Introduced {
        self.people.get(person).map_or_else(|| Introduced::unknown(person), Introduced::of)
    }

    /// Something for one of them alone.
    pub(super) fn tell(
        &mut self,
        person: &PersonId,
        key: MessageKey,
        message: ReverseMessage,
        at: Timestamp,
    ) {
        let Some(reader) = self.people.get(person).cloned() else { return };
        self.add(Decision::default().relying_on(&reader).say(Outgoing {
            key,
            to: Target::Direct(reader.id),
            message: Message::Reverse(message),
            not_before: at,
            expires: None,
            urgency: Urgency::Bulk,
        }));
    }

    /// Tells one of them what has become of it.
    pub(super) fn tell_news(&mut self, person: &PersonId, news: TermNews, now: Timestamp) {
        let key = MessageKey::new(format!("{}/news/{}/{person}", self.term.id, self.term.version));
        let message = ReverseMessage::News { term: self.term.id.clone(), news };
        let hour = self.hour_of(person, now);
        self.tell(&person.clone(), key, message, hour);
    }

    /// Something for both, in the thread under their introduction.
    pub(super) fn post(
        &mut self,
        key: MessageKey,
        message: ReverseMessage,
        at: Timestamp,
        expires: Option<Timestamp>,
    ) {
        self.add(Decision::default().say(Outgoing {
            key,
            to: Target::Thread(self.term.introduction()),
            message: Message::Reverse(message),
            not_before: at,
            expires,
            urgency: Urgency::Interactive,
        }));
    }

    /// A message that stands already says something else.
    pub(super) fn edit(&mut self, key: MessageKey, message: ReverseMessage, now: Timestamp) {
        self.add(Decision::default().say(Outgoing {
            key: MessageKey::new(format!("{key}/edit/{}", self.term.version)),
            to: Target::Edit(key),
            message: Message::Reverse(message),
            not_before: now,
            expires: None,
            urgency: Urgency::Interactive,
        }));
    }

    /// The term is looked at again then, and not before.
    pub(super) fn looks_again(&mut self, at: Timestamp) {
        self.term.look_at = Some(at);
        self.add(Decision::default().wake(Wake {
            key: self.term.look_key(),
            at,
            what: WakeKind::Reverse(ReverseWake::Look(self.term.id.clone())),
        }));
    }

    /// There is nothing to look at until somebody says something.
    pub(super) fn looks_no_more(&mut self) {
        self.term.look_at = None;
        self.add(Decision::default().settle(self.term.look_key()));
    }

    /// The decision, with the term as it stands now; the introduction is brought up to date where it shows something else.
    pub(super) fn done(mut self, before: &Progress, now: Timestamp) -> Decision {
        if *before != Progress::of(&self.term) && self.announcement == Announcement::Sent {
            let key = self.term.introduction();
            let edit = Outgoing {
                key: MessageKey::new(format!("{key}/edit/{}", self.term.version)),
                to: Target::Edit(key),
                message: self.introduction(),
                not_before: now,
                expires: None,
                urgency: Urgency::Interactive,
            };
            self.add(Decision::default().say(edit));
        }
        self.saved()
    }

    /// The decision, with the term as it stands now.
    pub(super) fn saved(self) -> Decision {
        self.decision.change(Change::SaveRecord(Record::Term(Box::new(self.term))))
    }

    /// Adds to what is decided.
    pub(super) fn add(&mut self, decision: Decision) {
        self.decision = std::mem::take(&mut self.decision).and(decision);
    }

    /// The first instant from then on at which one of them works.
    pub(super) fn hour_of(&self, person: &PersonId, from: Timestamp) -> Timestamp {
        self.people.get(person).map_or(from, |person| own_hour(person, from))
    }

    /// The start of one of their working days, so many after an instant.
    pub(super) fn working_days_later(&self, person: &PersonId, from: Timestamp, days: u32) -> Timestamp {
        let plainly = from + DAY * i32::try_from(days).unwrap_or(i32::MAX);
        self.people
            .get(person)
            .map_or(plainly, |person| person.profile.hours.shift_working_days(&person.time_zone, from, days))
    }
}

/// A few words about a term and nothing else.
pub(super) fn answer(answer: ReverseAnswer) -> Decision {
    Decision::default().reply(Answer::Reverse(answer).into())
}
