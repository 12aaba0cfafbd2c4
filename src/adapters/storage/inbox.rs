//! Deliveries that were taken up, with what was answered: a repeated one is answered alike and changes nothing.

use super::session::{Conn, args, from_doc, sql, to_doc};
use crate::domain::decision::Reply;
use crate::domain::ids::{DedupKey, WorkspaceId};
use crate::ports::{StorageError, Stored};
use jiff::{SignedDuration, Timestamp};

/// Slack's last retry comes about five minutes after the first try; a day leaves room for replays by hand.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// The most rows one commit clears away, so that none of them waits long.
const PRUNED_AT_ONCE: i64 = 500;

/// Takes a delivery up, or fails with the answer of the first time.
pub(super) async fn take(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    dedup: &DedupKey,
    reply: &Reply,
    now: Timestamp,
) -> Stored<()> {
    let args = args![workspace, dedup, to_doc(reply)?, now];
    if conn.run(sql!("insert_inbox"), args).await? == 1 {
        return Ok(());
    }
    let known: Option<(String,)> = conn.one(sql!("load_reply"), args![workspace, dedup]).await?;
    match known {
        Some((reply,)) => Err(StorageError::Duplicate(Box::new(from_doc("reply", &reply)?))),
        None => Err(StorageError::Conflict),
    }
}

/// Clears away what nobody will deliver again.
pub(super) async fn prune(conn: &mut Conn<'_>, now: Timestamp) -> Stored<()> {
    let before = now.checked_sub(KEPT).unwrap_or(Timestamp::MIN);
    conn.run(sql!("prune_inbox"), args![before, PRUNED_AT_ONCE]).await?;
    Ok(())
}
