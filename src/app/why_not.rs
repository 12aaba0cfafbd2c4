//! Why somebody was not introduced to somebody: what the answer needs to know.

use super::{App, AppError, reckon};
use crate::domain::decision::{Decision, Reply};
use crate::domain::event::{Event, Timing};
use crate::domain::ids::{PersonId, WorkspaceId};
use crate::domain::message::Answer;
use crate::domain::rounds::open::Opening;
use crate::domain::rounds::{Round, RoundOutcome};

/// So many of somebody's newest pairings tell whether two were introduced to each other lately.
const PAIRINGS: u32 = 64;
/// A round of more people is not formed again while somebody waits for the answer, which Slack does for three seconds.
const MOST_PEOPLE: usize = 500;
/// How many of the rounds before one may matter for who was left out in a row.
const ROUNDS_BEFORE: u32 = 8;

impl App {
    pub(super) async fn asks_why_not(
        &self,
        event: &Event,
        person: &PersonId,
        other: &PersonId,
    ) -> Result<Decision, AppError> {
        let past = self.past(&event.workspace, person, PAIRINGS, event.now).await?;
        let question = match past.why_not(other) {
            Ok(question) => question,
            Err(decision) if matches!(decision.reply, Reply::Say(Answer::WhyNot(_))) => return Ok(*decision),
            Err(decision) => return self.with_terms_explained(event, person, *decision).await,
        };
        if takers_of(&question.round) > MOST_PEOPLE {
            return Ok(question.unanswered());
        }
        let Some(opened) = self.opened(&event.workspace, &question.round).await? else {
            return Ok(question.unanswered());
        };
        reckon(move || question.answered(&opened.opening.again(&opened.round, opened.members.iter()))).await
    }

    /// A round with everything it was formed from, as far as that is still known; `None` where its programme is gone.
    pub(super) async fn opened(
        &self,
        workspace: &WorkspaceId,
        round: &Round,
    ) -> Result<Option<Opened>, AppError> {
        let (program, slot) = (&round.program, round.slot);
        let now = self.opening(workspace, program, slot, Timing::ByHand, round.opened_at).await?;
        let Some(opening) = now else { return Ok(None) };
        let of_round = opening.past.iter().filter(|pairing| pairing.round == round.id);
        let groups: Vec<_> = of_round.map(|pairing| pairing.members.clone()).collect();
        let rounds = self.storage.held_rounds_before(workspace, program, slot, ROUNDS_BEFORE).await?;
        let opening = Opening { rounds, ..opening }.as_of(round);
        let members = groups.iter().flatten().cloned().collect();
        Ok(Some(Opened { opening, round: round.clone(), groups, members }))
    }
}

/// About how many people took part in a round.
fn takers_of(round: &Round) -> usize {
    let in_groups = match round.outcome {
        RoundOutcome::Held { pairings } => 2 * pairings,
        RoundOutcome::Nudged { .. } | RoundOutcome::Missed | RoundOutcome::Holiday => 0,
    };
    in_groups + round.left_out.len()
}

/// A round that was opened, with everything it was formed from.
pub(super) struct Opened {
    pub opening: Opening,
    pub round: Round,
    /// Who was introduced to whom.
    pub groups: Vec<Vec<PersonId>>,
    /// Everybody in a group.
    pub members: Vec<PersonId>,
}
