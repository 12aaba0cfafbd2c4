//! What questions in a channel need to know.

use super::handle::Task;
use super::unproven::note_hands;
use super::{App, AppError};
use crate::domain::asks::Ask;
use crate::domain::community::message::{CommunityAnswer, CommunityMessage};
use crate::domain::community::open::Posting;
use crate::domain::community::{Call, CommunityEvent, CommunityWake, Gathering};
use crate::domain::decision::{Decision, Reply};
use crate::domain::event::{Event, Happening, Timing, Turn};
use crate::domain::ids::{CallId, ChannelId, MessageRef, PersonId, ProgramId, WorkspaceId};
use crate::domain::message::Answer;
use crate::domain::org::Lines;
use crate::domain::reaction::Hand;
use crate::domain::record::{Record, RecordKind};
use crate::domain::rounds::{Program, ProgramState, Purpose};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

/// So far back nobody is offered the same person again.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(90 * 24);

impl App {
    /// A slot of a programme that asks questions, with what its question depends on; `None` for every other programme.
    pub(super) async fn posting(
        &self,
        workspace: &WorkspaceId,
        program: &ProgramId,
        slot: Date,
        timing: Timing,
    ) -> Result<Option<Posting>, AppError> {
        let programs = self.storage.programs(workspace).await?;
        let Some(program) = programs.into_iter().find(|each| each.id == *program) else { return Ok(None) };
        let Purpose::Question(channel) = program.purpose.clone() else { return Ok(None) };
        let past = self.calls_since(workspace, Timestamp::UNIX_EPOCH).await?;
        Ok(Some(Posting { program, channel, slot, timing, past, catalogue: self.catalogue.clone() }))
    }

    pub(super) async fn community_event(
        &self,
        event: &Event,
        what: &CommunityEvent,
    ) -> Result<Decision, AppError> {
        match what {
            CommunityEvent::Pressed { person, offer, press } => {
                let made = |call: &Call| call.offers.iter().any(|each| each.ask == *offer);
                let open = self.storage.open_records(&event.workspace, RecordKind::Call).await?;
                match open.into_iter().filter_map(Record::into_call).find(made) {
                    Some(call) => {
                        let gathering = self.gathering(event, call).await?;
                        Ok(gathering.answered(person, offer, *press, event.now))
                    }
                    None => {
                        Ok(Decision::default().reply(Answer::Community(CommunityAnswer::OfferIsOver).into()))
                    }
                }
            }
            CommunityEvent::QuestionUnposted(call) => {
                Ok(self.call(&event.workspace, call).await?.map(Call::unposted).unwrap_or_default())
            }
            CommunityEvent::WordsUnposted(ask) => {
                let desk = self.desk_of(event, ask).await?;
                Ok(desk.map(|desk| desk.words_unposted(event.now)).unwrap_or_default())
            }
        }
    }

    pub(super) async fn community_woke(
        &self,
        event: &Event,
        wake: &CommunityWake,
    ) -> Result<Decision, AppError> {
        let CommunityWake::Match(call) = wake;
        match self.call(&event.workspace, call).await? {
            Some(call) => {
                let matched = self.gathering(event, call).await?.matches(event.now, event.seed);
                if let Some(doubt) = matched.doubt {
                    note_hands(&event.workspace, doubt);
                }
                Ok(matched.decision)
            }
            None => Ok(Decision::default()),
        }
    }

    /// A hand goes up or down under a message: only under a question of ours, or under words that were shown, does it mean
    /// anything.
    pub(super) async fn hand_moved(
        &self,
        event: &Event,
        person: &PersonId,
        message: &MessageRef,
        hand: Hand,
        turn: Turn,
    ) -> Result<Decision, AppError> {
        let workspace = &event.workspace;
        let Some(record) = self.storage.record_of_message(workspace, message).await? else {
            return Ok(Decision::default());
        };
        let post = match &record {
            Record::Call(call) => Some(call.post()),
            Record::Ask(ask) => ask.shown.as_ref().map(|shown| shown.post.clone()),
            Record::Learning(_) | Record::Nudge(_) | Record::Term(_) | Record::Upload(_) => None,
        };
        let Some(post) = post else { return Ok(Decision::default()) };
        if self.storage.posted(workspace, &post).await?.as_ref() != Some(message) {
            return Ok(Decision::default());
        }
        let decision = match (record, turn) {
            (Record::Call(call), Turn::Added) => call.raised(person, hand),
            (Record::Call(call), Turn::Removed) => call.lowered(person, hand, event.now),
            (Record::Learning(_) | Record::Nudge(_) | Record::Term(_) | Record::Upload(_), _) => {
                Decision::default()
            }
            (Record::Ask(ask), _) => self.hand_under_words(event, ask, person, (hand, turn)).await?,
        };
        Ok(Decision { reply: Reply::Nothing, ..decision })
    }

    async fn hand_under_words(
        &self,
        event: &Event,
        ask: Ask,
        person: &PersonId,
        (hand, turn): (Hand, Turn),
    ) -> Result<Decision, AppError> {
        Ok(self.desk(event, ask).await?.hand(person, hand, turn, event.now))
    }

    /// The channel of the running programme that asks questions, if there is one.
    pub(super) async fn community_channel(
        &self,
        workspace: &WorkspaceId,
    ) -> Result<Option<ChannelId>, AppError> {
        let programs = self.storage.programs(workspace).await?;
        let channel = |program: &Program| match (&program.purpose, program.state) {
            (Purpose::Question(channel), ProgramState::Running) => Some(channel.clone()),
            (Purpose::Question(_), ProgramState::Paused) | (Purpose::Round, _) => None,
        };
        Ok(programs.iter().find_map(channel))
    }

    /// What was for a channel could not be posted there: the bot is no member, or may not post.
    pub(super) async fn tell_unposted(
        &self,
        workspace: &WorkspaceId,
        message: &CommunityMessage,
    ) -> Result<(), AppError> {
        let what = match message {
            CommunityMessage::Question { call, .. } => CommunityEvent::QuestionUnposted(call.clone()),
            CommunityMessage::Words { ask, .. } => CommunityEvent::WordsUnposted(ask.clone()),
            CommunityMessage::Offer { .. } => return Ok(()),
        };
        self.handle(Task::of(workspace, Happening::Community(what))).await.map(|_| ())
    }

    async fn gathering(&self, event: &Event, call: Call) -> Result<Gathering, AppError> {
        let people = self.everybody(&event.workspace).await?;
        let org = self.storage.org_facts(&event.workspace, None).await?;
        let lately = self.calls_since(&event.workspace, event.now - REMEMBERED).await?;
        Ok(Gathering {
            attention: self.attention(event, &people).await?,
            asks: self.asks_lately(&event.workspace, event.now).await?,
            others: lately.into_iter().filter(|other| other.id != call.id).collect(),
            lines: Lines::of(&org, people.values()),
            org,
            people,
            index: self.topics.clone(),
            decision: Decision::default(),
            call,
        })
    }

    async fn call(&self, workspace: &WorkspaceId, id: &CallId) -> Result<Option<Call>, AppError> {
        let found = self.storage.record(workspace, RecordKind::Call, id.as_str()).await?;
        Ok(found.and_then(Record::into_call))
    }

    async fn calls_since(&self, workspace: &WorkspaceId, since: Timestamp) -> Result<Vec<Call>, AppError> {
        let records = self.storage.records_since(workspace, RecordKind::Call, since).await?;
        Ok(records.into_iter().filter_map(Record::into_call).collect())
    }
}
