//! Reacting and writing.

use serde_json::Value;

use super::ActError;
use crate::sandbox::config::MessagesTab;
use crate::sandbox::core::Sandbox;
use crate::sandbox::ledger::LedgerEntry;
use crate::sandbox::model::channels::ChannelKind;
use crate::sandbox::model::ids::Ts;
use crate::sandbox::model::messages::{Message, Metadata};
use crate::sandbox::state::{MessageNow, Moment};
use crate::sandbox::web_api::Change;

impl Sandbox {
    /// Puts an emoji (its name without colons) on a message; queues `reaction_added`.
    ///
    /// # Errors
    /// When the message cannot be seen, or Slack refuses (`already_reacted`, `invalid_name`, …).
    pub fn react(&self, user: &str, channel: &str, ts: Ts, emoji: &str) -> Result<(), ActError> {
        self.with(|moment| moment.act_react(user, channel, ts, (emoji, Change::Add)))
    }

    /// Takes an emoji back; queues `reaction_removed`.
    ///
    /// # Errors
    /// As [`Sandbox::react`], with `no_reaction` where there was none.
    pub fn unreact(&self, user: &str, channel: &str, ts: Ts, emoji: &str) -> Result<(), ActError> {
        self.with(|moment| moment.act_react(user, channel, ts, (emoji, Change::Remove)))
    }

    /// Writes a message, in a thread if one is named; `@name` becomes a mention. Queues a message event where the app
    /// may hear it.
    ///
    /// # Errors
    /// When the person is not in the conversation, the thread does not exist or the text is empty.
    pub fn reply(&self, user: &str, channel: &str, thread: Option<Ts>, text: &str) -> Result<Ts, ActError> {
        self.with(|moment| moment.act_reply(user, channel, thread, text))
    }

    /// Somebody changes the words of their own message; queues `message_changed` where the app may hear it.
    ///
    /// # Errors
    /// When it is not theirs, or the text is empty.
    pub fn edit(&self, user: &str, channel: &str, ts: Ts, text: &str) -> Result<(), ActError> {
        self.with(|moment| {
            if text.trim().is_empty() {
                return Err(ActError::Refused("no_text"));
            }
            let before = moment.own_message(user, channel, ts)?;
            let words = moment.mention(user, text);
            let line = moment.begin(moment.about_message(user, "edit", channel, ts).saying(&words));
            let edited = moment.state.model.ids.event_ts(moment.now);
            let place = moment.state.model.channels.get_mut(channel);
            if let Some(message) = place.and_then(|place| place.shared_mut(ts)) {
                message.text = words;
                message.edited = Some(edited);
            }
            moment.tell_message_is(MessageNow::Changed, channel, ts, before);
            moment.end(line, &Ok(()));
            Ok(())
        })
    }

    /// Somebody takes their own message away; queues `message_deleted` where the app may hear it.
    ///
    /// # Errors
    /// When it is not theirs.
    pub fn delete_message(&self, user: &str, channel: &str, ts: Ts) -> Result<(), ActError> {
        self.with(|moment| {
            let before = moment.own_message(user, channel, ts)?;
            let line = moment.begin(moment.about_message(user, "delete", channel, ts));
            if let Some(place) = moment.state.model.channels.get_mut(channel) {
                place.remove(ts);
            }
            moment.tell_message_is(MessageNow::Gone, channel, ts, before);
            moment.end(line, &Ok(()));
            Ok(())
        })
    }

    /// Opens (or finds) the conversation of a person with others.
    ///
    /// # Errors
    /// When somebody does not exist.
    pub fn open_conversation(&self, user: &str, others: &[String]) -> Result<String, ActError> {
        self.with(|moment| {
            moment.actor(user)?;
            let mut members: std::collections::BTreeSet<String> = others.iter().cloned().collect();
            members.insert(user.into());
            let unknown = members.iter().find(|member| !moment.state.model.people.contains_key(*member));
            match unknown {
                Some(unknown) => Err(ActError::NoSuchPerson(unknown.clone())),
                None => Ok(moment.state.model.open_conversation(members, moment.now)),
            }
        })
    }
}

impl Moment<'_> {
    fn act_react(
        &mut self,
        user: &str,
        channel: &str,
        ts: Ts,
        (emoji, change): (&str, Change),
    ) -> Result<(), ActError> {
        self.actor(user)?;
        self.place(user, channel)?;
        let emoji = emoji.trim_matches(':');
        let name = if change == Change::Add { "react" } else { "unreact" };
        let mut entry = LedgerEntry::act(user, name).in_channel(channel).about(emoji);
        entry.ts = Some(ts.to_string());
        let line = self.begin(entry);
        let result = self.react(user, channel, ts, emoji, change).map_err(ActError::Refused);
        self.end(line, &result);
        result
    }

    fn act_reply(
        &mut self,
        user: &str,
        channel: &str,
        thread: Option<Ts>,
        text: &str,
    ) -> Result<Ts, ActError> {
        self.actor(user)?;
        let place = self.place(user, channel)?;
        let with_app = self.state.installs.all().any(|each| place.members.contains(&each.bot_user));
        let in_tab = place.kind == ChannelKind::Direct && with_app;
        if in_tab && self.config.app.messages_tab != MessagesTab::Open {
            return Err(ActError::Refused("messages_tab_read_only"));
        }
        if place.archived {
            return Err(ActError::Refused("is_archived"));
        }
        if text.trim().is_empty() {
            return Err(ActError::Refused("no_text"));
        }
        let thread = match thread {
            None => None,
            Some(ts) => {
                let parent = place.messages.get(&ts).filter(|message| message.only_for.is_none());
                let parent = parent.ok_or_else(|| ActError::NoSuchMessage(ts.to_string()))?;
                Some(parent.thread_ts.unwrap_or(ts))
            }
        };
        let mut message = Message::by(user, &self.mention(user, text));
        message.thread_ts = thread;
        let mut entry = LedgerEntry::act(user, "message").in_channel(channel).saying(&message.text);
        entry.thread_ts = thread.map(|ts| ts.to_string());
        let line = self.begin(entry);
        let ts = self.state.model.post(channel, self.now, message);
        let result = ts.ok_or_else(|| ActError::NoSuchChannel(channel.into()));
        if let Ok(ts) = result {
            self.tell_message(channel, ts);
            self.state.ledger.close(line, |entry| {
                entry.ts = Some(ts.to_string());
                entry.end(None);
            });
        } else {
            self.end(line, &result);
        }
        result
    }

    /// A message of the person's own, as Slack describes it.
    fn own_message(&self, user: &str, channel: &str, ts: Ts) -> Result<Option<Value>, ActError> {
        self.actor(user)?;
        let message = self.place(user, channel)?.shared(ts).filter(|message| message.user == user);
        message.ok_or_else(|| ActError::NoSuchMessage(ts.to_string()))?;
        Ok(self.message_json(channel, ts, Metadata::Shown))
    }

    fn about_message(&self, user: &str, act: &str, channel: &str, ts: Ts) -> LedgerEntry {
        let mut entry = LedgerEntry::act(user, act).in_channel(channel);
        entry.ts = Some(ts.to_string());
        entry
    }

    /// In messages a mention is the bare id.
    pub(super) fn mention(&self, user: &str, text: &str) -> String {
        let escaped = self.escape(user, text);
        let mut out = String::new();
        for (index, part) in escaped.split("<@").enumerate() {
            match part.split_once('>').filter(|_| index > 0) {
                Some((mention, rest)) => {
                    let id = mention.split('|').next().unwrap_or(mention);
                    out.push_str(&format!("<@{id}>{rest}"));
                }
                None => {
                    out.push_str(if index > 0 { "<@" } else { "" });
                    out.push_str(part);
                }
            }
        }
        out
    }
}
