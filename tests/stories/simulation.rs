//! A fortnight in which everything goes wrong that can: Slack limits, fails, lies and tells things twice, late and out of
//! order, and the process dies in the middle of what it does. What people see is what they would have seen without.
//!
//! `VICEVERSA_SEEDS=100` plays more of them; a seed that fails is named, and plays the same again.

use crate::world::{World, ZONE, local};
use jiff::{SignedDuration, Timestamp};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use viceversa::ports::Storage;
use viceversa::sandbox::{EventFault, Fault, FaultPlan, FaultRule, Junk, LedgerEntry, Target};

const PEOPLE: [&str; 10] = ["ana", "ben", "cho", "dee", "eli", "fay", "gil", "hal", "ida", "jon"];
const HELD: u64 = 40;
const SEEDS: u64 = 3;

fn trouble(seed: u64) -> FaultPlan {
    let call = |fault, rate| (Target::Calls("*".into(), fault), rate);
    let event = |fault, rate| (Target::Events("*".into(), fault), rate);
    // Most confirmations come later than an impatient sender would wait for them.
    let late = Target::Events("message_metadata_posted".into(), EventFault::Delayed { seconds: 200 });
    let rules = [
        (late, 0.6),
        call(Fault::RateLimited { after: HELD }, 0.05),
        call(Fault::StatusBefore(503), 0.03),
        call(Fault::StatusAfter(500), 0.05),
        call(Fault::Cut, 0.04),
        call(Fault::ResetBefore, 0.02),
        call(Fault::ResetAfter, 0.03),
        call(Fault::JunkBefore(Junk::Html), 0.02),
        call(Fault::JunkAfter(Junk::HalfJson), 0.03),
        event(EventFault::Duplicated, 0.1),
        event(EventFault::DuplicatedAtOnce, 0.05),
        event(EventFault::Delayed { seconds: 30 }, 0.05),
        event(EventFault::Overtaken { by: 2 }, 0.05),
        event(EventFault::AnswerLost, 0.05),
        event(EventFault::Dropped, 0.05),
        event(EventFault::Straggler { seconds: 90 }, 0.03),
    ];
    let rule = |(target, rate)| FaultRule { target, rate, limit: None, from: None, until: None };
    FaultPlan { seed, rules: rules.map(rule).to_vec() }
}

/// What happened besides the bot's work.
#[derive(Default)]
struct Trouble {
    crashes: Vec<Timestamp>,
    failures: usize,
}

/// Lets time pass to the end, and kills the process now and then while it works.
async fn lives_through(world: &mut World, end: Timestamp, chance: &mut ChaCha8Rng, trouble: &mut Trouble) {
    loop {
        if chance.random_bool(0.15) {
            trouble.crashes.push(world.sandbox().clock().now());
            let app = world.stage.app.clone();
            let life = Duration::from_micros(chance.random_range(50..20_000));
            // Dropped wherever it is then, in the middle of a call or of what follows from one.
            let _died = tokio::time::timeout(life, app.settle()).await;
            world.stage.restart().await.unwrap();
        }
        match world.stage.settle().await {
            Ok(Some(next)) if next <= end => world.sandbox().clock().set(next),
            Ok(_) => break,
            Err(_) => {
                trouble.failures += 1;
                world.sandbox().clock().advance(SignedDuration::from_secs(5))
            }
        };
    }
    world.sandbox().clock().set(end);
}

/// I1: no message of ours stands twice.
fn nothing_twice(ledger: &[LedgerEntry]) {
    let removed: BTreeSet<&String> = of(ledger, "chat.delete")
        .filter(|entry| entry.ok == Some(true))
        .filter_map(|entry| entry.ts.as_ref())
        .collect();
    let mut standing: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for (entry, ts) in
        of(ledger, "chat.postMessage").filter_map(|entry| entry.ts.as_ref().map(|ts| (entry, ts)))
    {
        let metadata = entry.metadata.as_ref().expect("ours carry an id");
        if !removed.contains(ts) {
            standing.entry(metadata["event_payload"].to_string()).or_default().push(ts);
        }
    }
    let twice: Vec<_> = standing.iter().filter(|(_, places)| places.len() > 1).collect();
    assert!(twice.is_empty(), "I1: {twice:?}");
}

/// I2 and I3: everything came to an end, and nothing was given up.
async fn nothing_left(world: &World) {
    let counts = world.stage.database.outbox_counts(&world.stage.workspace).await.unwrap();
    let left: Vec<_> =
        counts.iter().filter(|count| !["sent", "skipped"].contains(&count.state.as_str())).collect();
    assert!(left.is_empty(), "I2, I3: {left:?}");
}

/// I4 and I5: two Mondays, and on each everybody in exactly one group.
async fn everybody_once_a_round(world: &World, rounds: usize) {
    let mut introduced = world.introduced_standing();
    introduced.sort();
    let times: BTreeMap<&String, usize> = introduced.iter().fold(BTreeMap::new(), |mut times, name| {
        *times.entry(name).or_default() += 1;
        times
    });
    assert!(times.len() == PEOPLE.len() && times.values().all(|each| *each == rounds), "I4, I5: {times:?}");
}

/// I6: after "not before", nobody comes before.
fn nobody_too_early(ledger: &[LedgerEntry], crashes: &[Timestamp]) {
    for (nth, limited) in ledger.iter().enumerate().filter(|(_, entry)| entry.status == Some(429)) {
        assert_eq!(limited.fault.as_deref(), Some("rate_limited"), "I6: Slack itself limits us: {limited:?}");
        if crashes.contains(&limited.at) {
            // Whoever dies before it could write down what it was told has never heard of it.
            continue;
        }
        let until = limited.at + SignedDuration::from_secs(i64::try_from(HELD).unwrap());
        let early = ledger[nth + 1..].iter().find(|entry| {
            entry.method == limited.method
                && entry.method.as_deref() != Some("response_url")
                && entry.at < until
        });
        assert!(early.is_none(), "I6: {limited:?}, and then {early:?}");
    }
}

/// I9: the database is sound.
async fn sound(world: &World) {
    if let Some(path) = world.file() {
        use sqlx::ConnectOptions;
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).read_only(true);
        let mut conn = options.connect().await.unwrap();
        let word: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut conn).await.unwrap();
        assert_eq!(word, "ok", "I9");
    }
}

fn of<'a>(ledger: &'a [LedgerEntry], method: &'static str) -> impl Iterator<Item = &'a LedgerEntry> {
    ledger.iter().filter(move |entry| entry.method.as_deref() == Some(method))
}

async fn a_fortnight(seed: u64) -> (BTreeMap<String, u64>, usize) {
    let mut world = World::new().await;
    for name in PEOPLE {
        world.arrives(name, ZONE);
        world.joins(name, &[]).await;
    }
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut trouble_met = Trouble::default();
    world.until("2027-01-03T12:00").await;
    world.sandbox().follow_faults(trouble(seed));
    lives_through(&mut world, local("2027-01-17T12:00"), &mut chance, &mut trouble_met).await;
    let struck = world.sandbox().faults_struck();
    world.sandbox().clear_faults();
    world.passes(SignedDuration::from_hours(12)).await;
    let ledger = world.ledger();
    nothing_twice(&ledger);
    nothing_left(&world).await;
    everybody_once_a_round(&world, 2).await;
    nobody_too_early(&ledger, &trouble_met.crashes);
    sound(&world).await;
    (struck, trouble_met.crashes.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_goes_wrong_nothing_is_lost_and_nothing_said_twice() {
    let seeds = std::env::var("VICEVERSA_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(SEEDS);
    let (mut struck, mut crashes) = (BTreeMap::<String, u64>::new(), 0);
    for seed in 1..=seeds {
        println!("seed {seed}");
        let (faults, died) = a_fortnight(seed).await;
        println!("seed {seed}: {died} crashes, {faults:?}");
        crashes += died;
        for (name, times) in faults {
            *struck.entry(name).or_default() += times;
        }
    }
    // I8: a simulation in which nothing went wrong shows nothing.
    let ordered = trouble(0).rules;
    for rule in &ordered {
        let name = match &rule.target {
            Target::Calls(_, fault) => fault.name(),
            Target::Events(_, fault) => fault.name(),
        };
        assert!(struck.get(name).is_some_and(|times| *times > 0), "I8: {name} never struck: {struck:?}");
    }
    assert!(crashes > 0, "I8: the process never died");
}
