//! The same binary on Postgres: operators write beside it, and it outlives the loss of its database.

use crate::bot::{Bot, Transport, eventually};
use crate::support::postgres::{FreshDatabase, empty_database};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use std::process::Output;
use std::str::FromStr;

/// A running bot on a database of its own, or nothing where there is no server.
async fn running() -> Option<(Bot, FreshDatabase)> {
    let database = empty_database().await?;
    let mut bot = Bot::at_rest(Transport::Http).await;
    bot.database_url = database.url.clone();
    bot.rise().await;
    Some((bot, database))
}

enum Entry {
    /// Nobody, and whoever is in is thrown out.
    Nobody,
    Everybody,
}

async fn lets_in(database: &FreshDatabase, entry: Entry) {
    let options = PgConnectOptions::from_str(&database.url).unwrap();
    let name = options.get_database().unwrap().to_owned();
    let mut conn = options.database("postgres").connect().await.unwrap();
    let allow = |allowed| format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {allowed}");
    let statements = match entry {
        Entry::Everybody => vec![allow(true)],
        Entry::Nobody => vec![
            allow(false),
            format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"),
        ],
    };
    for sql in statements {
        sqlx::query(AssertSqlSafe(sql)).execute(&mut conn).await.unwrap();
    }
    conn.close().await.unwrap();
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_that_is_written_beside_it_is_sent_by_the_running_bot() {
    let Some((bot, database)) = running().await else { return };
    for name in ["ana", "ben", "cho", "dee"] {
        bot.joins(&bot.arrives(name)).await;
    }
    let output = bot.run(&["round", "run", "--program", "peer"]);
    assert!(output.status.success() && said(&output).contains("2 pairings"), "{}", said(&output));
    eventually("both pairs are introduced", || bot.introductions() == 2).await;
    let again = bot.run(&["round", "run", "--program", "peer"]);
    assert!(!again.status.success() && said(&again).contains("one round a day"), "{}", said(&again));
    drop(bot);
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_survives_a_kill() {
    let Some((mut bot, database)) = running().await else { return };
    let (ana, ben) = (bot.arrives("ana"), bot.arrives("ben"));
    bot.joins(&ana).await;
    bot.joins(&ben).await;
    bot.says(&ana, "/mentor never @ben").await;
    bot.dies();
    bot.rise().await;
    assert!(bot.says(&ana, "/mentor never").await.contains(&ben));
    drop(bot);
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_not_ready_while_its_database_is_away_and_goes_on_afterwards() {
    let Some((bot, database)) = running().await else { return };
    let ana = bot.arrives("ana");
    bot.joins(&ana).await;
    lets_in(&database, Entry::Nobody).await;
    eventually("it is not ready", || bot.get("/readyz").starts_with("HTTP/1.1 503")).await;
    assert!(bot.get("/healthz").starts_with("HTTP/1.1 200"), "a supervisor shall not kill it");
    lets_in(&database, Entry::Everybody).await;
    eventually("it is ready again", || bot.get("/readyz").starts_with("HTTP/1.1 200")).await;
    assert!(bot.says(&ana, "/mentor never").await.contains("list"));
    drop(bot);
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_cannot_be_reached_is_named_with_the_mend_and_without_its_password() {
    let mut bot = Bot::at_rest(Transport::Http).await;
    bot.database_url = "postgres://ana:sesame@127.0.0.1:1/mentors".into();
    let output = bot.run(&["round", "run"]);
    let said = said(&output);
    assert!(!output.status.success());
    assert!(said.contains("postgres") && said.contains("check that the server runs"), "{said}");
    assert!(said.contains("DATABASE_URL"), "{said}");
    assert!(!said.contains("sesame"), "{said}");
}
