//! `conversations.*` of Slack Connect: asking another company to share a channel, and what becomes of it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::conversations::visible;
use super::membership::check_name;
use super::{Call, Refused, Reply};
use crate::sandbox::connect::Verdict;
use crate::sandbox::model::invites::{Acceptance, Recipient};

pub(super) fn invite(call: &mut Call<'_, '_>) -> Reply {
    let channel = visible(call, call.args.required("channel")?)?;
    let error = match () {
        () if !channel.kind.is_channel() => Some("invalid_channel_type"),
        () if channel.archived => Some("channel_archived"),
        () if !channel.members.contains(call.bot()) => Some("not_in_channel"),
        () => None,
    };
    let channel = channel.id.clone();
    if let Some(error) = error {
        return Err(Refused::new(error));
    }
    call.note.channel = Some(channel.clone());
    let recipient = recipient(call, &channel)?;
    let limited = call.args.text("external_limited").is_none() || call.args.flag("external_limited");
    let bot = call.bot().to_owned();
    let id = call.at.send_invite(&channel, &bot, recipient, limited);
    let url = format!("{}/connect/{id}", call.at.state.base_url);
    Ok(json!({"invite_id": id, "conf_code": id, "url": url, "is_legacy_shared_channel": false}))
}

/// One address or one person; the documentation says one per call.
fn recipient(call: &mut Call<'_, '_>, channel: &str) -> Result<Recipient, Refused> {
    let (emails, users) = (call.args.list("emails"), call.args.list("user_ids"));
    if emails.len() + users.len() > 1 {
        return Err(Refused::new("too_many_emails"));
    }
    if let Some(email) = emails.into_iter().next() {
        let fits = email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        return if fits { Ok(Recipient::Email(email)) } else { Err(Refused::new("invalid_email")) };
    }
    let user = users.into_iter().next().ok_or(Refused::new("recipients_not_specified"))?;
    let person = call.at.state.model.people.get(&user).filter(|person| !person.deleted);
    let team = person.ok_or(Refused::new("user_not_found"))?.team.clone();
    call.note.user = Some(user.clone());
    let inside = visible(call, channel)?.is_in(&team);
    if inside { Err(Refused::new("already_in_channel")) } else { Ok(Recipient::User(user)) }
}

/// An app accepts for its workspace an invitation that its bot, or somebody there, was sent.
pub(super) fn accept(call: &mut Call<'_, '_>) -> Reply {
    let name = call.args.text("channel_name").ok_or(Refused::new("invalid_name_required"))?.to_owned();
    let id = call.args.text("invite_id").ok_or(Refused::new("invite_not_found"))?.to_owned();
    let team = call.team().to_owned();
    if call.args.text("team_id").is_some_and(|asked| asked != team) {
        return Err(Refused::new("team_not_found"));
    }
    check_name(call.at, &team, &name).map_err(Refused::new)?;
    let by = Acceptance { user: call.bot().to_owned(), team };
    let verdict = call.at.accept_invite(&id, by).map_err(Refused::new)?;
    Ok(json!({"implicit_approval": verdict == Verdict::Connected, "channel_id": call.at.invited_to(&id),
        "invite_id": id}))
}

pub(super) fn approve(call: &mut Call<'_, '_>) -> Reply {
    let id = call.args.required("invite_id")?.to_owned();
    let by = Acceptance { user: call.bot().to_owned(), team: call.team().to_owned() };
    call.at.approve_invite(&id, by).map_err(Refused::new)?;
    Ok(json!({}))
}

pub(super) fn decline(call: &mut Call<'_, '_>) -> Reply {
    let id = call.args.required("invite_id")?.to_owned();
    let by = Acceptance { user: call.bot().to_owned(), team: call.team().to_owned() };
    call.at.decline_invite(&id, by).map_err(Refused::new)?;
    Ok(json!({}))
}

pub(super) fn list(call: &mut Call<'_, '_>) -> Reply {
    let team = call.team();
    let ids = call.at.state.model.invites.values().filter(|invite| call.at.concerns(invite, team));
    let invites: Vec<Value> = ids.map(|invite| call.at.invite_line(invite)).collect();
    Ok(json!({"invites": invites, "response_metadata": {"next_cursor": ""}}))
}

pub(super) fn external_teams(call: &mut Call<'_, '_>) -> Reply {
    let partners: BTreeSet<String> = call.at.state.model.partners_of(call.team());
    let teams: Vec<Value> = partners.iter().filter_map(|team| call.at.workspace(team)).map(|workspace| json!({
        "team_id": workspace.team_id, "team_name": workspace.team_name, "team_domain": workspace.domain,
        "connection_status": "CONNECTED", "is_sponsored": false,
    })).collect();
    let count = teams.len();
    Ok(json!({"organizations": teams, "total_count": count, "response_metadata": {"next_cursor": ""}}))
}
