//! Export, forgetting, uninstalling.

use crate::world::World;
use viceversa::domain::event::{Seed, Timing};
use viceversa::domain::ids::ProgramId;
use viceversa::ports::{Commit, Storage, StorageError};
use viceversa::sandbox::Input;

#[tokio::test]
async fn export_gives_everything_kept_as_json() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-04T12:00").await;
    let said = world.types("ana", "export").await.unwrap();
    for part in ["\"person\"", "\"pairings\"", "\"questions_seen\"", "Europe/Berlin"] {
        assert!(said.contains(part), "{part} is missing in {said}");
    }
    world.ends().await;
}

#[tokio::test]
async fn forget_me_asks_first_and_then_leaves_nothing() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-08T12:00").await;
    assert_eq!(world.types("ana", "forget me").await, None, "a modal asks for confirmation");
    world.submits("ana", &[]).await;
    let ana = viceversa::domain::ids::PersonId::new(world.id("ana"));
    let storage = &world.stage.database;
    assert_eq!(storage.person(&world.stage.workspace, &ana).await.unwrap(), None);
    assert!(storage.pairings_of(&world.stage.workspace, &ana, 10).await.unwrap().is_empty());
    assert!(!world.types("ben", "history").await.unwrap().contains(&world.id("ana")));
    assert!(world.home("ana").await.contains("command:join"));
    world.sandbox().close_all(&world.id("ana")).await.unwrap();
    world.until("2027-01-14T12:00").await;
    world.ends().await;
}

#[tokio::test]
async fn an_uninstall_stops_everything_and_erases_after_a_week() {
    let world = World::with(&["ana", "ben"]).await;
    world.sandbox().uninstall();
    world.settle().await;
    world.until("2027-01-07T12:00").await;
    let people = |world: &World| {
        let (database, workspace) = (world.stage.database.clone(), world.stage.workspace.clone());
        async move { database.people(&workspace).await.unwrap().len() }
    };
    assert_eq!((world.introductions().len(), people(&world).await), (0, 2));
    world.until("2027-01-09T12:00").await;
    assert_eq!(people(&world).await, 0);
    world.ends().await;
}

#[tokio::test]
async fn own_words_are_shown_to_the_partner_and_to_nobody_else() {
    let mut world = World::new().await;
    for name in ["ana", "ben", "cho", "dee"] {
        world.arrives(name, crate::world::ZONE);
        let words = format!("The words of {name}.");
        world.joins(name, &[("own_words", Input::Text(words))]).await;
    }
    world.until("2027-01-04T12:00").await;
    for pair in world.introductions() {
        let names: Vec<&str> = pair.iter().map(String::as_str).collect();
        let blocks = serde_json::to_string(&world.introduction(&names).message.blocks).unwrap();
        for name in ["ana", "ben", "cho", "dee"] {
            assert_eq!(blocks.contains(&format!("The words of {name}.")), names.contains(&name), "{blocks}");
        }
    }
    world.ends().await;
}

/// A round is decided; before that is written down, something else is. Gives what became of the round.
async fn decided_before(world: &World, words: &str, submit: bool) -> Result<(), StorageError> {
    let (app, workspace) = (&world.stage.app, &world.stage.workspace);
    let now = world.sandbox().clock().now();
    let slot = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let opening =
        app.opening(workspace, &ProgramId::new("peer"), slot, Timing::ByHand, now).await.unwrap().unwrap();
    let seed = Seed([7; 32]);
    let decision = opening.decide(now, seed);
    world.types("ana", words).await;
    if submit {
        world.submits("ana", &[]).await;
        world.sandbox().close_all(&world.id("ana")).await.unwrap();
    }
    let commit = Commit { workspace: workspace.clone(), now, dedup: None, wake: None, seed, decision };
    world.stage.database.commit(commit).await
}

#[tokio::test]
async fn a_round_decided_before_somebody_says_no_is_decided_anew() {
    for (words, submit) in [("forget me", true), ("leave", false), ("pause", false), ("never <@ben>", false)]
    {
        let world = World::with(&["ana", "ben"]).await;
        let words = words.replace("<@ben>", &format!("<@{}>", world.id("ben")));
        let outcome = decided_before(&world, &words, submit).await;
        assert!(matches!(outcome, Err(StorageError::Conflict)), "{words}: {outcome:?}");
        world.until("2027-01-05T12:00").await;
        assert!(world.introductions().is_empty(), "{words}");
        world.ends().await;
    }
}
