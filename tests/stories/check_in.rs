//! The end of a round: a private question, two reminders at most, and silence that is never blamed.

use crate::world::World;
use viceversa::sandbox::Input;

#[tokio::test]
async fn both_are_asked_in_private_and_the_answer_stays_private() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-08T12:00").await;
    let asked = world.told("ana").pop().unwrap();
    world.presses("ana", &asked, "check_in:met").await;
    let answer = [
        ("useful", Input::Choice("very".into())),
        ("balance", Input::Choice("received".into())),
        ("will_try", Input::Text("Hand over the release.".into())),
    ];
    world.submits("ana", &answer).await;
    let thanks = world.again(&asked).message.text;
    assert_ne!(thanks, asked.message.text, "the question gives way to thanks");
    assert!(!thanks.contains("Hand over"), "what is to be erased is not posted");
    assert!(world.types("ana", "history").await.unwrap().contains("Hand over the release."));
    assert!(!world.types("ben", "history").await.unwrap().contains("Hand over"));
    assert!(!world.types("ben", "export").await.unwrap().contains("Hand over"));
    world.ends().await;
}

#[tokio::test]
async fn later_and_no_take_one_press_and_can_be_changed() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-08T12:00").await;
    let asked = world.told("ana").pop().unwrap();
    world.presses("ana", &asked, "check_in:later").await;
    let after = world.again(&asked).message.text;
    assert_ne!(after, asked.message.text);
    world.ends().await;
}

#[tokio::test]
async fn silence_is_reminded_twice_and_then_left_alone() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-08T12:00").await;
    let before = world.told_texts("ana").len();
    assert_eq!(world.told_texts("ben").len(), before);
    world.until("2027-01-14T08:00").await;
    assert_eq!(world.told_texts("ana").len(), before + 2);
    world.ends().await;
}

#[tokio::test]
async fn an_answer_ends_the_reminders() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-08T12:00").await;
    let asked = world.told("ana").pop().unwrap();
    world.presses("ana", &asked, "check_in:no").await;
    let before = world.told_texts("ana").len();
    world.until("2027-01-14T08:00").await;
    assert_eq!(world.told_texts("ana").len(), before);
    world.ends().await;
}

#[tokio::test]
async fn after_three_silent_rounds_a_pause_is_offered_and_nobody_is_dropped() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-02-05T18:00").await;
    let offers = world.told("ana").into_iter().filter(|read| {
        world.buttons(read).iter().any(|button| button.action_id.starts_with("command:pause"))
    });
    let offers: Vec<_> = offers.collect();
    assert_eq!(offers.len(), 1);
    world.until("2027-02-08T12:00").await;
    assert_eq!(world.introductions().len(), 6, "they are still introduced");
    world.presses("ana", &offers[0], "command:pause:2w").await;
    world.until("2027-02-15T12:00").await;
    assert_eq!(world.introductions().len(), 6);
    world.ends().await;
}

#[tokio::test]
async fn whoever_marks_their_talks_is_not_silent() {
    let world = World::with(&["ana", "ben"]).await;
    for monday in ["2027-01-04T12:00", "2027-01-11T12:00", "2027-01-18T12:00"] {
        world.until(monday).await;
        let read = world.introduction(&["ana", "ben"]);
        world.reacts("ana", &read, "white_check_mark").await;
    }
    world.until("2027-02-05T18:00").await;
    let offered = |name: &str| {
        let told = world.told(name);
        let pause = |read| world.buttons(read).iter().any(|each| each.action_id.starts_with("command:pause"));
        told.iter().any(pause)
    };
    assert_eq!((offered("ana"), offered("ben")), (false, true));
    world.ends().await;
}

#[tokio::test]
async fn the_same_answer_submitted_twice_counts_once_and_thanks_once() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-08T12:00").await;
    let asked = world.told("ana").pop().unwrap();
    world.presses("ana", &asked, "check_in:met").await;
    let (ana, view) = (world.id("ana"), world.modal("ana").id);
    let fields = [("will_try".to_owned(), Input::Text("Once.".into()))].into();
    let both = [(), ()].map(|()| world.sandbox().submit(&ana, &view, &fields));
    futures_util::future::join_all(both).await;
    world.settle().await;
    let said = world.types("ana", "history").await.unwrap();
    assert_eq!(said.matches("Once.").count(), 1, "{said}");
    world.ends().await;
}
