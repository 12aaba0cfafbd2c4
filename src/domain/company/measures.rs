//! What a year was like for the people in it. None of it is counted in our points, so that no policy is measured by its own
//! yardstick; the points stand beside it.

use serde::Serialize;

/// One round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Round {
    /// Pairs and trios.
    pub groups: u32,
    /// Pairs of people who were introduced; a trio has three.
    pub introductions: u32,
    /// Of these, those who had been introduced to each other before.
    pub repeats: u32,
    /// Of these, those within the last four rounds.
    pub soon: u32,
    /// Repeats that no policy could have avoided up to this round, the rounds before included; counted from below.
    pub unavoidable: u32,
    /// Of the repeats, those that a round of the same people with the same past could have done without, or without so
    /// soon: 0 is proven.
    pub needless: u32,
    /// Groups that met.
    pub talks: u32,
    /// Groups that met and in which somebody got advice that they seek.
    pub useful: u32,
    /// Wants that were met for the first time: somebody talked with one who offers a topic that they seek.
    pub wants_met: u32,
    /// Pairs of people whose working days share nothing.
    pub apart: u32,
    /// Who took part and is in no group.
    pub left_out: u32,
    /// Our points of all groups, without those for having waited.
    pub points: i64,
    /// Mean difference between how often a person helped and was helped, this round and those before.
    pub imbalance: f64,
}

/// A whole year.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Measures {
    /// How many people there are.
    pub people: usize,
    /// Topics that somebody seeks and that one whom they may meet offers, over everybody.
    pub wants: u32,
    /// Each round.
    pub rounds: Vec<Round>,
    /// Months in which somebody took part, over everybody.
    pub months: u32,
    /// Of these, those in which they got advice that they seek.
    pub months_with_advice: u32,
    /// The largest difference between how often a person helped and was helped.
    pub worst_imbalance: u32,
    /// How often anybody was helped.
    pub helped: u32,
}
