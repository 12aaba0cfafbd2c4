//! Inside a pair: buttons and reactions by either, taken back too, and one reminder for those who need it.

use crate::world::World;
use jiff::SignedDuration;

#[tokio::test]
async fn a_reaction_and_a_button_say_the_same() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-04T12:00").await;
    let read = world.introduction(&["ana", "ben"]);
    let before = read.message.text.clone();
    world.reacts("ana", &read, "date").await;
    let booked = world.again(&read).message.text;
    assert_ne!(before, booked);
    world.takes_back("ana", &read, "date").await;
    assert_eq!(world.again(&read).message.text, before);
    world.passes(SignedDuration::from_mins(1)).await;
    world.presses("ben", &read, "pairing:booked").await;
    assert_ne!(world.again(&read).message.text, before);
    world.presses("ben", &read, "pairing:booked").await;
    assert_eq!(world.again(&read).message.text, before, "pressed again, it is taken back");
    world.ends().await;
}

#[tokio::test]
async fn another_question_comes_into_the_thread_and_is_another() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-04T12:00").await;
    let read = world.introduction(&["ana", "ben"]);
    world.presses("ana", &read, "pairing:another").await;
    world.reacts("ben", &read, "arrows_counterclockwise").await;
    let thread = world.thread(&read);
    assert_eq!(thread.len(), 2, "{thread:?}");
    assert_ne!(thread[0], thread[1]);
    world.ends().await;
}

#[tokio::test]
async fn a_reaction_of_somebody_else_and_one_that_means_nothing_change_nothing() {
    let world = World::with(&["ana", "ben", "cho", "dee"]).await;
    world.until("2027-01-04T12:00").await;
    let pair = world.introductions().remove(0);
    let names: Vec<&str> = pair.iter().map(String::as_str).collect();
    let read = world.introduction(&names);
    let before = read.message.text.clone();
    world.reacts(names[0], &read, "tada").await;
    let outsider = ["ana", "ben", "cho", "dee"].into_iter().find(|name| !names.contains(name)).unwrap();
    let refused =
        world.sandbox().react(&world.id(outsider), &read.channel, read.message.ts, "white_check_mark");
    assert!(refused.is_err(), "Slack does not let an outsider in");
    world.settle().await;
    assert_eq!(world.again(&read).message.text, before);
    world.ends().await;
}

#[tokio::test]
async fn only_who_has_neither_booked_nor_met_is_reminded() {
    let world = World::with(&["ana", "ben", "cho", "dee"]).await;
    world.until("2027-01-04T12:00").await;
    let pairs = world.introductions();
    let names = |pair: usize| pairs[pair].iter().map(String::as_str).collect::<Vec<_>>();
    let (booked, silent) = (world.introduction(&names(0)), world.introduction(&names(1)));
    world.reacts(names(0)[0], &booked, "date").await;
    world.until("2027-01-08T08:00").await;
    assert!(world.thread(&booked).is_empty());
    assert_eq!(world.thread(&silent).len(), 1);
    world.ends().await;
}

#[tokio::test]
async fn a_reminder_that_waits_for_the_morning_is_dropped_when_a_date_is_found_before() {
    let mut world = World::new().await;
    for (name, zone) in [("ana", crate::world::ZONE), ("nic", "America/New_York")] {
        world.arrives(name, zone);
        world.joins(name, &[]).await;
    }
    world.until("2027-01-04T16:00").await;
    let read = world.introduction(&["ana", "nic"]);
    world.until("2027-01-06T11:00").await;
    assert!(world.thread(&read).is_empty(), "New York still sleeps");
    world.presses("ana", &read, "pairing:booked").await;
    world.until("2027-01-07T12:00").await;
    assert!(world.thread(&read).is_empty(), "{:?}", world.thread(&read));
    world.ends().await;
}

#[tokio::test]
async fn two_who_press_at_the_same_moment_are_both_heard() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-04T12:00").await;
    let read = world.introduction(&["ana", "ben"]);
    let presses = ["ana", "ben"].map(|name| world.presses(name, &read, "pairing:met"));
    futures_util::future::join_all(presses).await;
    world.passes(SignedDuration::from_mins(1)).await;
    world.presses("ana", &read, "pairing:met").await;
    let text = world.again(&read).message.text;
    assert!(text.contains(&world.id("ben")) && text.contains("You met"), "ben's word stands: {text}");
    world.ends().await;
}

#[tokio::test]
async fn a_reaction_on_the_private_question_stays_private() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-08T12:00").await;
    let read = world.introduction(&["ana", "ben"]);
    let before = world.again(&read).message.text;
    let asked = world.told("ana").pop().unwrap();
    world.reacts("ana", &asked, "white_check_mark").await;
    assert_eq!(world.again(&read).message.text, before);
    world.ends().await;
}

#[tokio::test]
async fn a_reaction_under_a_reply_in_the_thread_counts_for_the_pair() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-04T12:00").await;
    let read = world.introduction(&["ana", "ben"]);
    let before = read.message.text.clone();
    world.presses("ana", &read, "pairing:another").await;
    let replies = world.sandbox().thread(&read.channel, read.message.ts);
    let message = replies.into_iter().find(|each| each.ts != read.message.ts).unwrap();
    let reply = crate::world::Read { channel: read.channel.clone(), message };
    world.reacts("ben", &reply, "white_check_mark").await;
    assert_ne!(world.again(&read).message.text, before);
    world.ends().await;
}

#[tokio::test]
async fn nothing_more_is_asked_in_a_pair_that_is_over() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-04T12:00").await;
    let read = world.introduction(&["ana", "ben"]);
    world.types("ana", "leave").await;
    let after = world.thread(&read).len();
    world.reacts("ana", &read, "arrows_counterclockwise").await;
    world.presses("ben", &read, "pairing:another").await;
    assert_eq!(world.thread(&read).len(), after);
    world.ends().await;
}
