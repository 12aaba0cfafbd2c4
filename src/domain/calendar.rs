//! Civil time: weekly slots, working hours, common times. Daylight saving is somebody else's mistake to make.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Day {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

/// When somebody works, in their own zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkingHours {
    /// On which days.
    pub days: BTreeSet<Day>,
    /// From.
    pub start: Time,
    /// Until; later than `start`.
    pub end: Time,
}

impl Default for WorkingHours {
    /// Monday to Friday, nine to five.
    fn default() -> Self {
        Self {
            days: BTreeSet::from([Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri]),
            start: Time::constant(9, 0, 0, 0),
            end: Time::constant(17, 0, 0, 0),
        }
    }
}

/// A weekly slot of a programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// On which day.
    pub day: Day,
    /// At what local time.
    pub time: Time,
    /// In which IANA zone.
    pub zone: String,
    /// Every so many weeks, counted from `anchor`; at least 1.
    pub every_weeks: u8,
    /// A date in a week that has the slot.
    pub anchor: Date,
}

/// A suggested time to talk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeOption {
    /// From.
    pub start: Timestamp,
    /// Until.
    pub end: Timestamp,
}
