//! Messages and how Slack describes them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::channels::Channel;
use super::ids::Ts;

/// One message. Its `ts` is its name within the conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// When, and which.
    pub ts: Ts,
    /// `U…` of the writer.
    pub user: String,
    /// `B…` when the app wrote it.
    pub bot_id: Option<String>,
    /// `A…` when the app wrote it.
    pub app_id: Option<String>,
    /// The plain text.
    pub text: String,
    /// Block Kit, every block with its `block_id`; an empty list is no blocks.
    pub blocks: Vec<Value>,
    /// Attachments as sent.
    pub attachments: Vec<Value>,
    /// `{event_type, event_payload}`.
    pub metadata: Option<Value>,
    /// `F…` of the files that were shared with it.
    pub files: Vec<String>,
    /// The message whose thread this belongs to; a thread's first message carries its own.
    pub thread_ts: Option<Ts>,
    /// A reply that is also shown in the conversation.
    pub broadcast: bool,
    /// Who reacted with what, in the order of each emoji's first use.
    pub reactions: Vec<Reaction>,
    /// When it was last changed.
    pub edited: Option<Ts>,
    /// Ephemeral: only this person sees it.
    pub only_for: Option<String>,
    /// Deleted, but its thread lives on.
    pub tombstone: bool,
}

/// One emoji on a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reaction {
    /// Without colons.
    pub name: String,
    /// In the order they reacted.
    pub users: Vec<String>,
}

impl Message {
    /// A message by `user` with nothing but words; its `ts` is given when it is posted.
    pub(in crate::sandbox) fn by(user: &str, text: &str) -> Self {
        Self {
            ts: Ts(0),
            user: user.into(),
            bot_id: None,
            app_id: None,
            text: text.into(),
            blocks: Vec::new(),
            attachments: Vec::new(),
            metadata: None,
            files: Vec::new(),
            thread_ts: None,
            broadcast: false,
            reactions: Vec::new(),
            edited: None,
            only_for: None,
            tombstone: false,
        }
    }
}

impl Channel {
    /// Slack's message object, as `conversations.history` and events show it.
    ///
    /// `team` is the writer's.
    pub fn message_json(&self, message: &Message, team: &str, metadata: Metadata) -> Value {
        let mut fields = Map::new();
        let mut put = |key: &str, value: Value| fields.insert(key.into(), value);
        put("type", json!("message"));
        put("ts", json!(message.ts));
        put("user", json!(message.user));
        put("text", json!(message.text));
        put("team", json!(team));
        if message.tombstone {
            put("subtype", json!("tombstone"));
        } else if !message.files.is_empty() {
            put("subtype", json!("file_share"));
        }
        if let Some(bot) = &message.bot_id {
            put("bot_id", json!(bot));
        }
        if let Some(app) = &message.app_id {
            put("app_id", json!(app));
        }
        if !message.blocks.is_empty() {
            put("blocks", json!(message.blocks));
        }
        if !message.attachments.is_empty() {
            put("attachments", json!(message.attachments));
        }
        if let (Some(content), Metadata::Shown) = (&message.metadata, metadata) {
            put("metadata", content.clone());
        }
        if let Some(edited) = message.edited {
            put("edited", json!({"user": message.user, "ts": edited}));
        }
        if !message.reactions.is_empty() {
            let reactions: Vec<_> = message.reactions.iter().map(reaction_json).collect();
            put("reactions", json!(reactions));
        }
        if let Some(thread) = message.thread_ts {
            put("thread_ts", json!(thread));
            if thread == message.ts {
                self.put_thread(message.ts, &mut put);
            } else if let Some(parent) = self.messages.get(&thread) {
                put("parent_user_id", json!(parent.user));
            }
        }
        Value::Object(fields)
    }

    fn put_thread(&self, ts: Ts, put: &mut impl FnMut(&str, Value) -> Option<Value>) {
        let Some(replies) = self.threads.get(&ts) else { return };
        let writers: BTreeSet<&String> =
            replies.iter().filter_map(|reply| self.messages.get(reply)).map(|reply| &reply.user).collect();
        put("reply_count", json!(replies.len()));
        put("reply_users_count", json!(writers.len()));
        put("reply_users", json!(writers));
        if let Some(latest) = replies.last() {
            put("latest_reply", json!(latest));
        }
    }
}

/// Whether message metadata is part of what is shown.
#[derive(Clone, Copy, Debug)]
pub(in crate::sandbox) enum Metadata {
    Shown,
    Hidden,
}

fn reaction_json(reaction: &Reaction) -> Value {
    json!({"name": reaction.name, "users": reaction.users, "count": reaction.users.len()})
}
