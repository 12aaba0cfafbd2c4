//! `viceversa demo`: the product without Slack. A workspace in a box, made-up managers, and the bot against it over real
//! HTTP; to look at in a browser, or headless as fast as it goes.

mod acting;
pub mod cast;
pub mod company;
mod guide;
pub mod ledger;
mod live;
pub mod player;
pub mod stage;

use crate::adapters::storage::{Durability, OpenOptions};
use crate::adapters::{catalogue, telemetry};
use crate::app::Pace;
use crate::cli::slack_app;
use crate::sandbox::{ClockMode, SandboxConfig};
use clap::Args;
use company::Company;
use indicatif::ProgressBar;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use ledger::{Sums, Tally};
use player::Player;
use serde::Serialize;
use stage::{Props, Stage};
use std::io::{BufWriter, Write, stdout};
use std::net::SocketAddr;
use std::time::Instant;

/// How the demonstration is held.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  viceversa demo                                    open the address it prints in a browser
  viceversa demo --people 40 --listen 127.0.0.1:9000
  viceversa demo --headless --weeks 26 --people 12 --seed 1 --json > ledger.jsonl")]
pub struct DemoArgs {
    /// Play without a page, as fast as it goes, and end
    #[arg(long)]
    headless: bool,
    /// Weeks that are played before you join in (with --headless: altogether)
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(0..=520))]
    weeks: u16,
    /// Made-up managers; without --headless, two of them leave the joining to you
    #[arg(long, value_name = "N", default_value_t = 24, value_parser = clap::value_parser!(u16).range(0..=500))]
    people: u16,
    /// The same seed plays the same weeks
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Print everything that happened as JSON lines, and the sums as the last one
    #[arg(long, requires = "headless")]
    json: bool,
    /// Where the page is served; 0.0.0.0 shows it to your whole network
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4830", value_parser = address)]
    listen: SocketAddr,
}

impl DemoArgs {
    /// Whether it is played without a page.
    pub fn is_headless(&self) -> bool {
        self.headless
    }
}

/// What was played, for the last line.
#[derive(Serialize)]
struct Play {
    weeks: u16,
    people: u16,
    seed: u64,
}

/// The Monday of the first headless round. Any would do; a fixed one makes runs comparable.
const FIRST_MONDAY: Date = date(2027, 1, 4);

/// Holds the demonstration.
///
/// # Errors
/// An address or a temporary database cannot be used, or the play found a fault of ours.
pub async fn run(args: DemoArgs) -> anyhow::Result<()> {
    telemetry::start_text("warn");
    if args.headless { headless(&args).await } else { live::live(&args).await }
}

async fn headless(args: &DemoArgs) -> anyhow::Result<()> {
    let began = Instant::now();
    let stage = Stage::set(props(args, curtain(FIRST_MONDAY), "127.0.0.1:0".parse()?)).await?;
    let actors = cast::gather(&stage.sandbox, &catalogue::embedded()?, usize::from(args.people), args.seed);
    let lines: Option<Box<dyn Write + Send>> = args.json.then(|| Box::new(BufWriter::new(stdout())) as _);
    let company = Company::found(&stage, actors).await?;
    let tally = Tally::new(stage.database.clone(), stage.workspace.clone(), lines);
    let mut player = Player::new(&stage, company, 0, tally);
    let end = sunday_before(FIRST_MONDAY, i64::from(args.weeks));
    let bar = bar(stage.sandbox.clock().now(), end);
    player.play(end, |now| bar.set_position(elapsed(curtain(FIRST_MONDAY), now))).await?;
    bar.finish_and_clear();
    let play = Play { weeks: args.weeks, people: args.people, seed: args.seed };
    let sums = player.finish().close(&play)?;
    eprintln!("{}", in_words(args, &sums, began.elapsed()));
    Ok(())
}

fn props(args: &DemoArgs, start: Timestamp, listen: SocketAddr) -> Props {
    Props {
        sandbox: SandboxConfig {
            seed: args.seed,
            start,
            clock_mode: ClockMode::Frozen,
            ..slack_app::workspace()
        },
        listen,
        database_url: "sqlite::memory:".into(),
        open: OpenOptions { durability: Durability::Throwaway, ..OpenOptions::default() },
        pace: Pace { concurrency: 1, batch: 64 },
    }
}

/// Three days before the first round, so that people have time to join.
fn curtain(first_monday: Date) -> Timestamp {
    let start = first_monday.at(6, 0, 0, 0).to_zoned(TimeZone::UTC);
    start.map_or(Timestamp::UNIX_EPOCH, |start| start.timestamp()) - SignedDuration::from_hours(3 * 24)
}

/// The last instant before the round that would come after so many weeks.
fn sunday_before(first_monday: Date, weeks: i64) -> Timestamp {
    curtain(first_monday) + SignedDuration::from_hours((3 + 7 * weeks) * 24)
}

fn elapsed(from: Timestamp, now: Timestamp) -> u64 {
    u64::try_from(now.duration_since(from).as_hours()).unwrap_or(0)
}

fn bar(from: Timestamp, to: Timestamp) -> ProgressBar {
    super::bar::bar(elapsed(from, to), "playing {bar:40} {percent:>3} % of the weeks, {eta} left")
}

fn in_words(args: &DemoArgs, sums: &Sums, took: std::time::Duration) -> String {
    format!(
        "{} weeks with {} people in {:.1} s: {} rounds, {} introductions ({} trios), {} left out, \
         {} repeats within 4 rounds, {} calls of the Web API.\n\
         {} asks, {} requests for help and {} answers, {} of which helped; {} nudges; {} terms with {} dates; {} questions in \
         the channel, {} introductions out of them, {} things learned and told.",
        args.weeks,
        args.people,
        took.as_secs_f64(),
        sums.rounds,
        sums.introductions,
        sums.trios,
        sums.left_out,
        sums.repeats_within_4_rounds,
        sums.calls,
        sums.asks,
        sums.requests,
        sums.asks_answered,
        sums.asks_helped,
        sums.nudges,
        sums.terms,
        sums.term_dates,
        sums.community_questions,
        sums.community_introductions,
        sums.shared,
    )
}

/// Reads where to listen; a port alone is one of this machine.
pub(super) fn address(typed: &str) -> Result<SocketAddr, String> {
    let port = |typed: &str| typed.trim_start_matches("localhost:").parse::<u16>().ok();
    match (typed.parse(), port(typed)) {
        (Ok(address), _) => Ok(address),
        (Err(_), Some(port)) => Ok(SocketAddr::from(([127, 0, 0, 1], port))),
        (Err(_), None) => Err("give an address and a port, such as 127.0.0.1:9000".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_be_a_port_alone() {
        assert_eq!(address("9000"), address("127.0.0.1:9000"));
        assert_eq!(address("localhost:9000"), address("127.0.0.1:9000"));
        assert!(address("[::1]:9000").is_ok());
        for wrong in ["nowhere", "127.0.0.1", "99999", ""] {
            assert!(address(wrong).unwrap_err().contains("127.0.0.1:9000"), "{wrong}");
        }
    }
}
