//! The Home: everything that is open, and everything one can ask for, in two clicks.

use crate::world::{World, ZONE};
use std::collections::BTreeSet;
use viceversa::sandbox::{Input, View};

/// What cannot be tried without ending the story.
const FINAL: &[&str] = &["command:leave"];

fn actions(view: &View) -> Vec<String> {
    view.controls().into_iter().map(|control| control.action_id).collect()
}

async fn home(world: &World, name: &str) -> View {
    world.home(name).await;
    world.sandbox().home(&world.id(name)).unwrap()
}

/// The command a button stands for, such as `pause` or `forget`.
fn word(action: &str) -> Option<String> {
    let typed = action.split('~').next()?.strip_prefix("command:")?;
    typed.split(':').next().map(str::to_owned)
}

/// Every command that is a button on the Home, or a button in what opens behind one.
async fn in_two_clicks(world: &World, name: &str) -> BTreeSet<String> {
    let first = actions(&home(world, name).await);
    let mut found: BTreeSet<String> = first.iter().filter_map(|action| word(action)).collect();
    for action in first.iter().filter(|action| action.starts_with("command:")) {
        if FINAL.contains(&action.as_str()) {
            continue;
        }
        world.presses_home(name, action).await;
        let behind = world.sandbox().modal(&world.id(name));
        found.extend(behind.iter().flat_map(actions).filter_map(|action| word(&action)));
        let after = world.sandbox().home(&world.id(name));
        found.extend(after.iter().flat_map(actions).filter_map(|action| word(&action)));
        // A press may have changed the Home; it is looked at from the start again.
        if world.home(name).await.contains("command:resume") {
            world.types(name, "resume").await;
        }
        if world.home(name).await.contains("command:unskip") {
            world.types(name, "unskip").await;
        }
        world.home(name).await;
    }
    found
}

#[tokio::test]
async fn every_command_is_a_button_or_a_button_behind_one() {
    let mut world = World::new().await;
    for name in ["ana", "ben", "chi"] {
        world.arrives(name, ZONE);
    }
    let mut found: BTreeSet<String> =
        actions(&home(&world, "ana").await).iter().filter_map(|action| word(action)).collect();
    assert!(found.contains("join"), "a stranger joins with one click");
    for name in ["ana", "ben"] {
        world.joins(name, &[]).await;
    }
    let chi = world.id("chi");
    world.types("ana", &format!("never <@{chi}>")).await;
    world.until("2027-01-08T12:00").await;
    let asked = world.told("ana").pop().unwrap();
    world.presses("ana", &asked, "check_in:met").await;
    world.submits("ana", &[("useful", Input::Choice("very".into()))]).await;
    found.extend(in_two_clicks(&world, "ana").await);
    let help = world.types("ana", "help").await.unwrap();
    let mut typed: BTreeSet<String> = help
        .split("`/mentor ")
        .skip(1)
        .filter_map(|rest| rest.split(|c: char| !c.is_ascii_lowercase()).next())
        .map(str::to_owned)
        .collect();
    typed.extend(["unskip", "allow"].map(str::to_owned));
    assert!(typed.len() > 15, "{typed:?}");
    // Whoever reads this page is there.
    typed.remove("home");
    // One more kind of mentoring is a tick in the form of the profile.
    typed.remove("try");
    let missing: Vec<_> = typed.difference(&found).collect();
    assert!(missing.is_empty(), "only typed: {missing:?}");
    world.ends().await;
}

#[tokio::test]
async fn whatever_waits_for_an_answer_is_answered_on_the_home_which_then_shows_it() {
    let world = World::with(&["ana", "ben"]).await;
    world.types("ben", "offer delegation").await;
    world.types("ana", "ask I keep doing the work myself instead of handing it over").await;
    world.submits("ana", &[("ask_haste", Input::Choice("whenever".into()))]).await;
    world.until("2027-01-04T09:30").await;
    let waiting = world.home("ben").await;
    assert!(waiting.contains("Waiting for your answer") && waiting.contains("Delegation"), "{waiting}");
    assert!(!waiting.contains(&world.id("ana")), "who asks is said after a yes: {waiting}");
    world.presses_home("ben", "ask:accept").await;
    let shown = world.sandbox().home(&world.id("ben")).unwrap();
    let shown = serde_json::to_string(&shown.blocks).unwrap();
    assert!(!shown.contains("Waiting for your answer"), "drawn anew by the press itself: {shown}");
    assert!(shown.contains("hopes for your advice") && shown.contains(&world.id("ana")), "{shown}");
    let asker = world.home("ana").await;
    assert!(asker.contains("Next conversation") && asker.contains("helps you with"), "{asker}");
    world.ends().await;
}

#[tokio::test]
async fn the_talk_of_the_round_comes_with_a_time_and_ends_as_the_last_one() {
    let world = World::with(&["ana", "ben"]).await;
    assert!(world.home("ana").await.contains("No conversation is under way"));
    world.until("2027-01-04T10:00").await;
    let open = world.home("ana").await;
    assert!(open.contains("Next conversation") && open.contains("would suit"), "{open}");
    world.presses_home("ana", "pairing:met").await;
    let met = world.home("ana").await;
    assert!(met.contains("Your last conversation") && met.contains("You met"), "{met}");
    world.until("2027-01-08T12:00").await;
    let asked = world.home("ana").await;
    assert!(asked.contains("How was your talk"), "{asked}");
    world.presses_home("ana", "check_in:met").await;
    world.submits("ana", &[("useful", Input::Choice("very".into()))]).await;
    let told = world.home("ana").await;
    assert!(!told.contains("How was your talk") && told.contains("command:share"), "{told}");
    world.presses_home("ana", "command:share").await;
    assert_eq!(world.modal("ana").content["callback_id"], "learning");
    world.ends().await;
}

#[tokio::test]
async fn sharing_is_offered_once_for_each_talk_and_not_weeks_later() {
    let world = World::with(&["ana", "ben"]).await;
    let nothing = world.types("ana", "share").await.unwrap();
    assert!(nothing.contains("last four weeks"), "{nothing}");
    world.until("2027-01-08T12:00").await;
    let asked = world.told("ana").pop().unwrap();
    world.presses("ana", &asked, "check_in:met").await;
    world.submits("ana", &[("useful", Input::Choice("very".into()))]).await;
    assert_eq!(world.types("ana", "share").await, None, "the form opens");
    world.types("ana", "pause").await;
    world.until("2027-03-01T12:00").await;
    assert!(world.types("ana", "share").await.is_some());
    assert!(!world.home("ana").await.contains("command:share"));
    world.ends().await;
}

#[tokio::test]
async fn a_commitment_is_ticked_off_on_the_home() {
    let world = World::nudged(&["ana", "ben"]).await;
    world.until("2027-01-06T18:00").await;
    let open = world.home("ana").await;
    assert!(open.contains("One small ask") && open.contains("nudge:who"), "{open}");
    world.presses_home("ana", "nudge:who").await;
    let fields =
        [("nudge_who", Input::One(world.id("ben"))), ("nudge_day", Input::Date("2027-01-08".into()))];
    world.submits("ana", &fields).await;
    let meant = world.home("ana").await;
    assert!(
        meant.contains("What you mean to do")
            && meant.contains("nudge:asked")
            && meant.contains(&world.id("ben")),
        "{meant}"
    );
    world.presses_home("ana", "nudge:asked").await;
    let shown = world.sandbox().home(&world.id("ana")).unwrap();
    assert!(!serde_json::to_string(&shown.blocks).unwrap().contains("What you mean to do"));
    world.ends().await;
}

#[tokio::test]
async fn who_pauses_is_shown_the_way_back_and_who_has_left_the_way_in() {
    let world = World::with(&["ana"]).await;
    world.home("ana").await;
    world.presses_home("ana", "command:pause").await;
    let paused = world.home("ana").await;
    assert!(paused.contains("You're pausing") && paused.contains("command:resume"), "{paused}");
    world.types("ana", "leave").await;
    let left = world.home("ana").await;
    assert!(left.contains("command:join") && !left.contains("command:prompt"), "{left}");
    world.ends().await;
}
