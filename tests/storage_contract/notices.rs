//! Processes on one Postgres hear of each other's work at once; on SQLite there is nobody to hear.

use crate::fixture::*;
use crate::support::postgres::{FreshDatabase, fresh_database};
use sqlx::postgres::PgListener;
use sqlx::{Connection, PgConnection};
use std::time::{Duration, Instant};
use viceversa::adapters::storage::Database;
use viceversa::domain::decision::{Change, Decision};
use viceversa::ports::Storage;

/// Far less than the time after which everybody looks by the clock.
const AT_ONCE: Duration = Duration::from_secs(3);
/// Longer than a notice takes.
const A_WHILE: Duration = Duration::from_millis(400);

/// Two processes on one database, the first of which listens by now; or nothing where there is no server.
struct Two {
    listens: Database,
    writes: Database,
    database: FreshDatabase,
}

impl Two {
    async fn start() -> Option<Self> {
        let database = fresh_database().await?;
        let listens = Database::open(&database.url, &throwaway()).await.unwrap();
        let writes = Database::open(&database.url, &throwaway()).await.unwrap();
        assert!(hears(&listens, AT_ONCE).await, "whoever begins to listen looks once");
        Some(Self { listens, writes, database })
    }

    async fn end(self) {
        self.listens.close().await;
        self.writes.close().await;
        self.database.remove().await;
    }
}

async fn hears(database: &Database, within: Duration) -> bool {
    tokio::time::timeout(within, database.changed()).await.is_ok()
}

fn work(nth: usize) -> Decision {
    Decision::default().say(outgoing(&format!("work/{nth}"), "U1"))
}

#[test]
fn work_that_another_process_leaves_is_heard_at_once() {
    block_on(async {
        let Some(two) = Two::start().await else { return };
        two.writes.commit(commit(work(1))).await.unwrap();
        assert!(hears(&two.listens, AT_ONCE).await, "a message");
        let slots = Decision::default().change(Change::SaveProgram(program()));
        two.writes.commit(commit(slots)).await.unwrap();
        assert!(hears(&two.listens, AT_ONCE).await, "a programme");
        two.end().await;
    });
}

#[test]
fn nobody_is_woken_by_what_leaves_no_work_or_by_themselves() {
    block_on(async {
        let Some(two) = Two::start().await else { return };
        let quiet = Decision::default().change(Change::SavePerson(person("U1")));
        two.writes.commit(commit(quiet)).await.unwrap();
        two.listens.commit(commit(work(1))).await.unwrap();
        assert!(!hears(&two.listens, A_WHILE).await);
        two.end().await;
    });
}

#[test]
fn an_operators_command_is_heard_although_it_ends_right_after_its_commit() {
    block_on(async {
        let Some(two) = Two::start().await else { return };
        for nth in 0..3 {
            let command = Database::open(&two.database.url, &throwaway()).await.unwrap();
            command.commit(commit(work(nth * 2))).await.unwrap();
            command.commit(commit(work(nth * 2 + 1))).await.unwrap();
            command.close().await;
            assert!(hears(&two.listens, AT_ONCE).await);
        }
        two.end().await;
    });
}

#[test]
fn one_notice_speaks_for_the_commits_of_a_moment() {
    block_on(async {
        let Some(two) = Two::start().await else { return };
        let mut counts = PgListener::connect(&two.database.url).await.unwrap();
        counts.listen("viceversa").await.unwrap();
        let began = Instant::now();
        let writes = (0..300).map(|nth| two.writes.commit(commit(work(nth))));
        futures_util::future::join_all(writes).await;
        let most = 2 + began.elapsed().as_millis() / 100;
        tokio::time::sleep(A_WHILE).await;
        let mut heard = 0;
        while let Ok(notice) = tokio::time::timeout(Duration::from_millis(50), counts.recv()).await {
            notice.unwrap();
            heard += 1;
        }
        assert!((1..=most).contains(&heard), "{heard} notices for 300 commits, where {most} may be said");
        two.end().await;
    });
}

#[test]
fn whoever_lost_the_connection_listens_again_and_looks_once() {
    block_on(async {
        let Some(two) = Two::start().await else { return };
        let mut server = PgConnection::connect(&two.database.url).await.unwrap();
        let lost: Vec<bool> = sqlx::query_scalar(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE application_name = 'viceversa listener' AND datname = current_database()",
        )
        .fetch_all(&mut server)
        .await
        .unwrap();
        assert_eq!(lost, [true], "one connection listens, and says so in its name");
        assert!(hears(&two.listens, Duration::from_secs(10)).await, "something may have been said meanwhile");
        two.writes.commit(commit(work(1))).await.unwrap();
        assert!(hears(&two.listens, AT_ONCE).await);
        two.end().await;
    });
}

#[test]
fn listening_holds_up_nobody_who_closes() {
    block_on(async {
        let Some(two) = Two::start().await else { return };
        let began = Instant::now();
        let (heard, ()) = tokio::join!(hears(&two.listens, A_WHILE), async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            two.listens.close().await;
        });
        assert!(!heard && began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
        two.end().await;
    });
}

#[test]
fn on_sqlite_nobody_else_writes() {
    on_sqlite(async |store| {
        store.say([outgoing("work", "U1")]).await;
        assert!(!hears(&store.db, A_WHILE).await);
    });
}
