//! Everything that changes while a sandbox runs, behind one lock; and the events that follow from a change.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::config::{SandboxConfig, WorkspaceConfig};
use super::delivery::events::EventQueue;
use super::faults::Faults;
use super::guide::Guide;
use super::handles::{Handles, ResponseTarget};
use super::installs::{Installation, Installs, Standing};
use super::ledger::Ledger;
use super::limits::Limits;
use super::model::Model;
use super::model::ids::Ts;
use super::model::messages::Metadata;
use super::model::people::Email;
use super::model::scheduled::Scheduled;
use super::model::views::ViewOwner;

pub(super) struct State {
    pub model: Model,
    pub installs: Installs,
    pub scheduled: Scheduled,
    pub ledger: Ledger,
    pub events: EventQueue,
    pub limits: Limits,
    pub faults: Faults,
    pub handles: Handles,
    pub guide: Option<Guide>,
    /// Whoever acted through the control interface: people of flesh and blood, or scripts of theirs.
    pub visited: BTreeSet<String>,
    /// `http://host:port` once served, empty before.
    pub base_url: String,
}

impl State {
    pub fn new(config: &SandboxConfig) -> Self {
        Self {
            model: Model::new(config),
            installs: Installs::new(&config.workspace.team_id, &config.app),
            scheduled: Scheduled::default(),
            ledger: Ledger::default(),
            events: EventQueue::default(),
            limits: Limits::default(),
            faults: Faults::new(config.faults.clone()),
            handles: Handles::default(),
            guide: None,
            visited: BTreeSet::new(),
            base_url: String::new(),
        }
    }
}

/// One moment in which something is done to the sandbox: the state, what it is measured against and the time.
pub(super) struct Moment<'a> {
    pub state: &'a mut State,
    pub config: &'a SandboxConfig,
    pub now: Timestamp,
}

impl Moment<'_> {
    /// Queues an event for the app's installation in a workspace, if the app subscribed to `subscription` and may hear
    /// it there.
    pub fn tell(&mut self, team: &str, subscription: &str, event: Value) {
        if let Some(hearer) = self.hearer(team, subscription) {
            self.queue(&hearer, team, event, Sharing::Inside);
        }
    }

    /// As [`Self::tell`], about something somebody did in a conversation: the app hears of it once, by an installation
    /// whose bot is in there.
    pub fn tell_in(&mut self, channel: &str, user: &str, subscription: &str, event: Value) {
        let Some(hearer) = self.hearer_in(channel, subscription) else { return };
        let shared = self.state.model.channels.get(channel).is_some_and(|place| !place.connected.is_empty());
        let sharing = if shared { Sharing::Shared } else { Sharing::Inside };
        let person = self.state.model.people.get(user);
        let team = person.map_or(&hearer.team, |person| &person.team).clone();
        self.queue(&hearer, &team, event, sharing);
    }

    fn hearer(&self, team: &str, subscription: &str) -> Option<Arc<Installation>> {
        let installation = self.state.installs.there(team)?;
        self.config.app.hears(subscription, &installation.scopes).then(|| installation.clone())
    }

    /// The first installation whose bot is in a conversation and may hear of such things there.
    fn hearer_in(&self, channel: &str, subscription: &str) -> Option<Arc<Installation>> {
        let place = self.state.model.channels.get(channel)?;
        let present = place.teams().filter_map(|team| self.state.installs.there(team));
        let mut present = present.filter(|each| place.members.contains(&each.bot_user));
        present.find(|each| self.config.app.hears(subscription, &each.scopes)).cloned()
    }

    fn queue(&mut self, hearer: &Installation, team: &str, mut event: Value, sharing: Sharing) {
        event["event_ts"] = json!(self.state.model.ids.event_ts(self.now));
        let id = self.state.model.ids.event();
        let app = &self.config.app;
        let envelope = json!({
            "token": app.verification_token, "team_id": team, "context_team_id": hearer.team,
            "context_enterprise_id": null, "api_app_id": app.app_id, "event": event, "type": "event_callback",
            "event_id": id, "event_time": self.now.as_second(), "is_ext_shared_channel": sharing == Sharing::Shared,
            "event_context": format!("4-{}-{}", self.config.seed, id),
            "authorizations": [{"enterprise_id": null, "team_id": hearer.team, "user_id": hearer.bot_user,
                "is_bot": true, "is_enterprise_install": false}],
        });
        let kind = envelope["event"]["type"].as_str().unwrap_or_default();
        let strike = self.state.faults.strike_event(kind, self.now);
        self.state.events.push(self.now, id, envelope, strike);
    }

    /// Tells the app about a message that was just posted in a conversation it is in.
    pub fn tell_message(&mut self, channel: &str, ts: Ts) {
        let Some(place) = self.state.model.channels.get(channel) else { return };
        let Some(message) = place.shared(ts) else { return };
        let subscription = place.kind.message_event();
        if self.hearer_in(channel, subscription).is_none() {
            return;
        }
        let user = message.user.clone();
        let Some(mut event) = self.message_json(channel, ts, Metadata::Shown) else { return };
        event["channel"] = json!(channel);
        event["channel_type"] = json!(place.kind.event_name());
        self.tell_in(channel, &user, subscription, event);
    }

    /// Tells the app that somebody changed a message or took it away; `before` is how it was, as Slack describes it.
    pub fn tell_message_is(&mut self, now: MessageNow, channel: &str, ts: Ts, before: Option<Value>) {
        let Some(place) = self.state.model.channels.get(channel) else { return };
        let (subscription, kind) = (place.kind.message_event(), place.kind.event_name());
        let Some(before) = before.filter(|_| self.hearer_in(channel, subscription).is_some()) else { return };
        let user = before["user"].as_str().unwrap_or_default().to_owned();
        let moment = self.state.model.ids.event_ts(self.now);
        let mut event = json!({"type": "message", "hidden": true, "channel": channel, "channel_type": kind,
            "ts": moment, "previous_message": before});
        match now {
            MessageNow::Changed => {
                event["subtype"] = json!("message_changed");
                event["message"] = json!(self.message_json(channel, ts, Metadata::Shown));
            }
            MessageNow::Gone => {
                event["subtype"] = json!("message_deleted");
                event["deleted_ts"] = json!(ts);
            }
        }
        self.tell_in(channel, &user, subscription, event);
    }

    /// Slack's message object, tombstones included.
    pub fn message_json(&self, channel: &str, ts: Ts, metadata: Metadata) -> Option<Value> {
        let place = self.state.model.channels.get(channel)?;
        let message = place.messages.get(&ts)?;
        let mut object = place.message_json(message, self.team_of(&message.user), metadata);
        if !message.files.is_empty() {
            let files: Vec<Value> = message.files.iter().filter_map(|id| self.file_json(id)).collect();
            object["files"] = json!(files);
            object["upload"] = json!(false);
        }
        Some(object)
    }

    /// Tells the app, wherever the person can be seen, that they are new or were changed.
    pub fn tell_person(&mut self, event_type: &str, user: &str) {
        let seeing = self.state.installs.all().map(|each| each.team.clone());
        let seeing: Vec<String> = seeing.filter(|team| self.state.model.sees(team, user)).collect();
        for team in seeing {
            let Some(hearer) = self.hearer(&team, event_type) else { continue };
            if let Some(person) = self.person_json(&hearer, user) {
                let event = json!({"type": event_type, "user": person, "cache_ts": self.now.as_second()});
                self.tell(&team, event_type, event);
            }
        }
    }

    /// Slack's user object, with what an installation's scopes let it see.
    pub fn person_json(&self, viewer: &Installation, user: &str) -> Option<Value> {
        let person = self.state.model.people.get(user)?;
        let stranger = !self.state.model.sees(&viewer.team, user);
        let shown = viewer.scopes.contains("users:read.email") && person.team == viewer.team;
        let email = if shown { Email::Shown } else { Email::Hidden };
        let mut object = person.to_slack(self.now, email);
        if person.team != viewer.team {
            object["is_stranger"] = json!(stranger);
        }
        if let Some(bot) = self.state.installs.of_bot(user) {
            object["profile"]["bot_id"] = json!(bot.bot_id);
            object["profile"]["api_app_id"] = json!(self.config.app.app_id);
        }
        Some(object)
    }

    /// The ids that Slack writes into a view of the app's installation in a workspace.
    pub fn view_owner(&self, team: &str) -> ViewOwner {
        let bot = self.state.installs.of(team).map(|each| each.bot_id.clone()).unwrap_or_default();
        ViewOwner { team: team.to_owned(), app: self.config.app.app_id.clone(), bot }
    }

    /// The workspace somebody belongs to; the first one for who is unknown.
    pub fn team_of(&self, user: &str) -> &str {
        let person = self.state.model.people.get(user);
        person.map_or(&self.config.workspace.team_id, |person| &person.team)
    }

    /// The installation of the app in somebody's own workspace.
    pub fn app_of(&self, user: &str) -> Option<Arc<Installation>> {
        self.state.installs.there(self.team_of(user)).cloned()
    }

    /// A workspace by its id.
    pub fn workspace(&self, team: &str) -> Option<&WorkspaceConfig> {
        self.config.workspaces().find(|each| each.team_id == team)
    }

    /// A fresh trigger id for something this person did.
    pub fn trigger(&mut self, user: &str, view: Option<&str>) -> String {
        let id = self.state.model.ids.trigger(self.config.seed);
        self.state.handles.add_trigger(&id, user, view, self.now);
        id
    }

    /// A fresh response URL.
    pub fn response(&mut self, target: ResponseTarget) -> String {
        let id = self.state.model.ids.response(self.config.seed);
        self.state.handles.add_response(&id, target, self.now);
        format!("{}/response/{id}", self.state.base_url)
    }

    /// The app's conversation with one person, made when it does not exist yet; none where the app is not installed.
    pub fn app_conversation(&mut self, user: &str) -> Option<String> {
        let bot = self.app_of(user)?.bot_user.clone();
        Some(self.state.model.open_conversation([user.to_owned(), bot].into(), self.now))
    }

    /// Who a conversation's people are, for the ledger.
    pub fn people_in(&self, channel: &str) -> Vec<String> {
        let Some(place) = self.state.model.channels.get(channel) else { return Vec::new() };
        let is_bot = |user: &str| self.state.installs.of_bot(user).is_some();
        place.people(is_bot)
    }

    /// Tells the app that its token in a workspace is dead.
    pub fn tell_tokens_revoked(&mut self, installation: &Installation) {
        let tokens = json!({"oauth": [], "bot": [installation.bot_user]});
        self.tell(&installation.team, "tokens_revoked", json!({"type": "tokens_revoked", "tokens": tokens}));
    }

    /// Removes the app from a workspace: both events are queued, and every later call is refused with
    /// `account_inactive`.
    pub fn uninstall(&mut self, team: &str) {
        let Some(installation) = self.state.installs.there(team).cloned() else { return };
        self.tell_tokens_revoked(&installation);
        self.tell(team, "app_uninstalled", json!({"type": "app_uninstalled"}));
        self.state.installs.end(team, Standing::Uninstalled);
    }
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MessageNow {
    Changed,
    Gone,
}

/// Whether an event comes from a conversation that several companies share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sharing {
    Inside,
    Shared,
}
