//! A backup is put back: what people heard since then they do not hear again.

use crate::world::{World, local};
use viceversa::app::restored::Passed;
use viceversa::ports::Storage;

/// Everything the bot has said so far, edits aside.
fn said(world: &World) -> usize {
    let posted = |method: Option<String>| method.as_deref() == Some("chat.postMessage");
    world.ledger().into_iter().filter(|entry| posted(entry.method.clone())).count()
}

#[tokio::test]
async fn nothing_of_the_time_since_the_backup_is_said_again_and_the_next_round_is_held() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-04T12:00").await;
    assert_eq!(world.introductions().len(), 1);
    // The memory of that Monday is put back a week later, a few hours after the round that it knows nothing of.
    world.sandbox().clock().set(local("2027-01-11T15:00"));
    let before = said(&world);
    let passed = world.stage.app.pass_over_what_is_due().await.unwrap();
    assert!(passed.slots >= 1 && passed.wakes >= 1 && passed.messages >= 1, "{passed}");
    world.until("2027-01-11T23:59").await;
    assert_eq!(said(&world), before, "nobody hears anything");
    assert_eq!(world.introductions().len(), 1);
    let again = world.stage.app.pass_over_what_is_due().await.unwrap();
    assert_eq!(again, Passed::default(), "there is nothing left to pass over");
    world.until("2027-01-18T12:00").await;
    assert_eq!(world.introductions().len(), 2, "from now on all is as ever");
    let counts = world.stage.database.outbox_counts(&world.stage.workspace).await.unwrap();
    let waiting: i64 = counts
        .iter()
        .filter(|count| count.reason.as_deref() == Some("restored"))
        .map(|count| count.rows)
        .sum();
    assert_eq!(waiting as u64, passed.messages, "an operator can see them");
    world.ends_although(&["none, but some messages wait for an operator"]).await;
}
