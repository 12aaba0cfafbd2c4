//! Where the buckets of Slack's limits are kept. The processes on one server share rows; a file belongs to one process, whose
//! memory is quicker, and only what Slack itself said has to outlive that.

use super::session::{Arg, Conn, args, sql, to_instant};
use crate::domain::decision::Urgency;
use crate::domain::delivery::pace::{self, Bucket, Rate, Wanted};
use crate::domain::ids::WorkspaceId;
use crate::ports::{OneProcess, Stored};
use jiff::Timestamp;
use std::time::Duration;

/// Somebody who wants room in buckets of a workspace.
#[derive(Clone, Debug)]
pub(super) struct Taking {
    pub(super) workspace: WorkspaceId,
    pub(super) wanted: Vec<Wanted>,
    pub(super) urgency: Urgency,
    pub(super) now: Timestamp,
}

/// Takes room in rows that nobody else may touch until this transaction ends.
pub(super) async fn take(conn: &mut Conn<'_>, what: &Taking) -> Stored<Result<(), Duration>> {
    let mut wanted = what.wanted.clone();
    // Always in the same order, so that no two wait for each other.
    wanted.sort_by(|one, other| one.name.cmp(&other.name));
    let mut buckets: Vec<(Rate, Bucket)> = Vec::with_capacity(wanted.len());
    for each in &wanted {
        let row: Option<(i64, i64, i64)> =
            conn.one(sql!("take_bucket"), args![&what.workspace, each.name.as_str()]).await?;
        buckets.push((each.rate, to_bucket(row.unwrap_or_default())?));
    }
    let before = buckets.clone();
    let taken = pace::take(&mut buckets, what.urgency, what.now);
    for ((each, (_, after)), (_, before)) in wanted.iter().zip(&buckets).zip(&before) {
        if after != before {
            let mut args = args![&what.workspace, each.name.as_str()];
            args.extend(columns(after));
            conn.run(sql!("update_bucket"), args).await?;
        }
    }
    Ok(taken)
}

/// Nobody takes room in a bucket before then.
pub(super) async fn hold(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    name: &str,
    until: Timestamp,
) -> Stored<()> {
    conn.run(sql!("hold_bucket"), args![workspace, name, until]).await?;
    Ok(())
}

/// Forgets buckets that say no more than new ones would.
pub(super) async fn prune(conn: &mut Conn<'_>, now: Timestamp) -> Stored<()> {
    conn.run(sql!("prune_buckets"), args![now]).await?;
    Ok(())
}

/// What Slack said to an earlier start of the program.
pub(super) async fn holds(conn: &mut Conn<'_>) -> Stored<OneProcess> {
    let memory = OneProcess::default();
    let rows: Vec<(String, String, i64)> = conn.all(sql!("list_holds"), args![]).await?;
    for (workspace, name, until) in rows {
        memory.hold_now(&WorkspaceId::new(workspace), &name, to_instant(until)?);
    }
    Ok(memory)
}

fn to_bucket((full_at, held_until, last_turn): (i64, i64, i64)) -> Stored<Bucket> {
    Ok(Bucket {
        full_at: to_instant(full_at)?,
        held_until: to_instant(held_until)?,
        last_turn: to_instant(last_turn)?,
    })
}

fn columns(bucket: &Bucket) -> Vec<Arg> {
    args![bucket.full_at, bucket.held_until, bucket.last_turn]
}
