//! Something to read, offered where a question, a nudge, an ask or a meeting has a theme: one quiet line, never more.

use crate::world::World;
use std::collections::BTreeSet;
use viceversa::sandbox::Input;

/// The lines that offer something to read or to watch.
fn offers(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.starts_with("To ") && line.contains(", if you like: ")).collect()
}

#[tokio::test]
async fn every_introduction_offers_one_thing_to_read_and_its_edits_the_same() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-04T10:00").await;
    let introduction = world.introduction(&["ana", "ben"]);
    assert_eq!(offers(&introduction.message.text).len(), 1, "{}", introduction.message.text);
    world.presses("ana", &introduction, "pairing:booked").await;
    let booked = world.again(&introduction).message.text;
    assert_eq!(offers(&booked), offers(&introduction.message.text));
    let export = world.types("ana", "export").await.unwrap();
    assert!(export.contains("\"reading/"), "what was offered is part of what is kept: {export}");
    world.ends().await;
}

#[tokio::test]
async fn a_nudge_offers_one_thing_to_read_and_none_twice_while_its_theme_has_others() {
    let world = World::nudged(&["ana"]).await;
    world.types("ana", "nudge delegation").await;
    world.until("2027-01-27T18:00").await;
    let nudges: Vec<String> =
        world.told_texts("ana").into_iter().filter(|text| text.contains("One small ask")).collect();
    let read: Vec<&str> = nudges.iter().flat_map(|text| offers(text)).collect();
    assert!(nudges.len() >= 3 && read.len() == nudges.len(), "{nudges:?}");
    assert_eq!(read.iter().collect::<BTreeSet<_>>().len(), read.len(), "{read:?}");
    world.ends().await;
}

#[tokio::test]
async fn two_who_talk_about_an_ask_are_offered_something_on_its_topic() {
    let world = World::with(&["ana", "ben"]).await;
    world.types("ben", "offer delegation").await;
    world.types("ana", "ask I keep doing the work myself instead of handing it over").await;
    world.submits("ana", &[("ask_haste", Input::Choice("whenever".into()))]).await;
    world.until("2027-01-04T09:30").await;
    let request = world.told("ben").pop().unwrap();
    assert!(offers(&request.message.text).is_empty(), "a request is no reading list");
    world.presses("ben", &request, "ask:accept").await;
    let introduced = world.introduction(&["ana", "ben"]).message.text;
    assert_eq!(offers(&introduced).len(), 1, "{introduced}");
    world.ends().await;
}
