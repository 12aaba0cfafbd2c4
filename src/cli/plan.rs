//! `viceversa plan`: a round from a file of people, without Slack and without a database.

mod answer;
mod histogram;
mod hours;
mod past;
mod people;
mod register;
pub(super) mod rules;
mod sheet;
mod topics;
mod trouble;
mod wait;

pub(super) use answer::grouped;
pub use trouble::FaultyInput;

use super::chart::Picture;
use super::people::bytes_of;
use super::wiring::decks;
use crate::adapters::system::SystemClock;
use crate::config::Config;
use crate::domain::catalogue::Catalogue;
use crate::domain::event::Seed;
use crate::domain::matching::explain::Reason;
use crate::domain::matching::{Field, Group, Groups, form_watched};
use crate::domain::topics::TopicIndex;
use crate::ports::Clock;
use answer::Answer;
use clap::{Args, ValueEnum};
use histogram::Histogram;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use past::Past;
use people::Roll;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use topics::TopicNames;
use trouble::Trouble;
use wait::Wait;

/// How a command that plans or simulates is used, below its options.
pub(super) const HELP: &str = "\
The first row of the file of people names the columns, in any order; one of the first three is needed:
  id, email, name   who; managers, never-wishes and the past may use any of them
  zone              IANA time zone such as Europe/Berlin; UTC where it is empty
  team, function    as people call the team; engineering, product, design and so on
  level, manager    junior, engineer, senior, staff, lead, manager, ...; somebody of the file
  seeks, offers     topics by id, name or another word, with ; or | between them
  own words         one line
  hours, days       09:00-17:00, mon-fri; in the person's zone
  never             whom they never want to meet, with ; between them
  takes part        no for people through whom only reporting lines run
A file of the past has date and members (or a, b and c), and met: yes, no or unknown.
Commas, semicolons and tabs separate cells; UTF-8, UTF-16 and Windows-1252 are read. Nothing is sent or kept.

Examples:
  viceversa plan people.csv                          who would meet whom, and why
  viceversa plan people.csv --history past.csv       minding who met before
  viceversa plan people.csv --rules rules.toml       with weights of your own
  viceversa plan people.csv --format csv > round.csv
  viceversa plan people.csv --within 60s             of very many people, the best that is found by then
  viceversa plan people.csv --plot scores.svg        how good the pairs are, as a picture
  export-people | viceversa plan - --format json

The same files, date and seed give the same groups. It ends with 2 where a file has errors; then all of them are named,
and nothing is written. docs/planning.md explains the file and the figures, docs/people-plan.csv is an example.";

/// What is planned, and how it is told.
#[derive(Debug, Args)]
pub struct PlanArgs {
    /// A CSV file of people such as docs/people-plan.csv; - reads the standard input
    #[arg(value_name = "FILE")]
    people: PathBuf,
    /// A CSV file of the rounds before
    #[arg(long, value_name = "FILE")]
    history: Option<PathBuf>,
    /// A TOML file that says what counts how much; without it, the bot's own rules hold
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Draw the scores into this file; its ending, .svg or .png, says how
    #[arg(long, value_name = "FILE")]
    plot: Option<Picture>,
    /// Chance: another number may choose otherwise among equals
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The date of the round, such as 2027-01-04; today where it is not given
    #[arg(long, value_name = "DATE")]
    slot: Option<Date>,
    /// End the search for better groups after so long, such as 60s or 2m, and say how near the best they are
    #[arg(long, value_name = "TIME", value_parser = wait::time)]
    within: Option<Duration>,
}

/// How an answer is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For eyes
    Table,
    /// One JSON object
    Json,
    /// A row for each group or policy
    Csv,
}

/// Carries the command out.
///
/// # Errors
/// Says what is wrong and what to do next; a [`FaultyInput`] where a file is.
pub fn run(args: &PlanArgs, config: &Config) -> anyhow::Result<()> {
    let weights = rules::weights(args.rules.as_deref(), config)?;
    let catalogue = decks(config)?;
    let index = TopicIndex::of(&catalogue);
    let slot = args.slot.unwrap_or_else(|| SystemClock.now().to_zoned(TimeZone::UTC).date());
    let (roll, past) = read(args, &catalogue, &index, slot)?;
    let nobody = BTreeMap::new();
    let field = Field {
        people: &roll.people,
        past: &past.pairings,
        left_out: &nobody,
        lines: &roll.lines,
        lately: &BTreeMap::new(),
        slot,
        weights,
        topics: &index,
        seed: seed(args.seed),
    };
    let mut wait = Wait::new(args.within);
    let mut groups = form_watched(&field, &mut wait);
    wait.is_over();
    if args.history.is_none() {
        groups.groups.iter_mut().for_each(say_nothing_of_the_past);
    }
    if let Some(picture) = &args.plot {
        draw(picture, &field, &groups, &roll)?;
    }
    for notice in roll.notices.iter().chain(&past.notices) {
        eprintln!("please look: {notice}");
    }
    Answer::new(groups, roll, catalogue, (slot, args.seed)).print(args.format)
}

/// Where no past is given, nobody knows whether two have met.
fn say_nothing_of_the_past(group: &mut Group) {
    if group.reasons.len() > 1 {
        group.reasons.retain(|reason| *reason != Reason::FirstTime);
    }
}

/// A seed from a number that can be typed.
pub(super) fn seed(number: u64) -> Seed {
    let mut bytes = [0; 32];
    ChaCha8Rng::seed_from_u64(number).fill_bytes(&mut bytes);
    Seed(bytes)
}

fn read(
    args: &PlanArgs,
    catalogue: &Arc<Catalogue>,
    index: &TopicIndex,
    slot: Date,
) -> anyhow::Result<(Roll, Past)> {
    let bytes = |path: &Path| bytes_of(path, sheet::LIMITS.bytes, "docs/people-plan.csv");
    let topics = TopicNames::of(catalogue, index);
    let roll = people::read(&bytes(&args.people)?, &topics).map_err(|all| refuse(args, &args.people, all))?;
    let past = match &args.history {
        None => Past::default(),
        Some(path) => {
            past::read(&bytes(path)?, &roll.register, slot).map_err(|all| refuse(args, path, all))?
        }
    };
    Ok((roll, past))
}

/// The error that ends the command. A script gets all of it as JSON besides.
fn refuse(args: &PlanArgs, path: &Path, troubles: Vec<Trouble>) -> anyhow::Error {
    let file = if path.as_os_str() == "-" { "The file".into() } else { path.display().to_string() };
    let faulty = FaultyInput::of(&file, troubles);
    if args.format == Format::Json
        && let Err(error) = writeln!(stdout().lock(), "{:#}", faulty.json())
    {
        return error.into();
    }
    faulty.into()
}

fn draw(picture: &Picture, field: &Field<'_>, groups: &Groups, roll: &Roll) -> anyhow::Result<()> {
    let named = |left: &crate::domain::rounds::LeftOut| roll.names.get(&left.person).cloned();
    let left_out = groups.left_out.iter().filter_map(named).collect();
    picture.write(&Histogram::of(field, groups, left_out))
}
