//! Export, forgetting, uninstalling.

use crate::world::World;
use viceversa::app::workspace::FirstSlots;
use viceversa::domain::event::{Seed, Timing};
use viceversa::domain::ids::ProgramId;
use viceversa::ports::{Commit, Identity, Storage, StorageError};
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

#[tokio::test]
async fn an_export_has_nothing_that_others_told_us() {
    let mut world = World::new().await;
    for (name, words) in [("ana", "lavender"), ("ben", "hollyhock")] {
        world.arrives(name, crate::world::ZONE);
        world.joins(name, &[("own_words", Input::Text(words.into()))]).await;
    }
    world.arrives("cho", crate::world::ZONE);
    world.types("ben", &format!("never <@{}>", world.id("cho"))).await;
    world.until("2027-01-04T12:00").await;
    let read = world.introduction(&["ana", "ben"]);
    world.reacts("ben", &read, "date").await;
    world.until("2027-01-08T12:00").await;
    let asked = world.told("ben").pop().unwrap();
    world.presses("ben", &asked, "check_in:met").await;
    world.submits("ben", &[("will_try", Input::Text("saxifrage".into()))]).await;
    let (ana, ben) =
        (world.types("ana", "export").await.unwrap(), world.types("ben", "export").await.unwrap());
    for theirs in ["hollyhock", "saxifrage", "\"booked\"", world.id("cho").as_str()] {
        assert!(ben.contains(theirs), "{theirs} is missing in {ben}");
        assert!(!ana.contains(theirs), "{theirs} is not hers: {ana}");
    }
    assert!(ana.contains("lavender") && !ben.contains("lavender"));
    world.ends().await;
}

#[tokio::test]
async fn an_export_tells_of_rounds_without_a_partner_and_not_who_fell_out() {
    let mut world = World::new().await;
    for (name, zone) in [("ana", crate::world::ZONE), ("nic", "America/New_York")] {
        world.arrives(name, zone);
        world.joins(name, &[]).await;
    }
    world.until("2027-01-04T11:00").await;
    world.types("nic", "leave").await;
    world.until("2027-01-11T12:00").await;
    let said = world.types("ana", "export").await.unwrap();
    assert!(said.contains("\"alone\""), "{said}");
    assert!(!said.contains(&format!("\"because_of\": \"{}\"", world.id("nic"))), "{said}");
    assert!(world.types("nic", "export").await.unwrap().contains(&world.id("ana")));
    world.ends().await;
}

#[tokio::test]
async fn what_somebody_will_try_is_erased_after_sixty_days() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-08T12:00").await;
    let asked = world.told("ana").pop().unwrap();
    world.presses("ana", &asked, "check_in:met").await;
    world.submits("ana", &[("will_try", Input::Text("Hand over the release.".into()))]).await;
    world.types("ana", "pause").await;
    world.until("2027-03-09T11:59").await;
    assert!(world.types("ana", "history").await.unwrap().contains("Hand over"));
    world.until("2027-03-09T12:01").await;
    for words in ["history", "export"] {
        assert!(!world.types("ana", words).await.unwrap().contains("Hand over"), "{words}");
    }
    world.ends().await;
}

#[tokio::test]
async fn who_installs_again_within_the_grace_period_loses_nothing() {
    let world = World::with(&["ana", "ben"]).await;
    let (app, workspace) = (&world.stage.app, &world.stage.workspace);
    let known = world.stage.database.workspace(workspace).await.unwrap().unwrap();
    world.sandbox().uninstall();
    world.settle().await;
    world.until("2027-01-03T12:00").await;
    let identity = Identity {
        workspace: known.id,
        workspace_name: known.name,
        bot_user: known.bot_user,
        scopes: Vec::new(),
        slack_time: None,
    };
    let slot = world.stage.database.programs(workspace).await.unwrap().remove(0).slot;
    app.install(&identity, &FirstSlots::following(slot)).await.unwrap();
    world.until("2027-01-20T12:00").await;
    assert_eq!(world.stage.database.people(workspace).await.unwrap().len(), 2);
    // The sandbox itself knows no second installation, so what was tried meanwhile was refused.
    world.ends_although(&["account_inactive"]).await;
}
