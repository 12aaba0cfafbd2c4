//! The command line: one file for each command.

mod bar;
mod chart;
mod community;
mod control;
pub mod demo;
mod doctor;
mod figures;
mod manifest;
mod outbox;
mod people;
mod plan;
mod prompts;
mod restored;
mod round;
mod rules;
mod sandbox;
mod serve;
mod simulate;
pub mod slack_app;
mod wiring;

use crate::config::Config;
use crate::config::rules::RulesError;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::runtime::{Builder, Runtime};

/// Mentorship that flows both ways: a self-hosted Slack bot for engineering managers.
#[derive(Debug, Parser)]
#[command(name = "viceversa", version, propagate_version = true, after_help = EXAMPLES)]
pub struct Cli {
    /// A TOML file with settings; the environment overrides it. viceversa.toml is read where it exists
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  viceversa demo                              a Slack workspace in a box, with 24 managers, in your browser
  viceversa demo --headless --weeks 26        half a year in seconds, told in one line (--json: all of it)
  viceversa manifest --base-url https://mentor.example.com
                                              what Slack wants to know to create the app
  viceversa sandbox                           that workspace alone, for any app that speaks Slack
  SLACK_BOT_TOKEN=xoxb-… SLACK_SIGNING_SECRET=… viceversa serve
  viceversa doctor                            is everything set up?
  viceversa round run                         do not wait for Monday
  viceversa prompts preview --mode nudge      read what people will be asked
  viceversa rules > rules.toml                what counts how much when pairs are made, to be changed
  viceversa people import people.csv          what would this file of reporting lines change?
  viceversa plan people.csv                   who would meet whom, and why; without Slack
  viceversa community set --channel C0123ABC  a question a week in that channel
  viceversa outbox list                       what waits to be sent, and what has failed

The README explains how to install it in a workspace, and every setting.";

const SETTINGS: &str = "\
Settings, from the environment or in small letters from viceversa.toml:
  SLACK_BOT_TOKEN        xoxb-…, always needed; one for each workspace, with commas
  SLACK_SIGNING_SECRET   needed where Slack calls the bot
  SLACK_APP_TOKEN        xapp-…, for Socket Mode: the bot calls Slack and needs no public address
  DATABASE_URL           sqlite://viceversa.db, or postgres://user:password@host/name
  LISTEN                 127.0.0.1:3000
  METRICS_LISTEN         none; where Prometheus finds /metrics, such as 127.0.0.1:9464
  PROGRAM_ZONE, PROGRAM_DAY, PROGRAM_TIME
                         when the first programme's rounds open; UTC, mon, 10:00
  NUDGE_DAY, NUDGE_TIME  when nudges come; two working days after the rounds, 10:00
  CONTACTS_PER_WEEK      how often the bot may begin something with a person in a week; 2
  VICEVERSA_PROMPTS      a folder of decks of your own; docs/prompts.md
  VICEVERSA_RULES        a file that says what counts how much when pairs are made; `viceversa rules` prints one
The README lists all of them.

Example:
  SLACK_BOT_TOKEN=xoxb-… SLACK_SIGNING_SECRET=… PROGRAM_ZONE=Europe/Berlin viceversa serve";

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the bot
    #[command(after_help = SETTINGS)]
    Serve,
    /// Try it without Slack: a workspace in a box, made-up managers, the first weeks played
    Demo(demo::DemoArgs),
    /// Run a Slack workspace in a box, without a bot, for any app that speaks Slack
    Sandbox(Box<sandbox::SandboxArgs>),
    /// Open a round by hand
    #[command(subcommand)]
    Round(round::RoundCommand),
    /// Tell the bot what the organisation knows: who reports to whom, and levels, functions, teams
    #[command(subcommand)]
    People(people::PeopleCommand),
    /// Form the groups of a round from a file of people, without Slack
    #[command(after_help = plan::HELP)]
    Plan(Box<plan::PlanArgs>),
    /// Compare a year of rounds with other ways to form groups, with made-up people
    #[command(after_help = simulate::HELP)]
    Simulate(Box<simulate::SimulateArgs>),
    /// Ask a question a week in a channel, and match raised hands
    #[command(subcommand)]
    Community(community::CommunityCommand),
    /// See what waits to be sent or has failed, try it again, or drop it
    #[command(subcommand)]
    Outbox(outbox::OutboxCommand),
    /// Check the token, its scopes, the signing secret, the clocks and the database
    #[command(after_help = "\
Example:
  viceversa doctor        beside a running bot or without one; nothing is changed
It ends with 1 where something is wrong, and says how to mend it.")]
    Doctor,
    /// After a backup was put back, before the bot starts: take what was due since as done
    #[command(after_help = restored::HELP)]
    Restored,
    /// Check and read decks of questions and nudges: ours, and your own before the bot uses them
    #[command(subcommand)]
    Prompts(prompts::PromptsCommand),
    /// Print what counts how much when pairs are made, as a file to edit; or check such a file
    Rules(rules::RulesArgs),
    /// Print the app manifest for Slack
    Manifest(manifest::ManifestArgs),
}

impl Cli {
    /// What the command runs on.
    ///
    /// # Errors
    /// The system gives us no threads.
    pub fn runtime(&self) -> std::io::Result<Runtime> {
        let mut builder = match &self.command {
            Command::Demo(args) if args.is_headless() => {
                stay_on_this_core();
                Builder::new_current_thread()
            }
            Command::Serve
            | Command::Demo(_)
            | Command::Sandbox(_)
            | Command::Round(_)
            | Command::People(_)
            | Command::Plan(_)
            | Command::Simulate(_)
            | Command::Community(_)
            | Command::Outbox(_)
            | Command::Doctor
            | Command::Restored
            | Command::Prompts(_)
            | Command::Rules(_)
            | Command::Manifest(_) => Builder::new_multi_thread(),
        };
        builder.enable_all().build()
    }
}

/// A headless play is one long conversation between the bot and its database. On two cores each word has to wake the
/// other one up, and a year takes half as long again.
#[cfg(target_os = "linux")]
fn stay_on_this_core() {
    let mut here = rustix::thread::CpuSet::new();
    here.set(rustix::thread::sched_getcpu());
    // Where the system does not let us choose, it only takes longer.
    let _not_allowed = rustix::thread::sched_setaffinity(None, &here);
}

/// Elsewhere there is no such choice; it only takes longer.
#[cfg(not(target_os = "linux"))]
fn stay_on_this_core() {}

/// How a command that failed ends: with 2 where a file has errors, as for a command that is not understood, and otherwise
/// with 1.
pub fn exit_code(error: &anyhow::Error) -> ExitCode {
    let faulty = error.is::<people::FaultyFile>()
        || error.is::<plan::FaultyInput>()
        || error.is::<prompts::Unsound>()
        || error.is::<RulesError>();
    if faulty { ExitCode::from(2) } else { ExitCode::FAILURE }
}

/// Runs the command that was typed.
///
/// # Errors
/// A message for the operator that says what is wrong and what to do next.
pub async fn run(cli: Cli) -> anyhow::Result<()> {
    let config = || Config::load(cli.config.as_deref());
    match cli.command {
        Command::Serve => serve::run(config()?).await,
        Command::Demo(args) => demo::run(args).await,
        Command::Sandbox(args) => sandbox::run(*args).await,
        Command::Round(command) => round::run(command, config()?).await,
        Command::People(command) => people::run(command, config()?).await,
        Command::Plan(args) => plan::run(&args, &config()?),
        Command::Simulate(args) => simulate::run(&args, &config()?),
        Command::Community(command) => community::run(command, config()?).await,
        Command::Outbox(command) => outbox::run(command, config()?).await,
        Command::Doctor => doctor::run(config()?).await,
        Command::Restored => restored::run(config()?).await,
        Command::Prompts(command) => prompts::run(&command),
        Command::Rules(args) => rules::run(&args),
        Command::Manifest(args) => manifest::run(&args),
    }
}
