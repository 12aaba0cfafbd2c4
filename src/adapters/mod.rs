//! The adapters to Slack, the databases and the operating system; they do not know each other.

pub mod catalogue;
pub mod http;
pub mod metrics;
mod room;
pub mod slack;
pub mod storage;
pub mod system;
pub mod telemetry;
