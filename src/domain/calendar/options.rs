//! Common times of two or three people: when they may hear of each other, and when they might talk.

use super::hours::{Diary, Window, shared};
use super::{TimeOption, zone_or_utc};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

/// How long a talk is suggested to be, and the least common time worth a message.
const TALK: SignedDuration = SignedDuration::from_mins(30);
/// Local minutes of the day that people like best: half past ten and half past two.
const FAVOURITES: [i64; 2] = [10 * 60 + 30, 14 * 60 + 30];
/// How far apart two suggestions on the same day are at least, in seconds: closer ones are no choice.
const APART: i64 = 60 * 60;

/// The first instant from an instant on when everybody works and at least half an hour of that is left; `None` where
/// there is none within so many days, or nobody to ask.
pub fn first_common_hour(people: &[Diary<'_>], from: Timestamp, within_days: u32) -> Option<Timestamp> {
    let limit = from.checked_add(SignedDuration::from_hours(24 * i64::from(within_days))).ok()?;
    // Looked at a little longer, so that a window at the very end is not cut too short.
    let until = limit.checked_add(TALK).ok()?;
    common(people, from, until)
        .into_iter()
        .find(|(start, end)| *start < limit && start.duration_until(*end) >= TALK)
        .map(|(start, _)| start)
}

/// Up to `max` half hours within everybody's hours, in order: on different days where possible, on the half hour of the
/// first person's clock, near mid-morning or mid-afternoon for everybody.
pub fn suggest_times(people: &[Diary<'_>], from: Timestamp, until: Timestamp, max: usize) -> Vec<TimeOption> {
    let zones: Vec<TimeZone> = people.iter().map(|(_, zone)| zone_or_utc(zone)).collect();
    let Some(first) = zones.first() else { return Vec::new() };
    let mut candidates: Vec<Candidate> = common(people, from, until)
        .into_iter()
        .flat_map(|window| half_hours(window, first))
        .map(|start| Candidate::of(start, &zones))
        .collect();
    candidates.sort_by_key(|candidate| (candidate.strain, candidate.start));
    let mut chosen = pick(&candidates, max);
    chosen.sort_unstable();
    chosen
        .into_iter()
        .filter_map(|start| start.checked_add(TALK).ok().map(|end| TimeOption { start, end }))
        .collect()
}

/// A possible start and how inconvenient it is for whoever likes it least, in minutes from their favourite time.
struct Candidate {
    start: Timestamp,
    date: Date,
    strain: i64,
}

impl Candidate {
    fn of(start: Timestamp, zones: &[TimeZone]) -> Self {
        let strain = zones.iter().map(|zone| strain(start, zone)).max().unwrap_or(0);
        Self { start, date: zones.first().unwrap_or(&TimeZone::UTC).to_datetime(start).date(), strain }
    }
}

fn strain(start: Timestamp, zone: &TimeZone) -> i64 {
    let time = zone.to_datetime(start).time();
    let minute = i64::from(time.hour()) * 60 + i64::from(time.minute());
    FAVOURITES.iter().map(|favourite| (minute - favourite).abs()).min().unwrap_or(0)
}

/// The best of each day, best days first; then more of the same days while there are too few.
fn pick(candidates: &[Candidate], max: usize) -> Vec<Timestamp> {
    let mut days = BTreeSet::new();
    let (mut chosen, others): (Vec<&Candidate>, Vec<&Candidate>) =
        candidates.iter().partition(|candidate| days.insert(candidate.date));
    chosen.truncate(max);
    for candidate in others {
        let far = |other: &&Candidate| (other.start.as_second() - candidate.start.as_second()).abs() >= APART;
        if chosen.len() < max && chosen.iter().all(far) {
            chosen.push(candidate);
        }
    }
    chosen.into_iter().map(|candidate| candidate.start).collect()
}

/// Starts on the local half hour whose talk ends within a window.
fn half_hours((start, end): Window, zone: &TimeZone) -> Vec<Timestamp> {
    let time = zone.to_datetime(start).time();
    let past = (i64::from(time.minute()) % 30) * 60 + i64::from(time.second());
    let wait = (TALK.as_secs() - past) % TALK.as_secs();
    let whole = Timestamp::from_second(start.as_second() + wait).ok().filter(|whole| *whole >= start);
    std::iter::successors(whole, |at| at.checked_add(TALK).ok())
        .take_while(|at| at.duration_until(end) >= TALK)
        .collect()
}

/// When everybody works, between two instants; empty where there is nobody.
fn common(people: &[Diary<'_>], from: Timestamp, until: Timestamp) -> Vec<Window> {
    people
        .iter()
        .map(|(hours, zone)| hours.windows(zone, from, until))
        .reduce(|all, next| shared(&all, &next))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::{Day, WorkingHours};
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::time;
    use proptest::prelude::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn people_hear_of_each_other_when_both_work() {
        let week = WorkingHours::default();
        let both = [(&week, "Europe/Berlin"), (&week, "America/New_York")];
        let monday = at("2026-11-23T09:00:00Z");
        assert_eq!(first_common_hour(&both, monday, 7), Some(at("2026-11-23T14:00:00Z")));
        let late = at("2026-11-23T15:31:00Z");
        assert_eq!(
            first_common_hour(&both, late, 7),
            Some(at("2026-11-24T14:00:00Z")),
            "29 minutes are too few"
        );
        let apart = [(&week, "Europe/London"), (&week, "America/Los_Angeles")];
        assert_eq!(first_common_hour(&apart, monday, 7), None);
        assert_eq!(first_common_hour(&[], monday, 7), None);
        assert_eq!(first_common_hour(&both, at("2026-11-28T09:00:00Z"), 1), None, "a Saturday");
    }

    #[test]
    fn three_times_on_three_days_around_favourite_hours() {
        let week = WorkingHours::default();
        let monday = at("2026-11-23T09:00:00Z");
        let times = suggest_times(&[(&week, "UTC"), (&week, "UTC")], monday, monday + 120.hours(), 3);
        let starts: Vec<String> = times.iter().map(|time| time.start.to_string()).collect();
        assert_eq!(starts, ["2026-11-23T10:30:00Z", "2026-11-24T10:30:00Z", "2026-11-25T10:30:00Z"]);
    }

    #[test]
    fn one_common_day_still_gives_a_choice() {
        let monday = WorkingHours { days: [Day::Mon].into(), ..WorkingHours::default() };
        let from = at("2026-11-23T00:00:00Z");
        let times = suggest_times(&[(&monday, "UTC")], from, from + 120.hours(), 3);
        let starts: Vec<String> = times.iter().map(|time| time.start.to_string()).collect();
        assert_eq!(starts, ["2026-11-23T09:30:00Z", "2026-11-23T10:30:00Z", "2026-11-23T14:30:00Z"]);
        let kathmandu = suggest_times(&[(&monday, "Asia/Kathmandu")], from, from + 120.hours(), 1);
        assert_eq!(kathmandu[0].start, at("2026-11-23T04:45:00Z"), "half past ten on their clock");
    }

    proptest! {
        #[test]
        fn suggestions_suit_everybody(
            second in 1_700_000_000_i64..2_000_000_000,
            begins in prop::collection::vec((0_i8..20, 0_i8..60), 1..4),
            zones in prop::collection::vec(
                prop::sample::select(vec!["UTC", "America/New_York", "Asia/Kathmandu", "Europe/London"]), 3),
            max in 0_usize..5,
        ) {
            let all: Vec<WorkingHours> = begins.iter().map(|(hour, minute)| WorkingHours {
                start: time(*hour, *minute, 0, 0), end: time(23, 59, 0, 0), ..WorkingHours::default()
            }).collect();
            let people: Vec<Diary<'_>> = all.iter().zip(&zones).map(|(hours, zone)| (hours, *zone)).collect();
            let from = Timestamp::from_second(second).unwrap();
            let until = from + 200.hours();
            let times = suggest_times(&people, from, until, max);
            prop_assert!(times.len() <= max);
            prop_assert!(times.windows(2).all(|two| two[0].end <= two[1].start));
            for time in &times {
                prop_assert!(from <= time.start && time.end <= until);
                prop_assert_eq!(time.start.duration_until(time.end), TALK);
                prop_assert_eq!(zone_or_utc(people[0].1).to_datetime(time.start).minute() % 30, 0);
                for (hours, zone) in &people {
                    prop_assert_eq!(hours.windows(zone, time.start, time.end), vec![(time.start, time.end)]);
                }
            }
            let common = first_common_hour(&people, from, 9);
            prop_assert!(times.first().is_none_or(|first| common.is_some_and(|common| common <= first.start)));
        }
    }
}
