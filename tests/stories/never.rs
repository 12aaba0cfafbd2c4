//! The private never-pair list.

use crate::world::World;

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
