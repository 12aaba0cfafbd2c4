//! An operator looks at a round that was opened: why these pairs, and why not others.

use crate::world::{World, ZONE};
use viceversa::app::operate::{Report, Request};
use viceversa::domain::decision::{Change, Decision};
use viceversa::domain::ids::{ProgramId, RoundId};
use viceversa::domain::matching::Proof;
use viceversa::domain::matching::solver::{CertificateError, Doubt};
use viceversa::domain::rounds::Round;
use viceversa::ports::Storage;
use viceversa::sandbox::Input;

async fn asked(world: &World, request: Request) -> String {
    match world.stage.app.operate(&request).await.unwrap() {
        Report::Done { lines } => lines.join("\n"),
        Report::Refused { problem } => problem,
        Report::Import { .. } | Report::Outbox { .. } => panic!("an explanation is lines"),
    }
}

async fn explained(world: &World, round: &str, two: Option<[&str; 2]>) -> String {
    let people = two.map(|two| two.map(str::to_owned));
    asked(world, Request::ExplainRound { round: round.into(), people }).await
}

async fn seeks_and_offers(world: &mut World, name: &str, seeks: &[&str], offers: &[&str]) {
    world.arrives(name, ZONE);
    let choices = |ids: &[&str]| Input::Choices(ids.iter().map(ToString::to_string).collect());
    world.joins(name, &[("seeks", choices(seeks)), ("offers", choices(offers))]).await;
}

/// Ana and Ben help each other, and so do Cho and Dee, who would rather not talk with Ana.
async fn a_round() -> World {
    let mut world = World::new().await;
    for (name, seeks, offers) in [
        ("ana", "hiring", "budget"),
        ("ben", "budget", "hiring"),
        ("cho", "incidents", "trust"),
        ("dee", "trust", "incidents"),
    ] {
        seeks_and_offers(&mut world, name, &[seeks], &[offers]).await;
    }
    world.types("dee", "never @ana").await;
    world.until("2027-01-04T12:00").await;
    world
}

#[tokio::test]
async fn what_each_rule_made_of_each_pair_is_said_and_that_no_round_is_better() {
    let world = a_round().await;
    let told = explained(&world, "peer", None).await;
    for words in [
        "round peer/2027-01-04 in",
        "no round of these people could have more",
        "is still as it was: what follows is exact",
        &format!("ana ({}) · ben", world.id("ana")),
        "290 one offers what the other seeks, 1200 the first who offers what the other seeks, 150 each can help the other",
    ] {
        assert!(told.contains(words), "{words} is not in\n{told}");
    }
    assert_eq!(explained(&world, "peer/2027-01-04", None).await, told);
    world.until("2027-01-25T12:00").await;
    for round in ["peer", "peer/2027-01-04", "peer/2027-01-11"] {
        assert!(explained(&world, round, None).await.contains("what follows is exact"), "{round}");
    }
    world.types("ana", "never @cho").await;
    assert!(explained(&world, "peer", None).await.contains("have changed since"));
    world.ends().await;
}

#[tokio::test]
async fn of_two_people_it_says_by_how_many_points_they_missed_each_other_but_never_whose_wish_it_was() {
    let world = a_round().await;
    let missed = explained(&world, "peer", Some(["ana", "@Cho"])).await;
    assert!(missed.contains("too few") && missed.contains("as a pair: "), "{missed}");
    let together = explained(&world, "peer", Some(["cho", &world.id("dee")])).await;
    assert!(together.contains("they talk with each other"), "{together}");
    let apart = explained(&world, "peer", Some(["ana", "dee"])).await;
    assert!(apart.contains("a rule or a wish keeps them apart") && !apart.contains("points:"), "{apart}");
    world.ends().await;
}

#[tokio::test]
async fn a_wrong_name_is_met_with_what_there_is() {
    let mut world = a_round().await;
    assert!(explained(&world, "peer/2027-02-30", None).await.contains("The newest are: peer/2027-01-04."));
    assert!(explained(&world, "nudge", None).await.contains("peer/2027-01-04"));
    assert!(
        explained(&world, "peer", Some(["ana", "zoe"])).await.contains("Nobody who has joined is called")
    );
    world.arrives("eve", ZONE);
    world.joins("eve", &[]).await;
    assert!(explained(&world, "peer", Some(["ana", "eve"])).await.contains("was not in this round"));
    world.ends().await;
}

#[tokio::test]
async fn a_round_that_no_proof_stands_behind_does_not_pass_in_silence() {
    let world = a_round().await;
    assert_eq!(asked(&world, Request::UnprovenRounds).await, "");
    let proven = RoundId::new("peer/2027-01-04");
    let round = world.stage.database.round(&world.stage.workspace, &proven).await.unwrap().unwrap();
    let slot = round.slot.tomorrow().unwrap();
    let doubt = Some(Doubt::Certificate(CertificateError::Malformed));
    let proof = round.proof.clone().map(|proof| Proof { doubt, ..proof });
    let unproven = Round { id: RoundId::of(&ProgramId::new("peer"), slot), slot, proof, ..round };
    world.saves(Decision::default().change(Change::OpenRound(unproven))).await;
    let told = asked(&world, Request::UnprovenRounds).await;
    assert!(told.contains("peer/2027-01-05") && told.contains("The round itself is sound"), "{told}");
    world.ends().await;
}
