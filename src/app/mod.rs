//! The imperative shell: load, decide, commit, deliver. No rule of mentoring lives here.

mod asks;
mod community;
pub mod community_setting;
pub mod deliver;
mod drift;
mod explain;
pub mod handle;
mod intake;
mod learning;
pub mod names;
mod nudges;
pub mod operate;
pub mod org;
mod outbox;
pub mod people;
mod preview;
mod prompts;
pub mod reciprocity;
mod remembered;
mod repair;
pub mod restored;
pub mod reverse;
pub mod rounds;
pub mod run;
mod unproven;
mod uploads;
pub mod wake;
mod why_not;
pub mod workspace;

use crate::domain::attention::Budget;
use crate::domain::catalogue::Catalogue;
use crate::domain::ids::{PersonId, UploadId, WorkspaceId};
use crate::domain::matching::weights::Rules;
use crate::domain::topics::TopicIndex;
use crate::ports::{Chat, ChatError, Clock, Due, Entropy, Storage, StorageError};
use jiff::Timestamp;
use remembered::Remembered;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;

/// The application: the ports, and what little it keeps in memory.
pub struct App {
    storage: Arc<dyn Storage>,
    chat: Arc<dyn Chat>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    catalogue: Arc<Catalogue>,
    topics: Arc<TopicIndex>,
    rules: Rules,
    budget: Budget,
    pace: Pace,
    next_slot: Remembered<NextSlot>,
    next_due: Remembered<Due>,
    granted: Mutex<BTreeSet<WorkspaceId>>,
    stale_homes: Mutex<BTreeSet<(WorkspaceId, PersonId)>>,
    turns: Notify,
    outgoing: Notify,
    doubles: Notify,
    drift: Mutex<drift::Drift>,
    uploads: Mutex<BTreeSet<(WorkspaceId, UploadId)>>,
    upload_work: Notify,
}

/// The next slot of any programme, as far as we know; `None` where no programme runs.
#[derive(Clone, Copy, Debug)]
struct NextSlot(Option<Timestamp>);

/// What an application is made of.
pub struct Parts {
    /// Memory.
    pub storage: Arc<dyn Storage>,
    /// Slack.
    pub chat: Arc<dyn Chat>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub entropy: Arc<dyn Entropy>,
    /// Topics, themes, questions.
    pub catalogue: Arc<Catalogue>,
    /// What counts how much in a round.
    pub rules: Rules,
    /// How often people are begun something with.
    pub budget: Budget,
    /// How much is sent at once.
    pub pace: Pace,
}

/// How much is sent at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Messages under way at the same time; 1 makes their order certain.
    pub concurrency: usize,
    /// Rows taken from the outbox in one go; few enough that all are tried well within a claim's lease.
    pub batch: u32,
}

impl Default for Pace {
    /// Enough that one slow recipient holds nobody up, and few enough that Slack's limits bind first.
    fn default() -> Self {
        Self { concurrency: 8, batch: 16 }
    }
}

/// Why an event could not be taken up. Nothing was changed; the caller tries again or apologises.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The storage could not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Slack could not tell us what the decision needs to know.
    #[error("Slack could not be asked: {0}")]
    Chat(#[from] ChatError),
    /// Other writers were faster, again and again.
    #[error("other writers kept changing the same records")]
    Busy,
    /// A part of the program broke down over it.
    #[error("the program broke down over it")]
    Panicked,
}

impl App {
    /// Puts an application together; nothing runs yet.
    pub fn new(parts: Parts) -> Self {
        Self {
            storage: parts.storage,
            chat: parts.chat,
            clock: parts.clock,
            entropy: parts.entropy,
            topics: Arc::new(TopicIndex::of(&parts.catalogue)),
            catalogue: parts.catalogue,
            rules: parts.rules,
            budget: parts.budget,
            pace: parts.pace,
            next_slot: Remembered::new(),
            next_due: Remembered::new(),
            granted: Mutex::default(),
            stale_homes: Mutex::default(),
            turns: Notify::new(),
            outgoing: Notify::new(),
            doubles: Notify::new(),
            drift: Mutex::default(),
            uploads: Mutex::default(),
            upload_work: Notify::new(),
        }
    }

    /// Tells the running loop that something may be due: the clock was moved, or another process has written.
    pub fn look_again(&self) {
        self.forget();
        self.knock();
    }

    /// Every loop looks at once.
    fn knock(&self) {
        self.turns.notify_one();
        self.outgoing.notify_one();
        self.doubles.notify_one();
    }

    /// The memory it works on.
    pub fn storage(&self) -> &Arc<dyn Storage> {
        &self.storage
    }

    /// Workspaces or programmes have changed, here or in another process: what we remember of them is looked up again.
    fn forget(&self) {
        self.next_slot.forget();
        self.granted.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.forget_due();
    }

    /// Something was written that may be due earlier than what we remember, or is due no more.
    fn forget_due(&self) {
        self.next_due.forget();
    }

    fn note_stale_homes(&self, workspace: &WorkspaceId, people: &[PersonId]) {
        let mut stale = self.stale_homes.lock().unwrap_or_else(PoisonError::into_inner);
        stale.extend(people.iter().map(|person| (workspace.clone(), person.clone())));
    }

    fn take_stale_homes(&self) -> BTreeSet<(WorkspaceId, PersonId)> {
        std::mem::take(&mut *self.stale_homes.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Reckons beside the runtime: for a whole company that is seconds of pure computing, and the other tasks go on meanwhile.
///
/// # Errors
/// [`AppError::Panicked`]; an empty plan in its place would be taken for a decision.
async fn reckon<T: Send + 'static>(plan: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
    tokio::task::spawn_blocking(plan).await.map_err(|_| AppError::Panicked)
}
