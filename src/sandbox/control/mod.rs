//! The sandbox from outside, for its page and for scripts: plain JSON over HTTP, no token.
//!
//! Reading, `GET /_control/…`:
//!
//! | path | query | answer |
//! |---|---|---|
//! | `state` | `user`, `channels`, `groups`, `directs` (40 each), `place` | clock, app, guide, open modals, the person's newest conversations with unread counts, how many there are |
//! | `people` | `ids`, or `find` and `limit` (30), or `cursor` and `limit` (100) | those of these ids; those whose name, title or handle holds the words; everybody, page by page |
//! | `messages` | `user`, `channel`, `thread_ts`, `before`, `limit` (50) | what the person can see, oldest first |
//! | `workspaces` | | every workspace, and whether the app is installed there |
//! | `invites` | `user` | Slack Connect invitations that concern the person's workspace |
//! | `file` | `user`, `file` | the file itself |
//! | `home`, `views` | `user` | the Home tab; the stack of open modals |
//! | `ledger` | `since` or `before`, `limit` (500), `of` | finished entries after that number, or the last ones before it (0: the end); of `app`, `people`, `events` or `problems`; with `format=jsonl` all after `since`, one a line |
//! | `guide` | | the card for newcomers, with what is ticked off |
//! | `changes` | `since` | waits up to 25 s until anything changed after that version |
//! | `faults` | | how many of each kind struck, how many wait, and how the rules of the plan have done |
//! | `clock` | | now and mode |
//!
//! Acting, `POST /_control/…` with a JSON body (`Content-Type: application/json`); a refused act answers 422 with
//! `{"ok": false, "error", "message"}`:
//!
//! | path | body |
//! |---|---|
//! | `command` | `user`, `line`, `channel?` |
//! | `press` | `user`, `place` (`{"message": {channel, ts}}` or `{"view": id}`), `action`, `input` (`"click"`, `{"choice": …}`, …) |
//! | `suggest` | `user`, `place`, `action`, `typed` |
//! | `submit` | `user`, `view`, `inputs` (by `block_id/action_id`) |
//! | `close` | `user`, `view` (without: all) |
//! | `react`, `unreact` | `user`, `channel`, `ts`, `emoji` |
//! | `reply` | `user`, `channel`, `text`, `thread_ts?` |
//! | `read` | `user`, `channel` |
//! | `open_home`, `open_messages` | `user` |
//! | `conversation` | `user`, `others` |
//! | `people`, `join` | a new person, without and with `team_join` |
//! | `change_person` | `user` and what changes |
//! | `guide` | `did` (`become`, `look_behind`, `move_clock`), `about`: for what the guide cannot see by itself |
//! | `clock` | `set`, `advance` (seconds), `mode`, or `jump` (`next_morning`, `next_monday`) with `zone` |
//! | `faults` | `method` or `event`, `fault`, `times`; `plan` (`seed`, `rules`); `clear`; `duplicate_events` |
//! | `connect` | where the app listens: `app_url`, or `events_url`, `commands_url`, `interactivity_url`, `options_url` |
//! | `verify` | `{}`: sends `url_verification` to the app |
//! | `disconnect` | `reason` of the Socket Mode goodbye |
//! | `settle`, `rest` | `{}`: deliver what is due; the same, and wait until the app has come to rest |
//! | `edit`, `delete` | `user`, `channel`, `ts`, `text` (of their own message) |
//! | `upload` | `user`, `channel`, `name`, `text` or `base64`, `comment?`, `thread_ts?`, `also?` (more files of the message: `name`, `text` or `base64`) |
//! | `delete_file` | `user`, `file` (of their own) |
//! | `make_channel` | `user`, `name`, `private?`, `others?` |
//! | `join_channel`, `leave_channel` | `user`, `channel` |
//! | `invite` | `user`, `channel`, `other` |
//! | `share_channel` | `user`, `channel`, `email` of somebody of another company; answers `invite` |
//! | `accept_invite`, `approve_invite`, `decline_invite` | `user`, `invite` |
//! | `disconnect_channel` | `user`, `channel`, `team` |
//! | `authorise` | `user`, `scopes?`, `redirect_uri?`; answers the `code` for `oauth.v2.access` |
//! | `uninstall`, `revoke` | `team?` |

mod act;
mod addresses;
mod faults;
mod guide;
mod ledger;
mod people;
mod places;
mod read;
mod time;
mod workspaces;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::acts::ActError;
use super::core::Sandbox;

/// Why a control call was not carried out.
pub(super) enum Problem {
    /// The call itself is wrong.
    Call(String),
    /// There is no such call.
    Unknown,
    /// The act was refused.
    Act(ActError),
    /// The workspace is still being made ready.
    Preparing(String),
}

impl From<ActError> for Problem {
    fn from(error: ActError) -> Self {
        Self::Act(error)
    }
}

impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Self {
        Self::Call(error.to_string())
    }
}

type Outcome = Result<Value, Problem>;

pub(super) fn routes() -> Router<Sandbox> {
    Router::new().route("/_control/{name}", get(read).post(act))
}

async fn read(
    State(sandbox): State<Sandbox>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = read::Query::parse(query.as_deref().unwrap_or_default());
    if name == "file" {
        return workspaces::file(&sandbox, &query);
    }
    if (name.as_str(), query.text("format")) == ("ledger", Some("jsonl")) {
        return match query.number("since", 0) {
            Ok(since) => ledger::lines(sandbox, since),
            Err(problem) => respond(Err(problem)),
        };
    }
    respond(read::answer(&sandbox, &name, &query).await)
}

async fn act(
    State(sandbox): State<Sandbox>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    // A JSON content type cannot be sent by a foreign web page without asking first, and nobody here says yes.
    let json = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !json.is_some_and(|kind| kind.starts_with("application/json")) {
        return respond(Err(Problem::Call("the body must be application/json".into())));
    }
    let body = if body.is_empty() { Ok(json!({})) } else { serde_json::from_slice(&body) };
    let body = match body {
        Ok(body) => body,
        Err(error) => return respond(Err(error.into())),
    };
    // A browser that goes away does not take back what the person did.
    let act = tokio::spawn(async move { carry_out(&sandbox, &name, body).await });
    respond(act.await.unwrap_or_else(|error| Err(Problem::Call(error.to_string()))))
}

/// Acts of visitors have to wait for their turn; what the host does, and what looking around brings along, has not.
async fn carry_out(sandbox: &Sandbox, name: &str, body: Value) -> Outcome {
    let watched = guide::watch(sandbox, name, &body);
    if watched.is_some() || name == "clock" {
        let preparing = sandbox.guide().and_then(|guide| guide.preparing);
        if let Some(preparing) = preparing.filter(|_| name != "read") {
            return Err(Problem::Preparing(preparing.words));
        }
    }
    if let Some(user) = body["user"].as_str() {
        sandbox.note_visit(user);
    }
    let answer = act::carry_out(sandbox, name, body).await?;
    if let Some(watched) = watched {
        watched.came_about(sandbox, &answer);
    }
    Ok(answer)
}

fn respond(outcome: Outcome) -> Response {
    let refusal = |error: &str, message: String| json!({"ok": false, "error": error, "message": message});
    let (status, body) = match outcome {
        Ok(mut body) => {
            body["ok"] = json!(true);
            (StatusCode::OK, body)
        }
        Err(Problem::Call(words)) => (StatusCode::BAD_REQUEST, refusal("invalid_call", words)),
        Err(Problem::Preparing(words)) => (StatusCode::CONFLICT, refusal("preparing", words)),
        Err(Problem::Unknown) => {
            (StatusCode::NOT_FOUND, refusal("unknown_call", "there is no such call".into()))
        }
        Err(Problem::Act(error)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, refusal(error.name(), error.to_string()))
        }
    };
    (status, [(CONTENT_TYPE, "application/json; charset=utf-8")], body.to_string()).into_response()
}
