//! What came of it: asked a week later, with thanks in one tap.

use super::message::{AskAnswer, AskMessage, FollowUpAnswer};
use super::open::answer;
use super::route::Desk;
use super::{AskState, AskWake, Ending, Outcome, Thanks};
use crate::domain::decision::{Decision, Outgoing, Target, Urgency, Wake, WakeKind};
use crate::domain::ids::{MessageKey, PersonId};
use crate::domain::message::Message;
use crate::domain::rounds::conversation::own_hour;
use jiff::{SignedDuration, Timestamp};

/// How long after the introduction we ask what came of it, and again after *not yet* or silence.
pub const FOLLOW_UP_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How often we ask; then silence counts as unknown.
const FOLLOW_UPS: u8 = 2;

impl Desk {
    /// A week has passed: the asker is asked, or after the last time the ask is closed.
    pub fn follow_up_is_due(mut self, now: Timestamp) -> Decision {
        let AskState::Accepted { helper, at, follow_ups } = self.ask.state.clone() else {
            return Decision::default();
        };
        let Some(asker) = self.people.get(&self.ask.asker).cloned() else { return Decision::default() };
        if follow_ups >= FOLLOW_UPS || !asker.takes_part(now) {
            return self.closes(Ending::Unknown, now).done(now);
        }
        let hour = own_hour(&asker, now);
        self.ask.state = AskState::Accepted { helper: helper.clone(), at, follow_ups: follow_ups + 1 };
        let question = AskMessage::FollowUp { ask: self.ask.id.clone(), helper, answered: None };
        self.add(
            Decision::default()
                .relying_on(&asker)
                .say(Outgoing {
                    key: self.ask.follow_up(follow_ups),
                    to: Target::Direct(asker.id.clone()),
                    message: Message::Ask(question),
                    not_before: hour,
                    expires: None,
                    urgency: Urgency::Bulk,
                })
                .wake(Wake {
                    key: self.follow_up_key(),
                    at: hour + FOLLOW_UP_AFTER,
                    what: WakeKind::Ask(AskWake::FollowUp(self.ask.id.clone())),
                }),
        );
        self.saved()
    }

    /// The asker says what came of it.
    pub fn tells(mut self, person: &PersonId, outcome: Outcome, now: Timestamp) -> Decision {
        if *person != self.ask.asker {
            return answer(AskAnswer::Over);
        }
        let helper = match &self.ask.state {
            AskState::Accepted { helper, .. } => helper.clone(),
            AskState::Closed { helper: Some(helper), ending: Ending::Told(_) | Ending::Unknown, .. } => {
                helper.clone()
            }
            AskState::Closed { .. }
            | AskState::Searching
            | AskState::Unanswered
            | AskState::Waiting { .. } => return answer(AskAnswer::Over),
        };
        let thanks = self.thanks();
        self.answer_follow_ups(&helper, FollowUpAnswer::Outcome(outcome, thanks), now);
        self.closes(Ending::Told(outcome), now).done(now)
    }

    /// *Not yet*: we ask again in a week.
    pub fn not_yet(mut self, person: &PersonId, now: Timestamp) -> Decision {
        let AskState::Accepted { helper, at, .. } = self.ask.state.clone() else {
            return answer(AskAnswer::Over);
        };
        if *person != self.ask.asker {
            return answer(AskAnswer::Over);
        }
        self.answer_follow_ups(&helper, FollowUpAnswer::NotYet, now);
        self.ask.state = AskState::Accepted { helper, at, follow_ups: FOLLOW_UPS - 1 };
        self.saved()
    }

    /// One tap thanks the helper, once.
    pub fn thanks_helper(mut self, person: &PersonId, now: Timestamp) -> Decision {
        let AskState::Closed {
            at,
            helper: Some(helper),
            ending: Ending::Told(outcome @ (Outcome::Helped | Outcome::Partly)),
            thanks: Thanks::Unsaid,
        } = self.ask.state.clone()
        else {
            return answer(AskAnswer::Over);
        };
        if *person != self.ask.asker {
            return answer(AskAnswer::Over);
        }
        self.ask.state = AskState::Closed {
            at,
            helper: Some(helper.clone()),
            ending: Ending::Told(outcome),
            thanks: Thanks::Said,
        };
        self.answer_follow_ups(&helper, FollowUpAnswer::Outcome(outcome, Thanks::Said), now);
        let hour = self.people.get(&helper).map_or(now, |helper| own_hour(helper, now));
        let thanks = AskMessage::Thanks {
            ask: self.ask.id.clone(),
            from: self.ask.asker.clone(),
            topics: self.ask.draft.topics.clone(),
            outcome,
        };
        self.add(Decision::default().say(Outgoing {
            key: MessageKey::new(format!("{}/thanks", self.ask.id)),
            to: Target::Direct(helper),
            message: Message::Ask(thanks),
            not_before: hour,
            expires: None,
            urgency: Urgency::Interactive,
        }));
        self.saved()
    }

    /// The questions so far say what was answered.
    fn answer_follow_ups(&mut self, helper: &PersonId, given: FollowUpAnswer, now: Timestamp) {
        for number in 0..FOLLOW_UPS {
            let asked = self.ask.follow_up(number);
            let answered = AskMessage::FollowUp {
                ask: self.ask.id.clone(),
                helper: helper.clone(),
                answered: Some(given),
            };
            self.add(Decision::default().say(Outgoing {
                key: MessageKey::new(format!("{asked}/answered/{}", self.ask.version)),
                to: Target::Edit(asked),
                message: Message::Ask(answered),
                not_before: now,
                expires: None,
                urgency: Urgency::Interactive,
            }));
        }
    }

    fn thanks(&self) -> Thanks {
        match self.ask.state {
            AskState::Closed { thanks, .. } => thanks,
            AskState::Searching
            | AskState::Unanswered
            | AskState::Waiting { .. }
            | AskState::Accepted { .. } => Thanks::Unsaid,
        }
    }
}
