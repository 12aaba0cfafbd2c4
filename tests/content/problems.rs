//! The words of the taxonomy, tried on problems as people type them: `tests/data/problems.toml`.

use super::{catalogue as ours, report, root};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use toml::{Table, Value};
use viceversa::adapters::catalogue;
use viceversa::domain::topics::TopicIndex;

const PROBLEMS: usize = 120;
const HELD_OUT: usize = 40;
const OF_EACH_TOPIC: usize = 2;
/// So many suggestions are shown.
const SHOWN: usize = 3;
/// In so many of a hundred problems, one of the topics shown must be right.
const FOUND: usize = 85;
/// The same for those that nobody tuned for, many of which name no topic: a floor under what strangers will meet.
const FOUND_OF_HELD_OUT: usize = 70;
/// Of a hundred texts about nothing, so many must get no suggestion.
const LEFT_ALONE: usize = 60;
/// A sign of so many words that stands in a problem was copied from it.
const COPIED: usize = 4;

struct Problem {
    text: String,
    topics: Vec<String>,
    is_held_out: bool,
}

#[test]
fn the_problems_are_many_and_about_every_topic() {
    let problems = problems();
    let catalogue = ours();
    let topics: Vec<String> = catalogue.topics.iter().map(|topic| topic.id.to_string()).collect();
    let mut found = String::new();
    let mut texts = BTreeSet::new();
    let mut times: BTreeMap<&str, usize> = topics.iter().map(|topic| (topic.as_str(), 0)).collect();
    for Problem { text, topics, .. } in &problems {
        if !texts.insert(text) {
            writeln!(found, "`{text}` stands there twice.").unwrap();
        }
        for topic in topics {
            match times.get_mut(topic.as_str()) {
                Some(times) => *times += 1,
                None => {
                    writeln!(found, "`{text}`: there is no topic {topic} in prompts/topics.toml.").unwrap()
                }
            }
        }
    }
    for (topic, times) in times.into_iter().filter(|(_, times)| *times < OF_EACH_TOPIC) {
        writeln!(found, "{times} problems are about {topic}; write {OF_EACH_TOPIC} in your own words.")
            .unwrap();
    }
    let about_something = problems.iter().filter(|problem| !problem.topics.is_empty());
    let held_out = about_something.clone().filter(|problem| problem.is_held_out).count();
    assert!(about_something.count() >= PROBLEMS && held_out >= HELD_OUT, "too few problems");
    report(&found);
}

#[test]
fn a_problem_finds_its_topic_among_the_first_three() {
    let index = TopicIndex::of(&catalogue::embedded().expect("files that read"));
    let mut missed = String::new();
    let (mut tuned, mut held_out) = (Share::default(), Share::default());
    for Problem { text, topics, is_held_out } in problems().iter().filter(|each| !each.topics.is_empty()) {
        let suggested: Vec<String> =
            index.suggest(text, SHOWN).iter().map(|suggestion| suggestion.topic.to_string()).collect();
        let is_found = topics.iter().any(|topic| suggested.contains(topic));
        if *is_held_out {
            held_out.count(is_found);
        } else {
            tuned.count(is_found);
            if !is_found {
                writeln!(missed, "`{text}` is about {topics:?} and gets {suggested:?}.").unwrap();
            }
        }
    }
    let all = Share { of: tuned.of + held_out.of, good: tuned.good + held_out.good };
    let shares = format!("{all} found their topic; held out {held_out}, others {tuned}");
    println!("{shares}");
    assert!(
        all.reaches(FOUND) && held_out.reaches(FOUND_OF_HELD_OUT),
        "{shares}. Wanted are {FOUND} % of all and {FOUND_OF_HELD_OUT} % of those held out; give topics more signs.\n{missed}"
    );
}

#[test]
fn what_is_about_nothing_mostly_gets_no_suggestion() {
    let index = TopicIndex::of(&catalogue::embedded().expect("files that read"));
    let mut share = Share::default();
    for problem in problems().iter().filter(|problem| problem.topics.is_empty()) {
        share.count(index.suggest(&problem.text, SHOWN).is_empty());
    }
    println!("{share} of what is about nothing got no suggestion");
    assert!(
        share.reaches(LEFT_ALONE),
        "{share} of what is about nothing got no suggestion; {LEFT_ALONE} % are wanted. A sign is too common a word."
    );
}

#[test]
fn signs_are_general_and_not_copied_from_a_problem() {
    let texts: Vec<String> = problems().iter().map(|problem| plain(&problem.text)).collect();
    let mut found = String::new();
    for topic in ours().topics {
        for sign in &topic.signs {
            let plain = plain(sign);
            let is_long = plain.split_whitespace().count() >= COPIED;
            if is_long && texts.iter().any(|text| text.contains(&plain)) {
                writeln!(
                    found,
                    "{}: `{sign}` stands in a problem word for word; say it more generally.",
                    topic.id
                )
                .unwrap();
            }
        }
    }
    report(&found);
}

/// How many of how many.
#[derive(Clone, Copy, Default)]
struct Share {
    of: usize,
    good: usize,
}

impl Share {
    fn count(&mut self, is_good: bool) {
        self.of += 1;
        self.good += usize::from(is_good);
    }

    fn reaches(self, percent: usize) -> bool {
        self.good * 100 >= self.of * percent
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {} ({:.1} %)", self.good, self.of, self.good as f64 * 100.0 / self.of.max(1) as f64)
    }
}

/// Words divided by single spaces, with one before and after, so that parts of words are not taken for words.
fn plain(text: &str) -> String {
    let text = text.to_lowercase().replace(['\'', '’'], "");
    let words: Vec<&str> =
        text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

fn problems() -> Vec<Problem> {
    let path = root().join("tests/data/problems.toml");
    let file: Table =
        fs::read_to_string(path).expect("the problems are there").parse().expect("they are TOML");
    let problems = file["problem"].as_array().expect("they are a list");
    problems.iter().map(problem).collect()
}

fn problem(entry: &Value) -> Problem {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let topics = entry["topics"].as_array().expect("every problem lists its topics, even none");
    Problem {
        text: text(&entry["text"]),
        topics: topics.iter().map(text).collect(),
        is_held_out: entry.get("held_out").is_some_and(|held_out| held_out.as_bool() == Some(true)),
    }
}
