//! The long trial, for whoever changes delivery: `VICEVERSA_SOAK=10 cargo test --release --features failpoints --test
//! faults soak -- --nocapture` plays so many seeds, with 3,000 messages and 40 kills each, on both databases, for
//! direct messages and for group messages. It prints one line for each.

use crate::kills::killed_again_and_again;
use crate::rig::{Kind, On, Plan};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;

const MESSAGES: usize = 3_000;
const KILLS: usize = 40;

#[tokio::test(flavor = "multi_thread")]
async fn a_soak_loses_nothing_and_repeats_nothing() {
    let seeds = std::env::var("VICEVERSA_SOAK").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(0);
    let mut failed = Vec::new();
    for seed in 1..=seeds {
        for (on, bots) in [(On::Sqlite, 1), (On::Postgres, 3)] {
            for kind in [Kind::Direct, Kind::Group] {
                let people = match kind {
                    Kind::Direct => MESSAGES,
                    Kind::Group => MESSAGES * 2,
                };
                let plan = Plan { seed, people, bots, on, ..Plan::default() };
                // The seeds after one that fails are played as well.
                let played = AssertUnwindSafe(killed_again_and_again(plan, kind, KILLS)).catch_unwind().await;
                if played.is_err() {
                    failed.push((seed, on, kind));
                }
            }
        }
    }
    assert!(failed.is_empty(), "{failed:?}");
}
