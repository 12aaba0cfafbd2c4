//! What nudges need to know.

use super::{App, AppError, reckon};
use crate::domain::decision::{Decision, Outgoing, Target, Urgency};
use crate::domain::event::{Event, Timing};
use crate::domain::ids::{MessageKey, MessageRef, NudgeId, PersonId};
use crate::domain::message::{Answer, Message};
use crate::domain::nudges::message::{NudgeAnswer, NudgeMessage};
use crate::domain::nudges::reply::Reading;
use crate::domain::nudges::{Chooser, Desk, Giving, Nudge, NudgeEvent, NudgeWake, NudgeWish, Press};
use crate::domain::people::Standing;
use crate::domain::people::profile::Mode;
use crate::domain::reciprocity::{Ledger, QUARTER};
use crate::domain::record::{Record, RecordKind};
use crate::domain::rounds::Program;
use crate::domain::rounds::schedule::next_round;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

impl App {
    pub(super) async fn nudge_event(&self, event: &Event, what: &NudgeEvent) -> Result<Decision, AppError> {
        match what {
            NudgeEvent::Pressed { person, nudge, press } => {
                let Some(desk) = self.nudge_desk(event, nudge, person).await? else { return Ok(over()) };
                Ok(match press {
                    Press::Find => desk.asks_for_help(&self.catalogue, &self.topics),
                    Press::Who
                    | Press::NotThisWeek
                    | Press::Undo
                    | Press::Asked
                    | Press::NotYet
                    | Press::LetGo
                    | Press::Very
                    | Press::Somewhat
                    | Press::NotReally => desk.pressed(*press, event.now),
                })
            }
            NudgeEvent::Chosen { person, nudge, with, on } => {
                let desk = self.nudge_desk(event, nudge, person).await?;
                Ok(desk.map_or_else(over, |desk| desk.chooses(with.clone(), *on, event.now)))
            }
        }
    }

    pub(super) async fn nudge_woke(&self, event: &Event, wake: &NudgeWake) -> Result<Decision, AppError> {
        let Some(nudge) = self.nudge(event, wake.nudge()).await? else { return Ok(Decision::default()) };
        let person = nudge.person.clone();
        let Some(desk) = self.desk_for(event, nudge, &person).await? else { return Ok(Decision::default()) };
        Ok(match wake {
            NudgeWake::Remind(_) => desk.reminder_is_due(event.now),
            NudgeWake::FollowUp(_) => desk.follow_up_is_due(event.now),
            NudgeWake::Erase(_) => desk.erases(),
        })
    }

    /// Somebody wrote in a thread of their conversation with us. Only under a nudge of theirs that means anything so far.
    pub(super) async fn replied(
        &self,
        event: &Event,
        person: &PersonId,
        (thread, text): (&MessageRef, &str),
        at: Timestamp,
    ) -> Result<Decision, AppError> {
        let record = self.storage.record_of_message(&event.workspace, thread).await?;
        let Some(nudge) = record.and_then(Record::into_nudge) else { return Ok(Decision::default()) };
        let Some(root) = self.root_of(event, &nudge, thread).await? else { return Ok(Decision::default()) };
        let Some(desk) = self.desk_for(event, nudge, person).await? else { return Ok(Decision::default()) };
        let reading = Reading::of(text, desk.today(at));
        Ok(desk.replied(&reading, root, event.now))
    }

    /// Somebody wrote to us outside of every thread: once a day they are told where help is.
    pub(super) async fn wrote(
        &self,
        event: &Event,
        person: &PersonId,
        at: Timestamp,
    ) -> Result<Decision, AppError> {
        let Some(person) = self.storage.person(&event.workspace, person).await? else {
            return Ok(Decision::default());
        };
        let today = at.to_zoned(jiff::tz::TimeZone::UTC).date();
        Ok(Decision::default().say(Outgoing {
            key: MessageKey::new(format!("pointer/{}/{today}", person.id)),
            to: Target::Direct(person.id),
            message: Message::Nudge(NudgeMessage::Pointer),
            not_before: event.now,
            expires: None,
            urgency: Urgency::Interactive,
        }))
    }

    /// `/mentor nudge …`.
    pub(super) async fn asks_about_nudges(
        &self,
        event: &Event,
        person: &PersonId,
        wish: &NudgeWish,
    ) -> Result<Decision, AppError> {
        let person = self.storage.person(&event.workspace, person).await?;
        let programs = self.storage.programs(&event.workspace).await?;
        let of_nudges = programs.iter().filter(|program| program.mode == Mode::Nudge);
        let chooser = Chooser {
            person: person.as_ref(),
            next_slot: of_nudges.filter_map(|program| next_round(program, event.now)).min(),
            catalogue: &self.catalogue,
            index: &self.topics,
        };
        Ok(chooser.asks(wish, event.now))
    }

    /// A slot of nudges has come.
    pub(super) async fn nudges_due(
        &self,
        event: &Event,
        program: Program,
        slot: Date,
        timing: Timing,
    ) -> Result<Decision, AppError> {
        let (workspace, now) = (&event.workspace, event.now);
        let Some(next_slot) = program.slot.next_after(now).map(|due| due.at) else {
            return Ok(Decision::default());
        };
        let people = self.everybody(workspace).await?;
        let kinds = [RecordKind::Ask, RecordKind::Nudge, RecordKind::Term];
        let records = self.records_lately(workspace, &kinds, now).await?;
        let check_ins = self.storage.check_ins_since(workspace, slot.saturating_sub(13.weeks())).await?;
        let giving = Giving {
            attention: self.attention(event, &people).await?,
            showings: self.storage.showings(workspace, None).await?,
            ledgers: Ledger::of_everybody(&check_ins, &records, now - QUARTER),
            past: records.into_iter().filter_map(Record::into_nudge).collect(),
            people: people.into_values().collect(),
            catalogue: self.catalogue.clone(),
            program,
            slot,
            next_slot,
            timing,
        };
        let seed = event.seed;
        reckon(move || giving.decide(now, seed)).await
    }

    /// An ask was opened out of a nudge: the newest one that still waits says so from now on.
    pub(super) async fn nudge_is_sought(
        &self,
        event: &Event,
        person: &PersonId,
    ) -> Result<Decision, AppError> {
        let newest = self.nudges_of(event, person).await?.into_iter().next();
        let desk = match newest {
            Some(nudge) => self.desk_for(event, nudge, person).await?,
            None => None,
        };
        Ok(desk.map(|desk| desk.is_sought(event.now)).unwrap_or_default())
    }

    /// Somebody takes part no more: nobody asks them again about what they meant to do.
    pub(super) async fn nudges_left_by(
        &self,
        event: &Event,
        person: &PersonId,
    ) -> Result<Decision, AppError> {
        let mut decision = Decision::default();
        let Some(record) = self.storage.person(&event.workspace, person).await? else { return Ok(decision) };
        for nudge in self.nudges_of(event, person).await? {
            let left = Desk::of(nudge, record.clone()).is_left();
            decision = decision.and(left.unwrap_or_default());
        }
        Ok(decision)
    }

    /// Their nudges, newest first.
    async fn nudges_of(&self, event: &Event, person: &PersonId) -> Result<Vec<Nudge>, AppError> {
        let records = self.storage.records_of(&event.workspace, person).await?;
        Ok(records.into_iter().filter_map(Record::into_nudge).collect())
    }

    async fn nudge(&self, event: &Event, nudge: &NudgeId) -> Result<Option<Nudge>, AppError> {
        let found = self.storage.record(&event.workspace, RecordKind::Nudge, nudge.as_str()).await?;
        Ok(found.and_then(Record::into_nudge))
    }

    /// A nudge of this person; `None` where it is not theirs.
    async fn nudge_desk(
        &self,
        event: &Event,
        nudge: &NudgeId,
        person: &PersonId,
    ) -> Result<Option<Desk>, AppError> {
        match self.nudge(event, nudge).await? {
            Some(nudge) => self.desk_for(event, nudge, person).await,
            None => Ok(None),
        }
    }

    async fn desk_for(
        &self,
        event: &Event,
        nudge: Nudge,
        person: &PersonId,
    ) -> Result<Option<Desk>, AppError> {
        if nudge.person != *person {
            return Ok(None);
        }
        let person = self.storage.person(&event.workspace, person).await?;
        Ok(person.filter(|person| person.standing == Standing::Active).map(|person| Desk::of(nudge, person)))
    }

    /// The message of a nudge that a thread hangs under.
    async fn root_of(
        &self,
        event: &Event,
        nudge: &Nudge,
        thread: &MessageRef,
    ) -> Result<Option<MessageKey>, AppError> {
        for key in nudge.roots() {
            if self.storage.posted(&event.workspace, &key).await?.as_ref() == Some(thread) {
                return Ok(Some(key));
            }
        }
        Ok(None)
    }
}

fn over() -> Decision {
    Decision::default().reply(Answer::Nudge(NudgeAnswer::Over).into())
}
