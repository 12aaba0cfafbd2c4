//! A press where many people take part. The story runs among a few hundred; to see how long each press takes among more:
//! `VICEVERSA_OTHERS=10000 cargo test --release --test stories large -- --nocapture`

use crate::world::{World, ZONE};
use std::time::{Duration, Instant};
use viceversa::domain::decision::{Change, Decision};
use viceversa::domain::ids::PersonId;
use viceversa::domain::people::Person;
use viceversa::ports::Storage;
use viceversa::sandbox::Input;

const PROBLEM: &str = "I keep doing the work myself instead of handing it over";

/// Ana, Ben and so many others who look like Ben but offer nothing.
async fn company(others: usize) -> World {
    let mut world = World::with(&["ana"]).await;
    world.arrives("ben", ZONE);
    world.joins("ben", &[("offers", Input::Choices(vec!["delegation".into()]))]).await;
    world.until("2027-01-05T10:00").await;
    let ben = PersonId::new(world.id("ben"));
    let ben = world.stage.database.person(&world.stage.workspace, &ben).await.unwrap().unwrap();
    let another = |number: usize| {
        let mut person = Person { id: PersonId::new(format!("UX{number:05}")), version: 0, ..ben.clone() };
        person.profile.offers.clear();
        Change::SavePerson(person)
    };
    for first in (0..others).step_by(1_000) {
        let decision =
            (first..others.min(first + 1_000)).map(another).fold(Decision::default(), Decision::change);
        world.saves(decision).await;
    }
    world
}

async fn timed<T>(what: impl Future<Output = T>) -> (T, Duration) {
    let start = Instant::now();
    (what.await, start.elapsed())
}

#[tokio::test]
async fn a_press_among_many_does_what_it_does_among_few() {
    let others = std::env::var("VICEVERSA_OTHERS").ok().and_then(|said| said.parse().ok()).unwrap_or(300);
    let world = company(others).await;
    world.types("ana", &format!("ask {PROBLEM}")).await;
    let (_, opens) = timed(world.submits("ana", &[])).await;
    let request =
        world.told("ben").into_iter().rev().find(|read| !world.buttons(read).is_empty()).expect("a request");
    let (_, declines) = timed(world.presses("ben", &request, "ask:decline")).await;
    let told = world.told("ana");
    let card = told.iter().find(|read| read.message.text.contains("You asked for advice")).expect("a card");
    let (_, withdraws) = timed(world.presses("ana", card, "ask:withdraw")).await;
    println!("{others} others: opens {opens:?}, declines {declines:?}, withdraws {withdraws:?}");
    world.passes(jiff::SignedDuration::from_mins(1)).await;
    assert!(world.again(card).message.text.contains("You took it back"));
    world.stage.database.close().await;
}
