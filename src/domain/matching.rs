//! Who talks with whom: hard rules, score rules with their reasons, an exact matching, and trios where the number is odd.

pub mod account;
mod board;
mod candidates;
pub mod circles;
mod doubt;
pub mod explain;
mod facts;
mod freshness;
mod groups;
mod history;
mod inputs;
mod pairs;
pub mod policies;
mod proof;
mod ranking;
pub mod reverse;
mod rules;
mod scores;
#[cfg(test)]
mod simulation;
pub mod solver;
mod turns;
mod watch;
pub mod weights;

pub use groups::{form, form_watched};
pub use proof::Proof;
pub use ranking::{Ranked, ranked};
pub use rules::{Rule, Share};
pub use turns::{Turns, asks_first};
pub use watch::{Patiently, Stage, Step, Watch};

use super::ids::PersonId;
use super::org::Lines;
use super::people::Person;
use super::reciprocity::Ledger;
use super::rounds::LeftOut;
use crate::domain::event::Seed;
use crate::domain::topics::TopicIndex;
use explain::Reason;
use jiff::civil::Date;
use std::collections::BTreeMap;
use weights::Weights;

/// What a round is formed from.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// Everybody who takes part this time, in any order.
    pub people: &'a [Person],
    /// Every pairing of the past that may still matter, in any order.
    pub past: &'a [PastPairing],
    /// How many rounds in a row each person was left out, up to the last one; absent means none.
    pub left_out: &'a BTreeMap<PersonId, u32>,
    /// Who is above whom, also through people who do not take part.
    pub lines: &'a Lines,
    /// How often people gave and received lately; absent means neither.
    pub lately: &'a BTreeMap<PersonId, Ledger>,
    /// The civil date of this round.
    pub slot: Date,
    /// What counts how much.
    pub weights: Weights,
    /// The topics, made ready: which are close to each other, and what own words are about.
    pub topics: &'a TopicIndex,
    /// Chance: the same field and seed give the same groups, whatever the order of the lists.
    pub seed: Seed,
}

/// A pairing of the past, as matching sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastPairing {
    /// Who was in it.
    pub members: Vec<PersonId>,
    /// The civil date of its round.
    pub slot: Date,
    /// Whether they met.
    pub met: Met,
    /// Who asked first.
    pub asks_first: PersonId,
}

/// Whether a pair met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// Somebody said so.
    Yes,
    /// Somebody said that it did not happen, or it was dissolved.
    No,
    /// Nobody said anything.
    Unknown,
}

/// The groups of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groups {
    /// Pairs and trios, in a stable order.
    pub groups: Vec<Group>,
    /// Who could not be matched.
    pub left_out: Vec<LeftOut>,
    /// How good that is.
    pub proof: Proof,
}

/// People to be introduced to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Two or three people, sorted.
    pub members: Vec<PersonId>,
    /// Why, strongest first; at least one.
    pub reasons: Vec<Reason>,
}
