//! What is written down while a year goes on, and what it comes to.

use super::fewest::{Here, Last, Repeats, SOON};
use super::year::can_help;
use super::{Company, Measures, Round};
use crate::domain::calendar::hours::Week;
use crate::domain::ids::{PersonId, TopicId};
use crate::domain::matching::policies::Grouping;
use crate::domain::matching::{Met, PastPairing};
use crate::domain::people::Person;
use crate::domain::reciprocity::Ledger;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Weeks of a month.
const MONTH: usize = 4;

/// What is written down while a year goes on.
pub(super) struct Books {
    people: BTreeMap<PersonId, Person>,
    /// How many others each person may meet.
    allowed: BTreeMap<PersonId, u32>,
    /// Topics that somebody seeks and that one whom they may meet offers.
    wants: u32,
    /// Of these, those that nobody has met yet.
    unmet: BTreeSet<(PersonId, TopicId)>,
    /// The round in which two people were last introduced.
    last: Last,
    /// How often each person was introduced to somebody.
    introduced: BTreeMap<PersonId, u32>,
    /// Who helped and was helped how often, over all.
    total: BTreeMap<PersonId, Ledger>,
    /// The same by round.
    ledgers: Vec<BTreeMap<PersonId, Ledger>>,
    /// Who took part, by round.
    here: Vec<BTreeSet<PersonId>>,
    rounds: Vec<Round>,
}

impl Books {
    pub fn of(company: &Company) -> Self {
        let others = |a: &Person| company.people.iter().filter(|b| company.may_meet(a, b)).count();
        let allowed = |a: &Person| (a.id.clone(), u32::try_from(others(a)).unwrap_or(u32::MAX));
        let unmet = wants(company);
        Self {
            wants: count(&unmet),
            unmet,
            allowed: company.people.iter().map(allowed).collect(),
            people: company.people.iter().map(|person| (person.id.clone(), person.clone())).collect(),
            last: BTreeMap::new(),
            introduced: BTreeMap::new(),
            total: BTreeMap::new(),
            ledgers: Vec::new(),
            here: Vec::new(),
            rounds: Vec::new(),
        }
    }

    /// Who helped and was helped how often in the last weeks.
    pub fn lately(&self, weeks: usize) -> BTreeMap<PersonId, Ledger> {
        sum(&self.ledgers[self.ledgers.len().saturating_sub(weeks)..])
    }

    /// How many rounds there were.
    pub fn rounds(&self) -> usize {
        self.rounds.len()
    }

    /// Writes a round down.
    pub fn enter(
        &mut self,
        here: &Here<'_>,
        held: &[PastPairing],
        grouping: &Grouping,
        points: i64,
    ) -> Round {
        let mut round = Round { points, ..Round::default() };
        let fewest = here.fewest_repeats(&self.last);
        let mut ledger = BTreeMap::new();
        for pairing in held {
            round.groups += 1;
            self.introduce(pairing, &mut round);
            if pairing.met == Met::Yes {
                round.talks += 1;
                round.useful += u32::from(self.help(&pairing.members, &mut ledger));
                round.wants_met += self.meet(&pairing.members);
            }
        }
        round.needless = Repeats { soon: round.soon, all: round.repeats }.beyond(fewest);
        round.left_out = u32::try_from(grouping.left_out.len()).unwrap_or(u32::MAX);
        round.unavoidable = self.unavoidable();
        add(&ledger, &mut self.total);
        round.imbalance = f64::from(self.gaps().sum::<u32>()) / self.people.len().max(1) as f64;
        self.ledgers.push(ledger);
        self.here.push(here.people.iter().map(|person| person.id.clone()).collect());
        self.rounds.push(round);
        round
    }

    fn introduce(&mut self, pairing: &PastPairing, round: &mut Round) {
        let (now, members, slot) = (self.rounds.len(), &pairing.members, pairing.slot);
        for (place, a) in members.iter().enumerate() {
            for b in &members[place + 1..] {
                round.introductions += 1;
                round.apart += u32::from(self.is_apart(a, b, slot));
                if let Some(before) = self.last.insert((a.clone(), b.clone()), now) {
                    round.repeats += 1;
                    round.soon += u32::from(now - before <= SOON);
                }
                for each in [a, b] {
                    *self.introduced.entry(each.clone()).or_default() += 1;
                }
            }
        }
    }

    fn is_apart(&self, a: &PersonId, b: &PersonId, slot: Date) -> bool {
        let week = |id: &PersonId| {
            let person = &self.people[id];
            Week::of((&person.profile.hours, &person.time_zone), slot)
        };
        week(a).common(&week(b)).minutes() == 0
    }

    /// Notes who helped whom; whether anybody did.
    fn help(&self, members: &[PersonId], ledger: &mut BTreeMap<PersonId, Ledger>) -> bool {
        let mut helped = false;
        for helper in members {
            for seeker in members.iter().filter(|seeker| *seeker != helper) {
                if can_help(&self.people[helper], &self.people[seeker]) {
                    ledger.entry(helper.clone()).or_default().gave += 1;
                    ledger.entry(seeker.clone()).or_default().received += 1;
                    helped = true;
                }
            }
        }
        helped
    }

    /// Strikes out the wants of some who talk that another of them meets; how many there were.
    fn meet(&mut self, members: &[PersonId]) -> u32 {
        let offers = members.iter().flat_map(|helper| &self.people[helper].profile.offers);
        let offers: BTreeSet<&TopicId> = offers.collect();
        let before = count(&self.unmet);
        self.unmet.retain(|(seeker, topic)| !(members.contains(seeker) && offers.contains(topic)));
        before - count(&self.unmet)
    }

    /// Whoever was introduced more often than there are others whom they may meet has met somebody again. Each repeat is
    /// one of two people, so half of all these is a bound from below.
    fn unavoidable(&self) -> u32 {
        let over = |(person, times): (&PersonId, &u32)| times.saturating_sub(self.allowed[person]);
        self.introduced.iter().map(over).sum::<u32>().div_ceil(2)
    }

    pub fn measures(&self) -> Measures {
        let (months, months_with_advice) = self.months();
        Measures {
            people: self.people.len(),
            wants: self.wants,
            rounds: self.rounds.clone(),
            months,
            months_with_advice,
            worst_imbalance: self.gaps().max().unwrap_or(0),
            helped: self.total.values().map(|ledger| ledger.received).sum(),
        }
    }

    /// How far helping and being helped lie apart, for each person who did either.
    fn gaps(&self) -> impl Iterator<Item = u32> {
        self.total.values().map(|ledger| ledger.gave.abs_diff(ledger.received))
    }

    /// Months in which people took part, and in how many of them they were helped.
    fn months(&self) -> (u32, u32) {
        let (mut months, mut with_advice) = (0, 0);
        for (here, ledgers) in self.here.chunks(MONTH).zip(self.ledgers.chunks(MONTH)) {
            let here: BTreeSet<&PersonId> = here.iter().flatten().collect();
            let received = |person: &&PersonId| {
                ledgers.iter().any(|ledger| ledger.get(*person).is_some_and(|each| each.received > 0))
            };
            months += u32::try_from(here.len()).unwrap_or(u32::MAX);
            with_advice += u32::try_from(here.into_iter().filter(received).count()).unwrap_or(u32::MAX);
        }
        (months, with_advice)
    }
}

/// Who seeks which topic that one whom they may meet offers.
fn wants(company: &Company) -> BTreeSet<(PersonId, TopicId)> {
    let of = |seeker: &Person| {
        let helpers = company.people.iter().filter(|helper| company.may_meet(seeker, helper));
        let offers: BTreeSet<&TopicId> = helpers.flat_map(|helper| &helper.profile.offers).collect();
        let wants = seeker.profile.seeks.iter().filter(|topic| offers.contains(topic));
        wants.map(|topic| (seeker.id.clone(), topic.clone())).collect::<Vec<_>>()
    };
    company.people.iter().flat_map(of).collect()
}

fn count<T>(set: &BTreeSet<T>) -> u32 {
    u32::try_from(set.len()).unwrap_or(u32::MAX)
}

fn sum(ledgers: &[BTreeMap<PersonId, Ledger>]) -> BTreeMap<PersonId, Ledger> {
    let mut all = BTreeMap::new();
    ledgers.iter().for_each(|ledger| add(ledger, &mut all));
    all
}

fn add(ledger: &BTreeMap<PersonId, Ledger>, all: &mut BTreeMap<PersonId, Ledger>) {
    for (person, ledger) in ledger {
        let sum = all.entry(person.clone()).or_default();
        sum.gave += ledger.gave;
        sum.received += ledger.received;
    }
}
