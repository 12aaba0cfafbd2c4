//! What comes in from Slack, over HTTP or Socket Mode: one understanding of it, and one way of answering.

mod body;
mod calendar;
mod command;
mod door;
mod event;
pub mod http;
mod interaction;
mod options;
mod refusals;
mod reply;
mod signature;
pub mod socket;
mod sources;
mod submission;
#[cfg(test)]
mod support;
mod upload;

pub use http::{InboundConfig, routes};

use super::render::Renderer;
use crate::domain::catalogue::Catalogue;
use crate::domain::ids::{MessageRef, WorkspaceId};
use crate::ports::{Ack, Chat, Clock, Incoming, Intake, OutboxId, Surface, measure};
use jiff::Timestamp;
use reply::Answered;
use serde_json::Value;
use std::sync::Arc;
use std::time::Instant;
use tracing::{debug, error};

/// Everything that taking up a delivery needs; the same for both transports. Cloning it is cheap.
#[derive(Clone)]
pub struct Inbound {
    /// Where what comes in is handed over.
    pub intake: Arc<dyn Intake>,
    /// The time, for commands that carry none.
    pub clock: Arc<dyn Clock>,
    /// The topics, for typing ahead.
    pub catalogue: Arc<Catalogue>,
    /// The words of acknowledgements.
    pub renderer: Arc<Renderer>,
    /// For words to somebody who pressed a button: an acknowledgement of a press cannot carry any.
    pub chat: Arc<dyn Chat>,
}

/// One delivery from Slack, understood.
#[derive(Debug, PartialEq, Eq)]
enum Delivery {
    /// Something for the intake.
    Take(Box<Incoming>),
    /// A message of ours was seen in Slack.
    Seen { workspace: WorkspaceId, id: OutboxId, message: MessageRef },
    /// Slack asks whether this address is ours.
    Challenge(String),
    /// Topics for a menu.
    Options(Value),
    /// Nothing to us; its type, for the log.
    Ignored(String),
}

impl Delivery {
    fn ignored(kind: &str) -> Self {
        Self::Ignored(
            kind.chars().filter(|c| c.is_ascii_alphanumeric() || "_.".contains(*c)).take(64).collect(),
        )
    }
}

/// What kind of request a payload came in; Slack has an address for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Event,
    Command,
    Interaction,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Command => "command",
            Self::Interaction => "interaction",
        }
    }
}

impl Inbound {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Understands a payload, has it taken up, and gives what Slack is answered; `None` where it makes no sense.
    async fn answer(&self, kind: Kind, payload: &Value) -> Option<Answered> {
        let began = Instant::now();
        let answered = self.understand(kind, payload).await;
        if answered.is_some() {
            measure::acknowledged(kind.as_str(), began.elapsed());
        }
        answered
    }

    async fn understand(&self, kind: Kind, payload: &Value) -> Option<Answered> {
        let delivery = match kind {
            Kind::Event => payload.is_object().then(|| event::parse(payload))?,
            Kind::Command => command::parse(payload, self.now())?,
            Kind::Interaction => {
                payload.is_object().then(|| interaction::parse(payload, &self.catalogue, self.now()))?
            }
        };
        Some(self.deliver(delivery, payload).await)
    }

    async fn deliver(&self, delivery: Delivery, payload: &Value) -> Answered {
        match delivery {
            Delivery::Take(incoming) => {
                let (workspace, surface) = (incoming.workspace.clone(), incoming.surface.clone());
                let intake = self.intake.clone();
                let ack = to_its_end(async move { intake.take(*incoming).await }).await;
                reply::follow_up(self, &workspace, &surface, &ack);
                reply::answer(&self.renderer, &surface, payload, ack)
            }
            Delivery::Seen { workspace, id, message } => {
                let intake = self.intake.clone();
                let ack = to_its_end(async move { intake.seen(&workspace, &id, &message).await }).await;
                reply::answer(&self.renderer, &Surface::Nowhere, payload, ack)
            }
            Delivery::Challenge(challenge) => Answered::json(serde_json::json!({ "challenge": challenge })),
            Delivery::Options(options) => Answered::json(options),
            Delivery::Ignored(kind) => {
                debug!(kind, "ignored");
                Answered::empty()
            }
        }
    }
}

/// On a task of its own: when Slack hangs up, what has begun is finished all the same.
async fn to_its_end(taking: impl Future<Output = Ack> + Send + 'static) -> Ack {
    match tokio::spawn(taking).await {
        Ok(ack) => ack,
        Err(failure) => {
            error!(panicked = failure.is_panic(), "the intake did not come to an end");
            Ack::TryAgain
        }
    }
}
