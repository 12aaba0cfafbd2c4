//! Conversations and the messages in them, with the indexes that keep every call independent of how much was said.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::ids::Ts;

/// What a conversation is. Ids do not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// Everybody may read it.
    Public,
    /// Only members may.
    Private,
    /// Two people, or one person and the bot.
    Direct,
    /// Up to nine people.
    Group,
}

impl ChannelKind {
    /// Slack's name in `types` arguments.
    pub fn type_name(self) -> &'static str {
        match self {
            Self::Public => "public_channel",
            Self::Private => "private_channel",
            Self::Direct => "im",
            Self::Group => "mpim",
        }
    }

    /// Slack's `channel_type` in message events.
    pub fn event_name(self) -> &'static str {
        match self {
            Self::Public => "channel",
            Self::Private => "group",
            Self::Direct => "im",
            Self::Group => "mpim",
        }
    }

    /// The family of scopes that guards it: `channels`, `groups`, `im`, `mpim`.
    pub fn scope_family(self) -> &'static str {
        match self {
            Self::Public => "channels",
            Self::Private => "groups",
            Self::Direct => "im",
            Self::Group => "mpim",
        }
    }
}

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
            thread_ts: None,
            broadcast: false,
            reactions: Vec::new(),
            edited: None,
            only_for: None,
            tombstone: false,
        }
    }
}

/// A conversation with everything said in it.
#[derive(Clone, Debug)]
pub(in crate::sandbox) struct Channel {
    pub id: String,
    pub kind: ChannelKind,
    pub name: String,
    pub members: BTreeSet<String>,
    pub created: Timestamp,
    pub messages: BTreeMap<Ts, Message>,
    /// What the conversation itself shows: everything but replies that stay in their thread.
    pub roots: BTreeSet<Ts>,
    pub threads: BTreeMap<Ts, BTreeSet<Ts>>,
    /// Ephemeral messages by the thread they were put into.
    pub whispers: BTreeMap<Ts, BTreeSet<Ts>>,
    pub read: BTreeMap<String, Ts>,
    last: Ts,
}

impl Channel {
    pub fn new(id: String, kind: ChannelKind, name: String, created: Timestamp) -> Self {
        Self {
            id,
            kind,
            name,
            members: BTreeSet::new(),
            created,
            messages: BTreeMap::new(),
            roots: BTreeSet::new(),
            threads: BTreeMap::new(),
            whispers: BTreeMap::new(),
            read: BTreeMap::new(),
            last: Ts(0),
        }
    }

    /// Puts a message at the end and names it.
    pub fn post(&mut self, now: Timestamp, mut message: Message) -> Ts {
        let ts = Ts(Ts::at(now).0.max(self.last.0 + 1));
        self.last = ts;
        message.ts = ts;
        if let Some(thread) = message.thread_ts.filter(|_| message.only_for.is_some()) {
            self.whispers.entry(thread).or_default().insert(ts);
        } else if let Some(thread) = message.thread_ts {
            self.threads.entry(thread).or_default().insert(ts);
            if let Some(parent) = self.messages.get_mut(&thread) {
                parent.thread_ts = Some(thread);
            }
        }
        if message.thread_ts.is_none() || message.broadcast {
            self.roots.insert(ts);
        }
        self.messages.insert(ts, message);
        ts
    }

    /// Takes a message away; one with replies leaves a tombstone. Answers what was there.
    pub fn remove(&mut self, ts: Ts) -> Option<Message> {
        let message = self.messages.get(&ts)?.clone();
        if self.threads.get(&ts).is_some_and(|replies| !replies.is_empty()) {
            let mut stone = Message::by("USLACKBOT", "This message was deleted.");
            stone.ts = ts;
            stone.thread_ts = Some(ts);
            stone.tombstone = true;
            self.messages.insert(ts, stone);
            return Some(message);
        }
        self.messages.remove(&ts);
        self.roots.remove(&ts);
        if let Some(thread) = message.thread_ts {
            let emptied = self.threads.get_mut(&thread).is_some_and(|replies| {
                replies.remove(&ts);
                replies.is_empty()
            });
            if emptied {
                self.threads.remove(&thread);
            }
        }
        Some(message)
    }

    /// A message that everybody in the conversation can see.
    pub fn shared(&self, ts: Ts) -> Option<&Message> {
        self.messages.get(&ts).filter(|message| message.only_for.is_none() && !message.tombstone)
    }

    /// As [`Self::shared`], to be changed.
    pub fn shared_mut(&mut self, ts: Ts) -> Option<&mut Message> {
        self.messages.get_mut(&ts).filter(|message| message.only_for.is_none() && !message.tombstone)
    }

    /// Who is in it besides the bot, in order; empty for channels, where the list would say nothing.
    pub fn people(&self, bot: &str) -> Vec<String> {
        match self.kind {
            ChannelKind::Direct | ChannelKind::Group => {
                self.members.iter().filter(|member| *member != bot).cloned().collect()
            }
            ChannelKind::Public | ChannelKind::Private => Vec::new(),
        }
    }

    /// Slack's message object, as `conversations.history` and events show it.
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

    /// Slack's channel object as the bot sees it.
    pub fn to_slack(&self, team: &str, bot: &str) -> Value {
        let mut object = json!({
            "id": self.id, "created": self.created.as_second(), "is_archived": false, "is_org_shared": false,
            "is_im": self.kind == ChannelKind::Direct, "is_mpim": self.kind == ChannelKind::Group,
            "context_team_id": team, "updated": self.created.as_millisecond(),
        });
        if self.kind == ChannelKind::Direct {
            let other = self.members.iter().find(|member| *member != bot).map_or("", String::as_str);
            object["user"] = json!(other);
            object["is_open"] = json!(true);
            return object;
        }
        let public = self.kind == ChannelKind::Public;
        let extra = json!({
            "name": self.name, "name_normalized": self.name, "is_channel": public, "is_group": !public,
            "is_private": !public, "is_general": self.name == "general", "is_shared": false,
            "is_ext_shared": false, "is_pending_ext_shared": false, "pending_shared": [], "unlinked": 0,
            "is_member": self.members.contains(bot), "shared_team_ids": [team], "previous_names": [],
            "creator": bot, "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        });
        if let (Some(into), Value::Object(from)) = (object.as_object_mut(), extra) {
            into.extend(from);
        }
        object
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
