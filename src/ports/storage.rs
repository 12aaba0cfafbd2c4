//! Memory, as the application needs it.

use super::outbox::{Backlog, OutboxRow, Retry, Rows};
use crate::domain::attention::Entry;
use crate::domain::decision::{Decision, Reply, Showing, Target, Urgency, WakeKind};
use crate::domain::delivery::attempt::{Doubt, Finish};
use crate::domain::event::Seed;
use crate::domain::ids::{
    ChannelId, DedupKey, MessageKey, MessageRef, PairingId, PersonId, ProgramId, RoundId, WakeKey,
    WorkspaceId,
};
use crate::domain::message::Message;
use crate::domain::org::OrgFacts;
use crate::domain::people::Person;
use crate::domain::record::{Record, RecordKind};
use crate::domain::rounds::check_in::CheckIn;
use crate::domain::rounds::pairing::Pairing;
use crate::domain::rounds::{Program, Round};
use crate::domain::workspace::Workspace;
use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use std::time::Duration;

/// Why the storage could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// Another writer was faster: load again and decide again.
    #[error("another writer changed the same record")]
    Conflict,
    /// This delivery was taken up before; its answer then.
    #[error("this delivery was taken up before")]
    Duplicate(Box<Reply>),
    /// The database cannot be reached or is full: nothing was changed, try later.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// What is stored cannot be read: an operator must look.
    #[error("a stored record cannot be read: {0}")]
    Corrupt(String),
}

/// What a storage call gives.
pub type Stored<T> = Result<T, StorageError>;

/// One commit: a decision with what it answers to.
#[derive(Clone, Debug)]
pub struct Commit {
    /// Where.
    pub workspace: WorkspaceId,
    /// When it was decided.
    pub now: Timestamp,
    /// The delivery it answers to; committing it twice is a [`StorageError::Duplicate`].
    pub dedup: Option<DedupKey>,
    /// The wake it answers to, which is done with this commit.
    pub wake: Option<(WakeKey, Timestamp)>,
    /// Chance for the opaque ids of its messages.
    pub seed: Seed,
    /// What was decided.
    pub decision: Decision,
}

/// When the next things come due; `None` where there is nothing of the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The next wake.
    pub wake: Option<Timestamp>,
    /// The next message.
    pub message: Option<Timestamp>,
    /// The next look for a message that may stand twice.
    pub repair: Option<Timestamp>,
}

impl Due {
    /// Whichever comes first.
    pub fn first(self) -> Option<Timestamp> {
        self.wake.into_iter().chain(self.message).chain(self.repair).min()
    }
}

/// A wake that has come due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueWake {
    /// Where.
    pub workspace: WorkspaceId,
    /// Its key.
    pub key: WakeKey,
    /// When it was to be.
    pub at: Timestamp,
    /// At what to look.
    pub what: WakeKind,
}

/// A row of the outbox that somebody has taken to send it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// The opaque id that travels as message metadata.
    pub id: OutboxId,
    /// Where.
    pub workspace: WorkspaceId,
    /// Its business key.
    pub key: MessageKey,
    /// To whom.
    pub to: Target,
    /// What.
    pub message: Message,
    /// Pointless after.
    pub expires: Option<Timestamp>,
    /// What overtakes what.
    pub urgency: Urgency,
    /// How many times it was tried before, 429s not counted.
    pub attempts: u32,
    /// Whether an earlier attempt ended without anybody knowing how.
    pub doubt: Option<Doubt>,
    /// From when on a message with its id may stand in Slack.
    pub since: Timestamp,
    /// When it was taken.
    pub claimed_at: Timestamp,
    /// Proof of the claim: a later claim has a higher one, and an older one can no longer finish the row.
    pub lease: i64,
}

/// The opaque id of an outbox row: 32 hexadecimal digits that mean nothing to anybody else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OutboxId(pub String);

/// How a message of ours stands that Slack has told us of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It was waited for, and is sent now.
    Confirmed,
    /// It is known, there or as something that was never in doubt.
    Known,
    /// Another message with the same id is known: one of the two is too many.
    Twice,
    /// None of ours has this id.
    Unknown,
}

/// A message that may stand twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubled {
    /// Its opaque id.
    pub id: OutboxId,
    /// Where.
    pub workspace: WorkspaceId,
    /// Its business key.
    pub key: MessageKey,
    /// To whom.
    pub to: Target,
    /// The message we know of.
    pub known: MessageRef,
    /// Another one, where Slack told us of it.
    pub extra: Option<MessageRef>,
    /// From when on one may stand there.
    pub since: Timestamp,
}

/// What stands in the outbox, for the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxCount {
    /// `pending`, `sending`, `check`, `sent`, `failed` or `skipped`.
    pub state: String,
    /// Why, for `failed` and `skipped`.
    pub reason: Option<String>,
    /// How many rows.
    pub rows: i64,
}

/// Memory. Reads are of one workspace unless they say otherwise.
#[async_trait]
pub trait Storage: Send + Sync {
    /// Every workspace, by id.
    async fn workspaces(&self) -> Stored<Vec<Workspace>>;
    /// One workspace.
    async fn workspace(&self, workspace: &WorkspaceId) -> Stored<Option<Workspace>>;
    /// One person.
    async fn person(&self, workspace: &WorkspaceId, person: &PersonId) -> Stored<Option<Person>>;
    /// These people, by id; whom we do not know is absent.
    async fn people_by_id(&self, workspace: &WorkspaceId, people: &[PersonId]) -> Stored<Vec<Person>>;
    /// Everybody, by id.
    async fn people(&self, workspace: &WorkspaceId) -> Stored<Vec<Person>>;
    /// What the organisation says: of everybody, by id, or of these people. It may speak of people who never joined.
    async fn org_facts(&self, workspace: &WorkspaceId, people: Option<&[PersonId]>) -> Stored<Vec<OrgFacts>>;
    /// Every programme, by id.
    async fn programs(&self, workspace: &WorkspaceId) -> Stored<Vec<Program>>;
    /// One round.
    async fn round(&self, workspace: &WorkspaceId, round: &RoundId) -> Stored<Option<Round>>;
    /// The newest rounds of a programme that were held, newest first.
    async fn held_rounds(
        &self,
        workspace: &WorkspaceId,
        program: &ProgramId,
        limit: u32,
    ) -> Stored<Vec<Round>> {
        self.held_rounds_before(workspace, program, Date::MAX, limit).await
    }
    /// The newest of them before a date, newest first.
    async fn held_rounds_before(
        &self,
        workspace: &WorkspaceId,
        program: &ProgramId,
        slot: Date,
        limit: u32,
    ) -> Stored<Vec<Round>>;
    /// One pairing.
    async fn pairing(&self, workspace: &WorkspaceId, pairing: &PairingId) -> Stored<Option<Pairing>>;
    /// The pairing that a message of ours is about, where the pair reads it together: private check-ins are about none.
    async fn pairing_of_message(
        &self,
        workspace: &WorkspaceId,
        message: &MessageRef,
    ) -> Stored<Option<Pairing>>;
    /// The newest pairings of a person, newest first.
    async fn pairings_of(
        &self,
        workspace: &WorkspaceId,
        person: &PersonId,
        limit: u32,
    ) -> Stored<Vec<Pairing>>;
    /// Every pairing whose slot is at or after a date, by id.
    async fn pairings_since(&self, workspace: &WorkspaceId, since: Date) -> Stored<Vec<Pairing>>;
    /// One check-in.
    async fn check_in(
        &self,
        workspace: &WorkspaceId,
        pairing: &PairingId,
        person: &PersonId,
    ) -> Stored<Option<CheckIn>>;
    /// The check-ins about every pairing whose slot is at or after a date.
    async fn check_ins_since(&self, workspace: &WorkspaceId, since: Date) -> Stored<Vec<CheckIn>>;
    /// Every check-in of a person.
    async fn check_ins_of(&self, workspace: &WorkspaceId, person: &PersonId) -> Stored<Vec<CheckIn>>;
    /// Which questions people have seen; of everybody, or of these people.
    async fn showings(&self, workspace: &WorkspaceId, people: Option<&[PersonId]>) -> Stored<Vec<Showing>>;

    /// One record.
    async fn record(&self, workspace: &WorkspaceId, kind: RecordKind, id: &str) -> Stored<Option<Record>>;
    /// The records of a kind that began at or after an instant, oldest first.
    async fn records_since(
        &self,
        workspace: &WorkspaceId,
        kind: RecordKind,
        since: Timestamp,
    ) -> Stored<Vec<Record>>;
    /// The records of a kind that something is still to come of, by id.
    async fn open_records(&self, workspace: &WorkspaceId, kind: RecordKind) -> Stored<Vec<Record>>;
    /// Every record a person can be found by, of any kind, newest first.
    async fn records_of(&self, workspace: &WorkspaceId, person: &PersonId) -> Stored<Vec<Record>>;
    /// The record that a message of ours is about.
    async fn record_of_message(
        &self,
        workspace: &WorkspaceId,
        message: &MessageRef,
    ) -> Stored<Option<Record>>;
    /// What was begun with people, or held back, in the weeks from a Monday on.
    async fn attention_since(&self, workspace: &WorkspaceId, week: Date) -> Stored<Vec<Entry>>;
    /// The same of one person.
    async fn attention_of(
        &self,
        workspace: &WorkspaceId,
        person: &PersonId,
        since: Date,
    ) -> Stored<Vec<Entry>>;

    /// Commits a decision whole, or not at all.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] when a saved record's version has moved on or a round exists already,
    /// [`StorageError::Duplicate`] when the dedup key is known. In both cases nothing was changed.
    async fn commit(&self, commit: Commit) -> Stored<()>;

    /// Wakes at or before an instant, oldest first, of workspaces that may be acted in (and wakes that erase one).
    async fn due_wakes(&self, now: Timestamp, limit: u32) -> Stored<Vec<DueWake>>;
    /// When the next wake or the next outbox row comes due, over all workspaces that may be acted in.
    async fn next_due(&self) -> Stored<Due>;

    /// Takes due outbox rows of workspaces that may be acted in: most urgent first, then oldest. They are `sending`
    /// when this returns, durably.
    async fn claim(&self, now: Timestamp, limit: u32) -> Stored<Vec<Claimed>>;
    /// Ends an attempt. `false` where the claim was lost to a later one.
    async fn finish(&self, claimed: &Claimed, finish: Finish, now: Timestamp) -> Stored<bool>;
    /// Rows whose sender is gone, since its lease has run out, go to `check`, due after the quarantine; who brings one
    /// sender down after the other is parked. Gives their number.
    async fn recover(&self, now: Timestamp, quarantine: Duration) -> Stored<u64>;
    /// Messages that are due by now, or were decided at or after an instant, wait for an operator; gives their number.
    async fn park_restored(&self, now: Timestamp, decided_since: Timestamp) -> Stored<u64>;
    /// A message with this opaque id stands in Slack: a row in `sending` or `check` is sent; of a second one, a note is made.
    async fn confirm(
        &self,
        workspace: &WorkspaceId,
        id: &OutboxId,
        message: &MessageRef,
        now: Timestamp,
    ) -> Stored<Standing>;
    /// Messages that are to be looked into at or before an instant, since they may stand twice.
    async fn doubled(&self, now: Timestamp, limit: u32) -> Stored<Vec<Doubled>>;
    /// They were: one stays, so many were taken away; or it is looked into once more at another time.
    async fn repaired(
        &self,
        doubled: &Doubled,
        keep: &MessageRef,
        removed: u32,
        again: Option<Timestamp>,
    ) -> Stored<()>;
    /// Where the message with a key stands, once it was sent.
    async fn posted(&self, workspace: &WorkspaceId, key: &MessageKey) -> Stored<Option<MessageRef>>;
    /// The business key of an opaque id.
    async fn key_of(&self, workspace: &WorkspaceId, id: &OutboxId) -> Stored<Option<MessageKey>>;
    /// What stands in the outbox.
    async fn outbox_counts(&self, workspace: &WorkspaceId) -> Stored<Vec<OutboxCount>>;
    /// Rows of the outbox, the oldest first.
    async fn outbox_rows(&self, workspace: &WorkspaceId, which: &Rows, limit: u32) -> Stored<Vec<OutboxRow>>;
    /// Has failed rows tried again whose words are still there; gives their number. One that Slack may have after all is
    /// in doubt again, and looked for first.
    async fn retry_failed(&self, workspace: &WorkspaceId, which: &Retry, now: Timestamp) -> Stored<u64>;
    /// Something else was said in place of a failed row, so its words go, and nobody can have it tried again.
    async fn give_up(&self, workspace: &WorkspaceId, key: &MessageKey) -> Stored<()>;
    /// Ends a row that is neither settled nor under way; `false` where there is no such row.
    async fn drop_row(&self, workspace: &WorkspaceId, key: &MessageKey, now: Timestamp) -> Stored<bool>;
    /// What is not settled, of every workspace and state; `by` says which rows may be sent by now.
    async fn backlog(&self, by: Timestamp) -> Stored<Vec<Backlog>>;
    /// The conversation with exactly these people (sorted), once opened.
    async fn channel(&self, workspace: &WorkspaceId, members: &[PersonId]) -> Stored<Option<ChannelId>>;
    /// Remembers it for ever.
    async fn save_channel(
        &self,
        workspace: &WorkspaceId,
        members: &[PersonId],
        channel: &ChannelId,
    ) -> Stored<()>;
    /// Returns when another process may have written something that is due. Where only one process can write, it never
    /// does. Whoever relies on it looks by the clock as well: word of a change can be lost.
    async fn changed(&self);
    /// Whether the database answers.
    async fn ping(&self) -> Stored<()>;
}
