//! What a person can look up about themselves: why this pair, and past talks.

use super::Person;
use crate::domain::asks::{Ask, views as asks};
use crate::domain::attention::Entry;
use crate::domain::decision::Decision;
use crate::domain::ids::PersonId;
use crate::domain::message::{Answer, Contact, ContactOutcome, History, LocalTime, PastTalk, Sure};
use crate::domain::record::Record;
use crate::domain::reverse::{Term, views as reverse};
use crate::domain::rounds::check_in::{CheckIn, CheckInAnswer, CheckInState};
use crate::domain::rounds::pairing::{Pairing, Status};
use crate::domain::rounds::{LeftOutReason, Program, Round};
use jiff::Timestamp;
use std::cmp::Reverse;

/// How many talks `history` shows.
pub const HISTORY_LENGTH: usize = 20;

/// A person and their past.
#[derive(Clone, Debug)]
pub struct Past {
    /// Slack's id.
    pub id: PersonId,
    /// Their record, if they ever joined.
    pub person: Option<Person>,
    /// Their pairings, newest first.
    pub pairings: Vec<Pairing>,
    /// Their own check-ins.
    pub check_ins: Vec<CheckIn>,
    /// The newest held round of the programmes that make pairs.
    pub last_round: Option<Round>,
    /// What repeats in the workspace.
    pub programs: Vec<Program>,
    /// When the next round is.
    pub next_slot: Option<Timestamp>,
    /// What we began with them in the last weeks, and what was held back; oldest first. Looked up for `history` alone.
    pub contacts: Vec<Entry>,
    /// Asks and the like that they can be found by, newest first.
    pub records: Vec<Record>,
}

fn contact(entry: &Entry, person: &Person) -> Contact {
    Contact {
        kind: entry.kind,
        at: LocalTime { at: entry.at, zone: person.time_zone.clone() },
        outcome: match entry.is_held_back() {
            true => ContactOutcome::HeldBack,
            false => ContactOutcome::Begun,
        },
    }
}

impl Past {
    /// Why the present pair was made, or why there is none.
    pub fn why(&self) -> Decision {
        if self.person.is_none() {
            return Decision::default().reply(Answer::NotJoined.into());
        }
        let answer = match self.present() {
            Some(pairing) => Answer::Why {
                partners: pairing.partners_of(&self.id),
                reasons: pairing.reasons.clone(),
                sure: self.sure(),
            },
            None => Answer::NoPair(self.left_out()),
        };
        Decision::default().reply(answer.into())
    }

    /// How good the newest round is.
    fn sure(&self) -> Sure {
        let proof = self.last_round.as_ref().and_then(|round| round.proof.as_ref());
        proof.map_or(Sure::Unknown, Sure::of)
    }

    /// Past talks, newest first.
    pub fn history(&self) -> Decision {
        let Some(person) = &self.person else { return Decision::default().reply(Answer::NotJoined.into()) };
        let mut talks = reverse::talks(&self.id, &self.terms(), &person.time_zone);
        talks.extend(asks::talks(&self.id, &self.asks(), &person.time_zone));
        talks.extend(self.pairings.iter().map(|each| self.talk(each)));
        talks.sort_by_key(|talk| Reverse(talk.slot));
        talks.truncate(HISTORY_LENGTH);
        let contacts = self.contacts.iter().rev().map(|entry| contact(entry, person)).collect();
        Decision::default().reply(Answer::History(History { talks, contacts }).into())
    }

    /// The pair of the newest round, if this person is in it.
    pub(super) fn present(&self) -> Option<&Pairing> {
        let round = self.last_round.as_ref()?;
        self.pairings
            .iter()
            .find(|pairing| pairing.round == round.id && pairing.status() != Status::Dissolved)
    }

    /// How many of their talks took place, meetings of terms and talks about an ask among them.
    pub(super) fn talks_so_far(&self) -> usize {
        let mut talks = reverse::talks(&self.id, &self.terms(), "UTC");
        talks.extend(asks::talks(&self.id, &self.asks(), "UTC"));
        talks.extend(self.pairings.iter().map(|each| self.talk(each)));
        talks.iter().filter(|talk| talk.status == Status::Met).count()
    }

    /// Asks that they opened or answered, newest first.
    fn asks(&self) -> Vec<Ask> {
        self.records.iter().cloned().filter_map(Record::into_ask).collect()
    }

    /// Their terms of reverse mentoring, newest first.
    fn terms(&self) -> Vec<Term> {
        self.records.iter().cloned().filter_map(Record::into_term).map(|term| *term).collect()
    }

    fn left_out(&self) -> Option<LeftOutReason> {
        let round = self.last_round.as_ref()?;
        let of_round = self.pairings.iter().filter(|pairing| pairing.round == round.id);
        let let_down = of_round.flat_map(Pairing::let_down).any(|person| *person == self.id);
        let left = round.left_out.iter().find(|left| left.person == self.id).map(|left| left.reason);
        left.or(let_down.then_some(LeftOutReason::PartnerGone))
    }

    fn talk(&self, pairing: &Pairing) -> PastTalk {
        let partners = pairing.partners_of(&self.id);
        let will_try = match self.answer(pairing) {
            Some(CheckInAnswer::Met(met)) => met.will_try.clone(),
            Some(CheckInAnswer::Later | CheckInAnswer::No) | None => None,
        };
        PastTalk {
            slot: pairing.slot,
            partners: partners.into_iter().map(|id| (!id.is_forgotten()).then_some(id)).collect(),
            status: self.status(pairing),
            will_try,
        }
    }

    /// How the pairing stands, as this person knows: a private check-in may say more than the pair has said.
    pub(super) fn status(&self, pairing: &Pairing) -> Status {
        if self.met(pairing) { Status::Met } else { pairing.status() }
    }

    fn met(&self, pairing: &Pairing) -> bool {
        pairing.status() == Status::Met || matches!(self.answer(pairing), Some(CheckInAnswer::Met(_)))
    }

    fn answer(&self, pairing: &Pairing) -> Option<&CheckInAnswer> {
        self.check_ins.iter().filter(|check_in| check_in.pairing == pairing.id).find_map(|check_in| {
            match &check_in.state {
                CheckInState::Answered(answer) => Some(answer),
                CheckInState::Asked | CheckInState::Lapsed => None,
            }
        })
    }
}
