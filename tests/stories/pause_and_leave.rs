//! Pausing, skipping and leaving: one click, no reason, honoured at once, also between planning and sending.

use crate::world::{World, ZONE};

#[tokio::test]
async fn a_pause_ends_by_itself_and_says_so() {
    let world = World::with(&["ana", "ben"]).await;
    world.types("ana", "pause 2w").await;
    world.until("2027-01-12T12:00").await;
    assert!(world.introductions().is_empty());
    world.until("2027-01-18T12:00").await;
    assert_eq!(world.introductions(), [["ana", "ben"]]);
    world.ends().await;
}

#[tokio::test]
async fn a_pause_is_ended_by_a_button_on_the_home() {
    let world = World::with(&["ana", "ben"]).await;
    world.types("ana", "pause").await;
    assert!(world.home("ana").await.contains("command:resume"));
    world.presses_home("ana", "command:resume").await;
    world.until("2027-01-04T12:00").await;
    assert_eq!(world.introductions().len(), 1);
    world.ends().await;
}

#[tokio::test]
async fn skipping_sits_out_one_round_only() {
    let world = World::with(&["ana", "ben", "cho", "dee", "eli"]).await;
    world.types("ana", "skip").await;
    world.until("2027-01-04T12:00").await;
    assert!(world.introductions().iter().all(|pair| !pair.contains(&"ana".to_owned())));
    world.until("2027-01-11T12:00").await;
    assert!(world.introductions().iter().any(|pair| pair.contains(&"ana".to_owned())));
    world.ends().await;
}

#[tokio::test]
async fn leaving_between_planning_and_sending_stops_the_introduction_and_tells_the_partner() {
    let mut world = World::new().await;
    // New York starts work six hours after Berlin, so the introduction waits until the afternoon.
    world.arrives("ana", ZONE);
    world.arrives("nic", "America/New_York");
    for name in ["ana", "nic"] {
        world.joins(name, &[]).await;
    }
    world.until("2027-01-04T11:00").await;
    assert!(world.introductions().is_empty(), "planned, but not yet sent");
    world.types("ana", "leave").await;
    world.until("2027-01-05T20:00").await;
    assert!(world.introductions().is_empty());
    assert_eq!(world.told_texts("nic").len(), 2, "{:?}", world.told_texts("nic"));
    world.ends().await;
}

#[tokio::test]
async fn when_one_of_a_trio_leaves_the_other_two_carry_on() {
    let mut world = World::new().await;
    for (name, zone) in [("ana", ZONE), ("ben", ZONE), ("nic", "America/New_York")] {
        world.arrives(name, zone);
        world.joins(name, &[]).await;
    }
    world.until("2027-01-04T11:00").await;
    world.types("nic", "pause").await;
    world.until("2027-01-05T12:00").await;
    assert_eq!(world.introductions(), [["ana", "ben"]]);
    world.ends().await;
}

#[tokio::test]
async fn leaving_an_introduced_pair_is_said_in_its_thread() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-04T12:00").await;
    let read = world.introduction(&["ana", "ben"]);
    world.types("ana", "leave").await;
    assert_eq!(world.thread(&read).len(), 1);
    world.until("2027-01-12T12:00").await;
    assert_eq!(world.introductions().len(), 1, "ana is not introduced again");
    world.ends().await;
}

#[tokio::test]
async fn whoever_left_can_come_back_with_what_they_had_said() {
    let world = World::with(&["ana", "ben"]).await;
    world.types("ana", "leave").await;
    assert!(world.home("ana").await.contains("command:join"));
    world.joins("ana", &[]).await;
    world.until("2027-01-04T12:00").await;
    assert_eq!(world.introductions(), [["ana", "ben"]]);
    world.ends().await;
}
