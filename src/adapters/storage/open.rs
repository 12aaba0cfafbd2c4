//! Opening a database: what its URL says, and who else has it.

use super::lanes::Holder;
use super::migrations;
use super::notices::Notices;
use super::quota;
use super::session::{Conn, sql};
use crate::domain::delivery::attempt::LEASE;
use crate::ports::{OneProcess, Stored};
use sqlx::pool::PoolOptions;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, PgPool, SqliteConnection};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// How long a writer waits for a backup or a checkpoint to let go of a SQLite file.
const BUSY: Duration = Duration::from_secs(5);
/// How long a caller waits for a free connection.
const ACQUIRE: Duration = Duration::from_secs(5);
/// More than our statements on both paths, so that each stays prepared.
const PREPARED: usize = 256;

/// How a database is to be opened.
#[derive(Clone, Debug)]
pub struct OpenOptions {
    /// What a commit survives.
    pub durability: Durability,
    /// The most connections at a time: for reading on SQLite, for everything on Postgres. At least 1.
    pub connections: u32,
    /// How long a row that is being sent waits for a sender that is gone.
    pub lease: Duration,
    /// How many of our seconds pass in one of the server's, whose clock leases go by: 1, except in a trial.
    pub speed: u32,
}

impl Default for OpenOptions {
    /// Nothing is ever lost, over at most 8 connections.
    fn default() -> Self {
        Self { durability: Durability::Full, connections: 8, lease: LEASE, speed: 1 }
    }
}

/// What a commit on SQLite survives; on Postgres the server's own settings count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// The loss of power.
    Full,
    /// Only the end of the process: for demonstrations and tests.
    Throwaway,
}

/// Why a database cannot be opened. No variant ever holds a password.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL's scheme is neither SQLite's nor Postgres'.
    #[error("a database URL begins with sqlite: or postgres:, not with {scheme:?}")]
    UnknownScheme {
        /// What stands before the first colon.
        scheme: String,
    },
    /// The rest of the URL cannot be read.
    #[error("this {scheme} URL cannot be read; it should look like {example}")]
    BadUrl {
        /// `sqlite` or `postgres`.
        scheme: &'static str,
        /// A URL of the right form.
        example: &'static str,
    },
    /// Another process has the SQLite file open.
    #[error(
        "{path} is in use by another process; stop that one first, since two would write over each other"
    )]
    InUse {
        /// The database file.
        path: PathBuf,
    },
    /// The file or the server does not let us in.
    #[error("the {scheme} database cannot be opened ({reason}); {advice}")]
    Unreachable {
        /// `sqlite` or `postgres`.
        scheme: &'static str,
        /// What the system or the server said.
        reason: String,
        /// What the operator can do.
        advice: &'static str,
    },
    /// The server is not there, or takes nobody in at the moment: it may be starting.
    #[error("the postgres database does not answer ({reason}); {ADVICE}")]
    Away {
        /// What the system or the server said.
        reason: String,
    },
    /// The tables could not be brought up to date.
    #[error("the tables of the {scheme} database cannot be brought up to date ({reason})")]
    Migration {
        /// `sqlite` or `postgres`.
        scheme: &'static str,
        /// Which migration failed, and why.
        reason: String,
    },
}

/// What a URL points to.
pub(super) enum Location {
    File(PathBuf),
    Temporary,
    Server(Box<PgConnectOptions>),
}

impl Location {
    pub(super) fn parse(url: &str) -> Result<Self, OpenError> {
        let (scheme, rest) = url.split_once(':').unwrap_or((url, ""));
        match scheme {
            "sqlite" => Self::parse_file(rest),
            "postgres" | "postgresql" => PgConnectOptions::from_str(url)
                .map(|options| Self::Server(Box::new(options)))
                .map_err(|_| OpenError::BadUrl {
                    scheme: "postgres",
                    example: "postgres://user:password@host:5432/database",
                }),
            // Whatever has no colon may be a path or, worse, a password: it is not repeated.
            _ if rest.is_empty() => Err(OpenError::UnknownScheme { scheme: String::new() }),
            other => Err(OpenError::UnknownScheme { scheme: other.to_owned() }),
        }
    }

    fn parse_file(rest: &str) -> Result<Self, OpenError> {
        let path = rest.strip_prefix("//").unwrap_or(rest);
        match path {
            ":memory:" => Ok(Self::Temporary),
            "" => Err(OpenError::BadUrl { scheme: "sqlite", example: "sqlite://viceversa.db" }),
            path if path.contains('?') => {
                Err(OpenError::BadUrl { scheme: "sqlite", example: "sqlite://viceversa.db" })
            }
            path => Ok(Self::File(PathBuf::from(path))),
        }
    }
}

/// What is let go of when the last connection to a SQLite file is closed.
#[derive(Debug)]
pub(super) struct Hold {
    _lock: File,
    _temporary: Option<TemporaryFolder>,
}

/// A SQLite file that is ours alone, open for one writer and several readers.
pub(super) struct SqliteFile {
    pub(super) hold: Hold,
    pub(super) writer: SqliteConnection,
    pub(super) readers: Vec<SqliteConnection>,
    pub(super) buckets: OneProcess,
}

pub(super) async fn temporary(options: &OpenOptions) -> Result<SqliteFile, OpenError> {
    let folder = TemporaryFolder::create().map_err(|error| cannot_open_file(&error))?;
    let path = folder.0.join("viceversa.db");
    let options = OpenOptions { durability: Durability::Throwaway, ..options.clone() };
    let mut opened = file(&path, &options).await?;
    opened.hold._temporary = Some(folder);
    Ok(opened)
}

pub(super) async fn file(path: &Path, options: &OpenOptions) -> Result<SqliteFile, OpenError> {
    let hold = Hold { _lock: lock(path)?, _temporary: None };
    let synchronous = match options.durability {
        Durability::Full => SqliteSynchronous::Full,
        Durability::Throwaway => SqliteSynchronous::Off,
    };
    let base = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY)
        .statement_cache_capacity(PREPARED)
        .disable_statement_logging();
    let base = match options.durability {
        Durability::Full => base,
        // Mapped, the file needs no cache in each reader, which every write would empty; and what nobody will read again
        // need not be copied from the log into the file so often.
        Durability::Throwaway => base.pragma("mmap_size", "1073741824").pragma("wal_autocheckpoint", "8000"),
    };
    let mut writer = base
        .clone()
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .foreign_keys(true)
        .connect()
        .await
        .map_err(|error| cannot_open_file(&error))?;
    migrations::on_file(&mut writer).await?;
    let buckets = take_over(&mut writer).await.map_err(|error| cannot_open_file(&error))?;
    let reading = base.read_only(true);
    let mut readers = Vec::new();
    for _ in 0..options.connections.max(1) {
        readers.push(reading.connect().await.map_err(|error| cannot_open_file(&error))?);
    }
    Ok(SqliteFile { hold, writer, readers, buckets })
}

/// Whoever had the file before is gone: nobody is sending its rows any more, and what Slack told it is told to us.
async fn take_over(writer: &mut SqliteConnection) -> Stored<OneProcess> {
    let mut conn = Conn::Sqlite(writer);
    conn.run(sql!("end_leases"), Vec::new()).await?;
    quota::holds(&mut conn).await
}

/// Locks a file beside the database: SQLite itself would let a second process in.
fn lock(path: &Path) -> Result<File, OpenError> {
    // Two names of one file must meet at one lock.
    let file = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut beside = file.into_os_string();
    beside.push(".lock");
    let lock = File::create(PathBuf::from(beside)).map_err(|error| cannot_open_file(&error))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse { path: path.to_owned() }),
        Err(TryLockError::Error(error)) => Err(cannot_open_file(&error)),
    }
}

/// A Postgres that several processes may have open, and how they tell each other what they write.
pub(super) struct Server {
    pub(super) pool: PgPool,
    pub(super) notices: Notices,
}

pub(super) async fn server(
    server: PgConnectOptions,
    holder: &Holder,
    options: &OpenOptions,
) -> Result<Server, OpenError> {
    let base = server
        .application_name("viceversa")
        .options([("client_min_messages", "warning")])
        .statement_cache_capacity(PREPARED)
        .disable_statement_logging();
    // A migration may take longer than any statement of ours, and may wait for that of another replica.
    let mut migrating = base.connect().await.map_err(|error| cannot_reach_server(&error))?;
    migrations::on_server(&mut migrating).await?;
    // It has done its work: whether it says good-bye properly does not matter.
    let _ = migrating.close().await;
    let limits = [("statement_timeout", "15s"), ("idle_in_transaction_session_timeout", "10s")];
    let pool = PoolOptions::new()
        .max_connections(options.connections.max(1))
        .acquire_timeout(ACQUIRE)
        .connect_with(base.clone().options(limits))
        .await
        .map_err(|error| cannot_reach_server(&error))?;
    let notices = Notices::new(pool.clone(), base, holder);
    Ok(Server { pool, notices })
}

fn cannot_open_file(error: &dyn std::error::Error) -> OpenError {
    OpenError::Unreachable {
        scheme: "sqlite",
        reason: error.to_string(),
        advice: "check that its folder exists and that we may write there",
    }
}

/// What the operator can do about a server.
const ADVICE: &str = "check that the server runs and that host, user, password and database are right";

fn cannot_reach_server(error: &sqlx::Error) -> OpenError {
    let reason = error.to_string();
    match may_pass(error) {
        true => OpenError::Away { reason },
        false => OpenError::Unreachable { scheme: "postgres", reason, advice: ADVICE },
    }
}

/// Whether waiting may help: a connection failed, or the server is starting, stopping, full or closed for a while.
fn may_pass(error: &sqlx::Error) -> bool {
    if let sqlx::Error::Database(refused) = error {
        return refused.code().is_some_and(|code| {
            code.starts_with("08") || ["53300", "55000", "57P01", "57P02", "57P03"].contains(&&*code)
        });
    }
    matches!(error, sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut)
}

/// A folder that goes when nobody needs it any more.
#[derive(Debug)]
struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    fn create() -> io::Result<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        loop {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let name = format!("viceversa-{}-{number}", std::process::id());
            let path = std::env::temp_dir().join(name);
            match fs::create_dir(&path) {
                Ok(()) => return Ok(Self(path)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, folder = %self.0.display(), "a temporary folder stays behind");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_temporary_database_goes_with_its_hold() {
        let opened = temporary(&OpenOptions::default()).await.unwrap();
        let folder = opened.hold._temporary.as_ref().unwrap().0.clone();
        assert!(folder.join("viceversa.db").exists());
        drop(opened);
        assert!(!folder.exists());
    }

    #[tokio::test]
    async fn a_file_is_synced_as_its_durability_says() {
        for (durability, synchronous) in [(Durability::Full, 2), (Durability::Throwaway, 0)] {
            let folder = TemporaryFolder::create().unwrap();
            let options = OpenOptions { durability, ..OpenOptions::default() };
            let mut opened = file(&folder.0.join("some.db"), &options).await.unwrap();
            let pragma = |name| sqlx::query_scalar::<_, i64>(name);
            let set = pragma("PRAGMA synchronous").fetch_one(&mut opened.writer).await.unwrap();
            assert_eq!(set, synchronous);
            let keys = pragma("PRAGMA foreign_keys").fetch_one(&mut opened.writer).await.unwrap();
            assert_eq!(keys, 1);
            let mode: String =
                sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut opened.writer).await.unwrap();
            assert_eq!(mode, "wal");
        }
    }
}
