//! Pausing, skipping and leaving: one click, no reason, honoured at once, also between planning and sending.

use crate::world::{World, ZONE};
use viceversa::sandbox::PersonChange;

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

#[tokio::test]
async fn a_pause_of_weeks_ends_at_the_same_time_of_day_across_the_change_of_the_clocks() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-03-22T09:30").await;
    world.types("ana", "pause 1w").await;
    let before = world.introductions().len();
    world.until("2027-03-29T12:00").await;
    assert_eq!(
        world.introductions().len(),
        before + 1,
        "back at 9:30 of the new time, half an hour before the round"
    );
    world.ends().await;
}

#[tokio::test]
async fn the_end_of_a_pause_is_told_at_an_hour_one_works() {
    let world = World::with(&["ana", "ben"]).await;
    world.types("ana", "pause until 2027-01-16").await;
    let before = world.told_texts("ana").len();
    world.until("2027-01-18T08:59").await;
    assert_eq!(world.told_texts("ana").len(), before, "it ended on Saturday at midnight");
    world.until("2027-01-18T09:01").await;
    assert_eq!(world.told_texts("ana").len(), before + 1);
    world.ends().await;
}

#[tokio::test]
async fn a_later_pause_replaces_the_end_of_an_earlier_one() {
    let world = World::with(&["ana", "ben"]).await;
    world.types("ana", "pause 1w").await;
    world.types("ana", "pause").await;
    world.until("2027-01-18T12:00").await;
    assert!(world.introductions().is_empty(), "without an end, it does not end");
    world.types("ana", "pause 1w").await;
    world.types("ana", "pause 3w").await;
    world.until("2027-02-01T12:00").await;
    assert!(world.introductions().is_empty());
    world.until("2027-02-15T12:00").await;
    assert_eq!(world.introductions().len(), 1);
    world.types("ana", "pause 1w").await;
    world.types("ana", "resume").await;
    world.until("2027-02-24T20:00").await;
    let told = world.told_texts("ana");
    let back = told.iter().filter(|text| text.to_lowercase().contains("your pause")).count();
    assert_eq!(back, 1, "an early return is not announced: {told:?}");
    world.ends().await;
}

#[tokio::test]
async fn skipping_after_the_partner_fell_out_skips_the_next_round() {
    let mut world = World::new().await;
    for (name, zone) in [("ana", ZONE), ("nic", "America/New_York")] {
        world.arrives(name, zone);
        world.joins(name, &[]).await;
    }
    world.until("2027-01-04T11:00").await;
    world.types("nic", "skip").await;
    world.types("ana", "skip").await;
    world.until("2027-01-11T20:00").await;
    assert!(world.introductions().is_empty(), "ana sits the second round out");
    world.until("2027-01-18T20:00").await;
    assert_eq!(world.introductions().len(), 1);
    world.ends().await;
}

#[tokio::test]
async fn whoever_leaves_is_asked_and_reminded_of_nothing_more() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-04T12:00").await;
    let read = world.introduction(&["ana", "ben"]);
    world.reacts("ana", &read, "date").await;
    world.types("ana", "leave").await;
    let (told, thread) = (world.told_texts("ana").len(), world.thread(&read).len());
    world.until("2027-01-15T12:00").await;
    assert_eq!((world.told_texts("ana").len(), world.thread(&read).len()), (told, thread));
    world.ends().await;
}

#[tokio::test]
async fn deactivation_or_forgetting_in_a_planned_trio_leaves_the_other_two_a_pair() {
    for way in ["deactivated", "forgotten"] {
        let mut world = World::new().await;
        for (name, zone) in [("ana", ZONE), ("ben", ZONE), ("nic", "America/New_York")] {
            world.arrives(name, zone);
            world.joins(name, &[]).await;
        }
        world.until("2027-01-04T11:00").await;
        if way == "forgotten" {
            world.types("nic", "forget me").await;
            world.submits("nic", &[]).await;
            world.sandbox().close_all(&world.id("nic")).await.unwrap();
        } else {
            let gone = PersonChange { deleted: Some(true), ..PersonChange::default() };
            world.sandbox().change_person(&world.id("nic"), gone).unwrap();
            world.settle().await;
        }
        world.until("2027-01-05T12:00").await;
        assert_eq!(world.introductions(), [["ana", "ben"]], "{way}");
        let text = world.introduction(&["ana", "ben"]).message.text;
        assert!(!text.contains("forgotten-") && !text.contains(&world.id("nic")), "{way}: {text}");
        world.ends().await;
    }
}
