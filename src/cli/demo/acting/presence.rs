//! Coming and going: people skip a round, pause and come back, and rarely leave for a while.

use super::{Plan, Step, days, joins, minutes, weighted};
use crate::cli::demo::company::Company;
use jiff::{SignedDuration, Timestamp};
use rand::RngExt;

/// Whether somebody stays away for a while.
pub fn week(company: &mut Company, who: usize, now: Timestamp) -> Vec<Plan> {
    let rng = &mut company.actors[who].rng;
    let at = now + minutes(rng, 0, 7 * 24 * 60);
    let types = |words: &str, at| Plan::one(who, at, Step::Type(words.into()));
    match weighted(rng, &[(4, "leave"), (10, "pause 2w"), (10, "skip"), (976, "")]) {
        "" => Vec::new(),
        "leave" => {
            // What they mean to do this week comes first: whoever has left cannot ask.
            let gone = now + SignedDuration::from_hours(7 * 24);
            let back = gone + days(rng, 14, 50);
            company.actors[who].away_until = Some(back);
            vec![types("leave", gone), joins(company, who, back)]
        }
        "pause 2w" if rng.random_bool(0.5) => {
            vec![types("pause 2w", at), types("resume", at + days(rng, 3, 9))]
        }
        words => vec![types(words, at)],
    }
}
