//! Looking for a message of ours: only in the bot's own conversation with one person, and only where the installation lets us
//! read that.

use super::SlackChat;
use super::limits::{Call, HISTORY, REPLIES};
use crate::adapters::slack::ids::{METADATA_EVENT, METADATA_ID};
use crate::adapters::slack::json::text;
use crate::domain::ids::{ChannelId, MessageRef, WorkspaceId};
use crate::ports::{ChatError, OutboxId, Place, Sight, Sighting};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// Messages on a page; Slack gives some apps no more than 15, whatever they ask for.
const PAGE: &str = "200";

/// Pages we turn at most, and no more than our limits allow at once: a look that has to wait begins anew.
const PAGES: usize = 6;

/// How far before an attempt we begin to read: so far our clock may be ahead of Slack's.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

impl SlackChat {
    /// Before Slack has said what we may do, we expect to be told and not to read.
    pub(super) fn sight_of(&self, workspace: &WorkspaceId, place: &Place) -> Sight {
        let channel = match place {
            Place::Channel(channel) => channel,
            Place::Thread(message) | Place::Edit(message) => &message.channel,
        };
        let granted = self.tokens.scopes_of(workspace);
        let may = |scope: &str| granted.as_ref().is_some_and(|granted| granted.contains(scope));
        if is_direct(channel) && may("im:history") {
            Sight::History
        } else if granted.is_none() || may("metadata.message:read") {
            Sight::Event
        } else {
            Sight::Blind
        }
    }

    pub(super) async fn look_for(
        &self,
        workspace: &WorkspaceId,
        place: &Place,
        id: &OutboxId,
        since: Timestamp,
    ) -> Result<Sighting, ChatError> {
        match self.sight_of(workspace, place) {
            Sight::History => {}
            Sight::Event | Sight::Blind => return Ok(Sighting::Unseen),
        }
        let mut found = Vec::new();
        let mut cursor: Option<String> = None;
        for _ in 0..PAGES {
            let page = match self.page(workspace, place, since, cursor.as_deref()).await {
                Err(ChatError::Denied(name)) if name == "missing_scope" => return Ok(Sighting::Unseen),
                page => page?,
            };
            let messages = page
                .get("messages")
                .and_then(Value::as_array)
                .ok_or(ChatError::Unclear("no_messages".into()))?;
            found.extend(messages.iter().filter_map(|message| ours(message, place, id)));
            cursor = text(&page, "/response_metadata/next_cursor").map(str::to_owned);
            if cursor.is_none() {
                break;
            }
        }
        Ok(match (found.is_empty(), cursor) {
            (false, _) => Sighting::There(found),
            (true, None) => Sighting::Nowhere,
            // It may stand further back than we read.
            (true, Some(_)) => Sighting::Unseen,
        })
    }

    async fn page(
        &self,
        workspace: &WorkspaceId,
        place: &Place,
        since: Timestamp,
        cursor: Option<&str>,
    ) -> Result<Value, ChatError> {
        let oldest = since.checked_sub(SKEW).unwrap_or(since).as_second().to_string();
        let mut query = vec![
            ("oldest", oldest.as_str()),
            ("inclusive", "true"),
            ("limit", PAGE),
            ("include_all_metadata", "true"),
        ];
        query.extend(cursor.map(|cursor| ("cursor", cursor)));
        let method = match place {
            Place::Channel(channel) => {
                query.push(("channel", channel.as_str()));
                HISTORY
            }
            Place::Thread(parent) | Place::Edit(parent) => {
                query.extend([("channel", parent.channel.as_str()), ("ts", parent.ts.as_str())]);
                REPLIES
            }
        };
        let token = self.token(workspace)?;
        let call = self.wire.get(&token, method.name, &query);
        self.limited(Call::of(workspace, method), call).await
    }
}

/// Slack's own names say what kind of conversation it is.
fn is_direct(channel: &ChannelId) -> bool {
    channel.as_str().starts_with('D')
}

fn ours(message: &Value, place: &Place, id: &OutboxId) -> Option<MessageRef> {
    let channel = match place {
        Place::Channel(channel) => channel,
        Place::Thread(parent) | Place::Edit(parent) => &parent.channel,
    };
    let is_ours = text(message, "/metadata/event_type") == Some(METADATA_EVENT)
        && text(message.pointer("/metadata/event_payload")?, &format!("/{METADATA_ID}")) == Some(&id.0);
    is_ours.then(|| Some(MessageRef { channel: channel.clone(), ts: text(message, "/ts")?.to_owned() }))?
}
