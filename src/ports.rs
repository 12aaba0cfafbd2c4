//! What the application needs from the outside world. Two asynchronous ports, storage and chat; two plain ones, the
//! clock and chance. An error's variant is the decision it causes.

mod chat;
mod intake;
pub mod measure;
mod outbox;
mod quota;
mod storage;
#[cfg(test)]
pub(crate) mod testing;

pub use crate::domain::delivery::attempt::{ChatError, Doubt, Finish, Sight, Sighting};
pub use chat::{AccountsPage, Chat, FileFacts, Identity, Listed, PageCursor, Place, Post, TriggerId, ViewId};
pub use intake::{Ack, Incoming, Intake, Surface};
pub use outbox::{Backlog, OutboxRow, Retry, RowState, Rows};
pub use quota::{OneProcess, Quota};
pub use storage::{
    Claimed, Commit, Doubled, Due, DueWake, OutboxCount, OutboxId, Standing, Storage, StorageError, Stored,
};

use crate::domain::event::Seed;
use jiff::Timestamp;
use std::time::Duration;

/// The time. Milliseconds matter, finer parts are cut off.
pub trait Clock: Send + Sync {
    /// What time it is.
    fn now(&self) -> Timestamp;

    /// How much time has passed since some moment, whatever the clock was set to in between. A clock that nothing else
    /// moves tells it from its own time.
    fn passed(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.now().as_millisecond()).unwrap_or_default())
    }

    /// How much of the machine's time a stretch of this clock's takes: less than it says where the clock runs faster.
    fn real(&self, wait: Duration) -> Duration {
        wait
    }
}

/// Chance.
pub trait Entropy: Send + Sync {
    /// 32 fresh bytes.
    fn seed(&self) -> Seed;
}
