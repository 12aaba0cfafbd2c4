//! Slack, as the other party of [`crate::ports`]: what comes in, what goes out, and the words.

pub mod ids;
pub mod inbound;
mod json;
pub mod outbound;
pub mod render;
mod user;
