//! What somebody does with a nudge: they say whom they will ask and when, by form or by reply; they pass; they undo it.

use super::message::{Missing, Note, NudgeAnswer, NudgeMessage, NudgeModal};
use super::reply::{Reading, Who};
use super::{Commitment, Desk, HORIZON_DAYS, KEPT, NudgeState, NudgeWake, Press, Reminder};
use crate::domain::calendar::zone_or_utc;
use crate::domain::decision::{
    Decision, Field, FieldError, FieldProblem, Reply, SkipReason, Target, Wake, WakeKind, Withdrawn,
};
use crate::domain::ids::{MessageKey, PersonId, WakeKey};
use crate::domain::message::{Answer, Message, Modal};
use crate::domain::rounds::check_in::Useful;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

impl Desk {
    /// A button. *Find me someone* needs the topics, and is answered in [`Self::asks_for_help`].
    pub fn pressed(self, press: Press, now: Timestamp) -> Decision {
        match press {
            Press::Who => self.asks_who(now),
            Press::Find => Decision::default(),
            Press::NotThisWeek => self.passes(now),
            Press::Undo => self.undoes(now),
            Press::Asked => self.has_asked(now),
            Press::NotYet => self.not_yet(now),
            Press::LetGo => self.lets_go(now),
            Press::Very => self.was(Useful::Very, now),
            Press::Somewhat => self.was(Useful::Somewhat, now),
            Press::NotReally => self.was(Useful::NotReally, now),
        }
    }

    /// The form was submitted.
    pub fn chooses(mut self, with: Option<PersonId>, on: Option<Date>, now: Timestamp) -> Decision {
        if !self.takes_commitments() {
            return over();
        }
        let problems = self.problems(with.as_ref(), on, now);
        match (with, on) {
            (Some(with), Some(on)) if problems.is_empty() => {
                self.commits(with, on, now);
                self.outdates_note(Note::Outdated, now);
                self.done(now)
            }
            (_, _) => Decision::default().reply(Reply::Refuse(problems)),
        }
    }

    /// A reply under one of its messages. What it leaves open is taken from what was agreed before, if anything was.
    pub fn replied(self, reading: &Reading, root: MessageKey, now: Timestamp) -> Decision {
        if !self.takes_commitments() {
            return Decision::default();
        }
        let before = self.nudge.commitment().cloned();
        let named = match &reading.who {
            Who::One(person) if *person != self.person.id => Some(person.clone()),
            Who::One(_) | Who::Nobody | Who::Several => None,
        };
        if before.is_some() && named.is_none() && reading.on.is_none() {
            return Decision::default();
        }
        let with = named.clone().or(before.as_ref().map(|before| before.with.clone()));
        let on = reading.on.or(before.as_ref().map(|before| before.on));
        match (with, on) {
            (Some(with), Some(on)) if reading.who != Who::Several => self.understands(with, on, root, now),
            (_, _) => self.says_what_is_missing(reading, named.as_ref(), root, now),
        }
    }

    /// The person takes part no more: nobody asks them about it again.
    pub fn is_left(mut self) -> Option<Decision> {
        let NudgeState::Committed(_) = self.nudge.state else { return None };
        self.nudge.state = NudgeState::Faded;
        self.settles();
        Some(self.saved())
    }

    fn asks_who(self, now: Timestamp) -> Decision {
        let (with, on) = match &self.nudge.state {
            NudgeState::Committed(commitment) => (Some(commitment.with.clone()), Some(commitment.on)),
            NudgeState::Open | NudgeState::NotThisWeek | NudgeState::Sought => (None, None),
            NudgeState::Asked { .. } | NudgeState::LetGo | NudgeState::Faded => return over(),
        };
        let today = self.today(now);
        let on = on.filter(|on| *on >= today).unwrap_or_else(|| self.next_working_day(now));
        let with = with.filter(|with| !with.is_forgotten());
        let form = NudgeModal::Who { nudge: self.nudge.id.clone(), with, on };
        Decision::default().reply(Reply::Open(Box::new(Modal::Nudge(form))))
    }

    fn passes(mut self, now: Timestamp) -> Decision {
        match self.nudge.state {
            NudgeState::Open | NudgeState::Sought => {}
            NudgeState::NotThisWeek => return Decision::default(),
            NudgeState::Committed(_) | NudgeState::Asked { .. } | NudgeState::LetGo | NudgeState::Faded => {
                return over();
            }
        }
        self.nudge.state = NudgeState::NotThisWeek;
        self.done(now)
    }

    fn undoes(mut self, now: Timestamp) -> Decision {
        match self.nudge.state {
            NudgeState::Committed(_) => self.settles(),
            NudgeState::NotThisWeek | NudgeState::Sought => {}
            NudgeState::Open => return Decision::default(),
            NudgeState::Asked { .. } | NudgeState::LetGo | NudgeState::Faded => return over(),
        }
        self.nudge.state = NudgeState::Open;
        self.outdates_note(Note::TakenBack, now);
        self.done(now)
    }

    fn takes_commitments(&self) -> bool {
        match self.nudge.state {
            NudgeState::Open | NudgeState::NotThisWeek | NudgeState::Sought | NudgeState::Committed(_) => {
                true
            }
            NudgeState::Asked { .. } | NudgeState::LetGo | NudgeState::Faded => false,
        }
    }

    fn problems(&self, with: Option<&PersonId>, on: Option<Date>, now: Timestamp) -> Vec<FieldError> {
        let today = self.today(now);
        let with = match with {
            None => Some(FieldProblem::Missing),
            Some(with) if *with == self.person.id => Some(FieldProblem::Oneself),
            Some(_) => None,
        };
        let on = match on {
            None => Some(FieldProblem::Missing),
            Some(on) if on < today => Some(FieldProblem::DayIsPast),
            Some(on) if on > today.saturating_add(HORIZON_DAYS.days()) => Some(FieldProblem::DayTooFar),
            Some(_) => None,
        };
        let of = |field, problem: Option<FieldProblem>| problem.map(|problem| FieldError { field, problem });
        of(Field::NudgeWho, with).into_iter().chain(of(Field::NudgeDay, on)).collect()
    }

    fn understands(mut self, with: PersonId, on: Date, root: MessageKey, now: Timestamp) -> Decision {
        self.outdates_note(Note::Outdated, now);
        let commitment = self.commits(with, on, now);
        let key = self.nudge.note(self.nudge.said.notes);
        self.nudge.said.notes += 1;
        let note = self.noted(Note::Understood(commitment));
        self.say(key, Target::Thread(root), note, now);
        self.done(now)
    }

    /// One kind line, once in a thread: its key sees to that.
    fn says_what_is_missing(
        mut self,
        reading: &Reading,
        named: Option<&PersonId>,
        root: MessageKey,
        now: Timestamp,
    ) -> Decision {
        let missing = match (&reading.who, named, reading.on) {
            (Who::Several, ..) => Missing::WhichOne,
            (_, Some(_), _) => Missing::Day,
            (_, None, Some(_)) => Missing::Who,
            (_, None, None) => Missing::Both,
        };
        let key = MessageKey::new(format!("{root}/missing"));
        let note = self.noted(Note::Missing(missing));
        self.say(key, Target::Thread(root), note, now);
        self.decision
    }

    /// From now on they mean to ask somebody on a day: they are reminded that morning, and asked the week after.
    fn commits(&mut self, with: PersonId, on: Date, now: Timestamp) -> Commitment {
        self.settles();
        let reminder = if self.morning(on) > now { Reminder::ThatMorning } else { Reminder::NotNeeded };
        let commitment = Commitment { with, on, moved: 0, reminder };
        self.nudge.state = NudgeState::Committed(commitment.clone());
        self.looks_at(&commitment, now);
        commitment
    }

    /// Sets the times to look at a commitment again.
    pub(super) fn looks_at(&mut self, commitment: &Commitment, now: Timestamp) {
        let (nudge, morning) = (self.nudge.id.clone(), self.morning(commitment.on));
        let week_after = self.morning(commitment.on.saturating_add(7.days()));
        let wake = |what: &str, at, kind| Wake {
            key: WakeKey::new(format!("{nudge}/{what}")),
            at,
            what: WakeKind::Nudge(kind),
        };
        let kept = morning.max(now).saturating_add(KEPT).unwrap_or(Timestamp::MAX);
        let mut looks = Decision::default()
            .wake(wake("follow-up", week_after, NudgeWake::FollowUp(nudge.clone())))
            .wake(wake("erase", kept, NudgeWake::Erase(nudge.clone())));
        if commitment.reminder == Reminder::ThatMorning {
            looks = looks.wake(wake("remind", morning, NudgeWake::Remind(nudge.clone())));
        }
        self.add(looks);
    }

    /// Nothing more is looked at, and what has not been sent stays unsent.
    pub(super) fn settles(&mut self) {
        let key = |what: &str| WakeKey::new(format!("{}/{what}", self.nudge.id));
        let mut settled =
            Decision::default().settle(key("remind")).settle(key("follow-up")).settle(key("erase"));
        let (reminders, follow_ups) = (self.nudge.said.reminders, self.nudge.said.follow_ups);
        let last = [
            reminders.checked_sub(1).map(|number| self.nudge.reminder(number)),
            follow_ups.checked_sub(1).map(|number| self.nudge.follow_up(number)),
        ];
        for key in last.into_iter().flatten() {
            settled = settled.withdraw(Withdrawn::Key(key), SkipReason::Answered);
        }
        self.add(settled);
    }

    /// The last thing we confirmed in a thread holds no more.
    fn outdates_note(&mut self, note: Note, now: Timestamp) {
        if let Some(last) = self.nudge.said.notes.checked_sub(1) {
            let note = self.noted(note);
            self.edit(self.nudge.note(last), note, now);
        }
    }

    fn noted(&self, note: Note) -> Message {
        Message::Nudge(NudgeMessage::Note { nudge: self.nudge.id.clone(), note })
    }

    fn next_working_day(&self, now: Timestamp) -> Date {
        let zone = &self.person.time_zone;
        let next = self.person.profile.hours.shift_working_days(zone, now, 1);
        next.to_zoned(zone_or_utc(zone)).date()
    }
}

/// It is settled already, or not theirs.
pub(super) fn over() -> Decision {
    Decision::default().reply(Answer::Nudge(NudgeAnswer::Over).into())
}
