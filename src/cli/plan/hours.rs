//! Working days and hours as people write them: `mon-fri`, `mon;wed`, `09:00-17:00`, `9 to 17.30`.

use crate::domain::calendar::Day;
use jiff::civil::Time;
use std::collections::BTreeSet;

/// From when to when, within one day.
///
/// # Errors
/// What is wrong, in a sentence.
pub(super) fn hours(text: &str) -> Result<(Time, Time), String> {
    let wrong = || format!("“{text}” says no hours; write such as 09:00-17:00");
    let plain = text.to_lowercase().replace(" to ", "-").replace(['–', '—'], "-");
    let (start, end) = plain.split_once('-').ok_or_else(wrong)?;
    Ok((time(start).ok_or_else(wrong)?, time(end).ok_or_else(wrong)?))
}

fn time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once([':', '.']).unwrap_or((text.trim(), "0"));
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// Days of the week, one by one or as a range.
///
/// # Errors
/// What is wrong, in a sentence.
pub(super) fn days(text: &str) -> Result<BTreeSet<Day>, String> {
    let wrong = |part: &str| format!("“{part}” is no day; write such as mon-fri, or mon;tue;wed");
    let plain = text.to_lowercase().replace(" to ", "-").replace(['–', '—'], "-");
    let mut days = BTreeSet::new();
    for part in plain.split([';', '|', ',', ' ']).filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day(first).ok_or_else(|| wrong(part))?, day(last).ok_or_else(|| wrong(part))?);
        let week = Day::ALL.len();
        days.extend((0..=(last + week - first) % week).map(|step| Day::ALL[(first + step) % week]));
    }
    Ok(days)
}

/// The place in the week of a day: by its English name, or the first three or more letters of it.
fn day(text: &str) -> Option<usize> {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    NAMES.iter().position(|name| text.len() >= 3 && name.starts_with(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_come_in_every_usual_spelling() {
        let nine_to_five = (Time::constant(9, 0, 0, 0), Time::constant(17, 30, 0, 0));
        for text in ["09:00-17:30", "9–17.30", "9 to 17:30", " 9:00 - 17:30 "] {
            assert_eq!(hours(text), Ok(nine_to_five), "{text}");
        }
        for text in ["nine to five", "09:00", "9-25", ""] {
            assert!(hours(text).is_err_and(|said| said.contains("09:00-17:00")), "{text}");
        }
    }

    #[test]
    fn days_are_read_one_by_one_and_as_ranges_also_around_the_weekend() {
        let codes = |text: &str| days(text).unwrap().into_iter().map(Day::code).collect::<Vec<_>>();
        assert_eq!(codes("Mon-Wed; friday"), ["mon", "tue", "wed", "fri"]);
        assert_eq!(codes("sat-mon"), ["mon", "sat", "sun"]);
        assert_eq!(codes("Tues"), ["tue"]);
        assert_eq!(
            days("mon;noday").unwrap_err(),
            "“noday” is no day; write such as mon-fri, or mon;tue;wed"
        );
    }
}
