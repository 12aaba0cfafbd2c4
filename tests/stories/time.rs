//! Time: downtime, clock jumps and daylight saving never cost a round and never make two.

use crate::world::{World, ZONE};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use viceversa::app::operate::{Report, Request};
use viceversa::domain::decision::{Change, Decision};
use viceversa::domain::rounds::{Program, ProgramState};
use viceversa::ports::{Commit, Storage};
use viceversa::sandbox::{Input, PersonChange};

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
    let now = world.sandbox().clock().now();
    edit_program(world, |program| {
        assert_eq!(program.slot.zone, ZONE);
        program.slot.day = viceversa::domain::calendar::Day::Sun;
        program.slot.time = time.parse().unwrap();
        program.since = now;
    })
    .await;
}

async fn edit_program(world: &World, edit: impl FnOnce(&mut Program)) {
    let programs = world.stage.database.programs(&world.stage.workspace).await.unwrap();
    let mut program = programs.into_iter().find(|program| program.id.as_str() == "peer").unwrap();
    edit(&mut program);
    let commit = Commit {
        workspace: world.stage.workspace.clone(),
        now: world.sandbox().clock().now(),
        dedup: None,
        wake: None,
        seed: viceversa::domain::event::Seed([7; 32]),
        decision: Decision::default().change(Change::SaveProgram(program)),
    };
    world.stage.database.commit(commit).await.unwrap();
    world.stage.app.look_again();
}

async fn run_by_hand(world: &World) -> Report {
    let report = world.stage.app.operate(&Request::RunRound { program: "peer".into() }).await.unwrap();
    world.settle().await;
    report
}

#[tokio::test]
async fn a_round_by_hand_before_its_slot_takes_its_place_and_keeps_its_distances() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-04T09:30").await;
    run_by_hand(&world).await;
    assert_eq!(world.introductions().len(), 1);
    assert!(world.home("ana").await.contains("11 Jan"), "the slot of today is used up");
    assert!(matches!(run_by_hand(&world).await, Report::Refused { .. }), "one round a day");
    let told = world.told_texts("ana").len();
    world.until("2027-01-05T12:00").await;
    assert_eq!(world.introductions().len(), 1, "nothing more at ten");
    assert_eq!(world.told_texts("ana").len(), told, "nobody is asked after a day");
    world.until("2027-01-08T12:00").await;
    assert_eq!(world.told_texts("ana").len(), told + 1);
    world.ends().await;
}

#[tokio::test]
async fn a_round_by_hand_on_another_day_takes_nothing_from_the_next() {
    let mut world = World::with(&["ana", "ben", "cho", "dee"]).await;
    world.until("2027-01-07T11:00").await;
    assert_eq!(world.introductions().len(), 2);
    run_by_hand(&world).await;
    world.until("2027-01-11T12:00").await;
    let all = world.introductions();
    assert_eq!(all.len(), 6, "Monday, Thursday and Monday again");
    let mut pairs: Vec<_> = all.iter().map(|pair| pair.join("+")).collect();
    pairs.sort();
    pairs.dedup();
    assert_eq!(pairs.len(), 6, "everybody met everybody before anybody met twice");
    let partner = all[4..].iter().find(|pair| pair.contains(&"ana".to_owned())).unwrap();
    let partner = partner.iter().find(|name| *name != "ana").unwrap();
    assert!(
        world.types("ana", "why").await.unwrap().contains(&world.id(partner)),
        "the present pair is Monday's"
    );
    // Thursday's pair is asked how it went all the same.
    let asked = |world: &World| {
        let told = world.told("ana");
        told.iter()
            .filter(|read| world.buttons(read).iter().any(|each| each.action_id == "check_in:met"))
            .count()
    };
    world.until("2027-01-11T18:00").await;
    assert!(asked(&world) >= 2);
    world.arrives("eli", ZONE);
    world.ends().await;
}

#[tokio::test]
async fn every_second_week_a_holiday_and_a_stop_are_kept() {
    let world = World::with(&["ana", "ben"]).await;
    edit_program(&world, |program| program.holidays = ["2027-01-04".parse().unwrap()].into()).await;
    assert!(world.home("ana").await.contains("11 Jan"), "what is announced is what will be held");
    world.until("2027-01-05T12:00").await;
    assert_eq!(rounds(&world).await, 0);
    world.until("2027-01-11T12:00").await;
    assert_eq!(rounds(&world).await, 1);
    edit_program(&world, |program| {
        program.slot.every_weeks = 2;
        program.slot.anchor = "2027-01-11".parse().unwrap();
    })
    .await;
    world.until("2027-02-08T12:00").await;
    assert_eq!(rounds(&world).await, 3, "on 25 January and on 8 February");
    edit_program(&world, |program| program.state = ProgramState::Paused).await;
    world.until("2027-03-08T12:00").await;
    assert_eq!(rounds(&world).await, 3);
    world.ends().await;
}

#[tokio::test]
async fn a_rhythm_of_four_weeks_outlasts_a_programme_of_two() {
    let mut world = World::new().await;
    for name in ["ana", "ben"] {
        world.arrives(name, ZONE);
        world.joins(name, &[("rhythm", Input::Choice("monthly".into()))]).await;
    }
    edit_program(&world, |program| program.slot.every_weeks = 2).await;
    world.until("2027-03-31T12:00").await;
    let days: Vec<_> = introduced_on(&world);
    assert!(days.len() >= 3, "{days:?}");
    assert!(days.windows(2).all(|two| two[1].duration_since(two[0]).as_hours() == 28 * 24), "{days:?}");
    world.ends().await;
}

#[tokio::test]
async fn two_who_only_work_on_fridays_are_introduced_on_friday_and_asked_later() {
    let mut world = World::new().await;
    for name in ["ana", "ben"] {
        world.arrives(name, ZONE);
        world.joins(name, &[("days", Input::Choices(vec!["fri".into()]))]).await;
    }
    let told = world.told_texts("ana").len();
    world.until("2027-01-08T09:01").await;
    assert_eq!(world.introductions().len(), 1);
    assert_eq!(world.told_texts("ana").len(), told);
    world.until("2027-01-15T09:01").await;
    assert_eq!(world.told_texts("ana").len(), told + 1);
    world.ends().await;
}

#[tokio::test]
async fn hours_that_never_meet_and_zones_nobody_knows_still_make_a_pair() {
    let mut world = World::new().await;
    for (name, zone) in [("ana", "Pacific/Honolulu"), ("ben", "Mars/Olympus")] {
        world.arrives(name, zone);
        world.joins(name, &[]).await;
    }
    world.until("2027-01-05T08:00").await;
    assert_eq!(world.introductions(), [["ana", "ben"]]);
    let text = world.introduction(&["ana", "ben"]).message.text;
    assert!(!text.contains("UTC+") && !text.is_empty(), "{text}");
    world.ends().await;
}

#[tokio::test]
async fn a_zone_that_changes_in_slack_is_followed() {
    let world = World::with(&["ana", "ben"]).await;
    for name in ["ana", "ben"] {
        let moved = PersonChange { tz: Some("America/New_York".into()), ..PersonChange::default() };
        world.sandbox().change_person(&world.id(name), moved).unwrap();
    }
    world.until("2027-01-04T14:59").await;
    assert!(world.introductions().is_empty());
    world.until("2027-01-04T15:01").await;
    assert_eq!(world.introductions().len(), 1);
    world.ends().await;
}

/// The civil dates of all introductions.
fn introduced_on(world: &World) -> Vec<Date> {
    let posted = world.ledger().into_iter().filter(|entry| {
        entry.method.as_deref() == Some("chat.postMessage")
            && entry.members.len() > 1
            && entry.thread_ts.is_none()
    });
    posted.map(|entry| entry.at.to_zoned(TimeZone::get(ZONE).unwrap()).date()).collect()
}
