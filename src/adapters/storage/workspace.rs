//! Workspaces: whether we may act in one is a column, since claims and wakes ask it of every row.

use super::session::{Conn, args, from_doc, sql, to_doc};
use crate::domain::ids::WorkspaceId;
use crate::domain::workspace::{Access, Workspace};
use crate::ports::Stored;

pub(super) async fn list(conn: &mut Conn<'_>) -> Stored<Vec<Workspace>> {
    let rows: Vec<(String,)> = conn.all(sql!("list_workspaces"), args![]).await?;
    rows.iter().map(|(doc,)| from_doc("workspace", doc)).collect()
}

pub(super) async fn load(conn: &mut Conn<'_>, workspace: &WorkspaceId) -> Stored<Option<Workspace>> {
    let row: Option<(String,)> = conn.one(sql!("load_workspace"), args![workspace]).await?;
    row.map(|(doc,)| from_doc("workspace", &doc)).transpose()
}

pub(super) async fn save(conn: &mut Conn<'_>, workspace: &Workspace) -> Stored<()> {
    let access = match workspace.access {
        Access::Granted => "granted",
        Access::Revoked => "revoked",
        Access::Uninstalled { .. } => "uninstalled",
    };
    conn.run(sql!("save_workspace"), args![&workspace.id, access, to_doc(workspace)?]).await?;
    Ok(())
}

pub(super) async fn ping(conn: &mut Conn<'_>) -> Stored<()> {
    conn.one::<(i64,)>(sql!("ping"), args![]).await.map(drop)
}
