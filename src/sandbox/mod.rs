//! A Slack workspace in a box: the other party. It knows Slack, and nothing of the bot.
//!
//! [`Sandbox`] is the handle. Its model lives behind one lock; the bot reaches it through [`Sandbox::serve`] (Web API,
//! response URLs, Socket Mode), and it reaches the bot through signed HTTP or an open socket. People act through
//! methods such as [`Sandbox::type_command`] and [`Sandbox::press`]; what everybody did stands in the ledger.
//!
//! Nothing in here looks at real time or chance: the same seed and the same calls in the same order give the same ledger,
//! byte for byte. The only real time is Slack's patience of three seconds for an answer, and that of answers which a fault
//! makes slow or keeps back.

mod acts;
mod blocks;
mod clock;
mod config;
mod connect;
mod control;
mod core;
mod delivery;
mod faults;
mod guide;
mod handles;
mod installs;
mod ledger;
mod limits;
mod model;
mod page;
mod server;
mod state;
mod web_api;

pub use acts::{ActError, Authorised, CommandOutcome, Place, SubmitOutcome, SuggestedOption, Upload};
pub use clock::{ClockMode, VirtualClock};
pub use config::{
    AppConfig, Approval, Escape, MessagesTab, MetadataSubscription, RateLimits, SandboxConfig, SlashCommand,
    TokenRotation, WorkspaceConfig,
};
pub use core::{Conversation, Sandbox};
pub use delivery::BotEndpoints;
pub use delivery::addresses::{AddressError, AppAddresses, Challenge};
pub use delivery::sender::Reach;
pub use delivery::socket::Goodbye;
pub use faults::{EventFault, Fault, FaultPlan, FaultRule, Junk, RuleCount, Target, WrongRule};
pub use guide::{Deed, DeedKind, Destination, Guide, GuideStep, Preparing};
pub use ledger::{LedgerEntry, LedgerFileError, LedgerFileState, LedgerSink, LedgerTakenUp};
pub use model::channels::ChannelKind;
pub use model::controls::{Control, Input};
pub use model::ids::Ts;
pub use model::messages::{Message, Reaction};
pub use model::people::{NewPerson, Person, PersonChange, PersonFlags};
pub use model::views::{View, ViewKind, ViewState};
pub use server::SandboxServer;

#[cfg(test)]
mod tests;
