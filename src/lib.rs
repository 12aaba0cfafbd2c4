//! Vice Versa: mentorship that flows both ways, as a self-hosted Slack bot.
//!
//! The map, from the inside out:
//!
//! * [`domain`] decides. It is pure: no clock, no chance, no network, no database.
//! * [`ports`] names what the domain's decisions need from the outside world.
//! * [`app`] loads, asks the domain, commits, delivers.
//! * [`adapters`] speak to Slack, the databases and the operating system.
//! * [`sandbox`] is the other party: a Slack workspace in a box that knows nothing of the bot.
//! * [`cli`] and [`config`] are what an operator touches.
//!
//! `failpoint`, compiled only for trials, is where a process may be let die.
//!
//! `ARCHITECTURE.md` walks one event through all of them.

pub mod adapters;
pub mod app;
pub mod cli;
pub mod config;
pub mod domain;
mod failpoint;
pub mod ports;
pub mod sandbox;
