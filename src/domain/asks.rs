//! One problem, one person who has been there: a request for help, who is asked for it in turn, and what came of it.

pub mod answer;
pub mod close;
mod event;
mod load;
pub mod message;
pub mod open;
pub mod outcome;
pub mod route;
pub mod views;

pub use event::{AskEvent, AskWake, Form, Press};

use super::ids::{AskId, ChannelId, MessageKey, PersonId, TopicId};
use jiff::Timestamp;
use message::Why;
use serde::{Deserialize, Serialize};

/// The longest description of a problem, in characters.
pub const TEXT_LIMIT: usize = 1_000;
/// The most topics of one ask.
pub const TOPICS_LIMIT: usize = 5;
/// How many people are asked before we say that nobody was found; widening an ask allows as many again.
pub const APPROACHES: usize = 5;
/// How long the words of an ask are kept after it is closed.
pub const KEPT: jiff::SignedDuration = jiff::SignedDuration::from_hours(90 * 24);

/// Somebody's request for help with one problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// A name drawn by chance.
    pub id: AskId,
    /// How many times this record was saved; 0 before the first.
    #[serde(skip)]
    pub version: i64,
    /// Whose problem it is. Told to nobody before somebody accepts, unless they wish so themselves.
    pub asker: PersonId,
    /// What they said about it; the words are erased some time after it is closed.
    pub draft: Draft,
    /// What it came from.
    pub origin: Origin,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Who was asked, in order.
    pub approaches: Vec<Approach>,
    /// How far we look for somebody.
    pub reach: Reach,
    /// Where its words stand for everybody to read, where the asker wished so.
    #[serde(default)]
    pub shown: Option<Shown>,
    /// How it stands.
    pub state: AskState,
}

/// Words that were shown in a channel, without a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// In which.
    pub channel: ChannelId,
    /// The key of their message.
    pub post: MessageKey,
}

/// What an asker tells about a problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The situation in their own words; empty once erased.
    pub text: String,
    /// What it is about.
    pub topics: Vec<TopicId>,
    /// What we had read out of the words and they left standing: it counts as far as the words speak for it. A topic that
    /// they chose themselves counts fully.
    #[serde(default)]
    pub read_out: Vec<TopicId>,
    /// How soon they need somebody.
    pub haste: Haste,
    /// When helpers learn who asks.
    pub naming: Naming,
}

/// How soon somebody is needed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Haste {
    /// This week: two people are asked at a time.
    ThisWeek,
    /// Whenever somebody can.
    #[default]
    Whenever,
}

/// When helpers learn who asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Naming {
    /// Once one of them has accepted.
    #[default]
    OnceAccepted,
    /// From the start.
    FromTheStart,
}

/// What an ask came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The person came by themselves.
    #[default]
    Command,
    /// A nudge's *find me someone*.
    Nudge,
    /// A hand raised under a community question.
    Community,
}

/// How far we look for somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// People whom the topic suits.
    #[default]
    Fitting,
    /// Anybody who takes part.
    Anybody,
}

/// One person who was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approach {
    /// Who.
    pub person: PersonId,
    /// When they read of it, at the earliest.
    pub at: Timestamp,
    /// Why them.
    pub why: Why,
    /// What they said.
    pub response: Response,
}

/// What somebody who was asked said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Response {
    /// Nothing yet.
    Pending,
    /// Nothing within a working day; they may still say yes while nobody else has.
    Late,
    /// They help.
    Accepted,
    /// Not them.
    Declined,
    /// They take no part any more, or could not be reached.
    Gone,
    /// Somebody else was faster, or the ask was taken back.
    Released,
}

/// How an ask stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskState {
    /// Somebody is being asked.
    Searching,
    /// Nobody was found: the asker says how to go on.
    Unanswered,
    /// It waits, and is tried again then.
    Waiting {
        /// When.
        until: Timestamp,
    },
    /// Somebody helps.
    Accepted {
        /// Who.
        helper: PersonId,
        /// Since when.
        at: Timestamp,
        /// How often the asker was asked what came of it.
        follow_ups: u8,
    },
    /// It is over.
    Closed {
        /// Since when.
        at: Timestamp,
        /// Who helped, if anybody did.
        helper: Option<PersonId>,
        /// How it ended.
        ending: Ending,
        /// Whether the helper was thanked.
        thanks: Thanks,
    },
}

/// How an ask ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The asker said what came of it.
    Told(Outcome),
    /// They talked or not, and the asker did not say.
    Unknown,
    /// The asker took it back.
    Withdrawn,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It helped.
    Helped,
    /// In part.
    Partly,
    /// It did not.
    No,
}

/// Whether a helper was thanked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thanks {
    /// Not yet.
    Unsaid,
    /// Yes.
    Said,
}

impl Ask {
    /// Whether anything is still to come of it.
    pub fn is_open(&self) -> bool {
        match self.state {
            AskState::Searching
            | AskState::Unanswered
            | AskState::Waiting { .. }
            | AskState::Accepted { .. } => true,
            AskState::Closed { .. } => false,
        }
    }

    /// Who helps or helped.
    pub fn helper(&self) -> Option<&PersonId> {
        match &self.state {
            AskState::Accepted { helper, .. } => Some(helper),
            AskState::Closed { helper, .. } => helper.as_ref(),
            AskState::Searching | AskState::Unanswered | AskState::Waiting { .. } => None,
        }
    }

    /// What came of it, as far as the asker said.
    pub fn outcome(&self) -> Option<Outcome> {
        match self.state {
            AskState::Closed { ending: Ending::Told(outcome), .. } => Some(outcome),
            AskState::Closed { ending: Ending::Unknown | Ending::Withdrawn, .. }
            | AskState::Searching
            | AskState::Unanswered
            | AskState::Waiting { .. }
            | AskState::Accepted { .. } => None,
        }
    }

    /// What somebody who was asked said.
    pub fn response_of(&self, person: &PersonId) -> Option<Response> {
        self.approaches.iter().find(|approach| approach.person == *person).map(|approach| approach.response)
    }

    /// Everybody who has anything to do with it.
    pub fn people(&self) -> Vec<PersonId> {
        let asked = self.approaches.iter().map(|approach| approach.person.clone());
        std::iter::once(self.asker.clone()).chain(asked).collect()
    }

    /// What a person may read of the record about themselves: the asker all of it, whoever was asked only their own part.
    pub fn seen_by(&self, person: &PersonId) -> Self {
        if self.asker == *person {
            return self.clone();
        }
        let knows_asker = self.helper() == Some(person) || self.draft.naming == Naming::FromTheStart;
        Self {
            asker: if knows_asker { self.asker.clone() } else { PersonId::new("not-told") },
            draft: Draft { text: String::new(), ..self.draft.clone() },
            approaches: self.approaches.iter().filter(|each| each.person == *person).cloned().collect(),
            ..self.clone()
        }
    }

    /// The key of the message in which the asker reads how it stands.
    pub fn card(&self) -> MessageKey {
        MessageKey::new(self.id.to_string())
    }

    /// The key of the message that asks somebody.
    pub fn request(&self, person: &PersonId) -> MessageKey {
        MessageKey::new(format!("{}/request/{person}", self.id))
    }

    /// The key of the message that introduces the two.
    pub fn introduction(&self, helper: &PersonId) -> MessageKey {
        MessageKey::new(format!("{}/introduction/{helper}", self.id))
    }

    /// The key of the question what came of it.
    pub fn follow_up(&self, number: u8) -> MessageKey {
        MessageKey::new(format!("{}/follow-up/{number}", self.id))
    }

    pub(in crate::domain) fn respond(&mut self, person: &PersonId, response: Response) {
        for approach in self.approaches.iter_mut().filter(|approach| approach.person == *person) {
            approach.response = response;
        }
    }
}

#[cfg(test)]
mod tests;
