//! What concerns workspaces from outside: installations, channels, companies that share them, and files.

use axum::body::Bytes;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::act::parse;
use super::read::Query;
use super::{Outcome, Problem};
use crate::sandbox::acts::{ActError, Upload};
use crate::sandbox::core::Sandbox;
use crate::sandbox::model::channels::ChannelKind;
use crate::sandbox::model::ids::Ts;
use crate::sandbox::server::uploads::attachment;

#[derive(Deserialize)]
struct NewChannel {
    user: String,
    name: String,
    #[serde(default)]
    private: bool,
    #[serde(default)]
    others: Vec<String>,
}

/// Something a person does with a channel; which of the rest is wanted depends on the act.
#[derive(Deserialize)]
struct InChannel {
    user: String,
    channel: String,
    #[serde(default)]
    other: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    team: String,
}

#[derive(Deserialize)]
struct AboutInvite {
    user: String,
    invite: String,
}

#[derive(Deserialize)]
struct AboutMessage {
    user: String,
    channel: String,
    ts: Ts,
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
struct NewFile {
    user: String,
    channel: String,
    name: String,
    text: Option<String>,
    base64: Option<String>,
    #[serde(default)]
    comment: String,
    thread_ts: Option<Ts>,
    #[serde(default)]
    also: Vec<AlsoFile>,
}

/// Another file of the same message.
#[derive(Deserialize)]
struct AlsoFile {
    name: String,
    text: Option<String>,
    base64: Option<String>,
}

#[derive(Deserialize)]
struct AboutFile {
    user: String,
    file: String,
}

#[derive(Deserialize)]
struct Permission {
    user: String,
    #[serde(default)]
    scopes: Vec<String>,
    redirect_uri: Option<String>,
}

#[derive(Deserialize)]
struct InWorkspace {
    team: Option<String>,
}

pub(super) fn carry_out(sandbox: &Sandbox, name: &str, body: Value) -> Outcome {
    match name {
        "make_channel" | "join_channel" | "leave_channel" | "invite" | "share_channel"
        | "disconnect_channel" => channels(sandbox, name, body),
        "accept_invite" => {
            let act: AboutInvite = parse(body)?;
            Ok(json!({"connected": sandbox.accept_invite(&act.user, &act.invite)?}))
        }
        "approve_invite" => {
            let act: AboutInvite = parse(body)?;
            done(sandbox.approve_invite(&act.user, &act.invite))
        }
        "decline_invite" => {
            let act: AboutInvite = parse(body)?;
            done(sandbox.decline_invite(&act.user, &act.invite))
        }
        "edit" => {
            let act: AboutMessage = parse(body)?;
            done(sandbox.edit(&act.user, &act.channel, act.ts, &act.text))
        }
        "delete" => {
            let act: AboutMessage = parse(body)?;
            done(sandbox.delete_message(&act.user, &act.channel, act.ts))
        }
        "upload" => upload(sandbox, parse(body)?),
        "delete_file" => {
            let act: AboutFile = parse(body)?;
            done(sandbox.delete_file(&act.user, &act.file))
        }
        "authorise" => {
            let act: Permission = parse(body)?;
            Ok(json!(sandbox.authorise(&act.user, &act.scopes, act.redirect_uri.as_deref())?))
        }
        "uninstall" => {
            sandbox.uninstall_from(&workspace(sandbox, body)?);
            Ok(json!({}))
        }
        "revoke" => {
            sandbox.revoke_tokens(&workspace(sandbox, body)?);
            Ok(json!({}))
        }
        _ => Err(Problem::Unknown),
    }
}

fn done(act: Result<(), ActError>) -> Outcome {
    act?;
    Ok(json!({}))
}

fn channels(sandbox: &Sandbox, name: &str, body: Value) -> Outcome {
    if name == "make_channel" {
        let act: NewChannel = parse(body)?;
        let kind = if act.private { ChannelKind::Private } else { ChannelKind::Public };
        return Ok(json!({"channel": sandbox.make_channel(&act.user, &act.name, kind, &act.others)?}));
    }
    let InChannel { user, channel, other, email, team } = parse(body)?;
    match name {
        "join_channel" => done(sandbox.join_channel(&user, &channel)),
        "leave_channel" => done(sandbox.leave_channel(&user, &channel)),
        "invite" => done(sandbox.invite_to_channel(&user, &channel, &other)),
        "share_channel" => Ok(json!({"invite": sandbox.share_channel(&user, &channel, &email)?})),
        "disconnect_channel" => done(sandbox.disconnect_channel(&user, &channel, &team)),
        _ => Err(Problem::Unknown),
    }
}

fn upload(sandbox: &Sandbox, act: NewFile) -> Outcome {
    let first = Upload {
        name: act.name,
        content: content(act.text, act.base64)?,
        comment: act.comment,
        thread_ts: act.thread_ts,
    };
    let mut uploads = vec![first];
    for also in act.also {
        let content = content(also.text, also.base64)?;
        uploads.push(Upload { name: also.name, content, comment: String::new(), thread_ts: None });
    }
    Ok(json!({"ts": sandbox.upload_together(&act.user, &act.channel, uploads)?}))
}

fn content(text: Option<String>, base64: Option<String>) -> Result<Bytes, Problem> {
    match (text, base64) {
        (Some(text), None) => Ok(text.into()),
        (None, Some(coded)) => {
            let decoded =
                STANDARD.decode(coded).map_err(|error| Problem::Call(format!("base64: {error}")))?;
            Ok(decoded.into())
        }
        (Some(_), Some(_)) | (None, None) => {
            Err(Problem::Call("give the content as text or as base64".into()))
        }
    }
}

/// The workspace that is named, or the first.
fn workspace(sandbox: &Sandbox, body: Value) -> Result<String, Problem> {
    let act: InWorkspace = parse(body)?;
    let team = act.team.unwrap_or_else(|| sandbox.config().workspace.team_id.clone());
    let known = sandbox.config().workspaces().any(|each| each.team_id == team);
    if known { Ok(team) } else { Err(Problem::Call(format!("there is no workspace {team}"))) }
}

pub(super) fn list(sandbox: &Sandbox) -> Value {
    let workspaces = sandbox.config().workspaces().map(|each| {
        let mut object = json!(each);
        object["installed"] = json!(sandbox.is_installed_in(&each.team_id));
        object
    });
    json!({"workspaces": workspaces.collect::<Vec<_>>()})
}

/// Every workspace, where there is more than one.
pub(super) fn others(sandbox: &Sandbox) -> Option<Value> {
    let list = || json!(sandbox.config().workspaces().collect::<Vec<_>>());
    (!sandbox.config().neighbours.is_empty()).then(list)
}

/// Files as somebody sees them under a message.
pub(super) fn files_of(sandbox: &Sandbox, user: &str, files: &[String]) -> Value {
    sandbox.read(|moment| {
        let known = files.iter().filter_map(|id| moment.file_json(id));
        let shown = known.map(|mut file| {
            let id = file["id"].as_str().unwrap_or_default().to_owned();
            file["url"] = json!(format!("/_control/file?user={user}&file={id}"));
            file
        });
        Value::Array(shown.collect())
    })
}

pub(super) fn invites(sandbox: &Sandbox, user: &str) -> Outcome {
    let person =
        sandbox.person(user).ok_or_else(|| Problem::Call(format!("there is nobody called {user}")))?;
    Ok(sandbox.read(|moment| {
        let all = moment.state.model.invites.values();
        let theirs = all.filter(|invite| moment.concerns(invite, &person.team));
        json!({"invites": theirs.map(|invite| moment.invite_line(invite)).collect::<Vec<_>>()})
    }))
}

/// A file for somebody who may look at it.
pub(super) fn file(sandbox: &Sandbox, query: &Query) -> Response {
    let asked = query.required("user").and_then(|user| Ok((user, query.required("file")?)));
    let found = asked.ok().and_then(|(user, file)| sandbox.file_for_person(file, user));
    match found {
        Some((name, content)) => attachment(&name, content),
        None => (StatusCode::NOT_FOUND, "there is no such file for this person").into_response(),
    }
}
