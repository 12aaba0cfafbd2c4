//! Topic and times: the junior proposes, the senior takes one, and what is cancelled is offered anew at once.

use super::desk::{Desk, answer};
use super::message::{
    Because, Date, DateStanding, OfferStanding, Progress, ReverseAnswer, ReverseMessage, ReverseModal,
    TimesForm,
};
use super::{Origin, PROPOSALS, Reminded, Role, Stage, Submission, TOPIC_LIMIT, Topic};
use crate::domain::calendar::TimeOption;
use crate::domain::decision::{Change, Decision, Field, FieldError, FieldProblem, Reply};
use crate::domain::event::Seed;
use crate::domain::ids::{MessageKey, PersonId, TopicId};
use crate::domain::message::{Answer, Modal, Question};
use crate::domain::people::profile::Mode;
use crate::domain::prompts::{Deck, Shelf, Wish, theme_weights};
use crate::domain::rounds::conversation::showings;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

/// How long a talk is planned to be.
const TALK: SignedDuration = SignedDuration::from_mins(30);
/// How many common times the form offers to choose from.
const CHOICES: usize = 24;

impl Desk {
    /// *Pick topic and propose times*: the form, with common times filled in.
    pub fn opens_form(&self, person: &PersonId, now: Timestamp) -> Decision {
        let Some(junior) = self.people.get(person).filter(|_| self.awaits_times_from(person)) else {
            return answer(ReverseAnswer::Over);
        };
        let choices = self.common_times(now, CHOICES);
        if choices.is_empty() {
            return answer(ReverseAnswer::NoCommonTimes(self.term.senior.clone()));
        }
        let form = TimesForm {
            term: self.term.id.clone(),
            senior: self.term.senior.clone(),
            offers: junior.profile.offers.clone(),
            topic: self.term.topic.clone(),
            suggested: self.common_times(now, PROPOSALS),
            choices,
            zones: [&self.term.junior, &self.term.senior].map(|id| self.introduced(id).time_zone),
        };
        Decision::default().reply(Reply::Open(Box::new(Modal::Reverse(ReverseModal::Times(Box::new(form))))))
    }

    /// The form was submitted: the times stand in the conversation as soon as the senior works.
    pub fn proposes(mut self, person: &PersonId, said: Submission, now: Timestamp) -> Decision {
        if !self.awaits_times_from(person) {
            return answer(ReverseAnswer::Over);
        }
        let hour = self.hour_of(&self.term.senior, now);
        let times = upcoming(&said.starts, hour);
        let problems = self.problems(&said, &times);
        if !problems.is_empty() {
            return Decision::default().reply(Reply::Refuse(problems));
        }
        let before = Progress::of(&self.term);
        match &self.term.stage {
            Stage::Offering { .. } => self.settles_offer(OfferStanding::Overtaken, now),
            Stage::Asking => self.settles_asking(now),
            Stage::Booked(_)
            | Stage::LookingBack
            | Stage::Between
            | Stage::Resting
            | Stage::Reviewing
            | Stage::Over { .. } => {}
        }
        self.term.topic = said.topic;
        self.offers(times, Origin::Junior, hour);
        let senior = self.term.senior.clone();
        self.done(&before, now).reply(Answer::Reverse(ReverseAnswer::Proposed(senior)).into())
    }

    /// One of the offered times is taken. What the junior proposed is for the senior to take; what stands there after a
    /// cancellation, for whoever is first.
    pub fn takes(mut self, person: &PersonId, turn: u16, place: u8, now: Timestamp, seed: Seed) -> Decision {
        let (role, Stage::Offering { times, origin, .. }) = (self.term.role_of(person), &self.term.stage)
        else {
            return answer(ReverseAnswer::Over);
        };
        let time = match (role, origin) {
            (None, _) => return answer(ReverseAnswer::Over),
            (Some(Role::Junior), Origin::Junior) => return answer(ReverseAnswer::ForTheSenior),
            (Some(Role::Senior), Origin::Junior)
            | (Some(Role::Junior | Role::Senior), Origin::SeniorCancelled | Origin::JuniorCancelled) => {
                times.get(usize::from(place)).filter(|_| turn == self.term.turn).cloned()
            }
        };
        let Some(time) = time else { return answer(ReverseAnswer::Over) };
        if time.start <= now {
            return answer(ReverseAnswer::Passed);
        }
        let before = Progress::of(&self.term);
        self.settles_offer(OfferStanding::Taken(time.clone()), now);
        self.books(time, now, seed);
        self.done(&before, now)
    }

    /// *None of these*: the junior is asked for others.
    pub fn none_fit(mut self, person: &PersonId, turn: u16, now: Timestamp) -> Decision {
        let Stage::Offering { times, origin, .. } = self.term.stage.clone() else {
            return answer(ReverseAnswer::Over);
        };
        match (self.term.role_of(person), origin) {
            (None, _) => return answer(ReverseAnswer::Over),
            (Some(Role::Junior), Origin::Junior) => return answer(ReverseAnswer::ForTheSenior),
            (Some(_), _) if turn != self.term.turn => return answer(ReverseAnswer::Over),
            (Some(Role::Junior | Role::Senior), _) => {}
        }
        let before = Progress::of(&self.term);
        self.term.unfit.extend(times.iter().map(|time| time.start));
        self.settles_offer(OfferStanding::NoneFit, now);
        self.asks_for_times(Because::NoneFit, now);
        self.done(&before, now).reply(Answer::Reverse(ReverseAnswer::AskedForOthers).into())
    }

    /// *I have to cancel*: other times stand in the conversation in the same moment. Only the senior's cancellations are
    /// counted, since those are what such terms founder on.
    pub fn cancels(mut self, person: &PersonId, turn: u16, now: Timestamp) -> Decision {
        let (Some(role), Stage::Booked(time)) = (self.term.role_of(person), self.term.stage.clone()) else {
            return answer(ReverseAnswer::Over);
        };
        if turn != self.term.turn {
            return answer(ReverseAnswer::Over);
        }
        if time.start <= now {
            return answer(ReverseAnswer::Passed);
        }
        let before = Progress::of(&self.term);
        self.settles_date(&time, DateStanding::Cancelled(person.clone()), now);
        let origin = match role {
            Role::Senior => Origin::SeniorCancelled,
            Role::Junior => Origin::JuniorCancelled,
        };
        self.term.cancelled += match role {
            Role::Senior => 1,
            Role::Junior => 0,
        };
        self.term.unfit.insert(time.start);
        let times = self.common_times(now, PROPOSALS);
        let words = if times.is_empty() {
            self.asks_for_times(Because::DidNotHappen, now);
            ReverseAnswer::NoCommonTimes(self.term.partner_of(person).clone())
        } else {
            self.offers(times, origin, now);
            ReverseAnswer::Cancelled
        };
        self.done(&before, now).reply(Answer::Reverse(words).into())
    }

    /// The times have stood there for a while: a reminder once, and when all have passed the junior is asked for others.
    pub(super) fn offer_waits(&mut self, now: Timestamp) {
        let Stage::Offering { times, origin, reminded } = self.term.stage.clone() else { return };
        let last = times.last().map_or(now, |time| time.start);
        if last <= now {
            return self.offer_has_passed(now);
        }
        match reminded {
            Reminded::No => {
                let key = MessageKey::new(format!("{}/reminder", self.term.offering()));
                let person = self.term.senior.clone();
                let hour = self.hour_of(&person, now);
                let reminder = ReverseMessage::OfferReminder { term: self.term.id.clone(), person };
                self.post(key, reminder, hour, Some(last));
                self.term.stage = Stage::Offering { times, origin, reminded: Reminded::Yes };
            }
            Reminded::Yes => {}
        }
        self.looks_again(last);
    }

    /// The date that stands in the conversation says whether it still does.
    pub(super) fn settles_date(&mut self, time: &TimeOption, standing: DateStanding, now: Timestamp) {
        if let Some(date) = self.date(time, standing) {
            self.edit(self.term.date(), ReverseMessage::Date(Box::new(date)), now);
        }
    }

    fn books(&mut self, time: TimeOption, now: Timestamp, seed: Seed) {
        self.term.turn += 1;
        self.term.chased = 0;
        self.term.unfit.clear();
        if self.term.question.is_none() {
            self.draws_question(now, seed);
        }
        self.term.stage = Stage::Booked(time.clone());
        if let Some(date) = self.date(&time, DateStanding::Standing) {
            self.post(self.term.date(), ReverseMessage::Date(Box::new(date)), now, None);
        }
        let mornings = self.term.people().into_iter().map(|id| self.working_days_later(&id, time.end, 1));
        let morning = mornings.min().unwrap_or(time.end);
        self.looks_again(morning);
    }

    fn date(&self, time: &TimeOption, standing: DateStanding) -> Option<Date> {
        Some(Date {
            term: self.term.id.clone(),
            turn: self.term.turn,
            meeting: self.term.done() + 1,
            junior: self.introduced(&self.term.junior),
            senior: self.introduced(&self.term.senior),
            time: time.clone(),
            topic: self.term.topic.clone(),
            question: self.term.question.clone()?,
            standing,
        })
    }

    /// A question of the reverse deck, deeper the more often they have met.
    fn draws_question(&mut self, now: Timestamp, seed: Seed) {
        let group = self.term.members();
        let topics: Vec<TopicId> = match &self.term.topic {
            Some(Topic::Offered(topic)) => vec![topic.clone()],
            Some(Topic::Words(_)) | None => Vec::new(),
        };
        let wish = Wish {
            group: &group,
            themes: &theme_weights(&self.catalogue, &topics),
            talks_so_far: usize::from(self.term.done()),
            exclude: &[],
            seed,
        };
        let deck = Deck::of(&self.catalogue.prompts, Mode::Reverse, &self.showings);
        let drawn = deck.choose(&wish);
        let mut shelf = Shelf::of(&self.catalogue, &self.showings);
        let reading = drawn.and_then(|prompt| shelf.offer(&prompt.theme, &group, now));
        let question = Question { reading, ..drawn.map_or_else(Question::without_deck, Question::of) };
        for showing in question.shown().flat_map(|prompt| showings(&group, &prompt, now)) {
            self.add(Decision::default().change(Change::ShowPrompt(showing)));
        }
        self.term.question = Some(question);
    }

    /// The junior may change what they proposed while nobody has taken any of it.
    fn awaits_times_from(&self, person: &PersonId) -> bool {
        let awaits = match self.term.stage {
            Stage::Asking | Stage::Offering { .. } => true,
            Stage::Booked(_)
            | Stage::LookingBack
            | Stage::Between
            | Stage::Resting
            | Stage::Reviewing
            | Stage::Over { .. } => false,
        };
        awaits && self.term.role_of(person) == Some(Role::Junior)
    }

    fn offers_nothing(&self) -> bool {
        self.people.get(&self.term.junior).is_none_or(|junior| junior.profile.offers.is_empty())
    }

    fn problems(&self, said: &Submission, times: &[TimeOption]) -> Vec<FieldError> {
        let topic = match &said.topic {
            // The menu is left out where there is nothing to choose from.
            None if self.offers_nothing() => Some((Field::TermWords, FieldProblem::Missing)),
            None => Some((Field::TermTopic, FieldProblem::Missing)),
            Some(Topic::Words(words)) if words.chars().count() > TOPIC_LIMIT => {
                Some((Field::TermWords, FieldProblem::TooLong(TOPIC_LIMIT)))
            }
            Some(Topic::Offered(topic)) if self.catalogue.topic(topic).is_none() => {
                Some((Field::TermTopic, FieldProblem::UnknownTopic))
            }
            Some(Topic::Words(_) | Topic::Offered(_)) => None,
        };
        let time = match (said.starts.is_empty(), times.is_empty()) {
            (true, _) => Some((Field::TermFirst, FieldProblem::Missing)),
            (false, true) => Some((Field::TermFirst, FieldProblem::TimesPassed)),
            (false, false) => None,
        };
        let problems = topic.into_iter().chain(time);
        problems.map(|(field, problem)| FieldError { field, problem }).collect()
    }
}

/// What was chosen, each once and in order, as far as it is still to come when the senior reads it.
fn upcoming(starts: &[Timestamp], read_at: Timestamp) -> Vec<TimeOption> {
    let starts: BTreeSet<Timestamp> = starts.iter().copied().filter(|start| *start > read_at).collect();
    let talk = |start: Timestamp| Some(TimeOption { start, end: start.checked_add(TALK).ok()? });
    starts.into_iter().take(PROPOSALS).filter_map(talk).collect()
}
