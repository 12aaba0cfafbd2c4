//! What people type after `/mentor`, understood leniently: a phone's keyboard capitalises, doubles spaces and curls
//! quotes, and nobody should have to know the grammar of a pause.

use super::{Command, Misunderstanding, PauseLength, Problem, free_text};
use crate::domain::ids::PersonId;
use crate::domain::nudges::NudgeWish;
use crate::domain::people::profile::Mode;
use crate::domain::prompts::PromptWish;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The commands that need nothing but their word. What follows the word is ignored.
const PLAIN: &[(&str, Command)] = &[
    ("join", Command::Join),
    ("home", Command::Home),
    ("profile", Command::Profile),
    ("resume", Command::Resume),
    ("skip", Command::Skip),
    ("unskip", Command::Unskip),
    ("leave", Command::Leave),
    ("share", Command::Share),
    ("history", Command::History),
    ("privacy", Command::Privacy),
    ("export", Command::Export),
    ("help", Command::Help),
];

/// Words that people try, and the command each of them stands for; also the commands themselves.
const NEARBY: &[(&str, &str)] = &[
    ("question", "ask"),
    ("prompt", "prompt"),
    ("conversation", "prompt"),
    ("read", "prompt"),
    ("book", "prompt"),
    ("learned", "share"),
    ("post", "share"),
    ("request", "ask"),
    ("problem", "ask"),
    ("teach", "offer"),
    ("stop", "leave"),
    ("quit", "leave"),
    ("exit", "leave"),
    ("unsubscribe", "leave"),
    ("opt out", "leave"),
    ("edit", "profile"),
    ("settings", "profile"),
    ("preferences", "profile"),
    ("topics", "profile"),
    ("snooze", "pause"),
    ("break", "pause"),
    ("vacation", "pause"),
    ("holiday", "pause"),
    ("away", "pause"),
    ("block", "never"),
    ("avoid", "never"),
    ("unblock", "allow"),
    ("delete me", "forget me"),
    ("delete", "forget me"),
    ("erase", "forget me"),
    ("start", "join"),
    ("signup", "join"),
    ("register", "join"),
    ("back", "resume"),
    ("continue", "resume"),
    ("unpause", "resume"),
    ("download", "export"),
    ("data", "export"),
    ("past", "history"),
    ("commands", "help"),
    ("ask", "ask"),
    ("offer", "offer"),
    ("nudge", "nudge"),
    ("theme", "nudge"),
    ("reminders", "nudge"),
    ("pause", "pause"),
    ("never", "never"),
    ("allow", "allow"),
    ("forget me", "forget me"),
    ("why", "why"),
];

/// The longest part of what was typed that is shown again, in characters.
const SHOWN: usize = 40;
/// How alike two words must be, from 0 to 1, to suggest one for the other.
const ALIKE: f64 = 0.6;
/// No pause with an end is longer than this many days; who wants more takes one without an end.
const LONGEST_PAUSE: i64 = 366;

impl Command {
    /// Understands what was typed after the slash command. `today` is the day on which it was typed.
    pub fn parse(text: &str, today: Date) -> Self {
        if let Some((command, words)) = free_text::after(text, &["ask", "offer", "prompt", "prompts"]) {
            let words = free_text::plain(words);
            return match command.as_str() {
                "ask" => Self::Ask(words),
                "offer" => Self::Offer(words),
                _ => Self::Prompt(PromptWish::of(&words)),
            };
        }
        let text = tidy(text);
        let words: Vec<&str> = text.split_whitespace().collect();
        let Some((first, rest)) = words.split_first() else { return Self::Help };
        if let Some((_, command)) = PLAIN.iter().find(|(word, _)| word == first) {
            return command.clone();
        }
        match (*first, rest) {
            ("?", _) => Self::Help,
            ("forget", [] | ["me", ..]) => Self::ForgetMe,
            ("nudge" | "nudges", words) => Self::Nudge(NudgeWish::of(words)),
            ("try", words) if mode(words).is_some() => mode(words).map_or(Self::Help, Self::Try),
            ("pass", words) if mode(words).is_some() => mode(words).map_or(Self::Help, Self::PassOn),
            ("pause", length) => pause(length, today).map_or_else(not_understood, Self::Pause),
            ("why", words) => why(words),
            ("never", [] | ["list"]) => Self::NeverList,
            ("never", people) => one_person(people).map_or_else(not_understood, Self::Never),
            ("allow", people) => one_person(people).map_or_else(not_understood, Self::Allow),
            _ => Self::Unknown(Misunderstanding {
                problem: Problem::NoSuchCommand(harmless(&text)),
                nearest: nearest(&text, first),
            }),
        }
    }
}

fn not_understood(problem: Problem) -> Command {
    Command::Unknown(Misunderstanding { problem, nearest: None })
}

/// Lower case, plain quotes gone, and no `/mentor` in front. Ids in mentions are put back in capitals where they are read.
fn tidy(text: &str) -> String {
    let quotes = ['"', '\'', '“', '”', '‘', '’', '«', '»', '`', '.', ','];
    let text = text.replace(['\u{a0}', '\u{202f}'], " ").to_lowercase();
    let words = text.split_whitespace().map(|word| word.trim_matches(quotes)).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.skip_while(|word| *word == "/mentor").collect();
    words.join(" ")
}

/// What was typed, cut short, without anything that Slack would turn into a mention, a link or formatting.
fn harmless(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() && !"<>&@#*_~`|!\\".contains(*c))
        .take(SHOWN)
        .collect::<String>()
        .trim()
        .to_owned()
}

fn nearest(text: &str, first: &str) -> Option<String> {
    let plain = PLAIN.iter().map(|(word, _)| (*word, *word));
    let likeness = |known: &str| {
        let typed = if known.contains(' ') { text } else { first };
        strsim::normalized_damerau_levenshtein(typed, known)
    };
    plain
        .chain(NEARBY.iter().copied())
        .map(|(known, command)| (likeness(known), command))
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, command)| command.to_owned())
}

/// Whatever follows the word and names nobody is ignored, such as `why us`.
fn why(words: &[&str]) -> Command {
    if words.iter().any(|word| word.contains('@')) {
        one_person(words).map_or_else(not_understood, Command::WhyNot)
    } else {
        Command::Why
    }
}

fn one_person(words: &[&str]) -> Result<PersonId, Problem> {
    let mut named = words.iter().filter_map(|word| mentioned(word));
    match (named.next(), named.next()) {
        (None, _) => Err(Problem::NobodyNamed),
        (Some(person), None) => Ok(person),
        (Some(_), Some(_)) => Err(Problem::SeveralNamed),
    }
}

/// The person in `<@U123|ana>` or `<@U123>`, as Slack escapes a mention.
fn mentioned(word: &str) -> Option<PersonId> {
    let inside = word.split_once("<@")?.1.split_once('>')?.0;
    let id = inside.split('|').next().unwrap_or(inside).to_uppercase();
    let well_formed =
        id.len() > 1 && id.starts_with(['U', 'W']) && id.chars().all(|c| c.is_ascii_alphanumeric());
    well_formed.then(|| PersonId::new(id))
}

fn pause(words: &[&str], today: Date) -> Result<PauseLength, Problem> {
    let not_a_length = || Problem::NotALength(harmless(&words.join(" ")));
    match words {
        [] | ["forever" | "open" | "indefinitely"] => Ok(PauseLength::Open),
        ["until" | "till" | "to", date @ ..] => until(date, today).unwrap_or_else(|| Err(not_a_length())),
        ["for", length @ ..] => duration(length).ok_or_else(not_a_length),
        words => match duration(words) {
            Some(length) => Ok(length),
            None => until(words, today).unwrap_or_else(|| Err(not_a_length())),
        },
    }
}

/// `2w`, `2 weeks`, `a week`, `10d`, `1 month`.
fn duration(words: &[&str]) -> Option<PauseLength> {
    let (number, unit) = match words {
        [joined] => joined.split_at(joined.find(|c: char| !c.is_ascii_digit())?),
        [number, unit] => (*number, *unit),
        _ => return None,
    };
    let number: i64 = match number {
        "a" | "an" | "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        digits => digits.parse().ok()?,
    };
    let days_each = match unit {
        "d" | "day" | "days" => 1,
        "w" | "wk" | "wks" | "week" | "weeks" => 7,
        "month" | "months" => 30,
        _ => return None,
    };
    let days = number.checked_mul(days_each).filter(|days| (1..=LONGEST_PAUSE).contains(days))?;
    if days_each == 7 {
        Some(PauseLength::Weeks(u8::try_from(number).ok()?))
    } else {
        Some(PauseLength::Days(u16::try_from(days).ok()?))
    }
}

/// A day that a pause may end on; `None` where the words are no day at all.
fn until(words: &[&str], today: Date) -> Option<Result<PauseLength, Problem>> {
    let date = date(words, today)?;
    let days = (date - today).get_days();
    Some(match i64::from(days) {
        ..=0 => Err(Problem::DateIsPast(date)),
        1..=LONGEST_PAUSE => Ok(PauseLength::Until(date)),
        _ => Err(Problem::NotALength(date.to_string())),
    })
}

fn date(words: &[&str], today: Date) -> Option<Date> {
    match words {
        ["on" | "next" | "the", rest @ ..] => date(rest, today),
        ["today"] => Some(today),
        ["tomorrow"] => today.tomorrow().ok(),
        ["week"] => today.nth_weekday(1, Weekday::Monday).ok(),
        [one] => match weekday(one) {
            Some(weekday) => today.nth_weekday(1, weekday).ok(),
            None => Date::strptime("%Y-%m-%d", one).ok(),
        },
        [one, two] => day_and_month(one, two, today),
        [one, two, year] => {
            let year = year.parse().ok()?;
            let (day, month) = day_month(one, two)?;
            Date::new(year, month, day).ok()
        }
        _ => None,
    }
}

/// The next such day: `24 december` on the 27th of December is in the next year.
fn day_and_month(one: &str, two: &str, today: Date) -> Option<Date> {
    let (day, month) = day_month(one, two)?;
    let this_year = Date::new(today.year(), month, day).ok()?;
    if this_year > today { Some(this_year) } else { this_year.checked_add(1.year()).ok() }
}

fn day_month(one: &str, two: &str) -> Option<(i8, i8)> {
    match (day_number(one), month(two)) {
        (Some(day), Some(month)) => Some((day, month)),
        _ => Some((day_number(two)?, month(one)?)),
    }
}

fn day_number(word: &str) -> Option<i8> {
    word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()
}

/// A kind of mentoring that can be joined, by its own word or what people call it.
fn mode(words: &[&str]) -> Option<Mode> {
    let mode = match words.first()? {
        &"advice" => Mode::Situational,
        word => Mode::from_code(word.trim_end_matches('s'))?,
    };
    Mode::OPEN.contains(&mode).then_some(mode)
}

fn weekday(word: &str) -> Option<Weekday> {
    let position =
        named(word, &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])?;
    Weekday::from_monday_one_offset(position).ok()
}

/// The number of a month, from 1, by three or more of its first letters.
pub(in crate::domain) fn month(word: &str) -> Option<i8> {
    named(
        word,
        &[
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
    )
}

/// The place, from 1, of the name that a word of three letters or more begins.
fn named(word: &str, names: &[&str]) -> Option<i8> {
    let place = names.iter().position(|name| word.len() >= 3 && name.starts_with(word))?;
    i8::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    /// A Wednesday.
    const TODAY: Date = day(2026, 11, 25);

    fn parse(text: &str) -> Command {
        Command::parse(text, TODAY)
    }

    #[test]
    fn why_may_be_asked_about_the_pair_or_about_a_colleague() {
        for text in ["why", "why us", "/mentor why"] {
            assert_eq!(parse(text), Command::Why, "{text}");
        }
        assert_eq!(parse("why <@U1|ana>"), Command::WhyNot(PersonId::new("U1")));
        assert_eq!(parse("why not <@u1> this time"), Command::WhyNot(PersonId::new("U1")));
        assert_eq!(misunderstood("why @ana").0, Problem::NobodyNamed);
        assert_eq!(misunderstood("why <@U1> <@U2>").0, Problem::SeveralNamed);
    }

    fn misunderstood(text: &str) -> (Problem, Option<String>) {
        let Command::Unknown(Misunderstanding { problem, nearest }) = parse(text) else {
            panic!("{text:?} was understood");
        };
        (problem, nearest)
    }

    #[test]
    fn every_word_is_understood_in_any_case() {
        for (word, command) in PLAIN {
            assert_eq!(parse(word), *command);
            assert_eq!(parse(&format!("  {} ", word.to_uppercase())), *command);
        }
        assert_eq!(parse(""), Command::Help);
        assert_eq!(parse(" \u{a0} "), Command::Help);
        assert_eq!(parse("/mentor join"), Command::Join);
        assert_eq!(parse("“Join”"), Command::Join);
        assert_eq!(parse("Forget   me"), Command::ForgetMe);
        assert_eq!(parse("help pause"), Command::Help);
    }

    #[test]
    fn a_pause_may_be_said_in_many_ways() {
        use PauseLength::{Days, Open, Until, Weeks};
        for (text, length) in [
            ("pause", Open),
            ("pause forever", Open),
            ("pause 2w", Weeks(2)),
            ("pause 2 Weeks", Weeks(2)),
            ("pause for a week", Weeks(1)),
            ("pause 10d", Days(10)),
            ("pause 1 month", Days(30)),
            ("pause until 2026-12-24", Until(day(2026, 12, 24))),
            ("pause 2026-12-24", Until(day(2026, 12, 24))),
            ("pause until Friday", Until(day(2026, 11, 27))),
            ("pause until wednesday", Until(day(2026, 12, 2))),
            ("pause till next mon", Until(day(2026, 11, 30))),
            ("pause until tomorrow", Until(day(2026, 11, 26))),
            ("pause until 24 december", Until(day(2026, 12, 24))),
            ("pause until December 24th", Until(day(2026, 12, 24))),
            ("pause 3 jan", Until(day(2027, 1, 3))),
            ("pause until 3 January 2027", Until(day(2027, 1, 3))),
        ] {
            assert_eq!(parse(text), Command::Pause(length), "{text}");
        }
    }

    #[test]
    fn a_pause_that_is_none_says_what_is_wrong() {
        assert_eq!(misunderstood("pause 0w").0, Problem::NotALength("0w".into()));
        assert_eq!(misunderstood("pause 99w").0, Problem::NotALength("99w".into()));
        assert_eq!(misunderstood("pause w").0, Problem::NotALength("w".into()));
        assert_eq!(
            misunderstood("pause 99999999999999999999d").0,
            Problem::NotALength("99999999999999999999d".into())
        );
        assert_eq!(misunderstood("pause until <!channel>").0, Problem::NotALength("until channel".into()));
        assert_eq!(misunderstood("pause until 2026-11-25").0, Problem::DateIsPast(TODAY));
        assert_eq!(misunderstood("pause until 2026-02-30").0, Problem::NotALength("until 2026-02-30".into()));
        assert_eq!(misunderstood("pause until 9999-12-31").0, Problem::NotALength("9999-12-31".into()));
        assert_eq!(misunderstood("pause lots"), (Problem::NotALength("lots".into()), None));
    }

    #[test]
    fn nudges_are_turned_off_and_on_and_given_a_theme() {
        for (text, wish) in [
            ("nudge", NudgeWish::Show),
            ("Nudge OFF", NudgeWish::Off),
            ("nudges on", NudgeWish::On),
            ("nudge rotate", NudgeWish::Rotate),
            ("nudge Blind  spots", NudgeWish::Theme("blind spots".into())),
        ] {
            assert_eq!(parse(text), Command::Nudge(wish), "{text}");
        }
    }

    #[test]
    fn people_are_named_by_mention_alone() {
        assert_eq!(parse("never <@U123|ana>"), Command::Never(PersonId::new("U123")));
        assert_eq!(parse("Allow <@W9A>"), Command::Allow(PersonId::new("W9A")));
        assert_eq!(parse("never"), Command::NeverList);
        assert_eq!(parse("never list"), Command::NeverList);
        assert_eq!(misunderstood("never @ana").0, Problem::NobodyNamed);
        assert_eq!(misunderstood("never <@>").0, Problem::NobodyNamed);
        assert_eq!(misunderstood("never <!here>").0, Problem::NobodyNamed);
        assert_eq!(misunderstood("allow").0, Problem::NobodyNamed);
        assert_eq!(misunderstood("never <@U1> <@U2>").0, Problem::SeveralNamed);
    }

    #[test]
    fn the_nearest_command_is_suggested() {
        for (typed, nearest) in [
            ("jion", "join"),
            ("prifole", "profile"),
            ("STOP", "leave"),
            ("quit now", "leave"),
            ("settings", "profile"),
            ("snooze 2w", "pause"),
            ("block <@U1>", "never"),
            ("delete me", "forget me"),
            ("forgetme", "forget me"),
            ("hepl", "help"),
            ("puase 2w", "pause"),
        ] {
            assert_eq!(misunderstood(typed).1.as_deref(), Some(nearest), "{typed}");
        }
        assert_eq!(misunderstood("xylophone").1, None);
    }

    #[test]
    fn what_was_typed_cannot_ping_when_it_is_shown_again() {
        let (problem, _) =
            misunderstood("<!channel> *hi* <@U1|x> & `code` | more text than anybody needs to read again");
        let Problem::NoSuchCommand(shown) = problem else { panic!("{problem:?}") };
        assert!(shown.chars().count() <= SHOWN, "{shown}");
        assert!(!shown.contains(['<', '>', '&', '*', '`', '@', '|', '!']), "{shown}");
    }

    proptest::proptest! {
        #[test]
        fn nothing_typed_can_break_it(text in ".{0,200}") {
            parse(&text);
            parse(&format!("pause {text}"));
            parse(&format!("never {text}"));
        }
    }
}
