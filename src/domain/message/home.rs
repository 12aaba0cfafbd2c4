//! The Home tab, as data.

use super::LocalTime;
use crate::domain::asks::message::AskStanding;
use crate::domain::ids::{AskId, NudgeId, PairingId, PersonId, TopicId};
use crate::domain::people::profile::{Mode, Profile};
use crate::domain::people::{NextRound, Standing};
use crate::domain::reciprocity::Ledger;
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
    /// The pair of the present round.
    pub present: Option<PresentPair>,
    /// What they told us.
    pub profile: Profile,
    /// Their zone, as Slack says it.
    pub time_zone: String,
    /// Their own asks that something is still to come of.
    pub asks: Vec<OpenAsk>,
    /// Whom they mean to ask, and when; soonest first.
    pub commitments: Vec<OpenCommitment>,
    /// How often they gave and received lately.
    pub ledger: Ledger,
    /// A kind of mentoring that is new to them.
    pub offer: Option<Mode>,
    /// How many talks happened so far.
    pub talks: usize,
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
}
