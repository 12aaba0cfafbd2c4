//! Made-up engineering managers: names, zones, what they seek and offer, and how they are.

use crate::domain::catalogue::Catalogue;
use crate::domain::people::profile::{Function, Level};
use crate::sandbox::{Input, NewPerson, PersonFlags, Sandbox};
use rand::seq::{IndexedRandom, IteratorRandom};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// One made-up manager.
pub struct Actor {
    /// Their id in the workspace.
    pub user: String,
    /// How they are.
    pub temper: Temper,
    /// What they fill into the profile, by the field's name.
    pub form: BTreeMap<String, Input>,
    /// Their own chance.
    pub rng: ChaCha8Rng,
}

/// How reliably somebody answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Temper {
    /// Answers nearly everything, soon.
    Keen,
    /// Answers most things, in their own time.
    Steady,
    /// Takes part and says little.
    Quiet,
}

const FIRST: [&str; 24] = [
    "Ana", "Ben", "Chiara", "Deepa", "Emeka", "Freya", "Gustavo", "Hana", "Ines", "Jonas", "Kavya", "Luca",
    "Mei", "Nadia", "Oskar", "Priya", "Quentin", "Rosa", "Samir", "Tove", "Uma", "Viktor", "Wanjiru",
    "Yusuf",
];
const LAST: [&str; 23] = [
    "Almeida", "Brandt", "Conti", "Desai", "Eze", "Falk", "Gomes", "Hayashi", "Ibarra", "Jansen", "Kumar",
    "Lombardi", "Moreau", "Novak", "Okafor", "Petrov", "Quispe", "Rossi", "Santos", "Tanaka", "Ueda",
    "Vargas", "Weber",
];
/// Zones, each as often as it stands here.
const ZONES: [&str; 12] = [
    "Europe/Berlin",
    "Europe/Berlin",
    "Europe/Berlin",
    "Europe/London",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Warsaw",
    "Africa/Nairobi",
    "Asia/Kolkata",
    "America/New_York",
    "America/New_York",
    "America/Sao_Paulo",
];
const TEAMS: [&str; 10] = [
    "Checkout",
    "Identity",
    "Search",
    "Platform",
    "Mobile",
    "Billing",
    "Growth",
    "Data Tools",
    "Reliability",
    "Design Systems",
];
const WORDS: [&str; 10] = [
    "New to managing, and glad of plain advice.",
    "Happy to talk about hiring; I have made most of the mistakes.",
    "Moving from one team to three this year.",
    "I think best on a walk, so calls on foot are welcome.",
    "Ask me about on-call rotations that people do not hate.",
    "Back from parental leave, relearning the organisation.",
    "Trying to say no earlier.",
    "I run the team that everybody depends on and nobody sees.",
    "Ten years an engineer, two a manager.",
    "Looking for people who have survived a migration.",
];

/// Brings people into the workspace. The same seed gives the same people.
pub fn gather(sandbox: &Sandbox, catalogue: &Catalogue, number: usize, seed: u64) -> Vec<Actor> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0xCA57);
    (0..number).map(|place| actor(sandbox, catalogue, place, ChaCha8Rng::from_rng(&mut rng))).collect()
}

fn actor(sandbox: &Sandbox, catalogue: &Catalogue, place: usize, mut rng: ChaCha8Rng) -> Actor {
    let (first, last) = name(place);
    let level = *[Level::Lead, Level::Manager, Level::Manager, Level::SeniorManager, Level::Director]
        .choose(&mut rng)
        .unwrap_or(&Level::Manager);
    let function = *Function::ALL.iter().take(7).choose(&mut rng).unwrap_or(&Function::Engineering);
    let team = TEAMS[place % TEAMS.len()];
    let person = sandbox.add_person(NewPerson {
        real_name: format!("{first} {last}"),
        title: format!("{}, {team}", title(level)),
        tz: ZONES.choose(&mut rng).copied().unwrap_or("UTC").into(),
        // Somebody has to be able to send the bot a list of people.
        flags: PersonFlags { is_admin: place == 0, ..PersonFlags::default() },
        ..NewPerson::default()
    });
    let temper = match rng.random_range(0..10) {
        0..4 => Temper::Keen,
        4..8 => Temper::Steady,
        _ => Temper::Quiet,
    };
    let form = form(catalogue, level, function, team, &mut rng);
    Actor { user: person.id, temper, form, rng }
}

/// No two of up to 552 people share both names.
fn name(place: usize) -> (&'static str, &'static str) {
    (FIRST[place % FIRST.len()], LAST[(place + place / FIRST.len()) % LAST.len()])
}

fn title(level: Level) -> &'static str {
    match level {
        Level::Junior => "Engineer",
        Level::Engineer => "Software Engineer",
        Level::Senior => "Senior Engineer",
        Level::Staff => "Staff Engineer",
        Level::Lead => "Team Lead",
        Level::Manager => "Engineering Manager",
        Level::SeniorManager => "Senior Engineering Manager",
        Level::Director => "Director of Engineering",
        Level::Executive => "VP Engineering",
    }
}

fn form(
    catalogue: &Catalogue,
    level: Level,
    function: Function,
    team: &str,
    rng: &mut ChaCha8Rng,
) -> BTreeMap<String, Input> {
    let number = rng.random_range(4..=7);
    let topics: Vec<String> = catalogue.topics.iter().map(|topic| topic.id.to_string()).sample(rng, number);
    let (seeks, offers) = topics.split_at(topics.len() / 2);
    let mut form = BTreeMap::from([
        ("seeks".to_owned(), Input::Choices(seeks.to_vec())),
        ("offers".to_owned(), Input::Choices(offers.to_vec())),
        ("manages_people".to_owned(), Input::Choice("yes".into())),
        ("level".to_owned(), Input::Choice(level.code().into())),
        ("function".to_owned(), Input::Choice(function.code().into())),
        ("team".to_owned(), Input::Text(team.into())),
    ]);
    if let Some(words) = WORDS.choose(rng).filter(|_| rng.random_bool(0.6)) {
        form.insert("own_words".to_owned(), Input::Text((*words).into()));
    }
    form
}
