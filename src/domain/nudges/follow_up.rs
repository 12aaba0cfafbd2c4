//! What came of it: a reminder on the day, a question the week after, and what was useful is what comes again.

use super::commit::over;
use super::message::{Asking, NudgeMessage};
use super::{Commitment, Desk, MOVES, Nudge, NudgeState, NudgeWake, Reminder};
use crate::domain::decision::{Change, Decision, Outgoing, Target, Urgency, Wake, WakeKind};
use crate::domain::ids::{MessageKey, WakeKey};
use crate::domain::message::Message;
use crate::domain::people::Person;
use crate::domain::rounds::check_in::Useful;
use crate::domain::rounds::conversation::own_hour;
use jiff::{Timestamp, ToSpan};

impl Desk {
    /// Is today the day? Somebody who has moved to another zone is reminded in the morning there.
    pub fn reminder_is_due(mut self, now: Timestamp) -> Decision {
        let Some(commitment) = self.commitment() else { return Decision::default() };
        let morning = self.morning(commitment.on);
        if morning > now {
            return Decision::default().wake(self.wake("remind", morning, NudgeWake::Remind));
        }
        let is_today = self.today(now) == commitment.on;
        if !is_today || !self.person.takes_part(now) || commitment.with.is_forgotten() {
            return Decision::default();
        }
        let key = self.nudge.reminder(self.nudge.said.reminders);
        self.nudge.said.reminders += 1;
        let tomorrow = self.morning(commitment.on.saturating_add(1.day()));
        let reminder =
            NudgeMessage::Reminder { nudge: self.nudge.id.clone(), asking: Asking::Open(commitment) };
        self.tells(key, reminder, now, Some(tomorrow));
        self.saved()
    }

    /// A week has passed: have they asked? Whoever pauses is asked once they are back.
    pub fn follow_up_is_due(mut self, now: Timestamp) -> Decision {
        let Some(commitment) = self.commitment() else { return Decision::default() };
        let due = self.morning(commitment.on.saturating_add(7.days()));
        if due > now {
            return Decision::default().wake(self.wake("follow-up", due, NudgeWake::FollowUp));
        }
        if !self.person.takes_part(now) {
            let later = self.morning(self.today(now).saturating_add(7.days()));
            return Decision::default().wake(self.wake("follow-up", later, NudgeWake::FollowUp));
        }
        let key = self.nudge.follow_up(self.nudge.said.follow_ups);
        self.nudge.said.follow_ups += 1;
        let hour = own_hour(&self.person, now);
        let question =
            NudgeMessage::FollowUp { nudge: self.nudge.id.clone(), asking: Asking::Open(commitment) };
        self.tells(key, question, hour, None);
        self.saved()
    }

    /// Whom they meant to ask is forgotten. Where nobody said what came of it, nobody will.
    pub fn erases(mut self) -> Decision {
        self.nudge.state = match &self.nudge.state {
            NudgeState::Committed(_) => NudgeState::Faded,
            NudgeState::Asked { with: Some(_), useful } => NudgeState::Asked { with: None, useful: *useful },
            NudgeState::Open
            | NudgeState::NotThisWeek
            | NudgeState::Sought
            | NudgeState::Asked { with: None, .. }
            | NudgeState::LetGo
            | NudgeState::Faded => return Decision::default(),
        };
        self.settles();
        self.saved()
    }

    pub(super) fn has_asked(mut self, now: Timestamp) -> Decision {
        let Some(commitment) = self.commitment() else { return over() };
        self.settles();
        self.nudge.state = NudgeState::Asked { with: Some(commitment.with), useful: None };
        let kept = now.saturating_add(super::KEPT).unwrap_or(Timestamp::MAX);
        let erase = self.wake("erase", kept, NudgeWake::Erase);
        self.add(Decision::default().wake(erase));
        self.done(now)
    }

    /// *Not yet*: the same day of the next week, a few times.
    pub(super) fn not_yet(mut self, now: Timestamp) -> Decision {
        let Some(commitment) = self.commitment().filter(|each| each.moved < MOVES) else { return over() };
        let weekday = commitment.on.weekday();
        let Ok(on) = self.today(now).nth_weekday(1, weekday) else { return over() };
        self.settles();
        let moved = commitment.moved + 1;
        let commitment = Commitment { on, moved, reminder: Reminder::ThatMorning, ..commitment };
        self.looks_at(&commitment, now);
        self.nudge.state = NudgeState::Committed(commitment);
        self.done(now)
    }

    pub(super) fn lets_go(mut self, now: Timestamp) -> Decision {
        if self.commitment().is_none() {
            return over();
        }
        self.settles();
        self.nudge.state = NudgeState::LetGo;
        self.done(now)
    }

    /// One tap more: was it useful? It counts for how often the theme comes again.
    pub(super) fn was(mut self, useful: Useful, now: Timestamp) -> Decision {
        let NudgeState::Asked { with, useful: None } = self.nudge.state.clone() else { return over() };
        self.nudge.state = NudgeState::Asked { with, useful: Some(useful) };
        let mut tuned = Person::clone(&self.person);
        tuned.nudging.tune(&self.nudge.theme, useful);
        if tuned != self.person {
            self.add(Decision::default().change(Change::SavePerson(tuned)));
        }
        self.done(now)
    }

    fn commitment(&self) -> Option<Commitment> {
        let Nudge { state: NudgeState::Committed(commitment), .. } = &self.nudge else { return None };
        Some(commitment.clone())
    }

    fn wake(&self, what: &str, at: Timestamp, of: fn(crate::domain::ids::NudgeId) -> NudgeWake) -> Wake {
        let key = WakeKey::new(format!("{}/{what}", self.nudge.id));
        Wake { key, at, what: WakeKind::Nudge(of(self.nudge.id.clone())) }
    }

    fn tells(&mut self, key: MessageKey, message: NudgeMessage, at: Timestamp, expires: Option<Timestamp>) {
        let outgoing = Outgoing {
            key,
            to: Target::Direct(self.person.id.clone()),
            message: Message::Nudge(message),
            not_before: at,
            expires,
            urgency: Urgency::Bulk,
        };
        self.add(Decision::default().relying_on(&self.person).say(outgoing));
    }
}
