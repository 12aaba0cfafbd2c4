//! The long trials, for whoever changes delivery: `VICEVERSA_SOAK=10 cargo test --release --features failpoints --test
//! faults soak -- --nocapture` plays so many seeds, with 3,000 messages and 40 kills each, on both
//! databases, for direct messages and for group messages, and prints one line for each. It also takes the pace of a
//! long round, and the memory of a bot that serves ten workspaces. For figures, run them on a machine that does nothing else,
//! and not more than two at a time.

use crate::answers::share_of_the_pace;
use crate::kills::killed_again_and_again;
use crate::rig::{Kind, On, Plan};
use crate::workspaces::little_memory;
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;

const MESSAGES: usize = 3_000;
const KILLS: usize = 40;

/// How many seeds are asked for; without it the long trials are left out.
fn seeds() -> u64 {
    std::env::var("VICEVERSA_SOAK").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn direct_messages_on_sqlite_are_neither_lost_nor_repeated() {
    play(On::Sqlite, Kind::Direct).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn group_messages_on_sqlite_are_neither_lost_nor_repeated() {
    play(On::Sqlite, Kind::Group).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn direct_messages_of_three_bots_are_neither_lost_nor_repeated() {
    play(On::Postgres, Kind::Direct).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn group_messages_of_three_bots_are_neither_lost_nor_repeated() {
    play(On::Postgres, Kind::Group).await;
}

async fn play(on: On, kind: Kind) {
    let bots = match on {
        On::Sqlite => 1,
        On::Postgres => 3,
    };
    let people = match kind {
        Kind::Direct => MESSAGES,
        Kind::Group => MESSAGES * 2,
    };
    let mut failed = Vec::new();
    for seed in 1..=seeds() {
        let plan = Plan { seed, people, bots, on, ..Plan::default() };
        // The seeds after one that fails are played as well.
        let played = AssertUnwindSafe(killed_again_and_again(plan, kind, KILLS)).catch_unwind().await;
        if played.is_err() {
            failed.push(seed);
        }
    }
    assert!(failed.is_empty(), "{on:?} {kind:?}: seeds {failed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_round_goes_out_as_fast_as_slack_allows() {
    let settings = [(On::Sqlite, 1), (On::Postgres, 1), (On::Postgres, 3)];
    for (on, bots) in settings.into_iter().filter(|_| seeds() > 0) {
        let plan = Plan { people: MESSAGES, bots, on, speed: 5, ..Plan::default() };
        let Some(pace) = share_of_the_pace(plan).await else { continue };
        assert!(pace.slacks >= 0.95, "{on:?} with {bots}: {pace:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_thousand_messages_do_not_make_it_grow() {
    let settings = [(On::Sqlite, 1), (On::Postgres, 2)];
    for (on, bots) in settings.into_iter().filter(|_| seeds() > 0) {
        little_memory(Plan { people: 10 * MESSAGES, workspaces: 10, bots, on, speed: 4, ..Plan::default() })
            .await;
    }
}
