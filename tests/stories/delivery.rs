//! Delivery: a limit, an error or one unreachable person never costs anybody a message, and nobody gets one twice.

use crate::world::World;
use jiff::SignedDuration;
use viceversa::app::handle::Task;
use viceversa::app::workspace::FirstSlots;
use viceversa::domain::command::{Command, PauseLength};
use viceversa::domain::event::Happening;
use viceversa::domain::ids::{DedupKey, PersonId};
use viceversa::domain::people::Standing;
use viceversa::domain::rounds::pairing::Signal;
use viceversa::ports::{Ack, Finish, Identity, Incoming, Intake, Storage, Surface};
use viceversa::sandbox::{Fault, PersonChange};

const EIGHT: [&str; 8] = ["ana", "ben", "cho", "dee", "eli", "fay", "gil", "hal"];

fn introduced_once(world: &World) {
    let mut everybody: Vec<String> = world.introductions().concat();
    everybody.sort();
    assert_eq!(everybody, EIGHT);
}

#[tokio::test]
async fn a_rate_limit_only_delays() {
    let world = World::with(&EIGHT).await;
    world.sandbox().inject_fault("chat.postMessage", Fault::RateLimited { after: 30 }, 2);
    world.until("2027-01-04T12:00").await;
    introduced_once(&world);
    world.ends_although(&["ratelimited"]).await;
}

#[tokio::test]
async fn an_answer_that_got_lost_is_looked_into_and_nothing_is_said_twice() {
    let world = World::with(&EIGHT).await;
    world.sandbox().inject_fault("chat.postMessage", Fault::StatusAfter(500), 2);
    world.sandbox().inject_fault("chat.postMessage", Fault::Cut, 1);
    world.until("2027-01-04T13:00").await;
    introduced_once(&world);
    world.ends_although(&["http_500", "cut"]).await;
}

#[tokio::test]
async fn one_unreachable_person_holds_up_nobody_and_the_partner_is_told() {
    let world = World::with(&EIGHT).await;
    world
        .sandbox()
        .change_person(&world.id("ana"), PersonChange { deleted: Some(true), ..PersonChange::default() })
        .unwrap();
    world.until("2027-01-04T13:00").await;
    let everybody = world.introductions().concat();
    assert!(!everybody.contains(&"ana".to_owned()));
    assert_eq!(everybody.len(), 7, "a trio takes the odd one in");
    world.ends().await;
}

#[tokio::test]
async fn a_deactivation_that_slack_never_told_us_of_is_noticed_at_sending() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-03T12:00").await;
    world
        .sandbox()
        .change_person(&world.id("ana"), PersonChange { deleted: Some(true), ..PersonChange::default() })
        .unwrap();
    // The event stays undelivered until the round has been planned.
    world.sandbox().clock().set(crate::world::local("2027-01-04T10:00"));
    world.stage.app.settle().await.unwrap();
    world.until("2027-01-04T13:00").await;
    assert!(world.introductions().is_empty());
    assert_eq!(world.told_texts("ben").len(), 2, "{:?}", world.told_texts("ben"));
    world.ends_although(&["user_disabled", "user_not_found"]).await;
}

#[tokio::test]
async fn a_restart_in_the_middle_of_a_round_loses_and_repeats_nothing() {
    let mut world = World::with(&EIGHT).await;
    world.sandbox().inject_fault("chat.postMessage", Fault::RateLimited { after: 600 }, 3);
    world.until("2027-01-04T10:01").await;
    assert!(world.introductions().len() < 4);
    world.stage.restart().await.unwrap();
    world.until("2027-01-04T13:00").await;
    introduced_once(&world);
    world.ends_although(&["ratelimited"]).await;
}

#[tokio::test]
async fn an_event_delivered_twice_has_one_effect() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-04T12:00").await;
    let read = world.introduction(&["ana", "ben"]);
    world.sandbox().duplicate_events(1);
    world.reacts("ana", &read, "arrows_counterclockwise").await;
    world.passes(SignedDuration::from_mins(5)).await;
    assert_eq!(world.thread(&read).len(), 1);
    world.ends().await;
}

#[tokio::test]
async fn four_deliveries_at_once_of_one_press_have_one_effect() {
    let world = World::with(&["ana", "ben"]).await;
    world.until("2027-01-04T12:00").await;
    let read = world.introduction(&["ana", "ben"]);
    let ana = PersonId::new(world.id("ana"));
    let pairings = world.stage.database.pairings_of(&world.stage.workspace, &ana, 1).await.unwrap();
    let press = || Incoming {
        workspace: world.stage.workspace.clone(),
        dedup: Some(DedupKey::new("action/1")),
        what: Happening::PairingPressed {
            person: ana.clone(),
            pairing: pairings[0].id.clone(),
            signal: Signal::AnotherQuestion,
        },
        surface: Surface::Nowhere,
    };
    let taken = futures_util::future::join_all([(); 4].map(|()| world.stage.app.take(press()))).await;
    assert_eq!(taken, [Ack::Taken, Ack::Taken, Ack::Taken, Ack::Taken]);
    world.settle().await;
    assert_eq!(world.thread(&read).len(), 1);
    world.ends().await;
}

#[tokio::test]
async fn events_that_arrive_late_undo_nothing_that_came_after_them() {
    let world = World::with(&["ana", "ben"]).await;
    let asked = |command, at: &str| Incoming {
        workspace: world.stage.workspace.clone(),
        dedup: None,
        what: Happening::Asked {
            person: PersonId::new(world.id("ana")),
            command,
            at: crate::world::local(at),
        },
        surface: Surface::Nowhere,
    };
    world.until("2027-01-02T12:00").await;
    world.stage.app.take(asked(Command::Leave, "2027-01-02T12:00")).await;
    world.joins("ana", &[]).await;
    world.stage.app.take(asked(Command::Leave, "2027-01-02T11:59")).await;
    world.stage.app.take(asked(Command::Pause(PauseLength::Open), "2027-01-02T11:58")).await;
    world.until("2027-01-04T12:00").await;
    assert_eq!(world.introductions().len(), 1);
    world.ends().await;
}

/// Minutes after noon, and what is asked for then; where that leads to is the same in whatever order it is heard.
const SAID: [(i64, Command); 4] = [
    (1, Command::Pause(PauseLength::Open)),
    (2, Command::Resume),
    (3, Command::Pause(PauseLength::Weeks(1))),
    (4, Command::Resume),
];

#[tokio::test]
async fn four_deliveries_each_of_what_somebody_said_at_once_and_out_of_order_end_with_their_last_word() {
    let names = ["ana", "ben", "cho", "dee", "eli", "fay"];
    let world = World::with(&names).await;
    world.until("2027-01-02T12:30").await;
    let noon = crate::world::local("2027-01-02T12:00");
    for (turn, name) in names.into_iter().enumerate() {
        // Every other person leaves as well, which nothing but joining again undoes.
        let leaves = (turn % 2 == 1).then_some((0, Command::Leave));
        let said: Vec<_> = SAID.into_iter().chain(leaves).collect();
        let mut heard: Vec<_> = std::iter::repeat_n(said, 4).flatten().collect();
        heard.rotate_left(turn * 3);
        heard.reverse();
        let deliveries = heard.into_iter().map(|(minute, command)| Incoming {
            workspace: world.stage.workspace.clone(),
            dedup: Some(DedupKey::new(format!("action/{name}/{minute}"))),
            what: Happening::Asked {
                person: PersonId::new(world.id(name)),
                command,
                at: noon + SignedDuration::from_mins(minute),
            },
            surface: Surface::Nowhere,
        });
        let taken = futures_util::future::join_all(deliveries.map(|each| world.stage.app.take(each))).await;
        assert!(taken.iter().all(|ack| *ack == Ack::Taken), "{taken:?}");
    }
    world.settle().await;
    for (turn, name) in names.into_iter().enumerate() {
        let id = PersonId::new(world.id(name));
        let person = world.stage.database.person(&world.stage.workspace, &id).await.unwrap().unwrap();
        let expected = if turn % 2 == 1 { Standing::Left } else { Standing::Active };
        assert_eq!((person.standing, person.pause), (expected, None), "{name}");
    }
    world.ends().await;
}

#[tokio::test]
async fn void_tokens_park_the_workspace_until_it_is_installed_again() {
    let mut world = World::with(&["ana", "ben"]).await;
    let revoked = Task::of(&world.stage.workspace, Happening::TokensRevoked);
    world.stage.app.handle(revoked).await.unwrap();
    world.until("2027-01-05T08:00").await;
    assert!(world.introductions().is_empty(), "nothing is tried");
    let said = world.types("ana", "skip").await.unwrap_or_default();
    assert!(said.contains("install"), "whoever asks is told: {said}");
    world.stage.restart().await.unwrap();
    let workspace = world.stage.database.workspace(&world.stage.workspace).await.unwrap().unwrap();
    let identity = Identity {
        workspace: workspace.id,
        workspace_name: workspace.name,
        bot_user: workspace.bot_user,
        scopes: Vec::new(),
        slack_time: None,
    };
    let slot = world.stage.database.programs(&world.stage.workspace).await.unwrap().remove(0).slot;
    world.stage.app.install(&identity, &FirstSlots::following(slot)).await.unwrap();
    world.until("2027-01-05T12:00").await;
    assert_eq!(world.introductions().len(), 1, "Monday's round is caught up with");
    world.ends().await;
}

#[tokio::test]
async fn a_crash_before_an_undeliverable_pair_was_told_is_made_up_for() {
    let mut world = World::new().await;
    for (name, zone) in [("ana", crate::world::ZONE), ("nic", "America/New_York")] {
        world.arrives(name, zone);
        world.joins(name, &[]).await;
    }
    world.until("2027-01-04T11:00").await;
    let told = world.told_texts("ana").len();
    // The row is given up, and the process dies before anything follows from it.
    let (database, later) = (world.stage.database.clone(), crate::world::local("2027-01-04T15:00"));
    for claimed in database.claim(later, 9).await.unwrap() {
        let failed = Finish::Failed { reason: "crash".into() };
        assert!(database.finish(&claimed, failed, later).await.unwrap());
    }
    world.until("2027-01-08T20:00").await;
    let heard = world.told("ana");
    assert_eq!(heard.len(), told + 1, "ana is told that nothing comes");
    assert!(
        world.buttons(&heard[told]).is_empty(),
        "and not asked how it went: {}",
        heard[told].message.text
    );
    assert!(world.introductions().is_empty());
    world.ends_although(&["crash"]).await;
}
