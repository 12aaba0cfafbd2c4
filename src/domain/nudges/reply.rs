//! "I'll ask @ana on Thursday": whom and which day a reply names. Nothing of its words is kept.

use super::HORIZON_DAYS;
use crate::domain::command::parse::month;
use crate::domain::ids::PersonId;
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

/// What a reply says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Whom it names.
    pub who: Who,
    /// Which day it names; none that is past or far away.
    pub on: Option<Date>,
}

/// Whom a reply names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Nobody.
    Nobody,
    /// One person.
    One(PersonId),
    /// Several: it does not say which one.
    Several,
}

impl Reading {
    /// Reads a message as Slack gives it, with mentions as `<@U1>`. `today` is the date where its writer is.
    pub fn of(text: &str, today: Date) -> Self {
        let (people, words) = taken_apart(text);
        Self { who: who(people), on: day(&words, today) }
    }
}

fn who(mut people: Vec<PersonId>) -> Who {
    people.sort();
    people.dedup();
    match people.len() {
        0 => Who::Nobody,
        1 => people.pop().map_or(Who::Nobody, Who::One),
        _ => Who::Several,
    }
}

/// The people who are mentioned, and the other words in lower case without signs around them.
fn taken_apart(text: &str) -> (Vec<PersonId>, Vec<String>) {
    let (mut people, mut plain, mut rest) = (Vec::new(), String::new(), text);
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        let Some((inside, behind)) = after.split_once('>') else {
            rest = after;
            continue;
        };
        people.extend(mentioned(inside));
        plain.push(' ');
        rest = behind;
    }
    plain.push_str(rest);
    let is_sign = |c: char| !c.is_alphanumeric();
    let words = plain.split_whitespace().map(|word| {
        let word = word.trim_matches(is_sign).to_lowercase();
        let word = word.strip_suffix("'s").or(word.strip_suffix("’s")).unwrap_or(&word);
        word.to_owned()
    });
    (people, words.filter(|word| !word.is_empty()).collect())
}

/// The person in `@U123|ana` or `@U123`.
fn mentioned(inside: &str) -> Option<PersonId> {
    let id = inside.strip_prefix('@')?.split('|').next()?;
    let well_formed =
        id.len() > 1 && id.starts_with(['U', 'W']) && id.chars().all(|c| c.is_ascii_alphanumeric());
    well_formed.then(|| PersonId::new(id))
}

/// The first day that the words name; a day after *not* is none.
fn day(words: &[String], today: Date) -> Option<Date> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let last = today.checked_add(HORIZON_DAYS.days()).unwrap_or(Date::MAX);
    let named = (0..words.len()).filter(|at| !is_denied(&words[..*at]));
    named.filter_map(|at| day_at(&words, at, today)).find(|date| (today..=last).contains(date))
}

fn is_denied(before: &[&str]) -> bool {
    matches!(before, [.., "not" | "before" | "after"] | [.., "not", "on"])
}

/// A day that is named by the words from a place on.
fn day_at(words: &[&str], at: usize, today: Date) -> Option<Date> {
    let before = at.checked_sub(1).map(|at| words[at]);
    match words[at..] {
        ["day", "after", "tomorrow", ..] => today.checked_add(2.days()).ok(),
        ["today" | "tonight", ..] => Some(today),
        ["tomorrow" | "tmrw" | "tomorow" | "tommorow" | "tommorrow", ..] => today.tomorrow().ok(),
        ["next", "week", ..] if weekday_after(words, at).is_none() => {
            today.nth_weekday(1, Weekday::Monday).ok()
        }
        ["in", number, unit, ..] => today.checked_add(duration(number, unit)?).ok(),
        ["a" | "one", "week", "from", "today" | "now", ..] => today.checked_add(1.week()).ok(),
        ["end" | "rest", "of", "the" | "this", "week", ..] => friday(today),
        ["end", "of", "week", ..] | ["eow", ..] => friday(today),
        [first, second, ..] if day_number(first).is_some() && month(second).is_some() => {
            dated(day_number(first)?, month(second)?, today)
        }
        [first, "of", second, ..] if day_number(first).is_some() && month(second).is_some() => {
            dated(day_number(first)?, month(second)?, today)
        }
        [first, second, ..] if month(first).is_some() && day_number(second).is_some() => {
            dated(day_number(second)?, month(first)?, today)
        }
        [word, ..] => one_word(word, before, today),
        [] => None,
    }
}

fn one_word(word: &str, before: Option<&str>, today: Date) -> Option<Date> {
    if let Some(weekday) = weekday(word, before) {
        return today.nth_weekday(1, weekday).ok();
    }
    if let Ok(date) = Date::strptime("%Y-%m-%d", word) {
        return Some(date);
    }
    if let Some((day, month)) = word.split_once('.') {
        let month = month.trim_end_matches('.');
        return dated(day.parse().ok()?, month.parse().ok()?, today);
    }
    // A bare number is a day of the month only where that is said: "the 7th", "on the 7".
    let is_ordinal = ["st", "nd", "rd", "th"].iter().any(|ending| word.ends_with(ending));
    (is_ordinal && before == Some("the")).then(|| day_of_month(day_number(word)?, today)).flatten()
}

/// `thursday`, `thu`, `thurs`; `sat` and `sun` are words of their own, and count only where a day is expected.
fn weekday(word: &str, before: Option<&str>) -> Option<Weekday> {
    let expected = matches!(before, Some("on" | "next" | "this" | "by" | "coming" | "until"));
    let is_word = matches!(word, "sat" | "sun" | "wed" | "mon") && !expected;
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let short = word.strip_suffix('s').filter(|short| names.contains(short)).unwrap_or(word);
    let place = names.iter().position(|name| short.len() >= 3 && name.starts_with(short));
    let number = place.filter(|_| !is_word).and_then(|place| i8::try_from(place).ok())?;
    Weekday::from_monday_zero_offset(number).ok()
}

/// The weekday in "next week on thursday".
fn weekday_after(words: &[&str], at: usize) -> Option<Weekday> {
    match words[at + 2..] {
        ["on", word, ..] => weekday(word, Some("on")),
        [word, ..] => weekday(word, Some("on")),
        [] => None,
    }
}

fn duration(number: &str, unit: &str) -> Option<Span> {
    let number: i64 = match number {
        "a" | "an" | "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        digits => digits.parse().ok().filter(|number| (0..=HORIZON_DAYS).contains(number))?,
    };
    match unit {
        "day" | "days" => Some(number.days()),
        "week" | "weeks" => Some(number.weeks()),
        _ => None,
    }
}

/// The Friday of this week; on a weekend the next one.
fn friday(today: Date) -> Option<Date> {
    today.yesterday().ok()?.nth_weekday(1, Weekday::Friday).ok()
}

/// The next date of that day and month.
fn dated(day: i8, month: i8, today: Date) -> Option<Date> {
    let this_year = Date::new(today.year(), month, day).ok();
    match this_year.filter(|date| *date >= today) {
        Some(date) => Some(date),
        None => Date::new(today.year().checked_add(1)?, month, day).ok(),
    }
}

/// The next date with that day of the month.
fn day_of_month(day: i8, today: Date) -> Option<Date> {
    let month = today.first_of_month();
    [month, month.checked_add(1.month()).ok()?]
        .into_iter()
        .filter_map(|month| Date::new(month.year(), month.month(), day).ok())
        .find(|date| *date >= today)
}

fn day_number(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// A Wednesday.
    const TODAY: Date = date(2027, 1, 6);

    fn read(text: &str) -> (Option<String>, Option<String>) {
        let reading = Reading::of(text, TODAY);
        let who = match reading.who {
            Who::One(person) => Some(person.to_string()),
            Who::Nobody => None,
            Who::Several => Some("several".into()),
        };
        (who, reading.on.map(|date| date.strftime("%m-%d").to_string()))
    }

    #[test]
    fn people_and_days_are_found_in_what_people_write() {
        for (text, who, on) in [
            ("I'll ask <@U1> on Thursday", "U1", "01-07"),
            ("<@U1|ana> thursday", "U1", "01-07"),
            ("Going to ask <@W9A> tomorrow morning!", "W9A", "01-07"),
            ("<@U1>, today", "U1", "01-06"),
            ("Tomorrow: <@U1>.", "U1", "01-07"),
            ("The day after tomorrow with <@U1>", "U1", "01-08"),
            ("next week, <@U1>", "U1", "01-11"),
            ("<@U1> next week on Tuesday", "U1", "01-12"),
            ("I will ask <@U1> next Monday.", "U1", "01-11"),
            ("<@U1> on Wednesday", "U1", "01-13"),
            ("Fri, <@U1>", "U1", "01-08"),
            ("<@U1> on Sat", "U1", "01-09"),
            ("this thurs <@U1>", "U1", "01-07"),
            ("Thursday’s 1:1 with <@U1>", "U1", "01-07"),
            ("<@U1> in two days", "U1", "01-08"),
            ("<@U1> in a week", "U1", "01-13"),
            ("<@U1> in 10 days", "U1", "01-16"),
            ("<@U1> by the end of the week", "U1", "01-08"),
            ("<@U1> EOW", "U1", "01-08"),
            ("<@U1> on 2027-01-15", "U1", "01-15"),
            ("<@U1> on the 15th", "U1", "01-15"),
            ("<@U1> on the 3rd", "U1", "02-03"),
            ("<@U1> 15 January", "U1", "01-15"),
            ("<@U1> on January 15th", "U1", "01-15"),
            ("<@U1> the 2nd of Feb", "U1", "02-02"),
            ("<@U1> am 15.1.", "U1", "01-15"),
            ("<@U1> not on Thursday but on Friday", "U1", "01-08"),
            ("<@U1> and again <@U1> on Friday", "U1", "01-08"),
        ] {
            assert_eq!(read(text), (Some(who.into()), Some(on.into())), "{text}");
        }
    }

    #[test]
    fn what_is_not_said_is_not_guessed() {
        for (text, who, on) in [
            ("on Thursday", None, Some("01-07")),
            ("I'll ask <@U1>", Some("U1"), None),
            ("<@U1> or <@U2> on Friday", Some("several"), Some("01-08")),
            ("I'll ask Ana on Friday", None, Some("01-08")),
            ("I sat with <@U1> and it was fun in the sun", Some("U1"), None),
            ("I may ask <@U1>", Some("U1"), None),
            ("thanks", None, None),
            ("", None, None),
            ("ask <@U1> 3 times", Some("U1"), None),
            ("<@U1> on 2026-12-24", Some("U1"), None),
            ("<@U1> on 2027-12-24", Some("U1"), None),
            ("<@U1> on 30 February", Some("U1"), None),
            ("<@U1> yesterday", Some("U1"), None),
            ("<!here> <#C1|ops> <https://a.b|thursday>", None, None),
            ("<@u1> <@> <@X1> <@U1", None, None),
            ("in 99999999999999999999 days", None, None),
        ] {
            assert_eq!(read(text), (who.map(Into::into), on.map(Into::into)), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_written_can_break_it(text in ".{0,200}", days in 0_i64..20_000) {
            Reading::of(&text, date(1990, 1, 1).saturating_add(days.days()));
        }

        #[test]
        fn words_of_its_own_in_any_order_neither_break_it_nor_lead_into_the_past(
            words in prop::collection::vec(prop_oneof![
                Just("next"), Just("week"), Just("the"), Just("day"), Just("after"), Just("tomorrow"), Just("in"),
                Just("two"), Just("days"), Just("of"), Just("end"), Just("31st"), Just("february"), Just("may"),
                Just("on"), Just("sat"), Just("29.2."), Just("not"), Just("<@U1>"), Just("<@U2>"), Just("<"),
            ], 0..12),
            days in 0_i64..3_000,
        ) {
            let today = date(2026, 1, 1).saturating_add(days.days());
            let reading = Reading::of(&words.join(" "), today);
            if let Some(on) = reading.on {
                prop_assert!(on >= today && on <= today.saturating_add(HORIZON_DAYS.days()));
            }
        }

        #[test]
        fn a_plain_promise_is_always_understood(
            days in 1_i64..7,
            start in 0_i64..3_000,
            opening in "(I'll ask|Asking|I want to talk to|) ",
            ending in "( then|, promised|!|\\.|)",
        ) {
            let today = date(2026, 1, 1).saturating_add(start.days());
            let on = today.saturating_add(days.days());
            let text = format!("{opening}<@U7> on {}{ending}", on.strftime("%A"));
            prop_assert_eq!(Reading::of(&text, today), Reading { who: Who::One(PersonId::new("U7")), on: Some(on) });
        }
    }
}
