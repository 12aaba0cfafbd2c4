//! What the groups of a round are formed from, made ready once: for the round itself, and for whoever asks about it later.

use super::open::{Opening, left_out_streaks, past_pairings};
use super::{LeftOutReason, Round};
use crate::domain::event::Seed;
use crate::domain::ids::PersonId;
use crate::domain::matching::{Field, PastPairing};
use crate::domain::org::{Lines, fill_all};
use crate::domain::people::Person;
use crate::domain::reciprocity::{Ledger, QUARTER};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that a field borrows.
#[derive(Debug)]
pub struct Formation<'a> {
    opening: &'a Opening,
    people: Vec<Person>,
    past: Vec<PastPairing>,
    left_out: BTreeMap<PersonId, u32>,
    lines: Lines,
    lately: BTreeMap<PersonId, Ledger>,
}

impl<'a> Formation<'a> {
    /// Of a round with these takers.
    pub(super) fn of<'p>(
        opening: &'a Opening,
        takers: impl Iterator<Item = &'p Person>,
        now: Timestamp,
    ) -> Self {
        let mut people: Vec<Person> = takers.cloned().collect();
        fill_all(&mut people, &opening.org);
        Self {
            people,
            past: past_pairings(&opening.past, &opening.check_ins),
            left_out: left_out_streaks(&opening.rounds, &opening.past),
            lines: Lines::of(&opening.org, &opening.people),
            lately: Ledger::of_everybody(&opening.check_ins, &opening.records, now - QUARTER),
            opening,
        }
    }

    /// The field, with some chance.
    pub fn field(&self, seed: Seed) -> Field<'_> {
        Field {
            people: &self.people,
            past: &self.past,
            left_out: &self.left_out,
            lines: &self.lines,
            lately: &self.lately,
            slot: self.opening.slot,
            weights: self.opening.weights,
            topics: &self.opening.topics,
            seed,
        }
    }
}

impl Opening {
    /// The same slot as it was when its round opened, as far as that is still known: nothing of it or of what came after,
    /// and the weights of then. People are as they are known now.
    #[must_use]
    pub fn as_of(mut self, round: &Round) -> Self {
        self.past.retain(|pairing| pairing.slot < round.slot);
        let known: BTreeSet<_> = self.past.iter().map(|pairing| pairing.id.clone()).collect();
        self.check_ins
            .retain(|check_in| known.contains(&check_in.pairing) && check_in.asked_at < round.opened_at);
        self.rounds.retain(|each| each.slot < round.slot);
        self.weights = round.proof.as_ref().map_or(self.weights, |proof| proof.weights);
        self
    }

    /// A round that was opened, formed again: with those who were in it, whoever has skipped or paused since. `groups` are
    /// its own pairings.
    pub fn again<'p>(&self, round: &'p Round, groups: impl Iterator<Item = &'p PersonId>) -> Formation<'_> {
        let was_there = |reason: LeftOutReason| match reason {
            LeftOutReason::Alone | LeftOutReason::NobodyAllowed | LeftOutReason::OthersMatched => true,
            LeftOutReason::PartnerGone | LeftOutReason::AttentionSpent | LeftOutReason::Reverse(_) => false,
        };
        let left_out = round.left_out.iter().filter(|left| was_there(left.reason)).map(|left| &left.person);
        let takers: BTreeSet<&PersonId> = groups.chain(left_out).collect();
        let people = self.people.iter().filter(|person| takers.contains(&person.id));
        Formation::of(self, people, round.opened_at)
    }
}
