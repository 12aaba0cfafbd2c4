//! What a person's own picture of giving and receiving needs to know.

use super::{App, AppError};
use crate::domain::ids::{PersonId, WorkspaceId};
use crate::domain::reciprocity::{Ledger, QUARTER};
use crate::domain::record::Record;

impl App {
    /// How often somebody gave and received in the last quarter. It is for them alone.
    ///
    /// # Errors
    /// The storage failed.
    pub async fn ledger(&self, workspace: &WorkspaceId, person: &PersonId) -> Result<Ledger, AppError> {
        let check_ins = self.storage.check_ins_of(workspace, person).await?;
        let records = self.storage.records_of(workspace, person).await?;
        let asks: Vec<_> = records.into_iter().filter_map(Record::into_ask).collect();
        Ok(Ledger::of(person, &check_ins, &asks, self.clock.now() - QUARTER))
    }
}
