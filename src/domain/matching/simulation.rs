//! Rounds upon rounds, as people would live them: what must hold over half a year.

use super::history::pairs_of;
use super::{Field, Groups, Met, PastPairing, Turns, form};
use crate::domain::calendar::WorkingHours;
use crate::domain::event::Seed;
use crate::domain::ids::{PersonId, TopicId};
use crate::domain::people::profile::{Function, Profile};
use crate::domain::people::{NextRound, Person, Standing};
use jiff::civil::{Date, date, time};
use jiff::{Timestamp, ToSpan};
use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

const FIRST: Date = date(2026, 1, 5);

pub(super) fn person(name: &str, profile: Profile) -> Person {
    Person {
        id: PersonId::new(name),
        version: 1,
        display_name: name.to_owned(),
        time_zone: "Europe/Berlin".into(),
        standing: Standing::Active,
        pause: None,
        next_round: NextRound::TakesPart,
        profile,
        never: Default::default(),
        unanswered: 0,
        decided_at: Timestamp::UNIX_EPOCH,
    }
}

/// How a crowd's profiles come about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Crowd {
    /// Nobody said anything.
    Silent,
    /// Everything by chance, over four time zones.
    Mixed,
    /// Two functions that would rather talk with each other, of odd size where the crowd is twice an odd number.
    TwoFunctions,
    /// Five people of each function.
    FunctionsOfFive,
}

pub(super) fn crowd(kind: Crowd, count: usize, rng: &mut ChaCha8Rng) -> Vec<Person> {
    (0..count).map(|place| member(kind, place, count, rng)).collect()
}

fn member(kind: Crowd, place: usize, count: usize, rng: &mut ChaCha8Rng) -> Person {
    let mut each = person(&format!("U{place:03}"), Profile::default());
    match kind {
        Crowd::Silent => {}
        Crowd::Mixed => {
            let mut topics = |most| -> Vec<TopicId> {
                (0..rng.random_range(0..=most))
                    .map(|_| TopicId::new(format!("t{}", rng.random_range(0..40))))
                    .collect()
            };
            (each.profile.seeks, each.profile.offers) = (topics(6), topics(8));
            each.profile.function = Function::ALL[..4].choose(rng).copied();
            each.profile.team = Some(format!("Team {}", rng.random_range(0..8)));
            let zones = ["Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles"];
            each.time_zone = zones.choose(rng).unwrap().to_string();
            let start = time(rng.random_range(7..11), 0, 0, 0);
            each.profile.hours = WorkingHours { start, end: start + 8.hours(), ..WorkingHours::default() };
        }
        Crowd::TwoFunctions => each.profile.function = Some(Function::ALL[usize::from(place < count / 2)]),
        Crowd::FunctionsOfFive => each.profile.function = Some(Function::ALL[place / 5]),
    }
    each
}

pub(super) fn field<'a>(
    people: &'a [Person],
    past: &'a [PastPairing],
    left_out: &'a BTreeMap<PersonId, u32>,
    managers: &'a BTreeMap<PersonId, PersonId>,
) -> Field<'a> {
    Field { people, past, left_out, managers, slot: FIRST, seed: Seed([7; 32]) }
}

/// A crowd that lives through weekly rounds.
struct Life {
    people: Vec<Person>,
    past: Vec<PastPairing>,
    left_out: BTreeMap<PersonId, u32>,
    rng: ChaCha8Rng,
    slot: Date,
}

impl Life {
    fn of(kind: Crowd, count: usize, seed: u8) -> Self {
        let mut rng = Seed([seed; 32]).rng();
        let people = crowd(kind, count, &mut rng);
        Self { people, past: Vec::new(), left_out: BTreeMap::new(), rng, slot: FIRST }
    }

    fn round(&mut self) -> Groups {
        let seed = Seed(self.rng.random());
        let managers = BTreeMap::new();
        let groups = form(&Field {
            people: &self.people,
            past: &self.past,
            left_out: &self.left_out,
            managers: &managers,
            slot: self.slot,
            seed,
        });
        let mut held = Vec::new();
        let turns = Turns::of(&self.past);
        for group in &groups.groups {
            let met = match self.rng.random_range(0..10) {
                0..7 => Met::Yes,
                7 => Met::No,
                _ => Met::Unknown,
            };
            let asks_first = turns.asks_first(&group.members, seed).unwrap();
            held.push(PastPairing { members: group.members.clone(), slot: self.slot, met, asks_first });
        }
        self.past.extend(held);
        let before = std::mem::take(&mut self.left_out);
        for left in &groups.left_out {
            self.left_out.insert(left.person.clone(), before.get(&left.person).unwrap_or(&0) + 1);
        }
        self.slot += 7.days();
        groups
    }

    /// For every pair that met again, how many rounds lay between: 1 is twice running.
    fn returns(&self) -> Vec<i64> {
        let mut last: BTreeMap<(PersonId, PersonId), Date> = BTreeMap::new();
        let mut returns = Vec::new();
        for pairing in &self.past {
            for (a, b) in pairs_of(&(0..pairing.members.len()).collect::<Vec<_>>()) {
                let pair = (pairing.members[a].clone(), pairing.members[b].clone());
                if let Some(before) = last.insert(pair, pairing.slot) {
                    returns.push(before.duration_until(pairing.slot).as_hours() / 24 / 7);
                }
            }
        }
        returns
    }
}

#[test]
fn measure() {
    for (kind, count) in [
        (Crowd::Silent, 12),
        (Crowd::Mixed, 12),
        (Crowd::TwoFunctions, 12),
        (Crowd::Silent, 30),
        (Crowd::Mixed, 30),
        (Crowd::TwoFunctions, 30),
        (Crowd::FunctionsOfFive, 30),
        (Crowd::Mixed, 13),
        (Crowd::Mixed, 31),
        (Crowd::TwoFunctions, 31),
        (Crowd::TwoFunctions, 13),
        (Crowd::Silent, 13),
        (Crowd::Mixed, 18),
        (Crowd::Mixed, 8),
        (Crowd::TwoFunctions, 14),
    ] {
        for seed in 0..12 {
            let mut life = Life::of(kind, count, seed);
            let mut left = 0;
            let t = std::time::Instant::now();
            for _ in 0..26 {
                left += life.round().left_out.len();
            }
            let returns = life.returns();
            let mut seats: BTreeMap<&PersonId, usize> = BTreeMap::new();
            for p in life.past.iter().filter(|p| p.members.len() > 2) {
                for m in &p.members {
                    *seats.entry(m).or_default() += 1;
                }
            }
            println!(
                "{kind:?} {count} seed {seed}: left {left} repeats {} min {:?} seats {:?}..{:?} {:?}",
                returns.len(),
                returns.iter().min(),
                seats.values().min(),
                seats.values().max(),
                t.elapsed()
            );
        }
    }
}
