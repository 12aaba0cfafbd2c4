//! How much comes in at a time: slash commands and events, signed, over sockets, through the real door and application into
//! a real database, each answered only when what it changes is durable. Prints a table.
//!
//! `cargo bench --bench load` measures everything, `cargo bench --bench load -- round` what has that word in its name. It
//! uses an SQLite file with `synchronous=FULL` below the folder for temporary files, which `TMPDIR` moves to the disk that
//! is meant; a Postgres that `VICEVERSA_TEST_POSTGRES` names is measured beside it. What sends the load shares the machine,
//! and the column of processor time, with what bears it.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on shall say where")]

mod bot;
mod client;

use bot::Bot;
use client::{Pace, Run};
use std::fmt::Write as _;
use std::time::Duration;

/// People who send commands and of whom events tell; none of them twice at the same time.
pub const PEOPLE: usize = 4_000;
const CONNECTIONS: usize = 64;
const COMMANDS: usize = 40_000;
/// As many as Slack sends of one workspace in an hour before it stops.
const EVENTS: usize = 30_000;
const EVENTS_PER_SECOND: u32 = 500;

/// While a round is formed and written down.
const MEANWHILE: usize = 4_000;
const MEANWHILE_PER_SECOND: u32 = 200;
const ROUND_AFTER: Duration = Duration::from_secs(3);

const GOALS: &str = "goals: SQLite, commands >= 3,000/s with p99 < 50 ms; events without an error, p99 < 1 s; \
    during a round, max < 3 s";

fn main() {
    // Cargo runs every bench as a test, too, and asks it what it has.
    if std::env::args().any(|argument| argument == "--list" || argument == "--test") {
        return;
    }
    let mut table = Table::new(std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect());
    for database in bot::databases() {
        let bot = Bot::start(&database);
        table.says(format!("{database}: a round of pairs"), || {
            bot.told(bot.opens_round("peer", Duration::ZERO))
        });
        table.measure(format!("{database}: slash commands"), || {
            client::send(bot.address, commands(&bot, COMMANDS, 2_000), CONNECTIONS, Pace::Unhurried);
            client::send(bot.address, commands(&bot, 0, COMMANDS), CONNECTIONS, Pace::Unhurried)
        });
        table.measure(format!("{database}: events"), || {
            let events = (0..EVENTS).map(|nth| bot::event(bot.team(), nth)).collect();
            client::send(bot.address, events, CONNECTIONS, Pace::Steady { each_second: EVENTS_PER_SECOND })
        });
        table.measure(format!("{database}: commands during a round"), || {
            let meanwhile = commands(&bot, 2 * COMMANDS, MEANWHILE);
            let round = bot.opens_round("nudge", ROUND_AFTER);
            let pace = Pace::Steady { each_second: MEANWHILE_PER_SECOND };
            let run = client::send(bot.address, meanwhile, CONNECTIONS, pace);
            println!("{}", bot.told(round));
            run
        });
        bot.stop();
    }
    println!("\n{}{GOALS}", table.text);
}

fn commands(bot: &Bot, from: usize, count: usize) -> Vec<Vec<u8>> {
    (from..from + count).map(|nth| bot::command(bot.team(), nth)).collect()
}

/// What was measured: everything, or what has one of some words in its name.
struct Table {
    words: Vec<String>,
    text: String,
}

impl Table {
    fn new(words: Vec<String>) -> Self {
        let text = format!(
            "{:<38}{:>10}{:>10}{:>10}{:>10}{:>10}{:>10}{:>8}\n",
            "", "requests", "each s", "cpu us", "p50 ms", "p99 ms", "max ms", "failed"
        );
        Self { words, text }
    }

    fn measure(&mut self, name: String, measured: impl FnOnce() -> Run) {
        if self.is_wanted(&name) {
            row(&mut self.text, &name, &measured());
        }
    }

    /// What is told in words.
    fn says(&mut self, name: String, told: impl FnOnce() -> String) {
        if self.is_wanted(&name) {
            println!("{name}: {}", told());
        }
    }

    fn is_wanted(&self, name: &str) -> bool {
        self.words.is_empty() || self.words.iter().any(|word| name.contains(word))
    }
}

fn row(table: &mut String, name: &str, run: &Run) {
    let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
    let latency = |share: f64| run.latencies[((run.latencies.len() - 1) as f64 * share) as usize];
    let requests = run.latencies.len();
    writeln!(
        table,
        "{name:<38}{requests:>10}{:>10.0}{:>10.0}{:>10.1}{:>10.1}{:>10.1}{:>8}",
        requests as f64 / run.took.as_secs_f64(),
        run.processor.as_secs_f64() * 1e6 / requests as f64,
        milliseconds(latency(0.5)),
        milliseconds(latency(0.99)),
        milliseconds(latency(1.0)),
        run.failed
    )
    .unwrap();
}
