//! `reactions.*` of the bot itself, and the change to a message that people's reactions share.

use serde_json::{Value, json};

use super::conversations::visible;
use super::{Call, Refused, Reply};
use crate::sandbox::model::ids::Ts;
use crate::sandbox::model::messages::{Metadata, Reaction};
use crate::sandbox::state::Moment;

const MAX_EMOJI: usize = 23;

pub(super) fn add(call: &mut Call<'_, '_>) -> Reply {
    let (channel, ts, emoji) = item(call)?;
    let bot = call.bot().to_owned();
    call.at.react(&bot, &channel, ts, &emoji, Change::Add).map_err(Refused::new)?;
    Ok(json!({}))
}

pub(super) fn remove(call: &mut Call<'_, '_>) -> Reply {
    let (channel, ts, emoji) = item(call)?;
    let bot = call.bot().to_owned();
    call.at.react(&bot, &channel, ts, &emoji, Change::Remove).map_err(Refused::new)?;
    Ok(json!({}))
}

pub(super) fn get(call: &mut Call<'_, '_>) -> Reply {
    let channel = visible(call, call.args.text("channel").ok_or(Refused::new("no_item_specified"))?)?;
    let ts = call.args.text("timestamp").ok_or(Refused::new("no_item_specified"))?;
    let ts = Ts::parse(ts).ok_or(Refused::new("bad_timestamp"))?;
    channel.shared(ts).ok_or(Refused::new("message_not_found"))?;
    let object = call.at.message_json(&channel.id, ts, Metadata::Hidden);
    Ok(json!({"type": "message", "channel": channel.id, "message": object}))
}

/// What somebody reacted to, where the bot can see it; the newest first.
pub(super) fn list(call: &mut Call<'_, '_>) -> Reply {
    let user = call.args.text("user").unwrap_or(call.bot()).to_owned();
    if !call.at.state.model.people.contains_key(&user) {
        return Err(Refused::new("user_not_found"));
    }
    let limit =
        call.args.number("limit", "invalid_arguments")?.or(call.args.number("count", "invalid_arguments")?);
    let theirs = call.at.state.model.reacted.get(&user).into_iter().flatten().rev();
    let seen = theirs.filter(|(_, channel)| visible(call, channel).is_ok());
    let page = seen.take(limit.unwrap_or(100).min(1_000) as usize);
    let items: Vec<Value> = page
        .filter_map(|(ts, channel)| {
            let message = call.at.message_json(channel, *ts, Metadata::Hidden)?;
            Some(json!({"type": "message", "channel": channel, "message": message}))
        })
        .collect();
    Ok(json!({"items": items, "response_metadata": {"next_cursor": ""}}))
}

fn item(call: &mut Call<'_, '_>) -> Result<(String, Ts, String), Refused> {
    let emoji = call.args.required("name")?.trim_matches(':').to_owned();
    let channel =
        visible(call, call.args.text("channel").ok_or(Refused::new("no_item_specified"))?)?.id.clone();
    let ts = call.args.text("timestamp").ok_or(Refused::new("no_item_specified"))?;
    let ts = Ts::parse(ts).ok_or(Refused::new("bad_timestamp"))?;
    call.note.channel = Some(channel.clone());
    call.note.members = call.at.people_in(&channel);
    call.note.ts = Some(ts.to_string());
    call.note.subject = Some(emoji.clone());
    Ok((channel, ts, emoji))
}

/// Whether a reaction comes or goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum Change {
    Add,
    Remove,
}

impl Moment<'_> {
    /// Adds or takes back a reaction and tells the bot, if it is in the conversation.
    pub fn react(
        &mut self,
        user: &str,
        channel: &str,
        ts: Ts,
        emoji: &str,
        change: Change,
    ) -> Result<(), &'static str> {
        let known = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '+' | '\'' | ':');
        if emoji.is_empty() || emoji.chars().count() > 100 || !emoji.chars().all(known) {
            return Err("invalid_name");
        }
        let place = self.state.model.channels.get_mut(channel).ok_or("channel_not_found")?;
        if place.archived {
            return Err(if change == Change::Add { "is_archived" } else { "no_reaction" });
        }
        let message = place.shared_mut(ts).ok_or("message_not_found")?;
        match change {
            Change::Add => add_to(&mut message.reactions, user, emoji)?,
            Change::Remove => remove_from(&mut message.reactions, user, emoji)?,
        }
        let author = message.user.clone();
        let left = message.reactions.iter().any(|reaction| reaction.users.iter().any(|each| each == user));
        let theirs = self.state.model.reacted.entry(user.into()).or_default();
        if left {
            theirs.insert((ts, channel.into()))
        } else {
            theirs.remove(&(ts, channel.to_owned()))
        };
        let name = if change == Change::Add { "reaction_added" } else { "reaction_removed" };
        let item = json!({"type": "message", "channel": channel, "ts": ts});
        let event = json!({"type": name, "user": user, "reaction": emoji, "item": item, "item_user": author});
        self.tell_in(channel, user, name, event);
        Ok(())
    }
}

fn add_to(reactions: &mut Vec<Reaction>, user: &str, emoji: &str) -> Result<(), &'static str> {
    let Some(reaction) = reactions.iter_mut().find(|reaction| reaction.name == emoji) else {
        if reactions.len() >= MAX_EMOJI {
            return Err("too_many_emoji");
        }
        reactions.push(Reaction { name: emoji.into(), users: vec![user.into()] });
        return Ok(());
    };
    if reaction.users.iter().any(|known| known == user) {
        return Err("already_reacted");
    }
    reaction.users.push(user.into());
    Ok(())
}

fn remove_from(reactions: &mut Vec<Reaction>, user: &str, emoji: &str) -> Result<(), &'static str> {
    let reaction = reactions.iter_mut().find(|reaction| reaction.name == emoji).ok_or("no_reaction")?;
    let before = reaction.users.len();
    reaction.users.retain(|known| known != user);
    if reaction.users.len() == before {
        return Err("no_reaction");
    }
    reactions.retain(|reaction| !reaction.users.is_empty());
    Ok(())
}
