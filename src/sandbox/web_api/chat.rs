//! `chat.*`: posting, changing and deleting the bot's own messages.

use serde_json::{Map, Value, json};

use super::conversations::visible;
use super::{Call, Refused, Reply};
use crate::sandbox::blocks;
use crate::sandbox::config::{MessagesTab, RateLimits};
use crate::sandbox::limits::Rate;
use crate::sandbox::model::channels::{ChannelKind, Message, Metadata};
use crate::sandbox::model::ids::Ts;

const TEXT_CUT: usize = 40_000;
const UPDATE_TEXT: usize = 4_000;

/// The words and blocks of a call, checked.
struct Body {
    text: String,
    blocks: Option<Vec<Value>>,
    attachments: Option<Vec<Value>>,
    metadata: Option<Value>,
    warnings: Vec<&'static str>,
}

pub(super) fn post_message(call: &mut Call<'_, '_>) -> Reply {
    let channel = destination(call)?;
    let body = body(call)?;
    let thread_ts = thread(call, &channel)?;
    note(call, &channel, &body);
    call.note.thread_ts = thread_ts.map(|ts| ts.to_string());
    if call.at.config.limits == RateLimits::Slack {
        let key = format!("post:{channel}");
        call.at.state.limits.take(&key, Rate::POSTS, call.at.now).map_err(Refused::limited)?;
    }
    let broadcast = call.args.flag("reply_broadcast");
    let mut message = bot_message(call, &body);
    message.thread_ts = thread_ts;
    message.broadcast = broadcast;
    message.metadata = body.metadata;
    let now = call.at.now;
    let place = call.at.state.model.channels.get_mut(&channel).ok_or(Refused::new("channel_not_found"))?;
    let ts = place.post(now, message);
    call.note.ts = Some(ts.to_string());
    call.at.tell_message(&channel, ts);
    tell_metadata(call, &channel, ts);
    let mut reply = json!({"channel": channel, "ts": ts, "message": shown(call, &channel, ts)});
    if !body.warnings.is_empty() {
        reply["warning"] = json!(body.warnings.join(","));
        reply["response_metadata"] = json!({"warnings": body.warnings});
    }
    Ok(reply)
}

pub(super) fn post_ephemeral(call: &mut Call<'_, '_>) -> Reply {
    let channel = destination(call)?;
    let user = call.args.required("user")?.to_owned();
    let body = body(call)?;
    let thread_ts = thread(call, &channel)?;
    note(call, &channel, &body);
    call.note.user = Some(user.clone());
    if !visible(call, &channel)?.members.contains(&user) {
        return Err(Refused::new("user_not_in_channel"));
    }
    let mut message = bot_message(call, &body);
    message.only_for = Some(user);
    message.thread_ts = thread_ts;
    let now = call.at.now;
    let place = call.at.state.model.channels.get_mut(&channel).ok_or(Refused::new("channel_not_found"))?;
    let ts = place.post(now, message);
    call.note.ts = Some(ts.to_string());
    Ok(json!({"message_ts": ts}))
}

pub(super) fn update(call: &mut Call<'_, '_>) -> Reply {
    let channel = visible(call, call.args.required("channel")?)?.id.clone();
    let ts = own_message(call, &channel, "cant_update_message")?;
    let mut body = body(call)?;
    note(call, &channel, &body);
    call.note.ts = Some(ts.to_string());
    if body.text.chars().count() > UPDATE_TEXT {
        return Err(Refused::new("msg_too_long"));
    }
    if let Some(blocks) = body.blocks.as_mut() {
        call.at.state.model.name_blocks(blocks);
    }
    let edited = call.at.state.model.ids.event_ts(call.at.now);
    let place = call.at.state.model.channels.get_mut(&channel).ok_or(Refused::new("channel_not_found"))?;
    let message = place.shared_mut(ts).ok_or(Refused::new("message_not_found"))?;
    // Text without blocks takes the blocks away; blocks without text leave the old text.
    if call.args.has("text") {
        message.text.clone_from(&body.text);
    }
    message.blocks = body.blocks.unwrap_or_default();
    message.attachments = body.attachments.unwrap_or_default();
    message.metadata = body.metadata.or(message.metadata.take());
    message.edited = Some(edited);
    let text = message.text.clone();
    Ok(json!({"channel": channel, "ts": ts, "text": text, "message": shown(call, &channel, ts)}))
}

pub(super) fn delete(call: &mut Call<'_, '_>) -> Reply {
    let channel = visible(call, call.args.required("channel")?)?.id.clone();
    let ts = own_message(call, &channel, "cant_delete_message")?;
    call.note.channel = Some(channel.clone());
    call.note.members = call.at.people_in(&channel);
    call.note.ts = Some(ts.to_string());
    let place = call.at.state.model.channels.get_mut(&channel).ok_or(Refused::new("channel_not_found"))?;
    place.remove(ts).ok_or(Refused::new("message_not_found"))?;
    Ok(json!({"channel": channel, "ts": ts}))
}

pub(super) fn get_permalink(call: &mut Call<'_, '_>) -> Reply {
    let channel = visible(call, call.args.required("channel")?)?;
    let ts = Ts::parse(call.args.required("message_ts")?).ok_or(Refused::new("message_not_found"))?;
    let message = channel.shared(ts).ok_or(Refused::new("message_not_found"))?;
    let name = ts.to_string().replace('.', "");
    let mut link =
        format!("https://{}.slack.com/archives/{}/p{name}", call.at.config.workspace.domain, channel.id);
    if let Some(thread) = message.thread_ts.filter(|thread| *thread != ts) {
        link.push_str(&format!("?thread_ts={thread}&cid={}", channel.id));
    }
    Ok(json!({"channel": channel.id, "permalink": link}))
}

/// Where a message goes: a conversation the bot is in, or the app's conversation with a person named by their id.
fn destination(call: &mut Call<'_, '_>) -> Result<String, Refused> {
    let wanted = call.args.required("channel")?.to_owned();
    let bot = call.at.config.app.bot_user_id.clone();
    let id = match call.at.state.model.people.get(&wanted) {
        Some(person) if person.deleted || person.flags.is_bot || person.flags.is_stranger => {
            return Err(Refused::new("channel_not_found"));
        }
        Some(_) => call.at.app_conversation(&wanted),
        None => wanted,
    };
    let place = visible(call, &id)?;
    if !place.members.contains(&bot) {
        return Err(Refused::new("not_in_channel"));
    }
    if place.kind == ChannelKind::Direct && call.at.config.app.messages_tab == MessagesTab::Off {
        return Err(Refused::new("messages_tab_disabled"));
    }
    Ok(id)
}

fn thread(call: &Call<'_, '_>, channel: &str) -> Result<Option<Ts>, Refused> {
    let Some(text) = call.args.text("thread_ts") else { return Ok(None) };
    let place = visible(call, channel)?;
    // Slack takes a thread_ts of no message without a word and lets the reply hang in the air; a stand-in that did
    // the same would hide the mistake, so the documented refusal for unthreadable messages is used.
    let ts = Ts::parse(text).ok_or(Refused::new("cannot_reply_to_message"))?;
    let parent = place.messages.get(&ts).filter(|message| message.only_for.is_none());
    let parent = parent.ok_or(Refused::new("cannot_reply_to_message"))?;
    Ok(Some(parent.thread_ts.unwrap_or(ts)))
}

fn own_message(call: &Call<'_, '_>, channel: &str, not_ours: &'static str) -> Result<Ts, Refused> {
    let ts = Ts::parse(call.args.required("ts")?).ok_or(Refused::new("message_not_found"))?;
    let message = call.at.state.model.message(channel, ts).ok_or(Refused::new("message_not_found"))?;
    if message.bot_id.is_none() { Err(Refused::new(not_ours)) } else { Ok(ts) }
}

fn body(call: &Call<'_, '_>) -> Result<Body, Refused> {
    let mut text = call.args.text("text").unwrap_or_default().to_owned();
    let mut warnings = Vec::new();
    if text.chars().count() > TEXT_CUT {
        text = text.chars().take(TEXT_CUT).collect();
        warnings.push("message_truncated");
    }
    let blocks = list(call, "blocks", "invalid_blocks_format")?;
    let attachments = list(call, "attachments", "invalid_arguments")?;
    if attachments.as_ref().is_some_and(|attachments| attachments.len() > 100) {
        return Err(Refused::new("too_many_attachments"));
    }
    if let Some(markdown) = call.args.text("markdown_text") {
        if blocks.is_some() || !text.is_empty() {
            return Err(Refused::new("markdown_text_conflict"));
        }
        text = markdown.to_owned();
    }
    let empty = |list: &Option<Vec<Value>>| list.as_ref().is_none_or(Vec::is_empty);
    if text.is_empty() && empty(&blocks) && empty(&attachments) {
        return Err(Refused::new("no_text"));
    }
    if let Some(blocks) = &blocks {
        blocks::check(blocks, blocks::Surface::Message)
            .map_err(|problems| Refused::because("invalid_blocks", problems))?;
    }
    Ok(Body { text, blocks, attachments, metadata: metadata(call)?, warnings })
}

fn list(call: &Call<'_, '_>, name: &str, error: &'static str) -> Result<Option<Vec<Value>>, Refused> {
    let Some(value) = call.args.json(name, error)? else { return Ok(None) };
    value.as_array().cloned().map(Some).ok_or(Refused::new(error))
}

fn metadata(call: &Call<'_, '_>) -> Result<Option<Value>, Refused> {
    const ERROR: &str = "invalid_metadata_format";
    let Some(metadata) = call.args.json("metadata", ERROR)? else { return Ok(None) };
    blocks::check_metadata(&metadata).map_err(Refused::new)?;
    Ok(Some(metadata))
}

fn note(call: &mut Call<'_, '_>, channel: &str, body: &Body) {
    call.note.channel = Some(channel.to_owned());
    call.note.members = call.at.people_in(channel);
    call.note.text = Some(body.text.clone());
    call.note.metadata.clone_from(&body.metadata);
}

fn bot_message(call: &mut Call<'_, '_>, body: &Body) -> Message {
    let app = &call.at.config.app;
    let mut message = Message::by(&app.bot_user_id, &body.text);
    message.bot_id = Some(app.bot_id.clone());
    message.app_id = Some(app.app_id.clone());
    message.blocks = body.blocks.clone().unwrap_or_default();
    message.attachments = body.attachments.clone().unwrap_or_default();
    call.at.state.model.name_blocks(&mut message.blocks);
    message
}

fn shown(call: &Call<'_, '_>, channel: &str, ts: Ts) -> Value {
    let place = call.at.state.model.channels.get(channel);
    let team = &call.at.config.workspace.team_id;
    let found = place.and_then(|place| place.shared(ts).map(|message| (place, message)));
    found.map(|(place, message)| place.message_json(message, team, Metadata::Shown)).unwrap_or_default()
}

/// Metadata is heard of by whoever subscribed to its app and type, in conversations the app is in.
fn tell_metadata(call: &mut Call<'_, '_>, channel: &str, ts: Ts) {
    let config = call.at.config;
    let app = &config.app;
    let Some(metadata) =
        call.at.state.model.message(channel, ts).and_then(|message| message.metadata.clone())
    else {
        return;
    };
    let event_type = metadata["event_type"].as_str().unwrap_or_default();
    let fits = |pattern: &str, text: &str| pattern == "*" || pattern == text;
    let wanted = app
        .metadata_subscriptions
        .iter()
        .any(|wish| fits(&wish.app_id, &app.app_id) && fits(&wish.event_type, event_type));
    if !wanted {
        return;
    }
    let event = Map::from_iter([
        ("type".to_owned(), json!("message_metadata_posted")),
        ("app_id".to_owned(), json!(app.app_id)),
        ("bot_id".to_owned(), json!(app.bot_id)),
        ("user_id".to_owned(), json!(app.bot_user_id)),
        ("team_id".to_owned(), json!(config.workspace.team_id)),
        ("channel_id".to_owned(), json!(channel)),
        ("metadata".to_owned(), metadata),
        ("message_ts".to_owned(), json!(ts)),
    ]);
    call.at.tell("message_metadata_posted", Value::Object(event));
}
