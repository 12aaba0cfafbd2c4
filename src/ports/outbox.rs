//! The outbox as an operator sees it: what becomes of each row, and never its words.

use crate::domain::eta::Work;
use crate::domain::ids::{MessageKey, WorkspaceId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What has become of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    /// It waits for its turn.
    Pending,
    /// It is under way.
    Sending,
    /// Nobody knows whether Slack has it; it waits to be looked into.
    Check,
    /// It will not be sent, unless an operator has it tried again.
    Failed,
    /// Slack has it.
    Sent,
    /// It was no longer wanted.
    Skipped,
}

impl RowState {
    /// Every state, those first of which something is still to come.
    pub const ALL: [Self; 6] =
        [Self::Pending, Self::Sending, Self::Check, Self::Failed, Self::Sent, Self::Skipped];

    /// The word for it, as it is stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sending => "sending",
            Self::Check => "check",
            Self::Failed => "failed",
            Self::Sent => "sent",
            Self::Skipped => "skipped",
        }
    }

    /// The state of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// Which rows an operator wants to see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rows {
    /// Whatever is neither sent nor skipped.
    Unsettled,
    /// Those in a state.
    In(RowState),
    /// The one with a key.
    Key(MessageKey),
}

/// A row of the outbox without its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxRow {
    /// Where.
    pub workspace: WorkspaceId,
    /// Its business key.
    pub key: MessageKey,
    /// What kind of message it is, such as `introduction`.
    pub kind: String,
    /// What has become of it.
    pub state: RowState,
    /// Since when, as well as it is known.
    pub since: Timestamp,
    /// How many times it was tried.
    pub attempts: u32,
    /// Slack's error name or our own word for the last trouble.
    pub reason: Option<String>,
    /// When it is tried next, where it is.
    pub next_at: Option<Timestamp>,
    /// Whether its words are still there, without which it cannot be sent again.
    pub has_words: bool,
}

/// Which failed rows are tried again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// All of them.
    AllFailed,
    /// One.
    Key(MessageKey),
}

/// What of one state stands in the outbox of one workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// Where.
    pub workspace: WorkspaceId,
    /// In which state; never [`RowState::Sent`] or [`RowState::Skipped`].
    pub state: RowState,
    /// How many rows.
    pub rows: u64,
    /// When the first of those that may be sent by now was to be sent.
    pub oldest: Option<Timestamp>,
    /// What those take that may be sent by now; nothing where the state is not one that waits.
    pub work: Work,
}
