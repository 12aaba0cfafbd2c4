//! Slash commands.

use serde_json::json;

use super::{ActError, accepted};
use crate::sandbox::config::Escape;
use crate::sandbox::core::Sandbox;
use crate::sandbox::delivery::Parcel;
use crate::sandbox::ledger::LedgerEntry;
use crate::sandbox::model::channels::{ChannelKind, Message};
use crate::sandbox::state::Moment;

/// What the person who typed sees at once.
#[derive(Clone, Debug, PartialEq)]
pub struct CommandOutcome {
    /// The conversation it was typed in.
    pub channel: String,
    /// The answer in the same breath, usually only visible to them; `None` when the app only acknowledged.
    pub reply: Option<Message>,
}

impl Sandbox {
    /// Types a line such as `/mentor join` in a conversation; without one, in the person's conversation with the app.
    ///
    /// # Errors
    /// When the person, the conversation or the command does not exist, or the app fails or takes over three seconds.
    pub async fn type_command(
        &self,
        user: &str,
        line: &str,
        channel: Option<&str>,
    ) -> Result<CommandOutcome, ActError> {
        let (channel, ledger_line, fields) =
            self.with(|moment| moment.prepare_command(user, line, channel))?;
        let _line = self.guard(ledger_line);
        let fields = self.address_command(fields);
        let answer = accepted(self.deliver(Parcel::Command(fields)).await);
        self.with(|moment| {
            let result = answer.and_then(|receipt| moment.show_reply(user, &channel, &receipt.body));
            moment.end(ledger_line, &result);
            result.map(|reply| CommandOutcome { channel, reply })
        })
    }

    fn address_command(&self, mut fields: serde_json::Value) -> serde_json::Value {
        let id = fields["response_url"].as_str().unwrap_or_default().to_owned();
        fields["response_url"] = self.response_url(&id);
        fields
    }
}

impl Moment<'_> {
    fn prepare_command(
        &mut self,
        user: &str,
        line: &str,
        channel: Option<&str>,
    ) -> Result<(String, u64, serde_json::Value), ActError> {
        let person = self.actor(user)?.clone();
        let (name, text) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
        let command = self.config.app.command(name).ok_or_else(|| ActError::UnknownCommand(name.into()))?;
        let text = match command.escape {
            Escape::Mentions => self.escape(text.trim()),
            Escape::Nothing => text.trim().to_owned(),
        };
        let channel = match channel {
            Some(channel) => self.place(user, channel)?.id.clone(),
            None => self.app_conversation(user),
        };
        let entry = LedgerEntry::act(user, "command").in_channel(&channel).about(name).saying(&text);
        let ledger_line = self.begin(entry);
        let trigger = self.trigger(user, None);
        let response = self.response(user, &channel, None);
        let (workspace, app) = (&self.config.workspace, &self.config.app);
        let channel_name = self.state.model.channels.get(&channel).map_or("", |place| match place.kind {
            ChannelKind::Direct => "directmessage",
            ChannelKind::Private => "privategroup",
            ChannelKind::Public | ChannelKind::Group => place.name.as_str(),
        });
        let fields = json!({
            "token": app.verification_token, "team_id": workspace.team_id, "team_domain": workspace.domain,
            "channel_id": channel, "channel_name": channel_name, "user_id": person.id, "user_name": person.name,
            "command": name, "text": text, "api_app_id": app.app_id, "is_enterprise_install": "false",
            "response_url": response, "trigger_id": trigger,
        });
        Ok((channel, ledger_line, fields))
    }

    /// Turns `@name` and `#channel` into Slack's escaped form where they name somebody or something.
    pub(super) fn escape(&self, text: &str) -> String {
        let words: Vec<String> = text.split(' ').map(|word| self.escape_word(word)).collect();
        words.join(" ")
    }

    fn escape_word(&self, word: &str) -> String {
        let model = &self.state.model;
        if let Some(name) = word.strip_prefix('@') {
            // "@ana," names Ana as well: the longest handle that the word begins with, cut at punctuation only.
            for cut in [name, name.trim_end_matches(|c: char| !c.is_alphanumeric())] {
                if let Some(person) = model.person_called(cut).filter(|_| !cut.is_empty()) {
                    return format!("<@{}|{}>{}", person.id, person.name, &name[cut.len()..]);
                }
            }
        }
        if let Some(channel) = word.strip_prefix('#').and_then(|name| model.channel_called(name)) {
            return format!("<#{}|{}>", channel.id, channel.name);
        }
        word.to_owned()
    }
}
