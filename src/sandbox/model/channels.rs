//! Conversations, with the indexes that keep every call independent of how much was said in them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::ids::Ts;
use super::messages::Message;

/// What a conversation is. Ids do not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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

    /// The manifest's name for messages written there.
    pub fn message_event(self) -> &'static str {
        match self {
            Self::Public => "message.channels",
            Self::Private => "message.groups",
            Self::Direct => "message.im",
            Self::Group => "message.mpim",
        }
    }

    /// Whether it has a name and people come and go, unlike a conversation of fixed people.
    pub fn is_channel(self) -> bool {
        match self {
            Self::Public | Self::Private => true,
            Self::Direct | Self::Group => false,
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

/// A conversation with everything said in it.
#[derive(Clone, Debug)]
pub(in crate::sandbox) struct Channel {
    pub id: String,
    pub kind: ChannelKind,
    pub name: String,
    /// The workspace it was made in.
    pub team: String,
    /// Other companies' workspaces it is shared with.
    pub connected: BTreeSet<String>,
    pub members: BTreeSet<String>,
    pub creator: String,
    pub created: Timestamp,
    pub topic: String,
    pub purpose: String,
    pub archived: bool,
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
    pub fn new(id: String, kind: ChannelKind, name: &str, team: &str, created: Timestamp) -> Self {
        Self {
            id,
            kind,
            name: name.into(),
            team: team.into(),
            connected: BTreeSet::new(),
            members: BTreeSet::new(),
            creator: String::new(),
            created,
            topic: String::new(),
            purpose: String::new(),
            archived: false,
            messages: BTreeMap::new(),
            roots: BTreeSet::new(),
            threads: BTreeMap::new(),
            whispers: BTreeMap::new(),
            read: BTreeMap::new(),
            last: Ts(0),
        }
    }

    /// Puts a message at the end and names it.
    pub(super) fn post(&mut self, now: Timestamp, mut message: Message) -> Ts {
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

    /// When something was last written here, or when it was made.
    pub fn newest(&self) -> Ts {
        if self.last == Ts(0) { Ts::at(self.created) } else { self.last }
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

    /// Every workspace that has part in it, the one it was made in first.
    pub fn teams(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.team.as_str()).chain(self.connected.iter().map(String::as_str))
    }

    /// Whether a workspace has part in it.
    pub fn is_in(&self, team: &str) -> bool {
        self.team == team || self.connected.contains(team)
    }

    /// Who is in it besides bots, in order; empty for channels, where the list would say nothing.
    pub fn people(&self, is_bot: impl Fn(&str) -> bool) -> Vec<String> {
        if self.kind.is_channel() {
            return Vec::new();
        }
        self.members.iter().filter(|member| !is_bot(member)).cloned().collect()
    }

    /// Slack's channel object as a bot of a workspace sees it.
    pub fn to_slack(&self, team: &str, bot: &str) -> Value {
        let mut object = json!({
            "id": self.id, "created": self.created.as_second(), "is_archived": self.archived, "is_org_shared": false,
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
        let shared = !self.connected.is_empty();
        let note = |value: &str| json!({"value": value, "creator": "", "last_set": 0});
        let extra = json!({
            "name": self.name, "name_normalized": self.name, "is_channel": public, "is_group": !public,
            "is_private": !public, "is_general": self.name == "general", "is_shared": shared,
            "is_ext_shared": shared, "is_pending_ext_shared": false, "pending_shared": [], "unlinked": 0,
            "is_member": self.members.contains(bot), "shared_team_ids": self.teams().collect::<Vec<_>>(),
            "previous_names": [], "creator": self.creator, "topic": note(&self.topic),
            "purpose": note(&self.purpose), "conversation_host_id": self.team,
            "connected_team_ids": self.connected, "internal_team_ids": [],
        });
        if let (Some(into), Value::Object(from)) = (object.as_object_mut(), extra) {
            into.extend(from);
        }
        object
    }
}
