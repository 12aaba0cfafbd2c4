//! Slash commands.

use serde_json::json;

use super::{ActError, accepted};
use crate::sandbox::config::Escape;
use crate::sandbox::core::Sandbox;
use crate::sandbox::delivery::Parcel;
use crate::sandbox::handles::ResponseTarget;
use crate::sandbox::ledger::LedgerEntry;
use crate::sandbox::model::channels::ChannelKind;
use crate::sandbox::model::messages::Message;
use crate::sandbox::model::people::Person;
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
    /// Types a line such as `/try something` in a conversation; without one, in the person's conversation with the app.
    ///
    /// # Errors
    /// When the person, the conversation or the command does not exist, or the app fails or takes over three seconds.
    pub async fn type_command(
        &self,
        user: &str,
        line: &str,
        channel: Option<&str>,
    ) -> Result<CommandOutcome, ActError> {
        let _acting = self.acting().await;
        let (channel, ledger_line, fields) =
            self.with(|moment| moment.prepare_command(user, line, channel))?;
        let _line = self.guard(ledger_line);
        let answer = accepted(self.deliver(Parcel::Command(fields)).await);
        self.with(|moment| {
            let result = answer.and_then(|receipt| moment.show_reply(user, &channel, &receipt.body));
            moment.end(ledger_line, &result);
            result.map(|reply| CommandOutcome { channel, reply })
        })
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
        // Only who belongs to a workspace that has the app has its commands.
        let command = self.config.app.command(name).filter(|_| self.app_of(user).is_some());
        let command = command.ok_or_else(|| ActError::UnknownCommand(name.into()))?;
        let text = match command.escape {
            Escape::Mentions => self.escape(user, text.trim()),
            Escape::Nothing => text.trim().to_owned(),
        };
        let channel = match channel {
            Some(channel) => self.place(user, channel)?.id.clone(),
            None => self.app_conversation(user).ok_or_else(|| ActError::UnknownCommand(name.into()))?,
        };
        let entry = LedgerEntry::act(user, "command").in_channel(&channel).about(name).saying(&text);
        let ledger_line = self.begin(entry);
        let trigger = self.trigger(user, None);
        let response = self.response(ResponseTarget {
            user: user.into(),
            team: person.team.clone(),
            channel: channel.clone(),
            message: None,
        });
        let app = &self.config.app;
        let domain = self.workspace(&person.team).map_or("", |workspace| workspace.domain.as_str());
        let channel_name = self.state.model.channels.get(&channel).map_or("", |place| match place.kind {
            ChannelKind::Direct => "directmessage",
            ChannelKind::Private => "privategroup",
            ChannelKind::Public | ChannelKind::Group => place.name.as_str(),
        });
        let fields = json!({
            "token": app.verification_token, "team_id": person.team, "team_domain": domain,
            "channel_id": channel, "channel_name": channel_name, "user_id": person.id, "user_name": person.name,
            "command": name, "text": text, "api_app_id": app.app_id, "is_enterprise_install": "false",
            "response_url": response, "trigger_id": trigger,
        });
        Ok((channel, ledger_line, fields))
    }

    /// Turns `@name` and `#channel` into Slack's escaped form where they name somebody or something of the writer's
    /// workspace.
    pub(super) fn escape(&self, user: &str, text: &str) -> String {
        let words: Vec<String> =
            text.split(' ').map(|word| self.escape_word(self.team_of(user), word)).collect();
        words.join(" ")
    }

    /// Somebody of the writer's workspace, or of one that shares a channel with it.
    fn person_called(&self, team: &str, name: &str) -> Option<&Person> {
        let model = &self.state.model;
        let elsewhere = || {
            let partners = model.partners_of(team).into_iter();
            partners
                .filter_map(|partner| model.person_called(&partner, name))
                .find(|person| model.sees(team, &person.id))
        };
        model.person_called(team, name).or_else(elsewhere)
    }

    fn escape_word(&self, team: &str, word: &str) -> String {
        let model = &self.state.model;
        if let Some(name) = word.strip_prefix('@') {
            // "@ana," names Ana as well: the longest handle that the word begins with, cut at punctuation only.
            for cut in [name, name.trim_end_matches(|c: char| !c.is_alphanumeric())] {
                if let Some(person) = self.person_called(team, cut).filter(|_| !cut.is_empty()) {
                    return format!("<@{}|{}>{}", person.id, person.name, &name[cut.len()..]);
                }
            }
        }
        if let Some(channel) = word.strip_prefix('#').and_then(|name| model.channel_called(team, name)) {
            return format!("<#{}|{}>", channel.id, channel.name);
        }
        word.to_owned()
    }
}
