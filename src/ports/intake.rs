//! What comes in: Slack, understood, is handed over here and answered in the same breath.

use super::{OutboxId, TriggerId, ViewId};
use crate::domain::decision::FieldError;
use crate::domain::event::Happening;
use crate::domain::ids::{DedupKey, MessageRef, PersonId, WorkspaceId};
use crate::domain::message::{Answer, Modal};
use async_trait::async_trait;

/// Something from Slack, understood, on its way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// Where.
    pub workspace: WorkspaceId,
    /// What Slack calls the same delivery by; `None` for what may be taken up twice without harm.
    pub dedup: Option<DedupKey>,
    /// What happened.
    pub what: Happening,
    /// Where the person is looking, so that the answer is shown there.
    pub surface: Surface,
}

/// Where the person who caused something is looking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Surface {
    /// Nobody is: an event.
    Nowhere,
    /// A conversation in which they typed a command: the answer goes into the acknowledgement.
    Command(TriggerId),
    /// Our Home tab: an answer opens as a modal.
    Home {
        /// Opens modals.
        trigger: TriggerId,
        /// Whose.
        person: PersonId,
    },
    /// A message of ours whose button they pressed: an answer goes to the response URL.
    Message {
        /// Opens modals.
        trigger: TriggerId,
        /// Takes answers for them alone.
        response_url: Option<String>,
    },
    /// A modal of ours in which they pressed something: whatever comes next takes its place.
    InModal {
        /// Which.
        view: ViewId,
        /// Who.
        person: PersonId,
    },
    /// A modal they submitted: an answer takes its place.
    Modal(PersonId),
}

/// What is answered to Slack in the same breath.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ack {
    /// Taken; nothing more to say. An open modal closes.
    Taken,
    /// Words for the person who typed a command, for them alone.
    Say(Answer),
    /// The submitted modal gives way to another.
    Replace(Box<Modal>),
    /// The submitted modal stays, with what is wrong at each field.
    Refuse(Vec<FieldError>),
    /// We cannot take it now: Slack shall deliver an event again; a person gets an honest apology.
    TryAgain,
    /// This workspace is not ours to act in.
    UnknownWorkspace,
}

/// Where the Slack adapter hands over what comes in.
#[async_trait]
pub trait Intake: Send + Sync {
    /// Takes something up, durably, before it returns.
    async fn take(&self, incoming: Incoming) -> Ack;
    /// A message of ours with this opaque id was seen in Slack; written down, where that matters, before it returns.
    async fn seen(&self, workspace: &WorkspaceId, id: &OutboxId, message: &MessageRef) -> Ack;
}
