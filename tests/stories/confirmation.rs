//! An answer that got lost: the bot looks whether its message stands before it says anything again.

use crate::world::World;
use jiff::SignedDuration;
use viceversa::ports::Storage;
use viceversa::sandbox::Fault;

/// Slack tells nobody of messages that were posted: the app was never subscribed to that.
async fn untold() -> World {
    let mut workspace = viceversa::cli::slack_app::workspace();
    workspace.app.metadata_subscriptions.clear();
    World::of(workspace).await
}

fn calls(world: &World, method: &str) -> usize {
    world.ledger().iter().filter(|entry| entry.method.as_deref() == Some(method)).count()
}

/// Ana is there, and the answer to her welcome goes wrong in this way.
async fn welcomed_although(world: &mut World, fault: Fault) {
    world.arrives("ana", crate::world::ZONE);
    world.sandbox().inject_fault("chat.postMessage", fault, 1);
    world.joins("ana", &[]).await;
}

#[tokio::test]
async fn in_its_own_conversations_it_reads_whether_the_message_stands() {
    let mut world = untold().await;
    welcomed_although(&mut world, Fault::StatusAfter(500)).await;
    assert_eq!(calls(&world, "conversations.history"), 0, "first it waits");
    world.passes(SignedDuration::from_mins(15)).await;
    assert_eq!((world.told("ana").len(), calls(&world, "chat.postMessage")), (1, 1));
    assert_eq!(calls(&world, "conversations.history"), 2, "and once more, for a second one");
    world.ends_although(&["fatal_error"]).await;
}

#[tokio::test]
async fn what_does_not_stand_is_said_again_after_two_minutes() {
    let mut world = untold().await;
    welcomed_although(&mut world, Fault::StatusBefore(503)).await;
    world.passes(SignedDuration::from_mins(2)).await;
    assert_eq!((world.told("ana").len(), calls(&world, "chat.postMessage")), (1, 2));
    world.ends_although(&["fatal_error"]).await;
}

#[tokio::test]
async fn while_it_cannot_look_it_says_nothing() {
    let mut world = untold().await;
    welcomed_although(&mut world, Fault::StatusBefore(503)).await;
    world.sandbox().inject_fault("conversations.history", Fault::RateLimited { after: 600 }, 1);
    world.passes(SignedDuration::from_mins(11)).await;
    assert_eq!((world.told("ana").len(), calls(&world, "conversations.history")), (0, 1));
    world.passes(SignedDuration::from_mins(2)).await;
    assert_eq!(world.told("ana").len(), 1);
    world.ends_although(&["fatal_error", "ratelimited"]).await;
}

#[tokio::test]
async fn a_message_that_slack_applied_after_all_is_taken_away_when_slack_tells_of_it() {
    let mut world = World::new().await;
    welcomed_although(&mut world, Fault::AppliedLate { after: 300 }).await;
    world.passes(SignedDuration::from_mins(4)).await;
    assert_eq!(world.told("ana").len(), 1, "it was said again");
    let first = world.told("ana").remove(0).message.ts;
    world.passes(SignedDuration::from_mins(2)).await;
    let stands: Vec<_> = world.told("ana").iter().map(|read| read.message.ts).collect();
    assert_eq!((stands, calls(&world, "chat.delete")), (vec![first], 1));
    world.ends_although(&["fatal_error"]).await;
}

#[tokio::test]
async fn and_when_slack_tells_nothing_it_is_found_ten_minutes_later() {
    let mut world = untold().await;
    welcomed_although(&mut world, Fault::AppliedLate { after: 300 }).await;
    world.passes(SignedDuration::from_mins(6)).await;
    assert_eq!(world.told("ana").len(), 2);
    world.passes(SignedDuration::from_mins(10)).await;
    assert_eq!((world.told("ana").len(), calls(&world, "chat.delete")), (1, 1));
    world.ends_although(&["fatal_error"]).await;
}

#[tokio::test]
async fn where_nothing_can_be_seen_it_is_said_once_more_and_no_third_time() {
    let mut workspace = viceversa::cli::slack_app::workspace();
    workspace.app.scopes.retain(|scope| scope != "im:history" && scope != "metadata.message:read");
    let mut world = World::of(workspace).await;
    world.sandbox().inject_fault("chat.postMessage", Fault::StatusBefore(503), 2);
    world.arrives("ana", crate::world::ZONE);
    world.joins("ana", &[]).await;
    world.passes(SignedDuration::from_hours(2)).await;
    assert_eq!((world.told("ana").len(), calls(&world, "chat.postMessage")), (0, 2));
    let counts = world.stage.database.outbox_counts(&world.stage.workspace).await.unwrap();
    assert!(counts.iter().any(|count| count.reason.as_deref() == Some("unconfirmed")), "{counts:?}");
    world.ends_although(&["fatal_error"]).await;
}

#[tokio::test]
async fn however_much_was_written_since_it_finds_its_own_message() {
    let mut world = untold().await;
    welcomed_although(&mut world, Fault::StatusAfter(500)).await;
    let welcome = world.told("ana").remove(0);
    for nth in 0..60 {
        let line = format!("line {nth}");
        world.sandbox().reply(&world.id("ana"), &welcome.channel, None, &line).unwrap();
    }
    world.passes(SignedDuration::from_mins(15)).await;
    let stands = world.told_texts("ana").into_iter().filter(|text| *text == welcome.message.text);
    assert_eq!(stands.count(), 1);
    let counts = world.stage.database.outbox_counts(&world.stage.workspace).await.unwrap();
    assert!(counts.iter().all(|count| count.state == "sent"), "{counts:?}");
    world.ends_although(&["fatal_error"]).await;
}
