//! Slack's limits, shared by everybody who calls it for a workspace.

use super::Stored;
use crate::domain::decision::Urgency;
use crate::domain::delivery::pace::{Buckets, Wanted};
use crate::domain::ids::WorkspaceId;
use async_trait::async_trait;
use jiff::Timestamp;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The buckets of Slack's limits.
#[async_trait]
pub trait Quota: Send + Sync {
    /// Takes room for one call in each of these buckets; or takes nothing, and says how long until it is the caller's turn.
    async fn take(
        &self,
        workspace: &WorkspaceId,
        wanted: &[Wanted],
        urgency: Urgency,
        now: Timestamp,
    ) -> Stored<Result<(), Duration>>;
    /// Slack said to wait: nobody takes room in this bucket before then, a later start of the program included.
    async fn hold(&self, workspace: &WorkspaceId, name: &str, until: Timestamp) -> Stored<()>;
}

/// The buckets of a process that shares them with no other, gone with it.
#[derive(Debug, Default)]
pub struct OneProcess(Mutex<Buckets<(WorkspaceId, String)>>);

impl OneProcess {
    /// As [`Quota::take`].
    pub fn take_now(
        &self,
        workspace: &WorkspaceId,
        wanted: &[Wanted],
        urgency: Urgency,
        now: Timestamp,
    ) -> Result<(), Duration> {
        let keyed: Vec<_> =
            wanted.iter().map(|each| ((workspace.clone(), each.name.clone()), each.rate)).collect();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take(&keyed, urgency, now)
    }

    /// As [`Quota::hold`].
    pub fn hold_now(&self, workspace: &WorkspaceId, name: &str, until: Timestamp) {
        let key = (workspace.clone(), name.to_owned());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).hold(key, until);
    }
}

#[async_trait]
impl Quota for OneProcess {
    async fn take(
        &self,
        workspace: &WorkspaceId,
        wanted: &[Wanted],
        urgency: Urgency,
        now: Timestamp,
    ) -> Stored<Result<(), Duration>> {
        Ok(self.take_now(workspace, wanted, urgency, now))
    }

    async fn hold(&self, workspace: &WorkspaceId, name: &str, until: Timestamp) -> Stored<()> {
        self.hold_now(workspace, name, until);
        Ok(())
    }
}
