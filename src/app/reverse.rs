//! What reverse mentoring needs to know.

use super::{App, AppError, reckon};
use crate::domain::decision::{Decision, Fate, Reply, SkipReason};
use crate::domain::event::Event;
use crate::domain::ids::{PersonId, SubjectId, TermId, WorkspaceId};
use crate::domain::message::Answer;
use crate::domain::org::fill_all;
use crate::domain::people::Standing;
use crate::domain::people::profile::Mode;
use crate::domain::record::{Record, RecordKind};
use crate::domain::reverse::desk::Desk;
use crate::domain::reverse::message::ReverseAnswer;
use crate::domain::reverse::round::ReverseOpening;
use crate::domain::reverse::{Press, ReverseEvent, ReverseWake, Term, views};
use crate::domain::rounds::Round;
use crate::domain::rounds::dissolve::Announcement;
use crate::domain::rounds::open::Opening;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

/// After this long, two people in another term is as good as new.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(104 * 7 * 24);

/// What becomes of somebody's terms.
#[derive(Clone, Copy)]
enum Move {
    /// They pause.
    Rests,
    /// They are back.
    Returns,
    /// They take part no more.
    Leaves(SkipReason),
    /// They asked to be forgotten.
    IsForgotten,
}

impl App {
    pub(super) async fn reverse_event(
        &self,
        event: &Event,
        what: &ReverseEvent,
    ) -> Result<Decision, AppError> {
        let (person, term) = match what {
            ReverseEvent::Pressed { person, term, .. } | ReverseEvent::Submitted { person, term, .. } => {
                (person, term)
            }
        };
        let Some(desk) = self.term_desk_of(event, term).await? else { return Ok(over()) };
        let now = event.now;
        Ok(match what {
            ReverseEvent::Submitted { said, .. } => desk.proposes(person, said.clone(), now),
            ReverseEvent::Pressed { press, .. } => match press {
                Press::Propose => desk.opens_form(person, now),
                Press::Take { turn, place } => desk.takes(person, *turn, *place, now, event.seed),
                Press::NoneFit(turn) => desk.none_fit(person, *turn, now),
                Press::Cancel(turn) => desk.cancels(person, *turn, now),
                Press::Tell { meeting, said } => desk.tells(person, *meeting, *said, now),
                Press::Useful(useful) => desk.was_useful(person, *useful, now),
                Press::GoOn(wish) => desk.wishes(person, *wish, now),
                Press::End => desk.ends(person, now),
            },
        })
    }

    pub(super) async fn reverse_woke(&self, event: &Event, wake: &ReverseWake) -> Result<Decision, AppError> {
        let Some(desk) = self.term_desk_of(event, wake.term()).await? else { return Ok(Decision::default()) };
        Ok(match wake {
            ReverseWake::Look(_) => desk.look_is_due(event.now),
            ReverseWake::Erase(_) => desk.erases(),
        })
    }

    /// A slot of reverse mentoring has come.
    pub(super) async fn reverse_round(&self, event: &Event, opening: Opening) -> Result<Decision, AppError> {
        let reverse = self.reverse_opening(&event.workspace, opening, event.now).await?;
        let (now, seed) = (event.now, event.seed);
        reckon(move || reverse.decide(now, seed)).await
    }

    /// Everything a round of reverse mentoring is formed from.
    pub async fn reverse_opening(
        &self,
        workspace: &WorkspaceId,
        opening: Opening,
        now: Timestamp,
    ) -> Result<ReverseOpening, AppError> {
        let records = self.storage.records_since(workspace, RecordKind::Term, now - REMEMBERED).await?;
        Ok(ReverseOpening { opening, terms: records.into_iter().filter_map(term_in).collect() })
    }

    /// Where somebody falls out, pauses or is back, their terms follow in the same breath.
    pub(super) async fn with_terms_moved(
        &self,
        event: &Event,
        person: &PersonId,
        decision: Decision,
    ) -> Result<Decision, AppError> {
        let Some(step) = move_of(&decision, person, event.now) else { return Ok(decision) };
        let mut moved = Decision::default();
        for term in self.terms_of(&event.workspace, person).await? {
            let desk = self.term_desk(event, term).await?;
            let next = match step {
                Move::IsForgotten => desk.is_forgotten(person, event.now),
                Move::Rests => desk.pauses(person, event.now),
                Move::Returns => desk.comes_back(person, event.now),
                Move::Leaves(reason) => desk.is_gone(person, reason, event.now),
            };
            moved = moved.and(Decision { reply: Reply::Nothing, ..next });
        }
        Ok(moved.and(decision))
    }

    /// A wish never to be paired ends a term that the two are in, as either may at any time.
    pub(super) async fn with_term_ended(
        &self,
        event: &Event,
        person: &PersonId,
        other: &PersonId,
        decision: Decision,
    ) -> Result<Decision, AppError> {
        let mut ended = Decision::default();
        for term in self.terms_of(&event.workspace, person).await? {
            if term.is_open() && term.people().contains(other) {
                let desk = self.term_desk(event, term).await?;
                ended = ended.and(Decision { reply: Reply::Nothing, ..desk.ends(person, event.now) });
            }
        }
        Ok(ended.and(decision))
    }

    /// The two of a term could not be introduced: because of one of them, or because Slack refuses the conversation.
    pub(super) async fn term_undeliverable(
        &self,
        event: &Event,
        subject: &SubjectId,
        person: Option<&PersonId>,
    ) -> Result<Option<Decision>, AppError> {
        let Some(desk) = self.term_desk_of(event, &TermId::new(subject.as_str())).await? else {
            return Ok(None);
        };
        Ok(Some(match person {
            Some(person) => desk.is_gone(person, SkipReason::Dissolved, event.now),
            None => desk.cannot_begin(event.now),
        }))
    }

    /// The answer to *why*, with what there is to say about reverse mentoring.
    pub(super) async fn with_terms_explained(
        &self,
        event: &Event,
        person: &PersonId,
        decision: Decision,
    ) -> Result<Decision, AppError> {
        let Reply::Say(pair) = decision.reply.clone() else { return Ok(decision) };
        let terms = self.terms_of(&event.workspace, person).await?;
        let last_round = self.last_reverse_round(&event.workspace).await?;
        Ok(decision.reply(views::why(person, &terms, last_round.as_ref(), pair).into()))
    }

    /// Every term of somebody, newest first.
    pub(super) async fn terms_of(
        &self,
        workspace: &WorkspaceId,
        person: &PersonId,
    ) -> Result<Vec<Term>, AppError> {
        let records = self.storage.records_of(workspace, person).await?;
        Ok(records.into_iter().filter_map(term_in).collect())
    }

    /// Whoever is in a term that runs: nothing new is begun with them.
    pub(super) async fn engaged(&self, workspace: &WorkspaceId) -> Result<BTreeSet<PersonId>, AppError> {
        let open = self.storage.open_records(workspace, RecordKind::Term).await?;
        Ok(open.into_iter().filter_map(term_in).flat_map(|term| term.people()).collect())
    }

    async fn last_reverse_round(&self, workspace: &WorkspaceId) -> Result<Option<Round>, AppError> {
        let mut newest: Option<Round> = None;
        for program in self.storage.programs(workspace).await? {
            if program.mode == Mode::Reverse {
                let round = self.storage.held_rounds(workspace, &program.id, 1).await?.into_iter().next();
                newest = newest.into_iter().chain(round).max_by_key(|round| round.opened_at);
            }
        }
        Ok(newest)
    }

    async fn term_desk_of(&self, event: &Event, term: &TermId) -> Result<Option<Desk>, AppError> {
        match self.storage.record(&event.workspace, RecordKind::Term, term.as_str()).await?.and_then(term_in)
        {
            Some(term) => Ok(Some(self.term_desk(event, term).await?)),
            None => Ok(None),
        }
    }

    /// A term with everything its next step depends on.
    async fn term_desk(&self, event: &Event, term: Term) -> Result<Desk, AppError> {
        let workspace = &event.workspace;
        let members = term.members();
        let mut people = self.storage.people_by_id(workspace, &members).await?;
        fill_all(&mut people, &self.storage.org_facts(workspace, Some(&members)).await?);
        let announcement = match self.storage.posted(workspace, &term.introduction()).await? {
            Some(_) => Announcement::Sent,
            None => Announcement::Planned,
        };
        Ok(Desk {
            announcement,
            showings: self.storage.showings(workspace, Some(&members)).await?,
            people: people.into_iter().map(|person| (person.id.clone(), person)).collect(),
            catalogue: self.catalogue.clone(),
            decision: Decision::default(),
            term,
        })
    }
}

/// What a decision about somebody means for their terms; `None` where it means nothing.
fn move_of(decision: &Decision, person: &PersonId, now: Timestamp) -> Option<Move> {
    Some(match decision.fate_of(person)? {
        Fate::Forgotten => Move::IsForgotten,
        Fate::Saved(saved) => match saved.standing {
            Standing::Left => Move::Leaves(SkipReason::OptedOut),
            Standing::Deactivated => Move::Leaves(SkipReason::Deactivated),
            Standing::Active if saved.is_paused(now) => Move::Rests,
            Standing::Active => Move::Returns,
        },
    })
}

fn term_in(record: Record) -> Option<Term> {
    record.into_term().map(|term| *term)
}

fn over() -> Decision {
    Decision::default().reply(Answer::Reverse(ReverseAnswer::Over).into())
}
