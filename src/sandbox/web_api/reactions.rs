//! `reactions.*` of the bot itself, and the change to a message that people's reactions share.

use serde_json::{Value, json};

use super::conversations::visible;
use super::{Call, Refused, Reply};
use crate::sandbox::model::channels::{Metadata, Reaction};
use crate::sandbox::model::ids::Ts;
use crate::sandbox::state::Moment;

const MAX_EMOJI: usize = 23;

pub(super) fn add(call: &mut Call<'_, '_>) -> Reply {
    let (channel, ts, emoji) = item(call)?;
    let bot = call.at.config.app.bot_user_id.clone();
    call.at.react(&bot, &channel, ts, &emoji, Change::Add).map_err(Refused::new)?;
    Ok(json!({}))
}

pub(super) fn remove(call: &mut Call<'_, '_>) -> Reply {
    let (channel, ts, emoji) = item(call)?;
    let bot = call.at.config.app.bot_user_id.clone();
    call.at.react(&bot, &channel, ts, &emoji, Change::Remove).map_err(Refused::new)?;
    Ok(json!({}))
}

pub(super) fn get(call: &mut Call<'_, '_>) -> Reply {
    let channel = visible(call, call.args.text("channel").ok_or(Refused::new("no_item_specified"))?)?;
    let ts = call.args.text("timestamp").ok_or(Refused::new("no_item_specified"))?;
    let ts = Ts::parse(ts).ok_or(Refused::new("bad_timestamp"))?;
    let message = channel.shared(ts).ok_or(Refused::new("message_not_found"))?;
    let team = &call.at.config.workspace.team_id;
    let object: Value = channel.message_json(message, team, Metadata::Hidden);
    Ok(json!({"type": "message", "channel": channel.id, "message": object}))
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
        let message = place.shared_mut(ts).ok_or("message_not_found")?;
        match change {
            Change::Add => add_to(&mut message.reactions, user, emoji)?,
            Change::Remove => remove_from(&mut message.reactions, user, emoji)?,
        }
        let author = message.user.clone();
        if place.members.contains(&self.config.app.bot_user_id) {
            let name = if change == Change::Add { "reaction_added" } else { "reaction_removed" };
            let item = json!({"type": "message", "channel": channel, "ts": ts});
            self.tell(
                name,
                json!({"type": name, "user": user, "reaction": emoji, "item": item, "item_user": author}),
            );
        }
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
