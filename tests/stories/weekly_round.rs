//! Monday: everybody is introduced to somebody, with a reason, a question and times; nobody is dropped in silence.

use crate::world::{World, ZONE};
use viceversa::sandbox::Input;

#[tokio::test]
async fn two_people_are_introduced_on_monday_in_their_common_morning() {
    let mut world = World::new().await;
    let topics = |topic: &str| Input::Choices(vec![topic.into()]);
    for (name, seeks, offers) in [("ana", "delegation", "hiring"), ("ben", "hiring", "delegation")] {
        world.arrives(name, ZONE);
        world.joins(name, &[("seeks", topics(seeks)), ("offers", topics(offers))]).await;
    }
    world.until("2027-01-04T09:59").await;
    assert!(world.introductions().is_empty());
    world.until("2027-01-04T10:01").await;
    let read = world.introduction(&["ana", "ben"]);
    let text = &read.message.text;
    for part in [&world.id("ana"), &world.id("ben"), "Delegation", "?", "first"] {
        assert!(text.contains(part), "{part} is missing in: {text}");
    }
    let all = serde_json::to_string(&read.message.blocks).unwrap();
    assert!(all.contains("calendar.google.com") && all.contains("outlook"), "{all}");
    assert_eq!(world.buttons(&read).iter().filter(|each| each.action_id.starts_with("pairing:")).count(), 4);
    world.ends().await;
}

#[tokio::test]
async fn an_odd_number_makes_a_trio() {
    let world = World::with(&["ana", "ben", "cho"]).await;
    world.until("2027-01-04T12:00").await;
    assert_eq!(world.introductions(), [["ana", "ben", "cho"]]);
    world.ends().await;
}

#[tokio::test]
async fn whoever_is_alone_is_told_why() {
    let world = World::with(&["ana"]).await;
    world.until("2027-01-04T12:00").await;
    let told = world.told_texts("ana");
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(world.types("ana", "why").await.is_some());
    world.ends().await;
}

#[tokio::test]
async fn four_people_meet_everybody_before_anybody_twice() {
    let world = World::with(&["ana", "ben", "cho", "dee"]).await;
    world.until("2027-01-22T12:00").await;
    let mut pairs = world.introductions();
    pairs.sort();
    pairs.dedup();
    assert_eq!(pairs.len(), 6, "{pairs:?}");
    world.ends().await;
}

#[tokio::test]
async fn who_asks_first_alternates() {
    let world = World::with(&["ana", "ben"]).await;
    let mut first = Vec::new();
    for week in ["2027-01-04", "2027-01-11", "2027-01-18", "2027-01-25"] {
        world.until(&format!("{week}T12:00")).await;
        let text = world.introduction(&["ana", "ben"]).message.text;
        let line = text.lines().find(|line| line.contains("first")).unwrap_or_default().to_owned();
        first.push(
            line.contains(&world.id("ana"))
                && line.find(&world.id("ana")) < line.find(&world.id("ben")).or(Some(usize::MAX)),
        );
    }
    assert!(first.windows(2).all(|two| two[0] != two[1]), "{first:?}");
    world.ends().await;
}

#[tokio::test]
async fn why_explains_the_present_pair_to_its_members() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-04T12:00").await;
    assert!(world.types("ana", "why").await.unwrap().contains(&world.id("ben")));
    assert!(world.types("ana", "history").await.unwrap().contains(&world.id("ben")));
    assert!(world.home("ana").await.contains(&world.id("ben")));
    world.ends().await;
}

#[tokio::test]
async fn a_rhythm_of_two_weeks_skips_every_other_round() {
    let mut world = World::new().await;
    for name in ["ana", "ben"] {
        world.arrives(name, ZONE);
        world.joins(name, &[("rhythm", Input::Choice("fortnightly".into()))]).await;
    }
    world.until("2027-01-27T12:00").await;
    assert_eq!(world.introductions().len(), 2);
    world.ends().await;
}
