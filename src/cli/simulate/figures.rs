//! What is compared, one number each.

use super::Trial;
use crate::domain::company::{Measures, Round};

/// Rounds of a month.
const MONTH: usize = 4;
/// Rounds of a quarter.
const QUARTER: usize = 13;

/// A figure of a year.
#[derive(Clone, Copy)]
pub(super) struct Figure {
    /// Its name for scripts.
    pub code: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// Digits behind the point.
    pub digits: usize,
    of: fn(&Trial) -> f64,
}

impl Figure {
    /// All figures, the most important first.
    pub const ALL: [Self; 21] = [
        Self::new("repeats_within_4", "repeats within 4 rounds", 0, |trial| sum(trial, |round| round.soon)),
        Self::new("repeats", "repeats at all", 0, |trial| sum(trial, |round| round.repeats)),
        Self::new("needless", "  of which their round could have done without", 0, |trial| {
            sum(trial, |round| round.needless)
        }),
        Self::new("unavoidable", "  of which at least are unavoidable over the year", 0, |trial| {
            trial.measures.rounds.last().map_or(0.0, |round| f64::from(round.unavoidable))
        }),
        Self::new("first_repeat", "  round of the first; 0 for none", 0, |trial| {
            first(&trial.measures, |round| round.repeats)
        }),
        Self::new(
            "first_unavoidable",
            "  round of the first that was unavoidable over the year",
            0,
            |trial| first(&trial.measures, |round| round.unavoidable),
        ),
        Self::new("ahead", "  most that were ever ahead of that", 0, |trial| ahead(&trial.measures)),
        Self::new("left_out", "times somebody was left out", 0, |trial| sum(trial, |round| round.left_out)),
        Self::new("no_common_hours_percent", "pairs without common hours, %", 1, |trial| {
            percent(sum(trial, |round| round.apart), sum(trial, |round| round.introductions))
        }),
        Self::new("wants_met_percent", "wants met, %", 1, |trial| wants_met(trial, usize::MAX)),
        Self::new("wants_met_first_month_percent", "  in the first 4 rounds, %", 1, |trial| {
            wants_met(trial, MONTH)
        }),
        Self::new("wants_met_first_quarter_percent", "  in the first 13 rounds, %", 1, |trial| {
            wants_met(trial, QUARTER)
        }),
        Self::new("talks_with_advice_percent", "talks in which somebody got what they seek, %", 1, |trial| {
            talks_with_advice(trial, usize::MAX)
        }),
        Self::new(
            "talks_with_advice_first_quarter_percent",
            "  the same in the first 13 rounds, %",
            1,
            |trial| talks_with_advice(trial, QUARTER),
        ),
        Self::new("months_with_advice_percent", "people who got it in a month, %", 1, |trial| {
            percent(trial.measures.months_with_advice.into(), trial.measures.months.into())
        }),
        Self::new("helped", "times anybody was helped", 0, |trial| trial.measures.helped.into()),
        Self::new("imbalance", "helped and was helped apart, mean", 2, |trial| imbalance(&trial.measures)),
        Self::new("imbalance_percent", "  the same, of all helping, %", 1, |trial| {
            let people = trial.measures.people as f64;
            percent(imbalance(&trial.measures) * people, 2.0 * f64::from(trial.measures.helped))
        }),
        Self::new("imbalance_worst", "  the same, of whom it is most", 0, |trial| {
            trial.measures.worst_imbalance.into()
        }),
        Self::new("points", "our points of a group, mean", 0, |trial| {
            let points: i64 = trial.measures.rounds.iter().map(|round| round.points).sum();
            points as f64 / sum(trial, |round| round.groups).max(1.0)
        }),
        Self::new("milliseconds", "processor time of a round, ms", 2, |trial| {
            trial.spent.as_secs_f64() * 1_000.0 / trial.measures.rounds.len().max(1) as f64
        }),
    ];

    const fn new(code: &'static str, name: &'static str, digits: usize, of: fn(&Trial) -> f64) -> Self {
        Self { code, name, digits, of }
    }

    /// What it was in a year.
    pub fn of(&self, trial: &Trial) -> f64 {
        (self.of)(trial)
    }
}

fn sum(trial: &Trial, of: fn(&Round) -> u32) -> f64 {
    sum_of_first(trial, usize::MAX, of)
}

fn sum_of_first(trial: &Trial, rounds: usize, of: fn(&Round) -> u32) -> f64 {
    trial.measures.rounds.iter().take(rounds).map(|round| f64::from(of(round))).sum()
}

fn wants_met(trial: &Trial, rounds: usize) -> f64 {
    percent(sum_of_first(trial, rounds, |round| round.wants_met), trial.measures.wants.into())
}

fn talks_with_advice(trial: &Trial, rounds: usize) -> f64 {
    let talks = sum_of_first(trial, rounds, |round| round.talks);
    percent(sum_of_first(trial, rounds, |round| round.useful), talks)
}

/// The round, from 1, in which something first happened.
fn first(measures: &Measures, of: fn(&Round) -> u32) -> f64 {
    measures.rounds.iter().position(|round| of(round) > 0).map_or(0.0, |place| place as f64 + 1.0)
}

fn percent(part: f64, of: f64) -> f64 {
    if of > 0.0 { part * 100.0 / of } else { 0.0 }
}

fn imbalance(measures: &Measures) -> f64 {
    measures.rounds.last().map_or(0.0, |round| round.imbalance)
}

/// How far the repeats so far were ever ahead of those that could not have been avoided by then.
fn ahead(measures: &Measures) -> f64 {
    let mut repeats = 0;
    let gaps = measures.rounds.iter().map(|round| {
        repeats += round.repeats;
        repeats.saturating_sub(round.unavoidable)
    });
    gaps.max().unwrap_or(0).into()
}
