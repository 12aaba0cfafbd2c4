//! Memory: the `Storage` port on SQLite and on Postgres, from the same SQL.
//!
//! * [`Database`] opens, migrates and forwards each method of the port to the feature it belongs to.
//! * `session` is the one place where the two drivers differ for reading and writing rows.
//! * `writer` runs every write: one task with group commit on SQLite, tasks that nobody aborts on Postgres.
//! * `migrations` bring the tables up to date, and refuse those of a release that this one must not run beside.
//! * `notices` tell the other processes on one Postgres to look again.
//! * `commit` takes a decision apart; `people`, `org`, `rounds`, `records`, `attention`, `prompts`, `workspace` and `privacy` know
//!   their tables.
//! * `outbox` and `wakes` are what is still to be done; `parked` is what an operator sees and mends of it.

mod attention;
mod commit;
mod database;
mod inbox;
mod lanes;
mod migrations;
mod notices;
mod open;
mod org;
mod outbox;
mod parked;
mod people;
mod privacy;
mod prompts;
mod quota;
mod readers;
mod records;
mod rounds;
mod session;
mod wakes;
mod workspace;
mod writer;

pub use database::Database;
pub use open::{Durability, OpenError, OpenOptions};
