//! What people who were asked say: yes, no, somebody better, or nothing.

use super::message::{AskAnswer, AskIntroduction, AskMessage, AskModal, RequestStanding, Why};
use super::open::{answer, show};
use super::outcome::FOLLOW_UP_AFTER;
use super::route::{Candidate, Desk};
use super::{Approach, AskState, AskWake, Response};
use crate::domain::calendar::WorkingHours;
use crate::domain::calendar::options::suggest_times;
use crate::domain::decision::{
    Change, Decision, Outgoing, SkipReason, Target, Urgency, Wake, WakeKind, Withdrawn,
};
use crate::domain::ids::{MessageKey, PersonId, ReadingId, WakeKey};
use crate::domain::message::{Answer, Introduced, Message};
use crate::domain::org::fill_all;
use crate::domain::people::Person;
use crate::domain::prompts::written_as;
use crate::domain::rounds::conversation::{own_hour, showings};
use jiff::{SignedDuration, Timestamp};

/// How far ahead common times are suggested.
const TIMES_WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How many.
const SUGGESTIONS: usize = 3;

impl Desk {
    /// *I can help*. The first counts; whoever is second is thanked and told so.
    pub fn accepts(mut self, person: &PersonId, now: Timestamp) -> Decision {
        match (self.ask.response_of(person), &self.ask.state) {
            (None, _) => return answer(AskAnswer::Over),
            (Some(Response::Accepted), _) => return Decision::default(),
            (_, AskState::Accepted { .. }) => return answer(AskAnswer::Taken),
            (_, AskState::Closed { .. }) => return answer(AskAnswer::Over),
            (_, AskState::Searching | AskState::Unanswered | AskState::Waiting { .. }) => {}
        }
        let (Some(asker), Some(helper)) =
            (self.people.get(&self.ask.asker).cloned(), self.people.get(person).cloned())
        else {
            return answer(AskAnswer::Over);
        };
        self.ask.respond(person, Response::Accepted);
        self.ask.state = AskState::Accepted { helper: person.clone(), at: now, follow_ups: 0 };
        self.edit_request(person, RequestStanding::Accepted, now);
        self.begins_talk(&asker, &helper, now)
    }

    /// An ask that begins with its helper: both have raised a hand, so nobody has to be asked any more.
    pub fn begins_with(mut self, helper: &PersonId, now: Timestamp) -> Decision {
        let (Some(asker), Some(helper)) =
            (self.people.get(&self.ask.asker).cloned(), self.people.get(helper).cloned())
        else {
            return answer(AskAnswer::Over);
        };
        self.ask.approaches.push(Approach {
            person: helper.id.clone(),
            at: now,
            why: Why::RaisedHand,
            response: Response::Accepted,
        });
        self.ask.state = AskState::Accepted { helper: helper.id.clone(), at: now, follow_ups: 0 };
        self.add(Decision::default().relying_on(&helper));
        self.begins_talk(&asker, &helper, now)
    }

    fn begins_talk(mut self, asker: &Person, helper: &Person, now: Timestamp) -> Decision {
        self.release_others(RequestStanding::Taken, now);
        self.takes_words_away(now);
        self.introduce(asker, helper, now);
        let follow_up = Wake {
            key: self.follow_up_key(),
            at: now + FOLLOW_UP_AFTER,
            what: WakeKind::Ask(AskWake::FollowUp(self.ask.id.clone())),
        };
        self.add(Decision::default().relying_on(asker).wake(follow_up));
        self.done(now)
    }

    /// *Not me*: the next is asked.
    pub fn declines(mut self, person: &PersonId, now: Timestamp) -> Decision {
        match self.ask.response_of(person) {
            Some(Response::Pending | Response::Late) => {}
            Some(Response::Accepted | Response::Declined | Response::Gone | Response::Released) | None => {
                return answer(AskAnswer::Over);
            }
        }
        self.ask.respond(person, Response::Declined);
        self.edit_request(person, RequestStanding::Declined, now);
        self.add(Decision::default().settle(self.answer_key(person)));
        self.looks_on(now);
        self.done(now)
    }

    /// The form that asks who would be better.
    pub fn asks_who_is_better(&self, person: &PersonId) -> Decision {
        match (self.ask.response_of(person), &self.ask.state) {
            (
                Some(Response::Pending | Response::Late),
                AskState::Searching | AskState::Unanswered | AskState::Waiting { .. },
            ) => show(AskModal::Refer(self.ask.id.clone())),
            (_, AskState::Accepted { .. }) => answer(AskAnswer::Taken),
            (_, _) => answer(AskAnswer::Over),
        }
    }

    /// *Someone better: @…*: they are asked next, if the rules let them be asked.
    pub fn refers(mut self, person: &PersonId, other: &PersonId, now: Timestamp) -> Decision {
        match (self.ask.response_of(person), &self.ask.state) {
            (
                Some(Response::Pending | Response::Late),
                AskState::Searching | AskState::Unanswered | AskState::Waiting { .. },
            ) => {}
            (_, AskState::Accepted { .. }) => return answer(AskAnswer::Taken),
            (_, _) => return answer(AskAnswer::Over),
        }
        self.ask.respond(person, Response::Declined);
        self.edit_request(person, RequestStanding::Declined, now);
        self.add(Decision::default().settle(self.answer_key(person)));
        let allowed = match (self.people.get(&self.ask.asker), self.people.get(other)) {
            (Some(asker), Some(named)) => self.may_be_asked(asker, named, now),
            (_, _) => false,
        };
        let words = if allowed {
            let named = Candidate { person: other.clone(), points: 0, why: Why::Referred };
            self.approach(&named, now);
            self.ask.state = AskState::Searching;
            AskAnswer::ReferredOn(other.clone())
        } else {
            self.looks_on(now);
            AskAnswer::CannotRefer(other.clone())
        };
        self.done(now).reply(Answer::Ask(words).into())
    }

    /// A working day has passed: whoever has not answered may still do so, and the next is asked.
    pub fn answer_is_due(mut self, person: &PersonId, now: Timestamp) -> Decision {
        if self.ask.response_of(person) != Some(Response::Pending) || self.ask.state != AskState::Searching {
            return Decision::default();
        }
        self.ask.respond(person, Response::Late);
        self.goes_on(now);
        self.done(now)
    }

    /// Somebody who was asked cannot be reached or takes no part any more.
    pub fn helper_is_gone(mut self, person: &PersonId, now: Timestamp) -> Decision {
        match self.ask.response_of(person) {
            Some(Response::Pending | Response::Late) => {
                self.ask.respond(person, Response::Gone);
                self.add(Decision::default().settle(self.answer_key(person)));
                self.looks_on(now);
            }
            Some(Response::Accepted) if self.ask.helper() == Some(person) && self.ask.is_open() => {
                self.ask.respond(person, Response::Gone);
                self.ask.state = AskState::Searching;
                let introduction = self.ask.introduction(person);
                self.add(
                    Decision::default()
                        .settle(self.follow_up_key())
                        .withdraw(Withdrawn::Key(introduction), SkipReason::OptedOut),
                );
                let news = super::message::News::HelperLeft;
                let told = AskMessage::News { ask: self.ask.id.clone(), news };
                self.tell_asker(format!("helper-left/{}", self.ask.version), told, now);
                self.goes_on(now);
            }
            Some(Response::Accepted | Response::Declined | Response::Gone | Response::Released) | None => {
                return Decision::default();
            }
        }
        self.done(now)
    }

    /// Slack will not let us introduce the two. They have found each other all the same: each is told in private who the
    /// other is, and we ask in a week as after every introduction.
    pub fn cannot_be_introduced(mut self, now: Timestamp) -> Decision {
        let AskState::Accepted { helper, .. } = self.ask.state.clone() else { return Decision::default() };
        let pair = [self.ask.asker.clone(), helper];
        for (person, other) in [(&pair[0], &pair[1]), (&pair[1], &pair[0])] {
            let Some(person) = self.people.get(person).cloned() else { continue };
            let told = AskMessage::NotIntroduced { ask: self.ask.id.clone(), other: other.clone() };
            self.add(Decision::default().relying_on(&person).say(Outgoing {
                key: MessageKey::new(format!(
                    "{}/not-introduced/{}",
                    self.ask.introduction(&pair[1]),
                    person.id
                )),
                to: Target::Direct(person.id.clone()),
                message: Message::Ask(told),
                not_before: own_hour(&person, now),
                expires: None,
                urgency: Urgency::Interactive,
            }));
        }
        self.decision
    }

    /// Looks for the next, unless the asker has said that it may wait.
    fn looks_on(&mut self, now: Timestamp) {
        match self.ask.state {
            AskState::Searching => self.goes_on(now),
            AskState::Unanswered
            | AskState::Waiting { .. }
            | AskState::Accepted { .. }
            | AskState::Closed { .. } => {}
        }
    }

    /// Whoever else was asked learns kindly that it is settled.
    pub(super) fn release_others(&mut self, standing: RequestStanding, now: Timestamp) {
        for person in self.still_asked() {
            self.ask.respond(&person, Response::Released);
            let request = self.ask.request(&person);
            self.add(
                Decision::default()
                    .withdraw(Withdrawn::Key(request), SkipReason::Answered)
                    .settle(self.answer_key(&person)),
            );
            self.edit_request(&person, standing, now);
        }
    }

    fn introduce(&mut self, asker: &Person, helper: &Person, now: Timestamp) {
        let hours: Vec<(&WorkingHours, &str)> = [asker, helper]
            .map(|person| (&person.profile.hours, person.time_zone.as_str()))
            .into_iter()
            .collect();
        let from = now + SignedDuration::from_hours(1);
        let introduction = AskIntroduction {
            ask: self.ask.id.clone(),
            asker: self.introduced(asker),
            helper: self.introduced(helper),
            text: self.ask.draft.text.clone(),
            topics: self.ask.draft.topics.clone(),
            times: suggest_times(&hours, from, from + TIMES_WITHIN, SUGGESTIONS),
            reading: self.offers_reading(asker, helper, now),
        };
        let mut members = vec![asker.id.clone(), helper.id.clone()];
        members.sort();
        self.add(Decision::default().say(Outgoing {
            key: self.ask.introduction(&helper.id),
            to: Target::Group(members),
            message: Message::Ask(AskMessage::Introduction(Box::new(introduction))),
            not_before: now,
            expires: None,
            urgency: Urgency::Interactive,
        }));
    }

    /// Something to read about what is asked, which both will see.
    fn offers_reading(&mut self, asker: &Person, helper: &Person, now: Timestamp) -> Option<ReadingId> {
        let two = [asker.id.clone(), helper.id.clone()];
        let reading = self.shelf.offer_about(&self.ask.draft.topics, &two, now)?;
        let shown = showings(&two, &written_as(&reading), now).into_iter().map(Change::ShowPrompt);
        self.add(shown.fold(Decision::default(), Decision::change));
        Some(reading)
    }

    /// A person as the other reads about them: what they left open, the organisation may have said.
    fn introduced(&self, person: &Person) -> Introduced {
        let mut known = person.clone();
        fill_all([&mut known], &self.org);
        Introduced::of(&known)
    }

    pub(super) fn answer_key(&self, person: &PersonId) -> WakeKey {
        WakeKey::new(format!("{}/answer/{person}", self.ask.id))
    }

    pub(super) fn follow_up_key(&self) -> WakeKey {
        WakeKey::new(format!("{}/follow-up", self.ask.id))
    }
}
