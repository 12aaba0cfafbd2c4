//! What happens to the real binary when processes are killed and frozen, networks break, databases vanish and clocks
//! jump. Slack is a sandbox in a process of its own, and what it wrote down is all that is believed. docs/reliability.md
//! says which scenario is where.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on shall say where")]

mod answers;
mod databases;
mod kills;
#[path = "../support/network.rs"]
mod network;
mod rig;
mod rounds;
mod soak;
mod stops;
#[expect(dead_code, reason = "databases of trials go with their server")]
#[path = "../support/mod.rs"]
mod support;
mod workspaces;
