//! `conversations.*` that make channels, and let people and bots come and go.

use serde_json::{Value, json};

use super::conversations::{describe, visible};
use super::{Call, Refused, Reply};
use crate::sandbox::model::channels::ChannelKind;
use crate::sandbox::model::ids::Ts;
use crate::sandbox::state::Moment;

const NAME_LENGTH: usize = 80;
const TOPIC_LENGTH: usize = 250;

/// What somebody wants to do to a conversation; each kind of conversation guards it with scopes of its own.
#[derive(Clone, Copy)]
enum Wish {
    Manage,
    Invite,
    Describe,
}

fn need_right(call: &Call<'_, '_>, kind: ChannelKind, wish: Wish) -> Result<(), Refused> {
    let (public, narrow) = match wish {
        Wish::Manage => ("channels:manage", None),
        Wish::Invite => ("channels:manage", Some("write.invites")),
        Wish::Describe => ("channels:manage", Some("write.topic")),
    };
    let family = kind.scope_family();
    let broad = if kind == ChannelKind::Public { public.to_owned() } else { format!("{family}:write") };
    match narrow {
        Some(narrow) => call.need_any_scope(&[&broad, &format!("{family}:{narrow}")]),
        None => call.need_scope(&broad),
    }
}

pub(super) fn create(call: &mut Call<'_, '_>) -> Reply {
    let kind = if call.args.flag("is_private") { ChannelKind::Private } else { ChannelKind::Public };
    need_right(call, kind, Wish::Manage)?;
    let name = call.args.text("name").unwrap_or_default().to_owned();
    let team = call.team().to_owned();
    check_name(call.at, &team, &name).map_err(Refused::new)?;
    call.note.subject = Some(name.clone());
    let bot = call.bot().to_owned();
    let id = call.at.create_channel(&bot, &name, kind);
    answer(call, &id)
}

pub(super) fn invite(call: &mut Call<'_, '_>) -> Reply {
    let id = own_channel(call, Wish::Invite)?;
    let users = call.args.list("users");
    if users.is_empty() {
        return Err(Refused::new("no_user"));
    }
    for user in &users {
        check_guest(call, &id, user)?;
    }
    let inviter = call.bot().to_owned();
    for user in &users {
        call.at.let_in(&id, user, Some(&inviter));
    }
    answer(call, &id)
}

fn check_guest(call: &Call<'_, '_>, id: &str, user: &str) -> Result<(), Refused> {
    let person = call.at.state.model.people.get(user).ok_or(Refused::new("user_not_found"))?;
    let channel = visible(call, id)?;
    let error = match () {
        () if user == call.bot() => "cant_invite_self",
        () if person.deleted => "user_not_found",
        () if channel.members.contains(user) => "already_in_channel",
        () if !channel.is_in(&person.team) => "org_user_not_in_team",
        () => return Ok(()),
    };
    Err(Refused::new(error))
}

pub(super) fn join(call: &mut Call<'_, '_>) -> Reply {
    let channel = visible(call, call.args.required("channel")?)?;
    let (id, kind, archived) = (channel.id.clone(), channel.kind, channel.archived);
    if kind != ChannelKind::Public {
        return Err(Refused::new("method_not_supported_for_channel_type"));
    }
    if archived {
        return Err(Refused::new("is_archived"));
    }
    let bot = call.bot().to_owned();
    call.at.let_in(&id, &bot, None);
    answer(call, &id)
}

pub(super) fn kick(call: &mut Call<'_, '_>) -> Reply {
    let id = own_channel(call, Wish::Manage)?;
    let user = call.args.text("user").ok_or(Refused::new("user_not_found"))?.to_owned();
    if user == call.bot() {
        return Err(Refused::new("cant_kick_self"));
    }
    if is_general(call, &id) {
        return Err(Refused::new("cant_kick_from_general"));
    }
    if !call.at.state.model.people.contains_key(&user) {
        return Err(Refused::new("user_not_found"));
    }
    if call.at.let_out(&id, &user) { Ok(json!({})) } else { Err(Refused::new("not_in_channel")) }
}

pub(super) fn leave(call: &mut Call<'_, '_>) -> Reply {
    let channel = visible(call, call.args.required("channel")?)?;
    let (id, kind, archived, last) =
        (channel.id.clone(), channel.kind, channel.archived, channel.members.len() == 1);
    if !kind.is_channel() {
        return Err(Refused::new("method_not_supported_for_channel_type"));
    }
    need_right(call, kind, Wish::Manage)?;
    if archived {
        return Err(Refused::new("is_archived"));
    }
    if is_general(call, &id) {
        return Err(Refused::new("cant_leave_general"));
    }
    let bot = call.bot().to_owned();
    let inside = visible(call, &id)?.members.contains(&bot);
    if inside && last && kind == ChannelKind::Private {
        return Err(Refused::new("last_member"));
    }
    call.at.let_out(&id, &bot);
    Ok(if inside { json!({}) } else { json!({"not_in_channel": true}) })
}

pub(super) fn archive(call: &mut Call<'_, '_>) -> Reply {
    let id = own_channel_also_archived(call, Wish::Manage)?;
    if is_general(call, &id) {
        return Err(Refused::new("cant_archive_general"));
    }
    set_archived(call, &id, Archive::Closed)
}

pub(super) fn unarchive(call: &mut Call<'_, '_>) -> Reply {
    let channel = visible(call, call.args.required("channel")?)?;
    let (id, kind) = (channel.id.clone(), channel.kind);
    if !kind.is_channel() {
        return Err(Refused::new("method_not_supported_for_channel_type"));
    }
    need_right(call, kind, Wish::Manage)?;
    set_archived(call, &id, Archive::Open)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Archive {
    Closed,
    Open,
}

fn set_archived(call: &mut Call<'_, '_>, id: &str, wanted: Archive) -> Reply {
    let channel = call.at.state.model.channels.get_mut(id).ok_or(Refused::new("channel_not_found"))?;
    let closed = wanted == Archive::Closed;
    if channel.archived == closed {
        return Err(Refused::new(if closed { "already_archived" } else { "not_archived" }));
    }
    channel.archived = closed;
    Ok(json!({}))
}

pub(super) fn rename(call: &mut Call<'_, '_>) -> Reply {
    let id = own_channel(call, Wish::Manage)?;
    let name = call.args.text("name").unwrap_or_default().to_owned();
    let team = call.team().to_owned();
    // Only who made a channel may give it another name, which for a bot means its own channels.
    if call.at.state.model.channels.get(&id).is_some_and(|channel| channel.creator != call.bot()) {
        return Err(Refused::new("not_authorized"));
    }
    check_name(call.at, &team, &name).map_err(Refused::new)?;
    call.at.state.model.rename_channel(&id, &name);
    answer(call, &id)
}

pub(super) fn set_topic(call: &mut Call<'_, '_>) -> Reply {
    let (id, words) = described(call, "topic")?;
    if let Some(channel) = call.at.state.model.channels.get_mut(&id) {
        channel.topic = words;
    }
    answer(call, &id)
}

pub(super) fn set_purpose(call: &mut Call<'_, '_>) -> Reply {
    let (id, words) = described(call, "purpose")?;
    if let Some(channel) = call.at.state.model.channels.get_mut(&id) {
        channel.purpose.clone_from(&words);
    }
    let mut reply = answer(call, &id)?;
    reply["purpose"] = json!(words);
    Ok(reply)
}

fn described(call: &mut Call<'_, '_>, field: &str) -> Result<(String, String), Refused> {
    let id = own_channel(call, Wish::Describe)?;
    let words = call.args.text(field).unwrap_or_default().to_owned();
    if words.chars().count() > TOPIC_LENGTH { Err(Refused::new("too_long")) } else { Ok((id, words)) }
}

/// A direct or group conversation leaves the bot's sidebar; nothing in it changes.
pub(super) fn close(call: &mut Call<'_, '_>) -> Reply {
    let channel = visible(call, call.args.required("channel")?)?;
    let kind = channel.kind;
    if kind.is_channel() {
        return Err(Refused::new("method_not_supported_for_channel_type"));
    }
    need_right(call, kind, Wish::Manage)?;
    Ok(json!({}))
}

pub(super) fn mark(call: &mut Call<'_, '_>) -> Reply {
    let channel = visible(call, call.args.required("channel")?)?;
    let (id, kind, inside) = (channel.id.clone(), channel.kind, channel.members.contains(call.bot()));
    need_right(call, kind, Wish::Manage)?;
    let ts = Ts::parse(call.args.required("ts")?).ok_or(Refused::new("invalid_timestamp"))?;
    if !inside {
        return Err(Refused::new("not_in_channel"));
    }
    let bot = call.bot().to_owned();
    if let Some(channel) = call.at.state.model.channels.get_mut(&id) {
        channel.read.insert(bot, ts);
    }
    Ok(json!({}))
}

fn own_channel(call: &mut Call<'_, '_>, wish: Wish) -> Result<String, Refused> {
    let id = own_channel_also_archived(call, wish)?;
    let archived = call.at.state.model.channels.get(&id).is_some_and(|channel| channel.archived);
    // `conversations.kick` alone does not tell this apart.
    let told = call.note.method.as_deref() != Some("conversations.kick");
    if archived && told { Err(Refused::new("is_archived")) } else { Ok(id) }
}

/// A channel, not a conversation of fixed people, that the bot is in and may do this to.
fn own_channel_also_archived(call: &mut Call<'_, '_>, wish: Wish) -> Result<String, Refused> {
    let channel = visible(call, call.args.required("channel")?)?;
    let (id, kind, inside) = (channel.id.clone(), channel.kind, channel.members.contains(call.bot()));
    call.note.channel = Some(id.clone());
    if !kind.is_channel() {
        return Err(Refused::new("method_not_supported_for_channel_type"));
    }
    need_right(call, kind, wish)?;
    if inside { Ok(id) } else { Err(Refused::new("not_in_channel")) }
}

fn is_general(call: &Call<'_, '_>, id: &str) -> bool {
    call.at.state.model.channels.get(id).is_some_and(|channel| channel.name == "general")
}

fn answer(call: &mut Call<'_, '_>, id: &str) -> Reply {
    call.note.channel = Some(id.to_owned());
    let channel = call.at.state.model.channels.get(id).ok_or(Refused::new("channel_not_found"))?;
    let object: Value = describe(call, channel);
    Ok(json!({"channel": object}))
}

/// Whether a channel of a workspace may be called this, or Slack's word for why not.
pub(in crate::sandbox) fn check_name(
    moment: &Moment<'_>,
    team: &str,
    name: &str,
) -> Result<(), &'static str> {
    let fits =
        |letter: char| (letter.is_alphanumeric() && !letter.is_uppercase()) || matches!(letter, '-' | '_');
    match () {
        () if name.is_empty() => Err("invalid_name_required"),
        () if name.chars().count() > NAME_LENGTH => Err("invalid_name_maxlength"),
        () if !name.chars().all(fits) => Err("invalid_name_specials"),
        () if !name.chars().any(char::is_alphanumeric) => Err("invalid_name_punctuation"),
        () if moment.state.model.channel_called(team, name).is_some() => Err("name_taken"),
        () => Ok(()),
    }
}

impl Moment<'_> {
    /// Makes a channel in somebody's workspace with them in it.
    pub fn create_channel(&mut self, creator: &str, name: &str, kind: ChannelKind) -> String {
        let team = self.team_of(creator).to_owned();
        let id = self.state.model.create_channel(name, kind, &team, self.now);
        if let Some(channel) = self.state.model.channels.get_mut(&id) {
            channel.creator = creator.to_owned();
        }
        self.state.model.join(&id, creator);
        id
    }

    /// Somebody comes into a channel; does nothing where they are in it.
    pub fn let_in(&mut self, channel: &str, user: &str, inviter: Option<&str>) {
        let Some(place) = self.state.model.channels.get(channel) else { return };
        if place.members.contains(user) {
            return;
        }
        let kind = place.kind;
        self.state.model.join(channel, user);
        let mut event = self.membership("member_joined_channel", channel, user, kind);
        if let Some(inviter) = inviter {
            event["inviter"] = json!(inviter);
        }
        self.tell_in(channel, user, "member_joined_channel", event);
    }

    /// Somebody goes; says whether they were there. A bot hears of its own leaving as well.
    pub fn let_out(&mut self, channel: &str, user: &str) -> bool {
        let Some(kind) = self.state.model.channels.get(channel).map(|place| place.kind) else { return false };
        let event = self.membership("member_left_channel", channel, user, kind);
        if !self.state.model.leave(channel, user) {
            return false;
        }
        self.tell_in(channel, user, "member_left_channel", event);
        true
    }

    fn membership(&self, name: &str, channel: &str, user: &str, kind: ChannelKind) -> Value {
        let letter = if kind == ChannelKind::Public { "C" } else { "G" };
        json!({
            "type": name, "user": user, "channel": channel, "channel_type": letter, "team": self.team_of(user),
        })
    }
}
