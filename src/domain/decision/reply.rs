//! What whoever caused an event sees in the same breath.

use crate::domain::message::{Answer, Modal};
use serde::{Deserialize, Serialize};

/// What the person who caused an event sees at once. It is kept with the event's dedup key, so that a repeated delivery
/// is answered alike.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// Nothing; an open modal closes.
    #[default]
    Nothing,
    /// A few words, only for them.
    Say(Answer),
    /// A modal.
    Open(Box<Modal>),
    /// The modal stays, with what is wrong at each field.
    Refuse(Vec<FieldError>),
}

/// What is wrong with a field of a modal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Which field.
    pub field: Field,
    /// What is wrong with it.
    pub problem: FieldProblem,
}

/// The fields of our modals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Topics sought.
    Seeks,
    /// Topics offered.
    Offers,
    /// The line of own words.
    OwnWords,
    /// Whether they manage people.
    ManagesPeople,
    /// Level.
    Level,
    /// Function.
    Function,
    /// Team.
    Team,
    /// Modes.
    Modes,
    /// Rhythm.
    Rhythm,
    /// Working days.
    Days,
    /// Start of the working day.
    Start,
    /// End of the working day.
    End,
    /// Was the talk useful?
    Useful,
    /// Who gave and who received?
    Balance,
    /// What will you try?
    WillTry,
    /// The situation of an ask.
    AskText,
    /// What an ask is about.
    AskTopics,
    /// How soon somebody is needed.
    AskHaste,
    /// When helpers learn who asks.
    AskNaming,
    /// Who would be better.
    Referred,
    /// What was learned.
    LearningText,
    /// Where it is to be read.
    LearningChannel,
    /// Whether those one talked with are named.
    LearningNaming,
    /// Whom somebody will ask.
    NudgeWho,
    /// When they will.
    NudgeDay,
    /// What a term is about, of what the junior offers.
    TermTopic,
    /// The same in their own words.
    TermWords,
    /// The first proposed time.
    TermFirst,
    /// The second.
    TermSecond,
    /// The third.
    TermThird,
}

/// What can be wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldProblem {
    /// Choose at least one.
    Empty,
    /// At most this many characters or entries.
    TooLong(usize),
    /// The day must end at least two hours after it starts.
    DayTooShort,
    /// Not in the taxonomy (any more).
    UnknownTopic,
    /// Write or choose something.
    Missing,
    /// We could not read a topic out of the text: choose one.
    NoTopicFound,
    /// Somebody else, please.
    Oneself,
    /// The day is over.
    DayIsPast,
    /// The day is too far away.
    DayTooFar,
    /// The chosen times have passed, or pass before the other reads of them.
    TimesPassed,
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        Self::Say(answer)
    }
}
