//! Programmes and their rounds: what repeats, for whom, and what one turn of it leads to.

pub mod check_in;
pub mod conversation;
pub mod dissolve;
pub mod formation;
pub mod large;
pub mod open;
pub mod pairing;
mod plan;
pub mod reflect;
pub mod schedule;

use super::calendar::Slot;
use super::event::Seed;
use super::ids::{ChannelId, PersonId, ProgramId, RoundId};
use super::matching::Proof;
use super::people::profile::Mode;
use super::reverse::message::Unmatched;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The short names of the programmes that every workspace has from the start and that make pairs: talks between peers,
/// and reverse mentoring.
pub const PROGRAMS_OF_PAIRS: [&str; 2] = ["peer", "reverse"];

/// What repeats: a mode of mentoring on a weekly slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Its short name.
    pub id: ProgramId,
    /// How many times this record was saved; 0 before the first.
    #[serde(skip)]
    pub version: i64,
    /// The kind of mentoring.
    pub mode: Mode,
    /// What its slots lead to.
    #[serde(default)]
    pub purpose: Purpose,
    /// When it repeats.
    pub slot: Slot,
    /// Civil dates on which no round opens.
    pub holidays: BTreeSet<Date>,
    /// Whether it runs.
    pub state: ProgramState,
    /// The date of the last slot that led to a round, was missed or fell on a holiday.
    pub last_slot: Option<Date>,
    /// From when slots count: a programme does not catch up on the time before it existed.
    pub since: Timestamp,
}

/// What the slots of a programme lead to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A round of its mode.
    #[default]
    Round,
    /// A question in this channel; who raises a hand under it is matched in private.
    Question(ChannelId),
}

/// Whether a programme runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProgramState {
    /// Its slots open rounds.
    Running,
    /// Its slots pass unused.
    Paused,
}

impl Program {
    /// Whether its slots lead to rounds.
    pub fn holds_rounds(&self) -> bool {
        match self.purpose {
            Purpose::Round => true,
            Purpose::Question(_) => false,
        }
    }

    /// Whether a slot led to something already, or a later one did.
    pub fn is_past(&self, slot: Date) -> bool {
        self.last_slot.is_some_and(|last| last >= slot)
    }
}

/// One turn of a programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Programme and civil date: unique.
    pub id: RoundId,
    /// Its programme.
    pub program: ProgramId,
    /// The civil date of its slot.
    pub slot: Date,
    /// When it was opened, or written down as not held.
    pub opened_at: Timestamp,
    /// The chance it was drawn with; with the same people it gives the same pairs.
    pub seed: Seed,
    /// What became of the slot.
    pub outcome: RoundOutcome,
    /// Who could not be matched, and why.
    pub left_out: Vec<LeftOut>,
    /// How good its groups are, and what they were formed from; none for rounds without groups, and old ones.
    #[serde(default)]
    pub proof: Option<Proof>,
}

/// What became of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundOutcome {
    /// So many people were nudged.
    Nudged {
        /// How many.
        people: usize,
    },
    /// Held, with this many pairings.
    Held {
        /// Pairs and trios.
        pairings: usize,
    },
    /// We were away for more than a day.
    Missed,
    /// A holiday of the programme.
    Holiday,
}

/// Somebody who could not be matched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Who.
    pub person: PersonId,
    /// Why.
    pub reason: LeftOutReason,
}

/// Why somebody could not be matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOutReason {
    /// Nobody else takes part this time.
    Alone,
    /// Everybody else is in their reporting line, or kept apart by a never-pair wish (whose is not said).
    NobodyAllowed,
    /// Their possible partners were all matched with others.
    OthersMatched,
    /// Their partner takes no part any more.
    PartnerGone,
    /// They have been begun something with as often this week as the budget allows.
    AttentionSpent,
    /// In a round of reverse mentoring.
    Reverse(Unmatched),
}
