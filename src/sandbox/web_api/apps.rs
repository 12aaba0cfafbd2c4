//! Methods about the app itself: who it is, its connections, its end.

use serde_json::{Map, Value, json};

use super::{Call, Refused, Reply};
use crate::sandbox::state::Installation;

/// Gives back what it was given, as an error if it was given one.
pub(super) fn api_test(call: &mut Call<'_, '_>) -> Reply {
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
    let (app, workspace) = (&call.at.config.app, &call.at.config.workspace);
    Ok(json!({
        "url": format!("https://{}.slack.com/", workspace.domain), "team": workspace.team_name,
        "user": app.bot_name, "team_id": workspace.team_id, "user_id": app.bot_user_id, "bot_id": app.bot_id,
        "is_enterprise_install": false,
    }))
}

pub(super) fn team_info(call: &mut Call<'_, '_>) -> Reply {
    let workspace = &call.at.config.workspace;
    if call.args.text("team").is_some_and(|team| team != workspace.team_id) {
        return Err(Refused::new("team_not_found"));
    }
    Ok(json!({"team": {
        "id": workspace.team_id, "name": workspace.team_name, "domain": workspace.domain, "email_domain": "",
        "url": format!("https://{}.slack.com/", workspace.domain), "icon": {"image_default": true},
    }}))
}

pub(super) fn bots_info(call: &mut Call<'_, '_>) -> Reply {
    let app = &call.at.config.app;
    if call.args.required("bot")? != app.bot_id {
        return Err(Refused::new("bot_not_found"));
    }
    Ok(json!({"bot": {
        "id": app.bot_id, "deleted": false, "name": app.name, "updated": call.at.config.start.as_second(),
        "app_id": app.app_id, "user_id": app.bot_user_id, "icons": {},
    }}))
}

/// The address is put in by the server, which alone knows where it listens.
pub(super) fn connections_open(call: &mut Call<'_, '_>) -> Reply {
    let ticket = call.at.state.model.ids.response(call.at.config.seed ^ 0x50C7);
    Ok(json!({"url": "", "ticket": ticket}))
}

pub(super) fn revoke(call: &mut Call<'_, '_>) -> Reply {
    if call.args.flag("test") {
        return Ok(json!({"revoked": false}));
    }
    call.at.tell_tokens_revoked();
    call.at.state.installation = Installation::Revoked;
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
    call.at.uninstall();
    Ok(Value::Object(Map::new()))
}
