//! The private check-in at the end of a round: did it happen, was it useful, who gave, what will you try?

use crate::domain::ids::{MessageKey, PairingId, PersonId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The longest *what will you try*, in characters.
pub const WILL_TRY_LIMIT: usize = 600;
/// Reminders after the first question; then silence counts as unknown.
pub const REMINDERS: u8 = 2;

/// One person's check-in about one pairing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckIn {
    /// About which pairing.
    pub pairing: PairingId,
    /// Who was asked.
    pub person: PersonId,
    /// How many times this record was saved; 0 before the first.
    #[serde(skip)]
    pub version: i64,
    /// When they were first asked.
    pub asked_at: Timestamp,
    /// Reminders sent so far.
    pub reminders: u8,
    /// What became of it.
    pub state: CheckInState,
}

/// What became of a check-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckInState {
    /// Waiting for an answer.
    Asked,
    /// Answered; seen by nobody else.
    Answered(CheckInAnswer),
    /// Unanswered after the last reminder: unknown, never blame.
    Lapsed,
}

/// What a person said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckInAnswer {
    /// They met.
    Met(MetAnswer),
    /// They have a date for later.
    Later,
    /// It did not happen.
    No,
}

impl CheckInAnswer {
    /// The answer without what was written for oneself alone: no message repeats that, so that it is kept in one place only.
    pub fn without_words(&self) -> Self {
        match self {
            Self::Met(met) => Self::Met(MetAnswer { will_try: None, ..met.clone() }),
            Self::Later => Self::Later,
            Self::No => Self::No,
        }
    }
}

/// What a person said about a talk that happened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetAnswer {
    /// Was it useful?
    pub useful: Option<Useful>,
    /// Who gave and who received?
    pub balance: Option<Balance>,
    /// What they will try; erased after 60 days.
    pub will_try: Option<String>,
}

/// Three steps of usefulness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Useful {
    /// It was.
    Very,
    /// Somewhat.
    Somewhat,
    /// Not really.
    NotReally,
}

/// Who gave and who received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Balance {
    /// The person mostly gave advice.
    Gave,
    /// The person mostly received it.
    Received,
    /// Both.
    Both,
}

impl Useful {
    /// All of them, best first.
    pub const ALL: &'static [Self] = &[Self::Very, Self::Somewhat, Self::NotReally];

    /// The word it is sent as.
    pub fn code(self) -> &'static str {
        match self {
            Self::Very => "very",
            Self::Somewhat => "somewhat",
            Self::NotReally => "not_really",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|each| each.code() == code)
    }
}

impl Balance {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Gave, Self::Received, Self::Both];

    /// The word it is sent as.
    pub fn code(self) -> &'static str {
        match self {
            Self::Gave => "gave",
            Self::Received => "received",
            Self::Both => "both",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|each| each.code() == code)
    }
}

impl CheckIn {
    /// The key of the message that asks; reminder 0 is the first question.
    pub fn asking(pairing: &PairingId, person: &PersonId, reminder: u8) -> MessageKey {
        MessageKey::new(format!("check-in/{pairing}/{person}/{reminder}"))
    }
}
