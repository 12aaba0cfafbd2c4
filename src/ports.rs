//! What the application needs from the outside world. Two asynchronous ports, storage and chat; two plain ones, the
//! clock and chance. An error's variant is the decision it causes.

mod chat;
mod intake;
mod storage;
#[cfg(test)]
pub(crate) mod testing;

pub use chat::{
    AccountsPage, Chat, ChatError, FileFacts, Identity, Listed, PageCursor, Place, TriggerId, ViewId,
};
pub use intake::{Ack, Incoming, Intake, Surface};
pub use storage::{
    Claimed, Commit, Due, DueWake, Finish, OutboxCount, OutboxId, Storage, StorageError, Stored,
};

use crate::domain::event::Seed;
use jiff::Timestamp;

/// The time. Milliseconds matter, finer parts are cut off.
pub trait Clock: Send + Sync {
    /// What time it is.
    fn now(&self) -> Timestamp;
}

/// Chance.
pub trait Entropy: Send + Sync {
    /// 32 fresh bytes.
    fn seed(&self) -> Seed;
}
