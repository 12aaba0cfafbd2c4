//! People as columns, one for each thing that the rules look at, so that a row of scores is a few passes over bytes. They
//! are sorted by their hours: neighbours share them, and so each run of equal hours is reckoned once.

use crate::domain::calendar::hours::Week;
use crate::domain::matching::board::Board;
use crate::domain::matching::facts::Facts;
use crate::domain::matching::rules::turn::waits_to_receive;
use crate::domain::matching::rules::waiting;
use std::collections::BTreeMap;

/// A column for each topic, with a 1 for everybody who has to do with it.
pub(super) struct Topics {
    people: usize,
    marks: Vec<u8>,
}

impl Topics {
    fn of<'a>(topics: usize, lists: impl Iterator<Item = &'a [u16]> + Clone) -> Self {
        let people = lists.clone().count();
        let mut marks = vec![0; topics * people];
        for (place, list) in lists.enumerate() {
            list.iter().for_each(|topic| marks[usize::from(*topic) * people + place] = 1);
        }
        Self { people, marks }
    }

    /// For everybody from `first` on, how many of some topics they have to do with.
    pub fn count(&self, topics: &[u16], first: usize, counts: &mut [u8]) {
        counts.fill(0);
        for topic in topics {
            let start = usize::from(*topic) * self.people + first;
            let column = &self.marks[start..start + counts.len()];
            counts.iter_mut().zip(column).for_each(|(count, mark)| *count += mark);
        }
    }
}

/// Everybody, by columns.
pub(super) struct Columns<'a> {
    /// The people themselves, in the order of the columns.
    pub people: Vec<&'a Facts<'a>>,
    pub seeks: Topics,
    pub unmet: Topics,
    pub offers: Topics,
    pub near: Topics,
    pub about: Topics,
    /// 0 for unknown.
    pub function: Vec<u16>,
    /// 0 for unknown.
    pub team: Vec<u16>,
    /// 1 for whoever waits to receive.
    pub receives: Vec<u8>,
    pub waiting: Vec<i32>,
    pub draw: Vec<u32>,
    /// Which of the weeks below is theirs.
    pub week: Vec<u32>,
    pub weeks: Vec<&'a Week>,
    /// For each particular word, whoever uses it.
    pub users: Vec<Vec<u32>>,
}

impl<'a> Columns<'a> {
    /// Lays out a board's people; `order` names the place of each column.
    pub fn of(board: &'a Board<'a>) -> (Self, Vec<u32>) {
        let week = Numbers::of(board.people.iter().map(|each| &each.week));
        let mut order: Vec<u32> = (0..board.people.len() as u32).collect();
        order.sort_by_key(|place| week.each[*place as usize]);
        let people: Vec<&Facts<'_>> = order.iter().map(|place| &board.people[*place as usize]).collect();
        let lists = people.iter().flat_map(|each| [&each.seeks, &each.offers, &each.near, &each.about]);
        let topics = lists.flatten().max().map_or(0, |topic| usize::from(*topic) + 1);
        let columns = Self {
            seeks: Topics::of(topics, people.iter().map(|each| each.seeks.as_slice())),
            unmet: Topics::of(topics, people.iter().map(|each| each.unmet.as_slice())),
            offers: Topics::of(topics, people.iter().map(|each| each.offers.as_slice())),
            near: Topics::of(topics, people.iter().map(|each| each.near.as_slice())),
            about: Topics::of(topics, people.iter().map(|each| each.about.as_slice())),
            function: known(people.iter().map(|each| each.function.as_ref())),
            team: known(people.iter().map(|each| each.team.as_ref())),
            receives: people.iter().map(|each| u8::from(waits_to_receive(each))).collect(),
            waiting: people.iter().map(|each| waiting::points(each) as i32).collect(),
            draw: people.iter().map(|each| each.draw).collect(),
            week: order.iter().map(|place| week.each[*place as usize]).collect(),
            weeks: week.kinds,
            users: users(&people),
            people,
        };
        (columns, order)
    }
}

/// Things as small numbers, in the order in which they come first.
struct Numbers<T> {
    each: Vec<u32>,
    kinds: Vec<T>,
}

impl<T: Ord + Copy> Numbers<T> {
    fn of(things: impl Iterator<Item = T>) -> Self {
        let (mut known, mut kinds) = (BTreeMap::new(), Vec::new());
        let each = things.map(|thing| {
            *known.entry(thing).or_insert_with(|| {
                kinds.push(thing);
                kinds.len() as u32 - 1
            })
        });
        Self { each: each.collect(), kinds }
    }
}

/// Kinds as numbers from 1 on. Beyond what two bytes count, which no company has, the last is taken for all others.
fn known<T: Ord>(things: impl Iterator<Item = Option<T>>) -> Vec<u16> {
    let mut numbers = BTreeMap::new();
    things
        .map(|thing| {
            let fresh = u16::try_from(numbers.len() + 1).unwrap_or(u16::MAX);
            thing.map_or(0, |thing| *numbers.entry(thing).or_insert(fresh))
        })
        .collect()
}

fn users(people: &[&Facts<'_>]) -> Vec<Vec<u32>> {
    let words = people.iter().flat_map(|each| &each.words).max().map_or(0, |word| *word as usize + 1);
    let mut users = vec![Vec::new(); words];
    for (place, person) in people.iter().enumerate() {
        person.words.iter().for_each(|word| users[*word as usize].push(place as u32));
    }
    users
}
