//! `viceversa prompts …`: decks, checked and read before anybody else sees them.

mod preview;

use crate::adapters::catalogue::{Files, embedded, ours};
use crate::domain::catalogue::Catalogue;
use crate::domain::people::profile::Mode;
use crate::domain::prompts::lint::{Finding, Weight};
use anstyle::{AnsiColor, Style};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use std::io::Write;
use std::path::PathBuf;

/// What can be done with decks.
#[derive(Debug, Subcommand)]
pub enum PromptsCommand {
    /// Check decks as the start of the bot does, and how they sound as well
    #[command(after_help = "\
Examples:
  viceversa prompts check                       the decks that come with the program
  viceversa prompts check our-prompts           every .toml file of a folder, beside ours
  viceversa prompts check --strict values.toml  in CI: a warning fails as well

It ends with 2 where something has to be mended, and with 0 where there are warnings only.
docs/prompts.md explains how a deck is written.")]
    Check(CheckArgs),
    /// Print decks as people will read them, from light to commitment
    #[command(after_help = "\
Examples:
  viceversa prompts preview --mode nudge                     what we nudge people to do
  viceversa prompts preview --theme delegation --mode peer   one theme, as two managers get it
  viceversa prompts preview our-prompts                      a folder of your own")]
    Preview(PreviewArgs),
}

/// What is checked.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// TOML files, or folders that hold some; without any, the decks that come with the program
    files: Vec<PathBuf>,
    /// Let warnings count as errors
    #[arg(long)]
    strict: bool,
}

/// What is shown.
#[derive(Debug, Args)]
pub struct PreviewArgs {
    /// TOML files, or folders that hold some; without any, the decks that come with the program
    files: Vec<PathBuf>,
    /// Only this theme, such as delegation
    #[arg(long)]
    theme: Option<String>,
    /// Only this kind of mentoring
    #[arg(long, value_parser = modes())]
    mode: Option<Mode>,
}

/// Decks that have to be mended.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unsound(String);

/// Carries the command out.
///
/// # Errors
/// A file cannot be read or has to be mended; the lines above say where and how.
pub fn run(command: &PromptsCommand) -> anyhow::Result<()> {
    match command {
        PromptsCommand::Check(args) => check(args),
        PromptsCommand::Preview(args) => preview::run(args),
    }
}

fn modes() -> impl TypedValueParser<Value = Mode> {
    let codes = PossibleValuesParser::new(Mode::ALL.iter().map(|mode| mode.code()));
    codes.try_map(|code| Mode::from_code(&code).ok_or("no such mode"))
}

/// Some decks, and what they are laid on.
struct Laid {
    files: Files,
    base: Catalogue,
}

impl Laid {
    fn of(paths: &[PathBuf]) -> anyhow::Result<Self> {
        if paths.is_empty() {
            return Ok(Self { files: ours(), base: Catalogue::default() });
        }
        let files = Files::read(paths).map_err(|error| Unsound(error.to_string()))?;
        Ok(Self { files, base: embedded()? })
    }
}

fn check(args: &CheckArgs) -> anyhow::Result<()> {
    let laid = Laid::of(&args.files)?;
    let findings = laid.files.check(&laid.base);
    show(&findings)?;
    let count = |weight| findings.iter().filter(|finding| finding.fault.weight() == weight).count();
    let (errors, warnings) = (count(Weight::Error), count(Weight::Warning));
    let files = counted(laid.files.names().count(), "file");
    let said = format!("{} and {} in {files}", counted(errors, "error"), counted(warnings, "warning"));
    if errors > 0 {
        return Err(Unsound(said).into());
    }
    if args.strict && warnings > 0 {
        return Err(Unsound(format!("{said}; --strict lets warnings count")).into());
    }
    let additions = laid.files.additions()?;
    let held = held(&additions.catalogue);
    let instead = match gone(&laid.base, &additions.onto(laid.base.clone())) {
        0 => String::new(),
        gone => format!(", in the place of {gone} of ours"),
    };
    writeln!(anstream::stdout(), "{said}: {held}{instead}")?;
    Ok(())
}

/// One line for each, with colours where somebody sees them.
fn show(findings: &[Finding]) -> std::io::Result<()> {
    let mut out = anstream::stdout().lock();
    for finding in findings {
        let color = match finding.fault.weight() {
            Weight::Error => AnsiColor::Red,
            Weight::Warning => AnsiColor::Yellow,
        };
        let (weight, place) = (Style::new().bold().fg_color(Some(color.into())), Style::new().bold());
        let entry = finding.entry.as_ref().map(|id| format!("{id}: ")).unwrap_or_default();
        writeln!(
            out,
            "{place}{}{place:#}: {weight}{}{weight:#}: {entry}{}",
            finding.place,
            finding.fault.weight(),
            finding.fault
        )?;
    }
    Ok(())
}

/// `14 nudges, 2 readings`.
fn held(catalogue: &Catalogue) -> String {
    let Catalogue { topics, themes, prompts, community, readings } = catalogue;
    let nudges = prompts.iter().filter(|prompt| prompt.mode == Mode::Nudge).count();
    let kinds = [
        (prompts.len() - nudges, "question"),
        (nudges, "nudge"),
        (community.len(), "channel question"),
        (readings.len(), "reading"),
        (themes.len(), "theme"),
        (topics.len(), "topic"),
    ];
    let present = kinds.into_iter().filter(|(count, _)| *count > 0);
    let list: Vec<String> = present.map(|(count, what)| counted(count, what)).collect();
    if list.is_empty() { "nothing".into() } else { list.join(", ") }
}

/// How many of our texts nobody will be shown any more.
fn gone(ours: &Catalogue, all: &Catalogue) -> usize {
    ours.prompts.iter().filter(|each| !all.prompts.contains(each)).count()
        + ours.community.iter().filter(|each| !all.community.contains(each)).count()
        + ours.readings.iter().filter(|each| !all.readings.contains(each)).count()
}

fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        more => format!("{more} {what}s"),
    }
}
