//! The real binary on the wire: its HTTP door, Socket Mode, the operator's commands beside it, a stop and kill −9.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on shall say where")]

mod bot;
mod browser;
mod command_line;
mod demo;
mod door;
mod fleet;
mod lifecycle;
mod line;
#[expect(dead_code, reason = "some weather is for the trials of faults only")]
#[path = "../support/network.rs"]
mod network;
mod on_postgres;
mod operating;
mod people;
mod plan;
mod replicas;
mod rules;
mod sandbox;
mod sdk;
mod slack;
mod stopping;
#[expect(dead_code, reason = "the bot makes its tables itself")]
#[path = "../support/mod.rs"]
mod support;
mod tools;
