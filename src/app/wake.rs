//! What time brings: slots of programmes and wakes become events, and the domain looks at them as they are then.

use super::handle::Task;
use super::{App, AppError};
use crate::domain::event::{Happening, Timing};
use crate::domain::ids::{ProgramId, WorkspaceId};
use crate::domain::rounds::schedule::{RoundCall, due};
use crate::ports::DueWake;
use jiff::Timestamp;
use jiff::civil::Date;

/// Wakes taken up in one go.
const WAKES: u32 = 64;

impl App {
    /// Takes up everything that has come due; gives how much that was.
    pub(super) async fn wake_all(&self) -> Result<usize, AppError> {
        Ok(self.open_due_rounds().await? + self.take_due_wakes().await?)
    }

    /// When the next slot of any running programme is.
    pub(super) async fn next_slot_of_all(&self) -> Result<Option<Timestamp>, AppError> {
        let now = self.clock.now();
        let mut next = None;
        for workspace in self.storage.workspaces().await?.iter().filter(|workspace| workspace.may_act()) {
            for program in self.storage.programs(&workspace.id).await? {
                if let RoundCall::NotYet { next: at } = due(&program, now) {
                    next = Some(next.map_or(at, |earlier: Timestamp| earlier.min(at)));
                }
            }
        }
        Ok(next)
    }

    async fn open_due_rounds(&self) -> Result<usize, AppError> {
        let mut opened = 0;
        for workspace in self.storage.workspaces().await?.iter().filter(|workspace| workspace.may_act()) {
            for program in self.storage.programs(&workspace.id).await? {
                let (slot, timing) = match due(&program, self.clock.now()) {
                    RoundCall::Open { slot } => (slot, Timing::InTime),
                    RoundCall::Missed { slot } => (slot, Timing::Missed),
                    RoundCall::Holiday { slot } => (slot, Timing::Holiday),
                    RoundCall::NotYet { .. } | RoundCall::Never => continue,
                };
                self.open(&workspace.id, &program.id, slot, timing).await?;
                opened += 1;
            }
        }
        Ok(opened)
    }

    /// Opens a round, or writes down why there is none.
    ///
    /// # Errors
    /// [`AppError::Busy`] where a round of that date exists already.
    pub async fn open(
        &self,
        workspace: &WorkspaceId,
        program: &ProgramId,
        slot: Date,
        timing: Timing,
    ) -> Result<(), AppError> {
        tracing::info!(%workspace, %program, %slot, ?timing, "a slot has come");
        let what = Happening::RoundDue { program: program.clone(), slot, timing };
        self.handle(Task::of(workspace, what)).await.map(|_| ())
    }

    async fn take_due_wakes(&self) -> Result<usize, AppError> {
        let wakes = self.storage.due_wakes(self.clock.now(), WAKES).await?;
        let number = wakes.len();
        for DueWake { workspace, key, at, what } in wakes {
            let task = Task { workspace, what: Happening::Woke(what), dedup: None, wake: Some((key, at)) };
            self.handle(task).await?;
        }
        Ok(number)
    }
}
