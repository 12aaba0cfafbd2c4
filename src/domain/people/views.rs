//! What a person can look up about themselves: why this pair, past talks, the Home tab.

use super::Person;
use crate::domain::asks::Ask;
use crate::domain::asks::message::AskCard;
use crate::domain::attention::Entry;
use crate::domain::decision::Decision;
use crate::domain::ids::PersonId;
use crate::domain::message::{
    Answer, Contact, ContactOutcome, History, Home, LocalTime, MemberHome, OpenAsk, OpenCommitment, PastTalk,
    PresentPair,
};
use crate::domain::nudges::{Nudge, NudgeState};
use crate::domain::people::Standing;
use crate::domain::reciprocity::{Ledger, QUARTER};
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
    /// Their terms of reverse mentoring.
    pub terms: Vec<Term>,
    /// The newest held round of the programmes that make pairs.
    pub last_round: Option<Round>,
    /// What repeats in the workspace.
    pub programs: Vec<Program>,
    /// When the next round is.
    pub next_slot: Option<Timestamp>,
    /// What we began with them in the last weeks, and what was held back; oldest first.
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
            Some(pairing) => {
                Answer::Why { partners: pairing.partners_of(&self.id), reasons: pairing.reasons.clone() }
            }
            None => Answer::NoPair(self.left_out()),
        };
        Decision::default().reply(answer.into())
    }

    /// Past talks, newest first.
    pub fn history(&self) -> Decision {
        let Some(person) = &self.person else { return Decision::default().reply(Answer::NotJoined.into()) };
        let mut talks = reverse::talks(&self.id, &self.terms, &person.time_zone);
        talks.extend(self.pairings.iter().map(|each| self.talk(each)));
        talks.sort_by_key(|talk| Reverse(talk.slot));
        talks.truncate(HISTORY_LENGTH);
        let contacts = self.contacts.iter().rev().map(|entry| contact(entry, person)).collect();
        Decision::default().reply(Answer::History(History { talks, contacts }).into())
    }

    /// The Home tab.
    pub fn home(&self, now: Timestamp) -> Home {
        let Some(person) = self.person.as_ref().filter(|person| person.standing == Standing::Active) else {
            return Home::Stranger;
        };
        let local = |at| LocalTime { at, zone: person.time_zone.clone() };
        let pause = person.pause.filter(|_| person.is_paused(now)).map(|pause| pause.until.map(local));
        let present = self.present().map(|pairing| PresentPair {
            pairing: pairing.id.clone(),
            partners: pairing.partners_of(&self.id),
            asks_first: pairing.asks_first.clone(),
            status: self.status(pairing),
        });
        Home::Member(Box::new(MemberHome {
            standing: person.standing,
            pause,
            next_round: person.next_round,
            next_slot: self.next_slot.map(local),
            present,
            profile: person.profile.clone(),
            time_zone: person.time_zone.clone(),
            asks: self.open_asks(person),
            commitments: self.commitments(),
            ledger: self.ledger(now),
            offer: person.unasked_mode(&self.programs).filter(|_| !person.is_paused(now)),
            talks: self.pairings.iter().filter(|pairing| self.met(pairing)).count() + self.meetings(),
        }))
    }

    /// Their own asks that something is still to come of.
    fn open_asks(&self, person: &Person) -> Vec<OpenAsk> {
        let own = |record: &Record| match record {
            Record::Ask(ask) if ask.asker == self.id && ask.is_open() => Some(OpenAsk {
                ask: ask.id.clone(),
                topics: ask.draft.topics.clone(),
                standing: AskCard::of(ask, &person.time_zone).standing,
            }),
            Record::Ask(_) | Record::Call(_) | Record::Learning(_) | Record::Nudge(_) | Record::Term(_) => {
                None
            }
        };
        self.records.iter().filter_map(own).collect()
    }

    /// Whom they mean to ask, soonest first.
    fn commitments(&self) -> Vec<OpenCommitment> {
        let meant = |record: &Record| match record {
            Record::Nudge(Nudge { id, state: NudgeState::Committed(commitment), .. }) => {
                Some(OpenCommitment { nudge: id.clone(), with: commitment.with.clone(), on: commitment.on })
            }
            Record::Ask(_) | Record::Call(_) | Record::Learning(_) | Record::Nudge(_) | Record::Term(_) => {
                None
            }
        };
        let mut meant: Vec<OpenCommitment> = self.records.iter().filter_map(meant).collect();
        meant.sort_by_key(|commitment| commitment.on);
        meant
    }

    /// How often they gave and received in the last quarter.
    fn ledger(&self, now: Timestamp) -> Ledger {
        let asks: Vec<Ask> = self.records.iter().cloned().filter_map(Record::into_ask).collect();
        Ledger::of(&self.id, &self.check_ins, &asks, now - QUARTER)
    }

    /// The pair of the newest round, if this person is in it.
    fn present(&self) -> Option<&Pairing> {
        let round = self.last_round.as_ref()?;
        self.pairings
            .iter()
            .find(|pairing| pairing.round == round.id && pairing.status() != Status::Dissolved)
    }

    /// Meetings of their terms that took place.
    fn meetings(&self) -> usize {
        let talks = reverse::talks(&self.id, &self.terms, "UTC");
        talks.iter().filter(|talk| talk.status == Status::Met).count()
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
    fn status(&self, pairing: &Pairing) -> Status {
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
