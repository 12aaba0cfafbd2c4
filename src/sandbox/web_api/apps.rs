//! Methods about the app itself: who it is, its connections, its end.

use serde_json::{Map, Value, json};

use super::{Call, OpenCall, Refused, Reply};
use crate::sandbox::config::TokenRotation;
use crate::sandbox::installs::Standing;

/// Gives back what it was given, as an error if it was given one.
pub(super) fn api_test(call: &mut OpenCall<'_, '_>) -> Reply {
    let args = json!(call.args.echo());
    match call.args.text("error") {
        None => Ok(json!({"args": args})),
        Some(error) => {
            let extra = Map::from_iter([("args".into(), args), ("error".into(), json!(error))]);
            Err(Refused { extra, ..Refused::new("asked_for") })
        }
    }
}

pub(super) fn auth_test(call: &mut Call<'_, '_>) -> Reply {
    let workspace = call.at.workspace(call.team()).ok_or(Refused::new("invalid_auth"))?;
    let name = call.at.state.model.people.get(call.bot()).map_or("", |bot| bot.name.as_str());
    Ok(json!({
        "url": format!("https://{}.slack.com/", workspace.domain), "team": workspace.team_name,
        "user": name, "team_id": workspace.team_id, "user_id": call.bot(), "bot_id": call.by.bot_id,
        "is_enterprise_install": false,
    }))
}

/// The workspace itself, or one that shares a channel with it.
pub(super) fn team_info(call: &mut Call<'_, '_>) -> Reply {
    let asked = call.args.text("team").unwrap_or(call.team());
    let connected = asked == call.team() || call.at.state.model.shares_with(call.team(), asked);
    let workspace = call.at.workspace(asked).filter(|_| connected).ok_or(Refused::new("team_not_found"))?;
    Ok(json!({"team": {
        "id": workspace.team_id, "name": workspace.team_name, "domain": workspace.domain, "email_domain": "",
        "url": format!("https://{}.slack.com/", workspace.domain), "icon": {"image_default": true},
    }}))
}

pub(super) fn bots_info(call: &mut Call<'_, '_>) -> Reply {
    let asked = call.args.required("bot")?;
    let mut installs = call.at.state.installs.all();
    let bot = installs.find(|each| each.bot_id == asked).ok_or(Refused::new("bot_not_found"))?;
    let app = &call.at.config.app;
    Ok(json!({"bot": {
        "id": bot.bot_id, "deleted": false, "name": app.name, "updated": call.at.config.start.as_second(),
        "app_id": app.app_id, "user_id": bot.bot_user, "icons": {},
    }}))
}

/// The server admits the bearer of the ticket before the answer goes out.
pub(super) fn connections_open(call: &mut OpenCall<'_, '_>) -> Reply {
    let ticket = call.at.state.model.ids.response(call.at.config.seed ^ 0x50C7);
    let root = call.at.state.base_url.replacen("http://", "ws://", 1);
    Ok(json!({"url": format!("{root}/socket?ticket={ticket}"), "ticket": ticket}))
}

/// Where tokens rotate, only the one that was shown dies; else the whole installation's.
pub(super) fn revoke(call: &mut Call<'_, '_>) -> Reply {
    if call.args.flag("test") {
        return Ok(json!({"revoked": false}));
    }
    let by = call.by.clone();
    match call.at.config.app.token_rotation {
        TokenRotation::On => call.at.state.installs.revoke(call.token),
        TokenRotation::Off => {
            call.at.tell_tokens_revoked(&by);
            call.at.state.installs.end(&by.team, Standing::Revoked);
        }
    }
    Ok(json!({"revoked": true}))
}

pub(super) fn uninstall(call: &mut Call<'_, '_>) -> Reply {
    let app = &call.at.config.app;
    let (id, secret) = (call.args.required("client_id")?, call.args.required("client_secret")?);
    if id != app.client_id {
        return Err(Refused::new("invalid_client_id"));
    }
    if secret != app.client_secret {
        return Err(Refused::new("bad_client_secret"));
    }
    let team = call.by.team.clone();
    call.at.uninstall(&team);
    Ok(Value::Object(Map::new()))
}
