//! `conversations.*` that open and describe conversations.

use std::collections::BTreeSet;
use std::ops::Bound;

use serde_json::{Value, json};

use super::users::{cursor, next_cursor};
use super::{Call, Refused, Reply};
use crate::sandbox::model::channels::{Channel, ChannelKind};

const MAX_GROUP: usize = 8;

pub(super) fn open(call: &mut Call<'_, '_>) -> Reply {
    if let Some(channel) = call.args.text("channel") {
        let channel = channel.to_owned();
        return resume(call, &channel);
    }
    let users: BTreeSet<String> = call.args.list("users").into_iter().collect();
    if users.is_empty() {
        return Err(Refused::new("users_list_not_supplied"));
    }
    call.need_scope(if users.len() == 1 { "im:write" } else { "mpim:write" })?;
    if users.len() > MAX_GROUP {
        return Err(Refused::new("too_many_users"));
    }
    for user in &users {
        check_partner(call, user)?;
    }
    let mut members = users;
    members.insert(call.bot().to_owned());
    let existing = call.at.state.model.conversation_of(&members).map(ToOwned::to_owned);
    if existing.is_none() && call.args.flag("prevent_creation") {
        return Err(Refused::new("channel_not_found"));
    }
    let now = call.at.now;
    let already = existing.is_some();
    let id = existing.unwrap_or_else(|| call.at.state.model.open_conversation(members, now));
    opened(call, &id, already)
}

fn check_partner(call: &Call<'_, '_>, user: &str) -> Result<(), Refused> {
    let person = call.at.state.model.people.get(user).ok_or(Refused::new("user_not_found"))?;
    if person.deleted {
        return Err(Refused::new("user_disabled"));
    }
    if person.flags.is_bot || !call.at.state.model.sees(call.team(), user) {
        return Err(Refused::new("invalid_user_combination"));
    }
    Ok(())
}

fn resume(call: &mut Call<'_, '_>, channel: &str) -> Reply {
    let kind = visible(call, channel)?.kind;
    match kind {
        ChannelKind::Direct => call.need_scope("im:write")?,
        ChannelKind::Group => call.need_scope("mpim:write")?,
        ChannelKind::Public | ChannelKind::Private => {
            return Err(Refused::new("method_not_supported_for_channel_type"));
        }
    }
    opened(call, channel, true)
}

fn opened(call: &mut Call<'_, '_>, id: &str, already: bool) -> Reply {
    call.note.channel = Some(id.to_owned());
    call.note.members = call.at.people_in(id);
    let mut channel = json!({"id": id});
    if call.args.flag("return_im") {
        channel = describe(call, visible(call, id)?);
    }
    let mut reply = json!({"channel": channel});
    if already {
        reply["no_op"] = json!(true);
        reply["already_open"] = json!(true);
    }
    Ok(reply)
}

pub(super) fn info(call: &mut Call<'_, '_>) -> Reply {
    let channel = visible(call, call.args.required("channel")?)?;
    call.need_scope(&format!("{}:read", channel.kind.scope_family()))?;
    let mut object = describe(call, channel);
    if call.args.flag("include_num_members") {
        object["num_members"] = json!(channel.members.len());
    }
    Ok(json!({"channel": object}))
}

pub(super) fn members(call: &mut Call<'_, '_>) -> Reply {
    let channel = visible(call, call.args.required("channel")?)?;
    call.need_scope(&format!("{}:read", channel.kind.scope_family()))?;
    let limit = page_size(call)?;
    let after = cursor(call, "member")?;
    let bound = after.as_ref().map_or(Bound::Unbounded, Bound::Excluded);
    let mut rest = channel.members.range::<String, _>((bound, Bound::Unbounded));
    let page: Vec<&String> = rest.by_ref().take(limit).collect();
    let next = next_cursor("member", page.last().copied(), rest.next().is_some());
    Ok(json!({"members": page, "response_metadata": {"next_cursor": next}}))
}

pub(super) fn list(call: &mut Call<'_, '_>) -> Reply {
    let kinds = kinds(call)?;
    let after = cursor(call, "channel")?;
    let bound = after.as_ref().map_or(Bound::Unbounded, Bound::Excluded);
    let all =
        call.at.state.model.channels.range::<String, _>((bound, Bound::Unbounded)).map(|(_, place)| place);
    let seen = all.filter(|place| is_visible(call, place));
    page_of(call, seen, &kinds)
}

pub(super) fn of_user(call: &mut Call<'_, '_>) -> Reply {
    let kinds = kinds(call)?;
    let user = call.args.text("user").unwrap_or(call.bot());
    let after = cursor(call, "channel")?;
    let theirs = call.at.state.model.conversations_with(user);
    let rest = theirs.filter(|place| after.as_ref().is_none_or(|after| place.id > *after));
    let seen = rest.filter(|place| is_visible(call, place));
    page_of(call, seen, &kinds)
}

fn page_of<'m>(
    call: &Call<'_, '_>,
    places: impl Iterator<Item = &'m Channel>,
    kinds: &[ChannelKind],
) -> Reply {
    let limit = page_size(call)?;
    let hidden = call.args.flag("exclude_archived");
    let mut wanted = places.filter(|place| kinds.contains(&place.kind) && !(hidden && place.archived));
    let page: Vec<&Channel> = wanted.by_ref().take(limit).collect();
    let next = next_cursor("channel", page.last().map(|place| &place.id), wanted.next().is_some());
    let channels: Vec<Value> = page.into_iter().map(|place| describe(call, place)).collect();
    Ok(json!({"channels": channels, "response_metadata": {"next_cursor": next}}))
}

fn page_size(call: &Call<'_, '_>) -> Result<usize, Refused> {
    match call.args.number("limit", "invalid_limit")? {
        None | Some(0) => Ok(100),
        Some(limit) if limit <= 1_000 => Ok(limit as usize),
        Some(_) => Err(Refused::new("invalid_limit")),
    }
}

/// The kinds asked for, each of which needs its own `:read` scope.
fn kinds(call: &Call<'_, '_>) -> Result<Vec<ChannelKind>, Refused> {
    let mut names = call.args.list("types");
    if names.is_empty() {
        names.push("public_channel".into());
    }
    let known = [ChannelKind::Public, ChannelKind::Private, ChannelKind::Direct, ChannelKind::Group];
    let mut kinds = Vec::new();
    for name in names {
        let kind = known.iter().find(|kind| kind.type_name() == name).ok_or(Refused::new("invalid_types"))?;
        call.need_any_scope(&[&format!("{}:read", kind.scope_family())])?;
        kinds.push(*kind);
    }
    Ok(kinds)
}

/// A conversation the bot may know of; others do not exist for it.
pub(super) fn visible<'c>(call: &'c Call<'_, '_>, id: &str) -> Result<&'c Channel, Refused> {
    let channel = call.at.state.model.channels.get(id);
    channel.filter(|place| is_visible(call, place)).ok_or(Refused::new("channel_not_found"))
}

fn is_visible(call: &Call<'_, '_>, place: &Channel) -> bool {
    let public = place.kind == ChannelKind::Public && place.is_in(call.team());
    public || place.members.contains(call.bot())
}

pub(super) fn describe(call: &Call<'_, '_>, place: &Channel) -> Value {
    place.to_slack(call.team(), call.bot())
}
