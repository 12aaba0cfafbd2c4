//! The database as the application knows it: one type for both drivers, and each method of the port forwarded to the
//! feature it belongs to.

use super::open::{self, Location, OpenError, OpenOptions};
use super::readers::{Readers, Shelf};
use super::session::Conn;
use super::writer::{Write, Writer, Written};
use super::{attention, org, outbox, people, prompts, records, rounds, wakes, workspace};
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
    Claimed, Commit, Due, DueWake, Finish, OutboxCount, OutboxId, Storage, StorageError, Stored,
};
use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use std::time::Duration;

/// An open database. Dropping it ends what was handed in; [`Database::close`] also waits for that.
#[derive(Debug)]
pub struct Database {
    readers: Readers,
    writer: Writer,
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
                let pool = open::server(*server, options).await?;
                return Ok(Self { readers: Readers::Postgres(pool.clone()), writer: Writer::postgres(pool) });
            }
            Location::Temporary => open::temporary(options).await?,
            Location::File(path) => open::file(&path, options).await?,
        };
        let writer = Writer::sqlite(file.writer, file.hold);
        Ok(Self { readers: Readers::Sqlite(Shelf::new(file.readers)), writer })
    }

    /// Finishes what was handed in and closes every connection. Whatever comes later is told that the database is not
    /// available.
    pub async fn close(&self) {
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

    async fn held_rounds(
        &self,
        workspace: &WorkspaceId,
        program: &ProgramId,
        limit: u32,
    ) -> Stored<Vec<Round>> {
        read!(self, rounds::held_rounds, workspace, program, limit)
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
        match self.writer.write(Write::Claim { now, limit }).await? {
            Written::Claimed(claimed) => Ok(claimed),
            Written::Nothing | Written::Found(_) | Written::Rows(_) => Err(mixed_up()),
        }
    }

    async fn finish(&self, claimed: &Claimed, finish: Finish, now: Timestamp) -> Stored<bool> {
        let claimed = Box::new(claimed.clone());
        self.found(Write::Finish { claimed, finish, now }).await
    }

    async fn recover(&self, now: Timestamp, quarantine: Duration) -> Stored<u64> {
        match self.writer.write(Write::Recover { now, quarantine }).await? {
            Written::Rows(rows) => Ok(rows),
            Written::Nothing | Written::Found(_) | Written::Claimed(_) => Err(mixed_up()),
        }
    }

    async fn confirm(&self, workspace: &WorkspaceId, id: &OutboxId, message: &MessageRef) -> Stored<bool> {
        // Nearly every message is settled long before its confirmation comes, and a look costs less than a write.
        if !read!(self, outbox::is_unsettled, workspace, id)? {
            return Ok(false);
        }
        let (workspace, id, message) = (workspace.clone(), id.clone(), message.clone());
        self.found(Write::Confirm { workspace, id, message }).await
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

    async fn ping(&self) -> Stored<()> {
        read!(self, workspace::ping)
    }
}

impl Database {
    async fn found(&self, write: Write) -> Stored<bool> {
        match self.writer.write(write).await? {
            Written::Found(found) => Ok(found),
            Written::Nothing | Written::Rows(_) | Written::Claimed(_) => Err(mixed_up()),
        }
    }
}
