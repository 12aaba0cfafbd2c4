//! Why two people were matched, as data; the renderer has the words.

use crate::domain::ids::{PersonId, TopicId};
use serde::{Deserialize, Serialize};

/// One reason. Only reasons that are true of the pair are given, and none that tells what a person keeps private.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// One offers what the other seeks.
    Offers {
        /// Who can help.
        helper: PersonId,
        /// Whom.
        seeker: PersonId,
        /// With what.
        topics: Vec<TopicId>,
    },
    /// Both seek advice on the same topics.
    SharedChallenges(Vec<TopicId>),
    /// They work in different functions.
    OtherFunction,
    /// They work in different teams.
    OtherTeam,
    /// Their working days share this many minutes.
    CommonHours(u32),
    /// They have never been introduced to each other here.
    FirstTime,
    /// They met before, this many weeks ago.
    LongAgo(u32),
    /// One of them was left out last time; whom is not said.
    SomebodyWaited,
    /// Nothing else is known about them: a fresh pair of eyes.
    FreshEyes,
}

impl Reason {
    /// Whether it speaks of a person.
    pub fn names(&self, person: &PersonId) -> bool {
        match self {
            Self::Offers { helper, seeker, .. } => helper == person || seeker == person,
            Self::SharedChallenges(_)
            | Self::OtherFunction
            | Self::OtherTeam
            | Self::CommonHours(_)
            | Self::FirstTime
            | Self::LongAgo(_)
            | Self::SomebodyWaited
            | Self::FreshEyes => false,
        }
    }
}
