//! What is said about things learned, as data.

use super::Source;
use crate::domain::ids::{ChannelId, LearningId, PersonId};
use serde::{Deserialize, Serialize};

/// What goes through the outbox about something learned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LearningMessage {
    /// For everybody in the channel.
    Post {
        /// Which.
        learning: LearningId,
        /// Whose words.
        author: PersonId,
        /// With whom, as far as they agreed.
        named: Vec<PersonId>,
        /// The words.
        text: String,
    },
    /// Asks somebody whether they may be named.
    MayWeNameYou {
        /// In which.
        learning: LearningId,
        /// By whom.
        author: PersonId,
        /// Where.
        channel: ChannelId,
        /// The words; empty once it is settled.
        text: String,
        /// How it stands for them.
        standing: QuestionStanding,
    },
    /// The author's own view, where others had to be asked or something went wrong.
    Card {
        /// Which.
        learning: LearningId,
        /// Where.
        channel: ChannelId,
        /// The words.
        text: String,
        /// How it stands.
        standing: CardStanding,
    },
}

/// How the question stands for whoever may be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionStanding {
    /// It waits for them.
    Open,
    /// They agreed.
    Agreed,
    /// They would rather not.
    Refused,
    /// It is no longer needed.
    Over,
}

/// How it stands for the author. What a partner said is not told: a name that is absent may have been silence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardStanding {
    /// These are asked.
    Asking(Vec<PersonId>),
    /// It stands in the channel.
    Posted,
    /// It was not posted, since nobody could be named.
    NotAgreed,
    /// Taken back.
    Withdrawn,
    /// Slack would not let us post it.
    Unposted,
}

/// A few words for one person, at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LearningAnswer {
    /// It goes to the channel.
    Posted(ChannelId),
    /// These are asked first.
    Asked(Vec<PersonId>),
    /// Nobody can be asked whether they may be named, and without a name it was not to be posted.
    NobodyToAsk,
    /// There is no talk of theirs to share something from.
    NothingToShare,
    /// No talk of the last weeks was useful to them, or they have shared something of each.
    NothingLately,
    /// It is settled already, or not theirs.
    Over,
}

/// A form about something learned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearningModal {
    /// What it was learned from.
    pub source: Source,
    /// Who may be named; empty where nobody is left to ask.
    pub partners: Vec<PersonId>,
}

impl LearningMessage {
    /// What it is about.
    pub fn learning(&self) -> &LearningId {
        match self {
            Self::Post { learning, .. }
            | Self::MayWeNameYou { learning, .. }
            | Self::Card { learning, .. } => learning,
        }
    }

    /// A short name of what it is.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Post { .. } => "learning_post",
            Self::MayWeNameYou { .. } => "learning_question",
            Self::Card { .. } => "learning_card",
        }
    }
}
