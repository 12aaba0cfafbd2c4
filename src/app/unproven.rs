//! Rounds whose pairs no proof stands behind. They are sound, and nobody is worse off than by the library's own reckoning;
//! but it must never happen, so it does not pass in silence.

use super::operate::Report;
use super::{App, AppError};
use crate::domain::ids::{RoundId, WorkspaceId};
use crate::domain::matching::solver::Doubt;
use crate::domain::rounds::Round;
use crate::ports::measure;

/// What an operator is to do about it.
const NEXT: &str = "The round itself is sound, and there is nothing to undo. Please report this line as an issue: \
                    it is a mistake of ours";

impl App {
    /// Looks at a round that was just opened.
    pub(super) async fn note_proof(&self, workspace: &WorkspaceId, round: &RoundId) {
        match self.storage.round(workspace, round).await {
            Ok(Some(round)) => note(workspace, &round),
            Ok(None) => {}
            Err(error) => tracing::warn!(%workspace, %round, %error, "the round could not be looked at"),
        }
    }

    /// The newest round of each programme, where its pairs are unproven: a line for each, with what to do.
    pub(super) async fn unproven_rounds(&self) -> Result<Report, AppError> {
        let mut lines = Vec::new();
        for workspace in self.storage.workspaces().await? {
            for program in self.storage.programs(&workspace.id).await? {
                let newest = self.storage.held_rounds(&workspace.id, &program.id, 1).await?;
                lines.extend(newest.first().and_then(line));
            }
        }
        Ok(Report::Done { lines })
    }
}

/// Raised hands that were matched without a proof.
pub(super) fn note_hands(workspace: &WorkspaceId, doubt: Doubt) {
    measure::round_unproven();
    tracing::error!(
        %workspace, %doubt,
        "raised hands were matched by the plain library; the offers are sound, please report this"
    );
}

fn note(workspace: &WorkspaceId, round: &Round) {
    let Some(doubt) = round.proof.as_ref().and_then(|proof| proof.doubt) else { return };
    measure::round_unproven();
    tracing::error!(
        %workspace, program = %round.program, slot = %round.slot, %doubt,
        "the pairs of this round come from the plain library; the round is sound, please report this"
    );
}

fn line(round: &Round) -> Option<String> {
    let doubt = round.proof.as_ref()?.doubt?;
    Some(format!("the pairs of round {} come from the plain library, because {doubt}. {NEXT}", round.id))
}

#[cfg(test)]
mod tests;
