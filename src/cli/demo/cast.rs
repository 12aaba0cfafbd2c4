//! Made-up engineering managers and engineers: names, zones, what they seek and offer, and how they are.

use super::company::level;
use crate::domain::catalogue::Catalogue;
use crate::domain::people::profile::{Function, Level};
use crate::sandbox::{Input, NewPerson, PersonFlags, Sandbox};
use jiff::Timestamp;
use rand::seq::{IndexedRandom, IteratorRandom};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// One made-up person.
pub struct Actor {
    /// Their id in the workspace.
    pub user: String,
    /// What everybody calls them.
    pub name: String,
    /// Where they stand.
    pub level: Level,
    /// What they work in.
    pub function: Function,
    /// Their team.
    pub team: &'static str,
    /// What they would like advice on, by the topics' ids.
    pub seeks: Vec<String>,
    /// What they can help with: ids and names of topics.
    pub offers: BTreeMap<String, String>,
    /// Until when they have left, if they have.
    pub away_until: Option<Timestamp>,
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
const WORDS_OF_ENGINEERS: [&str; 6] = [
    "I can show you what a release looks like from the keyboard.",
    "Two years in, and I remember my first week well.",
    "Happy to be asked what people say when managers have left the call.",
    "I try every new tool before it is allowed.",
    "Ask me what our on-call is like at three in the morning.",
    "I came from support, and know what customers say.",
];

/// Brings people into the workspace. The same seed gives the same people.
pub fn gather(sandbox: &Sandbox, catalogue: &Catalogue, number: usize, seed: u64) -> Vec<Actor> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0xCA57);
    (0..number).map(|place| actor(sandbox, catalogue, place, ChaCha8Rng::from_rng(&mut rng))).collect()
}

fn actor(sandbox: &Sandbox, catalogue: &Catalogue, place: usize, mut rng: ChaCha8Rng) -> Actor {
    let (first, last) = name(place);
    let level = level(place);
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
    let (seeks, offers) = topics(catalogue, &mut rng);
    let mut actor = Actor {
        user: person.id,
        name: person.real_name,
        level,
        function,
        team,
        seeks,
        offers,
        away_until: None,
        temper,
        form: BTreeMap::new(),
        rng,
    };
    actor.form = actor.fills_in();
    actor
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

/// What somebody seeks and what they offer, none of it both.
fn topics(catalogue: &Catalogue, rng: &mut ChaCha8Rng) -> (Vec<String>, BTreeMap<String, String>) {
    let number = rng.random_range(4..=7);
    let chosen = catalogue.topics.iter().sample(rng, number);
    let (seeks, offers) = chosen.split_at(number / 2);
    let seeks = seeks.iter().map(|topic| topic.id.to_string()).collect();
    (seeks, offers.iter().map(|topic| (topic.id.to_string(), topic.name.clone())).collect())
}

impl Actor {
    /// Whether they manage people, as their level says.
    pub fn is_manager(&self) -> bool {
        self.level >= Level::Lead
    }

    /// Whether a text is about something that they offer.
    pub fn knows_about(&self, text: &str) -> bool {
        self.offers.values().any(|topic| text.contains(topic.as_str()))
    }

    /// The profile as they fill it in. Engineers come to lead somebody; a part of the managers lets themselves be led.
    fn fills_in(&mut self) -> BTreeMap<String, Input> {
        let manages = if self.is_manager() { "yes" } else { "no" };
        let mut form = BTreeMap::from([
            ("seeks".to_owned(), Input::Choices(self.seeks.clone())),
            ("offers".to_owned(), Input::Choices(self.offers.keys().cloned().collect())),
            ("manages_people".to_owned(), Input::Choice(manages.into())),
            ("level".to_owned(), Input::Choice(self.level.code().into())),
            ("function".to_owned(), Input::Choice(self.function.code().into())),
            ("team".to_owned(), Input::Text(self.team.into())),
        ]);
        let lines: &[&str] = if self.is_manager() { &WORDS } else { &WORDS_OF_ENGINEERS };
        if let Some(words) = lines.choose(&mut self.rng).filter(|_| self.rng.random_bool(0.6)) {
            form.insert("own_words".to_owned(), Input::Text((*words).into()));
        }
        let is_led = self.level >= Level::Manager && self.rng.random_bool(0.4);
        let modes: Option<&[&str]> = match (self.is_manager(), is_led) {
            (false, _) => Some(&["reverse", "situational"]),
            (true, true) => Some(&["peer", "reverse", "situational", "nudge"]),
            // As the form opens.
            (true, false) => None,
        };
        if let Some(modes) = modes {
            let modes = modes.iter().map(ToString::to_string).collect();
            form.insert("modes".to_owned(), Input::Choices(modes));
        }
        form
    }
}
