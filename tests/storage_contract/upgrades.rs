//! Two releases on one database: tables grow first and shrink a release later, and say which releases they serve.

use crate::fixture::*;
use crate::promise;
use crate::support::postgres::empty_database;
use sqlx::{Connection, PgConnection};
use viceversa::adapters::storage::{Database, OpenError};
use viceversa::domain::decision::Change;
use viceversa::ports::Storage;

const NOTED: &str = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                     VALUES (9999, 'later', TRUE, 'x', 1)";

/// What a later release does to a database that this one still runs on.
async fn is_expanded(store: &Store) {
    store.execute("ALTER TABLE person ADD COLUMN later TEXT").await;
    store.execute("CREATE TABLE later (id BIGINT)").await;
    store.execute(NOTED).await;
}

async fn reopened(store: &Store) -> Result<Database, OpenError> {
    store.db.close().await;
    Database::open(&store.url, &throwaway()).await
}

promise!(a_release_runs_on_tables_that_a_later_one_only_added_to, store => {
    is_expanded(store).await;
    store.save([Change::SavePerson(person("U1"))]).await.expect("one that runs already goes on");
    let again = reopened(store).await.expect("and one may start");
    again.commit(commit(Default::default())).await.unwrap();
    assert_eq!(again.people(&team()).await.unwrap().len(), 1);
    again.close().await;
});

promise!(a_release_that_knows_too_little_for_the_tables_refuses_them_untouched, store => {
    is_expanded(store).await;
    store.execute("UPDATE compatibility SET oldest = 9999").await;
    let refused = reopened(store).await.unwrap_err();
    assert!(matches!(refused, OpenError::Migration { .. }));
    assert!(refused.to_string().contains("newer release"), "{refused}");
    assert!(store.texts("SELECT description FROM _sqlx_migrations".into()).await.contains(&"later".into()));
    store.execute("UPDATE compatibility SET oldest = 5").await;
    Database::open(&store.url, &throwaway()).await.expect("the lock is free again").close().await;
});

promise!(tables_that_do_not_say_whom_they_serve_are_refused_once_they_are_newer, store => {
    store.execute(NOTED).await;
    store.execute("DELETE FROM compatibility").await;
    assert!(reopened(store).await.unwrap_err().to_string().contains("newer release"));
    store.execute("DELETE FROM _sqlx_migrations WHERE version = 5").await;
    assert!(reopened(store).await.unwrap_err().to_string().contains("newer release"));
});

/// `outbox` is made late in the first migration: where the name is taken, everything before it has to be taken back.
const TAKEN: &str = "CREATE TABLE outbox (id BIGINT)";
const FREED: &str = "DROP TABLE outbox";

#[test]
fn a_migration_that_fails_on_sqlite_leaves_nothing_half_done_and_is_finished_later() {
    block_on(async {
        let folder = Folder::new();
        let url = format!("sqlite://{}", folder.path().join("some.db").display());
        let store = Store { db: Database::open("sqlite::memory:", &throwaway()).await.unwrap(), url };
        let made = store.url.trim_start_matches("sqlite://").to_owned();
        std::fs::File::create(made).unwrap();
        store.execute(TAKEN).await;
        let failed = Database::open(&store.url, &throwaway()).await.unwrap_err();
        assert!(failed.to_string().contains("outbox"), "{failed}");
        let tables = store.texts("SELECT name FROM sqlite_master WHERE type = 'table'".into()).await;
        assert_eq!(tables.iter().filter(|name| !name.starts_with('_')).collect::<Vec<_>>(), ["outbox"]);
        store.execute(FREED).await;
        Database::open(&store.url, &throwaway()).await.unwrap().close().await;
        store.db.close().await;
    });
}

#[test]
fn a_migration_that_fails_on_postgres_leaves_nothing_half_done_and_is_finished_later() {
    block_on(async {
        let Some(empty) = empty_database().await else { return };
        let mut server = PgConnection::connect(&empty.url).await.unwrap();
        sqlx::query(TAKEN).execute(&mut server).await.unwrap();
        // The second one has to get the lock that the first one held when it failed.
        for _ in 0..2 {
            let failed = Database::open(&empty.url, &throwaway()).await.unwrap_err();
            assert!(failed.to_string().contains("outbox"), "{failed}");
        }
        let tables: Vec<String> =
            sqlx::query_scalar("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
                .fetch_all(&mut server)
                .await
                .unwrap();
        assert_eq!(tables.iter().filter(|name| !name.starts_with('_')).collect::<Vec<_>>(), ["outbox"]);
        sqlx::query(FREED).execute(&mut server).await.unwrap();
        Database::open(&empty.url, &throwaway()).await.unwrap().close().await;
        server.close().await.unwrap();
        empty.remove().await;
    });
}
