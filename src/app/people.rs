//! What the requests of people need to know.

use super::{App, AppError};
use crate::domain::command::Command;
use crate::domain::decision::{Decision, Fate};
use crate::domain::event::Event;
use crate::domain::ids::{PersonId, WorkspaceId};
use crate::domain::message::Home;
use crate::domain::org::OrgFacts;
use crate::domain::people::decide::Asker;
use crate::domain::people::modes::Ahead;
use crate::domain::people::profile::Mode;
use crate::domain::people::views::{HISTORY_LENGTH, Past};
use crate::domain::people::{Person, Standing};
use crate::domain::privacy::{Dossier, Kept};
use crate::domain::rounds::schedule::next_round;
use crate::domain::rounds::{Program, Round};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeSet;

/// So many weeks of contacts are shown.
const CONTACTS_SHOWN: i64 = 2;

/// More pairings than anybody can have had.
const ALL: u32 = 100_000;

impl App {
    pub(super) async fn asked(
        &self,
        event: &Event,
        person: &PersonId,
        command: &Command,
        at: Timestamp,
    ) -> Result<Decision, AppError> {
        match command {
            Command::Why => {
                let past = self.past(&event.workspace, person, HISTORY_LENGTH as u32, event.now).await?;
                self.with_terms_explained(event, person, past.why()).await
            }
            Command::WhyNot(other) => self.asks_why_not(event, person, other).await,
            Command::History => {
                let past = self.past(&event.workspace, person, HISTORY_LENGTH as u32, event.now).await?;
                let since = weeks_ago(event.now);
                let contacts = self.storage.attention_of(&event.workspace, person, since).await?;
                Ok(Past { contacts, ..past }.history())
            }
            Command::Export => Ok(self.dossier(&event.workspace, person).await?.export()),
            Command::Join | Command::Profile => {
                Ok(self.newcomer(event, person).await?.asked(command, at, event.now))
            }
            Command::Ask(words) => self.asks(event, person, words).await,
            Command::Prompt(wish) => self.asks_for_prompt(event, person, wish).await,
            Command::Share => self.shares_latest(event, person).await,
            Command::Nudge(wish) => self.asks_about_nudges(event, person, wish).await,
            Command::Pause(_) | Command::Leave => {
                let decision = self.asker_under_way(event, person).await?.asked(command, at, event.now);
                self.with_asks_left(event, person, decision).await
            }
            Command::Offer(words) => {
                let asker = self.asker(event, person).await?;
                Ok(asker.offers(words, &self.catalogue, &self.topics, event.now))
            }
            Command::Skip => Ok(self.asker_under_way(event, person).await?.asked(command, at, event.now)),
            Command::Never(other) => {
                let decision = self.asker_under_way(event, person).await?.asked(command, at, event.now);
                self.with_term_ended(event, person, other, decision).await
            }
            Command::Resume => {
                let decision = self.asker(event, person).await?.asked(command, at, event.now);
                self.with_terms_moved(event, person, decision).await
            }
            Command::Home
            | Command::Unskip
            | Command::Allow(_)
            | Command::Try(_)
            | Command::PassOn(_)
            | Command::NeverList
            | Command::Privacy
            | Command::ForgetMe
            | Command::Help
            | Command::Unknown(_) => Ok(self.asker(event, person).await?.asked(command, at, event.now)),
        }
    }

    /// Where somebody takes part no more, their asks and terms are settled in the same breath.
    pub(super) async fn with_asks_left(
        &self,
        event: &Event,
        person: &PersonId,
        decision: Decision,
    ) -> Result<Decision, AppError> {
        let Some(departure) = departure_in(&decision, person, event.now) else { return Ok(decision) };
        let decision = self.with_terms_moved(event, person, decision).await?;
        let asks = self.asks_left_by(event, person, departure).await?;
        let nudges = match departure {
            // Whoever pauses comes back to what they meant to do.
            Departure::Pauses => Decision::default(),
            Departure::Leaves => self.nudges_left_by(event, person).await?,
        };
        Ok(asks.and(nudges).and(decision))
    }

    /// The person's record alone.
    pub(super) async fn asker(&self, event: &Event, id: &PersonId) -> Result<Asker, AppError> {
        let person = self.storage.person(&event.workspace, id).await?;
        let programs = self.storage.programs(&event.workspace).await?;
        let next_slot = next_slot(&programs, modes_of(person.as_ref()), event.now);
        let org = match person {
            Some(_) => None,
            None => self.said_of(&event.workspace, id).await?,
        };
        let ahead = Ahead::of(&programs, event.now);
        Ok(Asker { id: id.clone(), person, facts: None, org, next_slot, ahead, under_way: Vec::new() })
    }

    /// With what Slack says about them, where they do not take part yet.
    pub(super) async fn newcomer(&self, event: &Event, id: &PersonId) -> Result<Asker, AppError> {
        let asker = self.asker(event, id).await?;
        if asker.person.as_ref().is_some_and(|person| person.standing == Standing::Active) {
            return Ok(asker);
        }
        let mut facts = self.chat.person(&event.workspace, id).await?;
        if let Some(org) = self.said_of(&event.workspace, id).await? {
            org.locate(&mut facts);
        }
        Ok(Asker { facts: Some(facts), ..asker })
    }

    /// What the organisation says of somebody.
    async fn said_of(&self, workspace: &WorkspaceId, id: &PersonId) -> Result<Option<OrgFacts>, AppError> {
        let mut facts = self.storage.org_facts(workspace, Some(std::slice::from_ref(id))).await?;
        Ok(facts.pop())
    }

    /// With their pairings of the newest rounds.
    pub(super) async fn asker_under_way(&self, event: &Event, id: &PersonId) -> Result<Asker, AppError> {
        let asker = self.asker(event, id).await?;
        if asker.person.is_none() {
            return Ok(asker);
        }
        let under_way = self.situations_of(&event.workspace, id, asker.next_slot).await?;
        Ok(Asker { under_way, ..asker })
    }

    /// The Home tab of a person as it should stand now.
    pub(super) async fn home(&self, workspace: &WorkspaceId, person: &PersonId) -> Result<Home, AppError> {
        let now = self.clock.now();
        Ok(self.past(workspace, person, ALL, now).await?.home(now))
    }

    pub(super) async fn past(
        &self,
        workspace: &WorkspaceId,
        id: &PersonId,
        limit: u32,
        now: Timestamp,
    ) -> Result<Past, AppError> {
        let person = self.storage.person(workspace, id).await?;
        let programs = self.storage.programs(workspace).await?;
        Ok(Past {
            id: id.clone(),
            pairings: self.storage.pairings_of(workspace, id, limit).await?,
            check_ins: self.storage.check_ins_of(workspace, id).await?,
            last_round: self.last_round(workspace, &programs).await?,
            next_slot: next_slot(&programs, modes_of(person.as_ref()), now),
            contacts: Vec::new(),
            records: self.storage.records_of(workspace, id).await?,
            programs,
            person,
        })
    }

    async fn dossier(&self, workspace: &WorkspaceId, id: &PersonId) -> Result<Dossier, AppError> {
        let mut rounds = Vec::new();
        for program in self.storage.programs(workspace).await? {
            rounds.extend(self.storage.held_rounds(workspace, &program.id, ALL).await?);
        }
        let kept = Kept {
            person: self.storage.person(workspace, id).await?,
            org: self.said_of(workspace, id).await?,
            pairings: self.storage.pairings_of(workspace, id, ALL).await?,
            check_ins: self.storage.check_ins_of(workspace, id).await?,
            questions_seen: self.storage.showings(workspace, Some(std::slice::from_ref(id))).await?,
            rounds,
            records: self.storage.records_of(workspace, id).await?,
            contacts: self.storage.attention_of(workspace, id, Date::MIN).await?,
        };
        Ok(Dossier::of(id, kept))
    }

    /// The newest held round of any programme that makes pairs.
    async fn last_round(
        &self,
        workspace: &WorkspaceId,
        programs: &[Program],
    ) -> Result<Option<Round>, AppError> {
        let mut newest: Option<Round> = None;
        for program in programs.iter().filter(|program| program.mode != Mode::Reverse) {
            let round = self.storage.held_rounds(workspace, &program.id, 1).await?.into_iter().next();
            newest = newest.into_iter().chain(round).max_by_key(|round| round.opened_at);
        }
        Ok(newest)
    }
}

/// How somebody takes part no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Departure {
    /// For a while.
    Pauses,
    /// For good, as far as we know.
    Leaves,
}

/// Whether a decision takes somebody out, and how.
fn departure_in(decision: &Decision, person: &PersonId, now: Timestamp) -> Option<Departure> {
    match decision.fate_of(person)? {
        Fate::Forgotten => Some(Departure::Leaves),
        Fate::Saved(saved) if saved.takes_part(now) => None,
        Fate::Saved(saved) if saved.standing == Standing::Active => Some(Departure::Pauses),
        Fate::Saved(_) => Some(Departure::Leaves),
    }
}

/// So far back we tell people what we began with them.
fn weeks_ago(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date().saturating_sub(CONTACTS_SHOWN.weeks())
}

fn modes_of(person: Option<&Person>) -> Option<&BTreeSet<Mode>> {
    person.map(|person| &person.profile.modes)
}

/// When the next round is that a person would take part in; for somebody who has not joined, any round. A round of pairs
/// comes first, since it is the one that is skipped and that brings something new every time.
fn next_slot(programs: &[Program], modes: Option<&BTreeSet<Mode>>, now: Timestamp) -> Option<Timestamp> {
    let joins = |program: &&Program| {
        program.holds_rounds()
            && program.mode.introduces()
            && modes.is_none_or(|modes| modes.contains(&program.mode))
    };
    let slots = programs.iter().filter(joins).filter_map(|each| {
        let is_reverse = each.mode == Mode::Reverse;
        next_round(each, now).map(|slot| (is_reverse, slot))
    });
    slots.min().map(|(_, slot)| slot)
}
