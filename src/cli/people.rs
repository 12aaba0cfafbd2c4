//! `viceversa people …`: what the organisation knows of its people, from a file.

use super::bar;
use super::control;
use super::round::app_on;
use super::wiring::clock;
use crate::adapters::catalogue;
use crate::adapters::slack::outbound::{SlackChat, SlackConfig};
use crate::adapters::slack::render::{OrgWords, Renderer};
use crate::app::operate::{Report as Answer, Request};
use crate::app::org::{Import, MOST_BYTES, Outcome, Progress, Report, Run, look_up, read};
use crate::config::Config;
use crate::domain::ids::WorkspaceId;
use crate::domain::org::Fault;
use crate::ports::{Identity, OneProcess};
use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use indicatif::ProgressBar;
use serde_json::json;
use std::fs::File;
use std::io::{Read, Write, stdin, stdout};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The most errors that are printed; whoever mends these sees the others next time.
pub(super) const MOST_FAULTS: usize = 20;

/// What can be done about people.
#[derive(Debug, Subcommand)]
pub enum PeopleCommand {
    /// Take reporting lines, levels, functions and teams from a CSV file; a dry run unless --apply is given
    #[command(after_help = HELP)]
    Import(ImportArgs),
}

const HELP: &str = "\
The first row names the columns, in any order; only the first or the second of these is needed:
  email       e-mail address; needs the optional scope users:read.email
  slack id    such as U024BE7LH
  name        to call people by, and to name them as managers
  manager     address, Slack id, or a name from the file
  team        as people call it
  function    such as engineering, product or design
  level       junior, engineer, senior, staff, lead, manager, senior manager, director, executive
  zone        IANA time zone such as Europe/Berlin
An empty cell means unknown. A column that is not there changes nothing. Commas, semicolons and tabs separate cells;
UTF-8, UTF-16 and Windows-1252 are read. Nothing is sent to anybody. People who have not joined belong in the file too,
since reporting lines run through them. An admin may send the same file to the bot in Slack instead.

Examples:
  viceversa people import people.csv                  say what would change
  viceversa people import people.csv --apply          keep it; a running bot goes by it from the next round on
  viceversa people import people.csv --format json    the same for a script
  export-people | viceversa people import - --apply   from another program

It ends with 2 where the file has errors; then all of them are named, and nothing is changed.";

/// What is imported, and how.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// A CSV file such as docs/people.csv; - reads the standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Keep what the file says; without this, nothing is changed
    #[arg(long)]
    apply: bool,
    /// Whose people they are, such as T024BE7LD; needed only where the bot serves several workspaces
    #[arg(long, value_name = "ID")]
    workspace: Option<String>,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For eyes
    Text,
    /// One JSON object
    Json,
}

/// A file that was refused, in words.
#[derive(Debug, thiserror::Error)]
#[error("{file} cannot be taken, and nothing was changed:\n  {}\n{NEXT}", lines.join("\n  "))]
pub struct FaultyFile {
    file: String,
    lines: Vec<String>,
}

const NEXT: &str = "Mend the file and run the same command again; --help says what the columns mean.";

/// Carries the command out.
///
/// # Errors
/// Says what is wrong and what to do next; a [`FaultyFile`] where the file is.
pub async fn run(command: PeopleCommand, config: Config) -> anyhow::Result<()> {
    let PeopleCommand::Import(args) = command;
    let sheet = match read(&bytes_of(&args.file, MOST_BYTES, "docs/people.csv")?) {
        Ok(sheet) => sheet,
        Err(faults) => return Err(refuse(&args, &faults)?),
    };
    let chat = slack(&config)?;
    let workspace = workspace_of(&chat, args.workspace.as_deref()).await?;
    let bar = ProgressBar::new(0);
    let found = look_up(&chat, &workspace, &sheet, &|progress| show(&bar, progress)).await;
    bar.finish_and_clear();
    let run = if args.apply { Run::Applied } else { Run::Dry };
    let request =
        Request::ImportPeople { import: Box::new(Import { workspace, sheet, accounts: found?, run }) };
    match control::ask(&config, &request, async |database| app_on(&config, database)).await? {
        Answer::Import { outcome } => match *outcome {
            Outcome::Planned(report) => print(&args, &report),
            Outcome::Faulty(faults) => Err(refuse(&args, &faults)?),
        },
        Answer::Refused { problem } => anyhow::bail!(problem),
        Answer::Done { .. } | Answer::Outbox { .. } => anyhow::bail!(control::OTHER_ANSWER),
    }
}

/// The workspace that was asked for, or the only one. A token that is void hinders nobody but its own workspace.
async fn workspace_of(chat: &SlackChat, wanted: Option<&str>) -> anyhow::Result<WorkspaceId> {
    let (mut known, mut trouble) = (Vec::new(), None);
    for place in 0..chat.tokens() {
        match chat.identity(place).await {
            Ok(identity) => known.push(identity),
            Err(error) => trouble = Some(error),
        }
    }
    match trouble {
        Some(error) if known.is_empty() => {
            Err(error).context("Slack could not be asked; `viceversa doctor` says more")
        }
        Some(_) | None => chosen(&known, wanted, chat.tokens()),
    }
}

fn chosen(known: &[Identity], wanted: Option<&str>, tokens: usize) -> anyhow::Result<WorkspaceId> {
    let name = |each: &Identity| format!("\n  {}  {}", each.workspace, each.workspace_name);
    let names = || known.iter().map(name).collect::<String>();
    match (wanted, known) {
        (None, [only]) if tokens == 1 => Ok(only.workspace.clone()),
        (None, _) => {
            anyhow::bail!("the bot serves several workspaces; name one with --workspace:{}", names())
        }
        (Some(id), _) => match known.iter().find(|each| each.workspace.as_str() == id) {
            Some(identity) => Ok(identity.workspace.clone()),
            None => anyhow::bail!(
                "Slack gives no access to {id} with the tokens of SLACK_BOT_TOKEN, only to these:{}",
                names()
            ),
        },
    }
}

/// The bytes of a file, or of the standard input where the file is called `-`: at most one more than so many.
pub(super) fn bytes_of(path: &Path, most: usize, example: &str) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let source: Box<dyn Read> = match path.as_os_str() == "-" {
        true => Box::new(stdin()),
        false => Box::new(File::open(path).with_context(|| {
            format!("{} cannot be read; name a CSV file, such as {example}", path.display())
        })?),
    };
    // One byte more than is allowed, so that a longer file is refused and not cut off.
    source
        .take(most as u64 + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(bytes)
}

fn slack(config: &Config) -> anyhow::Result<SlackChat> {
    let settings = SlackConfig {
        api_url: config.slack.api_url.clone(),
        bot_tokens: config.slack.bot_tokens()?,
        app_token: None,
    };
    let renderer = Renderer::new(Arc::new(catalogue::embedded()?), None);
    SlackChat::new(settings, clock(config), Arc::new(OneProcess::default()), Arc::new(renderer))
        .context("SLACK_API_URL cannot be used")
}

fn show(bar: &ProgressBar, progress: Progress) {
    let template = match progress.of {
        Some(of) => {
            bar.set_length(of as u64);
            "asking Slack who is who {bar:40} {pos} of {len}"
        }
        None => "reading Slack's list of people: {pos} so far",
    };
    bar.set_style(bar::style(template));
    bar.set_position(progress.done as u64);
}

fn print(args: &ImportArgs, report: &Report) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    match args.format {
        Format::Text => {
            for line in OrgWords::english().report(&report.brief(usize::MAX)) {
                writeln!(out, "{line}")?;
            }
            writeln!(out, "\n{}", conclusion(report))?;
        }
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(report)?)?,
    }
    Ok(())
}

fn conclusion(report: &Report) -> &'static str {
    let is_news = !(report.differences.added.is_empty() && report.differences.changed.is_empty());
    if !is_news {
        return "There is nothing to change.";
    }
    match report.run {
        Run::Dry => "Nothing was changed: this was a dry run. Run it again with --apply to keep it.",
        Run::Applied => "All of it is kept, and holds from the next round on.",
    }
}

/// The error that ends the command. A script gets all the errors as JSON besides.
fn refuse(args: &ImportArgs, faults: &[Fault]) -> anyhow::Result<anyhow::Error> {
    let words = OrgWords::english();
    if args.format == Format::Json {
        let faults: Vec<_> = faults
            .iter()
            .map(|fault| json!({"at": fault.at, "what": fault.what, "problem": words.fault(fault)}))
            .collect();
        writeln!(stdout().lock(), "{}", serde_json::to_string_pretty(&json!({"faults": faults}))?)?;
    }
    let file = if args.file.as_os_str() == "-" { "The file".into() } else { args.file.display().to_string() };
    Ok(FaultyFile { file, lines: words.faults(faults, MOST_FAULTS) }.into())
}

#[cfg(test)]
mod tests;
