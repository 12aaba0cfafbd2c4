//! Trouble on order: what goes wrong with calls of the bot, and with what is on its way to the bot.

mod deliveries;
mod injector;
mod orders;
mod plan;

use serde::{Deserialize, Serialize};

pub(super) use injector::{EventStrike, Faults};
pub use plan::{FaultPlan, FaultRule, RuleCount, Target, WrongRule};

/// One thing that goes wrong with one call of the bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// This HTTP status and a body that is not JSON; nothing was applied. With 429: a limit without `Retry-After`.
    StatusBefore(u16),
    /// This HTTP status and a body that is not JSON, although the call was applied.
    StatusAfter(u16),
    /// Status 200 and junk for a body; nothing was applied.
    JunkBefore(Junk),
    /// Status 200 and junk for a body, although the call was applied.
    JunkAfter(Junk),
    /// The call is applied and the connection breaks in the middle of the answer.
    Cut,
    /// The connection ends without a word, and nothing was applied.
    ResetBefore,
    /// The connection ends without a word, although the call was applied.
    ResetAfter,
    /// The call is refused for so many seconds.
    RateLimited {
        /// `Retry-After`.
        after: u64,
    },
    /// The answer never comes, and nothing was applied.
    TimeoutBefore,
    /// The call is applied and the answer never comes.
    Timeout,
    /// The answer never comes, and the call is applied so many seconds of virtual time after it was made.
    AppliedLate {
        /// Virtual seconds; 0 is the same as [`Fault::Timeout`].
        after: u64,
    },
    /// The call is applied, and the answer takes so long in real time, at most 30 s.
    Slow {
        /// Real milliseconds.
        millis: u64,
    },
}

/// What a body holds that is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Junk {
    /// A page for browsers, as proxies send it.
    Html,
    /// The first half of the answer, declared as all of it.
    HalfJson,
}

impl Fault {
    /// The name under which it is counted and written into the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Self::StatusBefore(_) => "status_before",
            Self::StatusAfter(_) => "status_after",
            Self::JunkBefore(_) => "junk_before",
            Self::JunkAfter(_) => "junk_after",
            Self::Cut => "cut",
            Self::ResetBefore => "reset_before",
            Self::ResetAfter => "reset_after",
            Self::RateLimited { .. } => "rate_limited",
            Self::TimeoutBefore => "timeout_before",
            Self::Timeout => "timeout",
            Self::AppliedLate { .. } => "applied_late",
            Self::Slow { .. } => "slow",
        }
    }

    /// The status it puts in the place of the true one.
    pub(super) fn status(self) -> Option<u16> {
        match self {
            Self::StatusBefore(status) | Self::StatusAfter(status) => Some(status),
            Self::RateLimited { .. } => Some(429),
            Self::JunkBefore(_) | Self::JunkAfter(_) => Some(200),
            Self::Cut
            | Self::ResetBefore
            | Self::ResetAfter
            | Self::TimeoutBefore
            | Self::Timeout
            | Self::AppliedLate { .. }
            | Self::Slow { .. } => None,
        }
    }

    /// Whether a page for browsers stands in the place of the answer.
    pub(super) fn is_page(self) -> bool {
        matches!(self, Self::StatusBefore(_) | Self::StatusAfter(_))
            || matches!(self, Self::JunkBefore(Junk::Html) | Self::JunkAfter(Junk::Html))
    }

    /// Whether the call changes the workspace all the same, at the moment it is made.
    pub(super) fn applies(self) -> bool {
        match self {
            Self::StatusBefore(_)
            | Self::JunkBefore(_)
            | Self::ResetBefore
            | Self::RateLimited { .. }
            | Self::TimeoutBefore => false,
            Self::StatusAfter(_)
            | Self::JunkAfter(_)
            | Self::Cut
            | Self::ResetAfter
            | Self::Timeout
            | Self::Slow { .. } => true,
            Self::AppliedLate { after } => after == 0,
        }
    }
}

/// One thing that goes wrong with an event, a command or an interaction on its way to the bot.
///
/// Slack tries events again and nothing else: of a command or an interaction that is held up, the person sees that it
/// timed out, and the bot gets it all the same when its time has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventFault {
    /// It comes twice, one after the other, with the same `event_id` or `trigger_id`.
    Duplicated,
    /// It comes twice at the same moment.
    DuplicatedAtOnce,
    /// It comes so many seconds of virtual time later.
    Delayed {
        /// Virtual seconds.
        seconds: u64,
    },
    /// So many later ones, which come as they should, go first; it waits for them a minute of virtual time at most.
    Overtaken {
        /// How many; 1 swaps it with the next one.
        by: u32,
    },
    /// As [`EventFault::Overtaken`], by a number that is drawn.
    Shuffled {
        /// The most it is overtaken by.
        window: u32,
    },
    /// The bot gets it, and its answer is lost: Slack tries again for `http_timeout`.
    AnswerLost,
    /// It does not reach the bot: Slack tries again for `connection_failed`.
    Dropped,
    /// It comes as it should, and once more so many seconds after the last of Slack's retries would have.
    Straggler {
        /// Virtual seconds.
        seconds: u64,
    },
}

impl EventFault {
    /// The name under which it is counted and written into the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Self::Duplicated => "duplicated",
            Self::DuplicatedAtOnce => "duplicated_at_once",
            Self::Delayed { .. } => "delayed",
            Self::Overtaken { .. } => "overtaken",
            Self::Shuffled { .. } => "shuffled",
            Self::AnswerLost => "answer_lost",
            Self::Dropped => "dropped",
            Self::Straggler { .. } => "straggler",
        }
    }
}
