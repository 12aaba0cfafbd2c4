//! Slack's limits, kept together by everybody who calls it.

use crate::fixture::*;
use crate::promise;
use std::time::Duration;
use viceversa::adapters::storage::Database;
use viceversa::domain::decision::Urgency;
use viceversa::domain::delivery::pace::{Rate, Wanted};
use viceversa::domain::ids::WorkspaceId;
use viceversa::ports::Quota;

fn wanted(names: &[&str]) -> Vec<Wanted> {
    names.iter().map(|name| Wanted { name: (*name).into(), rate: Rate::per_minute(60, 2) }).collect()
}

async fn takes(db: &Database, names: &[&str], seconds: i64) -> Result<(), Duration> {
    db.take(&team(), &wanted(names), Urgency::Interactive, at(seconds)).await.unwrap()
}

promise!(room_is_taken_until_there_is_none, store => {
    assert_eq!(takes(&store.db, &["post", "in D1"], 0).await, Ok(()));
    assert_eq!(takes(&store.db, &["post", "in D2"], 0).await, Ok(()));
    assert_eq!(takes(&store.db, &["post", "in D3"], 0).await, Err(Duration::from_secs(1)));
    assert_eq!(takes(&store.db, &["other"], 0).await, Ok(()));
    assert_eq!(takes(&store.db, &["post", "in D3"], 1).await, Ok(()));
    let elsewhere = WorkspaceId::new("T2");
    let taken = store.db.take(&elsewhere, &wanted(&["post"]), Urgency::Interactive, at(1)).await.unwrap();
    assert_eq!(taken, Ok(()));
});

promise!(what_slack_said_outlives_the_process, store => {
    store.db.hold(&team(), "post", at(30)).await.unwrap();
    store.db.hold(&team(), "post", at(10)).await.unwrap();
    store.db.close().await;
    let next = Database::open(&store.url, &throwaway()).await.unwrap();
    assert_eq!(takes(&next, &["post"], 0).await, Err(Duration::from_secs(30)));
    assert_eq!(takes(&next, &["post"], 30).await, Ok(()));
    next.close().await;
});

#[test]
fn replicas_share_what_there_is() {
    on_postgres(async |store| {
        let other = Database::open(&store.url, &throwaway()).await.unwrap();
        let tries =
            (0..40).map(|nth| takes(if nth % 2 == 0 { &store.db } else { &other }, &["post", "in D1"], 0));
        let results = futures_util::future::join_all(tries).await;
        assert_eq!(results.iter().filter(|each| each.is_ok()).count(), 2);
        other.close().await;
    });
}

#[test]
fn buckets_that_are_full_again_are_cleared_away() {
    on_postgres(async |store| {
        for nth in 0..20 {
            assert_eq!(takes(&store.db, &[&format!("in D{nth}")], 0).await, Ok(()));
        }
        assert_eq!(takes(&store.db, &["post"], 7_200).await, Ok(()));
        assert_eq!(store.texts("SELECT name FROM bucket".into()).await, ["post"]);
    });
}
