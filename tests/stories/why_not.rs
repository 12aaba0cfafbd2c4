//! Somebody wonders why it was not a certain colleague.

use crate::world::{World, ZONE};
use viceversa::sandbox::Input;

async fn seeks_and_offers(world: &mut World, name: &str, seeks: &[&str], offers: &[&str]) {
    world.arrives(name, ZONE);
    let choices = |ids: &[&str]| Input::Choices(ids.iter().map(ToString::to_string).collect());
    world.joins(name, &[("seeks", choices(seeks)), ("offers", choices(offers))]).await;
}

#[tokio::test]
async fn one_topic_that_would_have_been_enough_is_named_and_so_is_what_spoke_for_the_pair_there_is() {
    let mut world = World::new().await;
    seeks_and_offers(&mut world, "ana", &["hiring"], &[]).await;
    seeks_and_offers(&mut world, "ben", &["incidents"], &[]).await;
    seeks_and_offers(&mut world, "cho", &["budget"], &["hiring"]).await;
    seeks_and_offers(&mut world, "dee", &["hiring", "incidents"], &["budget"]).await;
    world.until("2027-01-04T12:00").await;
    world.introduction(&["cho", "dee"]);
    let told = world.types("ana", "why @cho").await.unwrap();
    for words in [&world.id("cho"), "if you offered", "udget", "What spoke for", &world.id("ben")] {
        assert!(told.contains(words), "{words} is not in: {told}");
    }
    assert!(!told.contains("points") && !told.contains(&world.id("dee")), "{told}");
    world.ends().await;
}

#[tokio::test]
async fn whatever_a_colleague_keeps_private_is_met_with_the_same_words_as_what_has_no_reason() {
    let mut world = World::with(&["ana", "ben", "cho", "dee", "eve", "fay"]).await;
    world.arrives("gus", ZONE);
    for (name, words) in [("cho", "never @ana"), ("eve", "pause 2w"), ("fay", "skip")] {
        world.types(name, words).await;
    }
    world.until("2027-01-04T12:00").await;
    let introduced = world.introductions();
    let partner = introduced.iter().find(|pair| pair.contains(&"ana".into())).unwrap();
    let others = ["ben", "dee"].into_iter().filter(|name| !partner.contains(&(*name).into()));
    let mut answers = Vec::new();
    for name in others.chain(["cho", "eve", "fay", "gus"]) {
        let told = world.types("ana", &format!("why @{name}")).await.unwrap();
        answers.push(told.replace(&world.id(name), "somebody"));
    }
    assert_eq!(answers.len(), 5);
    assert!(answers.iter().all(|told| *told == answers[0] && told.contains("could not")), "{answers:?}");
    world.ends().await;
}

#[tokio::test]
async fn two_who_were_introduced_lately_hear_so_even_if_one_of_them_would_rather_not_again() {
    let world = World::with(&["ana", "ben", "cho", "dee"]).await;
    world.until("2027-01-04T12:00").await;
    let first = world.introductions().into_iter().find(|pair| pair.contains(&"ana".into())).unwrap();
    let earlier = first.into_iter().find(|name| name != "ana").unwrap();
    world.until("2027-01-11T12:00").await;
    let before = world.types("ana", &format!("why @{earlier}")).await.unwrap();
    assert!(before.contains("a week before"), "{before}");
    world.types(&earlier, "never @ana").await;
    assert_eq!(world.types("ana", &format!("why @{earlier}")).await.unwrap(), before);
    world.ends().await;
}

#[tokio::test]
async fn of_ones_own_pair_one_also_hears_how_sure_it_is() {
    let world = World::with(&["ana", "ben", "cho"]).await;
    assert!(world.types("ana", "why @ben").await.unwrap().contains("no partner"));
    world.types("cho", "skip").await;
    world.until("2027-01-04T12:00").await;
    let why = world.types("ana", "why").await.unwrap();
    assert!(why.contains("none scored higher"), "{why}");
    assert_eq!(world.types("ana", "why @ben").await.unwrap(), why, "Ben is her partner");
    assert!(world.types("ana", "why @nobody").await.unwrap().contains("pick the person"));
    world.ends().await;
}
