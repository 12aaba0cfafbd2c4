//! The database of a trial, and what an onlooker reads there.

use super::cluster::Cluster;
use super::{On, new_folder};
use crate::support::postgres::{FreshDatabase, fresh_database};
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use viceversa::adapters::storage::{Database, OpenOptions};

pub enum Store {
    Sqlite {
        folder: PathBuf,
    },
    Postgres {
        database: FreshDatabase,
    },
    /// On a server of its own, which bots reach through another address where there is one.
    Cluster {
        cluster: Cluster,
        through: Option<SocketAddr>,
    },
}

impl Store {
    /// With all tables; `None` where there is no Postgres.
    pub async fn new(on: On) -> Option<Self> {
        match on {
            On::Sqlite => Some(Self::sqlite_in(new_folder()).await),
            On::Postgres => Some(Self::Postgres { database: fresh_database().await? }),
        }
    }

    /// Without any table, as before the first start; `None` where there is no Postgres.
    pub fn untouched(on: On) -> Option<Self> {
        match on {
            On::Sqlite => Some(Self::Sqlite { folder: new_folder() }),
            On::Postgres => Some(Self::Cluster { cluster: Cluster::start()?, through: None }),
        }
    }

    /// A file in this folder.
    pub async fn sqlite_in(folder: PathBuf) -> Self {
        let store = Self::Sqlite { folder };
        let database = Database::open(&store.url(), &OpenOptions::default()).await.expect("opens");
        database.close().await;
        store
    }

    /// On a server that can be stopped and started; `None` where there is none.
    pub async fn on_a_server_of_its_own() -> Option<Self> {
        let cluster = Cluster::start()?;
        let database = Database::open(&cluster.url(cluster.address), &OpenOptions::default()).await;
        database.expect("opens").close().await;
        Some(Self::Cluster { cluster, through: None })
    }

    /// The same server, which bots reach through another address.
    pub fn through(mut self, address: SocketAddr) -> Self {
        if let Self::Cluster { through, .. } = &mut self {
            *through = Some(address);
        }
        self
    }

    /// Which kind it is.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "SQLite",
            Self::Postgres { .. } => "Postgres",
            Self::Cluster { .. } => "a Postgres of its own",
        }
    }

    /// The server of its own.
    pub fn cluster(&self) -> &Cluster {
        match self {
            Self::Cluster { cluster, .. } => cluster,
            Self::Sqlite { .. } | Self::Postgres { .. } => panic!("there is no server of its own"),
        }
    }

    /// Where bots find it.
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite { folder } => format!("sqlite://{}", folder.join("bot.db").display()),
            Self::Postgres { database } => database.url.clone(),
            Self::Cluster { cluster, through } => cluster.url(through.unwrap_or(cluster.address)),
        }
    }

    /// The file, where it is one.
    pub fn file(&self) -> Option<PathBuf> {
        match self {
            Self::Sqlite { folder } => Some(folder.join("bot.db")),
            Self::Postgres { .. } | Self::Cluster { .. } => None,
        }
    }

    /// How many messages are still to come to an end; `None` where the database does not answer.
    pub async fn unfinished(&self) -> Option<i64> {
        let rows = self.rows(
            "SELECT 'unfinished', NULL, COUNT(*) FROM outbox WHERE state IN ('pending', 'sending', 'check')",
        );
        rows.await.ok()?.first().map(|row| row.2)
    }

    /// How many messages are in which state, and for which reason.
    pub async fn counts(&self) -> Result<Vec<Row>, sqlx::Error> {
        self.rows("SELECT state, reason, COUNT(*) FROM outbox GROUP BY state, reason ORDER BY state, reason")
            .await
    }

    /// How many messages are in a state.
    pub async fn count(&self, state: &str) -> i64 {
        let counts = self.counts().await.expect("the database answers");
        counts.iter().filter(|row| row.0 == state).map(|row| row.2).sum()
    }

    /// One number.
    pub async fn number(&self, sql: &str) -> i64 {
        let rows = self.rows(&format!("SELECT '', NULL, ({sql})")).await.expect("the database answers");
        rows[0].2
    }

    /// Any rows of a word, perhaps another, and a number.
    pub async fn rows(&self, sql: &str) -> Result<Vec<Row>, sqlx::Error> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite { .. } => {
                let options = SqliteConnectOptions::new().filename(self.file().expect("a file"));
                let mut conn = options.busy_timeout(std::time::Duration::from_secs(20)).connect().await?;
                sqlx::query_as(sql).fetch_all(&mut conn).await
            }
            Self::Postgres { .. } | Self::Cluster { .. } => {
                let url = match self {
                    Self::Cluster { cluster, .. } => cluster.url(cluster.address),
                    Self::Postgres { .. } | Self::Sqlite { .. } => self.url(),
                };
                let mut conn = PgConnectOptions::from_str(&url)?.connect().await?;
                sqlx::query_as(sql).fetch_all(&mut conn).await
            }
        }
    }

    /// Changes something that nobody but an operator with bad luck would.
    pub async fn execute(&self, sql: &str) {
        let returning = format!("{sql} RETURNING '', NULL, CAST(0 AS BIGINT)");
        self.rows(&returning).await.expect("the database answers");
    }

    /// Whether the database finds itself whole.
    pub async fn is_whole(&self) -> bool {
        match self {
            Self::Sqlite { .. } => {
                let rows = self.rows("SELECT integrity_check, NULL, 0 FROM pragma_integrity_check()").await;
                let foreign =
                    self.rows("SELECT 'orphan', NULL, COUNT(*) FROM pragma_foreign_key_check()").await;
                let sound = rows.expect("answers").first().is_some_and(|row| row.0 == "ok");
                sound && foreign.expect("answers")[0].2 == 0
            }
            Self::Postgres { .. } | Self::Cluster { .. } => {
                // A server that recovered from a crash reads every row of the outbox again without complaint.
                self.rows("SELECT 'rows', NULL, COUNT(*) FROM (SELECT id, key, message FROM outbox ORDER BY id) AS everything").await.is_ok()
            }
        }
    }
}

/// A word, perhaps another, and a number.
pub type Row = (String, Option<String>, i64);

impl Drop for Store {
    fn drop(&mut self) {
        if let Self::Sqlite { folder } = self
            && !std::thread::panicking()
        {
            let _gone = std::fs::remove_dir_all(Path::new(folder));
        }
    }
}
