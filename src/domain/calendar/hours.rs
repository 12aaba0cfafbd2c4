//! Working hours as instants: when somebody may be written to, and how much two people share.

use super::{Day, WorkingHours, instant, zone_or_utc};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::cmp::{max, min};
use std::fmt;

/// The shortest working day we take: in less, hardly anybody could be met.
pub const SHORTEST: SignedDuration = SignedDuration::from_hours(2);
/// How long a working day is young.
const MORNING: SignedDuration = SignedDuration::from_hours(4);
/// How far ahead the next working day is looked for. No week of a calendar is that long.
const HORIZON_DAYS: i64 = 15;

/// Somebody's hours and the IANA name of the zone they are in.
pub type Diary<'a> = (&'a WorkingHours, &'a str);
/// From an instant until another, the end not included.
pub type Window = (Timestamp, Timestamp);

/// What is wrong with working hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoursProblem {
    /// No day of the week is chosen.
    NoDays,
    /// They end before they begin, or within two hours.
    TooShort,
}

impl fmt::Display for HoursProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoDays => "choose at least one working day",
            Self::TooShort => "a working day must be at least two hours long and end on the day it begins",
        })
    }
}

impl std::error::Error for HoursProblem {}

impl WorkingHours {
    /// Whether somebody can be met in them.
    ///
    /// # Errors
    /// The first [`HoursProblem`] found.
    pub fn check(&self) -> Result<(), HoursProblem> {
        if self.days.is_empty() {
            Err(HoursProblem::NoDays)
        } else if self.start.duration_until(self.end) < SHORTEST {
            Err(HoursProblem::TooShort)
        } else {
            Ok(())
        }
    }

    /// The working hours between two instants, in order, cut off at both. An unknown zone counts as UTC.
    pub fn windows(&self, zone: &str, from: Timestamp, until: Timestamp) -> Vec<Window> {
        self.days_between(zone, from, until)
            .into_iter()
            .map(|(_, (start, end))| (max(start, from), min(end, until)))
            .filter(|(start, end)| start < end)
            .collect()
    }

    /// The first instant of working hours from an instant on: that instant itself while they work. `None` without
    /// working days.
    pub fn next_open(&self, zone: &str, from: Timestamp) -> Option<Timestamp> {
        let until = from.checked_add(SignedDuration::from_hours(24 * HORIZON_DAYS)).ok()?;
        self.windows(zone, from, until).first().map(|(start, _)| *start)
    }

    /// When they usually begin to work, on a local date, whether it is a working day or not. `None` beyond the years that
    /// instants can name.
    pub fn morning_of(&self, zone: &str, date: Date) -> Option<Timestamp> {
        instant(&zone_or_utc(zone), date, self.start)
    }

    /// The first instant from another on that is in the first hours of a working day: that instant itself, if it is.
    /// `None` without working days.
    pub fn next_morning(&self, zone: &str, from: Timestamp) -> Option<Timestamp> {
        let open = self.next_open(zone, from)?;
        let began = self.morning_of(zone, open.to_zoned(zone_or_utc(zone)).date())?;
        match began.duration_until(open) <= MORNING {
            true => Some(open),
            false => Some(self.shift_working_days(zone, open, 1)),
        }
    }

    /// The start of the so-manieth working day after the local date of an instant; with 0 days, the next open instant.
    /// Without working days, as many times 24 hours later.
    pub fn shift_working_days(&self, zone: &str, from: Timestamp, days: u32) -> Timestamp {
        let whole_days = SignedDuration::from_hours(24 * i64::from(days));
        let plainly = from.saturating_add(whole_days).unwrap_or(from);
        let Some(before) = days.checked_sub(1) else {
            return self.next_open(zone, from).unwrap_or(plainly);
        };
        let today = from.to_zoned(zone_or_utc(zone)).date();
        let weeks = i64::from(days / u32::try_from(self.days.len().max(1)).unwrap_or(1)) + 2;
        let horizon = SignedDuration::from_hours(24 * 7 * weeks);
        let Ok(until) = from.checked_add(horizon) else { return plainly };
        let later = self.days_between(zone, from, until).into_iter().filter(|(date, _)| *date > today);
        later.map(|(_, (start, _))| start).nth(before as usize).unwrap_or(plainly)
    }

    /// Every working day that touches the time between two instants, whole, with its local date.
    fn days_between(&self, zone: &str, from: Timestamp, until: Timestamp) -> Vec<(Date, Window)> {
        let zone = zone_or_utc(zone);
        let last = until.to_zoned(zone.clone()).date();
        from.to_zoned(zone.clone())
            .date()
            .series(1.day())
            .take_while(|date| *date <= last)
            .filter(|date| self.days.contains(&Day::of(*date)))
            .filter_map(|date| {
                let start = instant(&zone, date, self.start)?;
                let end = instant(&zone, date, self.end)?;
                // Where a whole day was left out of the calendar, nobody worked on it.
                let exists = start.to_zoned(zone.clone()).date() == date;
                (exists && start < end).then_some((date, (start, end)))
            })
            .collect()
    }
}

/// The times that two lists of windows share. Both are in order, and so is the result.
pub fn shared(a: &[Window], b: &[Window]) -> Vec<Window> {
    let (mut i, mut j, mut both) = (0, 0, Vec::new());
    while let (Some(left), Some(right)) = (a.get(i), b.get(j)) {
        let (start, end) = (max(left.0, right.0), min(left.1, right.1));
        if start < end {
            both.push((start, end));
        }
        if left.1 <= right.1 { i += 1 } else { j += 1 }
    }
    both
}

/// One person's working time in one week, laid out once in UTC: comparing everybody with everybody asks no zone again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Week {
    windows: Vec<Window>,
    days: u32,
}

impl Week {
    /// The working time in the seven days from a date's Monday, 00:00 UTC, on.
    pub fn of((hours, zone): Diary<'_>, week_of: Date) -> Self {
        let monday = week_of.saturating_sub(i64::from(week_of.weekday().to_monday_zero_offset()).days());
        let from = instant(&jiff::tz::TimeZone::UTC, monday, jiff::civil::Time::midnight());
        let windows = from.map_or_else(Vec::new, |from| {
            let until = from.saturating_add(SignedDuration::from_hours(7 * 24)).unwrap_or(from);
            // A day that crosses midnight in UTC reaches in from the day before.
            hours.windows(zone, from, until)
        });
        Self { windows, days: u32::try_from(hours.days.len()).unwrap_or(0) }
    }

    /// The working time that both have.
    pub fn common(&self, other: &Self) -> Self {
        Self { windows: shared(&self.windows, &other.windows), days: min(self.days, other.days) }
    }

    /// Minutes of the whole week.
    pub fn minutes(&self) -> u32 {
        let seconds: i64 = self.windows.iter().map(|(start, end)| end.as_second() - start.as_second()).sum();
        u32::try_from(seconds / 60).unwrap_or(0)
    }

    /// Minutes of a working day, on average over the working days of whoever has fewer.
    pub fn minutes_per_day(&self) -> u32 {
        self.minutes().checked_div(self.days).unwrap_or(0)
    }
}

/// How many minutes two people's hours share in the week of a date.
pub fn overlap_minutes_per_week(a: Diary<'_>, b: Diary<'_>, as_of: Date) -> u32 {
    Week::of(a, as_of).common(&Week::of(b, as_of)).minutes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn hours(days: &[Day], start: i8, end: i8) -> WorkingHours {
        let days = days.iter().copied().collect();
        WorkingHours { days, start: time(start, 0, 0, 0), end: time(end, 0, 0, 0) }
    }

    #[test]
    fn hours_must_have_days_and_two_hours() {
        assert_eq!(WorkingHours::default().check(), Ok(()));
        assert_eq!(hours(&[], 9, 17).check(), Err(HoursProblem::NoDays));
        assert_eq!(hours(&[Day::Mon], 9, 10).check(), Err(HoursProblem::TooShort));
        assert_eq!(hours(&[Day::Mon], 17, 9).check(), Err(HoursProblem::TooShort));
        assert_eq!(hours(&[Day::Mon], 9, 11).check(), Ok(()));
        assert!(HoursProblem::TooShort.to_string().contains("two hours"));
    }

    #[test]
    fn a_morning_is_the_first_hours_of_a_working_day() {
        let usual = WorkingHours::default();
        let next =
            |from: &str| usual.next_morning("Europe/Berlin", at(from)).map(|at| at.to_string()).unwrap();
        assert_eq!(next("2027-01-06T09:00:00Z"), "2027-01-06T09:00:00Z", "ten in the morning");
        assert_eq!(next("2027-01-06T05:00:00Z"), "2027-01-06T08:00:00Z");
        assert_eq!(next("2027-01-06T12:30:00Z"), "2027-01-07T08:00:00Z", "in the afternoon");
        assert_eq!(next("2027-01-08T17:00:00Z"), "2027-01-11T08:00:00Z", "on a Friday evening");
        assert_eq!(hours(&[], 9, 17).next_morning("UTC", at("2027-01-06T09:00:00Z")), None);
        let sunday = usual.morning_of("Europe/Berlin", date(2027, 3, 28)).unwrap();
        assert_eq!(sunday, at("2027-03-28T07:00:00Z"), "the clocks have changed, and nobody works");
    }

    #[test]
    fn windows_follow_the_clock_changes_and_are_cut_off() {
        let sunday = hours(&[Day::Sun], 1, 9);
        let (from, until) = (at("2027-03-27T00:00:00Z"), at("2027-03-29T12:00:00Z"));
        // 01:00 does not exist in London on that day, and nine is eight in UTC.
        let expected = vec![(at("2027-03-28T01:00:00Z"), at("2027-03-28T08:00:00Z"))];
        assert_eq!(sunday.windows("Europe/London", from, until), expected);
        let monday = hours(&[Day::Mon], 9, 17);
        let (from, until) = (at("2026-11-23T12:00:00Z"), at("2026-11-23T13:00:00Z"));
        assert_eq!(monday.windows("UTC", from, until), vec![(from, until)]);
        assert_eq!(monday.windows("Mars/Olympus", from, until), vec![(from, until)], "unknown counts as UTC");
    }

    #[test]
    fn a_day_that_never_was_has_no_hours() {
        let friday = hours(&[Day::Fri, Day::Sat], 9, 17);
        let windows = friday.windows("Pacific/Apia", at("2011-12-29T12:00:00Z"), at("2012-01-01T00:00:00Z"));
        assert_eq!(windows, vec![(at("2011-12-30T19:00:00Z"), at("2011-12-31T03:00:00Z"))]);
    }

    #[test]
    fn the_next_open_instant_is_now_within_hours_and_else_the_next_morning() {
        let week = WorkingHours::default();
        let noon = at("2026-11-23T12:00:00Z");
        assert_eq!(week.next_open("UTC", noon), Some(noon));
        let friday_night = at("2026-11-27T20:00:00Z");
        assert_eq!(week.next_open("UTC", friday_night), Some(at("2026-11-30T09:00:00Z")));
        assert_eq!(hours(&[], 9, 17).next_open("UTC", noon), None);
    }

    #[test]
    fn shifting_counts_working_days_and_lands_at_their_start() {
        let week = WorkingHours::default();
        let friday = at("2026-11-27T12:00:00Z");
        assert_eq!(week.shift_working_days("UTC", friday, 0), friday);
        assert_eq!(week.shift_working_days("UTC", friday, 1), at("2026-11-30T09:00:00Z"));
        assert_eq!(week.shift_working_days("UTC", friday, 12), at("2026-12-15T09:00:00Z"));
        let berlin = week.shift_working_days("Europe/Berlin", friday, 1);
        assert_eq!(berlin, at("2026-11-30T08:00:00Z"));
        assert_eq!(hours(&[], 9, 17).shift_working_days("UTC", friday, 2), at("2026-11-29T12:00:00Z"));
    }

    #[test]
    fn overlap_is_counted_across_zones_and_around_the_end_of_the_week() {
        let week = WorkingHours::default();
        let winter = date(2026, 11, 25);
        let minutes = |a, b| overlap_minutes_per_week((&week, a), (&week, b), winter);
        assert_eq!(minutes("UTC", "UTC"), 5 * 480);
        assert_eq!(minutes("Europe/Berlin", "America/New_York"), 5 * 120);
        assert_eq!(minutes("Europe/London", "America/Los_Angeles"), 0);
        // Auckland's Monday morning is Sunday in UTC.
        assert_eq!(minutes("Pacific/Auckland", "Pacific/Auckland"), 5 * 480);
        let both =
            Week::of((&week, "Europe/Berlin"), winter).common(&Week::of((&week, "America/New_York"), winter));
        assert_eq!(both.minutes_per_day(), 120);
    }

    proptest! {
        #[test]
        fn windows_are_in_order_apart_and_inside_hours(
            second in 1_700_000_000_i64..2_000_000_000,
            days in prop::collection::btree_set(prop::sample::select(Day::ALL.to_vec()), 1..7),
            start in 0_i8..20,
            zone in prop::sample::select(vec!["UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"]),
        ) {
            let days: BTreeSet<Day> = days;
            let each = WorkingHours { days, start: time(start, 0, 0, 0), end: time(start + 3, 30, 0, 0) };
            let from = Timestamp::from_second(second).unwrap();
            let until = from + SignedDuration::from_hours(24 * 20);
            let windows = each.windows(zone, from, until);
            prop_assert!(!windows.is_empty());
            prop_assert!(windows.windows(2).all(|two| two[0].1 <= two[1].0));
            for (start, end) in &windows {
                prop_assert!(from <= *start && start < end && *end <= until);
                let local = start.to_zoned(zone_or_utc(zone));
                prop_assert!(each.days.contains(&Day::of(local.date())));
                prop_assert_eq!(each.next_open(zone, *start), Some(*start));
            }
            prop_assert_eq!(each.next_open(zone, from), Some(windows[0].0));
        }
    }
}
