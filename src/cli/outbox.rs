//! `viceversa outbox …`: what waits to be sent or has failed, and what to do about it. Words are never shown.

use super::control;
use super::round::app_on;
use crate::app::operate::{Report, Request};
use crate::config::Config;
use crate::domain::ids::MessageKey;
use crate::ports::{OutboxRow, Retry, RowState, Rows};
use clap::{Args, Subcommand, ValueEnum};
use std::fmt::Write;

/// What can be done about messages on their way.
#[derive(Debug, Subcommand)]
pub enum OutboxCommand {
    /// List what waits, is under way, is in doubt or has failed; never anybody's words
    #[command(after_help = LIST_HELP)]
    List(ListArgs),
    /// Try again what has failed, once you have mended what was in the way
    #[command(after_help = "\
A message that Slack may have after all is looked for first, so that nobody gets it twice. Whatever its time has passed
for is skipped then. Words are kept for two weeks after a failure; what is older cannot be sent again.

Examples:
  viceversa outbox retry introduction/peer/2027-01-04/03
  viceversa outbox retry --all-failed")]
    Retry(RetryArgs),
    /// Do not send a message that waits, is in doubt or has failed
    #[command(after_help = "\
It ends as skipped, with the reason dropped. Whoever is left without an introduction is told so at the end of the round.

Example:
  viceversa outbox drop introduction/peer/2027-01-04/03")]
    Drop {
        /// Its key, as `viceversa outbox list` shows it
        #[arg(value_name = "KEY")]
        key: String,
    },
}

const LIST_HELP: &str = "\
States: pending waits for its turn, sending is under way, check may have been sent and is looked into, failed was given
up, sent is with Slack, skipped was no longer wanted. Without --state all but the last two are listed.

Examples:
  viceversa outbox list
  viceversa outbox list --state failed --limit 200
  viceversa outbox list --json                 one JSON object on a line
`viceversa doctor` says what each reason means and how to mend it.";

/// What is listed, and how.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Only messages in this state
    #[arg(long, value_enum)]
    state: Option<State>,
    /// At most so many, the oldest first
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    limit: u32,
    /// One JSON object on a line
    #[arg(long)]
    json: bool,
}

/// Which messages are tried again.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct RetryArgs {
    /// The key of one, as `viceversa outbox list` shows it
    #[arg(value_name = "KEY")]
    key: Option<String>,
    /// Every message that has failed
    #[arg(long)]
    all_failed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum State {
    Pending,
    Sending,
    Check,
    Failed,
    Sent,
    Skipped,
}

impl From<State> for RowState {
    fn from(state: State) -> Self {
        match state {
            State::Pending => Self::Pending,
            State::Sending => Self::Sending,
            State::Check => Self::Check,
            State::Failed => Self::Failed,
            State::Sent => Self::Sent,
            State::Skipped => Self::Skipped,
        }
    }
}

/// Carries the command out, beside a running bot or without one.
///
/// # Errors
/// Says what is wrong and what to do next.
pub async fn run(command: OutboxCommand, config: Config) -> anyhow::Result<()> {
    let request = match &command {
        OutboxCommand::List(args) => Request::ListOutbox {
            which: args.state.map_or(Rows::Unsettled, |state| Rows::In(state.into())),
            limit: args.limit,
        },
        OutboxCommand::Retry(args) => {
            let key = args.key.as_ref().map(|key| Retry::Key(MessageKey::new(key)));
            Request::RetryOutbox { which: key.unwrap_or(Retry::AllFailed) }
        }
        OutboxCommand::Drop { key } => Request::DropOutbox { key: MessageKey::new(key) },
    };
    let report = control::ask(&config, &request, async |database| app_on(&config, database)).await?;
    match (command, report) {
        (OutboxCommand::List(args), Report::Outbox { rows, .. }) if args.json => {
            rows.iter().try_for_each(|row| {
                println!("{}", serde_json::to_string(row)?);
                Ok(())
            })
        }
        (OutboxCommand::List(args), Report::Outbox { rows, matching }) => {
            print!("{}", table(&rows, matching, args.state.map(Into::into)));
            Ok(())
        }
        (_, report) => control::print(report),
    }
}

fn table(rows: &[OutboxRow], matching: u64, state: Option<RowState>) -> String {
    if rows.is_empty() {
        return match state {
            None => "Nothing waits, and nothing has failed.\n".into(),
            Some(state) => format!("Nothing is {}.\n", state.as_str()),
        };
    }
    let heading = ["STATE", "SINCE", "TRIES", "NEXT", "KIND", "KEY", "REASON"].map(str::to_owned);
    let cells: Vec<[String; 7]> = std::iter::once(heading).chain(rows.iter().map(cells_of)).collect();
    let width = |column: usize| cells.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: [usize; 7] = std::array::from_fn(width);
    let mut table = String::new();
    for row in &cells {
        let padded: Vec<String> =
            row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        let _infallible = writeln!(table, "{}", padded.join("  ").trim_end());
    }
    let shown = rows.len() as u64;
    if matching > shown {
        let _infallible = writeln!(table, "{shown} of {matching}; --limit shows more.");
    }
    table
}

fn cells_of(row: &OutboxRow) -> [String; 7] {
    let reason = match (row.reason.as_deref(), row.has_words, row.state) {
        (Some(reason), false, RowState::Failed) => format!("{reason} (cannot be tried again)"),
        (reason, _, _) => reason.unwrap_or("-").to_owned(),
    };
    [
        row.state.as_str().to_owned(),
        row.since.strftime("%F %TZ").to_string(),
        row.attempts.to_string(),
        row.next_at.map_or_else(|| "-".to_owned(), |at| at.strftime("%F %TZ").to_string()),
        row.kind.clone(),
        row.key.to_string(),
        reason,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::WorkspaceId;

    fn row(key: &str, state: RowState, reason: Option<&str>) -> OutboxRow {
        OutboxRow {
            workspace: WorkspaceId::new("T1"),
            key: MessageKey::new(key),
            kind: "introduction".into(),
            state,
            since: "2027-01-04T09:00:01Z".parse().expect("a time"),
            attempts: 3,
            reason: reason.map(str::to_owned),
            next_at: None,
            has_words: state != RowState::Failed,
        }
    }

    #[test]
    fn a_list_is_read_column_by_column() {
        let next_at = Some("2027-01-04T09:07:01Z".parse().expect("a time"));
        let rows = [
            row("introduction/peer/2027-01-04/03", RowState::Failed, Some("channel_not_found")),
            OutboxRow { next_at, ..row("nudge/1", RowState::Check, None) },
        ];
        insta::assert_snapshot!(table(&rows, 70, None));
    }

    #[test]
    fn an_empty_list_says_so() {
        assert_eq!(table(&[], 0, None), "Nothing waits, and nothing has failed.\n");
        assert_eq!(table(&[], 0, Some(RowState::Failed)), "Nothing is failed.\n");
    }
}
