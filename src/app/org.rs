//! A file of people, from its bytes to what is kept: decode → read → look up → plan → words. The command line takes the
//! first steps by itself, shows how far they are, and hands the rest to whoever holds the database.

mod decode;
mod look_up;
#[cfg(test)]
mod tests;

pub use crate::domain::org::{Report, Run};
pub use decode::{Decoded, Limits, MOST_BYTES, decode};
pub(super) use look_up::patiently;
pub use look_up::{LookUpError, Progress, look_up};

use super::{App, AppError};
use crate::domain::ids::WorkspaceId;
use crate::domain::org::{Accounts, Fault, Kept, Plan, Sheet};
use crate::ports::StorageError;
use serde::{Deserialize, Serialize};

/// How often a plan is made anew because another writer was faster.
const TRIES: usize = 4;

/// A file that was read, with who of its people is in Slack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// Where.
    pub workspace: WorkspaceId,
    /// What the file says.
    pub sheet: Sheet,
    /// Who is in Slack.
    pub accounts: Accounts,
    /// Whether anything is to be kept.
    pub run: Run,
}

/// What became of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The file is good.
    Planned(Report),
    /// It is not, and nothing was changed.
    Faulty(Vec<Fault>),
}

/// Why an import did not come to an outcome.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Slack could not tell who is who.
    #[error(transparent)]
    LookUp(#[from] LookUpError),
    /// The storage failed; nothing was changed.
    #[error(transparent)]
    App(#[from] AppError),
}

/// Reads a file as far as that needs nobody else: any delimiter of the usual three, any of the usual encodings.
///
/// # Errors
/// Everything that is wrong with the file by itself, in its order.
pub fn read(bytes: &[u8]) -> Result<Sheet, Vec<Fault>> {
    let decoded = decode(bytes, Limits::IMPORT).map_err(|fault| vec![fault])?;
    let mut sheet = Sheet::read(&decoded.table)?;
    sheet.notices.splice(0..0, decoded.notice);
    Ok(sheet)
}

impl App {
    /// The whole way at once, for a file that came through Slack.
    ///
    /// # Errors
    /// Slack or the storage could not be asked; nothing was changed.
    pub async fn import_people(
        &self,
        workspace: &WorkspaceId,
        bytes: &[u8],
        run: Run,
    ) -> Result<Outcome, ImportError> {
        let sheet = match read(bytes) {
            Ok(sheet) => sheet,
            Err(faults) => return Ok(Outcome::Faulty(faults)),
        };
        let accounts = look_up(self.chat.as_ref(), workspace, &sheet, &|_| {}).await?;
        let import = Import { workspace: workspace.clone(), sheet, accounts, run };
        Ok(self.import(&import).await?)
    }

    /// The last part of the way: plans what a file changes, and keeps it where that is wanted, all or nothing.
    ///
    /// # Errors
    /// The storage failed; nothing was changed.
    pub async fn import(&self, import: &Import) -> Result<Outcome, AppError> {
        for _ in 0..TRIES {
            let facts = self.storage.org_facts(&import.workspace, None).await?;
            let people = self.storage.people(&import.workspace).await?;
            let kept = Kept { facts: &facts, people: &people };
            let plan = match Plan::of(&import.sheet, &import.accounts, kept) {
                Ok(plan) => plan,
                Err(faults) => return Ok(Outcome::Faulty(faults)),
            };
            let report = Report {
                run: import.run,
                people: import.sheet.rows.len(),
                differences: plan.differences.clone(),
            };
            let decision = match import.run {
                Run::Dry => return Ok(Outcome::Planned(report)),
                Run::Applied => plan.decision(),
            };
            match self.commit_alone(&import.workspace, decision).await {
                Err(AppError::Storage(StorageError::Conflict)) => {}
                done => return done.map(|()| Outcome::Planned(report)),
            }
        }
        Err(AppError::Busy)
    }
}
