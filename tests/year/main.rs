//! A year of a whole company in all modes, over the wire, watched from the outside: what Slack was sent and what people did.
//! 24 people by default; `VICEVERSA_YEAR=200` plays the year that the promises were made for, and takes its time.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on shall say where")]

mod asks;
mod attention;
mod contacts;
mod lines;
mod prompts;

use jiff::Timestamp;
use std::sync::{Arc, Mutex};
use viceversa::adapters::catalogue;
use viceversa::adapters::storage::{Durability, OpenOptions};
use viceversa::app::Pace;
use viceversa::cli::demo::cast::gather;
use viceversa::cli::demo::company::Company;
use viceversa::cli::demo::ledger::Tally;
use viceversa::cli::demo::player::{Happened, Player};
use viceversa::cli::demo::stage::{Props, Stage};
use viceversa::cli::slack_app;
use viceversa::ports::Storage;
use viceversa::sandbox::{ClockMode, Sandbox, SandboxConfig};

/// Three days before the first round.
const BEGINS: &str = "2027-01-01T06:00:00Z";
const WEEKS: i64 = 52;
const SEED: u64 = 4;
/// So many breaches of one promise are printed.
const PRINTED: usize = 8;

/// One promise, and what speaks against it.
struct Promise {
    name: &'static str,
    /// What was counted, in words.
    measured: String,
    broken: Vec<String>,
}

/// Everybody who looks on.
struct Witnesses {
    attention: attention::Watch,
    prompts: prompts::Watch,
    asks: asks::Watch,
    lines: lines::Watch,
    refused: Vec<String>,
}

impl Witnesses {
    fn of(company: &Company, sandbox: &Sandbox) -> Self {
        Self {
            attention: attention::Watch::of(company, sandbox),
            prompts: prompts::Watch::of(&catalogue::embedded().unwrap()),
            asks: asks::Watch::of(company, sandbox),
            lines: lines::Watch::of(company),
            refused: Vec::new(),
        }
    }

    fn look(&mut self, happened: &Happened<'_>) {
        self.attention.look(happened);
        self.prompts.look(happened);
        self.asks.look(happened);
        self.lines.look(happened);
        // A delivery that a busy machine answers late is made again; a call that is refused is not.
        if let (Some(error), Some(_)) = (&happened.entry.error, &happened.entry.method) {
            self.refused.push(format!("{error}: {}", happened.entry.to_line()));
        }
    }

    fn judge(self, end: Timestamp) -> Vec<Promise> {
        let refused =
            Promise { name: "nothing is refused by Slack", measured: String::new(), broken: self.refused };
        let mut promises = vec![self.attention.judge(), self.lines.judge(), refused];
        promises.extend(self.prompts.judge());
        promises.extend(self.asks.judge(end));
        promises
    }
}

fn people() -> usize {
    std::env::var("VICEVERSA_YEAR").map_or(24, |number| number.parse().unwrap())
}

async fn stage() -> Stage {
    let sandbox = SandboxConfig {
        seed: SEED,
        start: BEGINS.parse().unwrap(),
        clock_mode: ClockMode::Frozen,
        ..slack_app::workspace()
    };
    let props = Props {
        sandbox,
        listen: "127.0.0.1:0".parse().unwrap(),
        database_url: "sqlite::memory:".into(),
        open: OpenOptions { durability: Durability::Throwaway, ..OpenOptions::default() },
        pace: Pace { concurrency: 1, batch: 64 },
    };
    Stage::set(props).await.unwrap()
}

/// What is still under way, though nothing is due.
async fn left_over(stage: &Stage) -> Promise {
    let counts = stage.database.outbox_counts(&stage.workspace).await.unwrap();
    let unfinished =
        counts.iter().filter(|count| ["sending", "check", "failed"].contains(&count.state.as_str()));
    let mut broken: Vec<String> = unfinished.map(|count| format!("{count:?}")).collect();
    broken.extend(stage.sandbox.next_delivery().map(|at| format!("a delivery of Slack's at {at}")));
    Promise { name: "nothing is left over", measured: String::new(), broken }
}

#[tokio::test]
async fn a_year_in_all_modes_keeps_what_was_promised() {
    let stage = stage().await;
    let actors = gather(&stage.sandbox, &catalogue::embedded().unwrap(), people(), SEED);
    let company = Company::found(&stage, actors).await.unwrap();
    let witnesses = Arc::new(Mutex::new(Witnesses::of(&company, &stage.sandbox)));
    let tally = Tally::new(stage.database.clone(), stage.workspace.clone(), None);
    let looking = witnesses.clone();
    let mut player = Player::new(&stage, company, 0, tally)
        .watched_by(Box::new(move |happened| looking.lock().unwrap().look(happened)));
    let end = stage.sandbox.clock().now() + jiff::SignedDuration::from_hours(24 * (7 * WEEKS + 3));
    player.play(end, |_| {}).await.unwrap();
    let sums = player.finish().sums();
    println!("{}", serde_json::to_string(&sums).unwrap());
    let mut promises = Arc::into_inner(witnesses).unwrap().into_inner().unwrap().judge(end);
    promises.push(left_over(&stage).await);
    for promise in &promises {
        println!("{}: {}, {} breaches", promise.name, promise.measured, promise.broken.len());
        for breach in promise.broken.iter().take(PRINTED) {
            println!("  {breach}");
        }
    }
    let broken: Vec<&str> =
        promises.iter().filter(|each| !each.broken.is_empty()).map(|each| each.name).collect();
    assert!(broken.is_empty(), "broken: {broken:#?}");
}
