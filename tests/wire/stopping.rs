//! A supervisor's polite stop, in the middle of a delivery to many people, with a Slack that takes its time.

use crate::bot::{Bot, Transport, eventually};
use crate::network::Weather;
use crate::support::postgres::empty_database;
use std::time::Duration;
use viceversa::adapters::storage::{Database, OpenOptions};
use viceversa::domain::ids::WorkspaceId;
use viceversa::ports::Storage;

/// So many welcomes keep the bot busy for half a minute: Slack lets it open 48 conversations in one.
const MANY: usize = 20;

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_ends_what_is_under_way_and_leaves_the_rest_to_the_next_start() {
    let bot = Bot::at_rest(Transport::Http).await;
    is_stopped_while_it_welcomes_many(bot).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_on_postgres_does_the_same() {
    let Some(database) = empty_database().await else { return };
    let mut bot = Bot::at_rest(Transport::Http).await;
    bot.database_url = database.url.clone();
    is_stopped_while_it_welcomes_many(bot).await;
    database.remove().await;
}

async fn is_stopped_while_it_welcomes_many(mut bot: Bot) {
    let network = bot.moves_away_from_slack().await;
    bot.rise().await;
    for number in 0..MANY {
        bot.joins(&bot.arrives(&format!("person{number}"))).await;
    }
    network.set(Weather::Slow(Duration::from_secs(1)));
    let sent = bot.posts();
    eventually("it goes on, slowly", || bot.posts() > sent).await;
    let (ended, after) = bot.is_asked_to_stop();
    assert!(ended.success(), "{ended}");
    assert!(after < Duration::from_secs(8), "it took {after:?}");
    let (posts, rows) = (bot.posts(), rows(&bot).await);
    assert!(posts < MANY, "the stop came too late to show anything");
    let of = |state: &str| rows.iter().filter(|(each, _)| each == state).map(|(_, rows)| *rows).sum::<i64>();
    assert_eq!(of("sending"), 0, "{rows:?}");
    assert_eq!(of("sent"), posts as i64, "{rows:?}");
}

async fn rows(bot: &Bot) -> Vec<(String, i64)> {
    let database = Database::open(&bot.database_url, &OpenOptions::default()).await.unwrap();
    let workspace = WorkspaceId::new(&bot.sandbox.config().workspace.team_id);
    let counts = database.outbox_counts(&workspace).await.unwrap();
    database.close().await;
    counts.into_iter().map(|count| (count.state, count.rows)).collect()
}
