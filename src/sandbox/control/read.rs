//! What the page and scripts can look at.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::places::{self, Wanted};
use super::{Outcome, Problem, faults, ledger, people, workspaces};
use crate::sandbox::core::Sandbox;
use crate::sandbox::model::ids::Ts;

/// Shorter than the patience of proxies and browsers.
const LONGEST_WAIT: Duration = Duration::from_secs(25);

/// Named values of a query.
pub(super) struct Query(BTreeMap<String, String>);

impl Query {
    pub fn parse(text: &str) -> Self {
        Self(form_urlencoded::parse(text.as_bytes()).into_owned().collect())
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    pub fn required(&self, name: &str) -> Result<&str, Problem> {
        self.text(name).ok_or_else(|| Problem::Call(format!("{name} is missing")))
    }

    /// Whether it is given, be it empty.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub fn number(&self, name: &str, default: u64) -> Result<u64, Problem> {
        let wrong = |_| Problem::Call(format!("{name} must be a number"));
        self.text(name).map_or(Ok(default), |text| text.parse().map_err(wrong))
    }

    fn ts(&self, name: &str) -> Result<Option<Ts>, Problem> {
        let wrong = || Problem::Call(format!("{name} must be written 1700000000.000100"));
        self.text(name).map(|text| Ts::parse(text).ok_or_else(wrong)).transpose()
    }
}

pub(super) async fn answer(sandbox: &Sandbox, name: &str, query: &Query) -> Outcome {
    match name {
        "state" => state(sandbox, query.required("user")?, &Wanted::read(query)?),
        "people" => people::answer(sandbox, query),
        "messages" => messages(sandbox, query),
        "home" => Ok(json!({"view": sandbox.home(query.required("user")?)})),
        "views" => Ok(json!({"views": sandbox.modals(query.required("user")?)})),
        "ledger" => ledger::page(sandbox, query),
        "guide" => Ok(json!({"guide": sandbox.guide()})),
        "changes" => Ok(changes(sandbox, query.number("since", 0)?).await),
        "faults" => Ok(faults::show(sandbox)),
        "clock" => Ok(clock(sandbox)),
        "workspaces" => Ok(workspaces::list(sandbox)),
        "invites" => workspaces::invites(sandbox, query.required("user")?),
        _ => Err(Problem::Unknown),
    }
}

pub(super) fn clock(sandbox: &Sandbox) -> Value {
    json!({"now": sandbox.clock().now(), "mode": sandbox.clock().mode(), "next_delivery": sandbox.next_delivery()})
}

fn state(sandbox: &Sandbox, user: &str, wanted: &Wanted) -> Outcome {
    let me = sandbox.person(user).ok_or_else(|| Problem::Call(format!("there is nobody called {user}")))?;
    let app = &sandbox.config().app;
    let workspace = sandbox.config().workspaces().find(|each| each.team_id == me.team);
    let (conversations, totals) = sandbox.read(|moment| places::of_person(moment, user, wanted));
    Ok(json!({
        "version": *sandbox.changes().borrow(), "clock": clock(sandbox), "me": me,
        "people_version": sandbox.read(|moment| moment.state.model.people_version),
        "workspace": workspace, "workspaces": workspaces::others(sandbox), "installed": sandbox.is_installed_in(&me.team),
        "app": {"name": app.name, "user": sandbox.bot_user_for(user), "commands": app.commands, "messages_tab": app.messages_tab},
        "app_channel": sandbox.app_conversation(user), "conversations": conversations, "totals": totals,
        "guide": sandbox.guide(),
        "modals": sandbox.modals(user), "home_hash": sandbox.home(user).map(|home| home.hash),
    }))
}

fn messages(sandbox: &Sandbox, query: &Query) -> Outcome {
    let (user, channel) = (query.required("user")?, query.required("channel")?);
    let member = sandbox.read(|moment| {
        moment.state.model.channels.get(channel).is_some_and(|place| place.members.contains(user))
    });
    if !member {
        return Err(Problem::Call("that is no conversation of this person".into()));
    }
    let limit = query.number("limit", 50)?.min(500) as usize;
    let page = match query.ts("thread_ts")? {
        Some(thread) => sandbox.thread_seen_by(user, channel, thread),
        None => sandbox.messages(user, channel, query.ts("before")?, limit),
    };
    let messages: Vec<Value> = page
        .iter()
        .map(|message| {
            let mut object = json!(message);
            object["reply_count"] = json!(sandbox.reply_count(channel, message.ts));
            object["files"] = workspaces::files_of(sandbox, user, &message.files);
            object
        })
        .collect();
    Ok(json!({"messages": messages}))
}

async fn changes(sandbox: &Sandbox, since: u64) -> Value {
    let mut changes = sandbox.changes();
    let mut clock = sandbox.clock().watch();
    let newer = async {
        tokio::select! {
            _ = changes.wait_for(|version| *version > since) => {}
            _ = clock.changed() => {}
        }
    };
    // Nothing happened is an answer as well.
    let _ = tokio::time::timeout(LONGEST_WAIT, newer).await;
    let version = *sandbox.changes().borrow();
    json!({"version": version})
}
