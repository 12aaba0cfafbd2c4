//! Reverse mentoring: a junior leads a manager through a term of meetings. The junior picks topic and times, and a meeting
//! that has to be cancelled is offered anew in the same breath.

pub mod desk;
mod end;
mod event;
mod meet;
pub mod message;
pub mod round;
mod times;
pub mod views;

pub use event::{Press, ReverseEvent, ReverseWake, Submission};

use super::calendar::TimeOption;
use super::ids::{MessageKey, PersonId, RoundId, SubjectId, TermId, TopicId, WakeKey};
use super::matching::explain::Reason;
use super::matching::reverse::Couple;
use super::message::Question;
use super::people::profile::closed_list;
use super::rounds::check_in::Useful;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How many meetings a term has.
pub const LENGTH: u8 = 6;
/// How many more, where both wish to go on.
pub const EXTENSION: u8 = 3;
/// The longest topic in own words, in characters.
pub const TOPIC_LIMIT: usize = 120;
/// The most times that are proposed at once.
pub const PROPOSALS: usize = 3;
/// How long a topic in own words is kept after the term is over.
pub const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Two people for a fixed number of meetings: the junior leads, the senior learns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// A name drawn by chance.
    pub id: TermId,
    /// How many times this record was saved; 0 before the first.
    #[serde(skip)]
    pub version: i64,
    /// The round that brought them together.
    pub round: RoundId,
    /// The civil date of the round's slot.
    pub slot: Date,
    /// When it began.
    pub began_at: Timestamp,
    /// Who leads.
    pub junior: PersonId,
    /// Who learns.
    pub senior: PersonId,
    /// Why these two; at least one.
    pub reasons: Vec<Reason>,
    /// What it is about; open until the junior picks.
    pub topic: Option<Topic>,
    /// How many meetings it is to have.
    pub length: u8,
    /// The meetings whose time has come, oldest first.
    pub meetings: Vec<Meeting>,
    /// How often the senior had to cancel. Both see it, and nobody else.
    pub cancelled: u8,
    /// Counts what was asked, offered and booked, so that a press on what has been overtaken is known as such.
    pub turn: u16,
    /// Reminders since something was last agreed.
    pub chased: u8,
    /// Not earlier than this is the next meeting to be.
    pub next_from: Timestamp,
    /// Times for the next meeting that did not suit, so that they are not suggested again.
    pub unfit: BTreeSet<Timestamp>,
    /// The question of the meeting to come: it outlives a cancellation.
    pub question: Option<Question>,
    /// Who of the two pauses.
    pub resting: BTreeSet<PersonId>,
    /// What each said when it was over; told to nobody else.
    pub reviews: BTreeMap<PersonId, Review>,
    /// How it stands.
    pub stage: Stage,
    /// When to look at it again.
    pub look_at: Option<Timestamp>,
}

/// What a term is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Something that the junior offers.
    Offered(TopicId),
    /// In the junior's own words.
    Words(String),
}

/// How a term stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The junior is to propose times.
    Asking,
    /// Times stand in the conversation, to be taken.
    Offering {
        /// Which; at most three.
        times: Vec<TimeOption>,
        /// What they came from.
        origin: Origin,
        /// Whether whoever is to take one has been reminded.
        reminded: Reminded,
    },
    /// They have a date.
    Booked(TimeOption),
    /// The time of the last meeting has come, and both are asked how it went.
    LookingBack,
    /// The last meeting is behind them, and it is not yet time for the next.
    Between,
    /// One of them pauses.
    Resting,
    /// The meetings are done: both are asked whether to go on.
    Reviewing,
    /// It is over.
    Over {
        /// Since when.
        at: Timestamp,
        /// How it ended.
        ending: Ending,
    },
}

/// What some offered times came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The junior proposed them: the senior takes one.
    Junior,
    /// The senior cancelled: they stand there at once, and whoever is first takes one.
    SeniorCancelled,
    /// The junior cancelled: the same.
    JuniorCancelled,
}

/// Whether somebody has been reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reminded {
    /// Not yet.
    No,
    /// Once, which is enough.
    Yes,
}

/// How a term ended. Who ended it is written down nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// All its meetings are done.
    Completed,
    /// One of them ended it.
    Early,
    /// One of them takes part no more, or they could not be introduced.
    Gone,
    /// Nothing was agreed on for so long that it ended by itself.
    Faded,
}

/// A meeting whose time has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// When it was to be.
    pub time: TimeOption,
    /// What each said; told to nobody else.
    pub said: BTreeMap<PersonId, Said>,
    /// What follows from it.
    pub outcome: Outcome,
}

/// Whether a meeting took place, as far as anybody said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Both are being asked.
    Asked,
    /// One of them says so.
    Happened,
    /// It did not, or was moved.
    DidNot,
    /// Nobody said anything; it counts, since nobody is blamed for silence.
    Untold,
}

closed_list!(
    /// What one of the two says about a meeting.
    Said {
        /// They met.
        Met = "met",
        /// They moved it.
        Moved = "moved",
        /// It did not happen.
        Not = "not",
    }
);

closed_list!(
    /// Whether somebody wishes to go on.
    GoOn {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
    }
);

/// What one of the two said when the meetings were done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// What they took from it.
    pub useful: Option<Useful>,
    /// Whether they wish to go on.
    pub go_on: Option<GoOn>,
}

/// The two parts in a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Leads.
    Junior,
    /// Learns.
    Senior,
}

impl Term {
    /// A term as it begins: the junior is to propose times. The round is named with the date of its slot.
    pub fn new(id: TermId, (round, slot): (RoundId, Date), couple: Couple, now: Timestamp) -> Self {
        Self {
            id,
            version: 0,
            round,
            slot,
            began_at: now,
            junior: couple.junior,
            senior: couple.senior,
            reasons: couple.reasons,
            topic: None,
            length: LENGTH,
            meetings: Vec::new(),
            cancelled: 0,
            turn: 0,
            chased: 0,
            next_from: now,
            unfit: BTreeSet::new(),
            question: None,
            resting: BTreeSet::new(),
            reviews: BTreeMap::new(),
            stage: Stage::Asking,
            look_at: None,
        }
    }

    /// Whether anything is still to come of it.
    pub fn is_open(&self) -> bool {
        !matches!(self.stage, Stage::Over { .. })
    }

    /// How many meetings have taken place.
    pub fn done(&self) -> u8 {
        let counts = |meeting: &&Meeting| matches!(meeting.outcome, Outcome::Happened | Outcome::Untold);
        u8::try_from(self.meetings.iter().filter(counts).count()).unwrap_or(u8::MAX)
    }

    /// The two, junior first.
    pub fn people(&self) -> Vec<PersonId> {
        vec![self.junior.clone(), self.senior.clone()]
    }

    /// The two in the order of a conversation's members.
    pub fn members(&self) -> Vec<PersonId> {
        let mut members = self.people();
        members.sort();
        members
    }

    /// Which part somebody has; `None` for everybody else.
    pub fn role_of(&self, person: &PersonId) -> Option<Role> {
        if self.junior == *person {
            Some(Role::Junior)
        } else if self.senior == *person {
            Some(Role::Senior)
        } else {
            None
        }
    }

    /// The other of the two.
    pub fn partner_of(&self, person: &PersonId) -> &PersonId {
        if self.junior == *person { &self.senior } else { &self.junior }
    }

    /// What a person may read of the record: never what the other said in private.
    pub fn seen_by(&self, person: &PersonId) -> Self {
        let mut seen = self.clone();
        seen.reviews.retain(|who, _| who == person);
        for meeting in &mut seen.meetings {
            meeting.said.retain(|who, _| who == person);
        }
        seen
    }

    /// What is said about it has this subject.
    pub fn subject(&self) -> SubjectId {
        (&self.id).into()
    }

    /// The key of the message that introduces the two; everything they read together stands under it.
    pub fn introduction(&self) -> MessageKey {
        MessageKey::new(format!("{}/introduction", self.id))
    }

    /// The key of the message that asks the junior for times, this turn.
    pub fn asking(&self) -> MessageKey {
        MessageKey::new(format!("{}/asking/{}", self.id, self.turn))
    }

    /// The key of the message with the times of this turn.
    pub fn offering(&self) -> MessageKey {
        MessageKey::new(format!("{}/offering/{}", self.id, self.turn))
    }

    /// The key of the message that says when they meet.
    pub fn date(&self) -> MessageKey {
        MessageKey::new(format!("{}/date/{}", self.id, self.turn))
    }

    /// The key of the question how a meeting, counted from 0, went.
    pub fn looking_back(&self, meeting: usize, person: &PersonId) -> MessageKey {
        MessageKey::new(format!("{}/looking-back/{meeting}/{person}", self.id))
    }

    /// The key of the question what somebody took from it.
    pub fn review(&self, person: &PersonId) -> MessageKey {
        MessageKey::new(format!("{}/review/{}/{person}", self.id, self.length))
    }

    fn look_key(&self) -> WakeKey {
        WakeKey::new(format!("{}/look", self.id))
    }
}

#[cfg(test)]
mod tests;
