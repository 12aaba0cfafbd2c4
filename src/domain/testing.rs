//! People and pairings for the domain's own tests.

use super::ids::{PairingId, PersonId, ProgramId, PromptId, RoundId, TermId};
use super::matching::explain::Reason;
use super::matching::reverse::Couple;
use super::message::Question;
use super::people::Person;
use super::people::profile::{Mode, Profile};
use super::reverse::Term;
use super::rounds::dissolve::{Announcement, Situation};
use super::rounds::pairing::Pairing;
use jiff::Timestamp;
use jiff::civil::date;
use std::collections::{BTreeMap, BTreeSet};

/// An instant of Monday, 4 January 2027, in UTC.
pub fn monday(time: &str) -> Timestamp {
    format!("2027-01-04T{time}Z").parse().unwrap()
}

pub fn id(name: &str) -> PersonId {
    PersonId::new(name)
}

/// Takes part since long ago.
pub fn person(name: &str) -> Person {
    let profile = Profile { modes: BTreeSet::from([Mode::Peer]), ..Profile::default() };
    let long_ago = "2026-01-01T00:00:00Z".parse().unwrap();
    let joined = Person::joining(id(name), name.to_lowercase(), "Europe/Berlin".into(), profile, long_ago);
    Person { version: 1, ..joined }
}

pub fn pairing(names: &[&str]) -> Pairing {
    let slot = date(2027, 1, 4);
    let round = RoundId::of(&ProgramId::new("peer"), slot);
    Pairing {
        id: PairingId::of(&round, 0),
        version: 1,
        revision: 0,
        round,
        slot,
        mode: Mode::Peer,
        members: names.iter().map(|name| id(name)).collect(),
        asks_first: id(names[0]),
        reasons: vec![Reason::FirstTime],
        opening: question("What is hard?"),
        further: Vec::new(),
        times: Vec::new(),
        marks: BTreeSet::new(),
        dissolved: None,
    }
}

pub fn people(names: &[&str]) -> BTreeMap<PersonId, Person> {
    names.iter().map(|name| (id(name), person(name))).collect()
}

pub fn situation(names: &[&str], announcement: Announcement) -> Situation {
    Situation {
        pairing: pairing(names),
        people: people(names),
        announcement,
        next_slot: Some("2027-01-11T09:00:00Z".parse().unwrap()),
    }
}

pub fn question(text: &str) -> Question {
    Question { prompt: PromptId::new("q"), text: text.into(), reading: None }
}

/// A term that has just begun.
pub fn term(junior: &str, senior: &str) -> Term {
    let round = (RoundId::new("reverse/2027-01-04"), date(2027, 1, 4));
    let couple = Couple { junior: id(junior), senior: id(senior), reasons: vec![Reason::OutsideTheLine] };
    Term::new(TermId::new("term/1"), round, couple, monday("09:00:00"))
}
