//! A made-up company to try matching on: people in several offices, teams and functions, who want and know some things
//! more often than others, and their year of weekly rounds. The same seed gives the same people and the same year.

mod books;
mod fewest;
mod measures;
mod people;
#[cfg(test)]
mod tests;
mod year;

pub use measures::{Measures, Round};
pub use year::{Life, Week};

use super::event::Seed;
use super::ids::TopicId;
use super::org::Lines;
use super::people::Person;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// People, who reports to whom, and how reliable each of them is.
#[derive(Clone, Debug)]
pub struct Company {
    /// Everybody, by place.
    pub people: Vec<Person>,
    /// Who is above whom.
    pub lines: Lines,
    tempers: Vec<Temper>,
}

/// How reliably somebody takes part, turns up and answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Temper {
    /// Rounds they take part in, of a hundred.
    takes_part: u8,
    /// Talks that they turn up to, of a hundred.
    turns_up: u8,
    /// Talks of which they say that they did not take place, of a hundred that did not.
    says_no: u8,
}

const KEEN: Temper = Temper { takes_part: 97, turns_up: 95, says_no: 80 };
const STEADY: Temper = Temper { takes_part: 92, turns_up: 88, says_no: 50 };
const QUIET: Temper = Temper { takes_part: 80, turns_up: 75, says_no: 20 };

/// What chance has in store for one week, whoever is matched with whom.
#[derive(Clone, Debug)]
struct Luck {
    /// Who takes part, by place.
    takes_part: Vec<bool>,
    /// Who turns up, by place.
    turns_up: Vec<bool>,
    /// Who would say that a talk did not take place, by place.
    says_no: Vec<bool>,
    /// The seed of the round.
    seed: Seed,
}

impl Company {
    /// So many people who seek and offer some of these topics.
    pub fn of(count: usize, topics: &[TopicId], seed: Seed) -> Self {
        let mut rng = seed.rng();
        let people = people::gather(count, topics, &mut rng);
        let temper = |_| match rng.random_range(0..10) {
            0..4 => KEEN,
            4..8 => STEADY,
            _ => QUIET,
        };
        Self { lines: Lines::of(&[], &people), people, tempers: (0..count).map(temper).collect() }
    }

    /// Whether the hard rules let two people sit together.
    fn may_meet(&self, a: &Person, b: &Person) -> bool {
        let never = a.never.contains(&b.id) || b.never.contains(&a.id);
        a.id != b.id && !never && !self.lines.related(&a.id, &b.id)
    }

    /// The luck of so many weeks. It is drawn before anybody is matched, so that every policy meets the same.
    fn luck(&self, weeks: usize, seed: Seed) -> Vec<Luck> {
        let mut rng = seed.rng();
        (0..weeks).map(|_| Luck::draw(&self.tempers, &mut rng)).collect()
    }
}

impl Luck {
    fn draw(tempers: &[Temper], rng: &mut ChaCha8Rng) -> Self {
        let mut draw = |of_a_hundred: fn(&Temper) -> u8| -> Vec<bool> {
            tempers.iter().map(|temper| rng.random_range(0..100) < of_a_hundred(temper)).collect()
        };
        Self {
            takes_part: draw(|temper| temper.takes_part),
            turns_up: draw(|temper| temper.turns_up),
            says_no: draw(|temper| temper.says_no),
            seed: Seed(rng.random()),
        }
    }
}
