//! What rounds, conversations and check-ins need to know.

use super::{App, AppError, reckon};
use crate::domain::decision::{Decision, Reply, SkipReason, WakeKind};
use crate::domain::event::{Event, Timing, Turn};
use crate::domain::ids::{AskId, MessageRef, PairingId, PersonId, ProgramId, SubjectId, WorkspaceId};
use crate::domain::message::Answer;
use crate::domain::org::fill_all;
use crate::domain::people::Person;
use crate::domain::people::profile::Mode;
use crate::domain::record::RecordKind;
use crate::domain::rounds::conversation::{By, Talk};
use crate::domain::rounds::dissolve::{Announcement, Situation, dissolve, give_up};
use crate::domain::rounds::open::Opening;
use crate::domain::rounds::pairing::{Pairing, Signal};
use crate::domain::rounds::reflect::{Ending, Reflection};
use crate::domain::rounds::schedule::next_round;
use crate::domain::rounds::{Program, ProgramState};
use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// How many of the newest rounds may matter for who was left out in a row.
const ROUNDS_LOOKED_AT: u32 = 8;

/// After this long, two people meeting again is as good as new.
const WEEKS_REMEMBERED: i64 = 104;

/// What of a conversation is going to be looked at.
enum About {
    /// Only how it stands.
    Marks,
    /// Which questions its members have seen.
    Questions,
}

impl About {
    fn of(signal: Signal) -> Self {
        match signal {
            Signal::AnotherQuestion => Self::Questions,
            Signal::Booked | Signal::Met | Signal::NotThisTime => Self::Marks,
        }
    }
}

impl App {
    pub(super) async fn round_due(
        &self,
        event: &Event,
        program: &ProgramId,
        slot: Date,
        timing: Timing,
    ) -> Result<Decision, AppError> {
        let programs = self.storage.programs(&event.workspace).await?;
        let Some(found) = programs.into_iter().find(|each| each.id == *program) else {
            return Ok(Decision::default());
        };
        if found.is_past(slot) && timing != Timing::ByHand || found.last_slot == Some(slot) {
            // Every try would form the whole round anew, only to find that the other one stands.
            tracing::info!(workspace = %event.workspace, %program, %slot, "this slot was already made, by another process");
            return Ok(Decision::default());
        }
        if let Some(posting) = self.posting(&event.workspace, program, slot, timing).await? {
            return Ok(posting.decide(event.now));
        }
        if found.mode == Mode::Nudge {
            return self.nudges_due(event, found, slot, timing).await;
        }
        match self.opening(&event.workspace, program, slot, timing, event.now).await? {
            Some(opening) if opening.program.mode == Mode::Reverse => {
                self.reverse_round(event, opening).await
            }
            Some(opening) => {
                let (now, seed) = (event.now, event.seed);
                reckon(move || opening.decide(now, seed)).await
            }
            None => Ok(Decision::default()),
        }
    }

    /// Everything a round is formed from; `None` where the programme is gone or its zone is unknown.
    pub async fn opening(
        &self,
        workspace: &WorkspaceId,
        program: &ProgramId,
        slot: Date,
        timing: Timing,
        now: Timestamp,
    ) -> Result<Option<Opening>, AppError> {
        let programs = self.storage.programs(workspace).await?;
        let Some(program) = programs.into_iter().find(|each| each.id == *program) else { return Ok(None) };
        let held = Program { last_slot: Some(slot), state: ProgramState::Running, ..program.clone() };
        let Some(next_slot) = next_round(&held, now) else { return Ok(None) };
        let since = slot.checked_sub(WEEKS_REMEMBERED.weeks()).unwrap_or(Date::MIN);
        Ok(Some(Opening {
            slot,
            next_slot,
            timing,
            people: self.storage.people(workspace).await?,
            org: self.storage.org_facts(workspace, None).await?,
            past: self.storage.pairings_since(workspace, since).await?,
            check_ins: self.storage.check_ins_since(workspace, since).await?,
            records: self.records_lately(workspace, &[RecordKind::Ask, RecordKind::Term], now).await?,
            rounds: self.storage.held_rounds(workspace, &program.id, ROUNDS_LOOKED_AT).await?,
            attention: self.written_attention(workspace, now).await?,
            showings: self.storage.showings(workspace, None).await?,
            catalogue: self.catalogue.clone(),
            topics: self.topics.clone(),
            weights: self.rules.of(&program.id),
            program,
        }))
    }

    /// A button under a pair's message.
    pub(super) async fn pressed(
        &self,
        event: &Event,
        person: &PersonId,
        pairing: &PairingId,
        signal: Signal,
    ) -> Result<Decision, AppError> {
        match self.storage.pairing(&event.workspace, pairing).await? {
            Some(pairing) => {
                let talk = self.talk(&event.workspace, pairing, About::of(signal)).await?;
                Ok(talk.told(person, signal, By::Button, event.now, event.seed))
            }
            None => Ok(Decision::default().reply(Answer::NotYourPair.into())),
        }
    }

    /// A reaction under a message; only those about a pairing mean anything to us.
    pub(super) async fn reacted(
        &self,
        event: &Event,
        person: &PersonId,
        message: &MessageRef,
        signal: Signal,
        turn: Turn,
    ) -> Result<Decision, AppError> {
        match self.storage.pairing_of_message(&event.workspace, message).await? {
            Some(pairing) => {
                let talk = self.talk(&event.workspace, pairing, About::of(signal)).await?;
                Ok(talk.told(person, signal, By::Reaction(turn), event.now, event.seed))
            }
            None => Ok(Decision::default()),
        }
    }

    pub(super) async fn reflecting(
        &self,
        event: &Event,
        person: &PersonId,
        pairing: &PairingId,
        decide: impl FnOnce(&Reflection) -> Decision + Send,
    ) -> Result<Decision, AppError> {
        let Some(found) = self.storage.pairing(&event.workspace, pairing).await? else {
            return Ok(Decision::default().reply(Answer::NotYourPair.into()));
        };
        let reflection = Reflection {
            check_in: self.storage.check_in(&event.workspace, pairing, person).await?,
            pairing: found,
            person: self.storage.person(&event.workspace, person).await?,
        };
        Ok(decide(&reflection))
    }

    pub(super) async fn woke(&self, event: &Event, kind: &WakeKind) -> Result<Decision, AppError> {
        let workspace = &event.workspace;
        match kind {
            WakeKind::MidRound(pairing) => match self.storage.pairing(workspace, pairing).await? {
                Some(pairing) => Ok(self.talk(workspace, pairing, About::Marks).await?.mid_round(event.now)),
                None => Ok(Decision::default()),
            },
            WakeKind::CheckIn(pairing) => match self.storage.pairing(workspace, pairing).await? {
                Some(pairing) => self.ending(event, pairing).await,
                None => Ok(Decision::default()),
            },
            WakeKind::CheckInReminder { pairing, person } => {
                let attention = self.attention_of(event, person).await?;
                let due = |each: &Reflection| each.reminder_due(attention, event.now);
                let decision = self.reflecting(event, person, pairing, due).await?;
                Ok(Decision { reply: Reply::Nothing, ..decision })
            }
            WakeKind::ForgetWillTry { pairing, person } => {
                let decision = self.reflecting(event, person, pairing, Reflection::forgets_words).await?;
                Ok(Decision { reply: Reply::Nothing, ..decision })
            }
            WakeKind::Ask(wake) => self.ask_woke(event, wake).await,
            WakeKind::Community(wake) => self.community_woke(event, wake).await,
            WakeKind::Learning(wake) => self.learning_woke(event, wake).await,
            WakeKind::Nudge(wake) => self.nudge_woke(event, wake).await,
            WakeKind::Reverse(wake) => self.reverse_woke(event, wake).await,
            WakeKind::Upload(wake) => self.upload_woke(event, wake).await,
            WakeKind::PauseEnds(person) => {
                let decision = self.asker(event, person).await?.pause_may_have_ended(event.now);
                self.with_terms_moved(event, person, decision).await
            }
            WakeKind::EraseWorkspace => self.erase_if_still_gone(event).await,
        }
    }

    /// A round ends: its pairs are asked how it went. A pair whose introduction never reached Slack, and who for whatever
    /// reason was not told so, is told now.
    async fn ending(&self, event: &Event, pairing: Pairing) -> Result<Decision, AppError> {
        let next_slot = self.next_slot_of(&event.workspace, &pairing, event.now).await?;
        let situation = self.situation(&event.workspace, pairing, next_slot).await?;
        if !situation.is_announced() {
            return Ok(give_up(&situation, event.now));
        }
        let Situation { pairing, people, .. } = situation;
        Ok(Ending { pairing, people }.asks(event.now))
    }

    /// An introduction could not be sent: the pair is dissolved because of one of them, or given up.
    pub(super) async fn undeliverable(
        &self,
        event: &Event,
        subject: Option<&SubjectId>,
        person: Option<&PersonId>,
    ) -> Result<Decision, AppError> {
        let Some(subject) = subject else { return Ok(Decision::default()) };
        let pairing = PairingId::new(subject.as_str());
        let Some(pairing) = self.storage.pairing(&event.workspace, &pairing).await? else {
            if let Some(decision) = self.term_undeliverable(event, subject, person).await? {
                return Ok(decision);
            }
            return self.ask_undeliverable(event, &AskId::new(subject.as_str()), person).await;
        };
        let next_slot = self.next_slot_of(&event.workspace, &pairing, event.now).await?;
        let situation = self.situation(&event.workspace, pairing, next_slot).await?;
        let gone = person.and_then(|id| situation.people.get(id));
        Ok(match gone {
            Some(gone) => dissolve(&situation, gone, event.now, SkipReason::Dissolved),
            None => give_up(&situation, event.now),
        })
    }

    /// A person's pairings in the newest round of their programmes.
    pub(super) async fn situations_of(
        &self,
        workspace: &WorkspaceId,
        person: &PersonId,
        next_slot: Option<Timestamp>,
    ) -> Result<Vec<Situation>, AppError> {
        let mut situations = Vec::new();
        for pairing in self.storage.pairings_of(workspace, person, 4).await? {
            let Some(round) = self.storage.round(workspace, &pairing.round).await? else { continue };
            let newest = self.storage.held_rounds(workspace, &round.program, 1).await?;
            if newest.first().is_some_and(|newest| newest.id == round.id) {
                situations.push(self.situation(workspace, pairing, next_slot).await?);
            }
        }
        Ok(situations)
    }

    async fn situation(
        &self,
        workspace: &WorkspaceId,
        pairing: Pairing,
        next_slot: Option<Timestamp>,
    ) -> Result<Situation, AppError> {
        let announcement = match self.storage.posted(workspace, &pairing.introduction()).await? {
            Some(_) => Announcement::Sent,
            None => Announcement::Planned,
        };
        Ok(Situation { people: self.members(workspace, &pairing).await?, pairing, announcement, next_slot })
    }

    async fn next_slot_of(
        &self,
        workspace: &WorkspaceId,
        pairing: &Pairing,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, AppError> {
        let Some(round) = self.storage.round(workspace, &pairing.round).await? else { return Ok(None) };
        let programs = self.storage.programs(workspace).await?;
        let program = programs.iter().find(|program| program.id == round.program);
        Ok(program.and_then(|program| next_round(program, now)))
    }

    async fn talk(&self, workspace: &WorkspaceId, pairing: Pairing, about: About) -> Result<Talk, AppError> {
        let showings = match about {
            About::Questions => self.storage.showings(workspace, Some(&pairing.members)).await?,
            About::Marks => Vec::new(),
        };
        Ok(Talk {
            people: self.members(workspace, &pairing).await?,
            showings,
            catalogue: self.catalogue.clone(),
            pairing,
        })
    }

    /// The members' records for reading: what they left open is filled, so these are not to be saved.
    async fn members(
        &self,
        workspace: &WorkspaceId,
        pairing: &Pairing,
    ) -> Result<BTreeMap<PersonId, Person>, AppError> {
        let mut people = self.storage.people_by_id(workspace, &pairing.members).await?;
        fill_all(&mut people, &self.storage.org_facts(workspace, Some(&pairing.members)).await?);
        Ok(people.into_iter().map(|person| (person.id.clone(), person)).collect())
    }
}
