//! What people do: typing commands, pressing, filling in, reacting, writing. Each act answers with what the person
//! would see.

mod actions;
mod channels;
mod chat;
mod commands;
mod files;
mod installs;
mod people;
mod responses;
mod submissions;

use serde_json::{Map, Value, json};

pub use actions::{Place, SuggestedOption};
pub use commands::CommandOutcome;
pub use files::Upload;
pub use installs::Authorised;
pub use submissions::SubmitOutcome;

use super::core::Sandbox;
use super::delivery::{Lost, Receipt};
use super::ledger::LedgerEntry;
use super::model::people::Person;
use super::state::Moment;

/// Why an act did not come about.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// Nobody of that id, or somebody who is deactivated.
    #[error("user_not_found: {0} is nobody who could act here")]
    NoSuchPerson(String),
    /// No conversation of that id that the person is in.
    #[error("channel_not_found: {0} is no conversation of this person")]
    NoSuchChannel(String),
    /// No message of that time that the person can see.
    #[error("message_not_found: there is no message {0}")]
    NoSuchMessage(String),
    /// No such modal on the person's screen, or no Home tab yet.
    #[error("view_not_found: {0} is not on this person's screen")]
    NoSuchView(String),
    /// Nothing on that surface answers to this `action_id`.
    #[error("control_not_found: nothing here is called {0}")]
    NoSuchControl(String),
    /// The control cannot take what was done to it; the words say why.
    #[error("misfit: {0}")]
    Misfit(String),
    /// The app has no such command.
    #[error("invalid_command: {0} is not a valid command")]
    UnknownCommand(String),
    /// The app did not answer within three seconds.
    #[error("operation_timeout: the app did not answer in time")]
    Timeout,
    /// The app could not be reached, or answered with this status.
    #[error("dispatch_failed: the app answered {0:?}")]
    Dispatch(Option<u16>),
    /// The app's address is out of reach, and nothing was sent.
    #[error("blocked_address: {}", super::delivery::sender::BLOCKED)]
    Blocked,
    /// The app's answer cannot be shown; the words say what is wrong with it.
    #[error("invalid_response: {0}")]
    BadAnswer(String),
    /// Slack refuses, with this name (`already_reacted`, `no_reaction`, …).
    #[error("{0}")]
    Refused(&'static str),
}

impl ActError {
    /// The name before the colon, as it stands in the ledger.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NoSuchPerson(_) => "user_not_found",
            Self::NoSuchChannel(_) => "channel_not_found",
            Self::NoSuchMessage(_) => "message_not_found",
            Self::NoSuchView(_) => "view_not_found",
            Self::NoSuchControl(_) => "control_not_found",
            Self::Misfit(_) => "misfit",
            Self::UnknownCommand(_) => "invalid_command",
            Self::Timeout => "operation_timeout",
            Self::Dispatch(_) => "dispatch_failed",
            Self::Blocked => "blocked_address",
            Self::BadAnswer(_) => "invalid_response",
            Self::Refused(name) => name,
        }
    }
}

impl From<Lost> for ActError {
    fn from(lost: Lost) -> Self {
        match lost {
            Lost::Timeout => Self::Timeout,
            Lost::Unreachable | Lost::Redirected => Self::Dispatch(None),
            Lost::Blocked => Self::Blocked,
        }
    }
}

/// The answer itself if the app accepted, else what the person sees.
pub(super) fn accepted(answer: Result<Receipt, Lost>) -> Result<Receipt, ActError> {
    let receipt = answer?;
    if receipt.accepted() { Ok(receipt) } else { Err(ActError::Dispatch(Some(receipt.status))) }
}

/// Closes the ledger line of an act whose future is dropped before the bot has answered.
struct OpenLine {
    sandbox: Sandbox,
    line: u64,
}

impl Drop for OpenLine {
    fn drop(&mut self) {
        self.sandbox.read(|moment| moment.state.ledger.abandon(self.line));
    }
}

impl Sandbox {
    fn guard(&self, line: u64) -> OpenLine {
        OpenLine { sandbox: self.clone(), line }
    }
}

impl Moment<'_> {
    /// Somebody who can act: known and not deactivated.
    fn actor(&self, id: &str) -> Result<&Person, ActError> {
        let person = self.state.model.people.get(id).filter(|person| !person.deleted && !person.flags.is_bot);
        person.ok_or_else(|| ActError::NoSuchPerson(id.into()))
    }

    /// A conversation the person is in.
    fn place(&self, user: &str, channel: &str) -> Result<&super::model::channels::Channel, ActError> {
        let place = self.state.model.channels.get(channel).filter(|place| place.members.contains(user));
        place.ok_or_else(|| ActError::NoSuchChannel(channel.into()))
    }

    /// The fields every interaction carries. `team` is the workspace whose installation of the app is spoken to, which
    /// in a shared channel is not always the person's own.
    fn interaction(&self, kind: &str, person: &Person, team: &str) -> Map<String, Value> {
        let app = &self.config.app;
        let domain = self.workspace(team).map_or("", |workspace| workspace.domain.as_str());
        let payload = json!({
            "type": kind, "api_app_id": app.app_id, "token": app.verification_token, "enterprise": null,
            "is_enterprise_install": false, "team": {"id": team, "domain": domain},
            "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team},
        });
        payload.as_object().cloned().unwrap_or_default()
    }

    /// Begins a ledger line about an act.
    fn begin(&mut self, mut entry: LedgerEntry) -> u64 {
        if let Some(channel) = &entry.channel {
            entry.members = self.people_in(channel);
        }
        self.state.ledger.open(self.now, entry)
    }

    /// Ends a ledger line about an act.
    fn end<T>(&mut self, line: u64, result: &Result<T, ActError>) {
        self.state.ledger.close(line, |entry| entry.end(result.as_ref().err().map(ActError::name)));
    }
}
