//! Whoever never works at the same time hardly meets.

use crate::domain::calendar::hours::Week;
use crate::domain::matching::weights::Weights;

/// So many half hours of a working day count.
const THAT_COUNT: u32 = 8;

/// For each half hour that their working days share; much less than nothing where they share none.
pub(in super::super) fn points(a: &Week, b: &Week, weights: &Weights) -> i64 {
    let common = a.common(b);
    if common.minutes() == 0 {
        return weights.no_common_hours.into();
    }
    i64::from((common.minutes_per_day() / 30).min(THAT_COUNT)) * i64::from(weights.common_half_hour)
}
