//! People and what they take part in. A record carries the version it was loaded at, and is saved only over that one.

use super::session::{Arg, Conn, args, from_doc, sql, to_doc};
use crate::domain::ids::{PersonId, WorkspaceId};
use crate::domain::people::Person;
use crate::ports::{StorageError, Stored};
use std::collections::BTreeMap;

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

/// How many people one statement asks for.
const AT_ONCE: usize = 8;

pub(super) async fn list_by_id(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    people: &[PersonId],
) -> Stored<Vec<Person>> {
    let mut found = Vec::with_capacity(people.len());
    for some in people.chunks(AT_ONCE) {
        let mut args = args![workspace];
        // The statement has a fixed number of places, so that it stays prepared; the last name fills those left over.
        args.extend((0..AT_ONCE).map(|place| Arg::from(&some[place.min(some.len() - 1)])));
        let rows = conn.all(sql!("list_people_by_id"), args).await?;
        for row in rows {
            found.push(to_person(row)?);
        }
    }
    Ok(found)
}

pub(super) fn to_person((version, doc): (i64, String)) -> Stored<Person> {
    Ok(Person { version, ..from_doc("person", &doc)? })
}

/// Fails where one of these records is gone or has another version; Postgres also keeps them as they are until the
/// transaction ends, as SQLite's single writer does.
pub(super) async fn check_unchanged(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    versions: &BTreeMap<PersonId, i64>,
) -> Stored<()> {
    if versions.is_empty() {
        return Ok(());
    }
    let sql = match conn {
        Conn::Sqlite(_) => sql!("list_versions.sqlite"),
        Conn::Postgres(_) => sql!("list_versions.postgres"),
    };
    let ids: Vec<&PersonId> = versions.keys().collect();
    let found: Vec<(String, i64)> = conn.all(sql, args![workspace, to_doc(&ids)?]).await?;
    let found: BTreeMap<PersonId, i64> =
        found.into_iter().map(|(id, version)| (PersonId::new(id), version)).collect();
    if found == *versions { Ok(()) } else { Err(StorageError::Conflict) }
}

pub(super) fn new_row(workspace: &WorkspaceId, person: &Person) -> Stored<Vec<Arg>> {
    Ok(args![workspace, &person.id, to_doc(person)?])
}

pub(super) async fn update(conn: &mut Conn<'_>, workspace: &WorkspaceId, person: &Person) -> Stored<()> {
    let args = args![workspace, &person.id, person.version, to_doc(person)?];
    conn.run_once(sql!("update_person"), args).await
}
