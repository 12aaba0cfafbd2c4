//! The database as the application knows it: one type for both drivers, and each method of the port forwarded to the
//! feature it belongs to.

mod limits;

use super::lanes::{HELD, Holder};
use super::open::{self, Location, OpenError, OpenOptions, Server};
use super::readers::{Readers, Shelf};
use super::session::Conn;
use super::writer::{Write, Writer, Written};
use super::{attention, org, outbox, parked, people, prompts, records, rounds, wakes, workspace};
use crate::domain::attention::Entry;
use crate::domain::decision::Showing;
use crate::domain::ids::{
    ChannelId, MessageKey, MessageRef, PairingId, PersonId, ProgramId, RoundId, WorkspaceId,
};
use crate::domain::org::OrgFacts;
use crate::domain::people::Person;
use crate::domain::record::{Record, RecordKind};
use crate::domain::rounds::check_in::CheckIn;
use crate::domain::rounds::pairing::Pairing;
use crate::domain::rounds::{Program, Round};
use crate::domain::workspace::Workspace;
use crate::ports::{
    Backlog, Claimed, Commit, Doubled, Due, DueWake, Finish, OneProcess, OutboxCount, OutboxId, OutboxRow,
    Retry, Rows, Standing, Storage, StorageError, Stored,
};
use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// An open database. Dropping it ends what was handed in; [`Database::close`] also waits for that.
#[derive(Debug)]
pub struct Database {
    readers: Readers,
    writer: Writer,
    buckets: Shelving,
    holder: Holder,
    lease: Duration,
    turn: AtomicUsize,
}

/// Where the buckets of Slack's limits stand.
#[derive(Debug)]
enum Shelving {
    InMemory(OneProcess),
    InRows,
}

impl Database {
    /// Opens the database of a URL and brings its tables up to date. `sqlite://path.db` and `sqlite:path.db` are files,
    /// `sqlite::memory:` is a temporary one that goes with the process, `postgres://…` is a server.
    ///
    /// # Errors
    /// Says what the operator can do about it; never what the password is.
    pub async fn open(url: &str, options: &OpenOptions) -> Result<Self, OpenError> {
        let file = match Location::parse(url)? {
            Location::Server(server) => {
                let speed = options.speed.max(1);
                let (holder, lease) = (Holder::new(HELD / speed), options.lease / speed);
                let Server { pool, notices } = open::server(*server, &holder, options).await?;
                let (readers, writer) = (Readers::Postgres(pool.clone()), Writer::postgres(pool, notices));
                return Ok(Self::of(readers, writer, Shelving::InRows, holder, lease));
            }
            Location::Temporary => open::temporary(options).await?,
            Location::File(path) => open::file(&path, options).await?,
        };
        let readers = Readers::Sqlite(Shelf::new(file.readers));
        let writer = Writer::sqlite(file.writer, file.hold);
        let buckets = Shelving::InMemory(file.buckets);
        Ok(Self::of(readers, writer, buckets, Holder::new(HELD), options.lease))
    }

    fn of(readers: Readers, writer: Writer, buckets: Shelving, holder: Holder, lease: Duration) -> Self {
        Self { readers, writer, buckets, holder, lease, turn: AtomicUsize::new(0) }
    }

    /// Finishes what was handed in and closes every connection. Whatever comes later is told that the database is not
    /// available. The others on a server need not wait until our leases have run out.
    pub async fn close(&self) {
        // A claim that is under way would take a workspace once more.
        self.writer.finish().await;
        if let Err(error) = self.writer.write(Write::Release(self.holder.clone())).await {
            tracing::debug!(%error, "the workspaces are left to the others when their time is over");
        }
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Runs a function of a feature on a connection of the read pool.
macro_rules! read {
    ($database:expr, $function:path $(, $arg:expr)*) => {{
        let mut reader = $database.readers.take().await?;
        let mut conn: Conn<'_> = reader.conn()?;
        $function(&mut conn $(, $arg)*).await
    }};
}

fn mixed_up() -> StorageError {
    StorageError::Corrupt("the answer to another write".to_owned())
}

#[async_trait]
impl Storage for Database {
    async fn workspaces(&self) -> Stored<Vec<Workspace>> {
        read!(self, workspace::list)
    }

    async fn workspace(&self, id: &WorkspaceId) -> Stored<Option<Workspace>> {
        read!(self, workspace::load, id)
    }

    async fn person(&self, workspace: &WorkspaceId, person: &PersonId) -> Stored<Option<Person>> {
        read!(self, people::load, workspace, person)
    }

    async fn people_by_id(&self, workspace: &WorkspaceId, people: &[PersonId]) -> Stored<Vec<Person>> {
        read!(self, people::list_by_id, workspace, people)
    }

    async fn people(&self, workspace: &WorkspaceId) -> Stored<Vec<Person>> {
        read!(self, people::list, workspace)
    }

    async fn org_facts(&self, workspace: &WorkspaceId, people: Option<&[PersonId]>) -> Stored<Vec<OrgFacts>> {
        read!(self, org::list, workspace, people)
    }

    async fn programs(&self, workspace: &WorkspaceId) -> Stored<Vec<Program>> {
        read!(self, rounds::programs, workspace)
    }

    async fn round(&self, workspace: &WorkspaceId, round: &RoundId) -> Stored<Option<Round>> {
        read!(self, rounds::round, workspace, round)
    }

    async fn held_rounds_before(
        &self,
        workspace: &WorkspaceId,
        program: &ProgramId,
        slot: Date,
        limit: u32,
    ) -> Stored<Vec<Round>> {
        read!(self, rounds::held_rounds_before, workspace, program, slot, limit)
    }

    async fn pairing(&self, workspace: &WorkspaceId, pairing: &PairingId) -> Stored<Option<Pairing>> {
        read!(self, rounds::pairing, workspace, pairing)
    }

    async fn pairing_of_message(
        &self,
        workspace: &WorkspaceId,
        message: &MessageRef,
    ) -> Stored<Option<Pairing>> {
        read!(self, rounds::pairing_of_message, workspace, message)
    }

    async fn pairings_of(
        &self,
        workspace: &WorkspaceId,
        person: &PersonId,
        limit: u32,
    ) -> Stored<Vec<Pairing>> {
        read!(self, rounds::pairings_of, workspace, person, limit)
    }

    async fn pairings_since(&self, workspace: &WorkspaceId, since: Date) -> Stored<Vec<Pairing>> {
        read!(self, rounds::pairings_since, workspace, since)
    }

    async fn check_in(
        &self,
        workspace: &WorkspaceId,
        pairing: &PairingId,
        person: &PersonId,
    ) -> Stored<Option<CheckIn>> {
        read!(self, rounds::check_in, workspace, pairing, person)
    }

    async fn check_ins_since(&self, workspace: &WorkspaceId, since: Date) -> Stored<Vec<CheckIn>> {
        read!(self, rounds::check_ins_since, workspace, since)
    }

    async fn check_ins_of(&self, workspace: &WorkspaceId, person: &PersonId) -> Stored<Vec<CheckIn>> {
        read!(self, rounds::check_ins_of, workspace, person)
    }

    async fn showings(&self, workspace: &WorkspaceId, people: Option<&[PersonId]>) -> Stored<Vec<Showing>> {
        read!(self, prompts::list, workspace, people)
    }

    async fn record(&self, workspace: &WorkspaceId, kind: RecordKind, id: &str) -> Stored<Option<Record>> {
        read!(self, records::load, workspace, kind, id)
    }

    async fn records_since(
        &self,
        workspace: &WorkspaceId,
        kind: RecordKind,
        since: Timestamp,
    ) -> Stored<Vec<Record>> {
        read!(self, records::since, workspace, kind, since)
    }

    async fn open_records(&self, workspace: &WorkspaceId, kind: RecordKind) -> Stored<Vec<Record>> {
        read!(self, records::open, workspace, kind)
    }

    async fn records_of(&self, workspace: &WorkspaceId, person: &PersonId) -> Stored<Vec<Record>> {
        read!(self, records::of, workspace, person)
    }

    async fn record_of_message(
        &self,
        workspace: &WorkspaceId,
        message: &MessageRef,
    ) -> Stored<Option<Record>> {
        read!(self, records::of_message, workspace, message)
    }

    async fn attention_since(&self, workspace: &WorkspaceId, week: Date) -> Stored<Vec<Entry>> {
        read!(self, attention::since, workspace, week)
    }

    async fn attention_of(
        &self,
        workspace: &WorkspaceId,
        person: &PersonId,
        since: Date,
    ) -> Stored<Vec<Entry>> {
        read!(self, attention::of, workspace, person, since)
    }

    async fn commit(&self, commit: Commit) -> Stored<()> {
        self.writer.write(Write::Commit(Box::new(commit))).await.map(drop)
    }

    async fn due_wakes(&self, now: Timestamp, limit: u32) -> Stored<Vec<DueWake>> {
        read!(self, wakes::due, now, limit)
    }

    async fn next_due(&self) -> Stored<Due> {
        read!(self, outbox::next)
    }

    async fn claim(&self, now: Timestamp, limit: u32) -> Stored<Vec<Claimed>> {
        let mut lanes = read!(self, outbox::due_lanes, now)?;
        if lanes.len() > 1 {
            // Whoever came last this time comes first the next: with little room, everybody gets some.
            let turn = self.turn.fetch_add(1, Ordering::Relaxed) % lanes.len();
            lanes.rotate_left(turn);
        }
        let share = limit.div_ceil(u32::try_from(lanes.len()).unwrap_or(u32::MAX).max(1));
        let mut claimed = Vec::new();
        for workspace in lanes {
            let room = limit.saturating_sub(u32::try_from(claimed.len()).unwrap_or(u32::MAX));
            if room == 0 {
                break;
            }
            claimed.extend(self.claim_in(workspace, now, room.min(share)).await?);
        }
        Ok(claimed)
    }

    async fn finish(&self, claimed: &Claimed, finish: Finish, now: Timestamp) -> Stored<bool> {
        let claimed = Box::new(claimed.clone());
        self.found(Write::Finish { claimed, finish, now }).await
    }

    async fn recover(&self, now: Timestamp, quarantine: Duration) -> Stored<u64> {
        self.rows(Write::Recover { now, quarantine }).await
    }

    async fn park_restored(&self, now: Timestamp, decided_since: Timestamp) -> Stored<u64> {
        self.rows(Write::ParkRestored { now, decided_since }).await
    }

    async fn confirm(
        &self,
        workspace: &WorkspaceId,
        id: &OutboxId,
        message: &MessageRef,
        now: Timestamp,
    ) -> Stored<Standing> {
        // Nearly every message is settled long before its confirmation comes, and a look costs less than a write.
        match read!(self, outbox::standing, workspace, id, message)? {
            Standing::Confirmed | Standing::Twice => {}
            settled @ (Standing::Known | Standing::Unknown) => return Ok(settled),
        }
        let (workspace, id, message) = (workspace.clone(), id.clone(), message.clone());
        let Written::Stands(standing) =
            self.writer.write(Write::Confirm { workspace, id, message, now }).await?
        else {
            return Err(mixed_up());
        };
        Ok(standing)
    }

    async fn doubled(&self, now: Timestamp, limit: u32) -> Stored<Vec<Doubled>> {
        read!(self, outbox::doubled, now, limit)
    }

    async fn repaired(
        &self,
        doubled: &Doubled,
        keep: &MessageRef,
        removed: u32,
        again: Option<Timestamp>,
    ) -> Stored<()> {
        let (workspace, id) = (doubled.workspace.clone(), doubled.id.clone());
        let what = outbox::Mended { workspace, id, keep: keep.clone(), removed, again };
        self.writer.write(Write::Repaired(what)).await.map(drop)
    }

    async fn posted(&self, workspace: &WorkspaceId, key: &MessageKey) -> Stored<Option<MessageRef>> {
        read!(self, outbox::posted, workspace, key)
    }

    async fn key_of(&self, workspace: &WorkspaceId, id: &OutboxId) -> Stored<Option<MessageKey>> {
        read!(self, outbox::key_of, workspace, id)
    }

    async fn outbox_counts(&self, workspace: &WorkspaceId) -> Stored<Vec<OutboxCount>> {
        read!(self, outbox::counts, workspace)
    }

    async fn outbox_rows(&self, workspace: &WorkspaceId, which: &Rows, limit: u32) -> Stored<Vec<OutboxRow>> {
        read!(self, parked::list, workspace, which, limit)
    }

    async fn retry_failed(&self, workspace: &WorkspaceId, which: &Retry, now: Timestamp) -> Stored<u64> {
        self.rows(Write::RetryFailed { workspace: workspace.clone(), which: which.clone(), now }).await
    }

    async fn give_up(&self, workspace: &WorkspaceId, key: &MessageKey) -> Stored<()> {
        let (workspace, key) = (workspace.clone(), key.clone());
        self.writer.write(Write::GiveUp { workspace, key }).await.map(drop)
    }

    async fn drop_row(&self, workspace: &WorkspaceId, key: &MessageKey, now: Timestamp) -> Stored<bool> {
        self.found(Write::DropRow { workspace: workspace.clone(), key: key.clone(), now }).await
    }

    async fn backlog(&self, by: Timestamp) -> Stored<Vec<Backlog>> {
        read!(self, parked::backlog, by)
    }

    async fn channel(&self, workspace: &WorkspaceId, members: &[PersonId]) -> Stored<Option<ChannelId>> {
        read!(self, outbox::channel, workspace, members)
    }

    async fn save_channel(
        &self,
        workspace: &WorkspaceId,
        members: &[PersonId],
        channel: &ChannelId,
    ) -> Stored<()> {
        let (workspace, members, channel) = (workspace.clone(), members.to_vec(), channel.clone());
        self.writer.write(Write::SaveChannel { workspace, members, channel }).await.map(drop)
    }

    async fn changed(&self) {
        self.writer.changed().await;
    }

    async fn ping(&self) -> Stored<()> {
        read!(self, workspace::ping)
    }
}

impl Database {
    async fn claim_in(&self, workspace: WorkspaceId, now: Timestamp, limit: u32) -> Stored<Vec<Claimed>> {
        let what = outbox::Claim { workspace, now, limit, lease: self.lease };
        let Written::Claimed(claimed) =
            self.writer.write(Write::Claim { what, holder: self.holder.clone() }).await?
        else {
            return Err(mixed_up());
        };
        Ok(claimed)
    }

    async fn rows(&self, write: Write) -> Stored<u64> {
        let Written::Rows(rows) = self.writer.write(write).await? else {
            return Err(mixed_up());
        };
        Ok(rows)
    }

    async fn found(&self, write: Write) -> Stored<bool> {
        let Written::Found(found) = self.writer.write(write).await? else {
            return Err(mixed_up());
        };
        Ok(found)
    }
}
