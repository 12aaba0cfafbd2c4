//! What an operator may ask of a running bot; the command line asks it directly, or through the process that holds the
//! database.

use super::org::{Import, Outcome};
use super::{App, AppError};
use crate::domain::calendar::Slot;
use crate::domain::event::Timing;
use crate::domain::ids::{MessageKey, ProgramId, RoundId, WorkspaceId};
use crate::domain::rounds::{Round, RoundOutcome};
use crate::ports::{OutboxCount, OutboxRow, Retry, Rows};
use serde::{Deserialize, Serialize};

const NO_WORKSPACE: &str = "No workspace is installed yet. Start the bot once with `viceversa serve`.";

/// Something an operator asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "request")]
pub enum Request {
    /// Open a round of a programme now, whatever its slot.
    RunRound {
        /// The programme's short name.
        program: String,
    },
    /// Say what a round of a programme would bring if it opened now.
    PreviewRound {
        /// The programme's short name.
        program: String,
    },
    /// Say why a round is as it is, and perhaps why two people do not talk in it.
    ExplainRound {
        /// Its id, or its programme's short name for the newest one.
        round: String,
        /// The two, by id or name; nobody, or exactly two.
        people: Option<[String; 2]>,
    },
    /// Take what a file says of people, or only say what that would change.
    ImportPeople {
        /// The file, read, with who of its people is in Slack.
        import: Box<Import>,
    },
    /// Ask a question a week in a channel from now on, or from now on in another.
    SetCommunity {
        /// The channel's id.
        channel: String,
        /// When.
        slot: Slot,
    },
    /// Ask no more questions.
    EndCommunity,
    /// Which channel, when, and how it goes.
    ShowCommunity,
    /// Which of the newest rounds have pairs that no proof stands behind.
    UnprovenRounds,
    /// How things stand.
    Status,
    /// What waits to be sent, or has failed.
    ListOutbox {
        /// Which of it.
        which: Rows,
        /// At most so many rows.
        limit: u32,
    },
    /// Try again what has failed.
    RetryOutbox {
        /// Which of it.
        which: Retry,
    },
    /// Do not send a message that waits or has failed.
    DropOutbox {
        /// Its key.
        key: MessageKey,
    },
}

/// What an operator is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "report")]
pub enum Report {
    /// It was done, or stands like this; one line each.
    Done {
        /// What to print.
        lines: Vec<String>,
    },
    /// What became of a file of people.
    Import {
        /// What it changes, or what is wrong with it.
        outcome: Box<Outcome>,
    },
    /// What stands in the outbox.
    Outbox {
        /// The oldest of it.
        rows: Vec<OutboxRow>,
        /// How much there is in all.
        matching: u64,
    },
    /// It could not be done.
    Refused {
        /// What is wrong, and what to do about it.
        problem: String,
    },
}

impl App {
    /// Answers an operator.
    ///
    /// # Errors
    /// The storage failed; nothing was changed.
    pub async fn operate(&self, request: &Request) -> Result<Report, AppError> {
        match request {
            Request::RunRound { program } => self.run_round(&ProgramId::new(program)).await,
            Request::PreviewRound { program } => self.preview_round(&ProgramId::new(program)).await,
            Request::ExplainRound { round, people } => self.explain_round(round, people.as_ref()).await,
            Request::ImportPeople { import } => self.take_import(import).await,
            Request::SetCommunity { channel, slot } => self.set_community(channel, slot).await,
            Request::EndCommunity => self.end_community().await,
            Request::ShowCommunity => self.show_community().await,
            Request::UnprovenRounds => self.unproven_rounds().await,
            Request::Status => self.status().await,
            Request::ListOutbox { which, limit } => self.list_outbox(which, *limit).await,
            Request::RetryOutbox { which } => self.retry_outbox(which).await,
            Request::DropOutbox { key } => self.drop_outbox(key).await,
        }
    }

    async fn run_round(&self, program: &ProgramId) -> Result<Report, AppError> {
        let mut lines = Vec::new();
        let mut known = Vec::new();
        for workspace in self.storage.workspaces().await?.iter().filter(|workspace| workspace.may_act()) {
            let programs = self.storage.programs(&workspace.id).await?;
            let with_rounds = programs.iter().filter(|each| each.holds_rounds());
            known.extend(with_rounds.map(|each| each.id.to_string()));
            if let Some(found) = programs.iter().find(|each| each.id == *program && each.holds_rounds()) {
                let zone = crate::domain::calendar::zone_or_utc(&found.slot.zone);
                let today = self.clock.now().to_zoned(zone).date();
                let round = RoundId::of(program, today);
                if self.storage.round(&workspace.id, &round).await?.is_some() {
                    let problem = format!(
                        "{program} has had its round of {today} in {}. A programme has one round a day; try again tomorrow.",
                        workspace.name
                    );
                    return Ok(Report::Refused { problem });
                }
                self.open(&workspace.id, program, today, Timing::ByHand).await?;
                lines.extend(self.round_report(&workspace.id, &round).await?);
                lines.extend(self.sending_line(&workspace.id).await?);
            }
        }
        if lines.is_empty() {
            return Ok(Report::Refused { problem: no_such_program(program, &known) });
        }
        Ok(Report::Done { lines })
    }

    async fn take_import(&self, import: &Import) -> Result<Report, AppError> {
        let workspace = self.storage.workspace(&import.workspace).await?;
        if !workspace.is_some_and(|workspace| workspace.may_act()) {
            return Ok(Report::Refused { problem: NO_WORKSPACE.into() });
        }
        Ok(Report::Import { outcome: Box::new(self.import(import).await?) })
    }

    async fn round_report(&self, workspace: &WorkspaceId, round: &RoundId) -> Result<Vec<String>, AppError> {
        let Some(round) = self.storage.round(workspace, round).await? else { return Ok(Vec::new()) };
        Ok(vec![round_line(&round)])
    }

    /// How long Slack's limits make what waits now take, where that is worth a word.
    async fn sending_line(&self, workspace: &WorkspaceId) -> Result<Option<String>, AppError> {
        let work = self.work_of_the_day(workspace).await?;
        let messages = work.posts + work.edits;
        Ok(self.long(work).map(|time| format!("{messages} messages wait to be sent: {time} at Slack's pace")))
    }

    async fn status(&self) -> Result<Report, AppError> {
        let mut lines = Vec::new();
        for workspace in self.storage.workspaces().await? {
            let people = self.storage.people(&workspace.id).await?;
            let now = self.clock.now();
            let active = people.iter().filter(|person| person.takes_part(now)).count();
            lines.push(format!(
                "workspace {} ({}): {:?}, {active} of {} people take part",
                workspace.name,
                workspace.id,
                workspace.access,
                people.len()
            ));
            for program in self.storage.programs(&workspace.id).await? {
                let next = program.slot.next_after(now).map_or("never".into(), |due| due.at.to_string());
                let what = if program.holds_rounds() { "round" } else { "question" };
                lines.push(format!("  programme {}: next {what} {next}", program.id));
                let rounds = self.storage.held_rounds(&workspace.id, &program.id, 1).await?;
                lines.extend(rounds.iter().map(|round| format!("  {}", round_line(round))));
            }
            lines.extend(self.storage.outbox_counts(&workspace.id).await?.iter().map(outbox_line));
            let due = self.work_by(&workspace.id, now).await?;
            lines.extend(self.long(due).map(|time| format!("  what is due takes {time} at Slack's pace")));
        }
        Ok(Report::Done { lines })
    }
}

fn round_line(round: &Round) -> String {
    match round.outcome {
        RoundOutcome::Held { pairings } => {
            format!("round {}: {pairings} pairings, {} left out", round.id, round.left_out.len())
        }
        RoundOutcome::Nudged { people } => format!("round {}: {people} nudges", round.id),
        RoundOutcome::Missed => format!("round {}: missed", round.id),
        RoundOutcome::Holiday => format!("round {}: a holiday", round.id),
    }
}

fn outbox_line(count: &OutboxCount) -> String {
    let why = count.reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    format!("  outbox {}{why}: {}", count.state, count.rows)
}

fn no_such_program(program: &ProgramId, known: &[String]) -> String {
    if known.is_empty() {
        NO_WORKSPACE.into()
    } else {
        format!("There is no programme {program} with rounds. Known: {}.", known.join(", "))
    }
}
