//! Scenarios 7 and 19: a bot is asked to stop, or stands still for a while.

use crate::rig::{Events, Kind, On, Plan, Rig, on_calls, signal};
use serde_json::json;
use std::time::{Duration, Instant};

/// Longer than a row and a workspace belong to a bot, and longer than what it had begun is then left alone.
const BEYOND_THE_LEASE: Duration = Duration::from_secs(5 * 60);

/// A Slack that takes its time, so that something is always under way. Without its events, which would confirm a message
/// before its own call is answered.
async fn with_a_slow_slack(plan: Plan, millis: u64) -> Option<(Rig, usize)> {
    let rig = Rig::new(Plan { events: Events::None, ..plan }).await?;
    rig.everybody_joins().await;
    let expected = rig.everybody_is_written_to(Kind::Direct).await;
    rig.faults(vec![on_calls("chat.postMessage", json!({"slow": {"millis": millis}}), 1.0)]).await;
    Some((rig, expected))
}

async fn is_at_work(rig: &Rig) {
    let sent = rig.store.count("sent").await;
    rig.eventually("it sends", async || rig.store.count("sent").await > sent + 5).await;
}

async fn stops(rig: &mut Rig, number: usize) {
    let asked = Instant::now();
    signal("TERM", rig.bots[number].pid());
    let status = rig.bots[number].ends().await;
    rig.note("SIGTERM");
    assert!(status.success(), "{status}");
    assert!(asked.elapsed() < Duration::from_secs(10), "it took {:?}", asked.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_in_mid_round_leaves_nothing_in_doubt() {
    let plan = Plan { people: 120, ..Plan::default() };
    let (mut rig, expected) = with_a_slow_slack(plan, 150).await.expect("SQLite is always there");
    for _ in 0..3 {
        rig.rise().await;
        is_at_work(&rig).await;
        stops(&mut rig, 0).await;
        assert_eq!(rig.store.count("sending").await, 0);
        assert_eq!(rig.store.count("check").await, 0);
        assert!(rig.store.count("pending").await > 0, "it came too late to show anything");
    }
    rig.rise().await;
    rig.comes_to_rest(Duration::ZERO).await;
    let tally = rig.everything_holds(expected, &["SIGTERM", "slow"]).await;
    assert_eq!(tally.look_ups, 0, "nobody had to ask");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supervisor_that_loses_patience_costs_nobody_a_message() {
    // So slow that whoever is killed has something under way, and not so slow that the bot gives up waiting.
    let plan = Plan { people: 120, speed: 5, ..Plan::default() };
    let (mut rig, expected) = with_a_slow_slack(plan, 1_400).await.expect("SQLite is always there");
    for _ in 0..6 {
        rig.rise().await;
        is_at_work(&rig).await;
        signal("TERM", rig.bots[0].pid());
        rig.kill(0);
        // Between two takings there may be nothing under way for a moment, and the kill may hit just that.
        if rig.store.count("sending").await > 0 {
            break;
        }
    }
    assert!(rig.store.count("sending").await > 0, "it came too late to show anything, six times");
    rig.rise().await;
    rig.comes_to_rest(Duration::from_secs(60)).await;
    let tally = rig.everything_holds(expected, &["kill -9", "slow"]).await;
    assert!(tally.look_ups > 0, "somebody had to ask");
}

#[tokio::test(flavor = "multi_thread")]
async fn three_bots_are_replaced_one_after_the_other_in_mid_round() {
    let plan = Plan { people: 180, bots: 3, on: On::Postgres, ..Plan::default() };
    let Some((mut rig, expected)) = with_a_slow_slack(plan, 150).await else { return };
    rig.rise().await;
    for number in 0..3 {
        is_at_work(&rig).await;
        stops(&mut rig, number).await;
        rig.bots[number].start();
        rig.bots[number].is_ready().await;
    }
    rig.comes_to_rest(Duration::from_secs(60)).await;
    rig.everything_holds(expected, &["SIGTERM", "slow"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_that_stood_still_beyond_its_lease_does_no_harm_when_it_goes_on() {
    let plan = Plan { people: 120, bots: 2, on: On::Postgres, ..Plan::default() };
    let Some((mut rig, expected)) = with_a_slow_slack(plan, 150).await else { return };
    rig.rise().await;
    is_at_work(&rig).await;
    let holder = whoever_delivers(&rig).await;
    signal("STOP", holder);
    rig.note("SIGSTOP");
    assert!(rig.store.count("sending").await > 0, "nothing was under way when it stood still");
    rig.eventually("the other one takes over", async || rig.store.unfinished().await == Some(0)).await;
    assert_ne!(whoever_delivers(&rig).await, holder);
    signal("CONT", holder);
    rig.comes_to_rest(BEYOND_THE_LEASE).await;
    let tally = rig.everything_holds(expected, &["SIGSTOP", "slow"]).await;
    assert!(tally.look_ups > 0, "somebody had to ask");
}

/// The process that delivers for the workspace; its name begins with its number.
async fn whoever_delivers(rig: &Rig) -> u32 {
    let holders = rig.store.rows("SELECT holder, NULL, until FROM lane").await.expect("the database answers");
    let name = &holders.first().expect("somebody delivers").0;
    name.split('-').next().and_then(|pid| pid.parse().ok()).unwrap_or_else(|| panic!("{name}"))
}
