//! `oauth.v2.*`: a code becomes tokens, a refresh token becomes new ones.

use serde_json::{Value, json};

use super::{OpenCall, Refused, Reply};
use crate::sandbox::config::TokenRotation;
use crate::sandbox::installs::Grant;

pub(super) fn access(call: &mut OpenCall<'_, '_>) -> Reply {
    check_client(call)?;
    match call.args.text("grant_type") {
        None | Some("authorization_code") => with_code(call),
        Some("refresh_token") => with_refresh_token(call),
        Some(_) => Err(Refused::new("invalid_grant_type")),
    }
}

/// Turns a token that lives for ever into one that is renewed.
pub(super) fn exchange(call: &mut OpenCall<'_, '_>) -> Reply {
    check_client(call)?;
    if call.at.config.app.token_rotation == TokenRotation::Off {
        return Err(Refused::new("token_rotation_not_enabled"));
    }
    let token = call.args.text("token").ok_or(Refused::new("invalid_token"))?;
    let bearer = call.at.state.installs.bearer(token, call.at.now);
    let team = match bearer {
        Ok(installation) => installation.team.clone(),
        Err("token_revoked") => return Err(Refused::new("token_already_exchanged")),
        Err(_) => return Err(Refused::new("invalid_token")),
    };
    call.at.state.installs.revoke(token);
    granted(call, &team)
}

fn check_client(call: &OpenCall<'_, '_>) -> Result<(), Refused> {
    let app = &call.at.config.app;
    let (id, secret) = match &call.client {
        Some((id, secret)) => (id.as_str(), secret.as_str()),
        None => (
            call.args.text("client_id").unwrap_or_default(),
            call.args.text("client_secret").unwrap_or_default(),
        ),
    };
    if id != app.client_id {
        return Err(Refused::new("invalid_client_id"));
    }
    if secret != app.client_secret { Err(Refused::new("bad_client_secret")) } else { Ok(()) }
}

fn with_code(call: &mut OpenCall<'_, '_>) -> Reply {
    let code = call.args.text("code").ok_or(Refused::new("invalid_code"))?;
    let permission = call.at.state.installs.redeem(code, call.at.now).ok_or(Refused::new("invalid_code"))?;
    // An address that was named when the permission was asked for has to be named again.
    if permission.redirect_uri.as_deref() != call.args.text("redirect_uri") {
        return Err(Refused::new("bad_redirect_uri"));
    }
    let team = permission.team.clone();
    let user = permission.user.clone();
    call.at.install(permission);
    let mut reply = granted(call, &team)?;
    reply["authed_user"] = json!({"id": user});
    Ok(reply)
}

fn with_refresh_token(call: &mut OpenCall<'_, '_>) -> Reply {
    let token = call.args.text("refresh_token").ok_or(Refused::new("invalid_refresh_token"))?;
    let team = call.at.state.installs.spend_refresh(token).ok_or(Refused::new("invalid_refresh_token"))?;
    if call.at.state.installs.there(&team).is_none() {
        return Err(Refused::new("invalid_refresh_token"));
    }
    granted(call, &team)
}

fn granted(call: &mut OpenCall<'_, '_>, team: &str) -> Reply {
    let rotation = call.at.config.app.token_rotation;
    let grant = call.at.state.installs.grant(team, rotation, call.at.now);
    call.note.team = Some(team.to_owned());
    describe(call, team, grant).ok_or(Refused::new("invalid_code"))
}

fn describe(call: &OpenCall<'_, '_>, team: &str, grant: Grant) -> Option<Value> {
    let installation = call.at.state.installs.of(team)?;
    let workspace = call.at.workspace(team)?;
    let scopes: Vec<&str> = installation.scopes.iter().map(String::as_str).collect();
    let mut reply = json!({
        "access_token": grant.access, "token_type": "bot", "scope": scopes.join(","),
        "bot_user_id": installation.bot_user, "app_id": call.at.config.app.app_id,
        "team": {"id": team, "name": workspace.team_name}, "enterprise": null, "is_enterprise_install": false,
    });
    if let Some((refresh, seconds)) = grant.refresh {
        reply["refresh_token"] = json!(refresh);
        reply["expires_in"] = json!(seconds);
    }
    Some(reply)
}
