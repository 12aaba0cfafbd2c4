//! What the round of a whole company costs, from its people to proven groups.
//!
//! `cargo bench --bench round` forms rounds of a thousand and of ten thousand; `cargo bench --bench round -- 100000 60`
//! one of a hundred thousand, with sixty seconds to search in. Times are of the processor, all cores together, beside
//! those on the wall.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on shall say where")]

use jiff::civil::{Date, date, time};
use jiff::{Timestamp, ToSpan};
use rand::RngExt;
use rand::seq::{IndexedRandom, SliceRandom};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};
use viceversa::adapters::catalogue;
use viceversa::domain::calendar::WorkingHours;
use viceversa::domain::event::Seed;
use viceversa::domain::ids::{PersonId, TopicId};
use viceversa::domain::matching::weights::Weights;
use viceversa::domain::matching::{Field, Met, PastPairing, Stage, Step, Watch, form_watched};
use viceversa::domain::org::Lines;
use viceversa::domain::people::Person;
use viceversa::domain::people::profile::{Function, Profile};
use viceversa::domain::topics::TopicIndex;

const SLOT: Date = date(2027, 1, 4);
const ROUNDS: i64 = 8;
const ZONES: [&str; 10] = [
    "America/Los_Angeles",
    "America/Denver",
    "America/New_York",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Berlin",
    "Africa/Nairobi",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Tokyo",
];
const WORDS: [&str; 6] = [
    "Ask me about Postgres and how we let go of on-call heroics",
    "I have moved three teams to Kubernetes",
    "Happy to talk about hiring in a hurry",
    "I was the bottleneck for years",
    "Incident reviews without blame",
    "Rust, budgets and saying no",
];

fn main() {
    let numbers: Vec<u64> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    println!(
        "{:>8} {:>9} {:>9} {:>7} {:>7} {:>14} {:>9}",
        "people", "cpu s", "wall s", "MiB", "passes", "points", "within"
    );
    match numbers[..] {
        [] => [1_000, 1_001, 10_000, 10_001].into_iter().for_each(|people| round(people, None)),
        [people] => round(people as usize, None),
        [people, seconds, ..] => round(people as usize, Some(Duration::from_secs(seconds))),
    }
}

fn round(count: usize, budget: Option<Duration>) {
    let mut rng = Seed([1; 32]).rng();
    let catalogue = catalogue::embedded().unwrap();
    let topics: Vec<TopicId> = catalogue.topics.iter().map(|topic| topic.id.clone()).collect();
    let index = TopicIndex::of(&catalogue);
    let people: Vec<Person> = (0..count).map(|place| person(place, count, &topics, &mut rng)).collect();
    let past = past(&people, &mut rng);
    let lines: Lines = (60..count).map(|place| (id(place), id(place / 7))).collect();
    let field = Field {
        people: &people,
        past: &past,
        left_out: &BTreeMap::new(),
        lines: &lines,
        lately: &BTreeMap::new(),
        slot: SLOT,
        weights: Weights::default(),
        topics: &index,
        seed: Seed([2; 32]),
    };
    let _where_linux_counts = fs::write("/proc/self/clear_refs", "5");
    let (before, cpu, wall) = (resident(), processor(), Instant::now());
    let mut watch = Looking { until: budget.map(|budget| wall + budget), passes: 0 };
    let groups = form_watched(&field, &mut watch);
    let (cpu, wall) = (processor() - cpu, wall.elapsed());
    let proof = groups.proof;
    let within = proof.bound.map_or("unknown".into(), |bound| {
        format!("{:.4} %", (bound - proof.total) as f64 * 100.0 / bound.max(1) as f64)
    });
    println!(
        "{count:>8} {:>9.3} {:>9.3} {:>7} {:>7} {:>14} {within:>9}",
        cpu.as_secs_f64(),
        wall.as_secs_f64(),
        (resident() - before) / 1_024,
        watch.passes,
        proof.total
    );
}

struct Looking {
    until: Option<Instant>,
    passes: u64,
}

impl Watch for Looking {
    fn at(&mut self, step: Step) -> ControlFlow<()> {
        if step.stage == Stage::Matching {
            self.passes = step.done;
        }
        match self.until.is_some_and(|until| Instant::now() >= until) {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }
}

fn id(place: usize) -> PersonId {
    PersonId::new(format!("U{place:06}"))
}

fn person(place: usize, count: usize, topics: &[TopicId], rng: &mut ChaCha8Rng) -> Person {
    let team = rng.random_range(0..(count / 6).max(4));
    // Some topics are on many people's minds, and most on few.
    let mut some = |least: usize, most: usize| -> Vec<TopicId> {
        let draw = |rng: &mut ChaCha8Rng| {
            let (one, other) = (rng.random_range(0..topics.len()), rng.random_range(0..topics.len()));
            topics[one.min(other)].clone()
        };
        (0..rng.random_range(least..=most)).map(|_| draw(rng)).collect()
    };
    let (seeks, offers) = (some(2, 5), some(3, 7));
    let start = time(8, 0, 0, 0) + (30 * rng.random_range(0..5_i64)).minutes();
    let length = 450 + 30 * rng.random_range(0..4_i64);
    let profile = Profile {
        seeks,
        offers,
        own_words: rng.random_bool(0.4).then(|| WORDS.choose(rng).unwrap().to_string()),
        function: Function::ALL.choose(rng).copied(),
        team: Some(format!("Team {team}")),
        hours: WorkingHours { start, end: start + length.minutes(), ..WorkingHours::default() },
        ..Profile::default()
    };
    let zone = ZONES.choose(rng).unwrap().to_string();
    Person::joining(id(place), format!("Person {place}"), zone, profile, Timestamp::UNIX_EPOCH)
}

fn past(people: &[Person], rng: &mut ChaCha8Rng) -> Vec<PastPairing> {
    let mut order: Vec<&PersonId> = people.iter().map(|person| &person.id).collect();
    let mut past = Vec::new();
    for weeks in 1..=ROUNDS {
        order.shuffle(rng);
        past.extend(order.chunks_exact(2).map(|pair| PastPairing {
            members: pair.iter().map(|id| (*id).clone()).collect(),
            slot: SLOT - (7 * weeks).days(),
            met: *[Met::Yes, Met::Yes, Met::No, Met::Unknown].choose(rng).unwrap(),
            asks_first: pair[0].clone(),
        }));
    }
    past
}

/// The processor's time of the whole process, from the kernel's books.
fn processor() -> Duration {
    let nanoseconds = fs::read_dir("/proc/self/task").into_iter().flatten().flatten().filter_map(|task| {
        let text = fs::read_to_string(task.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<u64>().ok()
    });
    // Threads that have ended are in no book of their own any more: the process's own has them.
    let ended = fs::read_to_string("/proc/self/stat").ok().and_then(|text| {
        let fields: Vec<&str> = text.rsplit(')').next()?.split_whitespace().collect();
        let ticks: u64 = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
        Some(Duration::from_millis(10 * ticks))
    });
    ended.unwrap_or_default().max(Duration::from_nanos(nanoseconds.sum()))
}

/// The largest that the process has been, in KiB.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}
