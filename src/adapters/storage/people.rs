//! People and what they take part in. A record carries the version it was loaded at, and is saved only over that one.

use super::session::{Arg, Conn, args, from_doc, sql, to_doc};
use crate::domain::ids::{PersonId, WorkspaceId};
use crate::domain::people::Person;
use crate::ports::Stored;

pub(super) async fn load(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    person: &PersonId,
) -> Stored<Option<Person>> {
    let row: Option<(i64, String)> = conn.one(sql!("load_person"), args![workspace, person]).await?;
    row.map(to_person).transpose()
}

pub(super) async fn list(conn: &mut Conn<'_>, workspace: &WorkspaceId) -> Stored<Vec<Person>> {
    let rows = conn.all(sql!("list_people"), args![workspace]).await?;
    rows.into_iter().map(to_person).collect()
}

pub(super) fn to_person((version, doc): (i64, String)) -> Stored<Person> {
    Ok(Person { version, ..from_doc("person", &doc)? })
}

pub(super) fn new_row(workspace: &WorkspaceId, person: &Person) -> Stored<Vec<Arg>> {
    Ok(args![workspace, &person.id, to_doc(person)?])
}

pub(super) async fn update(conn: &mut Conn<'_>, workspace: &WorkspaceId, person: &Person) -> Stored<()> {
    let args = args![workspace, &person.id, person.version, to_doc(person)?];
    conn.run_once(sql!("update_person"), args).await
}
