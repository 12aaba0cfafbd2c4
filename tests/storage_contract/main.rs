//! What the application may rely on, as tests: each promise is kept on SQLite and on Postgres.

mod commits;
mod engine;
mod files;
mod fixture;
mod machine;
mod outbox;
mod privacy;
mod records;
#[path = "../support/mod.rs"]
mod support;
mod wakes;
