//! `chat.*`: posting, changing and deleting the bot's own messages.

use serde_json::{Value, json};

use super::conversations::visible;
use super::{Call, Refused, Reply};
use crate::sandbox::blocks;
use crate::sandbox::config::{MessagesTab, RateLimits};
use crate::sandbox::limits::Rate;
use crate::sandbox::model::channels::ChannelKind;
use crate::sandbox::model::ids::Ts;
use crate::sandbox::model::messages::{Message, Metadata};
use crate::sandbox::state::MessageNow;

const TEXT_CUT: usize = 40_000;
const UPDATE_TEXT: usize = 4_000;

/// The words and blocks of a call, checked.
pub(super) struct Body {
    pub text: String,
    pub blocks: Option<Vec<Value>>,
    pub attachments: Option<Vec<Value>>,
    pub metadata: Option<Value>,
    warnings: Vec<&'static str>,
}

pub(super) fn post_message(call: &mut Call<'_, '_>) -> Reply {
    let wanted = call.args.required("channel")?.to_owned();
    let channel = destination(call, wanted)?;
    let body = body(call)?;
    let thread_ts = thread(call, &channel)?;
    note(call, &channel, &body);
    call.note.thread_ts = thread_ts.map(|ts| ts.to_string());
    if call.at.config.limits == RateLimits::Slack {
        let key = format!("post:{channel}");
        call.at.state.limits.take(&key, Rate::POSTS, call.at.now).map_err(Refused::limited)?;
        let together = format!("posts:{}", call.team());
        call.at.state.limits.take(&together, Rate::POSTS_TOGETHER, call.at.now).map_err(Refused::limited)?;
    }
    let broadcast = call.args.flag("reply_broadcast");
    let mut message = bot_message(call, &body);
    message.thread_ts = thread_ts;
    message.broadcast = broadcast;
    message.metadata = body.metadata;
    let now = call.at.now;
    let ts = call.at.state.model.post(&channel, now, message).ok_or(Refused::new("channel_not_found"))?;
    call.note.ts = Some(ts.to_string());
    call.at.tell_message(&channel, ts);
    tell_metadata(call, &channel, ts, None);
    let mut reply = json!({"channel": channel, "ts": ts, "message": shown(call, &channel, ts)});
    if !body.warnings.is_empty() {
        reply["warning"] = json!(body.warnings.join(","));
        reply["response_metadata"] = json!({"warnings": body.warnings});
    }
    Ok(reply)
}

pub(super) fn post_ephemeral(call: &mut Call<'_, '_>) -> Reply {
    let wanted = call.args.required("channel")?.to_owned();
    let channel = destination(call, wanted)?;
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
    let ts = call.at.state.model.post(&channel, now, message).ok_or(Refused::new("channel_not_found"))?;
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
    let before = call.at.message_json(&channel, ts, Metadata::Shown);
    let edited = call.at.state.model.ids.event_ts(call.at.now);
    let place = call.at.state.model.channels.get_mut(&channel).ok_or(Refused::new("channel_not_found"))?;
    let message = place.shared_mut(ts).ok_or(Refused::new("message_not_found"))?;
    let metadata = message.metadata.clone();
    // Text without blocks takes the blocks away; blocks without text leave the old text.
    if call.args.has("text") {
        message.text.clone_from(&body.text);
    }
    message.blocks = body.blocks.unwrap_or_default();
    message.attachments = body.attachments.unwrap_or_default();
    message.metadata = body.metadata.or(message.metadata.take());
    message.edited = Some(edited);
    let text = message.text.clone();
    call.at.tell_message_is(MessageNow::Changed, &channel, ts, before);
    tell_metadata(call, &channel, ts, metadata);
    Ok(json!({"channel": channel, "ts": ts, "text": text, "message": shown(call, &channel, ts)}))
}

pub(super) fn delete(call: &mut Call<'_, '_>) -> Reply {
    let channel = visible(call, call.args.required("channel")?)?.id.clone();
    let ts = own_message(call, &channel, "cant_delete_message")?;
    call.note.channel = Some(channel.clone());
    call.note.members = call.at.people_in(&channel);
    call.note.ts = Some(ts.to_string());
    let before = call.at.message_json(&channel, ts, Metadata::Shown);
    let place = call.at.state.model.channels.get_mut(&channel).ok_or(Refused::new("channel_not_found"))?;
    let gone = place.remove(ts).ok_or(Refused::new("message_not_found"))?;
    call.at.tell_message_is(MessageNow::Gone, &channel, ts, before);
    tell_metadata(call, &channel, ts, gone.metadata);
    Ok(json!({"channel": channel, "ts": ts}))
}

pub(super) fn get_permalink(call: &mut Call<'_, '_>) -> Reply {
    let channel = visible(call, call.args.required("channel")?)?;
    let ts = Ts::parse(call.args.required("message_ts")?).ok_or(Refused::new("message_not_found"))?;
    let message = channel.shared(ts).ok_or(Refused::new("message_not_found"))?;
    let name = ts.to_string().replace('.', "");
    let domain = call.at.workspace(call.team()).map_or("", |workspace| workspace.domain.as_str());
    let mut link = format!("https://{domain}.slack.com/archives/{}/p{name}", channel.id);
    if let Some(thread) = message.thread_ts.filter(|thread| *thread != ts) {
        link.push_str(&format!("?thread_ts={thread}&cid={}", channel.id));
    }
    Ok(json!({"channel": channel.id, "permalink": link}))
}

/// Hangs previews of links under the message that names them.
pub(super) fn unfurl(call: &mut Call<'_, '_>) -> Reply {
    let channel = call.args.text("channel").ok_or(Refused::new("missing_channel"))?;
    let channel = visible(call, channel).map_err(|_| Refused::new("cannot_find_channel"))?.id.clone();
    let ts = call.args.text("ts").ok_or(Refused::new("missing_ts"))?;
    let ts = Ts::parse(ts).ok_or(Refused::new("cannot_find_message"))?;
    let unfurls =
        call.args.json("unfurls", "invalid_unfurls_format")?.ok_or(Refused::new("missing_unfurls"))?;
    let unfurls = unfurls.as_object().ok_or(Refused::new("invalid_unfurls_format"))?;
    if !unfurls.values().all(Value::is_object) {
        return Err(Refused::new("cannot_parse_attachment"));
    }
    call.note.channel = Some(channel.clone());
    call.note.ts = Some(ts.to_string());
    let place = call.at.state.model.channels.get_mut(&channel).ok_or(Refused::new("cannot_find_channel"))?;
    let message = place.shared_mut(ts).ok_or(Refused::new("cannot_find_message"))?;
    if !unfurls.keys().all(|link| message.text.contains(link.as_str())) {
        return Err(Refused::new("cannot_unfurl_url"));
    }
    message.attachments.extend(unfurls.iter().map(|(link, preview)| {
        let mut attachment = preview.clone();
        attachment["from_url"] = json!(link);
        attachment
    }));
    Ok(json!({}))
}

/// Where a message goes: a conversation the bot is in, or the app's conversation with a person named by their id.
pub(super) fn destination(call: &mut Call<'_, '_>, wanted: String) -> Result<String, Refused> {
    let id = match call.at.state.model.people.get(&wanted) {
        Some(person)
            if person.deleted || person.flags.is_bot || !call.at.state.model.sees(call.team(), &wanted) =>
        {
            return Err(Refused::new("channel_not_found"));
        }
        Some(_) => {
            let members = [wanted, call.bot().to_owned()].into();
            call.at.state.model.open_conversation(members, call.at.now)
        }
        None => wanted,
    };
    let place = visible(call, &id)?;
    if !place.members.contains(call.bot()) {
        return Err(Refused::new("not_in_channel"));
    }
    if place.archived {
        return Err(Refused::new("is_archived"));
    }
    if place.kind == ChannelKind::Direct && call.at.config.app.messages_tab == MessagesTab::Off {
        return Err(Refused::new("messages_tab_disabled"));
    }
    Ok(id)
}

pub(super) fn thread(call: &Call<'_, '_>, channel: &str) -> Result<Option<Ts>, Refused> {
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
    if message.user != call.bot() { Err(Refused::new(not_ours)) } else { Ok(ts) }
}

pub(super) fn body(call: &Call<'_, '_>) -> Result<Body, Refused> {
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

pub(super) fn note(call: &mut Call<'_, '_>, channel: &str, body: &Body) {
    call.note.channel = Some(channel.to_owned());
    call.note.members = call.at.people_in(channel);
    call.note.text = Some(body.text.clone());
    call.note.metadata.clone_from(&body.metadata);
}

pub(super) fn bot_message(call: &mut Call<'_, '_>, body: &Body) -> Message {
    let mut message = Message::by(call.bot(), &body.text);
    message.bot_id = Some(call.by.bot_id.clone());
    message.app_id = Some(call.at.config.app.app_id.clone());
    message.blocks = body.blocks.clone().unwrap_or_default();
    message.attachments = body.attachments.clone().unwrap_or_default();
    call.at.state.model.name_blocks(&mut message.blocks);
    message
}

fn shown(call: &Call<'_, '_>, channel: &str, ts: Ts) -> Value {
    call.at.message_json(channel, ts, Metadata::Shown).unwrap_or_default()
}

/// Metadata is heard of by whoever subscribed to its app and type, in conversations the app is in. `before` is what
/// stood there until now.
fn tell_metadata(call: &mut Call<'_, '_>, channel: &str, ts: Ts, before: Option<Value>) {
    let now = call.at.state.model.message(channel, ts).and_then(|message| message.metadata.clone());
    let name = match (&before, &now) {
        (None, Some(_)) => "message_metadata_posted",
        (Some(before), Some(now)) if before != now => "message_metadata_updated",
        (Some(_), None) => "message_metadata_deleted",
        (Some(_), Some(_)) | (None, None) => return,
    };
    let event_type = now.as_ref().or(before.as_ref()).and_then(|metadata| metadata["event_type"].as_str());
    let app = &call.at.config.app;
    if !app.wants_metadata(&app.app_id, event_type.unwrap_or_default()) {
        return;
    }
    let mut event = json!({
        "type": name, "app_id": app.app_id, "bot_id": call.by.bot_id, "user_id": call.bot(),
        "team_id": call.team(), "channel_id": channel, "message_ts": ts,
    });
    if let Some(now) = now {
        event["metadata"] = now;
    } else {
        event["deleted_ts"] = json!(ts);
    }
    if let Some(before) = before {
        event["previous_metadata"] = before;
    }
    let bot = call.bot().to_owned();
    call.at.tell_in(channel, &bot, name, event);
}
