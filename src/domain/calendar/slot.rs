//! When a weekly slot falls due. The civil pattern is matched without a zone and resolved to an instant afterwards, so
//! a change of clocks neither loses a week nor fires it twice.

use super::{Slot, UnknownZone, instant, zone};
use cron::{Schedule, TimeUnitSpec};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};
use std::str::FromStr;

/// One falling due of a slot. The civil date is its identity; the instant is derived from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// The civil date in the slot's zone.
    pub date: Date,
    /// The instant that the date and the slot's time stand for.
    pub at: Timestamp,
}

impl Slot {
    /// Whether its zone exists.
    ///
    /// # Errors
    /// [`UnknownZone`] with the name as given.
    pub fn check(&self) -> Result<(), UnknownZone> {
        zone(&self.zone).map(drop)
    }

    /// The latest time it fell due at or before an instant; `None` for an unknown zone.
    pub fn latest(&self, now: Timestamp) -> Option<Due> {
        let found = Resolved::of(self)?;
        // A date may resolve to a later one (a midnight in a gap), never to an earlier one.
        let mut date = found.last_date_until(now.to_zoned(found.zone.clone()).date())?;
        loop {
            let due = found.due(date)?;
            if due.at <= now {
                return Some(due);
            }
            date = date.checked_sub(found.step).ok()?;
        }
    }

    /// The first time it falls due strictly after an instant; `None` for an unknown zone.
    pub fn next_after(&self, after: Timestamp) -> Option<Due> {
        let found = Resolved::of(self)?;
        let mut date = found.last_date_until(after.to_zoned(found.zone.clone()).date())?;
        // One step back: that date's instant may have been moved beyond `after` by a gap of a whole day.
        date = date.checked_sub(found.step).ok()?;
        loop {
            let due = found.due(date)?;
            if due.at > after {
                return Some(due);
            }
            date = date.checked_add(found.step).ok()?;
        }
    }

    /// The instant that a civil date stands for, whatever day of the week it is; `None` for an unknown zone.
    pub fn at(&self, date: Date) -> Option<Timestamp> {
        Resolved::of(self)?.due(date).map(|due| due.at)
    }
}

/// A slot with its pattern parsed and its zone looked up.
struct Resolved<'a> {
    slot: &'a Slot,
    pattern: Pattern,
    zone: TimeZone,
    step: Span,
}

impl<'a> Resolved<'a> {
    fn of(slot: &'a Slot) -> Option<Self> {
        let weeks = i64::from(slot.every_weeks.max(1));
        Some(Self { slot, pattern: Pattern::of(slot)?, zone: zone(&slot.zone).ok()?, step: weeks.weeks() })
    }

    /// The slot's last civil date up to and including a date.
    fn last_date_until(&self, until: Date) -> Option<Date> {
        let mut date = until;
        while !self.pattern.falls_on(date) {
            date = date.yesterday().ok()?;
        }
        let apart = weeks_between(self.slot.anchor, date)?;
        let beyond = apart.rem_euclid(i64::from(self.slot.every_weeks.max(1)));
        date.checked_sub(beyond.weeks()).ok()
    }

    fn due(&self, date: Date) -> Option<Due> {
        instant(&self.zone, date, self.slot.time).map(|at| Due { date, at })
    }
}

/// A civil-time pattern with a named day of the week. Only its fields are asked: they know of no zone.
struct Pattern(Schedule);

impl Pattern {
    fn of(slot: &Slot) -> Option<Self> {
        let time = slot.time;
        let text = format!("{} {} {} * * {}", time.second(), time.minute(), time.hour(), slot.day.code());
        Schedule::from_str(&text).ok().map(Self)
    }

    fn falls_on(&self, date: Date) -> bool {
        let Self(schedule) = self;
        let among = |set: &dyn Fn(u32) -> bool, ordinal: i8| u32::try_from(ordinal).is_ok_and(set);
        // The library counts the days of the week from 1 = Sunday.
        among(&|day| schedule.days_of_week().includes(day), date.weekday().to_sunday_one_offset())
            && among(&|day| schedule.days_of_month().includes(day), date.day())
            && among(&|month| schedule.months().includes(month), date.month())
    }
}

/// Whole ISO weeks from one date's to another's.
fn weeks_between(from: Date, to: Date) -> Option<i64> {
    let monday = |date: Date| date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).ok();
    let days = monday(to)?.duration_since(monday(from)?).as_hours() / 24;
    Some(days / 7)
}

#[cfg(test)]
mod tests {
    use super::super::Day;
    use super::*;
    use jiff::civil::{Time, date, time};
    use proptest::prelude::*;

    fn slot(day: Day, time: Time, zone: &str) -> Slot {
        Slot { day, time, zone: zone.into(), every_weeks: 1, anchor: date(2026, 1, 5) }
    }

    fn instant_of(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_slot_is_due_at_its_time_and_not_a_second_before() {
        let weekly = slot(Day::Mon, time(10, 0, 0, 0), "Europe/Berlin");
        let due = Due { date: date(2026, 11, 23), at: instant_of("2026-11-23T09:00:00Z") };
        assert_eq!(weekly.latest(due.at), Some(due));
        assert_eq!(weekly.next_after(due.at).unwrap().date, date(2026, 11, 30));
        let before = instant_of("2026-11-23T08:59:59Z");
        assert_eq!(weekly.latest(before).unwrap().date, date(2026, 11, 16));
        assert_eq!(weekly.next_after(before), Some(due));
        assert_eq!(weekly.at(due.date), Some(due.at));
    }

    #[test]
    fn an_unknown_zone_never_falls_due_and_is_told() {
        let lost = slot(Day::Mon, time(10, 0, 0, 0), "Mars/Olympus");
        let now = instant_of("2026-11-23T09:00:00Z");
        assert_eq!(lost.check(), Err(UnknownZone("Mars/Olympus".into())));
        assert_eq!((lost.latest(now), lost.next_after(now), lost.at(date(2026, 11, 23))), (None, None, None));
        assert_eq!(slot(Day::Mon, time(10, 0, 0, 0), "Asia/Tokyo").check(), Ok(()));
    }

    #[test]
    fn gaps_move_the_slot_later_by_the_gap_and_folds_take_the_first() {
        let cases = [
            (Day::Sun, time(2, 30, 0, 0), "America/New_York", date(2027, 3, 14), "2027-03-14T07:30:00Z"),
            (Day::Sun, time(1, 30, 0, 0), "America/New_York", date(2026, 11, 1), "2026-11-01T05:30:00Z"),
            (Day::Sun, time(1, 30, 0, 0), "Europe/London", date(2027, 3, 28), "2027-03-28T01:30:00Z"),
            (Day::Sun, time(1, 30, 0, 0), "Europe/London", date(2026, 10, 25), "2026-10-25T00:30:00Z"),
            (Day::Sun, time(0, 0, 0, 0), "America/Santiago", date(2026, 9, 6), "2026-09-06T04:00:00Z"),
            (Day::Fri, time(10, 0, 0, 0), "Pacific/Apia", date(2011, 12, 30), "2011-12-30T20:00:00Z"),
        ];
        for (day, time, zone, date, at) in cases {
            let weekly = slot(day, time, zone);
            let due = Due { date, at: instant_of(at) };
            assert_eq!(weekly.latest(due.at), Some(due), "{zone} at its instant");
            assert_eq!(weekly.next_after(due.at - 1.second()), Some(due), "{zone} just before");
            assert_eq!(
                weekly.latest(due.at - 1.second()).unwrap().date,
                date - 7.days(),
                "{zone} one earlier"
            );
            assert_eq!(weekly.latest(due.at + 2.hours()), Some(due), "{zone} once in a fold");
            assert_eq!(weekly.next_after(due.at).unwrap().date, date + 7.days(), "{zone} next week");
        }
    }

    #[test]
    fn every_second_week_counts_from_the_week_of_the_anchor() {
        // The anchor is a Sunday: its ISO week began on Monday the 5th.
        let fortnightly =
            Slot { every_weeks: 2, anchor: date(2026, 1, 11), ..slot(Day::Wed, time(9, 0, 0, 0), "UTC") };
        let first = fortnightly.next_after(instant_of("2026-01-05T00:00:00Z")).unwrap();
        assert_eq!(first.date, date(2026, 1, 7));
        assert_eq!(fortnightly.next_after(first.at).unwrap().date, date(2026, 1, 21));
        assert_eq!(fortnightly.latest(instant_of("2026-01-20T00:00:00Z")), Some(first));
        let before_anchor = fortnightly.latest(instant_of("2026-01-06T00:00:00Z")).unwrap();
        assert_eq!(before_anchor.date, date(2025, 12, 24));
    }

    /// Walks a slot from 2024 to 2030 and says how often a week was lost, doubled or given another answer by `latest`.
    fn anomalies(weekly: &Slot) -> usize {
        let end = instant_of("2030-12-31T00:00:00Z");
        let mut now = weekly.next_after(instant_of("2024-01-01T00:00:00Z")).unwrap();
        let mut wrong = 0;
        while now.at < end {
            let next = weekly.next_after(now.at).unwrap();
            let on_time = next.date == now.date + 7.days() && next.at > now.at;
            wrong += usize::from(!on_time || weekly.latest(next.at - 1.second()) != Some(now));
            now = next;
        }
        wrong
    }

    /// All zones of the database take half a minute in a debug build: there every fifteenth, and all of them in a
    /// release build or when VICEVERSA_ALL_ZONES is set.
    #[test]
    fn no_zone_ever_loses_or_doubles_a_week() {
        let thorough = !cfg!(debug_assertions) || std::env::var_os("VICEVERSA_ALL_ZONES").is_some();
        let zones: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
        assert!(zones.len() > 400, "only {} zones", zones.len());
        let always =
            ["America/New_York", "Europe/London", "America/Santiago", "Pacific/Apia", "Africa/Cairo"];
        let chosen = zones
            .iter()
            .enumerate()
            .filter(|(place, name)| thorough || place % 15 == 0 || always.contains(&name.as_str()));
        for (_, name) in chosen {
            for (day, time) in [
                (Day::Sun, time(2, 30, 0, 0)),
                (Day::Sun, time(1, 30, 0, 0)),
                (Day::Mon, time(9, 0, 0, 0)),
                (Day::Sun, time(0, 0, 0, 0)),
            ] {
                assert_eq!(anomalies(&slot(day, time, name)), 0, "{name} {day:?} {time}");
            }
        }
    }

    proptest! {
        #[test]
        fn latest_and_next_enclose_every_instant(
            second in 1_700_000_000_i64..2_000_000_000,
            day in 0_usize..7,
            minute in 0_i8..60,
            hour in 0_i8..24,
            every_weeks in 0_u8..9,
            zone in prop::sample::select(vec!["UTC", "America/New_York", "Europe/London", "Asia/Kathmandu"]),
        ) {
            let now = Timestamp::from_second(second).unwrap();
            let each = Slot { every_weeks, ..slot(Day::ALL[day], time(hour, minute, 0, 0), zone) };
            let (latest, next) = (each.latest(now).unwrap(), each.next_after(now).unwrap());
            prop_assert!(latest.at <= now && now < next.at);
            prop_assert_eq!(next.date, latest.date + (7 * i64::from(every_weeks.max(1))).days());
            prop_assert_eq!(Day::of(next.date), Day::ALL[day]);
        }
    }
}
