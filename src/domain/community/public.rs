//! Somebody whose ask found nobody may show its words in the community's channel, without their name. Hands raised under
//! them are asked in private, as everybody else who is asked.

use super::message::{CommunityAnswer, CommunityMessage};
use crate::domain::asks::message::{AskMessage, HelpRequest, News, RequestStanding, Why};
use crate::domain::asks::route::{Desk, are_apart};
use crate::domain::asks::{Approach, AskState, Response, Shown};
use crate::domain::decision::{Decision, Outgoing, SkipReason, Target, Urgency, Withdrawn};
use crate::domain::event::Turn;
use crate::domain::ids::{MessageKey, PersonId};
use crate::domain::message::{Answer, Message};
use crate::domain::reaction::Hand;
use crate::domain::rounds::conversation::own_hour;
use jiff::{SignedDuration, Timestamp};

/// How late the words may still be posted.
const WORTH_POSTING: SignedDuration = SignedDuration::from_hours(24);

impl Desk {
    /// The asker lets the channel read the words. Until a hand is raised the ask waits, and is tried again in a week.
    pub fn goes_public(mut self, person: &PersonId, now: Timestamp) -> Decision {
        let looks = matches!(self.ask.state, AskState::Unanswered | AskState::Waiting { .. });
        let may = looks && *person == self.ask.asker;
        let Some(channel) = self.community.clone().filter(|_| may && self.ask.shown.is_none()) else {
            return answer(CommunityAnswer::CannotBeShown);
        };
        let post = MessageKey::new(format!("{}/public/{}", self.ask.id, self.ask.version));
        let words = CommunityMessage::Words { ask: self.ask.id.clone(), text: self.ask.draft.text.clone() };
        self.ask.shown = Some(Shown { channel: channel.clone(), post: post.clone() });
        self.add(Decision::default().say(Outgoing {
            key: post,
            to: Target::Channel(channel.clone()),
            message: Message::Community(words),
            not_before: now,
            expires: Some(now + WORTH_POSTING),
            urgency: Urgency::Interactive,
        }));
        self.waits_a_week(now);
        self.done(now).reply(Answer::Community(CommunityAnswer::Shown(channel)).into())
    }

    /// Slack would not let us post the words: the asker learns it, and chooses anew.
    pub fn words_unposted(mut self, now: Timestamp) -> Decision {
        let (Some(shown), true) = (self.ask.shown.take(), self.ask.is_open()) else {
            return Decision::default();
        };
        let news = News::NotShown { channel: shown.channel };
        let news = AskMessage::News { ask: self.ask.id.clone(), news };
        self.tell_asker(format!("not-shown/{}", self.ask.version), news, now);
        if let AskState::Waiting { .. } = self.ask.state {
            self.ask.state = AskState::Unanswered;
            self.add(Decision::default().settle(self.again_key()));
        }
        self.done(now)
    }

    /// A hand under the words. Only 🤝 means anything there.
    pub fn hand(self, person: &PersonId, hand: Hand, turn: Turn, now: Timestamp) -> Decision {
        match (hand, turn) {
            (Hand::CanHelp, Turn::Added) => self.volunteers(person, now),
            (Hand::CanHelp, Turn::Removed) => self.steps_back(person, now),
            (Hand::NeedsHelp, Turn::Added | Turn::Removed) => Decision::default(),
        }
    }

    /// Whoever volunteers is written to in private. It answers their own click, so it costs no attention.
    fn volunteers(mut self, person: &PersonId, now: Timestamp) -> Decision {
        let looks = match self.ask.state {
            AskState::Searching | AskState::Unanswered | AskState::Waiting { .. } => true,
            AskState::Accepted { .. } | AskState::Closed { .. } => false,
        };
        let (Some(asker), Some(volunteer)) =
            (self.people.get(&self.ask.asker).cloned(), self.people.get(person).cloned())
        else {
            return Decision::default();
        };
        if !looks || !volunteer.takes_part(now) || are_apart(&asker, &volunteer, &self.lines) {
            return Decision::default();
        }
        match self.ask.response_of(person) {
            Some(Response::Pending | Response::Late | Response::Accepted) => return Decision::default(),
            Some(Response::Declined | Response::Gone | Response::Released) => {
                self.ask.respond(person, Response::Pending);
                self.edit_request(person, RequestStanding::Open, now);
                return self.saved();
            }
            None => {}
        }
        let why = Why::RaisedHand;
        let approach =
            Approach { person: person.clone(), at: now, why: why.clone(), response: Response::Pending };
        self.ask.approaches.push(approach);
        let request = HelpRequest::of(&self.ask, why, RequestStanding::Open);
        self.add(Decision::default().relying_on(&volunteer).say(Outgoing {
            key: self.ask.request(person),
            to: Target::Direct(person.clone()),
            message: Message::Ask(AskMessage::Request(request)),
            not_before: own_hour(&volunteer, now),
            expires: None,
            urgency: Urgency::Interactive,
        }));
        self.done(now)
    }

    fn steps_back(mut self, person: &PersonId, now: Timestamp) -> Decision {
        let raised = |each: &Approach| {
            each.person == *person
                && each.why == Why::RaisedHand
                && matches!(each.response, Response::Pending | Response::Late)
        };
        if !self.ask.approaches.iter().any(raised) {
            return Decision::default();
        }
        self.ask.respond(person, Response::Gone);
        let request = self.ask.request(person);
        self.add(Decision::default().withdraw(Withdrawn::Key(request), SkipReason::OptedOut));
        self.edit_request(person, RequestStanding::Declined, now);
        self.saved()
    }

    /// The words that stand in the channel are those of now.
    pub(in crate::domain) fn changes_words_shown(&mut self, now: Timestamp) {
        let Some(shown) = self.ask.shown.clone() else { return };
        let words = CommunityMessage::Words { ask: self.ask.id.clone(), text: self.ask.draft.text.clone() };
        self.add(Decision::default().say(Outgoing {
            key: MessageKey::new(format!("{}/edit/{}", shown.post, self.ask.version)),
            to: Target::Edit(shown.post),
            message: Message::Community(words),
            not_before: now,
            expires: None,
            urgency: Urgency::Interactive,
        }));
    }

    /// The words are taken out of the channel again, once somebody helps or they are no longer wanted.
    pub fn takes_words_away(&mut self, now: Timestamp) {
        let Some(shown) = self.ask.shown.clone() else { return };
        let gone = CommunityMessage::Words { ask: self.ask.id.clone(), text: String::new() };
        let unsent = Withdrawn::Key(shown.post.clone());
        self.add(Decision::default().withdraw(unsent, SkipReason::Answered).say(Outgoing {
            key: MessageKey::new(format!("{}/settled", shown.post)),
            to: Target::Edit(shown.post),
            message: Message::Community(gone),
            not_before: now,
            expires: None,
            urgency: Urgency::Interactive,
        }));
    }
}

fn answer(answer: CommunityAnswer) -> Decision {
    Decision::default().reply(Answer::Community(answer).into())
}
