//! `viceversa simulate`: a made-up company lives through a year of rounds, once under each policy, and the years are
//! compared.

mod curves;
mod figures;
mod report;

use super::bar::bar;
use super::chart::Picture;
use super::plan::{Format, rules, seed};
use super::wiring::decks;
use crate::config::Config;
use crate::domain::company::{Company, Life, Measures};
use crate::domain::ids::TopicId;
use crate::domain::matching::policies::Policy;
use crate::domain::topics::TopicIndex;
use clap::Args;
use clap::builder::{PossibleValuesParser, RangedU64ValueParser, TypedValueParser};
use curves::Curves;
use indicatif::ProgressBar;
use report::Report;
use std::path::PathBuf;
use std::time::Duration;

pub(super) const HELP: &str = "\
Policies:
  ours      as the bot forms its rounds
  greedy    the best pair first, then the best of the others
  shuffle   by chance, but not with the last partner, as coffee bots do
  restarts  the best of 100 shuffles, by our points
All of them get the same people, the same weeks off and the same luck, and keep the same hard rules.

Examples:
  viceversa simulate                                    30 people, a year, all policies
  viceversa simulate --people 12 --weeks 26 --policy ours --policy shuffle
  viceversa simulate --people 50 --plot year.svg        the year as curves
  viceversa simulate --format csv > year.csv

docs/planning.md says what each figure means, and what we saw.";

/// Who lives through what.
#[derive(Debug, Args)]
pub struct SimulateArgs {
    /// How many people
    #[arg(long, default_value_t = 30, value_parser = RangedU64ValueParser::<usize>::new().range(2..=5_000))]
    people: usize,
    /// How many weekly rounds
    #[arg(long, default_value_t = 52, value_parser = RangedU64ValueParser::<usize>::new().range(1..=520))]
    weeks: usize,
    /// Only this way to form groups; may be given several times
    #[arg(long, value_parser = policies())]
    policy: Vec<Policy>,
    /// Other people and other luck
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A TOML file that says what counts how much; without it, the bot's own rules hold
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Draw the year into this file; its ending, .svg or .png, says how
    #[arg(long, value_name = "FILE")]
    plot: Option<Picture>,
}

fn policies() -> impl TypedValueParser<Value = Policy> {
    let codes = PossibleValuesParser::new(Policy::ALL.iter().map(|policy| policy.code()));
    codes.try_map(|code| Policy::from_code(&code).ok_or("no such policy"))
}

/// A year under one policy.
struct Trial {
    policy: Policy,
    measures: Measures,
    /// What forming the groups took of the processor, over all rounds.
    spent: Duration,
}

/// Carries the command out.
///
/// # Errors
/// Says what is wrong and what to do next.
pub fn run(args: &SimulateArgs, config: &Config) -> anyhow::Result<()> {
    let weights = rules::weights(args.rules.as_deref(), config)?;
    let catalogue = decks(config)?;
    let index = TopicIndex::of(&catalogue);
    let topics: Vec<TopicId> = catalogue.topics.iter().map(|topic| topic.id.clone()).collect();
    let company = Company::of(args.people, &topics, seed(args.seed));
    let chosen = |policy: &&Policy| args.policy.is_empty() || args.policy.contains(policy);
    let policies: Vec<Policy> = Policy::ALL.iter().filter(chosen).copied().collect();
    let rounds = (args.weeks * policies.len()) as u64;
    let bar = bar(rounds, "{msg:8} {bar:40} {pos} of {len} rounds, {eta} left");
    let trials: Vec<Trial> = policies
        .into_iter()
        .map(|policy| {
            bar.set_message(policy.code());
            let life = Life::new(&company, &index, weights, args.weeks, seed(args.seed.wrapping_add(1)));
            live(policy, life, &bar)
        })
        .collect();
    bar.finish_and_clear();
    if let Some(picture) = &args.plot {
        picture.write(&Curves::of(args.people, args.weeks, &trials))?;
    }
    Report { people: args.people, weeks: args.weeks, seed: args.seed, weights, trials: &trials }
        .print(args.format)
}

fn live(policy: Policy, mut life: Life<'_>, bar: &ProgressBar) -> Trial {
    let mut spent = Duration::ZERO;
    while let Some(week) = life.next_week() {
        let before = processor_time();
        let grouping = policy.group(&life.field(&week));
        spent += processor_time().saturating_sub(before);
        life.hold(&week, &grouping);
        bar.inc(1);
    }
    Trial { policy, measures: life.measures(), spent }
}

/// What this thread has had of the processor: others who run on the machine do not count.
#[cfg(target_os = "linux")]
fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap_or(0), time.tv_nsec.try_into().unwrap_or(0))
}

/// Elsewhere it is the time that passed.
#[cfg(not(target_os = "linux"))]
fn processor_time() -> Duration {
    use crate::ports::Clock;
    crate::adapters::system::SystemClock.passed()
}
