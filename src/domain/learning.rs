//! Learning in the open: after a talk that was useful, somebody may tell a channel one thing they learned, in their own
//! words and by their own click. Whom they learned it with is named only where those agree.

mod answer;
mod event;
mod latest;
pub mod message;
pub mod share;
#[cfg(test)]
mod tests;

pub use event::{LearningEvent, LearningPress, LearningWake};
pub use latest::{WORTH_SHARING, latest};

use super::ids::{AskId, ChannelId, LearningId, MessageKey, PairingId, PersonId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// The longest text, in characters.
pub const TEXT_LIMIT: usize = 500;
/// For so many working days a partner may say whether they want to be named.
pub const DAYS_TO_ANSWER: u32 = 3;
/// How long the words are kept here, whether or not they were posted.
pub const KEPT: SignedDuration = SignedDuration::from_hours(60 * 24);

/// One thing that somebody learned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learning {
    /// A name drawn by chance.
    pub id: LearningId,
    /// How many times this record was saved; 0 before the first.
    #[serde(skip)]
    pub version: i64,
    /// Whose words.
    pub author: PersonId,
    /// What they learned it from.
    pub source: Source,
    /// The words; empty once erased.
    pub text: String,
    /// Where they are to be read.
    pub channel: ChannelId,
    /// Whether those they talked with are named.
    pub naming: Naming,
    /// When they were written.
    pub written_at: Timestamp,
    /// Who was asked to be named, and what they said.
    pub partners: Vec<Partner>,
    /// How often it was tried to post them.
    pub posts: u8,
    /// How it stands.
    pub state: LearningState,
}

/// What something was learned from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A talk of a round.
    Talk(PairingId),
    /// An ask that was answered.
    Ask(AskId),
}

/// Whether those somebody talked with are named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Naming {
    /// Nobody is.
    #[default]
    Nobody,
    /// Whoever agrees; where nobody does, nothing is posted.
    OnlyIfAgreed,
    /// Whoever agrees; where nobody does, it is posted without names.
    IfAgreed,
}

/// Somebody who may be named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    /// Who.
    pub person: PersonId,
    /// What they said.
    pub said: Said,
}

/// What a partner said about being named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// Nothing yet.
    Nothing,
    /// *Fine, name me.*
    Yes,
    /// *Please not*; or they take part no more.
    No,
}

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LearningState {
    /// Partners are asked.
    Asking,
    /// It goes to the channel, or stands there.
    Posted,
    /// Nobody agreed to be named, and without a name it was not to be posted.
    NotAgreed,
    /// The author took it back.
    Withdrawn,
    /// Slack would not let us post it.
    Unposted,
}

impl Learning {
    /// Whether anything is still to come of it.
    pub fn is_open(&self) -> bool {
        self.state == LearningState::Asking
    }

    /// Everybody who has anything to do with it.
    pub fn people(&self) -> Vec<PersonId> {
        let partners = self.partners.iter().map(|partner| partner.person.clone());
        std::iter::once(self.author.clone()).chain(partners).collect()
    }

    /// What a person may read of the record about themselves: of others' words, only that they were asked.
    pub fn seen_by(&self, person: &PersonId) -> Self {
        if self.author == *person {
            let asked = |partner: &Partner| Partner { said: Said::Nothing, ..partner.clone() };
            return Self { partners: self.partners.iter().map(asked).collect(), ..self.clone() };
        }
        Self {
            text: String::new(),
            partners: self.partners.iter().filter(|each| each.person == *person).cloned().collect(),
            ..self.clone()
        }
    }

    /// The key of the author's own view.
    pub fn card(&self) -> MessageKey {
        MessageKey::new(self.id.to_string())
    }

    /// The key of the question whether somebody may be named.
    pub fn question(&self, person: &PersonId) -> MessageKey {
        MessageKey::new(format!("{}/question/{person}", self.id))
    }

    /// Who is named: whoever agreed and has not asked to be forgotten since.
    pub fn named(&self) -> Vec<PersonId> {
        let agreed =
            self.partners.iter().filter(|each| each.said == Said::Yes && !each.person.is_forgotten());
        agreed.map(|each| each.person.clone()).collect()
    }
}
