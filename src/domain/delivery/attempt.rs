//! What the end of an attempt means, and what is known of one whose end nobody saw. The promise rests here: what may have
//! been applied is never sent again before it was looked for.

use crate::domain::decision::{SkipReason, Target};
use crate::domain::ids::MessageRef;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// Attempts before a message is given up; they span about a day.
pub const ATTEMPTS: u32 = 12;

/// Senders that a message may bring down before it is parked.
pub const CRASHES: u32 = 5;

/// How long a message belongs to whoever has taken it up.
pub const LEASE: Duration = Duration::from_secs(120);

/// How long after it was taken up a call may still begin, so that it has ended long before the lease has.
pub const FRESH: SignedDuration = SignedDuration::from_secs(90);

/// How long after a message in doubt was settled its conversation is read once more, for a second one that came late.
pub const LOOK_AGAIN: SignedDuration = SignedDuration::from_mins(10);

/// How long a workspace that denies us something is left alone.
const DENIED: Duration = Duration::from_secs(600);

/// Why Slack did not do it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChatError {
    /// Not applied, by Slack's limit or ours; not before this long from now.
    #[error("rate limited")]
    RetryAfter(Duration),
    /// Certainly not applied: the connection was refused, or Slack says to try again.
    #[error("not sent: {0}")]
    NotSent(String),
    /// Nobody knows whether it was applied.
    #[error("unclear whether it was applied: {0}")]
    Unclear(String),
    /// A person cannot be written to, or a file read, ever: deactivated, deleted, unknown, not visible.
    #[error("gone: {0}")]
    Gone(String),
    /// Slack refuses this message, and always will.
    #[error("refused: {0}")]
    Refused(String),
    /// The installation is broken: the token is void, a scope is missing.
    #[error("the installation does not allow it: {0}")]
    Denied(String),
}

/// How we could learn whether a message stands in its conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// The conversation is the bot's own with one person, and can be read.
    History,
    /// Slack tells of every message of ours that was posted, and nothing can be read.
    Event,
    /// Neither.
    Blind,
}

/// What was found of a message whose end nobody saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sighting {
    /// It stands there, at one place or by mistake at several.
    There(Vec<MessageRef>),
    /// It does not.
    Nowhere,
    /// The conversation cannot be read.
    Unseen,
}

/// What is in doubt about a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// How many attempts ended without anybody knowing how.
    pub times: u32,
    /// When the last of them was noticed.
    pub noticed: Timestamp,
}

/// An attempt, as the rules see it.
#[derive(Clone, Debug)]
pub struct Attempt<'a> {
    /// Where it goes.
    pub to: &'a Target,
    /// How many there were before, those not counted that Slack's limits held back.
    pub before: u32,
    /// How it could be confirmed.
    pub sight: Sight,
    /// When it is looked at.
    pub now: Timestamp,
    /// From 50 to 100: how much of a back-off is waited, so that many do not come back at once.
    pub percent: u32,
}

/// How an attempt to send ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finish {
    /// Slack has it.
    Sent {
        /// Where it stands.
        message: MessageRef,
    },
    /// Not tried, or certainly not applied (429, own limit, connection refused): try again, the attempt is not counted.
    Postponed {
        /// Not before.
        until: Timestamp,
    },
    /// Certainly not applied, but an error: try again, the attempt is counted.
    Retry {
        /// Not before.
        until: Timestamp,
        /// Slack's error name or our own word for it.
        reason: String,
    },
    /// Nobody knows whether Slack has it: look before sending again.
    Check {
        /// Not before: the quarantine.
        until: Timestamp,
        /// Slack's error name or our own word for it.
        reason: String,
    },
    /// Will never work.
    Failed {
        /// Slack's error name or our own word for it.
        reason: String,
    },
    /// No longer wanted.
    Skipped {
        /// Why.
        reason: SkipReason,
    },
}

/// What a look for a message in doubt leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    /// The attempt ends like this; nothing is sent.
    Settled(Finish),
    /// It does not stand there: it is sent.
    Absent,
    /// Nobody can look, and no confirmation came in all the time it takes: it is sent again.
    Unconfirmed,
}

impl Sight {
    /// How long an attempt in doubt waits: longer than any request can be under way, and where only an event can confirm
    /// it, longer than Slack's last retry of that.
    pub const fn quarantine(self) -> Duration {
        match self {
            Self::History => Duration::from_secs(90),
            Self::Event | Self::Blind => Duration::from_secs(7 * 60),
        }
    }
}

impl Attempt<'_> {
    /// How an attempt ends that Slack answered like this.
    pub fn ended(&self, sent: &Result<MessageRef, ChatError>) -> Finish {
        match sent {
            Ok(message) => Finish::Sent { message: message.clone() },
            Err(ChatError::RetryAfter(wait)) => self.postponed(*wait),
            Err(ChatError::Denied(_)) => self.postponed(DENIED),
            Err(ChatError::NotSent(reason)) => self.again(reason),
            // The same edit twice is the same edit, so there is nothing to look into.
            Err(ChatError::Unclear(reason)) if matches!(self.to, Target::Edit(_)) => self.again(reason),
            Err(ChatError::Unclear(reason)) => {
                Finish::Check { until: later(self.now, self.sight.quarantine()), reason: reason.clone() }
            }
            Err(ChatError::Gone(reason) | ChatError::Refused(reason)) => {
                Finish::Failed { reason: reason.clone() }
            }
        }
    }

    /// Until when a message in doubt must not even be looked for; `None` where the quarantine is over.
    pub fn quarantined(&self, doubt: &Doubt) -> Option<Timestamp> {
        let over = later(doubt.noticed, self.sight.quarantine());
        (self.now < over).then_some(over)
    }

    /// What follows from a look for a message in doubt, after its quarantine.
    pub fn looked(&self, doubt: &Doubt, seen: &Result<Sighting, ChatError>) -> Looked {
        match seen {
            Ok(Sighting::There(messages)) => match earliest(messages) {
                Some(message) => Looked::Settled(Finish::Sent { message: message.clone() }),
                None => self.absent(Looked::Absent),
            },
            Ok(Sighting::Nowhere) => self.absent(Looked::Absent),
            // A conversation that is gone cannot be read either; the attempt itself will say so.
            Ok(Sighting::Unseen) | Err(ChatError::Gone(_) | ChatError::Refused(_)) => self.unseen(doubt),
            Err(ChatError::RetryAfter(wait)) => Looked::Settled(self.postponed(*wait)),
            Err(ChatError::Denied(_)) => Looked::Settled(self.postponed(DENIED)),
            Err(ChatError::NotSent(_) | ChatError::Unclear(_)) => {
                Looked::Settled(self.postponed(self.back_off()))
            }
        }
    }

    /// Without any confirmation there is one more try, and no third that might be the third message.
    fn unseen(&self, doubt: &Doubt) -> Looked {
        match self.sight {
            Sight::Blind if doubt.times > 1 => {
                Looked::Settled(Finish::Failed { reason: "unconfirmed".into() })
            }
            Sight::History | Sight::Event | Sight::Blind => self.absent(Looked::Unconfirmed),
        }
    }

    fn absent(&self, send: Looked) -> Looked {
        if self.before < ATTEMPTS {
            return send;
        }
        Looked::Settled(Finish::Failed { reason: "unanswered".into() })
    }

    fn again(&self, reason: &str) -> Finish {
        if self.before + 1 >= ATTEMPTS {
            return Finish::Failed { reason: reason.to_owned() };
        }
        Finish::Retry { until: later(self.now, self.back_off()), reason: reason.to_owned() }
    }

    fn postponed(&self, wait: Duration) -> Finish {
        Finish::Postponed { until: later(self.now, wait) }
    }

    /// Doubles from two seconds to an hour.
    fn back_off(&self) -> Duration {
        let full =
            Duration::from_secs(2).saturating_mul(1 << self.before.min(11)).min(Duration::from_secs(3600));
        full * self.percent / 100
    }
}

/// The first of several messages: the one that people may have answered already.
pub fn earliest(messages: &[MessageRef]) -> Option<&MessageRef> {
    messages.iter().min_by_key(|message| message.moment())
}

fn later(now: Timestamp, wait: Duration) -> Timestamp {
    now.checked_add(SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX)).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests;
