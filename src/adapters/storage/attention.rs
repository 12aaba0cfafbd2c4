//! What we began with people, week by week. A number of a week is taken once.

use super::session::{Arg, Conn, args, from_doc, sql, to_doc};
use crate::domain::attention::Entry;
use crate::domain::ids::{PersonId, WorkspaceId};
use crate::ports::Stored;
use jiff::civil::Date;

pub(super) async fn since(conn: &mut Conn<'_>, workspace: &WorkspaceId, week: Date) -> Stored<Vec<Entry>> {
    let rows: Vec<(String,)> = conn.all(sql!("list_attention_since"), args![workspace, week]).await?;
    rows.iter().map(|(doc,)| from_doc("contact", doc)).collect()
}

pub(super) async fn of(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    person: &PersonId,
    since: Date,
) -> Stored<Vec<Entry>> {
    let rows: Vec<(String,)> = conn.all(sql!("list_attention_of"), args![workspace, person, since]).await?;
    rows.iter().map(|(doc,)| from_doc("contact", doc)).collect()
}

pub(super) fn new_row(workspace: &WorkspaceId, entry: &Entry) -> Stored<Vec<Arg>> {
    Ok(args![workspace, &entry.person, entry.week, entry.number, to_doc(entry)?])
}
