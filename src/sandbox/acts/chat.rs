//! Reacting and writing.

use super::ActError;
use crate::sandbox::config::MessagesTab;
use crate::sandbox::core::Sandbox;
use crate::sandbox::ledger::LedgerEntry;
use crate::sandbox::model::channels::{ChannelKind, Message};
use crate::sandbox::model::ids::Ts;
use crate::sandbox::state::Moment;
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
        let with_app =
            place.kind == ChannelKind::Direct && place.members.contains(&self.config.app.bot_user_id);
        if with_app && self.config.app.messages_tab != MessagesTab::Open {
            return Err(ActError::Refused("messages_tab_read_only"));
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
        let mut message = Message::by(user, &self.mention(text));
        message.thread_ts = thread;
        let mut entry = LedgerEntry::act(user, "message").in_channel(channel).saying(&message.text);
        entry.thread_ts = thread.map(|ts| ts.to_string());
        let line = self.begin(entry);
        let place = self.state.model.channels.get_mut(channel);
        let ts = place.map(|place| place.post(self.now, message));
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

    /// In messages a mention is the bare id.
    fn mention(&self, text: &str) -> String {
        let escaped = self.escape(text);
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
