//! User stories, told through Slack's real wire protocol: the whole bot against the sandbox, on a virtual clock.

mod check_in;
mod conversation;
mod delivery;
mod join;
mod never;
mod pause_and_leave;
mod privacy;
mod time;
mod weekly_round;
mod world;
