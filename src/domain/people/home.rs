//! The Home tab of a person: everything that is open between them and others, what a person needs first coming first.

use super::views::Past;
use super::{Person, Standing};
use crate::domain::asks::message::AskCard;
use crate::domain::asks::{Approach, Ask, AskState, Response};
use crate::domain::ids::PersonId;
use crate::domain::learning::{Learning, Partner, Said, latest};
use crate::domain::message::{
    AskTalk, Home, LocalTime, MemberHome, OpenAsk, OpenCommitment, OpenNudge, OpenTalk, PresentPair,
    TalkPart, Waiting,
};
use crate::domain::nudges::{Nudge, NudgeState};
use crate::domain::reciprocity::{Ledger, QUARTER};
use crate::domain::record::Record;
use crate::domain::reverse::Term;
use crate::domain::reverse::views::{MyNext, MyTerm};
use crate::domain::rounds::check_in::CheckInState;
use crate::domain::rounds::pairing::{Pairing, Status};
use jiff::Timestamp;

impl Past {
    /// The Home tab.
    pub fn home(&self, now: Timestamp) -> Home {
        let Some(person) = self.person.as_ref().filter(|person| person.standing == Standing::Active) else {
            return Home::Stranger;
        };
        let local = |at| LocalTime { at, zone: person.time_zone.clone() };
        let own = Own::of(&self.records);
        let pause = person.pause.filter(|_| person.is_paused(now)).map(|pause| pause.until.map(local));
        Home::Member(Box::new(MemberHome {
            standing: person.standing,
            pause,
            next_round: person.next_round,
            next_slot: self.next_slot.map(local),
            waiting: self.waiting(&own, now),
            talks: self.talks(person, &own, now),
            nudge: own.open_nudge(),
            commitments: own.commitments(),
            asks: self.open_asks(person, &own),
            ledger: Ledger::of(&self.id, &self.check_ins, &self.records, now - QUARTER),
            offer: person.unasked_mode(&self.programs).filter(|_| !person.is_paused(now)),
            profile: person.shown_profile(),
            time_zone: person.time_zone.clone(),
            theme: person.nudging.theme.clone(),
            past_talks: self.talks_so_far(),
            share: latest(&self.id, &self.check_ins, &own.asks, &own.learned, now),
        }))
    }

    /// What others, or we, wait for from them.
    fn waiting(&self, own: &Own, now: Timestamp) -> Vec<Waiting> {
        let asked = |ask: &Ask| {
            let stands = match ask.state {
                AskState::Searching | AskState::Unanswered | AskState::Waiting { .. } => true,
                AskState::Accepted { .. } | AskState::Closed { .. } => false,
            };
            let reached = |each: &Approach| {
                each.person == self.id
                    && each.at <= now
                    && matches!(each.response, Response::Pending | Response::Late)
            };
            (stands && ask.approaches.iter().any(reached))
                .then(|| Waiting::Request { ask: ask.id.clone(), topics: ask.draft.topics.clone() })
        };
        let named = |learning: &Learning| {
            let silent = |partner: &Partner| partner.person == self.id && partner.said == Said::Nothing;
            (learning.is_open() && learning.partners.iter().any(silent)).then(|| Waiting::MayWeNameYou {
                learning: learning.id.clone(),
                author: learning.author.clone(),
            })
        };
        let check_ins = self.check_ins.iter().filter(|check_in| check_in.state == CheckInState::Asked);
        let check_ins = check_ins.filter_map(|check_in| {
            let pairing = self.pairings.iter().find(|pairing| pairing.id == check_in.pairing)?;
            let partners = partners_of(pairing, &self.id);
            Some(Waiting::CheckIn { pairing: pairing.id.clone(), partners })
        });
        let requests = own.asks.iter().filter_map(asked);
        requests.chain(check_ins).chain(own.learned.iter().filter_map(named)).collect()
    }

    /// The conversations that are to come, the next one first, and after them what has become of the present pair.
    fn talks(&self, person: &Person, own: &Own, now: Timestamp) -> Vec<OpenTalk> {
        let local = |at| LocalTime { at, zone: person.time_zone.clone() };
        let pair = self.present().map(|pairing| {
            let status = self.status(pairing);
            let to_come = pairing.times.iter().map(|time| time.start).filter(|start| *start > now).min();
            OpenTalk::Pair(PresentPair {
                pairing: pairing.id.clone(),
                partners: partners_of(pairing, &self.id),
                asks_first: pairing.asks_first.clone(),
                status,
                suggested: to_come.filter(|_| status == Status::Open).map(local),
            })
        });
        let asks = own.asks.iter().filter_map(|ask| self.ask_talk(ask));
        let terms = own.terms.iter().filter(|term| term.is_open());
        let terms = terms.filter_map(|term| MyTerm::of(term, &self.id, &person.time_zone));
        let mut talks: Vec<OpenTalk> = pair
            .into_iter()
            .chain(asks.map(OpenTalk::Ask))
            .chain(terms.map(Box::new).map(OpenTalk::Term))
            .collect();
        talks.sort_by_key(nearness);
        talks
    }

    /// The talk that an accepted ask leads to, for either of the two.
    fn ask_talk(&self, ask: &Ask) -> Option<AskTalk> {
        let AskState::Accepted { helper, .. } = &ask.state else { return None };
        let (partner, part) = if ask.asker == self.id {
            (helper, TalkPart::Asks)
        } else if *helper == self.id {
            (&ask.asker, TalkPart::Helps)
        } else {
            return None;
        };
        let topics = ask.draft.topics.clone();
        Some(AskTalk { ask: ask.id.clone(), partner: partner.clone(), part, topics })
    }

    /// Their own asks for which somebody is still to be found.
    fn open_asks(&self, person: &Person, own: &Own) -> Vec<OpenAsk> {
        let open = own.asks.iter().filter(|ask| ask.asker == self.id && ask.is_open());
        let looking = open.filter(|ask| ask.helper().is_none());
        let shown = looking.map(|ask| OpenAsk {
            ask: ask.id.clone(),
            topics: ask.draft.topics.clone(),
            standing: AskCard::of(ask, &person.time_zone).standing,
        });
        shown.collect()
    }
}

/// A person's records by their kinds, each newest first.
#[derive(Default)]
struct Own {
    asks: Vec<Ask>,
    learned: Vec<Learning>,
    nudges: Vec<Nudge>,
    terms: Vec<Term>,
}

impl Own {
    fn of(records: &[Record]) -> Self {
        let mut own = Self::default();
        for record in records {
            match record {
                Record::Ask(ask) => own.asks.push(ask.clone()),
                Record::Learning(learning) => own.learned.push(learning.clone()),
                Record::Nudge(nudge) => own.nudges.push(nudge.clone()),
                Record::Term(term) => own.terms.push((**term).clone()),
                Record::Call(_) | Record::Upload(_) => {}
            }
        }
        own
    }

    /// The newest nudge, while it waits for an answer.
    fn open_nudge(&self) -> Option<OpenNudge> {
        let newest = self.nudges.first().filter(|nudge| nudge.state == NudgeState::Open)?;
        Some(OpenNudge { nudge: newest.id.clone(), text: newest.question.text.clone() })
    }

    /// Whom they mean to ask, soonest first.
    fn commitments(&self) -> Vec<OpenCommitment> {
        let meant = |nudge: &Nudge| {
            let commitment = nudge.commitment()?;
            let (nudge, with) = (nudge.id.clone(), commitment.with.clone());
            Some(OpenCommitment { nudge, with, on: commitment.on })
        };
        let mut meant: Vec<OpenCommitment> = self.nudges.iter().filter_map(meant).collect();
        meant.sort_by_key(|commitment| commitment.on);
        meant
    }
}

/// What is dated comes by its date, then what has none yet, then what is over.
fn nearness(talk: &OpenTalk) -> (u8, Option<Timestamp>) {
    let dated = |at: Option<&LocalTime>| match at {
        Some(at) => (0, Some(at.at)),
        None => (1, None),
    };
    match talk {
        OpenTalk::Pair(pair) => match pair.status {
            Status::Open | Status::Booked => dated(pair.suggested.as_ref()),
            Status::Met | Status::NotThisTime | Status::Dissolved => (2, None),
        },
        OpenTalk::Ask(_) => (1, None),
        OpenTalk::Term(term) => match &term.next {
            MyNext::Meeting(at) => dated(Some(at)),
            MyNext::TimesFromTheJunior
            | MyNext::ChoiceOfTheSenior
            | MyNext::ChoiceOfEither
            | MyNext::Review => (1, None),
            MyNext::Later | MyNext::Resting | MyNext::Nothing => (2, None),
        },
    }
}

/// Whoever else is in a pair and has not asked to be forgotten.
fn partners_of(pairing: &Pairing, person: &PersonId) -> Vec<PersonId> {
    pairing.partners_of(person).into_iter().filter(|partner| !partner.is_forgotten()).collect()
}
