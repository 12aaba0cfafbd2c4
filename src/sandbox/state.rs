//! Everything that changes while a sandbox runs, behind one lock; and the events that follow from a change.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::config::SandboxConfig;
use super::events::EventQueue;
use super::faults::Faults;
use super::guide::Guide;
use super::handles::Handles;
use super::ledger::Ledger;
use super::limits::Limits;
use super::model::Model;
use super::model::channels::Metadata;
use super::model::ids::Ts;
use super::model::people::Email;
use super::model::views::ViewOwner;

/// Whether the app is still installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Installation {
    Installed,
    /// The bot token was revoked but the app is still there.
    Revoked,
    Uninstalled,
}

pub(super) struct State {
    pub model: Model,
    pub ledger: Ledger,
    pub events: EventQueue,
    pub limits: Limits,
    pub faults: Faults,
    pub handles: Handles,
    pub installation: Installation,
    pub guide: Option<Guide>,
}

impl State {
    pub fn new(config: &SandboxConfig) -> Self {
        Self {
            model: Model::new(config),
            ledger: Ledger::default(),
            events: EventQueue::default(),
            limits: Limits::default(),
            faults: Faults::default(),
            handles: Handles::default(),
            installation: Installation::Installed,
            guide: None,
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
    /// Queues an event for the bot if it subscribed to `subscription` and may hear it.
    pub fn tell(&mut self, subscription: &str, mut event: Value) {
        if self.state.installation == Installation::Uninstalled || !self.config.app.hears(subscription) {
            return;
        }
        let moment = self.state.model.ids.event_ts(self.now);
        event["event_ts"] = json!(moment);
        self.queue(event);
    }

    /// Queues an event without asking whether it is wanted.
    pub fn queue(&mut self, event: Value) {
        let id = self.state.model.ids.event();
        let app = &self.config.app;
        let team = &self.config.workspace.team_id;
        let context = format!("4-{}-{}", self.config.seed, id);
        let envelope = json!({
            "token": app.verification_token, "team_id": team, "context_team_id": team,
            "context_enterprise_id": null, "api_app_id": app.app_id, "event": event, "type": "event_callback",
            "event_id": id, "event_time": self.now.as_second(), "is_ext_shared_channel": false,
            "event_context": context,
            "authorizations": [{"enterprise_id": null, "team_id": team, "user_id": app.bot_user_id,
                "is_bot": true, "is_enterprise_install": false}],
        });
        let copies = if self.state.faults.strike_event() { 2 } else { 1 };
        for _ in 0..copies {
            self.state.events.push(self.now, id.clone(), envelope.clone());
        }
    }

    /// Tells the bot about a message that was just posted in a conversation it is in.
    pub fn tell_message(&mut self, channel: &str, ts: Ts) {
        let bot = &self.config.app.bot_user_id;
        let team = &self.config.workspace.team_id;
        let Some(place) = self.state.model.channels.get(channel).filter(|place| place.members.contains(bot))
        else {
            return;
        };
        let Some(message) = place.shared(ts) else { return };
        let subscription = match place.kind.event_name() {
            "channel" => "message.channels",
            "group" => "message.groups",
            "im" => "message.im",
            _ => "message.mpim",
        };
        if !self.config.app.hears(subscription) {
            return;
        }
        let mut event = place.message_json(message, team, Metadata::Shown);
        event["channel"] = json!(channel);
        event["channel_type"] = json!(place.kind.event_name());
        self.tell(subscription, event);
    }

    /// Tells the bot that a person is new or was changed.
    pub fn tell_person(&mut self, event_type: &str, user: &str) {
        if let Some(person) = self.person_json(user) {
            let event = json!({"type": event_type, "user": person, "cache_ts": self.now.as_second()});
            self.tell(event_type, event);
        }
    }

    /// Slack's user object, with what the app's scopes let it see.
    pub fn person_json(&self, user: &str) -> Option<Value> {
        let shown = self.config.app.scopes.contains("users:read.email");
        let email = if shown { Email::Shown } else { Email::Hidden };
        let person = self.state.model.people.get(user)?;
        let mut object = person.to_slack(&self.config.workspace.team_id, self.now, email);
        if person.id == self.config.app.bot_user_id {
            object["profile"]["bot_id"] = json!(self.config.app.bot_id);
            object["profile"]["api_app_id"] = json!(self.config.app.app_id);
        }
        Some(object)
    }

    /// The ids that Slack writes into every view.
    pub fn view_owner(&self) -> ViewOwner {
        ViewOwner {
            team: self.config.workspace.team_id.clone(),
            app: self.config.app.app_id.clone(),
            bot: self.config.app.bot_id.clone(),
        }
    }

    /// A fresh trigger id for something this person did.
    pub fn trigger(&mut self, user: &str, view: Option<&str>) -> String {
        let id = self.state.model.ids.trigger(self.config.seed);
        self.state.handles.add_trigger(&id, user, view, self.now);
        id
    }

    /// The path of a fresh response URL.
    pub fn response(&mut self, user: &str, channel: &str, message: Option<Ts>) -> String {
        let id = self.state.model.ids.response(self.config.seed);
        self.state.handles.add_response(&id, user, channel, message, self.now);
        id
    }

    /// The app's conversation with one person, made when it does not exist yet.
    pub fn app_conversation(&mut self, user: &str) -> String {
        let members = [user.to_owned(), self.config.app.bot_user_id.clone()].into();
        self.state.model.open_conversation(members, self.now)
    }

    /// Who a conversation's people are, for the ledger.
    pub fn people_in(&self, channel: &str) -> Vec<String> {
        let bot = &self.config.app.bot_user_id;
        self.state.model.channels.get(channel).map(|place| place.people(bot)).unwrap_or_default()
    }
}

impl Moment<'_> {
    /// Tells the bot that its token is dead.
    pub fn tell_tokens_revoked(&mut self) {
        let bot = self.config.app.bot_user_id.clone();
        self.tell("tokens_revoked", json!({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bot]}}));
    }

    /// Removes the app: both events are queued, and every later call is refused with `account_inactive`.
    pub fn uninstall(&mut self) {
        self.tell_tokens_revoked();
        self.tell("app_uninstalled", json!({"type": "app_uninstalled"}));
        self.state.installation = Installation::Uninstalled;
    }
}
