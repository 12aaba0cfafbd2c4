//! Time: downtime, clock jumps and daylight saving never cost a round and never make two.

use crate::world::{World, ZONE};
use viceversa::domain::decision::{Change, Decision};
use viceversa::domain::rounds::Program;
use viceversa::ports::{Commit, Storage};

#[tokio::test]
async fn a_slot_missed_by_hours_is_caught_up_once() {
    let world = World::with(&["ana", "ben"]).await;
    world.sleeps_until("2027-01-04T15:00").await;
    world.until("2027-01-05T12:00").await;
    assert_eq!(world.introductions().len(), 1);
    world.ends().await;
}

#[tokio::test]
async fn a_slot_missed_by_days_is_written_down_and_the_next_one_is_held() {
    let world = World::with(&["ana", "ben"]).await;
    world.sleeps_until("2027-01-06T15:00").await;
    assert!(world.introductions().is_empty());
    world.until("2027-01-11T12:00").await;
    assert_eq!(world.introductions().len(), 1);
    world.ends().await;
}

#[tokio::test]
async fn the_round_stays_at_ten_across_the_change_of_the_clocks() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-03-29T09:59").await;
    let before = world.introductions().len();
    world.until("2027-03-29T10:01").await;
    assert_eq!(world.introductions().len(), before + 1);
    world.ends().await;
}

#[tokio::test]
async fn a_slot_in_the_missing_hour_and_one_in_the_doubled_hour_are_held_once_each() {
    for (weeks, day, from, until) in [
        (13, "03-28", "2027-03-27T00:00", "2027-03-29T00:00"),
        (44, "10-31", "2027-10-30T00:00", "2027-11-01T00:00"),
    ] {
        let world = World::with(&["ana", "ben"]).await;
        world.until(from).await;
        reschedule(&world, "02:30").await;
        let rounds = rounds(&world).await;
        world.until(until).await;
        assert_eq!(self::rounds(&world).await, rounds + 1, "{day} of week {weeks}");
        world.ends().await;
    }
}

#[tokio::test]
async fn people_in_other_zones_hear_of_it_in_their_own_morning() {
    let mut world = World::new().await;
    for name in ["nic", "pat"] {
        world.arrives(name, "America/New_York");
        world.joins(name, &[]).await;
    }
    world.until("2027-01-04T14:59").await;
    assert!(world.introductions().is_empty());
    world.until("2027-01-04T15:01").await;
    assert_eq!(world.introductions(), [["nic", "pat"]]);
    world.ends().await;
}

async fn rounds(world: &World) -> usize {
    let program = viceversa::domain::ids::ProgramId::new("peer");
    world.stage.database.held_rounds(&world.stage.workspace, &program, 1_000).await.unwrap().len()
}

/// Moves the programme to Sundays at a local time, as of now.
async fn reschedule(world: &World, time: &str) {
    let program = world.stage.database.programs(&world.stage.workspace).await.unwrap().remove(0);
    let mut slot = program.slot.clone();
    slot.day = viceversa::domain::calendar::Day::Sun;
    slot.time = time.parse().unwrap();
    assert_eq!(slot.zone, ZONE);
    let now = world.sandbox().clock().now();
    let moved = Program { slot, since: now, ..program };
    let commit = Commit {
        workspace: world.stage.workspace.clone(),
        now,
        dedup: None,
        wake: None,
        seed: viceversa::domain::event::Seed([7; 32]),
        decision: Decision::default().change(Change::SaveProgram(moved)),
    };
    world.stage.database.commit(commit).await.unwrap();
    world.stage.app.look_again();
}
