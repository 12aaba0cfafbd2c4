//! One small act of asking for advice each week: what somebody is nudged to do, whom they mean to ask on which day, and
//! what came of it. All of it is between the bot and that person.

mod ask;
mod commit;
mod event;
mod follow_up;
mod give;
pub mod message;
pub mod reply;
mod settings;
mod themes;

pub use event::{NudgeEvent, NudgeWake, Press};
pub use give::Giving;
pub use settings::{Chooser, NudgeWish, Nudging, Switch};

use super::calendar::{Day, Slot};
use super::decision::{Change, Decision, Outgoing, Target, Urgency};
use super::ids::{MessageKey, NudgeId, PersonId, ThemeId};
use super::message::{Message, Question};
use super::people::Person;
use super::record::Record;
use super::rounds::check_in::Useful;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use message::{Asking, NudgeCard, NudgeMessage, NudgeStanding};
use serde::{Deserialize, Serialize};

/// How long we remember whom somebody meant to ask, from the day it was for.
pub const KEPT: SignedDuration = SignedDuration::from_hours(60 * 24);
/// How far ahead somebody may commit themselves, in days.
pub const HORIZON_DAYS: i64 = 56;
/// How often *not yet* moves a commitment.
pub const MOVES: u8 = 2;

/// One nudge, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nudge {
    /// Its round and its place in it.
    pub id: NudgeId,
    /// How many times this record was saved; 0 before the first.
    #[serde(skip)]
    pub version: i64,
    /// Whose.
    pub person: PersonId,
    /// When they read it, at the earliest.
    pub given_at: Timestamp,
    /// What it is about.
    pub theme: ThemeId,
    /// What it asks them to do.
    pub question: Question,
    /// How often they gave advice lately, where that is clearly more than they received; otherwise 0.
    pub gave: u32,
    /// How it stands.
    pub state: NudgeState,
    /// What was said about it since.
    pub said: Said,
}

/// How a nudge stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NudgeState {
    /// It waits for them.
    Open,
    /// *Not this week.*
    NotThisWeek,
    /// They asked us to find somebody.
    Sought,
    /// They know whom to ask, and when.
    Committed(Commitment),
    /// They have asked.
    Asked {
        /// Whom; erased some time after.
        with: Option<PersonId>,
        /// Whether it was useful, once they said so.
        useful: Option<Useful>,
    },
    /// They let it go.
    LetGo,
    /// Nobody said what came of it.
    Faded,
}

/// Whom somebody means to ask, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// Whom.
    pub with: PersonId,
    /// On which day, where they are.
    pub on: Date,
    /// How often it was moved.
    pub moved: u8,
    /// Whether they are reminded.
    pub reminder: Reminder,
}

/// Whether somebody is reminded of what they mean to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reminder {
    /// In the morning of the day.
    ThatMorning,
    /// They said so on the day itself.
    NotNeeded,
}

/// How many messages of each kind a nudge has led to: their keys are numbered, and all of them are kept up to date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Reminders on the day.
    pub reminders: u8,
    /// Questions the week after.
    pub follow_ups: u8,
    /// Confirmations of what was understood from a reply.
    pub notes: u8,
}

/// A nudge and the person it is for, with what has been decided so far.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The nudge.
    pub nudge: Nudge,
    /// Whose it is.
    pub person: Person,
    /// What has been decided so far.
    pub decision: Decision,
}

/// The slot of nudges where nobody chose one: two working days after the talks begin, at ten.
pub fn usual_slot(first: &Slot) -> Slot {
    let day = match first.day {
        Day::Mon => Day::Wed,
        Day::Tue => Day::Thu,
        Day::Wed => Day::Fri,
        Day::Thu => Day::Mon,
        Day::Fri | Day::Sat | Day::Sun => Day::Tue,
    };
    Slot { day, time: jiff::civil::Time::constant(10, 0, 0, 0), ..first.clone() }
}

impl Nudge {
    /// Whom they mean to ask, and when.
    pub fn commitment(&self) -> Option<&Commitment> {
        match &self.state {
            NudgeState::Committed(commitment) => Some(commitment),
            NudgeState::Open
            | NudgeState::NotThisWeek
            | NudgeState::Sought
            | NudgeState::Asked { .. }
            | NudgeState::LetGo
            | NudgeState::Faded => None,
        }
    }

    /// Whether something is still to come of it by itself.
    pub fn is_open(&self) -> bool {
        match self.state {
            NudgeState::Committed(_) => true,
            NudgeState::Open
            | NudgeState::NotThisWeek
            | NudgeState::Sought
            | NudgeState::Asked { .. }
            | NudgeState::LetGo
            | NudgeState::Faded => false,
        }
    }

    /// The key of the nudge itself.
    pub fn card(&self) -> MessageKey {
        MessageKey::new(self.id.to_string())
    }

    /// Every message of it under which its person may reply.
    pub fn roots(&self) -> Vec<MessageKey> {
        let reminders = (0..self.said.reminders).map(|number| self.reminder(number));
        let follow_ups = (0..self.said.follow_ups).map(|number| self.follow_up(number));
        std::iter::once(self.card()).chain(reminders).chain(follow_ups).collect()
    }

    fn reminder(&self, number: u8) -> MessageKey {
        MessageKey::new(format!("{}/reminder/{number}", self.id))
    }

    fn follow_up(&self, number: u8) -> MessageKey {
        MessageKey::new(format!("{}/follow-up/{number}", self.id))
    }

    fn note(&self, number: u8) -> MessageKey {
        MessageKey::new(format!("{}/note/{number}", self.id))
    }

    /// What they read of it now.
    fn standing(&self) -> NudgeStanding {
        match &self.state {
            NudgeState::Open => NudgeStanding::Open,
            NudgeState::NotThisWeek => NudgeStanding::NotThisWeek,
            NudgeState::Sought => NudgeStanding::Sought,
            NudgeState::Committed(commitment) => NudgeStanding::Committed(commitment.clone()),
            NudgeState::Asked { with: Some(with), useful } => {
                NudgeStanding::Asked { with: with.clone(), useful: *useful }
            }
            NudgeState::LetGo => NudgeStanding::LetGo,
            NudgeState::Asked { with: None, .. } | NudgeState::Faded => NudgeStanding::Over,
        }
    }

    fn message(&self) -> Message {
        Message::Nudge(NudgeMessage::Card(NudgeCard {
            nudge: self.id.clone(),
            theme: self.theme.clone(),
            question: self.question.clone(),
            gave: self.gave,
            standing: self.standing(),
        }))
    }
}

impl Desk {
    /// A nudge on which nothing has been decided yet.
    pub fn of(nudge: Nudge, person: Person) -> Self {
        Self { nudge, person, decision: Decision::default() }
    }

    /// The decision, with the nudge as it stands now and everything that was said about it brought up to date.
    fn done(mut self, now: Timestamp) -> Decision {
        let (nudge, asking) = (self.nudge.id.clone(), Asking::Answered(self.nudge.standing()));
        self.edit(self.nudge.card(), self.nudge.message(), now);
        for number in 0..self.nudge.said.reminders {
            let answered = NudgeMessage::Reminder { nudge: nudge.clone(), asking: asking.clone() };
            self.edit(self.nudge.reminder(number), Message::Nudge(answered), now);
        }
        for number in 0..self.nudge.said.follow_ups {
            let answered = NudgeMessage::FollowUp { nudge: nudge.clone(), asking: asking.clone() };
            self.edit(self.nudge.follow_up(number), Message::Nudge(answered), now);
        }
        self.saved()
    }

    /// The decision, with the nudge as it stands now.
    fn saved(self) -> Decision {
        self.decision.change(Change::SaveRecord(Record::Nudge(self.nudge)))
    }

    fn edit(&mut self, what: MessageKey, message: Message, now: Timestamp) {
        let key = MessageKey::new(format!("{what}/edit/{}", self.nudge.version));
        self.say(key, Target::Edit(what), message, now);
    }

    fn say(&mut self, key: MessageKey, to: Target, message: Message, now: Timestamp) {
        let urgency = Urgency::Interactive;
        self.add(Decision::default().say(Outgoing {
            key,
            to,
            message,
            not_before: now,
            expires: None,
            urgency,
        }));
    }

    fn add(&mut self, decision: Decision) {
        self.decision = std::mem::take(&mut self.decision).and(decision);
    }

    /// The civil date where the person is.
    pub fn today(&self, now: Timestamp) -> Date {
        now.to_zoned(super::calendar::zone_or_utc(&self.person.time_zone)).date()
    }

    /// When the person usually begins to work, on a date where they are.
    fn morning(&self, date: Date) -> Timestamp {
        let morning = self.person.profile.hours.morning_of(&self.person.time_zone, date);
        morning.unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests;
