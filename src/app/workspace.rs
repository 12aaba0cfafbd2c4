//! Coming into a workspace and going out of it.

use super::{App, AppError};
use crate::domain::calendar::{Day, Slot, zone_or_utc};
use crate::domain::decision::{Change, Decision};
use crate::domain::event::{Event, Happening};
use crate::domain::ids::{ProgramId, WorkspaceId};
use crate::domain::nudges::usual_slot;
use crate::domain::people::profile::Mode;
use crate::domain::rounds::{PROGRAMS_OF_PAIRS, Program, ProgramState, Purpose};
use crate::domain::workspace::{Access, Workspace};
use crate::ports::{Commit, Identity, StorageError};
use jiff::civil::Time;
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeSet;

/// The name of the programme that exists from the first start.
pub const DEFAULT_PROGRAM: &str = PROGRAMS_OF_PAIRS[0];
/// The name of the programme of nudges, which exists from the first start as well.
pub const NUDGE_PROGRAM: &str = "nudge";

/// When the programmes repeat that every workspace has from the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstSlots {
    /// Talks between peers.
    pub peer: Slot,
    /// Nudges.
    pub nudge: Slot,
}

impl FirstSlots {
    /// Everything else follows the talks, on its usual days.
    pub fn following(peer: Slot) -> Self {
        Self { nudge: usual_slot(&peer), peer }
    }
}

/// The name of the programme of reverse mentoring.
pub const REVERSE_PROGRAM: &str = PROGRAMS_OF_PAIRS[1];

/// On another day than the pairs, and for the first time in the week after the installation: people join first.
fn every_fourth_thursday(first: &Slot, now: Timestamp) -> Slot {
    let next_week = now.to_zoned(zone_or_utc(&first.zone)).date().saturating_add(7.days());
    Slot {
        day: Day::Thu,
        time: Time::constant(10, 0, 0, 0),
        zone: first.zone.clone(),
        every_weeks: 4,
        anchor: next_week,
    }
}

impl App {
    /// Takes note of the workspace the token belongs to, and gives it those first programmes that it does not have yet.
    ///
    /// # Errors
    /// Storage errors; nothing was changed then.
    pub async fn install(&self, identity: &Identity, slots: &FirstSlots) -> Result<Workspace, AppError> {
        let workspace = Workspace {
            id: identity.workspace.clone(),
            bot_user: identity.bot_user.clone(),
            name: identity.workspace_name.clone(),
            access: Access::Granted,
        };
        let mut decision = Decision::default();
        if self.storage.workspace(&workspace.id).await?.as_ref() != Some(&workspace) {
            decision = decision.change(Change::SaveWorkspace(workspace.clone()));
        }
        let known = self.storage.programs(&workspace.id).await?;
        for program in self.first_programs(slots) {
            if known.iter().all(|known| known.id != program.id) {
                decision = decision.change(Change::SaveProgram(program));
            }
        }
        match self.commit_alone(&workspace.id, decision).await {
            // Another replica was faster with the same.
            Ok(()) | Err(AppError::Storage(StorageError::Conflict)) => Ok(workspace),
            Err(error) => Err(error),
        }
    }

    pub(super) async fn access_lost(&self, event: &Event) -> Result<Decision, AppError> {
        let Some(workspace) = self.storage.workspace(&event.workspace).await? else {
            return Ok(Decision::default());
        };
        if event.what == Happening::Uninstalled {
            tracing::warn!(workspace = %workspace.id, "the app was removed; its data is erased after the grace period");
            Ok(workspace.uninstalled(event.now))
        } else {
            tracing::error!(workspace = %workspace.id, "the tokens are void; everything waits until the app is installed again");
            Ok(workspace.tokens_revoked())
        }
    }

    pub(super) async fn erase_if_still_gone(&self, event: &Event) -> Result<Decision, AppError> {
        let workspace = self.storage.workspace(&event.workspace).await?;
        Ok(workspace.map(|workspace| workspace.erase_if_still_gone(event.now)).unwrap_or_default())
    }

    fn first_programs(&self, slots: &FirstSlots) -> [Program; 3] {
        let now = self.clock.now();
        let program = |id, mode, slot: Slot| Program {
            id: ProgramId::new(id),
            version: 0,
            mode,
            purpose: Purpose::Round,
            slot,
            holidays: BTreeSet::new(),
            state: ProgramState::Running,
            last_slot: None,
            since: now,
        };
        [
            program(DEFAULT_PROGRAM, Mode::Peer, slots.peer.clone()),
            program(NUDGE_PROGRAM, Mode::Nudge, slots.nudge.clone()),
            program(REVERSE_PROGRAM, Mode::Reverse, every_fourth_thursday(&slots.peer, now)),
        ]
    }

    /// Commits a decision that answers to no event.
    pub(super) async fn commit_alone(
        &self,
        workspace: &WorkspaceId,
        decision: Decision,
    ) -> Result<(), AppError> {
        if decision == Decision::default() {
            return Ok(());
        }
        let commit = Commit {
            workspace: workspace.clone(),
            now: self.clock.now(),
            dedup: None,
            wake: None,
            seed: self.entropy.seed(),
            decision,
        };
        self.forget();
        Ok(self.storage.commit(commit).await?)
    }
}
