//! Export: everything kept about a person, and nothing that others told us.

use super::attention;
use super::decision::{Decision, Showing};
use super::ids::{PersonId, RoundId};
use super::message::Answer;
use super::org::OrgFacts;
use super::people::Person;
use super::record::Record;
use super::rounds::check_in::CheckIn;
use super::rounds::pairing::Pairing;
use super::rounds::{LeftOutReason, Round};
use serde::Serialize;

/// Everything kept about a person.
#[derive(Clone, Debug, Serialize)]
pub struct Dossier {
    /// Their record, their never-pair list included.
    pub person: Option<Person>,
    /// What the organisation says of them.
    pub org: Option<OrgFacts>,
    /// Their pairings, with only their own marks.
    pub pairings: Vec<Pairing>,
    /// Their own check-ins.
    pub check_ins: Vec<CheckIn>,
    /// The questions they were shown.
    pub questions_seen: Vec<Showing>,
    /// Rounds in which there was no partner for them.
    pub left_out: Vec<Unmatched>,
    /// Asks and the like, as far as they are theirs.
    pub records: Vec<Record>,
    /// What we began with them, and what we held back.
    pub contacts: Vec<attention::Entry>,
}

/// What a person's dossier is put together from.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// Their record.
    pub person: Option<Person>,
    /// What the organisation says of them.
    pub org: Option<OrgFacts>,
    /// Their pairings.
    pub pairings: Vec<Pairing>,
    /// Their own check-ins.
    pub check_ins: Vec<CheckIn>,
    /// The questions they were shown.
    pub questions_seen: Vec<Showing>,
    /// Every held round.
    pub rounds: Vec<Round>,
    /// Records they can be found by.
    pub records: Vec<Record>,
    /// What was written down about their attention.
    pub contacts: Vec<attention::Entry>,
}

/// A round without a partner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unmatched {
    /// Which round.
    pub round: RoundId,
    /// Why.
    pub reason: LeftOutReason,
}

impl Dossier {
    /// Puts together what is kept about a person. What partners told us, and which of them fell out, is theirs.
    pub fn of(id: &PersonId, kept: Kept) -> Self {
        let own = |mut pairing: Pairing| {
            pairing.marks.retain(|mark| mark.by == *id);
            if let Some(dissolved) = &mut pairing.dissolved {
                dissolved.because_of = dissolved.because_of.take().filter(|because| because == id);
            }
            pairing
        };
        let unmatched = |round: &Round| {
            let own = round.left_out.iter().find(|left| left.person == *id)?;
            Some(Unmatched { round: round.id.clone(), reason: own.reason })
        };
        Self {
            person: kept.person,
            org: kept.org,
            pairings: kept.pairings.into_iter().map(own).collect(),
            check_ins: kept.check_ins,
            questions_seen: kept.questions_seen,
            left_out: kept.rounds.iter().filter_map(unmatched).collect(),
            records: kept.records.iter().map(|record| record.seen_by(id)).collect(),
            contacts: kept.contacts,
        }
    }

    /// The answer to `export`.
    pub fn export(&self) -> Decision {
        if self.person.is_none() && self.org.is_none() {
            return Decision::default().reply(Answer::NotJoined.into());
        }
        let answer = serde_json::to_string_pretty(self).map_or(Answer::Trouble, Answer::Export);
        Decision::default().reply(answer.into())
    }
}
