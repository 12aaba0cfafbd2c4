//! What the guide makes of the acts that come in through the control interface.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Outcome, Problem};
use crate::sandbox::core::Sandbox;
use crate::sandbox::guide::DeedKind;

/// What a page tells of that leaves no trace in the workspace itself.
#[derive(Deserialize)]
struct Told {
    did: DeedKind,
    #[serde(default)]
    about: String,
}

/// An act that the guide may be waiting for. Made before it is carried out, since a submitted view is gone afterwards.
pub(super) struct Watched {
    kind: DeedKind,
    subject: String,
}

pub(super) fn watch(sandbox: &Sandbox, name: &str, body: &Value) -> Option<Watched> {
    let text = |field: &str| body[field].as_str().unwrap_or_default();
    let (kind, subject) = match name {
        "command" => (DeedKind::Command, text("line").to_owned()),
        "press" => (DeedKind::Press, text("action").rsplit('/').next().unwrap_or_default().to_owned()),
        "submit" => {
            let view = sandbox.modal(text("user")).filter(|view| view.id == text("view"));
            (DeedKind::Submit, view.map(|view| view.text("callback_id").to_owned()).unwrap_or_default())
        }
        "react" => (DeedKind::React, text("emoji").to_owned()),
        "reply" => (DeedKind::Write, String::new()),
        "read" => (DeedKind::Read, kind_of(sandbox, text("channel"))),
        _ => return None,
    };
    Some(Watched { kind, subject })
}

impl Watched {
    /// Tells the guide, unless the modal was handed back with errors.
    pub fn came_about(self, sandbox: &Sandbox, answer: &Value) {
        if answer["outcome"] != "errors" {
            sandbox.notice_deed(self.kind, &self.subject);
        }
    }
}

/// What only the page knows of: another person was chosen, the clock was moved, somebody looked behind the scenes.
pub(super) fn told(sandbox: &Sandbox, body: Value) -> Outcome {
    let told: Told = serde_json::from_value(body)?;
    match told.did {
        DeedKind::Become | DeedKind::LookBehind | DeedKind::MoveClock => {
            sandbox.notice_deed(told.did, &told.about);
            Ok(json!({"guide": sandbox.guide()}))
        }
        DeedKind::Command
        | DeedKind::Press
        | DeedKind::Submit
        | DeedKind::React
        | DeedKind::Write
        | DeedKind::Read => Err(Problem::Call("that is noticed when it is done".into())),
    }
}

fn kind_of(sandbox: &Sandbox, channel: &str) -> String {
    let kind = sandbox.read(|moment| moment.state.model.channels.get(channel).map(|place| place.kind));
    kind.and_then(|kind| serde_json::to_value(kind).ok()?.as_str().map(ToOwned::to_owned)).unwrap_or_default()
}
