//! What happens to asks, and when to look at them again.

use super::{Draft, Origin};
use crate::domain::ids::{AskId, PersonId};
use crate::domain::people::profile::closed_list;
use serde::{Deserialize, Serialize};

/// What happens to asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskEvent {
    /// The form was submitted.
    Submitted {
        /// By whom.
        person: PersonId,
        /// What it said; limits are not checked yet.
        draft: Draft,
        /// A new ask, or a change of one.
        form: Form,
    },
    /// Something was pressed.
    Pressed {
        /// By whom.
        person: PersonId,
        /// About which ask.
        ask: AskId,
        /// What.
        press: Press,
    },
    /// A helper who cannot help named somebody better.
    Referred {
        /// Who named them.
        person: PersonId,
        /// About which ask.
        ask: AskId,
        /// Who was named.
        other: PersonId,
    },
}

/// What a form about an ask leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A new ask.
    New(Origin),
    /// A change of this one.
    Change(AskId),
}

closed_list!(
    /// What can be pressed about an ask.
    Press {
        /// *I can help*, by somebody who was asked.
        Accept = "accept",
        /// *Not me*, by somebody who was asked.
        Decline = "decline",
        /// *Someone better*: opens the form that asks whom.
        Refer = "refer",
        /// The asker changes what they said.
        Edit = "edit",
        /// The asker takes it back.
        Withdraw = "withdraw",
        /// The asker lets us ask people whom the topic does not suit at first sight.
        Widen = "widen",
        /// The asker waits for a week.
        Wait = "wait",
        /// The asker lets everybody in the community's channel read the words, without the name.
        GoPublic = "go_public",
        /// It helped.
        Helped = "helped",
        /// It helped in part.
        Partly = "partly",
        /// It did not help.
        NotHelped = "not_helped",
        /// They have not talked yet.
        NotYet = "not_yet",
        /// The asker thanks the helper.
        Thank = "thank",
    }
);

/// What to look at again about an ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskWake {
    /// Has this person answered?
    Answer {
        /// Which ask.
        ask: AskId,
        /// Who was asked.
        person: PersonId,
    },
    /// It has waited long enough.
    TryAgain(AskId),
    /// What came of it?
    FollowUp(AskId),
    /// Are its words older than we keep them?
    Erase(AskId),
}

impl AskWake {
    /// About which ask.
    pub fn ask(&self) -> &AskId {
        match self {
            Self::Answer { ask, .. } | Self::TryAgain(ask) | Self::FollowUp(ask) | Self::Erase(ask) => ask,
        }
    }
}
