//! The private never-pair list.

use crate::world::World;
use viceversa::domain::decision::{Change, Decision};
use viceversa::domain::event::Seed;
use viceversa::domain::ids::PersonId;
use viceversa::ports::{Commit, Storage};

#[tokio::test]
async fn two_people_are_never_paired_if_one_of_them_wishes_so() {
    let world = World::with(&["ana", "ben", "cho", "dee"]).await;
    let said = world.types("ana", "never @ben").await.unwrap();
    assert!(said.contains(&world.id("ben")), "{said}");
    world.until("2027-02-28T12:00").await;
    assert_eq!(world.introductions().len(), 16);
    assert!(world.introductions().iter().all(|pair| pair != &["ana", "ben"]));
    world.ends().await;
}

#[tokio::test]
async fn the_list_is_shown_to_its_owner_and_can_be_shortened() {
    let world = World::with(&["ana", "ben"]).await;
    world.types("ana", "never @ben").await;
    assert!(world.types("ana", "never").await.unwrap().contains(&world.id("ben")));
    assert!(!world.types("ben", "never").await.unwrap().contains(&world.id("ana")));
    world.until("2027-01-04T18:00").await;
    assert!(world.introductions().is_empty());
    world.types("ana", "allow @ben").await;
    world.until("2027-01-11T18:00").await;
    assert_eq!(world.introductions(), [["ana", "ben"]]);
    world.ends().await;
}

#[tokio::test]
async fn nobody_can_be_kept_from_themselves() {
    let world = World::with(&["ana"]).await;
    world.types("ana", "never @ana").await;
    assert!(!world.types("ana", "never").await.unwrap().contains(&world.id("ana")));
    world.ends().await;
}

#[tokio::test]
async fn nobody_is_paired_within_their_reporting_line() {
    let world = World::with(&["ana", "ben", "cho"]).await;
    // Cho reports to Ben, and Ben to Ana: Ana and Cho are two levels apart in one line.
    for (name, manager) in [("ben", "ana"), ("cho", "ben")] {
        let storage = &world.stage.database;
        let id = PersonId::new(world.id(name));
        let mut person = storage.person(&world.stage.workspace, &id).await.unwrap().unwrap();
        person.profile.manager = Some(PersonId::new(world.id(manager)));
        let commit = Commit {
            workspace: world.stage.workspace.clone(),
            now: world.sandbox().clock().now(),
            dedup: None,
            wake: None,
            seed: Seed([7; 32]),
            decision: Decision::default().change(Change::SavePerson(person)),
        };
        storage.commit(commit).await.unwrap();
    }
    world.until("2027-01-04T12:00").await;
    assert!(world.introductions().is_empty(), "{:?}", world.introductions());
    for name in ["ana", "ben", "cho"] {
        assert!(world.told_texts(name).pop().unwrap().contains("reporting line"), "{name}");
    }
    world.ends().await;
}
