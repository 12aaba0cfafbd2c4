//! A made-up inside for tests of what comes in: it answers everything alike and remembers.

use super::Inbound;
use crate::adapters::slack::render::Renderer;
use crate::domain::catalogue::Catalogue;
use crate::domain::ids::{ChannelId, FileId, MessageRef, PersonId, WorkspaceId};
use crate::domain::message::{Answer, Home, Message, Modal};
use crate::domain::people::SlackFacts;
use crate::ports::{
    AccountsPage, Ack, Chat, ChatError, Clock, FileFacts, Identity, Incoming, Intake, OutboxId, PageCursor,
    Place, TriggerId, ViewId,
};
use async_trait::async_trait;
use jiff::Timestamp;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

pub const NOW: i64 = 1_795_000_000;

/// A clock that stands still.
pub struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(NOW).expect("a time")
    }
}

/// Answers everything alike, and remembers what it was given and what was whispered.
pub struct Ear {
    ack: Ack,
    pub slowness: Duration,
    pub taken: Mutex<Vec<Incoming>>,
    pub seen: Mutex<Vec<OutboxId>>,
    whispered: UnboundedSender<String>,
}

#[async_trait]
impl Intake for Ear {
    async fn take(&self, incoming: Incoming) -> Ack {
        tokio::time::sleep(self.slowness).await;
        self.taken.lock().expect("a lock").push(incoming);
        self.ack.clone()
    }

    async fn seen(&self, _: &WorkspaceId, id: &OutboxId, _: &MessageRef) {
        self.seen.lock().expect("a lock").push(id.clone());
    }
}

#[async_trait]
impl Chat for Ear {
    async fn identity(&self) -> Result<Identity, ChatError> {
        Err(ChatError::Denied("test".into()))
    }
    async fn person(&self, _: &WorkspaceId, _: &PersonId) -> Result<SlackFacts, ChatError> {
        Err(ChatError::Denied("test".into()))
    }
    async fn is_admin(&self, _: &WorkspaceId, _: &PersonId) -> Result<bool, ChatError> {
        Err(ChatError::Denied("test".into()))
    }
    async fn file(&self, _: &WorkspaceId, _: &FileId) -> Result<FileFacts, ChatError> {
        Err(ChatError::Denied("test".into()))
    }
    async fn download(&self, _: &FileFacts, _: u64) -> Result<Vec<u8>, ChatError> {
        Err(ChatError::Denied("test".into()))
    }
    async fn person_by_email(&self, _: &WorkspaceId, _: &str) -> Result<Option<SlackFacts>, ChatError> {
        Err(ChatError::Denied("test".into()))
    }
    async fn everybody(&self, _: &WorkspaceId, _: Option<&PageCursor>) -> Result<AccountsPage, ChatError> {
        Err(ChatError::Denied("test".into()))
    }
    async fn open(&self, _: &WorkspaceId, _: &[PersonId]) -> Result<ChannelId, ChatError> {
        Err(ChatError::Denied("test".into()))
    }
    async fn send(
        &self,
        _: &WorkspaceId,
        _: &Place,
        _: &Message,
        _: &OutboxId,
    ) -> Result<MessageRef, ChatError> {
        Err(ChatError::Denied("test".into()))
    }
    async fn show(&self, _: &WorkspaceId, trigger: &TriggerId, modal: &Modal) -> Result<(), ChatError> {
        self.whispered.send(format!("{} {modal:?}", trigger.0)).expect("a listener");
        Ok(())
    }
    async fn replace(&self, _: &WorkspaceId, view: &ViewId, modal: &Modal) -> Result<(), ChatError> {
        self.whispered.send(format!("{} {modal:?}", view.0)).expect("a listener");
        Ok(())
    }
    async fn publish(&self, _: &WorkspaceId, _: &PersonId, _: &Home) -> Result<(), ChatError> {
        Err(ChatError::Denied("test".into()))
    }
    async fn whisper(&self, response_url: &str, answer: &Answer) -> Result<(), ChatError> {
        self.whispered.send(format!("{response_url} {answer:?}")).expect("a listener");
        Ok(())
    }
}

/// Everything around an ear that takes its time, and what it whispers.
pub fn inside(ack: Ack, slowness: Duration) -> (Inbound, Arc<Ear>, UnboundedReceiver<String>) {
    let (whispered, heard) = unbounded_channel();
    let (taken, seen) = (Mutex::default(), Mutex::default());
    let ear = Arc::new(Ear { ack, slowness, taken, seen, whispered });
    let catalogue = Arc::new(Catalogue::default());
    let inbound = Inbound {
        intake: ear.clone(),
        clock: Arc::new(Stopped),
        renderer: Arc::new(Renderer::new(catalogue.clone(), None)),
        catalogue,
        chat: ear.clone(),
    };
    (inbound, ear, heard)
}
