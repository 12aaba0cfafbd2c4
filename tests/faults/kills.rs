//! Scenarios 1 and 2: the process is killed while it sends, at any moment and at the worst ones.

use crate::rig::{Events, Kind, On, Plan, Rig, calls, on_calls};
use futures_util::StreamExt;
use serde_json::{Value, json};
use std::time::Duration;

/// A message of which nobody knows is looked into after this at the latest, in the trial's time; Slack's last word
/// about it has come by then.
pub const QUARANTINE: Duration = Duration::from_secs(7 * 60);

/// What goes wrong with the calls of a bot, and how often: much more than anybody has seen with Slack.
pub fn hard_times() -> Vec<Value> {
    vec![
        on_calls("chat.postMessage", json!({"rate_limited": {"after": 5}}), 0.05),
        on_calls("chat.postMessage", json!({"status_before": 503}), 0.03),
        on_calls("chat.postMessage", json!({"status_after": 500}), 0.03),
        on_calls("chat.postMessage", json!("cut"), 0.03),
        on_calls("chat.postMessage", json!({"applied_late": {"after": 20}}), 0.02),
    ]
}

/// By name, as the sandbox counts them.
pub const HARD_TIMES: [&str; 5] = ["rate_limited", "status_before", "status_after", "cut", "applied_late"];

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_that_is_killed_again_and_again_writes_to_everybody_once() {
    killed_again_and_again(Plan { people: 240, speed: 40, ..Plan::default() }, Kind::Direct, 12).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn so_do_three_bots_on_one_postgres() {
    let plan = Plan { people: 240, bots: 3, on: On::Postgres, seed: 11, speed: 40, ..Plan::default() };
    killed_again_and_again(plan, Kind::Direct, 12).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_history_can_be_read_slacks_events_are_confirmation_enough() {
    killed_again_and_again(Plan { people: 240, seed: 12, speed: 40, ..Plan::default() }, Kind::Group, 6)
        .await;
}

/// The kills come at random moments of random bots; each bot is started again at once.
pub async fn killed_again_and_again(plan: Plan, kind: Kind, kills: usize) {
    let Some(mut rig) = Rig::new(plan).await else { return };
    rig.everybody_joins().await;
    let expected = rig.everybody_is_written_to(kind).await;
    rig.faults(hard_times()).await;
    rig.rise().await;
    for _ in 0..kills {
        let life = rig.moment(150..=650);
        tokio::time::sleep(life).await;
        let victim = rig.one_of(rig.bots.len());
        rig.kill(victim);
        rig.bots[victim].start();
    }
    rig.comes_to_rest(QUARANTINE).await;
    rig.everything_holds(expected, &[&["kill -9"], HARD_TIMES.as_slice()].concat()).await;
}

/// Dies at a place when it gets there for the nth time, is started again, and everybody is written to once all the same.
async fn dies_at(place: &str, nth: u32, on: On) {
    let Some(mut rig) = Rig::new(Plan { people: 30, on, speed: 60, ..Plan::default() }).await else { return };
    rig.everybody_joins().await;
    let expected = rig.everybody_is_written_to(Kind::Direct).await;
    rig.bots[0].start_failing(&format!("{place}:abort@{nth}"));
    rig.bots[0].dies_of(place).await;
    rig.note(place);
    assert!(rig.store.unfinished().await > Some(0), "{place}: everything was over when it died");
    rig.rise().await;
    rig.comes_to_rest(QUARANTINE).await;
    rig.everything_holds(expected, &[place]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_may_die_at_every_step_of_a_delivery() {
    let places = ["claimed", "before-call", "after-call", "after-finish"];
    futures_util::future::join_all(places.map(|place| dies_at(place, 2, On::Sqlite))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_may_die_at_every_step_of_a_delivery_on_postgres() {
    let places = [
        ("claimed", 2),
        ("before-call", 2),
        ("after-call", 2),
        ("after-finish", 2),
        // What the start writes, the first claim, and then the ends of attempts.
        ("before-commit", 6),
        ("after-commit", 6),
    ];
    let deaths = places.map(|(place, nth)| dies_at(place, nth, On::Postgres));
    // Three at a time: with all of them at once, a busy machine keeps a bot waiting for its own database.
    futures_util::stream::iter(deaths).buffer_unordered(3).collect::<()>().await;
}

/// What was found by the look that was cut short is looked for again, not sent again.
async fn dies_while_it_looks(on: On) {
    let plan = Plan { people: 20, on, speed: 60, events: Events::None, ..Plan::default() };
    let Some(mut rig) = Rig::new(plan).await else { return };
    rig.everybody_joins().await;
    let expected = rig.everybody_is_written_to(Kind::Direct).await;
    rig.next_calls("chat.postMessage", json!({"status_after": 500}), 5).await;
    rig.bots[0].start_failing("after-look:abort@2");
    rig.bots[0].dies_of("after-look").await;
    rig.note("after-look");
    rig.rise().await;
    rig.comes_to_rest(QUARANTINE).await;
    rig.everything_holds(expected, &["after-look", "status_after"]).await;
    assert_eq!(calls(&rig.slack.ledger(), "chat.postMessage"), expected, "something was sent again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_may_die_while_it_looks_for_a_message() {
    futures_util::future::join(dies_while_it_looks(On::Sqlite), dies_while_it_looks(On::Postgres)).await;
}

/// It brings down whoever delivers it, once; the messages behind it go out meanwhile, by the same process.
#[tokio::test(flavor = "multi_thread")]
async fn a_message_over_which_the_bot_breaks_down_holds_up_nobody() {
    let plan = Plan { people: 30, speed: 60, ..Plan::default() };
    let Some(mut rig) = Rig::new(plan).await else { return };
    rig.everybody_joins().await;
    let expected = rig.everybody_is_written_to(Kind::Direct).await;
    rig.bots[0].start_failing("claimed:panic@3");
    rig.note("broke down");
    rig.eventually("the others are sent", async || rig.store.count("sent").await == 29).await;
    assert_eq!(rig.store.count("sending").await, 1);
    rig.comes_to_rest(QUARANTINE).await;
    rig.everything_holds(expected, &["broke down"]).await;
}
