//! Export: everything kept about a person, and nothing that others told us.

use super::decision::{Decision, Showing};
use super::ids::PersonId;
use super::message::Answer;
use super::people::Person;
use super::rounds::check_in::CheckIn;
use super::rounds::pairing::Pairing;
use serde::Serialize;

/// Everything kept about a person.
#[derive(Clone, Debug, Serialize)]
pub struct Dossier {
    /// Their record, their never-pair list included.
    pub person: Option<Person>,
    /// Their pairings, with only their own marks.
    pub pairings: Vec<Pairing>,
    /// Their own check-ins.
    pub check_ins: Vec<CheckIn>,
    /// The questions they were shown.
    pub questions_seen: Vec<Showing>,
}

impl Dossier {
    /// Puts together what is kept about a person. Marks of partners are theirs, not this person's.
    pub fn of(
        id: &PersonId,
        person: Option<Person>,
        pairings: Vec<Pairing>,
        check_ins: Vec<CheckIn>,
        questions_seen: Vec<Showing>,
    ) -> Self {
        let own = |mut pairing: Pairing| {
            pairing.marks.retain(|mark| mark.by == *id);
            pairing
        };
        Self { person, pairings: pairings.into_iter().map(own).collect(), check_ins, questions_seen }
    }

    /// The answer to `export`.
    pub fn export(&self) -> Decision {
        if self.person.is_none() {
            return Decision::default().reply(Answer::NotJoined.into());
        }
        let answer = serde_json::to_string_pretty(self).map_or(Answer::Trouble, Answer::Export);
        Decision::default().reply(answer.into())
    }
}
