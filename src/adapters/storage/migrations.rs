//! Bringing tables up to date, and telling whether this release may run on them at all.
//!
//! Two releases run side by side while replicas are replaced one by one, and an operator may go back to the older one. So
//! tables grow first and shrink a release later, and they say themselves which releases they still serve.

use super::open::OpenError;
use super::session::{Conn, sql};
use crate::failpoint::failpoint;
use sqlx::migrate::{Migrate, MigrateError, Migrator};
use sqlx::{PgConnection, SqliteConnection};
use std::collections::BTreeSet;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Where sqlx keeps which migrations were applied.
const APPLIED: &str = "_sqlx_migrations";
/// The migration from which on tables say which releases they serve.
const COMPATIBILITY: i64 = 5;

/// Applies what a SQLite file still needs. Each migration is a transaction together with the note that it was applied, so
/// one that is interrupted leaves nothing behind and the next start begins it again.
///
/// # Errors
/// A migration failed, or the tables are those of a newer release that this one must not run beside.
pub(super) async fn on_file(conn: &mut SqliteConnection) -> Result<(), OpenError> {
    let migrated = async {
        only_if_they_serve_us(conn, &SQLITE).await?;
        for migration in SQLITE.iter() {
            lenient(&SQLITE).run_to(migration.version, &mut *conn).await?;
            failpoint!("after-migration");
        }
        Ok(())
    };
    migrated.await.map_err(|error: Trouble| failed("sqlite", &error))
}

/// Does the same on a server, where one process migrates at a time. After an error the connection is to be dropped: that
/// frees the lock.
///
/// # Errors
/// As on a file.
pub(super) async fn on_server(conn: &mut PgConnection) -> Result<(), OpenError> {
    let migrated = async {
        // The lock is counted, and sqlx takes it once more: nobody migrates between our look and its run.
        conn.lock().await?;
        only_if_they_serve_us(conn, &POSTGRES).await?;
        for migration in POSTGRES.iter() {
            lenient(&POSTGRES).run_to(migration.version, &mut *conn).await?;
            failpoint!("after-migration");
        }
        Ok(conn.unlock().await?)
    };
    migrated.await.map_err(|error: Trouble| failed("postgres", &error))
}

/// Whether the tables serve a release that knows these migrations.
async fn only_if_they_serve_us(conn: &mut impl Tables, ours: &Migrator) -> Result<(), Trouble> {
    conn.ensure_migrations_table(APPLIED).await?;
    let applied = conn.list_applied_migrations(APPLIED).await?;
    let applied: BTreeSet<i64> = applied.into_iter().map(|migration| migration.version).collect();
    let ours: BTreeSet<i64> = ours.iter().map(|migration| migration.version).collect();
    let (Some(newest), Some(known)) = (applied.difference(&ours).last(), ours.last()) else { return Ok(()) };
    let floor = if applied.contains(&COMPATIBILITY) { oldest(conn).await? } else { None };
    if floor.is_none_or(|floor| floor > *known) {
        return Err(Trouble::Newer);
    }
    tracing::warn!(
        tables = newest,
        known,
        "a newer release has changed the tables; this one runs on them until the upgrade is finished or undone"
    );
    Ok(())
}

/// The same migrations, whatever else was applied: whether that matters, the tables say themselves.
fn lenient(ours: &Migrator) -> Migrator {
    let mut migrator = Migrator::with_migrations(ours.iter().cloned().collect());
    migrator.set_ignore_missing(true);
    migrator
}

fn failed(scheme: &'static str, trouble: &Trouble) -> OpenError {
    OpenError::Migration { scheme, reason: trouble.to_string() }
}

/// The lowest migration that a release has to know.
async fn oldest(conn: &mut impl Tables) -> Result<Option<i64>, Trouble> {
    let row: Option<(i64,)> = conn
        .statements()
        .one(sql!("load_compatibility"), Vec::new())
        .await
        .map_err(|error| Trouble::Unreadable(error.to_string()))?;
    Ok(row.map(|(oldest,)| oldest))
}

#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(
        "a newer release has changed them so that this one must not run on them; run that release, or restore the \
         backup from before it"
    )]
    Newer,
    #[error("they do not say which releases they serve: {0}")]
    Unreadable(String),
    #[error(transparent)]
    Migration(#[from] MigrateError),
}

/// A connection that may change tables.
trait Tables: Migrate {
    fn statements(&mut self) -> Conn<'_>;
}

impl Tables for SqliteConnection {
    fn statements(&mut self) -> Conn<'_> {
        Conn::Sqlite(self)
    }
}

impl Tables for PgConnection {
    fn statements(&mut self) -> Conn<'_> {
        Conn::Postgres(self)
    }
}
