//! What happens to questions in a channel, and when to look at them again.

use crate::domain::ids::{AskId, CallId, PersonId};
use serde::{Deserialize, Serialize};

/// What happens to questions in a channel. Hands come as reactions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommunityEvent {
    /// An offer was answered.
    Pressed {
        /// By whom.
        person: PersonId,
        /// Which offer, by the ask it would become.
        offer: AskId,
        /// What.
        press: CommunityPress,
    },
    /// Slack would not let us post a question.
    QuestionUnposted(CallId),
    /// Slack would not let us post somebody's words.
    WordsUnposted(AskId),
}

/// What can be pressed under an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommunityPress {
    /// *Introduce us*.
    Introduce,
    /// *No thanks*.
    Decline,
}

impl CommunityPress {
    /// Both.
    pub const ALL: &'static [Self] = &[Self::Introduce, Self::Decline];

    /// The word it is sent as.
    pub fn code(self) -> &'static str {
        match self {
            Self::Introduce => "introduce",
            Self::Decline => "decline",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|each| each.code() == code)
    }
}

/// What to look at again about questions in a channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommunityWake {
    /// A morning has come on which hands are matched, or the question's week is over.
    Match(CallId),
}
