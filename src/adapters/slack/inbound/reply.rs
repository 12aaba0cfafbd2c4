//! How an acknowledgement looks on the wire: it depends on where the person is looking.

use super::Inbound;
use crate::adapters::slack::ids::field_id;
use crate::adapters::slack::json::{list, text};
use crate::adapters::slack::render::Renderer;
use crate::domain::decision::FieldError;
use crate::domain::ids::WorkspaceId;
use crate::domain::message::{Answer, Modal};
use crate::ports::{Ack, ChatError, Surface};
use http::StatusCode;
use serde_json::{Map, Value, json};
use std::future::Future;
use tracing::warn;

/// An answer to Slack: over HTTP with its status, over Socket Mode as the payload of an acknowledgement.
#[derive(Debug, PartialEq)]
pub struct Answered {
    /// 200, or 503 where Slack shall deliver it again.
    pub status: StatusCode,
    /// The JSON, where there is anything to say.
    pub body: Option<Value>,
}

impl Answered {
    /// Taken, and nothing to say.
    pub fn empty() -> Self {
        Self { status: StatusCode::OK, body: None }
    }

    /// Taken, with an answer.
    pub fn json(body: Value) -> Self {
        Self { status: StatusCode::OK, body: Some(body) }
    }
}

/// What Slack is answered in the same breath.
pub fn answer(renderer: &Renderer, surface: &Surface, payload: &Value, ack: Ack) -> Answered {
    match surface {
        Surface::Nowhere => event(&ack),
        Surface::Command(_) => command(renderer, ack),
        Surface::Modal(_) => submission(renderer, payload, ack),
        Surface::Home { .. } | Surface::InModal { .. } | Surface::Message { .. } => Answered::empty(),
    }
}

fn event(ack: &Ack) -> Answered {
    match ack {
        Ack::TryAgain => Answered { status: StatusCode::SERVICE_UNAVAILABLE, body: None },
        Ack::Taken | Ack::Say(_) | Ack::Replace(_) | Ack::Refuse(_) | Ack::UnknownWorkspace => {
            Answered::empty()
        }
    }
}

fn command(renderer: &Renderer, ack: Ack) -> Answered {
    match ack {
        Ack::Taken | Ack::Replace(_) | Ack::Refuse(_) => Answered::empty(),
        Ack::Say(answer) => Answered::json(renderer.answer(&answer).ephemeral()),
        Ack::TryAgain => Answered::json(renderer.answer(&Answer::Trouble).ephemeral()),
        Ack::UnknownWorkspace => Answered::json(renderer.unknown_workspace().ephemeral()),
    }
}

fn submission(renderer: &Renderer, payload: &Value, ack: Ack) -> Answered {
    match ack {
        Ack::Taken => Answered::empty(),
        Ack::Say(answer) => update(renderer, &Modal::Notice(answer)),
        Ack::Replace(modal) => update(renderer, &modal),
        Ack::Refuse(errors) => refusal(errors.iter().map(|error| problem(renderer, error))),
        Ack::TryAgain => apology(payload, renderer.not_saved()),
        Ack::UnknownWorkspace => apology(payload, renderer.unknown_workspace().text),
    }
}

fn problem(renderer: &Renderer, error: &FieldError) -> (String, String) {
    (field_id(error.field).to_owned(), renderer.field_problem(error))
}

fn refusal(errors: impl Iterator<Item = (String, String)>) -> Answered {
    let errors: Map<String, Value> = errors.map(|(block, words)| (block, words.into())).collect();
    Answered::json(json!({"response_action": "errors", "errors": errors}))
}

/// Under the first input of the modal, which stays open with all that was typed.
fn apology(payload: &Value, words: String) -> Answered {
    let blocks = list(payload, "/view/blocks");
    let first = blocks.iter().find(|block| text(block, "/type") == Some("input"));
    match first.and_then(|block| text(block, "/block_id")) {
        Some(block) => refusal(std::iter::once((block.to_owned(), words))),
        // A modal without inputs cannot show an error, and an empty answer would close it as if all were well.
        None => Answered { status: StatusCode::SERVICE_UNAVAILABLE, body: None },
    }
}

fn update(renderer: &Renderer, modal: &Modal) -> Answered {
    Answered::json(json!({"response_action": "update", "view": renderer.modal(modal)}))
}

/// What an acknowledgement cannot carry goes another way, after it: words for somebody who pressed a button, and a modal
/// for somebody who typed a command.
pub fn follow_up(inbound: &Inbound, workspace: &WorkspaceId, surface: &Surface, ack: &Ack) {
    let modal = match ack {
        Ack::Say(answer) => Modal::Notice(answer.clone()),
        Ack::Replace(modal) => (**modal).clone(),
        Ack::TryAgain => Modal::Notice(Answer::Trouble),
        // To a workspace that is not ours we have no token; a press there stays without an answer.
        Ack::Taken | Ack::Refuse(_) | Ack::UnknownWorkspace => return,
    };
    let chat = inbound.chat.clone();
    match (surface, modal) {
        (Surface::Nowhere | Surface::Modal(_), _) | (Surface::Command(_), Modal::Notice(_)) => {}
        (Surface::InModal { view, .. }, modal) => {
            let (workspace, view) = (workspace.clone(), view.clone());
            later(async move { chat.replace(&workspace, &view, &modal).await });
        }
        (Surface::Message { response_url: Some(url), .. }, Modal::Notice(answer)) => {
            let url = url.clone();
            later(async move { chat.whisper(&url, &answer).await });
        }
        (
            Surface::Message { trigger, .. } | Surface::Home { trigger, .. } | Surface::Command(trigger),
            modal,
        ) => {
            let (workspace, trigger) = (workspace.clone(), trigger.clone());
            later(async move { chat.show(&workspace, &trigger, &modal).await });
        }
    }
}

fn later(work: impl Future<Output = Result<(), ChatError>> + Send + 'static) {
    tokio::spawn(async move {
        if let Err(error) = work.await {
            warn!(%error, "somebody who pressed a button was not answered");
        }
    });
}
