//! Who works there. A team sits in one office and has one function; a few topics are sought and offered by many, and
//! most by few.

use crate::domain::calendar::WorkingHours;
use crate::domain::ids::{PersonId, TopicId};
use crate::domain::people::Person;
use crate::domain::people::profile::{Function, Level, Mode, Profile};
use jiff::civil::Time;
use jiff::{Timestamp, ToSpan};
use rand::RngExt;
use rand::seq::{IndexedRandom, SliceRandom};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeSet;

/// People of a team; the first of them leads it.
const TEAM: usize = 5;
/// Those at these places in a team report to its first; the others report to somebody who takes no part.
const REPORTS: std::ops::Range<usize> = 1..3;
/// Offices, each as often as it stands here.
const OFFICES: [&str; 10] = [
    "Europe/Berlin",
    "Europe/Berlin",
    "Europe/Berlin",
    "Europe/London",
    "Europe/London",
    "Europe/Lisbon",
    "America/New_York",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Kolkata",
];
/// Functions of teams, each as often as it stands here.
const FUNCTIONS: [Function; 8] = [
    Function::Engineering,
    Function::Engineering,
    Function::Engineering,
    Function::Infrastructure,
    Function::Data,
    Function::Product,
    Function::Design,
    Function::Quality,
];
/// One of so many people says nothing of what they seek and offer.
const SILENT: u32 = 10;
/// One of so many people wishes never to meet some other.
const WISHES: u32 = 12;

/// So many people who seek and offer some of these topics.
pub(super) fn gather(count: usize, topics: &[TopicId], rng: &mut ChaCha8Rng) -> Vec<Person> {
    let (sought, offered) = (Demand::of(topics, rng), Demand::of(topics, rng));
    let teams: Vec<(&str, Function)> = (0..count.div_ceil(TEAM))
        .map(|_| {
            let function = FUNCTIONS.choose(rng).copied().unwrap_or(Function::Other);
            (OFFICES.choose(rng).copied().unwrap_or("UTC"), function)
        })
        .collect();
    let mut people: Vec<Person> = (0..count)
        .map(|place| {
            let (office, function) = teams[place / TEAM];
            let (seeks, offers) = topics_of(&sought, &offered, rng);
            let profile = Profile {
                seeks,
                offers,
                level: Some(level(place)),
                function: Some(function),
                team: Some(format!("Team {}", place / TEAM + 1)),
                manager: boss(place).filter(|boss| *boss < count).map(id),
                modes: BTreeSet::from([Mode::Peer]),
                hours: hours(rng),
                ..Profile::default()
            };
            Person::joining(
                id(place),
                format!("P{:03}", place + 1),
                office.into(),
                profile,
                Timestamp::UNIX_EPOCH,
            )
        })
        .collect();
    wish(&mut people, rng);
    people
}

fn id(place: usize) -> PersonId {
    PersonId::new(format!("P{:03}", place + 1))
}

fn level(place: usize) -> Level {
    match (place % TEAM, place / TEAM % 2) {
        (0, 0) => Level::SeniorManager,
        (0, _) => Level::Manager,
        _ => Level::Lead,
    }
}

/// Some report to the first of their team, and the first of every other team to the first of the one before. So nobody is
/// above everybody they could meet.
fn boss(place: usize) -> Option<usize> {
    let (team, seat) = (place / TEAM, place % TEAM);
    if REPORTS.contains(&seat) {
        Some(team * TEAM)
    } else {
        (seat == 0 && team % 2 == 1).then(|| (team - 1) * TEAM)
    }
}

/// Most work from nine to five, some begin earlier or later.
fn hours(rng: &mut ChaCha8Rng) -> WorkingHours {
    let early = [8, 9, 9, 9, 10].choose(rng).copied().unwrap_or(9);
    let start = Time::constant(early, 0, 0, 0);
    WorkingHours { start, end: start + 8.hours(), ..WorkingHours::default() }
}

fn topics_of(sought: &Demand, offered: &Demand, rng: &mut ChaCha8Rng) -> (Vec<TopicId>, Vec<TopicId>) {
    if rng.random_range(0..SILENT) == 0 {
        return Default::default();
    }
    let (seek, offer) = (rng.random_range(1..=4), rng.random_range(1..=5));
    let seeks = sought.draw(seek, rng);
    let mut offers = offered.draw(offer, rng);
    offers.retain(|topic| !seeks.contains(topic));
    (seeks, offers)
}

/// Some wish never to meet somebody.
fn wish(people: &mut [Person], rng: &mut ChaCha8Rng) {
    let count = people.len();
    for person in people {
        let other = id(rng.random_range(0..count));
        if rng.random_range(0..WISHES) == 0 && other != person.id {
            person.never.insert(other);
        }
    }
}

/// How often topics are wanted: the second half as often as the first, the third a third as often, and so on.
struct Demand {
    topics: Vec<TopicId>,
    /// What each topic and those before it weigh together.
    sums: Vec<u32>,
}

impl Demand {
    fn of(topics: &[TopicId], rng: &mut ChaCha8Rng) -> Self {
        let mut topics = topics.to_vec();
        topics.shuffle(rng);
        let weights = (1..).take(topics.len()).map(|rank: u32| 10_000 / rank);
        let sums = weights.scan(0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        });
        Self { sums: sums.collect(), topics }
    }

    /// Up to so many topics, each once.
    fn draw(&self, most: usize, rng: &mut ChaCha8Rng) -> Vec<TopicId> {
        let mut drawn = Vec::new();
        let Some(all) = self.sums.last() else { return drawn };
        for _ in 0..most {
            let at = rng.random_range(0..*all);
            let topic = &self.topics[self.sums.partition_point(|sum| *sum <= at)];
            if !drawn.contains(topic) {
                drawn.push(topic.clone());
            }
        }
        drawn
    }
}
