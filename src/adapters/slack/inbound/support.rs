//! A made-up inside for tests of what comes in: it answers everything alike and remembers.

use super::Inbound;
use crate::adapters::slack::render::Renderer;
use crate::domain::catalogue::Catalogue;
use crate::domain::ids::{MessageRef, WorkspaceId};
use crate::domain::message::{Answer, Modal};
use crate::ports::testing::StandIn;
use crate::ports::{Ack, ChatError, Clock, Incoming, Intake, OutboxId, TriggerId, ViewId};
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

    async fn seen(&self, _: &WorkspaceId, id: &OutboxId, _: &MessageRef) -> Ack {
        self.seen.lock().expect("a lock").push(id.clone());
        self.ack.clone()
    }
}

impl StandIn for Ear {
    fn show(&self, trigger: &TriggerId, modal: &Modal) -> Result<(), ChatError> {
        self.whispered.send(format!("{} {modal:?}", trigger.0)).expect("a listener");
        Ok(())
    }

    fn replace(&self, view: &ViewId, modal: &Modal) -> Result<(), ChatError> {
        self.whispered.send(format!("{} {modal:?}", view.0)).expect("a listener");
        Ok(())
    }

    fn whisper(&self, response_url: &str, answer: &Answer) -> Result<(), ChatError> {
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
