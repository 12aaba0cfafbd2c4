//! The words that files use for levels, functions and zones. Whatever is not certain is refused and never guessed at:
//! `L5` is another level in every company.

use crate::domain::people::profile::{Function, Level};
use jiff::tz::TimeZone;

/// How alike a word and a known one must be, from 0 to 1, to suggest one for the other.
const ALIKE: f64 = 0.6;

type Words<T> = &'static [(T, &'static [&'static str])];

const LEVELS: Words<Level> = &[
    (
        Level::Junior,
        &[
            "junior",
            "jr",
            "junior engineer",
            "jr engineer",
            "junior developer",
            "graduate",
            "trainee",
            "intern",
        ],
    ),
    (
        Level::Engineer,
        &[
            "engineer",
            "software engineer",
            "swe",
            "developer",
            "mid",
            "mid level",
            "midlevel",
            "intermediate",
        ],
    ),
    (
        Level::Senior,
        &["senior", "sr", "senior engineer", "sr engineer", "senior software engineer", "senior developer"],
    ),
    (
        Level::Staff,
        &[
            "staff",
            "principal",
            "staff engineer",
            "principal engineer",
            "staff or principal",
            "staff or principal engineer",
            "senior staff",
            "senior staff engineer",
            "distinguished engineer",
            "architect",
            "fellow",
        ],
    ),
    (
        Level::Lead,
        &["lead", "team lead", "teamlead", "tech lead", "technical lead", "engineering lead", "tl"],
    ),
    (Level::Manager, &["manager", "mgr", "engineering manager", "eng manager", "em", "people manager"]),
    (
        Level::SeniorManager,
        &[
            "senior manager",
            "sr manager",
            "sr mgr",
            "senior mgr",
            "senior engineering manager",
            "sr engineering manager",
            "group manager",
            "manager of managers",
        ],
    ),
    (
        Level::Director,
        &[
            "director",
            "dir",
            "senior director",
            "sr director",
            "engineering director",
            "director of engineering",
        ],
    ),
    (
        Level::Executive,
        &[
            "executive",
            "exec",
            "vp",
            "svp",
            "evp",
            "vice president",
            "vp or above",
            "vp engineering",
            "vp of engineering",
            "chief",
            "c level",
            "ceo",
            "cto",
            "cpo",
            "coo",
            "cio",
            "ciso",
        ],
    ),
];

const FUNCTIONS: Words<Function> = &[
    (
        Function::Engineering,
        &[
            "engineering",
            "eng",
            "software",
            "software engineering",
            "development",
            "r and d",
            "frontend",
            "backend",
            "mobile",
        ],
    ),
    (
        Function::Infrastructure,
        &[
            "infrastructure",
            "infra",
            "platform",
            "infrastructure and platform",
            "platform engineering",
            "operations",
            "ops",
            "devops",
            "sre",
            "site reliability",
            "it",
        ],
    ),
    (
        Function::Data,
        &[
            "data",
            "data and machine learning",
            "machine learning",
            "ml",
            "ai",
            "analytics",
            "data science",
            "data engineering",
        ],
    ),
    (Function::Security, &["security", "infosec", "information security", "appsec"]),
    (Function::Quality, &["quality", "qa", "quality assurance", "test", "testing"]),
    (Function::Product, &["product", "product management", "pm", "product manager"]),
    (
        Function::Design,
        &["design", "design and research", "ux", "ui", "user experience", "user research", "product design"],
    ),
    (
        Function::People,
        &[
            "people",
            "people and recruiting",
            "hr",
            "human resources",
            "recruiting",
            "talent",
            "people operations",
            "people ops",
        ],
    ),
    (
        Function::Support,
        &["support", "support and success", "customer support", "customer success", "success", "service"],
    ),
    (Function::Other, &["other", "something else"]),
];

/// The level that a word stands for.
///
/// # Errors
/// The level that may have been meant.
pub fn level(text: &str) -> Result<Level, Option<Level>> {
    look_up(LEVELS, text)
}

/// The function that a word stands for.
///
/// # Errors
/// The function that may have been meant.
pub fn function(text: &str) -> Result<Function, Option<Function>> {
    look_up(FUNCTIONS, text)
}

/// The full IANA name of a zone.
///
/// # Errors
/// The zone that may have been meant: `Berlin` is nearly `Europe/Berlin`.
pub fn zone(text: &str) -> Result<String, Option<String>> {
    if let Ok(zone) = TimeZone::get(&text.replace(' ', "_"))
        && let Some(name) = zone.iana_name()
    {
        return Ok(name.to_owned());
    }
    let typed = text.replace(' ', "_").to_lowercase();
    let known: Vec<String> = jiff::tz::db().available().map(|name| name.as_str().to_owned()).collect();
    let city = |name: &String| name.to_lowercase().rsplit('/').next() == Some(&typed);
    let meant = known.iter().find(|name| city(name)).cloned();
    Err(meant.or_else(|| {
        let lowered = known.iter().map(|name| (name.to_lowercase(), name));
        let lowered: Vec<(String, &String)> = lowered.collect();
        nearest(&typed, lowered.iter().map(|(word, name)| (word.as_str(), *name)), ALIKE).cloned()
    }))
}

/// What belongs to the known word that is most like a typed one, if any is like it.
pub fn nearest<'a, T>(typed: &str, known: impl Iterator<Item = (&'a str, T)>, alike: f64) -> Option<T> {
    known
        .map(|(word, meaning)| (strsim::normalized_damerau_levenshtein(typed, word), meaning))
        .filter(|(likeness, _)| *likeness >= alike)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, meaning)| meaning)
}

fn look_up<T: Copy>(words: Words<T>, text: &str) -> Result<T, Option<T>> {
    let typed = plain(text);
    let known = || words.iter().flat_map(|(meaning, words)| words.iter().map(|word| (*word, *meaning)));
    match known().find(|(word, _)| *word == typed) {
        Some((_, meaning)) => Ok(meaning),
        None => Err(nearest(&typed, known(), ALIKE)),
    }
}

/// A word without what people write differently: `Sr. Manager`, `senior_manager` and `R&D`.
fn plain(text: &str) -> String {
    let spelt: String = text.replace('&', " and ").to_lowercase();
    let letters: String = spelt.chars().map(|each| if each.is_alphanumeric() { each } else { ' ' }).collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn the_usual_words_are_understood() {
        for (text, expected) in [
            ("Sr. Manager", Level::SeniorManager),
            ("senior_manager", Level::SeniorManager),
            ("VP", Level::Executive),
            ("vice-president", Level::Executive),
            (" Staff  Engineer ", Level::Staff),
        ] {
            assert_eq!(level(text), Ok(expected), "{text}");
        }
        assert_eq!(function("R&D"), Ok(Function::Engineering));
        assert_eq!(function("Data & machine learning"), Ok(Function::Data));
    }

    #[test]
    fn every_code_and_every_name_that_people_read_is_understood() {
        let words: BTreeMap<&str, &str> = include_str!("../../../locales/en/people.ftl")
            .lines()
            .filter_map(|line| line.split_once(" = "))
            .collect();
        for each in Level::ALL {
            assert_eq!(level(each.code()), Ok(*each));
            assert_eq!(level(words[format!("level-{}", each.code()).as_str()]), Ok(*each));
        }
        for each in Function::ALL {
            assert_eq!(function(each.code()), Ok(*each));
            assert_eq!(function(words[format!("function-{}", each.code()).as_str()]), Ok(*each));
        }
    }

    #[test]
    fn no_word_stands_for_two() {
        let levels: Vec<&str> = LEVELS.iter().flat_map(|(_, words)| words.iter().copied()).collect();
        let functions: Vec<&str> = FUNCTIONS.iter().flat_map(|(_, words)| words.iter().copied()).collect();
        for words in [levels, functions] {
            let mut once = words.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), words.len());
            assert!(words.iter().all(|word| plain(word) == *word));
        }
    }

    #[test]
    fn a_slip_gets_a_suggestion_and_a_guess_gets_none() {
        assert_eq!(level("maneger"), Err(Some(Level::Manager)));
        assert_eq!(level("L5"), Err(None));
        assert_eq!(function("enginering"), Err(Some(Function::Engineering)));
        assert_eq!(function("Astrology"), Err(None));
    }

    #[test]
    fn zones_are_known_by_their_full_name_and_suggested_by_their_city() {
        assert_eq!(zone("europe/berlin").as_deref(), Ok("Europe/Berlin"));
        assert_eq!(zone("America/New York").as_deref(), Ok("America/New_York"));
        assert_eq!(zone("Berlin"), Err(Some("Europe/Berlin".into())));
        assert_eq!(zone("Europe/Berln"), Err(Some("Europe/Berlin".into())));
        assert_eq!(zone("Middle earth"), Err(None));
    }
}
