//! What giving and receiving is counted from, for a person's own picture and for who is brought together.

use super::{App, AppError};
use crate::domain::ids::{PersonId, WorkspaceId};
use crate::domain::reciprocity::{Ledger, QUARTER};
use crate::domain::record::{Record, RecordKind};
use jiff::{SignedDuration, Timestamp};

/// How far back records of others matter: for who is asked next and what people have helped with, for which theme comes
/// next, and for terms that began before the quarter and had their meetings in it.
const LOOKED_AT: SignedDuration = SignedDuration::from_hours(26 * 7 * 24);

impl App {
    /// How often somebody gave and received in the last quarter. It is for them alone.
    ///
    /// # Errors
    /// The storage failed.
    pub async fn ledger(&self, workspace: &WorkspaceId, person: &PersonId) -> Result<Ledger, AppError> {
        let check_ins = self.storage.check_ins_of(workspace, person).await?;
        let records = self.storage.records_of(workspace, person).await?;
        Ok(Ledger::of(person, &check_ins, &records, self.clock.now() - QUARTER))
    }

    /// Everybody's records of some kinds, as far back as they matter.
    pub(super) async fn records_lately(
        &self,
        workspace: &WorkspaceId,
        kinds: &[RecordKind],
        now: Timestamp,
    ) -> Result<Vec<Record>, AppError> {
        let mut records = Vec::new();
        for kind in kinds {
            records.extend(self.storage.records_since(workspace, *kind, now - LOOKED_AT).await?);
        }
        Ok(records)
    }
}
