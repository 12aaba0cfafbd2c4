//! Slack's limits as the application knows them: in memory where one process holds the database, else in rows.

use super::super::quota::Taking;
use super::super::writer::{Write, Written};
use super::{Database, Shelving, mixed_up};
use crate::domain::decision::Urgency;
use crate::domain::delivery::pace::Wanted;
use crate::domain::ids::WorkspaceId;
use crate::ports::{Quota, Stored};
use async_trait::async_trait;
use jiff::Timestamp;
use std::time::Duration;

#[async_trait]
impl Quota for Database {
    async fn take(
        &self,
        workspace: &WorkspaceId,
        wanted: &[Wanted],
        urgency: Urgency,
        now: Timestamp,
    ) -> Stored<Result<(), Duration>> {
        match &self.buckets {
            Shelving::InMemory(buckets) => Ok(buckets.take_now(workspace, wanted, urgency, now)),
            Shelving::InRows => {
                let (workspace, wanted) = (workspace.clone(), wanted.to_vec());
                let taking = Taking { workspace, wanted, urgency, now };
                let Written::Taken(taken) = self.writer.write(Write::Take(taking)).await? else {
                    return Err(mixed_up());
                };
                Ok(taken)
            }
        }
    }

    async fn hold(&self, workspace: &WorkspaceId, name: &str, until: Timestamp) -> Stored<()> {
        match &self.buckets {
            Shelving::InMemory(buckets) => buckets.hold_now(workspace, name, until),
            Shelving::InRows => {}
        }
        let (workspace, name) = (workspace.clone(), name.to_owned());
        self.writer.write(Write::Hold { workspace, name, until }).await.map(drop)
    }
}
