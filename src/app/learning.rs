//! What sharing something learned needs to know.

use super::{App, AppError};
use crate::domain::decision::{Decision, Reply};
use crate::domain::event::Event;
use crate::domain::ids::{LearningId, PersonId, WorkspaceId};
use crate::domain::learning::message::LearningAnswer;
use crate::domain::learning::share::Background;
use crate::domain::learning::{Learning, LearningEvent, LearningWake, Source, latest};
use crate::domain::message::Answer;
use crate::domain::record::{Record, RecordKind};

impl App {
    pub(super) async fn learning_event(
        &self,
        event: &Event,
        what: &LearningEvent,
    ) -> Result<Decision, AppError> {
        let workspace = &event.workspace;
        match what {
            LearningEvent::Opened { person, source } => {
                Ok(self.background(workspace, person, source).await?.opens(person, source.clone()))
            }
            LearningEvent::Submitted { person, source, draft } => {
                if self.taking_part(workspace, person).await?.is_none() {
                    return Ok(Decision::default().reply(Answer::NotJoined.into()));
                }
                let background = self.background(workspace, person, source).await?;
                let partners = background.partners_of(person).unwrap_or_default();
                let people = self.storage.people_by_id(workspace, &partners).await?;
                let people = people.into_iter().map(|each| (each.id.clone(), each)).collect();
                let new = (LearningId::drawn(event.seed), event.now);
                Ok(Learning::shares(person, (source.clone(), &background), draft, &people, new))
            }
            LearningEvent::Pressed { person, learning, press } => {
                let found = self.learning(workspace, learning).await?;
                let over = || Decision::default().reply(Answer::Learning(LearningAnswer::Over).into());
                Ok(found.map_or_else(over, |found| found.pressed(person, *press, event.now)))
            }
            LearningEvent::Unposted(learning) => {
                let found = self.learning(workspace, learning).await?;
                Ok(found.map(|found| found.unposted(event.now)).unwrap_or_default())
            }
        }
    }

    /// `/mentor share`: the form about the last talk that was useful.
    pub(super) async fn shares_latest(&self, event: &Event, id: &PersonId) -> Result<Decision, AppError> {
        let workspace = &event.workspace;
        if self.taking_part(workspace, id).await?.is_none() {
            return Ok(Decision::default().reply(Answer::NotJoined.into()));
        }
        let (mut asks, mut shared) = (Vec::new(), Vec::new());
        for record in self.storage.records_of(workspace, id).await? {
            match record {
                Record::Ask(ask) => asks.push(ask),
                Record::Learning(learning) => shared.push(learning),
                Record::Call(_) | Record::Nudge(_) | Record::Term(_) | Record::Upload(_) => {}
            }
        }
        let check_ins = self.storage.check_ins_of(workspace, id).await?;
        match latest(id, &check_ins, &asks, &shared, event.now) {
            Some(source) => Ok(self.background(workspace, id, &source).await?.opens(id, source)),
            None => Ok(Decision::default().reply(Answer::Learning(LearningAnswer::NothingLately).into())),
        }
    }

    pub(super) async fn learning_woke(
        &self,
        event: &Event,
        wake: &LearningWake,
    ) -> Result<Decision, AppError> {
        let found = self.learning(&event.workspace, wake.learning()).await?;
        let Some(found) = found else { return Ok(Decision::default()) };
        let decision = match wake {
            LearningWake::Silence(_) => found.silence_is_over(event.now),
            LearningWake::Erase(_) => found.erases(),
        };
        Ok(Decision { reply: Reply::Nothing, ..decision })
    }

    async fn background(
        &self,
        workspace: &WorkspaceId,
        person: &PersonId,
        source: &Source,
    ) -> Result<Background, AppError> {
        match source {
            Source::Talk(pairing) => match self.storage.pairing(workspace, pairing).await? {
                Some(found) => {
                    let check_in = self.storage.check_in(workspace, pairing, person).await?;
                    Ok(Background::Talk(found, check_in))
                }
                None => Ok(Background::Nothing),
            },
            Source::Ask(ask) => {
                let record = self.storage.record(workspace, RecordKind::Ask, ask.as_str()).await?;
                Ok(record.and_then(Record::into_ask).map_or(Background::Nothing, Background::Ask))
            }
        }
    }

    async fn learning(&self, workspace: &WorkspaceId, id: &LearningId) -> Result<Option<Learning>, AppError> {
        let record = self.storage.record(workspace, RecordKind::Learning, id.as_str()).await?;
        Ok(record.and_then(Record::into_learning))
    }
}
