//! What the application needs from the outside world. Two asynchronous ports, storage and chat; two plain ones, the
//! clock and chance. An error's variant is the decision it causes.

mod chat;
mod intake;
mod quota;
mod storage;
#[cfg(test)]
pub(crate) mod testing;

pub use crate::domain::delivery::attempt::{ChatError, Doubt, Finish, Sight, Sighting};
pub use chat::{AccountsPage, Chat, FileFacts, Identity, Listed, PageCursor, Place, Post, TriggerId, ViewId};
pub use intake::{Ack, Incoming, Intake, Surface};
pub use quota::{OneProcess, Quota};
pub use storage::{
    Claimed, Commit, Doubled, Due, DueWake, OutboxCount, OutboxId, Standing, Storage, StorageError, Stored,
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
