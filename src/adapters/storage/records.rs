//! Records of every kind beside people and rounds: the same few statements for all of them.

use super::session::{Arg, Conn, args, from_doc, sql, to_doc};
use crate::domain::ids::{MessageRef, PersonId, WorkspaceId};
use crate::domain::record::{Record, RecordKind};
use crate::ports::Stored;
use jiff::Timestamp;

type Versioned = (i64, String);

pub(super) async fn load(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    kind: RecordKind,
    id: &str,
) -> Stored<Option<Record>> {
    let row = conn.one(sql!("load_record"), args![workspace, kind.code(), id]).await?;
    row.map(to_record).transpose()
}

pub(super) async fn since(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    kind: RecordKind,
    since: Timestamp,
) -> Stored<Vec<Record>> {
    let rows = conn.all(sql!("list_records_since"), args![workspace, kind.code(), since]).await?;
    rows.into_iter().map(to_record).collect()
}

pub(super) async fn open(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    kind: RecordKind,
) -> Stored<Vec<Record>> {
    let rows = conn.all(sql!("list_open_records"), args![workspace, kind.code()]).await?;
    rows.into_iter().map(to_record).collect()
}

pub(super) async fn of(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    person: &PersonId,
) -> Stored<Vec<Record>> {
    let rows = conn.all(sql!("list_records_of"), args![workspace, person]).await?;
    rows.into_iter().map(to_record).collect()
}

pub(super) async fn of_message(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    message: &MessageRef,
) -> Stored<Option<Record>> {
    let args = args![workspace, &message.channel, message.ts.as_str()];
    let row = conn.one(sql!("load_record_of_message"), args).await?;
    row.map(to_record).transpose()
}

pub(super) fn new_row(workspace: &WorkspaceId, record: &Record) -> Stored<Vec<Arg>> {
    let open = i64::from(record.is_open());
    Ok(args![workspace, record.kind().code(), record.id(), record.since(), open, to_doc(record)?])
}

pub(super) fn people_rows(workspace: &WorkspaceId, record: &Record) -> Vec<Vec<Arg>> {
    let row = |person: &PersonId| args![workspace, person, record.kind().code(), record.id()];
    record.people().iter().map(row).collect()
}

pub(super) async fn update(conn: &mut Conn<'_>, workspace: &WorkspaceId, record: &Record) -> Stored<()> {
    let (kind, id) = (record.kind().code(), record.id());
    let open = i64::from(record.is_open());
    let args = args![workspace, kind, id, record.version(), open, to_doc(record)?];
    conn.run_once(sql!("update_record"), args).await?;
    conn.run(sql!("delete_record_people"), args![workspace, kind, id]).await?;
    conn.insert(sql!("insert_record_person"), people_rows(workspace, record)).await?;
    Ok(())
}

pub(super) async fn delete(conn: &mut Conn<'_>, workspace: &WorkspaceId, record: &Record) -> Stored<()> {
    let (kind, id) = (record.kind().code(), record.id());
    conn.run(sql!("delete_record_people"), args![workspace, kind, id]).await?;
    conn.run(sql!("delete_record"), args![workspace, kind, id]).await?;
    Ok(())
}

pub(super) fn to_record((version, doc): Versioned) -> Stored<Record> {
    Ok(from_doc::<Record>("record", &doc)?.at_version(version))
}
