//! What the page and scripts can do.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Outcome, Problem, addresses, faults, guide, time, workspaces};
use crate::sandbox::acts::{Place, SubmitOutcome};
use crate::sandbox::core::Sandbox;
use crate::sandbox::delivery::socket::Goodbye;
use crate::sandbox::model::controls::Input;
use crate::sandbox::model::ids::Ts;
use crate::sandbox::model::people::PersonChange;

#[derive(Deserialize)]
struct Command {
    user: String,
    line: String,
    channel: Option<String>,
}

#[derive(Deserialize)]
struct Press {
    user: String,
    place: Place,
    action: String,
    input: Input,
}

#[derive(Deserialize)]
struct Suggest {
    user: String,
    place: Place,
    action: String,
    #[serde(default)]
    typed: String,
}

#[derive(Deserialize)]
struct Submit {
    user: String,
    view: String,
    #[serde(default)]
    inputs: BTreeMap<String, Input>,
}

#[derive(Deserialize)]
struct Close {
    user: String,
    view: Option<String>,
}

#[derive(Deserialize)]
struct React {
    user: String,
    channel: String,
    ts: Ts,
    emoji: String,
}

#[derive(Deserialize)]
struct Reply {
    user: String,
    channel: String,
    text: String,
    thread_ts: Option<Ts>,
}

#[derive(Deserialize)]
struct Somebody {
    user: String,
    #[serde(default)]
    channel: String,
    #[serde(default)]
    others: Vec<String>,
}

#[derive(Deserialize)]
struct Changed {
    user: String,
    #[serde(flatten)]
    change: PersonChange,
}

#[derive(Deserialize)]
struct Disconnect {
    reason: Goodbye,
}

pub(super) fn parse<T: DeserializeOwned>(body: Value) -> Result<T, Problem> {
    Ok(serde_json::from_value(body)?)
}

pub(super) async fn carry_out(sandbox: &Sandbox, name: &str, body: Value) -> Outcome {
    match name {
        "command" => {
            let act: Command = parse(body)?;
            let seen = sandbox.type_command(&act.user, &act.line, act.channel.as_deref()).await?;
            Ok(json!({"channel": seen.channel, "reply": seen.reply}))
        }
        "press" => {
            let act: Press = parse(body)?;
            sandbox.act_on(&act.user, act.place, &act.action, act.input).await?;
            Ok(json!({}))
        }
        "suggest" => {
            let act: Suggest = parse(body)?;
            Ok(json!({"options": sandbox.suggest(&act.user, act.place, &act.action, &act.typed).await?}))
        }
        "submit" => {
            let act: Submit = parse(body)?;
            Ok(outcome(sandbox.submit(&act.user, &act.view, &act.inputs).await?))
        }
        "close" => {
            let act: Close = parse(body)?;
            match act.view {
                Some(view) => sandbox.close_view(&act.user, &view).await?,
                None => sandbox.close_all(&act.user).await?,
            }
            Ok(json!({}))
        }
        "verify" => Ok(addresses::verify(sandbox).await),
        "settle" => Ok(json!({"delivered": sandbox.settle().await})),
        "clock" => time::turn(sandbox, body).await,
        "rest" => time::rest(sandbox).await,
        _ => at_once(sandbox, name, body),
    }
}

/// The acts that need no answer from the bot.
fn at_once(sandbox: &Sandbox, name: &str, body: Value) -> Outcome {
    let done = json!({});
    match name {
        "react" | "unreact" => {
            let act: React = parse(body)?;
            let change = if name == "react" { Sandbox::react } else { Sandbox::unreact };
            change(sandbox, &act.user, &act.channel, act.ts, &act.emoji)?;
            Ok(done)
        }
        "reply" => {
            let act: Reply = parse(body)?;
            Ok(json!({"ts": sandbox.reply(&act.user, &act.channel, act.thread_ts, &act.text)?}))
        }
        "read" => {
            let act: Somebody = parse(body)?;
            sandbox.mark_read(&act.user, &act.channel);
            Ok(done)
        }
        "open_home" => {
            sandbox.open_home(&parse::<Somebody>(body)?.user)?;
            Ok(done)
        }
        "open_messages" => {
            let act: Somebody = parse(body)?;
            sandbox.open_messages_tab(&act.user)?;
            Ok(json!({"channel": sandbox.app_conversation(&act.user)}))
        }
        "conversation" => {
            let act: Somebody = parse(body)?;
            Ok(json!({"channel": sandbox.open_conversation(&act.user, &act.others)?}))
        }
        "guide" => guide::told(sandbox, body),
        _ => administer(sandbox, name, body),
    }
}

/// What nobody in the workspace does, but whoever runs the sandbox.
fn administer(sandbox: &Sandbox, name: &str, body: Value) -> Outcome {
    match name {
        "people" => Ok(json!({"person": sandbox.add_person(parse(body)?)})),
        "join" => Ok(json!({"person": sandbox.join_team(parse(body)?)})),
        "change_person" => {
            let act: Changed = parse(body)?;
            Ok(json!({"person": sandbox.change_person(&act.user, act.change)?}))
        }
        "faults" => faults::order(sandbox, parse(body)?),
        "connect" => addresses::connect(sandbox, parse(body)?),
        "disconnect" => {
            sandbox.disconnect_sockets(parse::<Disconnect>(body)?.reason);
            Ok(json!({}))
        }
        _ => workspaces::carry_out(sandbox, name, body),
    }
}

fn outcome(outcome: SubmitOutcome) -> Value {
    match outcome {
        SubmitOutcome::Closed => json!({"outcome": "closed"}),
        SubmitOutcome::Cleared => json!({"outcome": "cleared"}),
        SubmitOutcome::Errors(errors) => json!({"outcome": "errors", "errors": errors}),
        SubmitOutcome::Updated(view) => json!({"outcome": "updated", "view": view}),
        SubmitOutcome::Pushed(view) => json!({"outcome": "pushed", "view": view}),
    }
}
