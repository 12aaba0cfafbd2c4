//! The narrow place where SQL meets a driver. Everything above it writes its statements once and says its arguments as
//! plain values; only the bodies in here are compiled for both databases.

use crate::domain::ids::{ChannelId, MessageKey, PairingId, PersonId, ProgramId, RoundId, WorkspaceId};
use crate::failpoint::failpoint;
use crate::ports::{StorageError, Stored};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, FromRow, PgConnection, SqlSafeStr, SqliteConnection};
use std::collections::BTreeMap;

/// The statement of a file in `sql/`.
macro_rules! sql {
    ($name:literal) => {
        include_str!(concat!("sql/", $name, ".sql"))
    };
}
pub(super) use sql;

/// The arguments of a statement, in the order of their numbers.
macro_rules! args {
    ($($arg:expr),* $(,)?) => {
        vec![$($crate::adapters::storage::session::Arg::from($arg)),*]
    };
}
pub(super) use args;

/// A connection that may write, borrowed from its writer.
pub(super) enum Conn<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// The same body for whichever driver a connection has.
macro_rules! on_backend {
    ($conn:expr, $inner:ident => $body:expr) => {
        match $conn {
            Conn::Sqlite($inner) => $body,
            Conn::Postgres($inner) => $body,
        }
    };
}

/// A value for a placeholder.
#[derive(Clone, Debug)]
pub(super) enum Arg {
    Text(Option<String>),
    Int(Option<i64>),
}

/// A row that both drivers can decode.
pub(super) trait Row:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}

impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// How many rows one statement inserts. A few fixed sizes, so that every shape stays prepared.
const CHUNKS: [usize; 6] = [1_000, 100, 10, 4, 2, 1];

macro_rules! bound {
    ($query:expr, $args:expr) => {{
        let mut query = $query;
        for arg in $args {
            query = match arg {
                Arg::Text(text) => query.bind(text),
                Arg::Int(number) => query.bind(number),
            };
        }
        query
    }};
}

/// A server's clock, which all processes on it share, in UTC milliseconds.
const SERVER_CLOCK: &str = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";

impl Conn<'_> {
    /// What time it is for leases, in UTC milliseconds: by the server's clock, or for the only process of a file by its own.
    pub(super) async fn clock(&mut self, ours: Timestamp) -> Stored<i64> {
        match self {
            Self::Sqlite(_) => Ok(ours.as_millisecond()),
            Self::Postgres(_) => {
                let row: Option<(i64,)> = self.one(SERVER_CLOCK, Vec::new()).await?;
                Ok(row.map_or(ours.as_millisecond(), |(now,)| now))
            }
        }
    }

    /// Every row of a query.
    pub(super) async fn all<T: Row>(&mut self, sql: &'static str, args: Vec<Arg>) -> Stored<Vec<T>> {
        on_backend!(self, conn => bound!(sqlx::query_as(sql), args).fetch_all(&mut **conn).await)
            .map_err(|error| to_storage_error(&error))
    }

    /// The only row of a query, if there is one.
    pub(super) async fn one<T: Row>(&mut self, sql: &'static str, args: Vec<Arg>) -> Stored<Option<T>> {
        on_backend!(self, conn => bound!(sqlx::query_as(sql), args).fetch_optional(&mut **conn).await)
            .map_err(|error| to_storage_error(&error))
    }

    /// Runs a statement; gives the number of rows it changed.
    pub(super) async fn run(&mut self, sql: impl SqlSafeStr, args: Vec<Arg>) -> Stored<u64> {
        on_backend!(self, conn => {
            bound!(sqlx::query(sql), args).execute(&mut **conn).await.map(|done| done.rows_affected())
        })
        .map_err(|error| to_storage_error(&error))
    }

    /// Inserts many rows with a statement that is written for one; gives the number of rows it inserted.
    pub(super) async fn insert(&mut self, sql: &'static str, rows: Vec<Vec<Arg>>) -> Stored<u64> {
        let placeholders = match self {
            Self::Sqlite(_) => Placeholders::Anonymous,
            Self::Postgres(_) => Placeholders::Numbered,
        };
        let mut inserted = 0;
        let mut rows = rows.into_iter();
        while let Some(chunk) = CHUNKS.iter().copied().find(|chunk| *chunk <= rows.len()) {
            let args: Vec<Arg> = rows.by_ref().take(chunk).flatten().collect();
            inserted += match chunk {
                1 => self.run(sql, args).await?,
                many => self.run(AssertSqlSafe(repeat_values(sql, many, placeholders)), args).await?,
            };
            if chunk > 1 {
                failpoint!("between-chunks");
            }
        }
        Ok(inserted)
    }

    /// Runs a statement that must change exactly one row; otherwise somebody else was faster.
    pub(super) async fn run_once(&mut self, sql: &'static str, args: Vec<Arg>) -> Stored<()> {
        match self.run(sql, args).await? {
            1 => Ok(()),
            _ => Err(StorageError::Conflict),
        }
    }
}

/// How the arguments of a statement for many rows are referred to. SQLite looks numbered ones up in a list, one by one,
/// which makes thousands of them slow; Postgres knows no others.
#[derive(Clone, Copy)]
enum Placeholders {
    Anonymous,
    Numbered,
}

/// The statement for `times` rows, from the one for a single row: its `VALUES (…)` repeated. There, every placeholder
/// must stand once, and in the order of its number.
fn repeat_values(sql: &str, times: usize, placeholders: Placeholders) -> String {
    let start = sql.find("VALUES (").map_or(sql.len(), |at| at + "VALUES ".len());
    let end = sql[start..].find(')').map_or(sql.len(), |at| start + at + 1);
    let mut parts = sql[start..end].split('$');
    let opening = parts.next().unwrap_or_default();
    let after_each: Vec<&str> =
        parts.map(|part| part.trim_start_matches(|each: char| each.is_ascii_digit())).collect();
    let mut repeated = sql[..start].to_owned();
    let mut number = 0;
    for nth in 0..times {
        repeated.push_str(if nth == 0 { "" } else { ", " });
        repeated.push_str(opening);
        for after in &after_each {
            number += 1;
            match placeholders {
                Placeholders::Anonymous => repeated.push('?'),
                Placeholders::Numbered => {
                    repeated.push('$');
                    repeated.push_str(&number.to_string());
                }
            }
            repeated.push_str(after);
        }
    }
    repeated.push_str(&sql[end..]);
    repeated
}

/// What a driver's error means for the caller.
pub(super) fn to_storage_error(error: &sqlx::Error) -> StorageError {
    if let sqlx::Error::Database(told) = error {
        let lost_a_race = matches!(told.code().as_deref(), Some("40001" | "40P01"));
        if told.is_unique_violation() || lost_a_race {
            return StorageError::Conflict;
        }
    }
    if matches!(error, sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_)) {
        return StorageError::Corrupt(error.to_string());
    }
    StorageError::Unavailable(error.to_string())
}

/// A record as the text that is stored.
pub(super) fn to_doc(record: &impl Serialize) -> Stored<String> {
    serde_json::to_string(record).map_err(|error| StorageError::Corrupt(error.to_string()))
}

/// A stored text as the record it was. The error names the kind of record, and never its words.
pub(super) fn from_doc<T: DeserializeOwned>(kind: &str, doc: &str) -> Stored<T> {
    serde_json::from_str(doc).map_err(|error| {
        StorageError::Corrupt(format!("{kind}: line {} column {}", error.line(), error.column()))
    })
}

/// Stored milliseconds as an instant.
pub(super) fn to_instant(milliseconds: i64) -> Stored<Timestamp> {
    Timestamp::from_millisecond(milliseconds).map_err(|error| StorageError::Corrupt(error.to_string()))
}

/// Keeps the last of the rows with the same key: one statement may not write the same row twice.
pub(super) fn last_of_each<K: Ord, T>(rows: impl Iterator<Item = (K, T)>) -> Vec<T> {
    rows.collect::<BTreeMap<K, T>>().into_values().collect()
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}

impl From<Option<i64>> for Arg {
    fn from(number: Option<i64>) -> Self {
        Self::Int(number)
    }
}

impl From<Timestamp> for Arg {
    fn from(at: Timestamp) -> Self {
        Self::Int(Some(at.as_millisecond()))
    }
}

impl From<Option<Timestamp>> for Arg {
    fn from(at: Option<Timestamp>) -> Self {
        Self::Int(at.map(Timestamp::as_millisecond))
    }
}

impl From<Date> for Arg {
    fn from(date: Date) -> Self {
        Self::Text(Some(date.to_string()))
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl From<Option<String>> for Arg {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}

macro_rules! from_id {
    ($($name:ty),+ $(,)?) => {
        $(impl From<&$name> for Arg {
            fn from(id: &$name) -> Self {
                Self::Text(Some(id.as_str().to_owned()))
            }
        })+
    };
}

from_id!(
    ChannelId,
    MessageKey,
    PairingId,
    PersonId,
    ProgramId,
    RoundId,
    WorkspaceId,
    crate::domain::ids::DedupKey,
    crate::domain::ids::PromptId,
    crate::domain::ids::WakeKey,
);

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "INSERT INTO t (a, b, c)\nVALUES ($1, $2, 'x', 0)\nON CONFLICT (a) DO NOTHING";

    #[test]
    fn a_statement_for_one_row_becomes_one_for_many() {
        assert_eq!(
            repeat_values(ONE, 3, Placeholders::Numbered),
            "INSERT INTO t (a, b, c)\nVALUES ($1, $2, 'x', 0), ($3, $4, 'x', 0), ($5, $6, 'x', 0)\n\
             ON CONFLICT (a) DO NOTHING"
        );
        assert_eq!(
            repeat_values(ONE, 2, Placeholders::Anonymous),
            "INSERT INTO t (a, b, c)\nVALUES (?, ?, 'x', 0), (?, ?, 'x', 0)\nON CONFLICT (a) DO NOTHING"
        );
    }
}
