//! One bot that serves several workspaces: what befalls one of them is nothing to the others, and memory does not grow
//! with what there is to send.

use crate::kills::{HARD_TIMES, QUARANTINE, hard_times};
use crate::rig::{Plan, Rig, calls};
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
    let each = i64::try_from(expected / 3).unwrap();
    rig.rise().await;
    let second = rig.tenants[1].clone();
    rig.slack.act("revoke", json!({"team": second.id.as_str()})).await;
    rig.note("revoked");
    let theirs = |state: &str| {
        format!("SELECT COUNT(*) FROM outbox WHERE workspace_id = '{}' AND state = '{state}'", second.id)
    };
    rig.eventually("the others get theirs", async || {
        rig.store.count("sent").await - rig.store.number(&theirs("sent")).await == 2 * each
    })
    .await;
    rig.passes(Duration::from_secs(60)).await;
    assert!(rig.store.number(&theirs("pending")).await > 0, "it came too late to show anything");
    assert_eq!(rig.store.count("failed").await, 0, "nothing is given up");
    let tried = calls(&rig.slack.ledger(), "chat.postMessage");
    rig.passes(Duration::from_secs(60)).await;
    assert_eq!(calls(&rig.slack.ledger(), "chat.postMessage"), tried, "nothing is tried in vain");
    let installed = rig.slack.installed_by(&second.people[0]).await;
    rig.kill(0);
    let token = installed["access_token"].as_str().expect("a token");
    let tokens = [rig.tenants[0].token.as_str(), token, rig.tenants[2].token.as_str()].join(",");
    rig.bots[0].settings.insert("SLACK_BOT_TOKEN".into(), tokens);
    rig.rise().await;
    rig.comes_to_rest(QUARANTINE).await;
    rig.everything_holds(expected, &["revoked"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_workspaces_are_served_in_little_memory() {
    little_memory(Plan { people: 300, workspaces: 10, speed: 10, ..Plan::default() }).await;
}

/// Everything that goes wrong goes wrong meanwhile.
pub async fn little_memory(plan: Plan) {
    let (mut rig, expected) = at_work(plan).await;
    rig.faults(hard_times()).await;
    rig.rise().await;
    rig.comes_to_rest(QUARANTINE).await;
    let most = rig.bots[0].most_memory();
    println!("{expected} messages in {} workspaces: at most {} MiB", rig.tenants.len(), most / 1024);
    rig.everything_holds(expected, &HARD_TIMES).await;
    assert!(most < ROOM, "{most} KiB");
}
