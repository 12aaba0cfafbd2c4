//! The connections that only read. On SQLite they are kept here: a pool that greets and dismisses its connections sends
//! each of them twice to another thread, which costs more than the query between.

use super::session::{Conn, to_storage_error};
use crate::ports::{StorageError, Stored};
use sqlx::pool::PoolConnection;
use sqlx::{Connection, PgPool, Postgres, SqliteConnection};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Where reading connections come from.
#[derive(Debug)]
pub(super) enum Readers {
    Sqlite(Arc<Shelf>),
    Postgres(PgPool),
}

/// SQLite connections that nobody uses at the moment, and as many permits.
#[derive(Debug)]
pub(super) struct Shelf {
    idle: Mutex<Vec<SqliteConnection>>,
    permits: Arc<Semaphore>,
    number: u32,
}

/// A borrowed connection; it goes back by itself.
pub(super) enum Reader {
    Sqlite { conn: Option<SqliteConnection>, shelf: Arc<Shelf>, _permit: OwnedSemaphorePermit },
    Postgres(PoolConnection<Postgres>),
}

impl Shelf {
    pub(super) fn new(connections: Vec<SqliteConnection>) -> Arc<Self> {
        let permits = Arc::new(Semaphore::new(connections.len()));
        let number = u32::try_from(connections.len()).unwrap_or(u32::MAX);
        Arc::new(Self { idle: Mutex::new(connections), permits, number })
    }

    fn take(&self) -> Option<SqliteConnection> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn put(&self, conn: SqliteConnection) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
    }

    /// Waits for whoever reads, then closes every connection.
    async fn close(&self) {
        let _whoever_reads = self.permits.acquire_many(self.number).await;
        self.permits.close();
        while let Some(conn) = self.take() {
            // It has only read; how it ends does not matter.
            let _ = conn.close().await;
        }
    }
}

impl Readers {
    pub(super) async fn take(&self) -> Stored<Reader> {
        match self {
            Self::Sqlite(shelf) => {
                let permit = shelf.permits.clone().acquire_owned().await.map_err(|_| closed())?;
                let conn = Some(shelf.take().ok_or_else(closed)?);
                Ok(Reader::Sqlite { conn, shelf: shelf.clone(), _permit: permit })
            }
            Self::Postgres(pool) => {
                pool.acquire().await.map(Reader::Postgres).map_err(|error| to_storage_error(&error))
            }
        }
    }

    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite(shelf) => shelf.close().await,
            // Its pool serves the writes as well, and is closed after these.
            Self::Postgres(_) => {}
        }
    }
}

impl Reader {
    /// The connection, to put statements to.
    pub(super) fn conn(&mut self) -> Stored<Conn<'_>> {
        match self {
            Self::Sqlite { conn, .. } => conn.as_mut().map(Conn::Sqlite).ok_or_else(closed),
            Self::Postgres(conn) => Ok(Conn::Postgres(conn)),
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        match self {
            Self::Sqlite { conn, shelf, .. } => {
                if let Some(conn) = conn.take() {
                    shelf.put(conn);
                }
            }
            Self::Postgres(_) => {}
        }
    }
}

fn closed() -> StorageError {
    StorageError::Unavailable("it is closed".to_owned())
}
