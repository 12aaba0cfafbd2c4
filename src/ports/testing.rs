//! A Slack for tests that need one or two of its answers.

use super::{
    AccountsPage, Chat, ChatError, FileFacts, OutboxId, PageCursor, Place, Post, Sight, Sighting, TriggerId,
    ViewId,
};
use crate::domain::eta::Tempo;
use crate::domain::ids::{ChannelId, FileId, MessageRef, PersonId, WorkspaceId};
use crate::domain::message::{Answer, Home, Modal};
use crate::domain::people::SlackFacts;
use async_trait::async_trait;
use jiff::Timestamp;

/// Stands in for Slack: a test says what it answers, and everything else is denied. It has the questions that some test
/// answers by now; a test that needs another adds it here.
pub trait StandIn: Send + Sync {
    fn person(&self, _: &PersonId) -> Result<SlackFacts, ChatError> {
        denied()
    }
    fn person_by_email(&self, _: &str) -> Result<Option<SlackFacts>, ChatError> {
        denied()
    }
    fn everybody(&self, _: Option<&PageCursor>) -> Result<AccountsPage, ChatError> {
        denied()
    }
    fn show(&self, _: &TriggerId, _: &Modal) -> Result<(), ChatError> {
        denied()
    }
    fn replace(&self, _: &ViewId, _: &Modal) -> Result<(), ChatError> {
        denied()
    }
    fn whisper(&self, _: &str, _: &Answer) -> Result<(), ChatError> {
        denied()
    }
}

fn denied<T>() -> Result<T, ChatError> {
    Err(ChatError::Denied("test".into()))
}

#[async_trait]
impl<T: StandIn> Chat for T {
    fn tempo(&self) -> Tempo {
        Tempo { posts: 600, opens: 48, edits: 48 }
    }
    async fn person(&self, _: &WorkspaceId, person: &PersonId) -> Result<SlackFacts, ChatError> {
        StandIn::person(self, person)
    }
    async fn is_admin(&self, _: &WorkspaceId, _: &PersonId) -> Result<bool, ChatError> {
        denied()
    }
    async fn file(&self, _: &WorkspaceId, _: &FileId) -> Result<FileFacts, ChatError> {
        denied()
    }
    async fn download(&self, _: &WorkspaceId, _: &FileFacts, _: u64) -> Result<Vec<u8>, ChatError> {
        denied()
    }
    async fn person_by_email(&self, _: &WorkspaceId, email: &str) -> Result<Option<SlackFacts>, ChatError> {
        StandIn::person_by_email(self, email)
    }
    async fn everybody(&self, _: &WorkspaceId, from: Option<&PageCursor>) -> Result<AccountsPage, ChatError> {
        StandIn::everybody(self, from)
    }
    async fn open(&self, _: &WorkspaceId, _: &[PersonId]) -> Result<ChannelId, ChatError> {
        denied()
    }
    async fn send(&self, _: &WorkspaceId, _: &Post<'_>) -> Result<MessageRef, ChatError> {
        denied()
    }
    fn sight(&self, _: &WorkspaceId, _: &Place) -> Sight {
        Sight::Blind
    }
    async fn find(
        &self,
        _: &WorkspaceId,
        _: &Place,
        _: &OutboxId,
        _: Timestamp,
    ) -> Result<Sighting, ChatError> {
        denied()
    }
    async fn retract(&self, _: &WorkspaceId, _: &MessageRef) -> Result<(), ChatError> {
        denied()
    }
    async fn show(&self, _: &WorkspaceId, trigger: &TriggerId, modal: &Modal) -> Result<(), ChatError> {
        StandIn::show(self, trigger, modal)
    }
    async fn replace(&self, _: &WorkspaceId, view: &ViewId, modal: &Modal) -> Result<(), ChatError> {
        StandIn::replace(self, view, modal)
    }
    async fn publish(&self, _: &WorkspaceId, _: &PersonId, _: &Home) -> Result<(), ChatError> {
        denied()
    }
    async fn whisper(&self, response_url: &str, answer: &Answer) -> Result<(), ChatError> {
        StandIn::whisper(self, response_url, answer)
    }
}
