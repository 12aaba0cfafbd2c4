//! A company that lives through weekly rounds under one policy.

use super::books::Books;
use super::fewest::Here;
use super::{Company, Luck, Measures, Round};
use crate::domain::event::Seed;
use crate::domain::ids::{PersonId, TopicId};
use crate::domain::matching::policies::{Grouping, Points};
use crate::domain::matching::weights::Weights;
use crate::domain::matching::{Field, Met, PastPairing, Turns};
use crate::domain::people::Person;
use crate::domain::reciprocity::Ledger;
use crate::domain::topics::TopicIndex;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};

/// The first Monday.
const FIRST: Date = date(2027, 1, 4);
/// So many weeks of giving and receiving are known to matching, as in the bot.
const LATELY: usize = 13;

/// A company in the middle of its year.
pub struct Life<'a> {
    company: &'a Company,
    topics: &'a TopicIndex,
    weights: Weights,
    luck: std::vec::IntoIter<Luck>,
    slot: Date,
    past: Vec<PastPairing>,
    left_out: BTreeMap<PersonId, u32>,
    books: Books,
}

/// A week before its round.
#[derive(Clone, Debug)]
pub struct Week {
    people: Vec<Person>,
    lately: BTreeMap<PersonId, Ledger>,
    luck: Luck,
}

impl<'a> Life<'a> {
    /// A year of so many weeks.
    pub fn new(
        company: &'a Company,
        topics: &'a TopicIndex,
        weights: Weights,
        weeks: usize,
        seed: Seed,
    ) -> Self {
        Self {
            company,
            topics,
            weights,
            luck: company.luck(weeks, seed).into_iter(),
            slot: FIRST,
            past: Vec::new(),
            left_out: BTreeMap::new(),
            books: Books::of(company),
        }
    }

    /// The next week; `None` when the year is over.
    pub fn next_week(&mut self) -> Option<Week> {
        let luck = self.luck.next()?;
        let here = self.company.people.iter().zip(&luck.takes_part).filter(|(_, here)| **here);
        let people = here.map(|(person, _)| person.clone()).collect();
        Some(Week { people, lately: self.books.lately(LATELY), luck })
    }

    /// What the week's round is formed from.
    pub fn field<'b>(&'b self, week: &'b Week) -> Field<'b> {
        Field {
            people: &week.people,
            past: &self.past,
            left_out: &self.left_out,
            lines: &self.company.lines,
            lately: &week.lately,
            slot: self.slot,
            weights: self.weights,
            topics: self.topics,
            seed: week.luck.seed,
        }
    }

    /// Lets the week's talks take place, or not.
    pub fn hold(&mut self, week: &Week, grouping: &Grouping) -> Round {
        // Whoever waited brings a bonus, by which who left people out would look better.
        let none = BTreeMap::new();
        let points = Points::of(&Field { left_out: &none, ..self.field(week) }).of_groups(&grouping.groups);
        let mut held = Vec::new();
        let turns = Turns::of(&self.past);
        for group in &grouping.groups {
            let Some(asks_first) = turns.asks_first(group, week.luck.seed) else { continue };
            let met = self.met(group, &week.luck);
            held.push(PastPairing { members: group.clone(), slot: self.slot, met, asks_first });
        }
        let here = Here { company: self.company, people: &week.people, round: self.books.rounds() };
        let round = self.books.enter(&here, &held, grouping, points);
        let here = week.people.iter().map(|person| &person.id).collect();
        self.past.extend(held);
        self.remember_left_out(grouping, &here);
        self.slot = self.slot.saturating_add(1.week());
        round
    }

    /// Everything about the year so far.
    pub fn measures(&self) -> Measures {
        self.books.measures()
    }

    fn met(&self, group: &[PersonId], luck: &Luck) -> Met {
        let places = self.company.people.iter().enumerate().filter(|(_, person)| group.contains(&person.id));
        let places: Vec<usize> = places.map(|(place, _)| place).collect();
        if places.iter().all(|place| luck.turns_up[*place]) {
            Met::Yes
        } else if places.iter().any(|place| luck.says_no[*place]) {
            Met::No
        } else {
            Met::Unknown
        }
    }

    /// Counts on for whoever was left out, and begins anew for whoever was matched. Who was not there keeps their count.
    fn remember_left_out(&mut self, grouping: &Grouping, here: &BTreeSet<&PersonId>) {
        self.left_out.retain(|person, _| !here.contains(person) || grouping.left_out.contains(person));
        for person in &grouping.left_out {
            *self.left_out.entry(person.clone()).or_default() += 1;
        }
    }
}

/// Whether one of two people offers something that the other seeks.
pub(super) fn can_help(helper: &Person, seeker: &Person) -> bool {
    let offers: &[TopicId] = &helper.profile.offers;
    seeker.profile.seeks.iter().any(|topic| offers.contains(topic))
}
