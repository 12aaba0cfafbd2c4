//! A round as it would be if it opened now, for an operator to read; nothing is kept and nobody hears of it.

use super::operate::Report;
use super::{App, AppError, reckon};
use crate::domain::calendar::zone_or_utc;
use crate::domain::catalogue::Catalogue;
use crate::domain::eta::Work;
use crate::domain::event::{Seed, Timing};
use crate::domain::ids::{PersonId, ProgramId, TopicId, WorkspaceId};
use crate::domain::matching::explain::Reason;
use crate::domain::people::Person;
use crate::domain::people::profile::Mode;
use crate::domain::reverse::message::Unmatched;
use crate::domain::reverse::round::ReverseOpening;
use crate::domain::rounds::open::Opening;
use crate::domain::rounds::{LeftOut, LeftOutReason, Program};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

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

/// People and topics by the names that an operator knows.
struct Names {
    people: BTreeMap<PersonId, String>,
    catalogue: Arc<Catalogue>,
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
            lines.push(format!("  {}", names.of_talk(talk)));
            lines.extend(reasons.iter().map(|reason| format!("      {}", names.reason(reason))));
        }
        lines.extend(self.left_out.iter().map(|left| {
            format!("  left out: {}, {}", names.of_person(&left.person), why_left_out(left.reason))
        }));
        lines.push(format!("  {} introductions, {} left out", self.talks.len(), self.left_out.len()));
        lines
    }
}

impl Names {
    fn of(people: &[Person], catalogue: &Arc<Catalogue>) -> Self {
        let named = |person: &Person| (person.id.clone(), format!("{} ({})", person.display_name, person.id));
        Self { people: people.iter().map(named).collect(), catalogue: catalogue.clone() }
    }

    fn of_person(&self, person: &PersonId) -> String {
        self.people.get(person).cloned().unwrap_or_else(|| person.to_string())
    }

    fn of_talk(&self, talk: &Talk) -> String {
        match talk {
            Talk::Together(members) => self.of_people(members),
            Talk::Led { junior, senior } => {
                format!("{} leads, {} learns", self.of_person(junior), self.of_person(senior))
            }
        }
    }

    fn of_people(&self, people: &[PersonId]) -> String {
        let names: Vec<String> = people.iter().map(|person| self.of_person(person)).collect();
        names.join(" · ")
    }

    fn of_topics(&self, topics: &[TopicId]) -> String {
        let names: Vec<&str> = topics.iter().map(|topic| self.catalogue.topic_name(topic)).collect();
        names.join(" · ")
    }

    fn reason(&self, reason: &Reason) -> String {
        match reason {
            Reason::Offers { helper, seeker, topics } => {
                let (helper, seeker) = (self.of_person(helper), self.of_person(seeker));
                format!("{helper} offers what {seeker} seeks: {}", self.of_topics(topics))
            }
            Reason::ComesNear { helper, seeker, topics } => {
                let (helper, seeker) = (self.of_person(helper), self.of_person(seeker));
                format!("{helper} offers something close to what {seeker} seeks: {}", self.of_topics(topics))
            }
            Reason::OwnWords { helper, seeker } => {
                let (helper, seeker) = (self.of_person(helper), self.of_person(seeker));
                format!("{helper}'s own words fit what {seeker} seeks or says")
            }
            Reason::SharedChallenges(topics) => format!("both seek advice on {}", self.of_topics(topics)),
            Reason::OtherFunction => "they work in different functions".into(),
            Reason::OtherTeam => "they work in different teams".into(),
            Reason::CommonHours(minutes) => format!("their working days share {minutes} minutes"),
            Reason::FirstTime => "they have not been introduced before".into(),
            Reason::LongAgo(weeks) => format!("they last met {weeks} weeks ago"),
            Reason::SomebodyWaited => "one of them was left out last time".into(),
            Reason::FreshEyes => "a fresh pair of eyes".into(),
            Reason::OutsideTheLine => "levels apart, and neither in the other's reporting line".into(),
        }
    }
}

/// Whose wish to be kept apart it was is said to nobody, operators included.
fn why_left_out(reason: LeftOutReason) -> &'static str {
    match reason {
        LeftOutReason::Alone | LeftOutReason::Reverse(Unmatched::Alone) => "nobody else takes part",
        LeftOutReason::NobodyAllowed => "reporting lines and wishes leave nobody",
        LeftOutReason::OthersMatched | LeftOutReason::Reverse(Unmatched::OthersMatched) => {
            "whoever would have fitted is matched with somebody else"
        }
        LeftOutReason::PartnerGone => "the partner takes part no more",
        LeftOutReason::AttentionSpent | LeftOutReason::Reverse(Unmatched::AttentionSpent) => {
            "written to as often this week as the budget allows"
        }
        LeftOutReason::Reverse(Unmatched::NobodyFits) => {
            "nobody is two levels apart, outside the line and at work in the same hours"
        }
        LeftOutReason::Reverse(Unmatched::LevelUnknown) => "the level is not known",
        LeftOutReason::Reverse(Unmatched::NothingOffered) => "would lead, and offers no topic yet",
    }
}
