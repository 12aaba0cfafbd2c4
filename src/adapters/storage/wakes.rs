//! Times to look again.

use super::session::{Conn, args, from_doc, last_of_each, sql, to_doc, to_instant};
use crate::domain::decision::{Wake, WakeKind};
use crate::domain::ids::{WakeKey, WorkspaceId};
use crate::ports::{DueWake, Stored};
use jiff::Timestamp;

/// The one wake that is for workspaces in which we may no longer act.
pub(super) fn in_any_case() -> Stored<String> {
    to_doc(&WakeKind::EraseWorkspace)
}

pub(super) async fn due(conn: &mut Conn<'_>, now: Timestamp, limit: u32) -> Stored<Vec<DueWake>> {
    let args = args![now, in_any_case()?, i64::from(limit)];
    let rows: Vec<(String, String, i64, String)> = conn.all(sql!("list_due_wakes"), args).await?;
    rows.into_iter()
        .map(|(workspace, key, at, what)| {
            Ok(DueWake {
                workspace: WorkspaceId::new(workspace),
                key: WakeKey::new(key),
                at: to_instant(at)?,
                what: from_doc("wake", &what)?,
            })
        })
        .collect()
}

pub(super) async fn save(conn: &mut Conn<'_>, workspace: &WorkspaceId, wakes: &[Wake]) -> Stored<()> {
    let mut rows = Vec::with_capacity(wakes.len());
    for wake in wakes {
        rows.push((&wake.key, args![workspace, &wake.key, wake.at, to_doc(&wake.what)?]));
    }
    conn.insert(sql!("save_wake"), last_of_each(rows.into_iter())).await?;
    Ok(())
}

/// The wake is done with, unless it was moved in the meantime.
pub(super) async fn complete(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    key: &WakeKey,
    at: Timestamp,
) -> Stored<()> {
    conn.run(sql!("delete_wake"), args![workspace, key, at]).await?;
    Ok(())
}

/// There is nothing more to look at.
pub(super) async fn cancel(conn: &mut Conn<'_>, workspace: &WorkspaceId, key: &WakeKey) -> Stored<()> {
    conn.run(sql!("cancel_wake"), args![workspace, key]).await?;
    Ok(())
}
