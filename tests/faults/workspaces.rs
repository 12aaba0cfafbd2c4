//! One bot that serves several workspaces: what befalls one of them is nothing to the others, and memory does not grow
//! with what there is to send.

use crate::kills::{HARD_TIMES, QUARANTINE, hard_times};
use crate::rig::{Bot, Plan, Rig, calls};
use serde_json::json;
use std::time::Duration;

/// What a bot may take of the machine's memory at any moment, in KiB.
const ROOM: u64 = 150 * 1024;

async fn at_work(plan: Plan) -> (Rig, usize) {
    Rig::with_work(plan).await.expect("SQLite is always there")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_void_token_parks_its_own_workspace_and_no_other() {
    let (mut rig, expected) = at_work(Plan { people: 180, workspaces: 3, ..Plan::default() }).await;
    rig.rise().await;
    let last = rig.tenants[2].id.as_str();
    rig.slack.act("revoke", json!({"team": last})).await;
    rig.note("revoked");
    the_last_waits_until_it_installs_the_app_again(&mut rig).await;
    rig.everything_holds(expected, &["revoked"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn so_does_a_scope_that_is_missing() {
    // Everything that is needed, but for writing.
    let granted = &["commands", "im:write", "mpim:write", "users:read", "reactions:read", "im:history"];
    let (mut rig, expected) = at_work(Plan { people: 120, workspaces: 2, granted, ..Plan::default() }).await;
    rig.rise().await;
    the_last_waits_until_it_installs_the_app_again(&mut rig).await;
    assert!(rig.bots[0].words().contains("missing_scope"), "{}", rig.bots[0].words());
    rig.everything_holds(expected, &[]).await;
}

/// The others get what is theirs, and nothing of the last one's is given up or tried in vain.
async fn the_last_waits_until_it_installs_the_app_again(rig: &mut Rig) {
    let last = rig.tenants.last().expect("it has workspaces").clone();
    let theirs = |state: &str| {
        let (id, state) = (&last.id, state);
        format!("SELECT COUNT(*) FROM outbox WHERE workspace_id = '{id}' AND state = '{state}'")
    };
    let others = ((rig.tenants.len() - 1) * last.people.len()) as i64;
    rig.eventually("the others get theirs", async || {
        rig.store.count("sent").await - rig.store.number(&theirs("sent")).await == others
    })
    .await;
    rig.passes(Duration::from_secs(60)).await;
    assert!(rig.store.number(&theirs("pending")).await > 0, "it came too late to show anything");
    assert_eq!(rig.store.count("failed").await, 0, "nothing is given up");
    let tried = calls(&rig.slack.ledger(), "chat.postMessage");
    rig.passes(Duration::from_secs(60)).await;
    assert_eq!(calls(&rig.slack.ledger(), "chat.postMessage"), tried, "nothing is tried in vain");
    let installed = rig.slack.installed_by(&last.people[0], &[]).await;
    rig.kill(0);
    let new = installed["access_token"].as_str().expect("a token");
    let tokens = rig.bots[0].settings["SLACK_BOT_TOKEN"].replace(&last.token, new);
    rig.bots[0].settings.insert("SLACK_BOT_TOKEN".into(), tokens);
    rig.rise().await;
    rig.comes_to_rest(QUARANTINE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_workspaces_are_served_in_little_memory() {
    little_memory(Plan { people: 300, workspaces: 10, speed: 10, ..Plan::default() }).await;
}

/// Everything that goes wrong goes wrong meanwhile.
pub async fn little_memory(plan: Plan) {
    let Some((mut rig, expected)) = Rig::with_work(plan).await else { return };
    rig.faults(hard_times()).await;
    rig.rise().await;
    rig.comes_to_rest(QUARANTINE).await;
    let most = rig.bots.iter().map(Bot::most_memory).max().unwrap_or_default();
    println!("{expected} messages in {} workspaces: at most {} MiB", rig.tenants.len(), most / 1024);
    rig.everything_holds(expected, &HARD_TIMES).await;
    assert!(most < ROOM, "{most} KiB");
}
