//! A message fails, an operator mends what was in the way, and it is said after all, or never.

use crate::world::{World, local};
use viceversa::app::operate::{Report, Request};
use viceversa::domain::ids::MessageKey;
use viceversa::ports::{OutboxRow, Retry, RowState, Rows};
use viceversa::sandbox::Fault;

async fn asks(world: &World, request: Request) -> Report {
    let report = world.stage.app.operate(&request).await.unwrap();
    world.settle().await;
    report
}

async fn failed(world: &World) -> Vec<OutboxRow> {
    match asks(world, Request::ListOutbox { which: Rows::In(RowState::Failed), limit: 9 }).await {
        Report::Outbox { rows, matching } => {
            assert_eq!(rows.len() as u64, matching);
            rows
        }
        other @ (Report::Done { .. } | Report::Import { .. } | Report::Refused { .. }) => panic!("{other:?}"),
    }
}

async fn retries(world: &World, key: &MessageKey) -> String {
    said(asks(world, Request::RetryOutbox { which: Retry::Key(key.clone()) }).await)
}

async fn drops(world: &World, key: &MessageKey) -> String {
    said(asks(world, Request::DropOutbox { key: key.clone() }).await)
}

fn said(report: Report) -> String {
    match report {
        Report::Done { lines } => lines.join("\n"),
        Report::Refused { problem } => problem,
        other @ (Report::Import { .. } | Report::Outbox { .. }) => panic!("{other:?}"),
    }
}

/// Slack refuses the nudge of one of two people, in the middle of whose week the story goes on.
async fn with_a_nudge_refused() -> (World, OutboxRow) {
    let world = World::nudged(&["ana", "ben"]).await;
    let told = world.told("ana").len() + world.told("ben").len();
    world.sandbox().inject_fault("chat.postMessage", Fault::StatusBefore(404), 1);
    world.until("2027-01-06T12:00").await;
    assert_eq!(world.told("ana").len() + world.told("ben").len(), told + 1);
    let row = failed(&world).await.pop().expect("one has failed");
    (world, row)
}

#[tokio::test]
async fn what_failed_is_tried_again_with_the_same_words_and_only_once() {
    let (world, row) = with_a_nudge_refused().await;
    assert_eq!((row.kind.as_str(), row.reason.as_deref()), ("nudge", Some("http_404")));
    assert!(row.since >= local("2027-01-06T10:00") && row.has_words);
    assert!(retries(&world, &row.key).await.ends_with("is tried again."));
    let texts = [world.told_texts("ana").pop().unwrap(), world.told_texts("ben").pop().unwrap()];
    assert_eq!(texts.map(|text| text.contains("this week")), [true, true]);
    let again = retries(&world, &row.key).await;
    assert!(again.contains("is sent; only what has failed"), "{again}");
    assert!(failed(&world).await.is_empty());
    world.ends_although(&["fatal_error"]).await;
}

#[tokio::test]
async fn what_is_dropped_is_said_to_nobody() {
    let (world, row) = with_a_nudge_refused().await;
    assert!(drops(&world, &row.key).await.contains("will not be sent"));
    let again = retries(&world, &row.key).await;
    assert!(again.contains("is skipped"), "{again}");
    assert!(drops(&world, &row.key).await.contains("skipped already"));
    let unheard_of = drops(&world, &MessageKey::new("nothing")).await;
    assert!(unheard_of.contains("viceversa outbox list"), "{unheard_of}");
    world.until("2027-01-06T18:00").await;
    world.ends_although(&["fatal_error"]).await;
}

#[tokio::test]
async fn an_introduction_that_was_given_up_is_not_made_behind_the_pair_s_back() {
    let world = World::with(&["ana", "ben"]).await;
    world.sandbox().inject_fault("chat.postMessage", Fault::StatusBefore(404), 1);
    world.until("2027-01-04T13:00").await;
    assert!(world.introductions().is_empty());
    let row = failed(&world).await.pop().expect("the introduction has failed");
    assert!(!row.has_words, "both were told that nothing comes");
    let refused = retries(&world, &row.key).await;
    assert!(refused.contains("cannot be sent again"), "{refused}");
    let all = said(asks(&world, Request::RetryOutbox { which: Retry::AllFailed }).await);
    assert!(all.contains("Nothing can be tried again. 1 stay failed"), "{all}");
    world.ends_although(&["fatal_error"]).await;
}
