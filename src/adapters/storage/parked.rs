//! The outbox as an operator sees it and mends it. No statement of these gives a message's words.

use super::outbox::word;
use super::session::{Conn, args, sql, to_instant};
use crate::domain::decision::SkipReason;
use crate::domain::eta::Work;
use crate::domain::ids::{MessageKey, WorkspaceId};
use crate::ports::{Backlog, OutboxRow, Retry, RowState, Rows, StorageError, Stored};
use jiff::{SignedDuration, Timestamp};

/// How long a failed message keeps its words: time for an operator to come back from leave.
const WORDS_KEPT: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Key, kind, state, since, attempts, reason, next attempt, and 1 where its words are there.
type ListedRow = (String, String, String, i64, i64, Option<String>, Option<i64>, i64);

/// Workspace, state, rows, oldest, posts, opens, edits.
type BacklogRow = (String, String, i64, Option<i64>, i64, i64, i64);

pub(super) async fn list(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    which: &Rows,
    limit: u32,
) -> Stored<Vec<OutboxRow>> {
    let (key, state) = match which {
        Rows::Unsettled => (None, None),
        Rows::In(state) => (None, Some(state.as_str().to_owned())),
        Rows::Key(key) => (Some(key.as_str().to_owned()), None),
    };
    let rows: Vec<ListedRow> =
        conn.all(sql!("list_outbox"), args![workspace, key, state, i64::from(limit)]).await?;
    rows.into_iter().map(|row| to_row(workspace, row)).collect()
}

fn to_row(workspace: &WorkspaceId, row: ListedRow) -> Stored<OutboxRow> {
    let (key, kind, state, since, attempts, reason, next_at, has_words) = row;
    Ok(OutboxRow {
        workspace: workspace.clone(),
        key: MessageKey::new(key),
        kind,
        state: to_state(&state)?,
        since: to_instant(since)?,
        attempts: u32::try_from(attempts).unwrap_or_default(),
        reason,
        next_at: next_at.map(to_instant).transpose()?,
        has_words: has_words == 1,
    })
}

fn to_state(word: &str) -> Stored<RowState> {
    RowState::of(word).ok_or_else(|| StorageError::Corrupt("the state of an outbox row".to_owned()))
}

pub(super) async fn retry(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    which: &Retry,
    now: Timestamp,
) -> Stored<u64> {
    let key = match which {
        Retry::AllFailed => None,
        Retry::Key(key) => Some(key.as_str().to_owned()),
    };
    conn.run(sql!("retry_failed"), args![workspace, key, now]).await
}

pub(super) async fn give_up(conn: &mut Conn<'_>, workspace: &WorkspaceId, key: &MessageKey) -> Stored<()> {
    conn.run(sql!("give_up"), args![workspace, key]).await.map(drop)
}

pub(super) async fn drop_row(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    key: &MessageKey,
    now: Timestamp,
) -> Stored<bool> {
    let args = args![workspace, key, word(SkipReason::Dropped)?, now];
    Ok(conn.run(sql!("drop_outbox"), args).await? == 1)
}

/// Nobody came to mend what is that old, so its words go.
pub(super) async fn blank_old(conn: &mut Conn<'_>, now: Timestamp) -> Stored<()> {
    let before = now.checked_sub(WORDS_KEPT).unwrap_or(Timestamp::MIN);
    conn.run(sql!("blank_failed"), args![before]).await.map(drop)
}

pub(super) async fn backlog(conn: &mut Conn<'_>, by: Timestamp) -> Stored<Vec<Backlog>> {
    let rows: Vec<BacklogRow> = conn.all(sql!("list_backlog"), args![by]).await?;
    rows.into_iter().map(to_backlog).collect()
}

fn to_backlog(row: BacklogRow) -> Stored<Backlog> {
    let (workspace, state, rows, oldest, posts, opens, edits) = row;
    let number = |counted: i64| u64::try_from(counted).unwrap_or_default();
    Ok(Backlog {
        workspace: WorkspaceId::new(workspace),
        state: to_state(&state)?,
        rows: number(rows),
        oldest: oldest.map(to_instant).transpose()?,
        work: Work { posts: number(posts), opens: number(opens), edits: number(edits) },
    })
}
