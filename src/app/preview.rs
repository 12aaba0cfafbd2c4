//! A round as it would be if it opened now, for an operator to read; nothing is kept and nobody hears of it.

use super::names::{Names, why_left_out};
use super::operate::Report;
use super::{App, AppError, reckon};
use crate::domain::calendar::zone_or_utc;
use crate::domain::eta::Work;
use crate::domain::event::{Seed, Timing};
use crate::domain::ids::{PersonId, ProgramId, WorkspaceId};
use crate::domain::matching::explain::Reason;
use crate::domain::people::profile::Mode;
use crate::domain::reverse::round::ReverseOpening;
use crate::domain::rounds::open::Opening;
use crate::domain::rounds::{LeftOut, Program};
use jiff::Timestamp;

/// What a round would bring.
struct Preview {
    talks: Vec<(Talk, Vec<Reason>)>,
    left_out: Vec<LeftOut>,
}

/// Who would be introduced to whom.
enum Talk {
    Together(Vec<PersonId>),
    Led { junior: PersonId, senior: PersonId },
}

impl App {
    /// The pairs that a round of this programme would make now, with reasons, and who would be left out and why. The
    /// round itself draws its own chance, so where two choices are equally good it may choose the other.
    pub(super) async fn preview_round(&self, program: &ProgramId) -> Result<Report, AppError> {
        let (mut lines, mut known) = (Vec::new(), Vec::new());
        for workspace in self.storage.workspaces().await?.iter().filter(|workspace| workspace.may_act()) {
            for each in self.storage.programs(&workspace.id).await? {
                if !(each.holds_rounds() && each.mode.introduces()) {
                    continue;
                }
                known.push(each.id.to_string());
                if each.id == *program {
                    lines.push(format!("{program} in {}, if it opened now:", workspace.name));
                    lines.extend(self.preview_lines(&workspace.id, each).await?);
                }
            }
        }
        Ok(match lines.is_empty() {
            true => Report::Refused {
                problem: format!(
                    "There is no programme {program} that makes pairs. Known: {}.",
                    known.join(", ")
                ),
            },
            false => Report::Done { lines },
        })
    }

    async fn preview_lines(
        &self,
        workspace: &WorkspaceId,
        program: Program,
    ) -> Result<Vec<String>, AppError> {
        let (now, seed) = (self.clock.now(), self.entropy.seed());
        let today = now.to_zoned(zone_or_utc(&program.slot.zone)).date();
        let opening = self.opening(workspace, &program.id, today, Timing::ByHand, now).await?;
        let Some(opening) = opening else { return Ok(Vec::new()) };
        let names = Names::of(&opening.people, &self.catalogue);
        let preview = match program.mode {
            Mode::Reverse => {
                let reverse = self.reverse_opening(workspace, opening, now).await?;
                reckon(move || Preview::of_reverse(&reverse, now, seed)).await?
            }
            Mode::Peer | Mode::Situational | Mode::Circle | Mode::External | Mode::Nudge => {
                reckon(move || Preview::of_groups(&opening, now, seed)).await?
            }
        };
        // Whoever was introduced to each other before needs no new conversation, so it is this at most.
        let introductions = Work::of_introductions(preview.talks.len() as u64);
        let pace =
            self.long(introductions).map(|time| format!("  sending them takes {time} at Slack's pace"));
        Ok(preview.lines(&names).into_iter().chain(pace).collect())
    }
}

impl Preview {
    fn of_groups(opening: &Opening, now: Timestamp, seed: Seed) -> Self {
        let formed = opening.groups(now, seed);
        let talks = formed.groups.into_iter().map(|each| (Talk::Together(each.members), each.reasons));
        let left_out = formed.left_out.into_iter().chain(opening.without_room(now));
        Self { talks: talks.collect(), left_out: left_out.collect() }
    }

    fn of_reverse(reverse: &ReverseOpening, now: Timestamp, seed: Seed) -> Self {
        let formed = reverse.couples(now, seed);
        let talks = formed
            .couples
            .into_iter()
            .map(|each| (Talk::Led { junior: each.junior, senior: each.senior }, each.reasons));
        let left_out = formed.left_out.into_iter().chain(reverse.without_room(now));
        Self { talks: talks.collect(), left_out: left_out.collect() }
    }

    fn lines(&self, names: &Names) -> Vec<String> {
        let mut lines = Vec::new();
        for (talk, reasons) in &self.talks {
            lines.push(format!("  {}", talk.named(names)));
            lines.extend(reasons.iter().map(|reason| format!("      {}", names.reason(reason))));
        }
        lines.extend(self.left_out.iter().map(|left| {
            format!("  left out: {}, {}", names.of_person(&left.person), why_left_out(left.reason))
        }));
        lines.push(format!("  {} introductions, {} left out", self.talks.len(), self.left_out.len()));
        lines
    }
}

impl Talk {
    fn named(&self, names: &Names) -> String {
        match self {
            Self::Together(members) => names.of_people(members),
            Self::Led { junior, senior } => {
                format!("{} leads, {} learns", names.of_person(junior), names.of_person(senior))
            }
        }
    }
}
