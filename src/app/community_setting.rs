//! What an operator decides about the question of the week.

use super::operate::Report;
use super::{App, AppError};
use crate::domain::calendar::Slot;
use crate::domain::community::PROGRAM;
use crate::domain::decision::{Change, Decision};
use crate::domain::ids::{ChannelId, ProgramId, WorkspaceId};
use crate::domain::people::profile::Mode;
use crate::domain::record::{Record, RecordKind};
use crate::domain::rounds::schedule::next_round;
use crate::domain::rounds::{Program, ProgramState, Purpose};
use crate::domain::workspace::Workspace;
use std::collections::BTreeSet;

impl App {
    pub(super) async fn set_community(&self, channel: &str, slot: &Slot) -> Result<Report, AppError> {
        if !is_channel(channel) {
            return Ok(refused(format!(
                "{channel:?} is no channel's id. It begins with C or G; Slack shows it at the end of the channel's details."
            )));
        }
        if let Err(unknown) = slot.check() {
            return Ok(refused(unknown.to_string()));
        }
        let purpose = Purpose::Question(ChannelId::new(channel));
        let mut lines = Vec::new();
        for workspace in self.installed().await? {
            let before =
                self.community_program(&workspace.id).await?.unwrap_or_else(|| self.new_program(slot));
            // Slots that the new schedule would have had in the past do not count.
            let since = self.clock.now();
            let (purpose, slot, state) = (purpose.clone(), slot.clone(), ProgramState::Running);
            let program = Program { purpose, slot, state, since, ..before };
            lines.push(self.line(&workspace, &program));
            self.commit_alone(&workspace.id, Decision::default().change(Change::SaveProgram(program)))
                .await?;
        }
        if lines.is_empty() {
            return Ok(refused(
                "No workspace is installed yet. Start the bot once with `viceversa serve`.".into(),
            ));
        }
        self.look_again();
        lines.push(INVITE.into());
        Ok(Report::Done { lines })
    }

    pub(super) async fn end_community(&self) -> Result<Report, AppError> {
        let mut lines = Vec::new();
        for workspace in self.installed().await? {
            let Some(program) = self.community_program(&workspace.id).await? else { continue };
            let program = Program { state: ProgramState::Paused, ..program };
            self.commit_alone(&workspace.id, Decision::default().change(Change::SaveProgram(program)))
                .await?;
            lines.push(format!(
                "{}: no more questions. Hands under the last one are matched until its week is over.",
                workspace.name
            ));
        }
        self.look_again();
        Ok(or_nothing_set(lines))
    }

    pub(super) async fn show_community(&self) -> Result<Report, AppError> {
        let mut lines = Vec::new();
        for workspace in self.installed().await? {
            let Some(program) = self.community_program(&workspace.id).await? else { continue };
            lines.push(self.line(&workspace, &program));
            for record in self.storage.open_records(&workspace.id, RecordKind::Call).await? {
                if let Record::Call(call) = record {
                    // Who raised a hand is nobody's business here; how many did can be seen in the channel.
                    lines.push(format!(
                        "  {}: {} hands, {} offers",
                        call.id,
                        call.hands.len(),
                        call.offers.len()
                    ));
                }
            }
        }
        Ok(or_nothing_set(lines))
    }

    async fn installed(&self) -> Result<Vec<Workspace>, AppError> {
        let workspaces = self.storage.workspaces().await?;
        Ok(workspaces.into_iter().filter(Workspace::may_act).collect())
    }

    async fn community_program(&self, workspace: &WorkspaceId) -> Result<Option<Program>, AppError> {
        let programs = self.storage.programs(workspace).await?;
        Ok(programs.into_iter().find(|program| program.id.as_str() == PROGRAM))
    }

    fn new_program(&self, slot: &Slot) -> Program {
        Program {
            id: ProgramId::new(PROGRAM),
            version: 0,
            mode: Mode::Situational,
            purpose: Purpose::Round,
            slot: slot.clone(),
            holidays: BTreeSet::new(),
            state: ProgramState::Running,
            last_slot: None,
            since: self.clock.now(),
        }
    }

    fn line(&self, workspace: &Workspace, program: &Program) -> String {
        let channel = match &program.purpose {
            Purpose::Question(channel) => channel.as_str(),
            Purpose::Round => "no channel",
        };
        let Slot { day, time, zone, .. } = &program.slot;
        let next = match next_round(program, self.clock.now()) {
            Some(next) => format!("next at {next}"),
            None => "off".into(),
        };
        let (day, time) = (day.code(), time.strftime("%H:%M"));
        format!("{}: a question in {channel} every {day} at {time} ({zone}), {next}", workspace.name)
    }
}

/// What an operator has to do in Slack.
pub const INVITE: &str = "The bot must be in the channel: type /invite @Vice Versa there.";

fn is_channel(id: &str) -> bool {
    id.len() >= 2
        && id.starts_with(['C', 'G'])
        && id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn or_nothing_set(lines: Vec<String>) -> Report {
    match lines.is_empty() {
        true => Report::Done {
            lines: vec!["No channel is set: viceversa community set --channel C0123ABC".into()],
        },
        false => Report::Done { lines },
    }
}

fn refused(problem: String) -> Report {
    Report::Refused { problem }
}
