//! How much comes in at a time: slash commands and events, signed, over sockets, through the real door and application into
//! a real database, each answered only when what it changes is durable. Prints a table.
//!
//! `cargo bench --bench load` uses an SQLite file with `synchronous=FULL` below the folder for temporary files, which
//! `TMPDIR` moves to the disk that is meant; a Postgres that `VICEVERSA_TEST_POSTGRES` names is measured beside it. What
//! sends the load shares the machine with what bears it.

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
    let mut table = format!(
        "{:<38}{:>10}{:>10}{:>10}{:>10}{:>10}{:>8}\n",
        "", "requests", "each s", "p50 ms", "p99 ms", "max ms", "failed"
    );
    for database in bot::databases() {
        let bot = Bot::start(&database);
        let commands =
            |from: usize, count| (from..from + count).map(|nth| bot::command(bot.team(), nth)).collect();
        client::send(bot.address, commands(COMMANDS, 2_000), CONNECTIONS, Pace::Unhurried);
        let run = client::send(bot.address, commands(0, COMMANDS), CONNECTIONS, Pace::Unhurried);
        row(&mut table, &format!("{database}: slash commands"), &run);
        let events = (0..EVENTS).map(|nth| bot::event(bot.team(), nth)).collect();
        let run =
            client::send(bot.address, events, CONNECTIONS, Pace::Steady { each_second: EVENTS_PER_SECOND });
        row(&mut table, &format!("{database}: events"), &run);
        let meanwhile = commands(2 * COMMANDS, MEANWHILE);
        let round = bot.opens_round(ROUND_AFTER);
        let run = client::send(
            bot.address,
            meanwhile,
            CONNECTIONS,
            Pace::Steady { each_second: MEANWHILE_PER_SECOND },
        );
        row(&mut table, &format!("{database}: commands during a round"), &run);
        writeln!(table, "    {}", bot.told(round)).unwrap();
        bot.stop();
    }
    println!("\n{table}{GOALS}");
}

fn row(table: &mut String, name: &str, run: &Run) {
    let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
    let latency = |share: f64| run.latencies[((run.latencies.len() - 1) as f64 * share) as usize];
    let requests = run.latencies.len();
    writeln!(
        table,
        "{name:<38}{requests:>10}{:>10.0}{:>10.1}{:>10.1}{:>10.1}{:>8}",
        requests as f64 / run.took.as_secs_f64(),
        milliseconds(latency(0.5)),
        milliseconds(latency(0.99)),
        milliseconds(latency(1.0)),
        run.failed
    )
    .unwrap();
}
