//! What no circles can be worth more than.
//!
//! **The best companions.** In a circle of k a person has k − 1 companions, and the mean of some is at most the mean of
//! the best; the fewer, the greater that can be. So nobody adds more than half of the mean of their best `least − 1`.
//!
//! **Prices.** The other bound sees that the most wanted cannot be with everybody. Let the members of a circle of k share
//! one unit of each: every pair in it has the share 1 / (k − 1), and what the circles are worth is the sum over all pairs
//! of share times worth. Nobody's shares add up to more than 1, and none is greater than 1 / m with m = `least` − 1. Then
//! for whatever prices p ≥ 0 that people have, no circles are worth more than
//!
//! > Σ p(i) + Σ max(0, worth(i, j) − p(i) − p(j)) / m
//!
//! (linear programming's weak duality). Good prices make it small. With all others fixed, the best price of a person lies
//! between the m-th and the next of what others leave them, so that everybody in turn takes the middle, some times over.

use super::worths::Worths;
use super::{PARTS, Sizes};

/// How often everybody sets their price. More changes little.
const ROUNDS: usize = 24;

/// What no circles of these people can exceed, in parts of a point.
pub(super) fn most_worth(worths: &Worths, sizes: Sizes) -> i64 {
    let companions = sizes.least - 1;
    let start = by_companions(worths, companions);
    let mut prices = first_prices(worths, companions);
    let mut least = start;
    for _ in 0..ROUNDS {
        settle(worths, companions, &mut prices);
        least = least.min(by_prices(worths, companions, &prices));
    }
    least
}

fn by_companions(worths: &Worths, companions: usize) -> i64 {
    let half_means = (0..worths.count()).map(|person| {
        let best = greatest(worths.others(person).map(|(_, points)| points), companions);
        // Who cannot have so many adds nothing, and nobody has to be placed who would take away.
        let sum: i64 = if best.len() < companions { 0 } else { best.iter().sum() };
        (sum.max(0) * (PARTS / companions as i64) + 1) / 2
    });
    half_means.sum()
}

/// Half of the worth of the last of each person's best companions.
fn first_prices(worths: &Worths, companions: usize) -> Vec<i64> {
    let last = |person| {
        let best = greatest(worths.others(person).map(|(_, points)| points), companions);
        best.last().map_or(0, |points| (points / 2).max(0))
    };
    (0..worths.count()).map(last).collect()
}

fn settle(worths: &Worths, companions: usize, prices: &mut [i64]) {
    for person in 0..worths.count() {
        let offers = worths.others(person).map(|(other, points)| points - prices[other]);
        let best = greatest(offers, companions + 1);
        let last = best.get(companions - 1).copied().unwrap_or(0).max(0);
        let next = best.get(companions).copied().unwrap_or(0).max(0);
        prices[person] = (last + next) / 2;
    }
}

fn by_prices(worths: &Worths, companions: usize, prices: &[i64]) -> i64 {
    let surplus = |person: usize| -> i64 {
        let later = worths.others(person).filter(|&(other, _)| other > person);
        later.map(|(other, points)| (points - prices[person] - prices[other]).max(0)).sum()
    };
    let surpluses: i64 = (0..worths.count()).map(surplus).sum();
    prices.iter().sum::<i64>() * PARTS + surpluses * (PARTS / companions as i64)
}

/// The so many greatest, the greatest first.
fn greatest(numbers: impl Iterator<Item = i64>, wanted: usize) -> Vec<i64> {
    let mut best: Vec<i64> = Vec::with_capacity(wanted + 1);
    for number in numbers {
        if best.len() < wanted || best.last().is_some_and(|&last| number > last) {
            let place = best.partition_point(|&other| other >= number);
            best.insert(place, number);
            best.truncate(wanted);
        }
    }
    best
}
