//! What the bot says without calling the Web API: in the answer to a command, and at a response URL.

use serde_json::Value;

use super::ActError;
use crate::sandbox::blocks::{self, Surface};
use crate::sandbox::core::Sandbox;
use crate::sandbox::faults::Fault;
use crate::sandbox::handles::ResponseTarget;
use crate::sandbox::ledger::LedgerEntry;
use crate::sandbox::model::ids::Ts;
use crate::sandbox::model::messages::{Message, Metadata};
use crate::sandbox::state::{MessageNow, Moment};

impl Sandbox {
    /// Takes what the bot posted at a response URL, or names why it cannot be; and says what went wrong on order.
    pub(in crate::sandbox) fn answer_response_url(
        &self,
        id: &str,
        body: &[u8],
    ) -> (Result<(), &'static str>, Option<Fault>) {
        self.with(|moment| {
            let mut note = LedgerEntry::call("response_url");
            let fault = moment.state.faults.strike("response_url", moment.now);
            let result = match fault {
                Some(fault) if !fault.applies() => Err("fatal_error"),
                Some(_) | None => moment.take_response(id, body, &mut note),
            };
            note.end(result.err());
            note.fault = fault.map(|fault| fault.name().to_owned());
            moment.state.ledger.append(moment.now, note);
            (result, fault)
        })
    }
}

impl Moment<'_> {
    /// Shows the body of an answer to a command: JSON, or plain text for the typer alone.
    pub(super) fn show_reply(
        &mut self,
        user: &str,
        channel: &str,
        body: &[u8],
    ) -> Result<Option<Message>, ActError> {
        let text = String::from_utf8_lossy(body);
        if text.trim().is_empty() {
            return Ok(None);
        }
        let payload = match serde_json::from_slice::<Value>(body) {
            Ok(payload) if payload.is_object() => payload,
            Ok(_) | Err(_) => serde_json::json!({"text": text}),
        };
        let team = self.team_of(user).to_owned();
        let Some(mut message) = self.read_message(&team, &payload).map_err(ActError::BadAnswer)? else {
            return Ok(None);
        };
        if payload["response_type"] != "in_channel" {
            message.only_for = Some(user.into());
        }
        let ts = self
            .post_answer(channel, message.clone())
            .ok_or_else(|| ActError::NoSuchChannel(channel.into()))?;
        message.ts = ts;
        let note = LedgerEntry {
            ts: Some(ts.to_string()),
            user: Some(user.into()),
            members: self.people_in(channel),
            ok: Some(true),
            ..LedgerEntry::call("reply").in_channel(channel).saying(&message.text)
        };
        self.state.ledger.append(self.now, note);
        Ok(Some(message))
    }

    fn take_response(&mut self, id: &str, body: &[u8], note: &mut LedgerEntry) -> Result<(), &'static str> {
        let payload = read_payload(body).ok_or("invalid_payload")?;
        let target = self.state.handles.use_response(id, self.now)?;
        note.channel = Some(target.channel.clone());
        note.members = self.people_in(&target.channel);
        note.user = Some(target.user.clone());
        let flag = |name: &str| payload[name].as_bool().unwrap_or(false);
        if flag("delete_original") {
            let ts = target.message.ok_or("no_original")?;
            note.ts = Some(ts.to_string());
            let before = self.message_json(&target.channel, ts, Metadata::Shown);
            let place = self.state.model.channels.get_mut(&target.channel).ok_or("channel_not_found")?;
            place.remove(ts).ok_or("message_not_found")?;
            self.tell_message_is(MessageNow::Gone, &target.channel, ts, before);
            return Ok(());
        }
        let message = self.read_message(&target.team, &payload).map_err(|_| "invalid_blocks")?;
        let mut message = message.ok_or("no_text")?;
        note.text = Some(message.text.clone());
        if flag("replace_original") && target.message.is_some() {
            return self.replace_original(&target, message, note);
        }
        if payload["response_type"] != "in_channel" {
            message.only_for = Some(target.user.clone());
        }
        message.thread_ts = payload["thread_ts"].as_str().and_then(Ts::parse);
        let ts = self.post_answer(&target.channel, message).ok_or("channel_not_found")?;
        note.ts = Some(ts.to_string());
        Ok(())
    }

    fn replace_original(
        &mut self,
        target: &ResponseTarget,
        new: Message,
        note: &mut LedgerEntry,
    ) -> Result<(), &'static str> {
        let ts = target.message.ok_or("message_not_found")?;
        let before = self.message_json(&target.channel, ts, Metadata::Shown);
        let edited = self.state.model.ids.event_ts(self.now);
        let place = self.state.model.channels.get_mut(&target.channel).ok_or("channel_not_found")?;
        let message = place.messages.get_mut(&ts).ok_or("message_not_found")?;
        message.text = new.text;
        message.blocks = new.blocks;
        message.attachments = new.attachments;
        message.edited = Some(edited);
        // What one person alone sees is no event.
        let before = before.filter(|_| message.only_for.is_none());
        self.tell_message_is(MessageNow::Changed, &target.channel, ts, before);
        note.ts = Some(ts.to_string());
        Ok(())
    }

    /// A message of the bot from `text`, `blocks` and `attachments`; none if there is nothing to show.
    fn read_message(&mut self, team: &str, payload: &Value) -> Result<Option<Message>, String> {
        let text = payload["text"].as_str().unwrap_or_default();
        let mut blocks = payload["blocks"].as_array().cloned().unwrap_or_default();
        if text.is_empty() && blocks.is_empty() {
            return Ok(None);
        }
        blocks::check(&blocks, Surface::Message).map_err(|problems| problems.join("; "))?;
        self.state.model.name_blocks(&mut blocks);
        let bot = self.state.installs.of(team).ok_or("the app is not installed")?;
        let mut message = Message::by(&bot.bot_user, text);
        message.bot_id = Some(bot.bot_id.clone());
        message.app_id = Some(self.config.app.app_id.clone());
        message.blocks = blocks;
        message.attachments = payload["attachments"].as_array().cloned().unwrap_or_default();
        Ok(Some(message))
    }

    fn post_answer(&mut self, channel: &str, message: Message) -> Option<Ts> {
        let shared = message.only_for.is_none();
        let ts = self.state.model.post(channel, self.now, message)?;
        if shared {
            self.tell_message(channel, ts);
        }
        Some(ts)
    }
}

/// JSON, or a form with the JSON in `payload`.
fn read_payload(body: &[u8]) -> Option<Value> {
    if let Ok(payload) = serde_json::from_slice::<Value>(body) {
        return Some(payload).filter(Value::is_object);
    }
    let (_, payload) = form_urlencoded::parse(body).find(|(key, _)| key == "payload")?;
    serde_json::from_str(&payload).ok().filter(Value::is_object)
}
