//! Forms, as data.

use super::Answer;
use crate::domain::asks::message::AskModal;
use crate::domain::ids::{PairingId, PersonId};
use crate::domain::learning::message::LearningModal;
use crate::domain::nudges::message::NudgeModal;
use crate::domain::people::profile::Profile;
use crate::domain::reverse::message::ReverseModal;
use serde::{Deserialize, Serialize};

/// A modal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Modal {
    /// The profile, for joining or changing.
    Profile {
        /// What it begins with.
        profile: Profile,
        /// To join, or to change.
        purpose: ProfilePurpose,
        /// Their zone, as Slack says it.
        time_zone: String,
    },
    /// Asks whether everything is really to be erased.
    ConfirmForget,
    /// How did it go?
    CheckIn {
        /// About which pairing.
        pairing: PairingId,
        /// With whom.
        partners: Vec<PersonId>,
    },
    /// A form about an ask.
    Ask(AskModal),
    /// The form to share something learned.
    Learning(LearningModal),
    /// A form about a nudge.
    Nudge(NudgeModal),
    /// A form about a term of reverse mentoring.
    Reverse(ReverseModal),
    /// A few words, where there is no place for an ephemeral message.
    Notice(Answer),
}

/// What the profile modal is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProfilePurpose {
    /// To join.
    Join,
    /// To change what was said before.
    Change,
}
