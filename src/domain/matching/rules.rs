//! What a pair is worth, in points: the sum of a few small rules, each in a file of its own with what it looks at. How
//! much each counts stands in [`Weights`].

use super::facts::Facts;
use super::history::Together;
use super::weights::Weights;
use serde::{Deserialize, Serialize};

pub(super) mod chance;
pub(super) mod differences;
mod first_to_help;
pub(super) mod hours;
pub(super) mod own_words;
pub(super) mod past;
pub(super) mod topics;
pub(super) mod turn;
pub(super) mod waiting;

/// A score rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// One offers what the other seeks.
    Help,
    /// One offers what the other seeks, and nobody does to whom the other was introduced.
    FirstToHelp,
    /// Each can help the other.
    BothWays,
    /// One offers something close to what the other seeks.
    NeighbouringTopics,
    /// Both seek the same.
    SharedChallenges,
    /// Own words fit what the other seeks or says.
    OwnWords,
    /// Whoever mostly gave lately can receive. What it rests on is private: no reason that is given.
    TurnToReceive,
    /// They work in different functions.
    OtherFunction,
    /// They work in different teams.
    OtherTeam,
    /// Their working days share hours, or nothing.
    CommonHours,
    /// They were introduced before.
    Repeat,
    /// Bridges between crowds must last.
    LookingAhead,
    /// One of them was left out.
    Waiting,
    /// Chance decides between equals.
    Chance,
}

/// Two people, with what the rules look at.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub a: &'a Facts<'a>,
    pub b: &'a Facts<'a>,
    /// What they have had together.
    pub together: Option<&'a Together>,
    /// What looking ahead makes of them, in points.
    pub ahead: i64,
    pub weights: &'a Weights,
}

impl Rule {
    /// Every rule, in the order in which an account lists them.
    pub const ALL: [Self; 14] = [
        Self::Help,
        Self::FirstToHelp,
        Self::BothWays,
        Self::NeighbouringTopics,
        Self::SharedChallenges,
        Self::OwnWords,
        Self::TurnToReceive,
        Self::OtherFunction,
        Self::OtherTeam,
        Self::CommonHours,
        Self::Repeat,
        Self::LookingAhead,
        Self::Waiting,
        Self::Chance,
    ];

    /// What it looks at, for an organiser to read.
    pub fn words(self) -> &'static str {
        match self {
            Self::Help => "one offers what the other seeks",
            Self::FirstToHelp => "the first who offers what the other seeks",
            Self::BothWays => "each can help the other",
            Self::NeighbouringTopics => "one offers something close to what the other seeks",
            Self::SharedChallenges => "both seek the same",
            Self::OwnWords => "own words fit",
            Self::TurnToReceive => "a turn to receive",
            Self::OtherFunction => "different functions",
            Self::OtherTeam => "different teams",
            Self::CommonHours => "common hours",
            Self::Repeat => "introduced before",
            Self::LookingAhead => "looking ahead",
            Self::Waiting => "left out before",
            Self::Chance => "chance",
        }
    }

    /// What it makes of a pair.
    pub(super) fn points(self, pair: &Pair<'_>) -> i64 {
        let Pair { a, b, together, ahead, weights } = *pair;
        match self {
            Self::Help => {
                topics::help(a, b, weights) + topics::help(b, a, weights) + topics::either_way(a, b, weights)
            }
            Self::FirstToHelp => first_to_help::points(a, b, weights) + first_to_help::points(b, a, weights),
            Self::BothWays => topics::both_ways(a, b, weights),
            Self::NeighbouringTopics => topics::near(a, b, weights) + topics::near(b, a, weights),
            Self::SharedChallenges => topics::challenges(a, b, weights),
            Self::OwnWords => own_words::points(a, b, weights) + own_words::points(b, a, weights),
            Self::TurnToReceive => turn::points(a, b, weights) + turn::points(b, a, weights),
            Self::OtherFunction => differences::function(a, b, weights),
            Self::OtherTeam => differences::team(a, b, weights),
            Self::CommonHours => hours::points(&a.week, &b.week, weights),
            Self::Repeat => past::points(together),
            Self::LookingAhead => ahead,
            Self::Waiting => waiting::points(a) + waiting::points(b),
            Self::Chance => chance::points(a.draw, b.draw, weights),
        }
    }

    /// What it makes of two of whom one leads the other through a term: what the one who leads seeks does not count.
    pub(super) fn points_of_leading(self, junior: &Facts<'_>, senior: &Facts<'_>, pair: &Pair<'_>) -> i64 {
        match self {
            Self::Help => topics::help(junior, senior, pair.weights),
            Self::FirstToHelp => first_to_help::points(junior, senior, pair.weights),
            Self::NeighbouringTopics => topics::near(junior, senior, pair.weights),
            Self::OwnWords => own_words::points(junior, senior, pair.weights),
            Self::BothWays | Self::SharedChallenges | Self::TurnToReceive | Self::LookingAhead => 0,
            Self::OtherFunction
            | Self::OtherTeam
            | Self::CommonHours
            | Self::Repeat
            | Self::Waiting
            | Self::Chance => self.points(pair),
        }
    }
}

/// What one rule makes of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The rule.
    pub rule: Rule,
    /// Points; never zero.
    pub points: i64,
}

#[cfg(test)]
mod tests;
