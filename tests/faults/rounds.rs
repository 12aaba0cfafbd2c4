//! Scenarios 5, 6 and 13: a round is a whole round or none, and there is one of it, whoever dies and whatever the clock
//! shows.

use crate::kills::QUARANTINE;
use crate::rig::{On, Plan, Rig};
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::process::Command;
use std::time::Duration;
use viceversa::adapters::system::SystemClock;
use viceversa::ports::Clock;

const PEOPLE: usize = 80;

async fn with_everybody(plan: Plan) -> Option<Rig> {
    let rig = Rig::new(Plan { people: PEOPLE, ..plan }).await?;
    rig.everybody_joins().await;
    Some(rig)
}

async fn is_one_whole_round(rig: &mut Rig, ordered: &[&str]) {
    assert_eq!(rig.i5_one_round_for_a_date().await, 1);
    rig.i4_everybody_is_in_one_group().await;
    rig.comes_to_rest(QUARANTINE).await;
    rig.everything_holds(PEOPLE / 2, ordered).await;
}

/// The process that writes the round dies at a place; what it leaves is nothing or everything, and once it is asked
/// again there is one round.
async fn dies_at(place: &str, nth: u32, on: On) {
    let Some(mut rig) = with_everybody(Plan { on, ..Plan::default() }).await else { return };
    rig.rise().await;
    match on {
        // The running bot writes what an operator asks for.
        On::Sqlite => {
            rig.kill(0);
            rig.bots[0].start_failing(&format!("{place}:abort@{nth}"));
            rig.bots[0].is_ready().await;
            rig.eventually("its door is open", async || {
                rig.bots[0].run(&["round", "preview"]).status.success()
            })
            .await;
            let asked = rig.bots[0].run(&["round", "run"]);
            assert!(!asked.status.success(), "{place} was not reached");
            rig.bots[0].dies_of(place).await;
            rig.rise().await;
        }
        On::Postgres => {
            let asked = rig.bots[0].run_failing(&["round", "run"], &format!("{place}:abort@{nth}"));
            let said = String::from_utf8_lossy(&asked.stderr).into_owned();
            assert!(said.contains(&format!("failpoint {place} struck")), "{place} was not reached: {said}");
        }
    }
    rig.note(place);
    let left = rig.i5_one_round_for_a_date().await;
    assert_eq!(left, i64::from(place == "after-commit"), "{place}");
    if left == 1 {
        rig.i4_everybody_is_in_one_group().await;
    } else {
        assert_eq!(
            rig.store.number("SELECT COUNT(*) FROM pairing").await,
            0,
            "{place}: pairs without a round"
        );
        assert_eq!(rig.store.number("SELECT COUNT(*) FROM outbox").await, 0, "{place}: words about no round");
    }
    let again = rig.bots[0].run(&["round", "run"]);
    assert_eq!(again.status.success(), left == 0, "{place}");
    is_one_whole_round(&mut rig, &[place]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_is_written_whole_or_not_at_all() {
    let places = [("between-chunks", 1), ("between-chunks", 4), ("before-commit", 1), ("after-commit", 1)];
    futures_util::future::join_all(places.map(|(place, nth)| dies_at(place, nth, On::Sqlite))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_is_written_whole_or_not_at_all_on_postgres() {
    let places = [("between-chunks", 1), ("between-chunks", 4), ("before-commit", 1), ("after-commit", 1)];
    futures_util::future::join_all(places.map(|(place, nth)| dies_at(place, nth, On::Postgres))).await;
}

/// Lets the first programme's slot come so long after now, in the trial's time.
fn the_slot_comes_in(rig: &mut Rig, minutes: i64) {
    let slot = (rig.clock.now() + SignedDuration::from_mins(minutes)).to_zoned(TimeZone::UTC);
    for bot in &mut rig.bots {
        bot.settings.insert("PROGRAM_DAY".into(), slot.strftime("%a").to_string().to_lowercase());
        bot.settings.insert("PROGRAM_TIME".into(), slot.strftime("%H:%M").to_string());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_bots_that_see_the_same_slot_open_one_round() {
    let plan = Plan { on: On::Postgres, bots: 3, ..Plan::default() };
    let Some(mut rig) = with_everybody(plan).await else { return };
    the_slot_comes_in(&mut rig, 4);
    rig.rise().await;
    rig.eventually("the round is opened", async || rig.i5_one_round_for_a_date().await > 0).await;
    is_one_whole_round(&mut rig, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_opens_no_second_round() {
    let Some(library) = faketime() else { return };
    let Some(mut rig) = with_everybody(Plan { speed: 60, ..Plan::default() }).await else { return };
    the_slot_comes_in(&mut rig, 4);
    let told = rig.folder().join("faketime");
    let says = |offset: &str| std::fs::write(&told, offset).unwrap();
    says("+0");
    for (name, value) in [
        ("LD_PRELOAD", library.as_str()),
        ("FAKETIME_TIMESTAMP_FILE", &told.display().to_string()),
        ("FAKETIME_NO_CACHE", "1"),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
    ] {
        rig.bots[0].settings.insert(name.into(), value.into());
    }
    rig.rise().await;
    rig.eventually("the round is opened", async || rig.i5_one_round_for_a_date().await > 0).await;
    // A real minute is an hour of the trial.
    for (offset, seconds) in [("-1m", -60), ("+1m", 60), ("-24m", -1_440), ("+24m", 1_440), ("+0", 0)] {
        says(offset);
        let shown = shown_time(&rig.bots[0].settings) - SystemClock.now().as_second();
        assert!((shown - seconds).abs() <= 2, "the clock is {shown} s off instead of {seconds}");
        rig.note("clock jumped");
        rig.passes(Duration::from_secs(120)).await;
        rig.bots[0].is_alive();
    }
    rig.bots[0].settings.remove("LD_PRELOAD");
    is_one_whole_round(&mut rig, &["clock jumped"]).await;
}

/// What a process with these settings takes for the time, in seconds since 1970.
fn shown_time(settings: &BTreeMap<String, String>) -> i64 {
    let output = Command::new("date").arg("+%s").envs(settings).output().unwrap();
    String::from_utf8_lossy(&output.stdout).trim().parse().unwrap()
}

/// The library that shows a process another time; `None` where it is not installed.
fn faketime() -> Option<String> {
    let places = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];
    let found = places
        .iter()
        .map(|place| format!("{place}/faketime/libfaketimeMT.so.1"))
        .find(|path| std::path::Path::new(path).exists());
    if found.is_none() {
        crate::rig::skipped("a clock that jumps needs Debian's package faketime");
    }
    found
}
