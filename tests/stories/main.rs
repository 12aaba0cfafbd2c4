//! User stories, told through Slack's real wire protocol: the whole bot against the sandbox, on a virtual clock.
//! `VICEVERSA_STORIES=postgres` tells them all on Postgres.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on shall say where")]

mod asker;
mod asks;
mod check_in;
mod commitments;
mod community;
mod confirmation;
mod conversation;
mod delivery;
mod explain;
mod home;
mod join;
mod large;
mod large_round;
mod learning;
mod logs;
mod modes;
mod never;
mod nudges;
mod org_data;
mod org_upload;
mod outbox;
mod pause_and_leave;
mod preview;
mod privacy;
mod prompt;
mod readings;
mod restored;
mod reverse;
mod simulation;
#[expect(dead_code, reason = "a story needs a database with its tables, never an empty one")]
#[path = "../support/mod.rs"]
mod support;
mod time;
mod weekly_round;
mod why_not;
mod world;
