//! A question worth a conversation, right now: typed or pressed, in private, and never twice before the deck is used up.

use crate::world::{World, ZONE};
use std::collections::BTreeSet;
use viceversa::sandbox::Input;

/// The question in an answer: the line that is quoted.
fn question(answer: &str) -> String {
    answer
        .lines()
        .find(|line| line.starts_with("&gt; ") || line.starts_with("> "))
        .expect("a question")
        .to_owned()
}

fn posts(world: &World) -> usize {
    world.ledger().iter().filter(|entry| entry.method.as_deref() == Some("chat.postMessage")).count()
}

#[tokio::test]
async fn a_problem_in_ones_own_words_brings_a_question_that_nobody_else_reads() {
    let world = World::with(&["ana", "ben"]).await;
    let before = posts(&world);
    let named = world.types("ana", "prompt conflict").await.unwrap();
    let told = world.types("ana", "prompt My two seniors are fighting with each other").await.unwrap();
    for answer in [&named, &told] {
        assert!(answer.contains("· Conflict"), "{answer}");
        assert!(answer.contains("25 minutes are enough"), "{answer}");
        assert!(answer.contains("if you like:"), "{answer}");
    }
    assert_ne!(question(&named), question(&told));
    assert_eq!(posts(&world), before, "it disturbs nobody, nor spends anybody's attention");
    world.ends().await;
}

#[tokio::test]
async fn what_names_no_theme_is_answered_with_the_themes_there_are() {
    let world = World::with(&["ana"]).await;
    for typed in ["prompt xyzzy", "prompt read xyzzy"] {
        let answer = world.types("ana", typed).await.unwrap();
        assert!(answer.contains("no theme") && answer.contains("Delegation · Strategy"), "{answer}");
    }
    let list = world.types("ana", "prompt read delegation").await.unwrap();
    assert!(list.contains("To read on Delegation") && list.contains("(book)"), "{list}");
    world.ends().await;
}

#[tokio::test]
async fn a_theme_is_used_up_before_a_question_comes_again_and_then_it_says_so() {
    let world = World::with(&["ana"]).await;
    let mut seen = BTreeSet::new();
    let again = loop {
        let answer = world.types("ana", "prompt vulnerability").await.unwrap();
        if answer.contains("begin again") {
            break answer;
        }
        assert!(seen.insert(question(&answer)), "twice: {answer}");
    };
    assert!(seen.len() > 10, "{} questions", seen.len());
    assert!(seen.contains(&question(&again)));
    world.ends().await;
}

#[tokio::test]
async fn over_the_home_another_question_takes_the_place_of_the_first() {
    let world = World::with(&["ana"]).await;
    world.home("ana").await;
    world.presses_home("ana", "command:prompt").await;
    let first = world.modal("ana");
    let another = first.controls().iter().map(|each| each.action_id.clone()).next().expect("a button");
    assert!(another.starts_with("command:prompt:"), "{another}");
    world.sandbox().act_in_modal(&world.id("ana"), &first.id, &another, Input::Click).await.unwrap();
    world.settle().await;
    let second = world.modal("ana");
    assert_eq!(first.id, second.id, "no modal lies on another");
    assert_ne!(serde_json::to_string(&first.blocks).unwrap(), serde_json::to_string(&second.blocks).unwrap());
    world.ends().await;
}

#[tokio::test]
async fn whoever_pauses_may_still_ask_and_whoever_has_not_joined_is_told_how() {
    let mut world = World::with(&["ana"]).await;
    world.types("ana", "pause").await;
    assert!(world.types("ana", "prompt").await.unwrap().contains("25 minutes"));
    world.types("ana", "leave").await;
    let left = world.types("ana", "prompt").await.unwrap();
    world.arrives("ben", ZONE);
    let stranger = world.types("ben", "prompt conflict").await.unwrap();
    assert_eq!(left, stranger);
    assert!(!stranger.contains("25 minutes"), "{stranger}");
    world.ends().await;
}
