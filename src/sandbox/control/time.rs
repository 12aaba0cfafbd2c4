//! Moving the clock by what people say: the next morning, the next Monday.

use std::time::Duration;

use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};
use serde::Deserialize;
use serde_json::Value;

use super::{Outcome, Problem, read};
use crate::sandbox::clock::ClockMode;
use crate::sandbox::core::Sandbox;
use crate::sandbox::delivery::AT_ONCE;

/// Longer than an app that has something to do waits between two calls.
const STILL: Duration = Duration::from_millis(20);
/// An app that never comes to rest does not stop the clock for ever.
const MOST_STIRS: u32 = 500;

/// One move of the clock; what is absent does not happen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    set: Option<Timestamp>,
    advance: Option<i64>,
    mode: Option<ClockMode>,
    jump: Option<Jump>,
    /// IANA zone in which a jump is meant; UTC when absent.
    zone: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Jump {
    NextMorning,
    NextMonday,
}

pub(super) async fn turn(sandbox: &Sandbox, body: Value) -> Outcome {
    let wish: Move = serde_json::from_value(body)?;
    // Moved under an act, the clock would let its trigger id expire before the app can open a modal with it, and its
    // signature look stale. No act waits for the clock: the app has three seconds of real time to answer.
    let _nobody_acting = sandbox.nobody_acting().await;
    // An event under way was signed before the move; an app that reads its clock after it would find it stale.
    let _nothing_under_way = sandbox.deliveries().acquire_many(AT_ONCE).await;
    let clock = sandbox.clock();
    if let Some(mode) = wish.mode {
        clock.set_mode(mode);
    }
    if let Some(time) = wish.set {
        clock.set(time);
    }
    if let Some(seconds) = wish.advance {
        clock.advance(SignedDuration::from_secs(seconds));
    }
    if let Some(jump) = wish.jump {
        let zone = match &wish.zone {
            None => TimeZone::UTC,
            Some(name) => {
                TimeZone::get(name).map_err(|_| Problem::Call(format!("{name} is no time zone")))?
            }
        };
        clock.set(target(jump, clock.now().to_zoned(zone))?);
    }
    Ok(read::clock(sandbox))
}

/// Waits until nothing is due and nothing has stirred for a moment, so that whoever moves time does not overtake the app.
pub(super) async fn rest(sandbox: &Sandbox) -> Outcome {
    for _ in 0..MOST_STIRS {
        let mut changes = sandbox.changes();
        let delivered = sandbox.settle().await;
        changes.borrow_and_update();
        let stirred = tokio::time::timeout(STILL, changes.changed()).await.is_ok();
        if delivered == 0 && !stirred {
            break;
        }
    }
    Ok(read::clock(sandbox))
}

/// Nine in the morning of the next day, or of the next Monday, where the person lives.
fn target(jump: Jump, now: Zoned) -> Result<Timestamp, Problem> {
    let wrong = |error: jiff::Error| Problem::Call(error.to_string());
    let nine = Time::constant(9, 0, 0, 0);
    let today = now.date();
    let day = match jump {
        Jump::NextMorning if now.time() < nine => today,
        Jump::NextMorning => today.checked_add(1.day()).map_err(wrong)?,
        Jump::NextMonday if today.weekday() == Weekday::Monday && now.time() < nine => today,
        Jump::NextMonday => today.nth_weekday(1, Weekday::Monday).map_err(wrong)?,
    };
    Ok(day.to_datetime(nine).to_zoned(now.time_zone().clone()).map_err(wrong)?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(jump: Jump, from: &str) -> String {
        let now: Zoned = from.parse().unwrap();
        let zone = now.time_zone().clone();
        target(jump, now).ok().unwrap().to_zoned(zone).to_string()
    }

    #[test]
    fn jumps_land_at_nine_local_time_across_a_clock_change() {
        let saturday = "2027-03-27T12:00:00[Europe/Madrid]";
        assert_eq!(reached(Jump::NextMorning, saturday), "2027-03-28T09:00:00+02:00[Europe/Madrid]");
        assert_eq!(reached(Jump::NextMonday, saturday), "2027-03-29T09:00:00+02:00[Europe/Madrid]");
        let early_monday = "2027-01-04T08:00:00[Europe/Madrid]";
        assert_eq!(reached(Jump::NextMonday, early_monday), "2027-01-04T09:00:00+01:00[Europe/Madrid]");
        let monday = "2027-01-04T09:00:00[Europe/Madrid]";
        assert_eq!(reached(Jump::NextMonday, monday), "2027-01-11T09:00:00+01:00[Europe/Madrid]");
    }
}
