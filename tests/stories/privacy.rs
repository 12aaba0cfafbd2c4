//! Export, forgetting, uninstalling.

use crate::world::World;
use viceversa::ports::Storage;
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
