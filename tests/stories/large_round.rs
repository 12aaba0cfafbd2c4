//! A round so large that Slack's pace shows: whoever administers the workspace is told before people ask.

use crate::world::{World, local};
use viceversa::domain::decision::{Decision, Outgoing, Target, Urgency};
use viceversa::domain::ids::{MessageKey, PersonId};
use viceversa::domain::message::Message;
use viceversa::sandbox::PersonChange;

/// Messages to so many pairs who have not met before wait for the same morning; Slack lets 48 conversations be opened in a
/// minute.
async fn so_much_to_say(world: &World, pairs: usize) {
    let nobody = |number| PersonId::new(format!("UX{number:05}"));
    let morning = local("2027-01-04T10:00");
    let outgoing = (0..pairs).map(|number| Outgoing {
        key: MessageKey::new(format!("many/{number}")),
        to: Target::Group(vec![nobody(2 * number), nobody(2 * number + 1)]),
        message: Message::PauseOffer,
        not_before: morning,
        expires: Some(morning),
        urgency: Urgency::Bulk,
    });
    world.saves(Decision { outgoing: outgoing.collect(), ..Decision::default() }).await;
}

async fn with_ana_as_admin() -> World {
    let world = World::with(&["ana", "ben"]).await;
    let change = PersonChange { is_admin: Some(true), ..PersonChange::default() };
    world.sandbox().change_person(&world.id("ana"), change).unwrap();
    world
}

#[tokio::test]
async fn an_admin_hears_how_long_it_takes_and_nobody_else_does() {
    let world = with_ana_as_admin().await;
    so_much_to_say(&world, 600).await;
    world.until("2027-01-04T10:05").await;
    let told = |name: &str| world.told_texts(name).iter().filter(|text| text.contains("large one")).count();
    assert_eq!((told("ana"), told("ben")), (1, 0));
    let text = world.told_texts("ana").into_iter().find(|text| text.contains("large one")).unwrap();
    assert!(text.contains("601 messages") && text.contains("13 minutes"), "{text}");
    world.ends().await;
}

#[tokio::test]
async fn a_usual_round_is_not_worth_a_word() {
    let world = with_ana_as_admin().await;
    world.until("2027-01-04T10:05").await;
    assert!(world.told_texts("ana").iter().all(|text| !text.contains("large one")));
    world.ends().await;
}
