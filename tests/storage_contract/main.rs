//! What the application may rely on, as tests: each promise is kept on SQLite and on Postgres.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on shall say where")]

mod asks;
mod commits;
mod community;
mod engine;
mod files;
mod fixture;
mod interleavings;
mod large;
mod leases;
mod machine;
mod notices;
mod nudges;
mod operators;
mod outbox;
mod privacy;
mod quota;
mod records;
mod reverse;
#[path = "../support/mod.rs"]
mod support;
mod upgrades;
mod uploads;
mod wakes;
