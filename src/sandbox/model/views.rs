//! Modals and Home tabs as they stand on a person's screen, with what the person has filled in so far.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::controls::{self, Control};

/// Which surface a view belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ViewKind {
    /// A window that covers the screen.
    Modal,
    /// The app's Home tab.
    Home,
}

/// A view as the bot sent it plus what Slack adds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct View {
    /// `V…`
    pub id: String,
    /// Modal or Home.
    pub kind: ViewKind,
    /// Whose screen it is on.
    pub user: String,
    /// The workspace whose installation of the app shows it.
    pub team: String,
    /// As sent (title, submit, callback_id, private_metadata, …), without its blocks.
    pub content: Map<String, Value>,
    /// Every block with its `block_id`.
    pub blocks: Vec<Value>,
    /// Changes with every update.
    pub hash: String,
    /// The lowest view of the stack.
    pub root: String,
    /// The view beneath.
    pub previous: Option<String>,
    /// Slack's value objects by block and action.
    pub state: ViewState,
    /// Options that were suggested for external selects, so that a chosen value finds its words again.
    #[serde(skip)]
    pub(in crate::sandbox) suggested: BTreeMap<(String, String), Vec<Value>>,
}

/// `block_id` → `action_id` → Slack's value object.
pub type ViewState = BTreeMap<String, BTreeMap<String, Value>>;

/// Who a view belongs to besides its person; the ids Slack adds to every view.
#[derive(Clone, Debug)]
pub(in crate::sandbox) struct ViewOwner {
    pub team: String,
    pub app: String,
    pub bot: String,
}

impl View {
    /// The text field of the content with this name, such as `callback_id`.
    pub fn text(&self, field: &str) -> &str {
        self.content.get(field).and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether a yes-or-no field of the content is set.
    pub(in crate::sandbox) fn flag(&self, field: &str) -> bool {
        self.content.get(field).and_then(Value::as_bool).unwrap_or(false)
    }

    /// Everything in it that can be pressed or filled in.
    pub fn controls(&self) -> Vec<Control> {
        controls::of_blocks(&self.blocks)
    }

    /// Takes new content, keeping what was filled in for inputs that are still there.
    pub(in crate::sandbox) fn replace(
        &mut self,
        content: Map<String, Value>,
        blocks: Vec<Value>,
        hash: String,
    ) {
        self.content = content;
        self.blocks = blocks;
        self.hash = hash;
        let alive: BTreeSet<_> = self.controls().into_iter().map(|c| (c.block_id, c.action_id)).collect();
        for (block, actions) in &mut self.state {
            actions.retain(|action, _| alive.contains(&(block.clone(), action.clone())));
        }
        self.state.retain(|_, actions| !actions.is_empty());
    }

    /// What `state.values` of a payload holds: initial values, overlaid with what the person did.
    pub(in crate::sandbox) fn values(&self) -> ViewState {
        controls::state_of(&self.blocks, &self.state)
    }

    /// Slack's view object.
    pub(in crate::sandbox) fn to_slack(&self, owner: &ViewOwner) -> Value {
        let mut object = json!({
            "id": self.id, "team_id": owner.team, "hash": self.hash, "blocks": self.blocks,
            "root_view_id": self.root, "previous_view_id": self.previous, "app_id": owner.app,
            "bot_id": owner.bot, "app_installed_team_id": owner.team, "private_metadata": "", "callback_id": "",
            "external_id": "", "clear_on_close": false, "notify_on_close": false, "submit": null, "close": null,
            "title": {"type": "plain_text", "text": "View Title", "emoji": true}, "state": {"values": self.values()},
        });
        if let Some(fields) = object.as_object_mut() {
            fields.extend(self.content.clone());
            fields.insert("type".into(), json!(self.kind));
        }
        object
    }
}
