//! What somebody takes part in: greeted by what they chose, and offered what is new in a quiet way.

use crate::world::{World, ZONE};
use std::collections::BTreeSet;
use viceversa::domain::decision::{Change, Decision};
use viceversa::domain::ids::PersonId;
use viceversa::domain::people::Person;
use viceversa::ports::Storage;
use viceversa::sandbox::{Input, SubmitOutcome};

fn modes(ids: &[&str]) -> (&'static str, Input) {
    ("modes", Input::Choices(ids.iter().map(ToString::to_string).collect()))
}

async fn newcomer(chosen: &[&str]) -> (World, String) {
    let mut world = World::new().await;
    world.arrives("ana", ZONE);
    world.joins("ana", &[modes(chosen)]).await;
    let greeting = world.told_texts("ana").pop().unwrap();
    (world, greeting)
}

/// Ana joined when there were fewer kinds of mentoring than today.
async fn early_member() -> World {
    let (world, _) = newcomer(&["peer", "situational"]).await;
    let ana = PersonId::new(world.id("ana"));
    let person = world.stage.database.person(&world.stage.workspace, &ana).await.unwrap().unwrap();
    let early = Person { asked_about: BTreeSet::new(), ..person };
    world.saves(Decision::default().change(Change::SavePerson(early))).await;
    world
}

#[tokio::test]
async fn whoever_chose_reverse_mentoring_alone_is_greeted_for_that_alone() {
    let (world, greeting) = newcomer(&["reverse"]).await;
    assert!(greeting.contains("Reverse mentoring") && greeting.contains("Thu 7 Jan"), "{greeting}");
    assert!(!greeting.contains("another manager") && !greeting.contains("nudge"), "{greeting}");
    world.ends().await;
}

#[tokio::test]
async fn whoever_chose_nudges_learns_when_the_first_comes_and_it_comes_then() {
    let (world, greeting) = newcomer(&["nudge"]).await;
    assert!(greeting.contains("the first comes on *Wed 6 Jan, 10:00 (Berlin)*"), "{greeting}");
    let told = world.told("ana").len();
    world.until("2027-01-06T09:59").await;
    assert_eq!(world.told("ana").len(), told);
    world.until("2027-01-06T10:01").await;
    assert_eq!(world.told("ana").len(), told + 1);
    world.ends().await;
}

#[tokio::test]
async fn what_is_new_is_offered_on_the_home_and_one_click_joins() {
    let world = early_member().await;
    assert!(world.home("ana").await.contains("New here:* reverse mentoring"), "one thing at a time");
    world.presses_home("ana", "command:pass:reverse").await;
    let home = world.home("ana").await;
    assert!(home.contains("Try a weekly nudge") && !home.contains("Try reverse"), "{home}");
    let told = world.told("ana").len();
    world.presses_home("ana", "command:try:nudge").await;
    let home = world.home("ana").await;
    assert!(!home.contains("New here") && home.contains("nudges"), "{home}");
    world.until("2027-01-06T11:00").await;
    assert!(world.told_texts("ana")[told..].iter().any(|text| text.contains("advice")), "she is nudged");
    world.ends().await;
}

#[tokio::test]
async fn whoever_unticked_something_is_not_offered_it_again() {
    let (world, _) = newcomer(&["peer"]).await;
    assert!(!world.home("ana").await.contains("New here"));
    world.ends().await;
}

#[tokio::test]
async fn it_can_be_typed_too_and_a_stranger_is_told_how_to_join() {
    let (mut world, _) = newcomer(&["peer"]).await;
    let said = world.types("ana", "try reverse").await.unwrap_or_default();
    assert!(said.contains("You take part in one more") && said.contains("Thu 7 Jan"), "{said}");
    world.types("ana", "profile").await;
    let saved = world.submits("ana", &[]).await;
    assert_eq!(saved, SubmitOutcome::Closed);
    world.arrives("ben", ZONE);
    let said = world.types("ben", "try nudges").await.unwrap_or_default();
    assert!(said.contains("join"), "{said}");
    world.ends().await;
}
