//! Civil time: weekly slots, working hours, common times. Daylight saving is somebody else's mistake to make.

pub mod hours;
pub mod options;
pub mod slot;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

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

impl Day {
    /// All seven, Monday first.
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// The word it is stored and sent as; also how a civil-time pattern names it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Mon => "mon",
            Self::Tue => "tue",
            Self::Wed => "wed",
            Self::Thu => "thu",
            Self::Fri => "fri",
            Self::Sat => "sat",
            Self::Sun => "sun",
        }
    }

    /// The day with this code; `None` for any other word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|day| day.code() == code)
    }

    /// The day a civil date falls on.
    pub fn of(date: Date) -> Self {
        date.weekday().into()
    }
}

impl From<Weekday> for Day {
    fn from(weekday: Weekday) -> Self {
        match weekday {
            Weekday::Monday => Self::Mon,
            Weekday::Tuesday => Self::Tue,
            Weekday::Wednesday => Self::Wed,
            Weekday::Thursday => Self::Thu,
            Weekday::Friday => Self::Fri,
            Weekday::Saturday => Self::Sat,
            Weekday::Sunday => Self::Sun,
        }
    }
}

impl From<Day> for Weekday {
    fn from(day: Day) -> Self {
        match day {
            Day::Mon => Self::Monday,
            Day::Tue => Self::Tuesday,
            Day::Wed => Self::Wednesday,
            Day::Thu => Self::Thursday,
            Day::Fri => Self::Friday,
            Day::Sat => Self::Saturday,
            Day::Sun => Self::Sunday,
        }
    }
}

/// A zone that the time-zone database does not have; carries the name as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownZone(pub String);

impl fmt::Display for UnknownZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the time zone {:?} is unknown: use an IANA name such as Europe/London", self.0)
    }
}

impl std::error::Error for UnknownZone {}

/// The zone with an IANA name.
///
/// # Errors
/// [`UnknownZone`] when the database does not have it.
pub fn zone(name: &str) -> Result<TimeZone, UnknownZone> {
    TimeZone::get(name).map_err(|_| UnknownZone(name.to_owned()))
}

/// The zone of a person. Slack's word is all we have, so an unknown name counts as UTC rather than shutting them out.
pub fn zone_or_utc(name: &str) -> TimeZone {
    zone(name).unwrap_or(TimeZone::UTC)
}

/// The same time of day in a person's zone, so many days on: across a change of the clocks that is not a number of hours.
pub fn days_later(zone: &str, now: Timestamp, days: i64) -> Timestamp {
    let later = now.to_zoned(zone_or_utc(zone)).checked_add(days.days());
    later.map_or(now, |zoned| zoned.timestamp())
}

/// The first instant of a day in a person's zone; where that skips midnight, the first that exists.
pub fn local_midnight(zone: &str, date: Date, otherwise: Timestamp) -> Timestamp {
    date.to_zoned(zone_or_utc(zone)).map_or(otherwise, |zoned| zoned.timestamp())
}

/// The instant a civil time stands for: in a gap later by the gap's length, in a fold the first of the two.
/// `None` beyond the years that instants can name.
fn instant(zone: &TimeZone, date: Date, time: Time) -> Option<Timestamp> {
    zone.to_ambiguous_zoned(date.to_datetime(time)).compatible().ok().map(|zoned| zoned.timestamp())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_codes_and_weekdays_both_ways() {
        for day in Day::ALL {
            assert_eq!(Day::from_code(day.code()), Some(day));
            assert_eq!(Day::from(Weekday::from(day)), day);
        }
        assert_eq!(Day::from_code("monday"), None);
        assert_eq!(Day::of(Date::constant(2026, 11, 22)), Day::Sun);
    }

    #[test]
    fn an_unknown_zone_is_named_and_a_person_falls_back_to_utc() {
        assert_eq!(zone("Mars/Olympus"), Err(UnknownZone("Mars/Olympus".into())));
        assert_eq!(zone_or_utc("Mars/Olympus"), TimeZone::UTC);
    }
}
