//! What time brings: slots of programmes and wakes become events, and the domain looks at them as they are then.

use super::handle::Task;
use super::{App, AppError, NextSlot};
use crate::domain::eta::{Roughly, eta};
use crate::domain::event::{Happening, Timing};
use crate::domain::ids::{ProgramId, RoundId, WorkspaceId};
use crate::domain::rounds::large;
use crate::domain::rounds::schedule::{RoundCall, due};
use crate::ports::{DueWake, measure};
use jiff::Timestamp;
use jiff::civil::Date;
use std::time::{Duration, Instant};

/// Wakes taken up in one go.
const WAKES: u32 = 64;

impl App {
    /// When the next slot of any running programme is; looked up once, until something about programmes changes.
    pub(super) async fn next_slot(&self) -> Result<Option<Timestamp>, AppError> {
        match self.next_slot.recall() {
            Ok(NextSlot(slot)) => Ok(slot),
            Err(look) => {
                let slot = self.look_up_next_slot().await?;
                self.next_slot.remember(NextSlot(slot), look);
                Ok(slot)
            }
        }
    }

    async fn look_up_next_slot(&self) -> Result<Option<Timestamp>, AppError> {
        let now = self.clock.now();
        let mut next: Option<Timestamp> = None;
        for workspace in self.storage.workspaces().await?.iter().filter(|workspace| workspace.may_act()) {
            for program in self.storage.programs(&workspace.id).await? {
                let at = match due(&program, now) {
                    RoundCall::NotYet { next } => next,
                    RoundCall::Open { .. } | RoundCall::Missed { .. } | RoundCall::Holiday { .. } => now,
                    RoundCall::Never => continue,
                };
                next = Some(next.map_or(at, |earlier| earlier.min(at)));
            }
        }
        Ok(next)
    }

    /// Opens every round whose slot has come; gives their number.
    pub(super) async fn open_due_rounds(&self) -> Result<usize, AppError> {
        self.forget();
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
        let began = Instant::now();
        self.handle(Task::of(workspace, what)).await?;
        let took = began.elapsed();
        match timing {
            Timing::InTime | Timing::ByHand => {
                self.note_proof(workspace, &RoundId::of(program, slot)).await;
                self.note_opened(workspace, program, slot, took).await;
            }
            Timing::Missed | Timing::Holiday => {}
        }
        Ok(())
    }

    /// How long the messages of a round will take is said when it opens, not when people begin to wonder.
    async fn note_opened(&self, workspace: &WorkspaceId, program: &ProgramId, slot: Date, took: Duration) {
        measure::round_opened(took);
        // The round stands, whether its messages can be counted or not.
        let Ok(work) = self.work_of_the_day(workspace).await else { return };
        let time = eta(work, self.chat.tempo());
        let (took_ms, messages, at_slacks_pace) =
            (took.as_millis() as u64, work.posts + work.edits, Roughly(time));
        tracing::info!(%workspace, %program, took_ms, messages, %at_slacks_pace, "a round was opened");
        if !large::takes_long(time) {
            return;
        }
        if let Err(error) = self.tell_admins(workspace, &RoundId::of(program, slot), messages, time).await {
            tracing::warn!(%workspace, %program, %error, "whoever administers the workspace could not be told");
        }
    }

    async fn tell_admins(
        &self,
        workspace: &WorkspaceId,
        round: &RoundId,
        messages: u64,
        time: Duration,
    ) -> Result<(), AppError> {
        let people = self.storage.people(workspace).await?;
        let decision = large::tell_admins(&people, round, messages, time, self.clock.now());
        self.commit_alone(workspace, decision).await
    }

    /// Takes wakes up that have come due; gives their number.
    pub(super) async fn take_due_wakes(&self) -> Result<usize, AppError> {
        let wakes = self.storage.due_wakes(self.clock.now(), WAKES).await?;
        let number = wakes.len();
        for DueWake { workspace, key, at, what } in wakes {
            let task = Task { wake: Some((key, at)), ..Task::of(&workspace, Happening::Woke(what)) };
            self.handle(task).await?;
        }
        Ok(number)
    }
}
