//! What happens to things learned, and when to look at them again.

use super::Source;
use super::share::LearningDraft;
use crate::domain::ids::{LearningId, PersonId};
use serde::{Deserialize, Serialize};

/// What happens to things learned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LearningEvent {
    /// *Share one thing I learned* was pressed: the form opens.
    Opened {
        /// By whom.
        person: PersonId,
        /// What they learned it from.
        source: Source,
    },
    /// The form was submitted.
    Submitted {
        /// By whom.
        person: PersonId,
        /// What they learned it from.
        source: Source,
        /// What it said; limits are not checked yet.
        draft: LearningDraft,
    },
    /// Something was pressed.
    Pressed {
        /// By whom.
        person: PersonId,
        /// About which.
        learning: LearningId,
        /// What.
        press: LearningPress,
    },
    /// Slack would not let us post it.
    Unposted(LearningId),
}

/// What can be pressed about something learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LearningPress {
    /// *Fine, name me*, by a partner.
    Agree,
    /// *Please not*, by a partner.
    Refuse,
    /// The author takes it back.
    Withdraw,
    /// The author has it posted once more, after Slack refused.
    Again,
}

impl LearningPress {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Agree, Self::Refuse, Self::Withdraw, Self::Again];

    /// The word it is sent as.
    pub fn code(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Refuse => "refuse",
            Self::Withdraw => "withdraw",
            Self::Again => "again",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|each| each.code() == code)
    }
}

/// What to look at again about something learned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LearningWake {
    /// Whoever has not said that they may be named is not.
    Silence(LearningId),
    /// Are the words older than we keep them?
    Erase(LearningId),
}

impl LearningWake {
    /// About which.
    pub fn learning(&self) -> &LearningId {
        match self {
            Self::Silence(learning) | Self::Erase(learning) => learning,
        }
    }
}
