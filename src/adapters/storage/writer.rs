//! Every write goes through here. On SQLite one task owns the only writing connection and commits what has queued up
//! together, each write behind its own savepoint. On Postgres each write is a task of its own. A caller that stops
//! waiting never interrupts a transaction: sqlx 0.9.0 would hand its connection on with the transaction still open.

use super::commit::{self, Chore, Upkeep};
use super::lanes::{self, Holder};
use super::notices::Notices;
use super::open::Hold;
use super::session::{Conn, to_storage_error};
use super::{outbox, parked, quota};
use crate::domain::ids::{ChannelId, MessageKey, MessageRef, PersonId, WorkspaceId};
use crate::failpoint::failpoint;
use crate::ports::{Claimed, Commit, Finish, OutboxId, Retry, Standing, StorageError, Stored};
use jiff::Timestamp;
use sqlx::{Acquire, Connection, PgPool, SqliteConnection};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The most writes that share one transaction.
const GROUP: usize = 64;
/// How many writes may wait; more callers wait for room.
const QUEUE: usize = 1_024;

/// Something to write.
pub(super) enum Write {
    Commit(Box<Commit>),
    Claim { what: outbox::Claim, holder: Holder },
    Finish { claimed: Box<Claimed>, finish: Finish, now: Timestamp },
    Recover { now: Timestamp, quarantine: Duration },
    ParkRestored { now: Timestamp, decided_since: Timestamp },
    Confirm { workspace: WorkspaceId, id: OutboxId, message: MessageRef, now: Timestamp },
    Repaired(outbox::Mended),
    Take(quota::Taking),
    Hold { workspace: WorkspaceId, name: String, until: Timestamp },
    Release(Holder),
    SaveChannel { workspace: WorkspaceId, members: Vec<PersonId>, channel: ChannelId },
    RetryFailed { workspace: WorkspaceId, which: Retry, now: Timestamp },
    GiveUp { workspace: WorkspaceId, key: MessageKey },
    DropRow { workspace: WorkspaceId, key: MessageKey, now: Timestamp },
}

impl Write {
    /// Whether it is one statement, which is a transaction by itself.
    fn is_one_statement(&self) -> bool {
        match self {
            Self::Claim { .. }
            | Self::Finish { .. }
            | Self::Recover { .. }
            | Self::ParkRestored { .. }
            | Self::Repaired(_)
            | Self::Hold { .. }
            | Self::Release(_)
            | Self::SaveChannel { .. }
            | Self::RetryFailed { .. }
            | Self::GiveUp { .. }
            | Self::DropRow { .. } => true,
            Self::Commit(_) | Self::Confirm { .. } | Self::Take(_) => false,
        }
    }

    /// Whether other processes may have something to do once it is written.
    fn leaves_work(&self) -> bool {
        match self {
            Self::Commit(commit) => commit.decision.leaves_work(),
            // What answers to a message waits until that one is settled.
            Self::Confirm { .. } => true,
            // Somebody else may deliver for our workspaces now.
            Self::Release(_) => true,
            // An operator's word counts at once; what answers to a row that is dropped waits no longer.
            Self::RetryFailed { .. } | Self::DropRow { .. } => true,
            Self::Claim { .. }
            | Self::Finish { .. }
            | Self::Recover { .. }
            | Self::ParkRestored { .. }
            | Self::Repaired(_)
            | Self::Take(_)
            | Self::Hold { .. }
            | Self::SaveChannel { .. }
            | Self::GiveUp { .. } => false,
        }
    }
}

/// What a write gave.
pub(super) enum Written {
    Nothing,
    Claimed(Vec<Claimed>),
    Found(bool),
    Rows(u64),
    Stands(Standing),
    Taken(Result<(), Duration>),
}

pub(super) struct Job {
    write: Write,
    answer: oneshot::Sender<Stored<Written>>,
}

/// Where writes are handed in.
#[derive(Clone, Debug)]
pub(super) enum Writer {
    Sqlite { queue: mpsc::Sender<Job>, closing: CancellationToken, task: TaskTracker },
    Postgres { pool: PgPool, upkeep: Arc<Upkeep>, tasks: TaskTracker, notices: Notices },
}

impl Writer {
    /// Starts the task that owns SQLite's only writing connection.
    pub(super) fn sqlite(conn: SqliteConnection, hold: Hold) -> Self {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let (closing, task) = (CancellationToken::new(), TaskTracker::new());
        task.spawn(own_file(conn, hold, jobs, closing.clone()));
        task.close();
        Self::Sqlite { queue, closing, task }
    }

    /// Writes through a pool, and tells the other processes.
    pub(super) fn postgres(pool: PgPool, notices: Notices) -> Self {
        Self::Postgres { pool, upkeep: Arc::default(), tasks: TaskTracker::new(), notices }
    }

    /// Returns when another process may have written something that is due; never on SQLite, which has one process.
    pub(super) async fn changed(&self) {
        match self {
            Self::Sqlite { .. } => std::future::pending().await,
            Self::Postgres { notices, .. } => notices.heard().await,
        }
    }

    /// Writes; returns when it is durable, or when nothing was changed.
    pub(super) async fn write(&self, write: Write) -> Stored<Written> {
        let (answer, answered) = oneshot::channel();
        match self {
            Self::Sqlite { queue, .. } => {
                queue.send(Job { write, answer }).await.map_err(|_| closed())?;
            }
            Self::Postgres { pool, upkeep, tasks, notices } => {
                let (pool, upkeep, notices) = (pool.clone(), upkeep.clone(), notices.clone());
                tasks.spawn(async move {
                    let written = write_alone(&pool, &write, &upkeep).await;
                    if may_count(&written) && write.leaves_work() {
                        notices.say();
                    }
                    // Nobody may be waiting any more; the write counts all the same.
                    let _ = answer.send(written);
                });
            }
        }
        answered.await.map_err(|_| closed())?
    }

    /// Ends what was handed in where each write is a task of its own; a file's are in a queue, which ends with it.
    pub(super) async fn finish(&self) {
        match self {
            Self::Sqlite { .. } => {}
            Self::Postgres { tasks, .. } => {
                tasks.close();
                tasks.wait().await;
            }
        }
    }

    /// Ends what was handed in, then closes the connections.
    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite { closing, task, .. } => {
                closing.cancel();
                task.wait().await;
            }
            Self::Postgres { pool, notices, .. } => {
                self.finish().await;
                notices.close().await;
                pool.close().await;
            }
        }
    }
}

/// Whether a write may have taken place: where the line went dead during the commit, nobody knows.
fn may_count(written: &Stored<Written>) -> bool {
    match written {
        Ok(_) | Err(StorageError::Unavailable(_)) => true,
        Err(StorageError::Conflict | StorageError::Duplicate(_) | StorageError::Corrupt(_)) => false,
    }
}

fn closed() -> StorageError {
    StorageError::Unavailable("it is closed".to_owned())
}

async fn execute(conn: &mut Conn<'_>, write: &Write, upkeep: &Upkeep) -> Stored<Written> {
    match write {
        Write::Commit(decided) => commit::commit(conn, decided, upkeep).await.map(|()| Written::Nothing),
        Write::Claim { what, holder } => match lanes::take(conn, &what.workspace, holder, what.now).await? {
            true => outbox::claim(conn, what).await.map(Written::Claimed),
            false => Ok(Written::Claimed(Vec::new())),
        },
        Write::Finish { claimed, finish, now } => {
            outbox::finish(conn, claimed, finish, *now).await.map(Written::Found)
        }
        Write::Recover { now, quarantine } => {
            outbox::recover(conn, *now, *quarantine).await.map(Written::Rows)
        }
        Write::ParkRestored { now, decided_since } => {
            outbox::park_restored(conn, *now, *decided_since).await.map(Written::Rows)
        }
        Write::Confirm { workspace, id, message, now } => {
            outbox::confirm(conn, workspace, id, message, *now).await.map(Written::Stands)
        }
        Write::Repaired(what) => outbox::repaired(conn, what).await.map(|()| Written::Nothing),
        Write::Take(what) => {
            if upkeep.is_due(Chore::Buckets, what.now) {
                quota::prune(conn, what.now).await?;
            }
            quota::take(conn, what).await.map(Written::Taken)
        }
        Write::Hold { workspace, name, until } => {
            quota::hold(conn, workspace, name, *until).await.map(|()| Written::Nothing)
        }
        Write::Release(holder) => lanes::release(conn, holder).await.map(|()| Written::Nothing),
        Write::SaveChannel { workspace, members, channel } => {
            outbox::save_channel(conn, workspace, members, channel).await.map(|()| Written::Nothing)
        }
        Write::RetryFailed { workspace, which, now } => {
            parked::retry(conn, workspace, which, *now).await.map(Written::Rows)
        }
        Write::GiveUp { workspace, key } => {
            parked::give_up(conn, workspace, key).await.map(|()| Written::Nothing)
        }
        Write::DropRow { workspace, key, now } => {
            parked::drop_row(conn, workspace, key, *now).await.map(Written::Found)
        }
    }
}

async fn write_alone(pool: &PgPool, write: &Write, upkeep: &Upkeep) -> Stored<Written> {
    let mut conn = pool.acquire().await.map_err(|error| to_storage_error(&error))?;
    let mut transaction = conn.begin().await.map_err(|error| to_storage_error(&error))?;
    let written = execute(&mut Conn::Postgres(&mut transaction), write, upkeep).await;
    let ended = match written {
        Ok(_) => {
            failpoint!("before-commit");
            transaction.commit().await
        }
        Err(_) => transaction.rollback().await,
    };
    failpoint!("after-commit");
    match (written, ended) {
        (Ok(_), Err(error)) => Err(to_storage_error(&error)),
        (written, _) => written,
    }
}

/// Writes until nobody can hand in more; only then is the file let go of.
async fn own_file(
    mut conn: SqliteConnection,
    hold: Hold,
    mut jobs: mpsc::Receiver<Job>,
    closing: CancellationToken,
) {
    let upkeep = Upkeep::default();
    let mut group = Vec::with_capacity(GROUP);
    loop {
        tokio::select! {
            biased;
            () = closing.cancelled(), if !jobs.is_closed() => jobs.close(),
            taken = jobs.recv_many(&mut group, GROUP) => match taken {
                0 => break,
                _ => write_jobs(&mut conn, group.drain(..), &upkeep).await,
            },
        }
    }
    if let Err(error) = conn.close().await {
        tracing::warn!(%error, "the database did not close cleanly");
    }
    drop(hold);
}

async fn write_jobs(conn: &mut SqliteConnection, jobs: impl Iterator<Item = Job>, upkeep: &Upkeep) {
    let (writes, answers): (Vec<Write>, Vec<_>) = jobs.map(|job| (job.write, job.answer)).unzip();
    let results = write_group(conn, &writes, upkeep).await;
    for (answer, result) in answers.into_iter().zip(results) {
        // Nobody may be waiting any more; the write counts all the same.
        let _ = answer.send(result);
    }
}

/// One transaction for all of them: each has its own result, unless the whole fails.
async fn write_group(conn: &mut SqliteConnection, writes: &[Write], upkeep: &Upkeep) -> Vec<Stored<Written>> {
    match try_write_group(conn, writes, upkeep).await {
        Ok(results) => results,
        Err(error) => {
            // SQLite may have rolled back by itself when the disk was full; then there is nothing left to roll back.
            let _ = step(conn, "ROLLBACK").await;
            let reason = match error {
                StorageError::Unavailable(reason) | StorageError::Corrupt(reason) => reason,
                lost @ (StorageError::Conflict | StorageError::Duplicate(_)) => lost.to_string(),
            };
            writes.iter().map(|_| Err(StorageError::Unavailable(reason.clone()))).collect()
        }
    }
}

async fn try_write_group(
    conn: &mut SqliteConnection,
    writes: &[Write],
    upkeep: &Upkeep,
) -> Stored<Vec<Stored<Written>>> {
    if let [write] = writes
        && write.is_one_statement()
    {
        return Ok(vec![execute(&mut Conn::Sqlite(conn), write, upkeep).await]);
    }
    step(conn, "BEGIN IMMEDIATE").await?;
    if let [write] = writes {
        let result = execute(&mut Conn::Sqlite(conn), write, upkeep).await;
        failpoint!("before-commit");
        step(conn, if result.is_ok() { "COMMIT" } else { "ROLLBACK" }).await?;
        failpoint!("after-commit");
        return Ok(vec![result]);
    }
    let mut results = Vec::with_capacity(writes.len());
    for write in writes {
        step(conn, "SAVEPOINT one").await?;
        let result = execute(&mut Conn::Sqlite(conn), write, upkeep).await;
        if result.is_err() {
            step(conn, "ROLLBACK TO one").await?;
        }
        step(conn, "RELEASE one").await?;
        results.push(result);
    }
    failpoint!("before-commit");
    step(conn, "COMMIT").await?;
    failpoint!("after-commit");
    Ok(results)
}

async fn step(conn: &mut SqliteConnection, sql: &'static str) -> Stored<()> {
    Conn::Sqlite(conn).run(sql, Vec::new()).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::storage::open::{OpenOptions, temporary};
    use futures_util::future::join_all;

    fn channel(nth: usize, length: usize) -> Write {
        let workspace = WorkspaceId::new("T1");
        let members = vec![PersonId::new(format!("U{nth}"))];
        Write::SaveChannel { workspace, members, channel: ChannelId::new("D".repeat(length)) }
    }

    #[tokio::test]
    async fn a_full_disk_fails_what_does_not_fit_and_nothing_else() {
        let mut opened = temporary(&OpenOptions::default()).await.unwrap();
        let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&mut opened.writer).await.unwrap();
        let limit = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {}", pages + 8));
        sqlx::query(limit).execute(&mut opened.writer).await.unwrap();
        let writer = Writer::sqlite(opened.writer, opened.hold);
        let alone = writer.write(channel(0, 1_000_000)).await;
        assert!(matches!(alone, Err(StorageError::Unavailable(_))));
        let lengths = [10, 1_000_000, 10];
        let together =
            join_all(lengths.iter().enumerate().map(|(nth, length)| writer.write(channel(nth, *length))));
        let fits: Vec<bool> = together.await.iter().map(Result::is_ok).collect();
        let kept: Vec<String> = sqlx::query_scalar("SELECT members FROM channel ORDER BY members")
            .fetch_all(&mut opened.readers[0])
            .await
            .unwrap();
        assert!(!fits[1]);
        let answered: Vec<String> =
            [0, 2].into_iter().filter(|nth| fits[*nth]).map(|nth| format!("U{nth}")).collect();
        assert_eq!(kept, answered, "exactly what was answered is kept");
        assert!(writer.write(channel(7, 10)).await.is_ok(), "it goes on when there is room");
        drop(opened.readers);
        writer.close().await;
    }
}
