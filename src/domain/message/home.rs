//! The Home tab, as data.

use super::LocalTime;
use crate::domain::asks::message::AskStanding;
use crate::domain::ids::{AskId, LearningId, NudgeId, PairingId, PersonId, ThemeId, TopicId};
use crate::domain::learning::Source;
use crate::domain::people::profile::{Mode, Profile};
use crate::domain::people::{NextRound, Standing};
use crate::domain::reciprocity::Ledger;
use crate::domain::reverse::views::MyTerm;
use crate::domain::rounds::pairing::Status;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The Home tab of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Home {
    /// They have not joined, or have left.
    Stranger,
    /// They take part.
    Member(Box<MemberHome>),
}

/// The Home tab of somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberHome {
    /// Whether they take part.
    pub standing: Standing,
    /// Set while they pause; the inner value is when it ends.
    pub pause: Option<Option<LocalTime>>,
    /// Whether they sit out the next round.
    pub next_round: NextRound,
    /// When the next round is.
    pub next_slot: Option<LocalTime>,
    /// What others, or we, wait for from them.
    pub waiting: Vec<Waiting>,
    /// Conversations to come, the next one first, and after them what is over or rests.
    pub talks: Vec<OpenTalk>,
    /// The nudge of this week, while it waits for an answer.
    pub nudge: Option<OpenNudge>,
    /// What they told us.
    pub profile: Profile,
    /// Their zone, as Slack says it.
    pub time_zone: String,
    /// Their own asks for which somebody is still to be found.
    pub asks: Vec<OpenAsk>,
    /// Whom they mean to ask, and when; soonest first.
    pub commitments: Vec<OpenCommitment>,
    /// How often they gave and received lately.
    pub ledger: Ledger,
    /// A kind of mentoring that is new to them.
    pub offer: Option<Mode>,
    /// The theme they chose for their nudges; without one, themes take turns.
    pub theme: Option<ThemeId>,
    /// How many talks happened so far.
    pub past_talks: usize,
    /// What they could share something from.
    pub share: Option<Source>,
}

/// Something that waits for a person's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiting {
    /// Somebody would like their advice; who, is said once they agree.
    Request {
        /// In which ask.
        ask: AskId,
        /// What it is about.
        topics: Vec<TopicId>,
    },
    /// How was it?
    CheckIn {
        /// About which pairing.
        pairing: PairingId,
        /// With whom.
        partners: Vec<PersonId>,
    },
    /// Somebody would like to name them.
    MayWeNameYou {
        /// In what they learned.
        learning: LearningId,
        /// Who.
        author: PersonId,
    },
}

/// A conversation that is to come, or that came last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenTalk {
    /// Of the present round.
    Pair(PresentPair),
    /// Of an ask that was accepted.
    Ask(AskTalk),
    /// Of a term of reverse mentoring.
    Term(Box<MyTerm>),
}

/// The conversation of an asker and a helper, as one of them sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskTalk {
    /// Of which ask.
    pub ask: AskId,
    /// With whom.
    pub partner: PersonId,
    /// Their own part in it.
    pub part: TalkPart,
    /// What it is about.
    pub topics: Vec<TopicId>,
}

/// Somebody's part in the conversation of an ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TalkPart {
    /// They asked.
    Asks,
    /// They said yes to helping.
    Helps,
}

/// The nudge of this week, on the Home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenNudge {
    /// Which.
    pub nudge: NudgeId,
    /// What it asks them to do.
    pub text: String,
}

/// Whom somebody means to ask, on their own Home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCommitment {
    /// From which nudge.
    pub nudge: NudgeId,
    /// Whom.
    pub with: PersonId,
    /// On which day, where they are.
    pub on: Date,
}

/// An ask that something is still to come of, on the Home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenAsk {
    /// Which.
    pub ask: AskId,
    /// What it is about.
    pub topics: Vec<TopicId>,
    /// How it stands.
    pub standing: AskStanding,
}

/// The pair of the present round, on the Home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresentPair {
    /// Which pairing.
    pub pairing: PairingId,
    /// With whom.
    pub partners: Vec<PersonId>,
    /// Who asks first.
    pub asks_first: PersonId,
    /// How it stands.
    pub status: Status,
    /// The next of the suggested times, while they have no date.
    pub suggested: Option<LocalTime>,
}
