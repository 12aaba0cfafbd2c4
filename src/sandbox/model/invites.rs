//! Slack Connect invitations: one company asks another to share a channel.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

/// How long an invitation may be accepted.
pub(in crate::sandbox) const INVITE_LIFE: SignedDuration = SignedDuration::from_hours(14 * 24);

/// One invitation to one recipient.
#[derive(Clone, Debug)]
pub(in crate::sandbox) struct Invite {
    /// `I…`
    pub id: String,
    pub channel: String,
    /// Who invites: a bot user or a person, and their workspace.
    pub inviter: String,
    pub team: String,
    pub recipient: Recipient,
    pub external_limited: bool,
    pub created: Timestamp,
    pub stage: Stage,
}

/// Whom an invitation was sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum Recipient {
    Email(String),
    User(String),
}

/// How far an invitation has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum Stage {
    Sent,
    /// Accepted by somebody; these workspaces' admins have not agreed yet.
    Accepted {
        by: Acceptance,
        waiting_for: BTreeSet<String>,
    },
    Connected {
        by: Acceptance,
    },
    Declined,
}

/// Who accepted, for which workspace, and what the channel is called there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) struct Acceptance {
    pub user: String,
    pub team: String,
}

/// Every invitation, by its id.
pub(in crate::sandbox) type Invites = BTreeMap<String, Invite>;

impl Invite {
    /// Whether it can still be accepted.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.stage == Stage::Sent && now < self.created + INVITE_LIFE
    }
}
