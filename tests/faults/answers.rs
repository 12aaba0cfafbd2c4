//! Scenarios 3, 4, 8, 20, 21 and 24: what Slack answers, or does not.

use crate::kills::QUARANTINE;
use crate::network::Weather;
use crate::rig::{Events, On, Plan, Rig, calls, on_calls};
use serde_json::json;
use std::time::{Duration, Instant};

/// With work for everybody, and the bot not started.
async fn at_work(plan: Plan) -> (Rig, usize) {
    Rig::with_work(plan).await.expect("SQLite is always there")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_slack_did_without_saying_so_is_found_out_and_not_done_again() {
    let (mut rig, expected) = at_work(Plan { people: 60, ..Plan::default() }).await;
    for fault in [
        json!({"status_after": 500}),
        json!("reset_after"),
        json!("cut"),
        json!({"junk_after": "html"}),
        json!({"junk_after": "half_json"}),
        json!("timeout"),
    ] {
        rig.next_calls("chat.postMessage", fault, 4).await;
    }
    rig.rise().await;
    rig.comes_to_rest(QUARANTINE).await;
    rig.everything_holds(expected, &["status_after", "reset_after", "cut", "junk_after", "timeout"]).await;
    let tried = calls(&rig.slack.ledger(), "chat.postMessage");
    assert_eq!(tried, expected, "something was sent again that stood there");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_slack_never_did_is_done_in_the_end() {
    let (mut rig, expected) = at_work(Plan { people: 60, ..Plan::default() }).await;
    for fault in [
        json!({"status_before": 503}),
        json!("reset_before"),
        json!({"junk_before": "html"}),
        json!("timeout_before"),
    ] {
        rig.next_calls("chat.postMessage", fault, 4).await;
    }
    rig.rise().await;
    rig.comes_to_rest(QUARANTINE).await;
    rig.everything_holds(expected, &["status_before", "reset_before", "junk_before", "timeout_before"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_slack_does_late_is_waited_for() {
    let (mut rig, expected) = at_work(Plan { people: 40, ..Plan::default() }).await;
    rig.next_calls("chat.postMessage", json!({"applied_late": {"after": 50}}), 8).await;
    rig.rise().await;
    rig.comes_to_rest(QUARANTINE).await;
    rig.everything_holds(expected, &["applied_late"]).await;
    assert_eq!(
        calls(&rig.slack.ledger(), "chat.postMessage"),
        expected + 8,
        "each late one is written down twice"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_slack_does_after_every_patience_stands_there_twice_and_the_second_is_taken_away() {
    let (mut rig, expected) = at_work(Plan { people: 40, ..Plan::default() }).await;
    let much_too_late = QUARANTINE * 2;
    rig.next_calls("chat.postMessage", json!({"applied_late": {"after": much_too_late.as_secs()}}), 3).await;
    rig.rise().await;
    rig.comes_to_rest(much_too_late).await;
    let repaired = "the second ones are taken away";
    rig.eventually(repaired, async || rig.slack.posts().len() == expected).await;
    let tally = rig.everything_holds(expected, &["applied_late"]).await;
    assert_eq!(tally.repaired, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rate_limit_costs_time_and_nothing_else() {
    nobody_comes_too_early(Plan { people: 150, speed: 10, ..Plan::default() }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn three_bots_heed_what_slack_told_one_of_them() {
    nobody_comes_too_early(Plan { people: 150, speed: 10, bots: 3, on: On::Postgres, ..Plan::default() })
        .await;
}

/// What a bot sees that looks for due messages while one is under way is not the last word: that one may be due again.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_put_off_while_the_bot_looks_elsewhere_goes_out_when_it_is_due() {
    let (mut rig, expected) =
        at_work(Plan { people: 1, speed: 1, events: Events::None, ..Plan::default() }).await;
    rig.next_calls("chat.postMessage", json!({"rate_limited": {"after": 1}}), 2).await;
    // At its start a bot is woken for many reasons, so the trial is about the second time that the message is put off.
    let slow_looks: Vec<String> = (4..8).map(|nth| format!("looked:sleep(700)@{nth}")).collect();
    rig.bots[0].start_failing(&slow_looks.join(","));
    rig.bots[0].is_ready().await;
    let ready = Instant::now();
    rig.settles().await;
    assert!(
        ready.elapsed() < Duration::from_secs(10),
        "only the longest sleep woke it: {:?}",
        ready.elapsed()
    );
    rig.everything_holds(expected, &["rate_limited"]).await;
    assert!(rig.bots[0].words().contains("failpoint looked struck"), "it looked only once");
}

async fn nobody_comes_too_early(plan: Plan) {
    let Some((mut rig, expected)) = Rig::with_work(plan).await else { return };
    rig.faults(vec![
        on_calls("chat.postMessage", json!({"rate_limited": {"after": 30}}), 0.03),
        on_calls("chat.postMessage", json!({"status_before": 429}), 0.02),
    ])
    .await;
    rig.rise().await;
    rig.comes_to_rest(Duration::from_secs(60)).await;
    rig.everything_holds(expected, &["rate_limited", "status_before"]).await;
    rig.i6_nobody_calls_too_early("chat.postMessage", 30);
    assert_eq!(rig.store.number("SELECT MAX(attempts) FROM outbox").await, 1, "a 429 is no attempt");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_big_round_goes_out_at_the_pace_we_set_ourselves() {
    let pace = share_of_the_pace(Plan { people: 200, speed: 5, ..Plan::default() }).await.expect("SQLite");
    // So short a round hardly uses the burst that Slack allows and we do not.
    assert!(pace.ours > 0.9, "{pace:?}");
}

/// How fast a round went out, as shares of what was allowed.
#[derive(Debug)]
pub struct Pace {
    /// By our own limits.
    pub ours: f64,
    /// By Slack's, which allow a burst of a hundred.
    pub slacks: f64,
}

/// Sends a round with nothing in the way; `None` where there is no Postgres for it.
pub async fn share_of_the_pace(plan: Plan) -> Option<Pace> {
    let (mut rig, expected) = Rig::with_work(plan).await?;
    rig.rise().await;
    rig.comes_to_rest(Duration::ZERO).await;
    rig.everything_holds(expected, &[]).await;
    rig.i6_nobody_calls_too_early("chat.postMessage", 0);
    let ledger = rig.slack.ledger();
    let sent = || ledger.iter().filter(|entry| entry.method.as_deref() == Some("chat.postMessage"));
    let took = sent().next_back().unwrap().at.duration_since(sent().next().unwrap().at).as_secs_f64();
    // Ten a second, of which the first may come at once.
    let share = |burst: f64| (expected as f64 - burst).max(0.0) / 10.0 / took;
    let pace = Pace { ours: share(10.0), slacks: share(100.0) };
    println!("{expected} messages took {took:.1} s: {pace:?}");
    Some(pace)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_void_token_parks_everything_until_the_app_is_installed_again() {
    let (mut rig, expected) = at_work(Plan { people: 120, ..Plan::default() }).await;
    rig.rise().await;
    rig.eventually("half of it is sent", async || rig.store.count("sent").await > 40).await;
    rig.slack.act("revoke", json!({})).await;
    rig.note("revoked");
    rig.passes(Duration::from_secs(60)).await;
    let waiting = rig.store.unfinished().await.unwrap();
    assert!(waiting > 0, "it came too late to show anything");
    assert_eq!(rig.store.count("failed").await, 0, "nothing is given up");
    let tried = calls(&rig.slack.ledger(), "chat.postMessage");
    rig.passes(Duration::from_secs(60)).await;
    assert_eq!(calls(&rig.slack.ledger(), "chat.postMessage"), tried, "nothing is tried in vain");
    let installed = rig.slack.installed_by(&rig.tenants[0].people[0], &[]).await;
    rig.kill(0);
    let token = installed["access_token"].as_str().expect("a token");
    rig.bots[0].settings.insert("SLACK_BOT_TOKEN".into(), token.into());
    rig.rise().await;
    rig.comes_to_rest(QUARANTINE).await;
    rig.everything_holds(expected, &["revoked"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_cannot_be_read_holds_up_nobody() {
    let (mut rig, expected) = at_work(Plan { people: 40, ..Plan::default() }).await;
    rig.store
        .execute("UPDATE outbox SET message = '{\"no\": \"message\"}' WHERE key IN ('trial/0', 'trial/7')")
        .await;
    rig.note("poisoned");
    rig.rise().await;
    rig.comes_to_rest(Duration::ZERO).await;
    rig.everything_holds(expected - 2, &["poisoned"]).await;
    assert_eq!(rig.store.count("failed").await, 2);
    let doctor = rig.bots[0].run(&["doctor"]);
    let said = String::from_utf8_lossy(&doctor.stdout).into_owned();
    assert!(said.contains("unreadable"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_history_is_rationed_nothing_is_sent_again_blindly() {
    let plan = Plan { people: 60, events: Events::None, ..Plan::default() };
    let (mut rig, expected) = at_work(plan).await;
    rig.faults(vec![on_calls("conversations.history", json!({"rate_limited": {"after": 60}}), 0.6)]).await;
    rig.next_calls("chat.postMessage", json!({"status_after": 500}), 12).await;
    rig.rise().await;
    rig.comes_to_rest(QUARANTINE).await;
    let tally = rig.everything_holds(expected, &["rate_limited", "status_after"]).await;
    assert!(tally.look_ups >= 12, "{tally:?}");
    assert_eq!(calls(&rig.slack.ledger(), "chat.postMessage"), expected, "something was sent again blindly");
}

/// Whatever the network does to a call, the message is said once: what was never heard is said again, and what was
/// heard is not.
#[tokio::test(flavor = "multi_thread")]
async fn a_bad_network_between_the_bot_and_slack_costs_time_and_nothing_else() {
    let (mut rig, expected) = at_work(Plan { people: 250, ..Plan::default() }).await;
    rig.through_the_network();
    rig.rise().await;
    for weather in [
        Weather::Reset,
        Weather::CutAfter(300),
        Weather::HalfClosed,
        Weather::BlackHole,
        Weather::Slow(Duration::from_millis(200)),
        Weather::LostAnswerTo("chat.postMessage"),
    ] {
        let felt = || rig.network.struck().values().sum::<u64>();
        let before = felt();
        rig.network.strike(weather, 3);
        rig.eventually("it is felt", async || felt() >= before + 3).await;
    }
    rig.comes_to_rest(QUARANTINE).await;
    let weathers = ["reset", "cut_after", "half_closed", "black_hole", "slow", "lost_answer"];
    rig.everything_holds(expected, &weathers).await;
}
